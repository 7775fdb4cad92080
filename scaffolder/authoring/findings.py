"""What is wrong with a template: where, what, and how to put it right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scaffolder.errors import ScaffolderError


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something found by the check called `check`; `where` is a file, with a line if there is one, or a case."""

    check: str
    where: str
    message: str
    fix: str
    severity: Literal["error", "warning"] = "error"

    @classmethod
    def of(cls, check: str, where: str, error: ScaffolderError) -> Finding:
        """Give what an error says."""
        return cls(check=check, where=where, message=str(error), fix=error.fix)

    def document(self) -> dict[str, str]:
        """Give it as plain data."""
        return dict(vars(self))
