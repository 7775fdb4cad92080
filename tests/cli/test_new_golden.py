"""Every file that is rendered, as it was last agreed on: `pytest tests/cli/test_new_golden.py --update-golden` agrees anew.

`tests/golden/<case>/` holds the rendered files only. What is copied is compared with its source.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scaffolder.generate import Project, built_in_layers, plan_project
from scaffolder.project.answers import Answers
from scaffolder.project.record import ANSWERS, BASE, LOCK
from scaffolder.shipped import stacks_dir, templates_dir

GOLDEN = Path(__file__).parent.parent / "golden"

CASES = {
    "aws": Answers(name="sentiment", clouds=["aws"]),
    "gcp": Answers(name="sentiment", clouds=["gcp"]),
    "azure": Answers(name="sentiment", clouds=["azure"]),
    "all": Answers(
        name="image-tags",
        clouds=["aws", "gcp", "azure"],
        environments=["dev", "staging", "prod"],
        regions={"gcp": ["europe-west1", "europe-west4"]},
        settings={"cpu": 2, "memoryMib": 4096, "env": {"MODEL": 'a "quoted" ü: #1'}},
        overrides={"prod": {"alertEmails": ["ops@example.com"]}, "prod-aws": {"maxReplicas": 20}},
    ),
}


def rendered(project: Project) -> dict[str, str]:
    """The files that are neither copied nor the record's archive and lock."""
    copied = {
        path
        for layer in built_in_layers(project.answers)
        for path in (*layer.files, *layer.program)
        if path in project.tree
    }
    return {
        path: file.content.decode()
        for path, file in project.tree.items()
        if path not in copied and path not in {LOCK, BASE}
    }


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> tuple[str, Project]:
    return request.param, plan_project(CASES[request.param], built_in_layers(CASES[request.param]))


def test_every_rendered_file_is_as_agreed(case: tuple[str, Project], request: pytest.FixtureRequest) -> None:
    name, project = case
    folder = GOLDEN / name
    made = rendered(project)
    if request.config.getoption("--update-golden"):
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
    agreed = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert sorted(made) == sorted(agreed)
    for path, text in made.items():
        assert text == agreed[path], path


def test_every_other_file_is_its_source(case: tuple[str, Project]) -> None:
    name, project = case
    made = rendered(project)
    for path, file in project.tree.items():
        if path in made or path in {LOCK, BASE}:
            continue
        program, _, inside = path.partition("/")
        templates = [folder / "files" / path for folder in templates_dir().iterdir()]
        (source,) = [stacks_dir() / inside] if program == "infra" else filter(Path.exists, templates)
        assert (file.content == source.read_bytes()) is True, path
    others = {"aws", "gcp", "azure"} - set(CASES[name].clouds)
    assert [
        path for path in project.tree if path.startswith(tuple(f"infra/inference/{cloud}/" for cloud in others))
    ] == []


def test_there_is_no_golden_folder_without_a_case() -> None:
    assert {path.name for path in GOLDEN.iterdir() if path.is_dir()} == set(CASES)


def test_the_answers_are_in_the_project(case: tuple[str, Project]) -> None:
    assert ANSWERS in rendered(case[1])
