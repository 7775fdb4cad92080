"""Holds a resource's inputs against its schema: what is unknown, missing, of the wrong type or not allowed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from scaffolder.simulator import leniency
from scaffolder.simulator.leniency import Verdict
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.schema import FunctionSchema, ResourceSchema, SchemaStore
from scaffolder.simulator.types import (
    EnumOf,
    ListOf,
    MapOf,
    ObjectRef,
    Property,
    Scalar,
    Type,
    UnionOf,
    allowed_text,
    describe,
)
from scaffolder.simulator.values import Secret, Unknown
from scaffolder.simulator.wording import join, mismatch, nearest

# What the engine itself puts beside a provider's own settings.
_PROVIDER_EXTRAS: Final = frozenset({"version", "pluginDownloadURL", "pluginChecksums", "parameterization"})
_SHOWN_NAMES: Final = 30


def check_inputs(
    schemas: SchemaStore, schema: ResourceSchema | FunctionSchema, inputs: Mapping[str, Any], *, urn: str
) -> tuple[Problem, ...]:
    """Give every problem that the SDK's types find in these inputs, in a stable order."""
    own = schema.token.startswith("pulumi:providers:")
    package = schema.token.split(":")[-1 if own else 0]
    rules = leniency.of_settings(package) if own else leniency.of_package(package)
    check = _Check(schemas, urn=urn, source=schema.source, rules=rules)
    if isinstance(schema, ResourceSchema):
        if schema.deprecated:
            check.report("warning", "", None, schema.deprecated, "Move to what the text names instead.")
        inputs = _decoded(inputs, schema.as_json)
    extras = _PROVIDER_EXTRAS if own else frozenset()
    named = f"`{schema.token}`"
    check.object("", {key: value for key, value in inputs.items() if key not in extras}, schema.inputs, named)
    return tuple(sorted(check.problems, key=lambda problem: (problem.property, problem.severity, problem.message)))


def _decoded(inputs: Mapping[str, Any], as_json: Iterable[str]) -> dict[str, Any]:
    """Undo the JSON text in which a provider's own settings travel; what is no JSON is left for the check to find."""
    decoded = dict(inputs)
    for name in as_json:
        value, secret = _open(decoded.get(name))
        if isinstance(value, str):
            try:
                inner = json.loads(value)
            except ValueError:
                continue
            decoded[name] = Secret(inner) if secret else inner
    return decoded


def _written(name: str, properties: Mapping[str, Property]) -> str:
    return f"Write `{name}` there (`{properties[name].python_name}` as an argument in Python)."


def _open(value: Any) -> tuple[Any, bool]:
    """Give what is inside a secret, and whether there was one."""
    secret = False
    while isinstance(value, Secret):
        value, secret = value.value, True
    return value, secret


class _Check:
    """One pass over one resource's inputs, collecting problems."""

    def __init__(self, schemas: SchemaStore, *, urn: str, source: str, rules: leniency.Leniency) -> None:
        self._schemas = schemas
        self._urn = urn
        self._source = source
        self._rules = rules
        self.problems: list[Problem] = []

    def report(self, severity: Verdict, path: str, value: Any, message: str, fix: str) -> None:
        if severity != "fine":
            self.problems.append(
                Problem(
                    severity=severity,
                    urn=self._urn,
                    property=path,
                    value=value,
                    message=message,
                    fix=fix,
                    source=self._source,
                )
            )

    def object(self, path: str, value: Mapping[str, Any], properties: Mapping[str, Property], named: str) -> None:
        known = dict(value)
        for key, item in value.items():
            if key in properties:
                self._property(join(path, key), item, properties[key])
            elif meant := self._rules.meant(key, properties):
                known.setdefault(meant, item)
                fix = _written(meant, properties)
                message = f"{named} has no property `{key}`; the provider takes it for `{meant}`."
                self.report("warning", join(path, key), item, message, fix)
                self._property(join(path, key), item, properties[meant])
            elif not key.startswith("__"):
                self._unknown_property(path, key, item, properties, named)
        for name, property_ in properties.items():
            # A key as Python spells it was told of above.
            given = known.get(name, value.get(property_.python_name))
            if property_.required and _open(given)[0] is None:
                self.report(
                    "error",
                    join(path, name),
                    None,
                    f"`{name}` is missing; {named} needs it: {describe(property_.type)}.",
                    f"Give `{property_.python_name}`." + (f" {property_.description}" if property_.description else ""),
                )

    def _unknown_property(
        self,
        path: str,
        key: str,
        value: Any,
        properties: Mapping[str, Property],
        named: str,
    ) -> None:
        near = nearest(key, properties)
        if near:
            python_name = properties[near].python_name
            fix = (
                f"Write `{near}`, or give the SDK's args class: a plain dict goes to the provider as it is here."
                if path and key == python_name
                else _written(near, properties)
            )
            message = f"{named} has no property `{key}`; did you mean `{near}`?"
            self.report("error", join(path, key), value, message, fix)
            return
        names = sorted(properties)
        shown = ", ".join(names[:_SHOWN_NAMES]) + (", ..." if len(names) > _SHOWN_NAMES else "")
        fix = f"It has: {shown}." if names else "It has none; leave it out."
        dropped = " The provider leaves it out." if self._rules.unknown == "warning" else ""
        self.report(self._rules.unknown, join(path, key), value, f"{named} has no property `{key}`.{dropped}", fix)

    def _property(self, path: str, value: Any, property_: Property) -> None:
        if property_.deprecated and _open(value)[0] is not None:
            self.report(
                "warning",
                path,
                value,
                f"`{path}` is deprecated: {property_.deprecated}",
                "Move to what it names instead.",
            )
        self.value(path, value, property_.type)

    def value(self, path: str, value: Any, type_: Type) -> None:
        inner, secret = _open(value)
        if inner is None or isinstance(inner, Unknown):
            return
        shown = value if not secret else Secret(None)
        match type_:
            case Scalar(name):
                verdict = self._rules.scalar(path, inner, name)
                self.report(
                    verdict, path, shown, mismatch(path, inner, type_, secret=secret), f"Give {describe(type_)}."
                )
            case EnumOf(values):
                self._enum(path, inner, values, shown=shown, secret=secret)
            case ListOf(items):
                self._list(path, inner, items, shown=shown, secret=secret)
            case MapOf(values):
                self._map(path, inner, values, shown=shown, secret=secret)
            case ObjectRef(ref):
                self._nested(path, inner, ref, shown=shown, secret=secret)
            case UnionOf(members):
                self._union(path, value, members, shown=shown)

    def _enum(
        self,
        path: str,
        value: Any,
        values: tuple[str | int | float | bool, ...],
        *,
        shown: Any,
        secret: bool,
    ) -> None:
        verdict = self._rules.enum(value, values)
        if verdict == "fine":
            return
        said = "a secret value" if secret else f"`{value}`"
        near = nearest(str(value), [str(allowed) for allowed in values]) if not secret else None
        fix = f"Did you mean `{near}`? " if near else ""
        self.report(verdict, path, shown, f"`{path}` cannot be {said}.", f"{fix}Allowed: {allowed_text(values)}.")

    def _list(self, path: str, value: Any, items: Type, *, shown: Any, secret: bool) -> None:
        if isinstance(value, list):
            for index, item in enumerate(value):
                self.value(f"{path}[{index}]", Secret(item) if secret else item, items)
        else:
            verdict, type_ = self._rules.instead_of_list(), ListOf(items)
            self.report(verdict, path, shown, mismatch(path, value, type_, secret=secret), "Put it in a list.")
            if verdict != "error":
                self.value(path, Secret(value) if secret else value, items)

    def _map(self, path: str, value: Any, values: Type, *, shown: Any, secret: bool) -> None:
        if isinstance(value, Mapping):
            for key, item in value.items():
                if not str(key).startswith("__") and not self._rules.in_map(item):
                    self.value(join(path, str(key), quote=True), Secret(item) if secret else item, values)
        else:
            type_ = MapOf(values)
            self.report("error", path, shown, mismatch(path, value, type_, secret=secret), "Give a mapping.")

    def _nested(self, path: str, value: Any, ref: str, *, shown: Any, secret: bool) -> None:
        properties = self._schemas.object_properties(ref)
        if properties is None:
            return
        if isinstance(value, Mapping):
            inside = {key: Secret(item) for key, item in value.items()} if secret else value
            self.object(path, inside, properties, f"`{path}`")
            return
        verdict = self._rules.instead_of_object(value)
        type_ = ObjectRef(ref)
        self.report(verdict, path, shown, mismatch(path, value, type_, secret=secret), f"Give {describe(type_)}.")
        if verdict != "error" and isinstance(value, list):
            for item in value:
                self.value(path, Secret(item) if secret else item, type_)

    def _union(self, path: str, value: Any, members: tuple[Type, ...], *, shown: Any) -> None:
        inner, secret = _open(value)
        enums = [member for member in members if isinstance(member, EnumOf)]
        others: list[Type] = [member for member in members if not isinstance(member, EnumOf)]
        if isinstance(inner, (str, int, float)) and any(inner in enum.values for enum in enums):
            return
        trials: list[tuple[Type, list[Problem]]] = [(member, self._trial(path, value, member)) for member in others]
        passed = [found for _, found in trials if not any(problem.severity == "error" for problem in found)]
        if passed:
            best = min(passed, key=len)
            self.problems.extend(best)
            if enums and isinstance(inner, str) and not secret:
                self._open_enum(path, inner, enums, shown=shown)
            return
        chosen = self._chosen_branch(inner, trials)
        if chosen is not None:
            self.problems.extend(chosen)
        else:
            type_ = UnionOf(members)
            self.report("error", path, shown, mismatch(path, inner, type_, secret=secret), f"Give {describe(type_)}.")

    def _open_enum(self, path: str, value: str, enums: list[EnumOf], *, shown: Any) -> None:
        values = tuple(allowed for enum in enums for allowed in enum.values)
        if self._rules.open_enum(value, values) == "fine":
            return
        near = nearest(value, [str(allowed) for allowed in values])
        fix = f"Did you mean `{near}`? " if near else ""
        self.report(
            "warning", path, shown, f"`{path}` is `{value}`, which the SDK does not list.",
            f"{fix}Known: {allowed_text(values)}.",
        )  # fmt: skip

    def _trial(self, path: str, value: Any, type_: Type) -> list[Problem]:
        kept, self.problems = self.problems, []
        try:
            self.value(path, value, type_)
            return self.problems
        finally:
            self.problems = kept

    def _chosen_branch(self, value: Any, trials: list[tuple[Type, list[Problem]]]) -> list[Problem] | None:
        """Give the problems of the one object type that the value was meant to be, when that can be told."""
        if not isinstance(value, Mapping):
            return None
        objects = [(member, found) for member, found in trials if isinstance(member, ObjectRef)]
        meant = [found for member, found in objects if self._constants_match(value, member.ref)]
        if meant:
            return min(meant, key=len)
        return objects[0][1] if len(objects) == 1 else None

    def _constants_match(self, value: Mapping[str, Any], ref: str) -> bool:
        properties = self._schemas.object_properties(ref) or {}
        constants = [one for one in properties.values() if one.constant is not None]
        # Where several types could be meant, the SDK leaves a plain dict as it is, with the keys of Python.
        return bool(constants) and all(
            any(_open(value.get(name))[0] == one.constant for name in (one.name, one.python_name)) for one in constants
        )
