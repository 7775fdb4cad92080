"""What an update comes to: which inputs changed, and whether that makes another resource."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final, Literal

from scaffolder.simulator.autonames import CREATE_BEFORE_DELETE, DEFAULTS, auto_name, goes_first
from scaffolder.simulator.leniency import is_bridged
from scaffolder.simulator.replacement import forcing, sets
from scaffolder.simulator.replacing_values import replacing
from scaffolder.simulator.schema import ResourceSchema
from scaffolder.simulator.subject import plain
from scaffolder.simulator.values import Asset, ResourceReference, Unknown
from scaffolder.simulator.wording import join

Kind = Literal["add", "delete", "update"]
Path = tuple[str | int, ...]

_STEP: Final = re.compile(r'"[^"]*"|[^.\[\]"]+')


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference, at a path such as `a.b[0].c`; `replaces` when it makes another resource."""

    path: str
    kind: Kind
    replaces: bool = False


@dataclass(frozen=True, kw_only=True)
class Diff:
    """What an update comes to: the inputs that `changed`, and those of them that `replaces` the resource is for.

    With `delete_before_replace` the old one goes before the new one comes. `changes` says it to the last path.
    """

    changed: tuple[str, ...]
    replaces: tuple[str, ...] = ()
    delete_before_replace: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Difference:
    path: Path
    kind: Kind
    value: Any

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(step for step in self.path if isinstance(step, str))


def difference(
    type_: str,
    schema: ResourceSchema | None,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    deployed: Mapping[str, Any],
    ignore: Sequence[str] = (),
) -> Diff:
    """Compare the inputs of a `deployed` resource with the new ones. What is not known yet counts as changed."""
    bridged = is_bridged(type_.partition(":")[0])
    forced = forcing(type_, schema, replacing(type_, old, new))
    ignored = [[step.strip('"') for step in _STEP.findall(path)] for path in ignore]
    # A name that the provider made stays the one that it made first.
    kept = set(_made(old)) & set(_made(new))
    found = [
        change
        for change in _Walk(sets(type_), bridged=bridged).differences((), _own(old, schema), _own(new, None))
        if not any(_lies_at(change.path, pattern) for pattern in ignored)
        and not (bridged and _is_there(change, deployed))
        and change.path[0] not in kept
    ]
    changes = tuple(
        Change(
            path=_text(change.path),
            kind=change.kind,
            replaces=forced.covers(change.names, change.value)
            and not (bridged and change.kind == "delete" and _stays(change, schema)),
        )
        for change in found
    )
    heads = [str(change.path[0]) for change in found]
    replaces = {head for head, change in zip(heads, changes, strict=True) if change.replaces}
    return Diff(
        changed=tuple(sorted(set(heads))),
        replaces=tuple(sorted(replaces)),
        delete_before_replace=bool(replaces) and _old_goes_first(type_, schema, old, new),
        changes=changes,
    )


def _own(inputs: Mapping[str, Any], schema: ResourceSchema | None) -> dict[str, Any]:
    """The inputs without a provider's marks; of a state that holds more, those that the schema has."""
    declared = schema.inputs if schema is not None else {}
    return {
        name: value
        for name, value in inputs.items()
        if not name.startswith("__") and (not declared or name in declared)
    }


def _text(path: Path) -> str:
    text = ""
    for step in path:
        text = f"{text}[{step}]" if isinstance(step, int) else join(text, step, quote=True)
    return text


class _Walk:
    """Compares two values to the last path; a list whose names are among `unordered` is a set."""

    def __init__(self, unordered: frozenset[tuple[str, ...]], *, bridged: bool) -> None:
        self._unordered = unordered
        self._bridged = bridged

    def differences(self, path: Path, old: Any, new: Any) -> Iterator[_Difference]:
        """Give each difference between two values at a path."""
        old, new = plain(old), plain(new)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            for key in sorted({*old, *new}):
                yield from self.differences((*path, key), old.get(key), new.get(key))
        elif isinstance(old, list) and isinstance(new, list):
            for at, before, after in self._pairs(path, old, new):
                yield from self.differences((*path, at), before, after)
        elif not _same(old, new, bridged=self._bridged):
            kind: Kind = "add" if old is None else "delete" if new is None else "update"
            yield _Difference(path=path, kind=kind, value=old if new is None else new)

    def _pairs(self, path: Path, old: list[Any], new: list[Any]) -> Iterator[tuple[int, Any, Any]]:
        """What is to be compared with what, and where it is; of a set, only what the other one does not have."""
        before, after = list(enumerate(old)), list(enumerate(new))
        if tuple(step for step in path if isinstance(step, str)) in self._unordered:
            for item in tuple(before):
                twin = next((other for other in after if self._equal(item[1], other[1])), None)
                if twin is not None:
                    before.remove(item)
                    after.remove(twin)
        for was, now in zip_longest(before, after):
            yield (now or was)[0], was[1] if was else None, now[1] if now else None

    def _equal(self, old: Any, new: Any) -> bool:
        return next(self.differences((), old, new), None) is None


def _same(old: Any, new: Any, *, bridged: bool) -> bool:
    if isinstance(new, Unknown):
        return False
    if isinstance(old, Asset) and isinstance(new, Asset) and old.hash and new.hash:
        return old.hash == new.hash
    if isinstance(old, ResourceReference) and isinstance(new, ResourceReference):
        return (old.urn, old.id) == (new.urn, new.id)
    if isinstance(old, bool) is isinstance(new, bool) and old == new:
        return True
    return bridged and _alike(old) == _alike(new)


def _alike(value: Any) -> Any:
    """What the bridge compares: numbers and truths as text, documents by their content, nothing as the empty."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if value in ([], {}):
        return None
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.dumps(json.loads(value), sort_keys=True)
        except (ValueError, RecursionError):
            return value
    return value


def _lies_at(path: Path, pattern: Sequence[str]) -> bool:
    return len(path) >= len(pattern) and all(
        wanted in {"*", str(step)} for wanted, step in zip(pattern, path, strict=False)
    )


def _is_there(change: _Difference, deployed: Mapping[str, Any]) -> bool:
    """Whether the cloud has had the value all along, by its own choice: then asking for it changes nothing."""
    if change.kind != "add" or len(change.path) != 1 or isinstance(change.value, Unknown):
        return False
    return deployed.get(str(change.path[0])) is not None and plain(deployed[str(change.path[0])]) == change.value


def _stays(change: _Difference, schema: ResourceSchema | None) -> bool:
    """Whether the cloud keeps what it has when an input is left out: of what it promises there is always a value."""
    output = schema.outputs.get(change.names[0]) if schema is not None else None
    return output is not None and output.required and len(change.path) == 1


def _old_goes_first(type_: str, schema: ResourceSchema | None, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the new resource would collide with the old one, having its name.

    The bridge and azure-native look whether they made the name: nameRequiresDeleteBeforeReplace in pkg/tfbridge of
    github.com/pulumi/pulumi-terraform-bridge, Diff in provider/pkg/provider of github.com/pulumi/pulumi-azure-native.
    """
    package = type_.partition(":")[0]
    if package == "azure-native":
        return old.get(CREATE_BEFORE_DELETE) is not True
    if package == "kubernetes":
        return _kubernetes_name(old) == _kubernetes_name(new)
    if goes_first(type_):
        return True
    auto = auto_name(type_, schema) if schema is not None and isinstance(new.get(DEFAULTS), list) else None
    return auto is not None and new.get(auto.input) is not None and auto.input not in _made(new)


def _made(inputs: Mapping[str, Any]) -> list[str]:
    """The inputs that a bridged provider gave itself."""
    made = inputs.get(DEFAULTS)
    return [name for name in made if isinstance(name, str)] if isinstance(made, list) else []


def _kubernetes_name(inputs: Mapping[str, Any]) -> Any:
    metadata = plain(inputs.get("metadata"))
    return (metadata.get("namespace"), metadata.get("name")) if isinstance(metadata, Mapping) else None
