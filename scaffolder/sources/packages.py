"""Templates of installed packages, found by their entry points; nothing of a package is imported or run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "scaffolder.templates"


def package_names() -> tuple[str, ...]:
    """Give the names that installed packages offer templates under."""
    return tuple(sorted({point.name for point in _points()}))


def package_folder(name: str) -> Path:
    """Find the folder of the template that an installed package offers as `name`.

    Raises:
        ScaffolderError: none offers it, several do, or its folder is not there.
    """
    points = [point for point in _points() if point.name == name]
    if not points:
        offered = ", ".join(package_names()) or "none"
        raise ScaffolderError(
            f"No installed package offers a template called {name!r}.",
            fix=f"Install the package beside scaffolder. Offered are: {offered}.",
        )
    if len({point.value for point in points}) > 1:
        owners = ", ".join(sorted(point.dist.name for point in points if point.dist))
        raise ScaffolderError(f"Several packages offer a template called {name!r}: {owners}.", fix="Keep one of them.")
    folder = _folder(points[0])
    if folder is None:
        raise ScaffolderError(
            f"The template {name!r} should lie in {points[0].value!r}, which is not there.",
            fix="Install its package again.",
        )
    return folder


def _points() -> tuple[EntryPoint, ...]:
    from importlib.metadata import entry_points

    return tuple(entry_points(group=GROUP))


def _folder(point: EntryPoint) -> Path | None:
    """Give the folder of a dotted name: the first part is a package, the others are folders in it."""
    from importlib.util import find_spec

    package, *inside = point.module.split(".")
    spec = find_spec(package)  # of a name without dots: it is looked for, and not imported
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (folder := Path(place, *inside)).is_dir():
            return folder
    return None
