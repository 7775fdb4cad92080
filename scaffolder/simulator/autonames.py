"""The names that providers give at their check to a resource whose program gave none, and their other defaults."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from scaffolder.simulator.constraints.plain_type import plain_type
from scaffolder.simulator.kubernetes_names import is_named, with_name
from scaffolder.simulator.leniency import is_bridged
from scaffolder.simulator.plausible import guid
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.replacement import listed
from scaffolder.simulator.schema import ResourceSchema
from scaffolder.simulator.subject import Subject, plain
from scaffolder.simulator.types import SCALARS, Scalar, UnionOf

# What a bridged provider keeps beside the inputs: the names of those it gave itself.
DEFAULTS: Final = "__defaults"
# What azure-native keeps there for a resource that it named.
CREATE_BEFORE_DELETE: Final = "__createBeforeDelete"

_DATA: Final = Path(__file__).parent / "data" / "autonames.toml"
_BRIDGED: Final = frozenset({"aws", "gcp"})
_AZURE_DIGITS: Final = 8
# What becomes a part of a host name has to be the only one in the world.
_AZURE_HOSTS: Final = frozenset({"endpointName", "customDomainName"})
# Hexadecimal digits as the letters a to p, for names without digits.
_LETTERS: Final = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


@dataclass(frozen=True, kw_only=True)
class AutoName:
    """How a provider names the resources of one type; `digits` or `letters` are appended to the logical name."""

    input: str = "name"
    separator: str = "-"
    digits: int = 7
    letters: int = 0
    longest: int = 0
    lower: bool = False
    before: str = ""
    after: str = ""
    when: str = ""
    uuid: bool = False

    def of(self, subject: Subject) -> str:
        """Give the name of a resource; another one for each of its generations."""
        asked = subject.naming
        if asked and asked.mode == "enforce":
            return asked.name
        if self.uuid:
            return guid(f"{subject.seed}|{subject.urn}|name")
        name = asked.name if asked else subject.logical_name
        name = name.lower() if self.lower else name
        if asked:
            # What the alphabet lacks stands for a separator, as in ComputeAutoNameDefault of the bridge.
            name = name.replace("-", self.separator) if self.letters else name
        elif suffix := self._suffix(subject):
            name = f"{name}{self.separator}{suffix}"
        after = self.after if plain(subject.inputs.get(self.when)) is True else ""
        before = "" if name.startswith(self.before) else self.before
        return f"{before}{name}{after}"

    def _suffix(self, subject: Subject) -> str:
        if self.letters:
            return subject.hex(self.letters, "name").translate(_LETTERS)
        return subject.hex(self.digits, "name")


def named(subject: Subject, schema: ResourceSchema | None, old: Mapping[str, Any]) -> dict[str, Any]:
    """Give a resource's inputs with the name and the defaults of its provider; what is deployed keeps its `old` name.

    The subject's generation tells it from the resources of its URN that were there before: names differ as they do
    between a resource and its replacement.
    """
    package = subject.type.partition(":")[0]
    if package == "kubernetes":
        return with_name(subject, old)
    if schema is None or package not in _BRIDGED | {"azure-native"}:
        return dict(subject.inputs)
    auto = auto_name(subject.type, schema)
    return _by_azure(subject, auto, old) if package == "azure-native" else _by_bridge(subject, auto, old)


def _by_bridge(subject: Subject, auto: AutoName | None, old: Mapping[str, Any]) -> dict[str, Any]:
    inputs = dict(subject.inputs)
    made_before = old.get(DEFAULTS)
    made: dict[str, Any] = {name: value for name, value in _defaults(subject.type).items() if inputs.get(name) is None}
    # A prefix for the name excludes the name; the providers say so by ConflictsWith.
    if auto and inputs.get(auto.input) is None and inputs.get(f"{auto.input}Prefix") is None:
        was = plain(old.get(auto.input))
        stays = isinstance(was, str) and isinstance(made_before, list) and auto.input in made_before
        if stays or not _is_disabled(subject):
            made[auto.input] = was if stays else auto.of(subject)
    return {**inputs, **made, DEFAULTS: sorted(made)}


def _by_azure(subject: Subject, auto: AutoName | None, old: Mapping[str, Any]) -> dict[str, Any]:
    inputs = dict(subject.inputs)
    if auto is None or inputs.get(auto.input) is not None:
        return inputs
    was = plain(old.get(auto.input))
    stays = isinstance(was, str)
    if not stays and _is_disabled(subject):
        return inputs
    inputs[auto.input] = was if stays else auto.of(subject)
    # A name copied from the logical one is the same for a replacement: then the old resource has to go first.
    if old.get(CREATE_BEFORE_DELETE) is True if stays else auto.digits or auto.uuid or subject.naming:
        inputs[CREATE_BEFORE_DELETE] = True
    return inputs


def auto_name(type_: str, schema: ResourceSchema) -> AutoName | None:
    """Give how a type is named by its provider; None when a program has to name it, or nothing does."""
    if type_.startswith("azure-native:"):
        return _azure(type_, schema)
    if type_.partition(":")[0] not in _BRIDGED:
        return None
    data = _data()
    auto = AutoName(**data["names"].get(type_, {}))
    property_ = schema.inputs.get(auto.input)
    if property_ is None or property_.required or type_ in data["never"]["types"] or not _is_text(property_.type):
        return None
    return auto


def _is_text(type_: Any) -> bool:
    return type_ == SCALARS["str"] or (isinstance(type_, UnionOf) and SCALARS["str"] in type_.members)


def _azure(type_: str, schema: ResourceSchema) -> AutoName | None:
    """azure-native names the last part of a resource's path: with digits, but for one that lies in another."""
    kind = type_.rpartition(":")[2]
    usual = f"{kind[0].lower()}{kind[1:]}Name"
    paths = listed("azure-native").get(plain_type(type_))
    names = [name for name in (paths or [usual]) if name in schema.inputs and name.lower().endswith("name")]
    own = [name for name in names if not schema.inputs[name].required]
    if not own:
        return None
    chosen = usual if usual in own else own[0]
    inside = [
        name
        for name, property_ in schema.inputs.items()
        if property_.required
        and name.endswith("Name")
        and name != "resourceGroupName"
        and isinstance(property_.type, Scalar)
        and (paths is None or name in paths)
    ]
    uuid = "UUID" in schema.inputs[chosen].description or kind in {"RoleAssignment", "RoleDefinition"}
    alone = not inside or chosen in _AZURE_HOSTS
    return AutoName(input=chosen, separator="", digits=_AZURE_DIGITS if alone else 0, uuid=uuid)


def too_long(subject: Subject, schema: ResourceSchema | None, names: Mapping[str, Any]) -> Problem | None:
    """Say that a provider makes no name as long as it would have to; None when it does."""
    auto = auto_name(subject.type, schema) if schema is not None else None
    name = names.get(auto.input) if auto else None
    if auto is None or not auto.longest or subject.inputs.get(auto.input) is not None or not isinstance(name, str):
        return None
    if len(name) - len(auto.before) <= auto.longest or (subject.naming and subject.naming.mode == "enforce"):
        return None
    added = max(len(name) - len(auto.before) - len(subject.logical_name), 0)
    return Problem(
        severity="error",
        urn=subject.urn,
        property=auto.input,
        value=name,
        message=f"The name that Pulumi makes of `{subject.logical_name}` has {len(name)} characters, of which {added} "
        f"are added; its provider allows {auto.longest}.",
        fix=f"Rename the resource to {auto.longest - added} characters or fewer, or give "
        f"`{schema.inputs[auto.input].python_name if schema else auto.input}`.",
        source=_data()["sources"][subject.type.partition(":")[0]]["page"],
    )


def unnamed(subject: Subject, schema: ResourceSchema | None, names: Mapping[str, Any]) -> Problem | None:
    """Say that a resource lacks a name where the stack's settings allow none to be made; None when it does not."""
    if not _is_disabled(subject) or schema is None:
        return None
    if subject.type.startswith("kubernetes:"):
        metadata = plain(names.get("metadata"))
        missing = "" if is_named(subject.kind, metadata) else "metadata.name"
    else:
        auto = auto_name(subject.type, schema)
        given = auto is None or any(names.get(name) is not None for name in (auto.input, f"{auto.input}Prefix"))
        missing = "" if auto is None or given else auto.input
    if not missing:
        return None
    python = schema.inputs[missing].python_name if missing in schema.inputs else missing
    return Problem(
        severity="error",
        urn=subject.urn,
        property=missing,
        message="It has no name, and the setting pulumi:autonaming lets its provider make none.",
        fix=f"Give `{python}`.",
        source="https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration",
    )


def takes_names(package: str) -> bool:
    """Whether a provider does as the setting pulumi:autonaming asks."""
    return is_bridged(package) or package in {"azure-native", "kubernetes"}


def _is_disabled(subject: Subject) -> bool:
    return subject.naming is not None and subject.naming.mode == "disable"


def goes_first(type_: str) -> bool:
    """Whether two resources of a type cannot be at once, whatever they are called."""
    return type_ in _data()["one-at-a-time"]["types"]


def _defaults(type_: str) -> Mapping[str, Any]:
    return _data()["defaults"].get(type_, {})


@cache
def _data() -> Mapping[str, Any]:
    with _DATA.open("rb") as file:
        return tomllib.load(file)
