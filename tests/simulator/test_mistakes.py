"""Programs full of mistakes, written without a look at the rules: each of them is found.

A first draft had 283, and a second, each of its mistakes beside what is right, 274. What is not found, such as an unknown
place of a bucket, is not here.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.workspace import Workspace

# One worker runs the programs, and has what was found of them.
pytestmark = pytest.mark.xdist_group("mistakes")

FOLDER = Path(__file__).parent / "mistakes"
# Every mistake has a number, and so have the resources that make it: `m21-first`, `m21-same-priority`.
NUMBER = re.compile(r"m(\d\d)")
CLOUDS = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
MISTAKES = [
    f"{cloud}-{number}"
    for cloud in CLOUDS
    for number in sorted({*re.findall(r'"m(\d\d)', (FOLDER / cloud / "__main__.py").read_text())})
]


@cache
def found(cloud: str) -> dict[str, str]:
    """What is said of each resource that something is said of, by its name."""
    (preview,) = preview_embedded(Workspace.find(FOLDER / cloud), ["dev"])
    assert preview.failure is None
    return {problem.urn.rpartition("::")[2]: problem.message for problem in preview.problems if problem.urn}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found(mistake: str) -> None:
    cloud, _, number = mistake.rpartition("-")
    assert [name for name in found(cloud) if name.startswith(f"m{number}")]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_nothing_is_said_of_what_is_right(cloud: str) -> None:
    assert {name: said for name, said in found(cloud).items() if not NUMBER.match(name)} == {}
