"""Generated projects ask for the versions that scaffolder itself is tested with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from scaffolder.pins import PINS

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_the_pins_are_those_of_pyproject() -> None:
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    asked = [*project["dependencies"], *(item for extra in project["optional-dependencies"].values() for item in extra)]
    ranges: dict[str, set[str]] = {}
    for item in asked:
        name = re.split(r"[^A-Za-z0-9_-]", item, maxsplit=1)[0]
        ranges.setdefault(name, set()).add(item.removeprefix(name))
    assert {name: {versions} for name, versions in PINS.items()} == {name: ranges.get(name) for name in PINS}
