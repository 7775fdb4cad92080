"""What a change does to what is deployed, as the terminal and a JSON document show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaffolder.impact.compare import Effect
    from scaffolder.impact.foresee import Impact

# Of a stack's resources that stay what they are.
_MOST_SHOWN = 6
_WORDS = {"replaced": "replaced", "changed": "changed", "new": "new", "gone": "deleted"}


def impact_counts(impact: Impact | None) -> str:
    """Give how many resources become what, to go on after other counts; empty where nothing was previewed."""
    if impact is None or impact.stacks is None:
        return ""
    gone = f", {impact.count('gone')} deleted" if impact.count("gone") else ""
    return (
        f"; {impact.count('replaced')} replaced, {impact.count('changed')} changed in place, "
        f"{impact.count('new')} new{gone}"
    )


def impact_lines(impact: Impact | None) -> Iterator[str]:
    """Give what becomes of each resource, stack by stack, and why something is not known."""
    if impact is None:
        return
    for stack, effects in (impact.stacks or {}).items():
        if effects:
            yield f"What the next deployment of {stack} would do:"
            yield from _effect_lines(effects)
    yield from impact.notes


def impact_document(impact: Impact, allowed: Sequence[str]) -> dict[str, Any]:
    """Give the impact as JSON holds it."""
    from scaffolder.impact.foresee import FATES

    return {
        "previewed": impact.stacks is not None,
        **{_WORDS[fate]: impact.count(fate) for fate in FATES},
        "stacks": {
            stack: [
                {"urn": each.urn, "type": each.type, "what": _WORDS[each.fate], "properties": list(each.properties)}
                for each in effects
            ]
            for stack, effects in (impact.stacks or {}).items()
        },
        "refused": [{"urn": loss.effect.urn, "reason": loss.reason} for loss in impact.losses(allowed)],
        "notes": list(impact.notes),
    }


def _effect_lines(effects: Sequence[Effect]) -> Iterator[str]:
    from scaffolder.cli._preview_tree import short_type
    from scaffolder.impact.foresee import FATES

    for fate in FATES:
        found = [effect for effect in effects if effect.fate == fate]
        # One more fits where it would be counted.
        whole = fate in {"replaced", "gone"} or len(found) == _MOST_SHOWN + 1
        shown = found if whole else found[:_MOST_SHOWN]
        for effect in shown:
            why = f"  ({', '.join(effect.properties)})" if effect.properties else ""
            yield f"  {_WORDS[fate]:<8}  {short_type(effect.type)}  {effect.name}{why}"
        if len(found) > len(shown):
            yield f"  {_WORDS[fate]:<8}  and {len(found) - len(shown)} more"
