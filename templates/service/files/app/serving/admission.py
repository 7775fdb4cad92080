"""How many requests this replica works on at the same time."""

from __future__ import annotations


class Admission:
    """Counts the requests in work; beyond the limit there is no place, and the caller tries another replica."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.in_work = 0

    def enter(self) -> bool:
        """Take a place; False when there is none."""
        if self.in_work >= self.limit:
            return False
        self.in_work += 1
        return True

    def leave(self) -> None:
        """Give the place back."""
        self.in_work -= 1
