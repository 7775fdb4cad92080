"""Makes up a value for a property from its type and its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from scaffolder.simulator.plausible import (
    AWS_ACCOUNT,
    AZURE_SUBSCRIPTION,
    AZURE_TENANT,
    GCP_PROJECT,
    SIMULATED,
    guid,
    hex_digits,
    private_address,
    public_address,
)
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.types import EnumOf, ListOf, MapOf, ObjectRef, Property, Scalar, Type, UnionOf
from scaffolder.simulator.values import Asset

# Nested types may refer to themselves; nothing a program reads lies deeper.
_DEEPEST: Final = 7


class Filler:
    """Makes up values by type and name; the same subject always gets the same ones."""

    def __init__(self, schemas: SchemaStore, subject: str, *, known: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._subject = subject
        self._known = known

    def of(self, property_: Property) -> Any:
        """Give a value for a property."""
        return property_.constant or self.value(property_.name, property_.type)

    def value(self, name: str, type_: Type, depth: int = 0) -> Any:
        """Give a value of a type for a property of this name."""
        match type_:
            case Scalar(scalar):
                return self._scalar(name, scalar)
            case EnumOf(values):
                return values[0]
            case ListOf(items):
                return [] if depth + 1 >= _DEEPEST else [self.value(_singular(name), items, depth + 1)]
            case MapOf():
                return {}
            case ObjectRef(ref):
                return self._object(ref, depth)
            case UnionOf(members):
                return self.value(name, members[0], depth)

    def default(self, name: str, type_: Type) -> Any:
        """Give the modest value of an input that was left out; None where only its name can tell."""
        if isinstance(type_, ListOf):
            return []
        if isinstance(type_, Scalar) and type_.name == "str":
            return "" if name.endswith("Prefix") or _form(name) is None else None
        return None

    def properties(self, declared: Mapping[str, Property]) -> dict[str, Any]:
        """Give a value for each declared property that is not optional."""
        return {name: self.value(name, property_.type) for name, property_ in declared.items() if property_.required}

    def _object(self, ref: str, depth: int) -> dict[str, Any]:
        declared = (self._schemas.object_properties(ref) if depth < _DEEPEST else None) or {}
        promised = [property_ for property_ in declared.values() if property_.required]
        # Bridged SDKs call everything optional inside a computed object: its plain values are there all the same.
        filled = promised or [property_ for property_ in declared.values() if isinstance(property_.type, Scalar)]
        return {
            property_.name: property_.constant or self.value(property_.name, property_.type, depth + 1)
            for property_ in filled
        }

    def _scalar(self, name: str, scalar: str) -> Any:
        if scalar == "str":
            known = self._known.get(name)
            return known if isinstance(known, str) else self._text(name)
        simple: dict[str, Any] = {"bool": False, "any": {}, "float": 1.0, "asset": Asset(text=""), "resource": None}
        if scalar == "archive":
            return Asset(archive=True)
        if scalar == "int":
            return 443 if name.lower().endswith("port") else 1
        return simple[scalar]

    def _text(self, name: str) -> str:
        subject = f"{self._subject}|{name}"
        digits, form = hex_digits(subject, 12), _form(name)
        if form is None:
            return f"{name}-{digits[:8]}"
        return form.format(
            digits=digits, guid=guid(subject), public=public_address(subject), private=private_address(subject),
            name=name,
        )  # fmt: skip


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


@cache
def _form(name: str) -> str | None:
    """Give the form of what goes by a name; resources of one type ask for the same names again and again."""
    return next((text for pattern, text in _TEXTS if pattern.search(name)), None)


# From the name of an output to its form; the first that fits wins.
_TEXTS: Final = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"^arn$|Arn$", f"arn:aws:{SIMULATED}:us-east-1:{AWS_ACCOUNT}:{{name}}/{{digits}}"),
        (r"[jJ]son$|^(assumeRoleP|p)olicy$", "{{}}"),
        (r"[sS]ubscriptionId$", AZURE_SUBSCRIPTION),
        (r"[tT]enantId$", AZURE_TENANT),
        (r"([aA]ccount|[oO]wner|[rR]egistry)Id$", AWS_ACCOUNT),
        (r"^project$|[pP]rojectId$", GCP_PROJECT),
        (r"([pP]rincipal|[cC]lient|[oO]bject|[uU]nique)Id$|[gG]uid$", "{guid}"),
        (r"^ipv6|[iI]pv6([aA]ddress)?$", "2001:db8::1"),
        (r"[eE]rrors?$", ""),
        (r"[pP]rivateIp|[iI]nternalIp", "{private}"),
        (r"[eE]mail([aA]ddress)?$", "{digits}@simulated.example.com"),
        (r"^([wW]riterIdentity|[pP]olicyMember|member)$", "serviceAccount:{digits}@simulated.example.com"),
        (r"[sS]erviceAccountId$", "{digits}@simulated.example.com"),
        (r"[iI]p([aA]ddress)?$|[aA]ddress$", "{public}"),
        (r"[cC]idr", "10.0.0.0/16"),
        (r"([uU]rl|[uU]ri|[eE]ndpoint|[lL]ink)$", "https://{digits}.simulated.example.com"),
        (r"([fF]qdn|[hH]ost([nN]ame)?|[dD]nsName|[dD]omain([nN]ame)?)$", "{digits}.simulated.example.com"),
        (r"([tT]ime|[dD]ate|At|[tT]imestamp)$|^created|^updated|^modified", "2026-01-01T00:00:00Z"),
        (r"[lL]ocation$|[rR]egion$", "us-east-1"),
        (r"[sS]tate$|[sS]tatus$", "ACTIVE"),
        (r"([fF]ingerprint|[eE]tag|[hH]ash|[dD]igest|[cC]hecksum|[mM]d5|[sS]ha\d+)$", "{digits}"),
        (r"[iI]d$", "{name}-{digits}"),
    )
)
