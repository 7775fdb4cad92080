"""Programs of varied real use, each previewed with the embedded engine: none is told of a problem."""

from functools import cache
from pathlib import Path

import pytest

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview
from scaffolder.engine.workspace import Workspace

# One worker runs them, and has what was told.
pytestmark = pytest.mark.xdist_group("programs")

FOLDER = Path(__file__).parent / "programs"
# `gcp/cloud_sql`: the folder of a cloud is one project, and each program in it a stack.
PROGRAMS = sorted(f"{file.parent.parent.name}/{file.parent.name}" for file in FOLDER.glob("*/*/__main__.py"))


@cache
def previews(cloud: str) -> dict[str, Preview]:
    """All programs of a cloud, run in one go."""
    names = [program.partition("/")[2] for program in PROGRAMS if program.startswith(f"{cloud}/")]
    return dict(zip(names, preview_embedded(Workspace.find(FOLDER / cloud), names), strict=True))


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_that_is_right_is_told_of_no_problem(program: str) -> None:
    cloud, _, name = program.partition("/")
    preview = previews(cloud)[name]
    assert preview.failure is None
    # That a function's answer was made up is said of no resource.
    found = [(problem.urn.rpartition("::")[2], problem.message) for problem in preview.problems if problem.urn]
    assert found == []
    assert sum(resource.custom for resource in preview.resources) > 1


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_makes_what_it_refers_to_or_asks_for_it(program: str) -> None:
    cloud, _, name = program.partition("/")
    assert previews(cloud)[name].outside == ()
