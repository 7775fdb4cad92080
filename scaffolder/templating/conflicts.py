"""What two layers say differently, and whose word holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Two layers that set the same thing differently.

    `expected` is whether the winner extends the loser: then it was written to say something else.
    """

    what: str
    winner: str
    loser: str
    winning: str = ""
    losing: str = ""
    expected: bool = False

    def __str__(self) -> str:
        said = f" ({self.winning}, not {self.losing})" if self.winning else ""
        return f"{self.what}: {self.winner} wins over {self.loser}{said}."


def unexpected(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Give the conflicts between layers that do not know of each other."""
    return [conflict for conflict in conflicts if not conflict.expected]
