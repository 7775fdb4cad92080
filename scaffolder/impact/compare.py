"""What becomes of each resource when a program changes: nothing, changed in place, replaced, new or gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from scaffolder.engine.preview import PreviewResource
from scaffolder.impact.matching import match
from scaffolder.impact.values import Reading, has_unknown, kept, named_by_pulumi, renewed

Fate = Literal["replaced", "changed", "new", "gone"]
_PROVIDER = "pulumi:providers:"


class Difference(Protocol):
    """What a cloud says of an update."""

    @property
    def changed(self) -> Sequence[str]:
        """The inputs that are not the same."""

    @property
    def replaces(self) -> Sequence[str]:
        """Those of them that only a new resource can have."""


class Differ(Protocol):
    """Tells what an update of a resource comes to, as its cloud would."""

    def diff(self, *, type_: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Difference:
        """Compare the inputs that are deployed with those that are asked for."""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What becomes of one resource, and by which of its inputs; `urn` is the one it has while it is there."""

    urn: str
    type: str
    name: str
    fate: Fate
    properties: Sequence[str] = ()


def compare(
    before: Sequence[PreviewResource],
    after: Sequence[PreviewResource],
    differ: Differ,
    *,
    moved: tuple[str, str] = ("", ""),
) -> tuple[Effect, ...]:
    """Give what becomes of the resources, in the order of `after`, then those that are gone.

    What a cloud made up of a resource stays with it, and is another when it is replaced; so it is with values that are
    known only after deployment, by the resources they come from. `moved` is the folder of the program after, and the
    one it stands for.
    """
    matched = match(before, after)
    names = {new: old.urn for new, old in matched.items()}
    pairs = [(matched[new.urn], new) for new in after if new.urn in matched]
    replaced: set[str] = set()
    while True:
        swaps = dict([moved] if moved[0] else ())
        for old, new in pairs:
            swaps |= kept(old, new) if new.urn not in replaced else ()
        marks = {new.urn: dict(_marked(new)) for _, new in pairs if new.urn in replaced}
        context = _Context(differ=differ, names=names, marks=marks, swaps=swaps)
        effects = [effect for new in after if _counts(new) and (effect := _effect(new, matched.get(new.urn), context))]
        found = {effect.urn for effect in effects if effect.fate == "replaced"}
        urns = {new.urn for new in after if names.get(new.urn) in found}
        if urns <= replaced:
            break
        replaced |= urns
    there = {old.urn for old in matched.values()}
    gone = [
        Effect(urn=old.urn, type=old.type, name=old.name, fate="gone")
        for old in before
        if _counts(old) and old.urn not in there
    ]
    return (*effects, *gone)


@dataclass(frozen=True, kw_only=True)
class _Context:
    """What is known of all resources: their old URNs, what of replaced ones is another, and what is read for what."""

    differ: Differ
    names: Mapping[str, str]
    marks: Mapping[str, Mapping[str, str]]
    swaps: Mapping[str, str]


def _marked(new: PreviewResource) -> Iterator[tuple[str, str]]:
    return ((text, f"{text} of a new resource") for text in renewed(new))


def _counts(resource: PreviewResource) -> bool:
    """Whether something stands for it in a cloud."""
    return resource.custom and not resource.type.startswith(_PROVIDER)


def _effect(new: PreviewResource, old: PreviewResource | None, context: _Context) -> Effect | None:
    if old is None:
        return Effect(urn=new.urn, type=new.type, name=new.name, fate="new")
    olds, news, vague = _comparable(old, new, context)
    difference = context.differ.diff(type_=new.type, old=olds, new=news)
    changed = [name for name in difference.changed if not named_by_pulumi(name, old, new)]
    replaces = [name for name in difference.replaces if name in changed]
    asked = {_head(path) for path in new.replace_on_changes}
    replaces += [name for name in changed if name in asked or "*" in asked]
    properties = replaces or [*changed, *(name for name in vague if name not in changed)]
    if not properties:
        return None
    fate: Fate = "replaced" if replaces else "changed"
    return Effect(urn=old.urn, type=new.type, name=new.name, fate=fate, properties=tuple(dict.fromkeys(properties)))


def _comparable(
    old: PreviewResource, new: PreviewResource, context: _Context
) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Give both inputs in a form that can be compared, and the inputs of which only the origin is known to differ."""
    olds, news, vague = {}, {}, []
    for name in {**old.inputs, **new.inputs}:
        was = set(old.property_dependencies.get(name, ()))
        urns = new.property_dependencies.get(name, ())
        now = {context.names.get(urn, urn) for urn in urns}
        # More origins than before do not make another value of it; fewer do.
        same = was <= now and not context.marks.keys() & set(urns)
        if name in old.inputs:
            olds[name] = Reading(swaps={}).plain(old.inputs[name])
        if name in new.inputs:
            swaps = dict(context.swaps)
            for urn in urns:
                swaps |= context.marks.get(urn, {})
            news[name] = Reading(swaps=swaps, unknown="before" if same else "after").plain(new.inputs[name])
        if same and was != now and has_unknown(new.inputs.get(name)):
            vague.append(name)
    for path in new.ignore_changes:
        _keep(olds, news, re.findall(r"[^.\[\]\"]+", path))
    vague = [name for name in vague if name not in map(_head, new.ignore_changes)]
    return olds, news, vague


def _keep(old: Any, new: Any, path: Sequence[str]) -> None:
    """Give `new` what `old` has at a path, as `ignore_changes` asks."""
    *folders, last = path or [""]
    for part in folders:
        old, new = _inside(old, part), _inside(new, part)
    if isinstance(old, dict) and isinstance(new, dict):
        if last in old:
            new[last] = old[last]
        else:
            new.pop(last, None)


def _inside(value: Any, part: str) -> Any:
    if isinstance(value, list):
        return value[int(part)] if part.isdigit() and int(part) < len(value) else None
    return value.get(part) if isinstance(value, dict) else None


def _head(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]
