"""The constraints at hand: the clouds' own, read when a package is first used, and those of a project."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Final

from scaffolder.simulator.constraints.constraint import Constraint
from scaffolder.simulator.constraints.reading import Constraints, read_constraints

# Names a project's own folder of constraints to the plugin.
VARIABLE: Final = "SCAFFOLDER_CONSTRAINTS"
# Where a project keeps them.
FOLDER: Final = "constraints"
# The file there that holds what functions answer.
ANSWERS: Final = "answers.toml"
# And the one that says what is there although the program does not make it.
EXTERNALS: Final = "externals.toml"
_FILES: Final = Path(str(resources.files("scaffolder.simulator.constraints")))


class ConstraintStore:
    """Constraints by resource type; `own` is a project's folder of them, which need not exist."""

    def __init__(self, own: Path | None = None) -> None:
        self.own = own
        self._own: Constraints | None = None
        self._packages: dict[str, Constraints] = {}
        self._lock = threading.Lock()

    def of(self, type_: str) -> Sequence[Constraint]:
        """Give what constrains a resource type: the cloud's limits first, then the project's."""
        package = type_.partition(":")[0]
        with self._lock:
            if package not in self._packages:
                self._packages[package] = shipped(package)
            if self._own is None:
                self._own = read_folder(self.own) if self.own else {}
            return (*self._packages[package].get(type_, ()), *self._own.get(type_, ()))


def shipped(package: str) -> Constraints:
    """Give the constraints that come with scaffolder for a provider package."""
    file = _FILES / f"{package}.toml"
    return read_constraints(file, shown=file.name) if file.is_file() else {}


def shipped_packages() -> Sequence[str]:
    """Give the provider packages that constraints come with scaffolder for."""
    return sorted(file.stem for file in _FILES.glob("*.toml"))


def read_files(folder: Path) -> Iterator[tuple[str, Constraints]]:
    """Give the name and the constraints of every TOML file of a folder; a wrong file raises ScaffolderError."""
    for file in sorted(folder.glob("*.toml")):
        if file.name in {ANSWERS, EXTERNALS}:
            continue
        shown = f"{folder.name}/{file.name}"
        yield shown, read_constraints(file, shown=shown)


def read_folder(folder: Path) -> Constraints:
    """Give the constraints of a project's folder together."""
    found: Constraints = {}
    for _, constraints in read_files(folder):
        for type_, more in constraints.items():
            found[type_] = (*found.get(type_, ()), *more)
    return found
