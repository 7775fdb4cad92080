"""What providers let pass although the SDK's types say otherwise: a wrong refusal is worse than a missed one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from scaffolder.simulator.types import ListOf, Property, ScalarName
from scaffolder.simulator.values import Asset, ResourceReference

Verdict = Literal["fine", "warning", "error"]

# Providers that are not made from a Terraform one. All others go through the bridge, which turns numbers and booleans
# into strings and back where the schema wants it: pkg/tfbridge/schema.go (makeTerraformInput, coerce) of
# github.com/pulumi/pulumi-terraform-bridge.
_NATIVE: Final = frozenset({
    "azure-native", "aws-native", "google-native", "docker-build", "command", "kubernetes", "eks", "awsx",
    "synced-folder",
    "pulumiservice", "std", "terraform",
})  # fmt: skip
# A list of values longer than this is never complete: instance types, machine sizes, managed policies.
_COMPLETE_ENUM: Final = 60
# Two lists of Azure Monitor have one name in azure-native 3, and its SDK kept the other: what a log alert takes is in
# https://learn.microsoft.com/rest/api/monitor/scheduled-query-rules/create-or-update#conditionoperator
_LOST_OPERATORS: Final = frozenset({"Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"})
# Where Kubernetes has a quantity, its decoder takes a number too (`nvidia.com/gpu: 1`): UnmarshalJSON in
# pkg/api/resource/quantity.go of k8s.io/apimachinery.
_QUANTITY: Final = re.compile(
    r"""(?x) .*\.( (limits|requests|capacity|hard|podFixed|default|defaultRequest|max|min|maxLimitRequestRatio)
    (\.[\w-]+|\["[^"]+"\]) | averageValue | sizeLimit | divisor | target\.value )"""
)
_TRUTH: Final = frozenset({"true", "false", "1", "0", "True", "False"})


@dataclass(frozen=True, kw_only=True)
class Leniency:
    """How a provider treats a value whose type is nearly right."""

    coerced: Verdict
    enum_case: bool = True
    unknown: Verdict = "error"
    quantities: bool = False
    objects_in_maps: bool = False

    def scalar(self, path: str, value: Any, name: ScalarName) -> Verdict:
        """Say whether a value will do for a scalar type."""
        if name == "any":
            return "fine"
        if name in {"asset", "archive"}:
            # The bridge passes a string on as it is, and Terraform takes it for the file's path.
            return "fine" if isinstance(value, Asset) else self._nearly if isinstance(value, str) else "error"
        if name == "resource":
            return "fine" if isinstance(value, (ResourceReference, str, Mapping)) else "error"
        if name == "str":
            return self._string(path, value)
        if name == "bool":
            return self._boolean(value)
        return self._number(value, whole=name == "int")

    def _string(self, path: str, value: Any) -> Verdict:
        if isinstance(value, (str, ResourceReference)):
            return "fine"
        if self.quantities and isinstance(value, (int, float)) and not isinstance(value, bool):
            return "fine" if _QUANTITY.fullmatch(path) else self.coerced
        if isinstance(value, (bool, int, float)):
            return self.coerced
        # Policies and other JSON documents are turned into text by some providers (the bridge's TransformJSONDocument).
        document = path.rpartition(".")[2].lower().endswith(("policy", "document", "json", "definition", "definitions"))
        return "fine" if document and isinstance(value, (Mapping, list)) and self.coerced == "fine" else "error"

    def _boolean(self, value: Any) -> Verdict:
        if isinstance(value, bool):
            return "fine"
        return self.coerced if isinstance(value, str) and value in _TRUTH else "error"

    def _number(self, value: Any, *, whole: bool) -> Verdict:
        if isinstance(value, bool):
            return "error"
        if isinstance(value, (int, float)):
            return "fine" if not whole or float(value).is_integer() else "error"
        if isinstance(value, str):
            try:
                number = float(value)
            except ValueError:
                return "error"
            return self.coerced if not whole or number.is_integer() else "error"
        return "error"

    def enum(self, value: Any, values: tuple[str | int | float | bool, ...]) -> Verdict:
        """Say whether a value is among the allowed ones of a closed enum."""
        if isinstance(value, (str, int, float)) and value in values:
            return "fine"
        if isinstance(value, (str, int, float)) and str(value) in {str(allowed) for allowed in values}:
            return self.coerced
        if isinstance(value, str) and not self.enum_case and _folded(value, values):
            return "fine"
        return "error"

    def open_enum(self, value: str, values: tuple[str | int | float | bool, ...]) -> Verdict:
        """Say whether a string that an SDK's open list lacks is worth a word.

        The lists of bridged SDKs are written by hand and miss values (EC2's tenancy `host`).
        """
        if self.coerced == "fine" or len(values) > _COMPLETE_ENUM or _folded(value, values):
            return "fine"
        if value in _LOST_OPERATORS and "notstartswith" in values:
            return "fine"
        reference = value.startswith(("arn:", "/", "http")) or any(
            str(allowed).startswith("arn:") for allowed in values
        )
        return "fine" if reference else "warning"

    def in_map(self, value: Any) -> bool:
        """Say whether a map's value is right whatever the SDK says of it."""
        return self.objects_in_maps and isinstance(value, Mapping)

    def instead_of_object(self, value: Any) -> Verdict:
        """Say whether a value that is no object will do for one: the bridge unwraps a list of one."""
        return self._nearly if isinstance(value, list) and len(value) <= 1 else "error"

    def instead_of_list(self) -> Verdict:
        """Say whether a value that is no list will do for one: the bridge puts it in a list."""
        return self._nearly

    def meant(self, key: str, properties: Mapping[str, Property]) -> str:
        """Give the property that a provider takes an unknown key for; empty when it knows none by this name.

        The bridge knows a property by Terraform's name too: `ssl_policy`, and a list often by the name of one item.
        """
        if self.coerced != "fine":
            return ""
        plurals = {f"{key}s", f"{key}es", f"{key[:-1]}ies"}
        return next(
            (
                name
                for name, property_ in properties.items()
                if property_.python_name == key
                or (isinstance(property_.type, ListOf) and plurals & {name, property_.python_name})
            ),
            "",
        )

    @property
    def _nearly(self) -> Verdict:
        """What is said of a value that the bridge takes, and warns of."""
        return "warning" if self.coerced == "fine" else "error"


def _folded(value: str, values: tuple[str | int | float | bool, ...]) -> bool:
    return value.casefold() in {str(allowed).casefold() for allowed in values}


def is_bridged(package: str) -> bool:
    """Say whether a provider is made from a Terraform one."""
    return package not in _NATIVE


def of_settings(package: str) -> Leniency:
    """Give the leniency of a provider towards its own settings: those that are native read the ones they know."""
    return of_package(package) if is_bridged(package) else replace(of_package(package), unknown="warning")


def of_package(package: str) -> Leniency:
    """Give the leniency of a provider."""
    if package == "kubernetes":
        # The API server's decoder refuses a number where a string belongs, and the reverse.
        return Leniency(coerced="error", quantities=True)
    if not is_bridged(package):
        # Azure's services compare the values of their enums without case.
        azure = package == "azure-native"
        # It sends the properties that it knows and drops the others: validateType in provider/pkg/provider/provider.go
        # of github.com/pulumi/pulumi-azure-native looks at no others. What is misspelt is a mistake all the same.
        return Leniency(
            coerced="warning",
            enum_case=not azure,
            unknown="warning" if azure else "error",
            # Its SDK has maps of objects as maps of strings (Bigtable's `clusters`), and its provider checks no types:
            # examples/bigtable-py and Check in provider/pkg/provider/provider.go of pulumi/pulumi-google-native.
            objects_in_maps=package == "google-native",
        )
    return Leniency(coerced="fine")
