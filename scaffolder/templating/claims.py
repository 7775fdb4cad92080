"""Notes what each layer says, and where two say different things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scaffolder.templating.template import Template

if TYPE_CHECKING:
    from scaffolder.templating.conflicts import Conflict


class Claims:
    """Notes who said what last, and where somebody else said otherwise before."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self._below = {template.name: _below(template, templates) for template in templates}
        self._said: dict[str, tuple[str, Any]] = {}
        self._patched: dict[str, list[str]] = {}
        self.conflicts: list[Conflict] = []

    def claim(self, what: str, by: str, value: Any, *, shown: bool = True, adding: bool = False) -> None:
        """Let the layer `by` say that `what` is `value`; the last word holds, and one that is `adding` is none."""
        if adding:
            self._said[what] = by, value
            return
        if what in self._said and self._said[what][0] != by and self._said[what][1] != value:
            loser, losing = self._said[what]
            self.add(what, by, loser, f"{value!r}" if shown else "", f"{losing!r}" if shown else "")
        for patcher in self._patched.pop(what, []):
            if patcher != by:
                self.add(what, by, patcher)
        self._said[what] = by, value

    def patch(self, path: str, by: str) -> None:
        """Let the layer `by` have patched a file: whoever replaces it later takes that back."""
        self._patched.setdefault(path, []).append(by)

    def add(self, what: str, winner: str, loser: str, winning: str = "", losing: str = "") -> None:
        """Note a conflict."""
        from scaffolder.templating.conflicts import Conflict  # most layers agree

        self.conflicts.append(
            Conflict(
                what=what,
                winner=winner,
                loser=loser,
                winning=winning,
                losing=losing,
                expected=loser in self._below[winner],
            )
        )


def _below(template: Template, templates: Sequence[Template]) -> set[str]:
    """The names of all that a template extends, however far below."""
    found: Mapping[str, Template] = {other.name: other for other in templates}
    names: set[str] = set()
    waiting = [base.name for base in template.manifest.extends]
    while waiting:
        name = waiting.pop()
        if name not in names:
            names.add(name)
            waiting += [base.name for base in found[name].manifest.extends] if name in found else []
    return names
