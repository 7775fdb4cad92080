"""`scaffold explain`: what made a file and a line, and what is the user's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.newcommand import refused, run_scaffold, unchanged
from tests.templating.minitemplate import MANIFEST, build_tree

ACME = """extends = ["service"]
[questions.team]
type = "text"
default = "red"
[settings]
maxReplicas = 5
[locked.logRetentionDays]
value = 400
why = "Audits."
environments = ["prod"]
[[patches]]
path = "Pulumi.dev.yaml"
set = { "config.owner" = "<{ team }>" }
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of the built-in templates and one on top, with edits."""
    monkeypatch.chdir(tmp_path)
    owned = "Owned by <{ answers.team }>.\n<% if 'gcp' in clouds %>\nOn GCP.\n<% endif %>\n"
    build_tree(tmp_path / "acme", {"template.toml": MANIFEST.format(name="acme") + ACME, "files/OWNER.md.j2": owned})
    options = ("--template", "./acme", "--set", "team=blue", "--set", "prod:minReplicas=3", "--no-git")
    assert run_scaffold("new", "sentiment", "--cloud", "gcp", *options).exit_code == 0
    monkeypatch.chdir(tmp_path / "sentiment")
    return tmp_path / "sentiment"


def told(*arguments: str) -> str:
    result = run_scaffold("explain", *arguments)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def test_a_line_is_told_with_template_version_and_answer(project: Path) -> None:  # noqa: ARG001 - a fixture
    assert told("OWNER.md:1") == (
        "OWNER.md:1\n  rendered by acme 1.2.3 from files/OWNER.md.j2, line 1\n  answers: answers.team = \"blue\"\n"
    )  # fmt: skip
    assert told("OWNER.md:2") == (
        'OWNER.md:2\n  rendered by acme 1.2.3 from files/OWNER.md.j2, line 3\n  answers: clouds = ["gcp"]\n'
    )
    assert told("README.md:3") == (
        "README.md:3\n  rendered by service 1.0.0 from files/README.md.j2, line 4, block purpose\n"
        '  answers: clouds = ["gcp"]\n'
    )
    assert told("infra/inference/gcp/front.py:1") == (
        "infra/inference/gcp/front.py:1\n  copied by gcp 1.0.0 from the program's inference/gcp/front.py, line 1\n"
    )


def test_a_file_is_told_in_runs_with_where_settings_come_from(project: Path) -> None:
    stack = (project / "Pulumi.prod.yaml").read_text().split("\n")
    numbers = {key: stack.index(next(line for line in stack if line.startswith(f"  {key}:"))) + 1 for key in ("minReplicas", "maxReplicas", "waf", "logRetentionDays")}  # fmt: skip
    rendered = "rendered by base 1.0.0 from files/Pulumi.stack.yaml.j2"
    document = json.loads(told("Pulumi.prod.yaml", "--json"))
    settings = {line: run["setting"] for run in document["lines"] for line in range(run["first"], run["last"] + 1)}
    assert {key: settings[number] for key, number in numbers.items()} == {
        "minReplicas": "answered as prod:minReplicas",
        "maxReplicas": "[settings] of acme",
        "waf": "presets.toml of base, [prod.settings]",
        "logRetentionDays": "locked by acme",
    }
    with (project / "Pulumi.dev.yaml").open("a") as file:
        file.write("  account: mine\n")
    lines = told("Pulumi.dev.yaml").splitlines()
    assert lines[0] == "Pulumi.dev.yaml is made by base 1.0.0, then acme 1.2.3."
    assert f"{rendered}; value: [settings] of acme" in "\n".join(lines)
    assert lines[-2].endswith("patched by acme 1.2.3, template.toml, line 14")
    assert lines[-1].endswith("  yours")


def test_what_the_user_did_is_theirs(project: Path) -> None:
    text = (project / "OWNER.md").read_text()
    (project / "OWNER.md").write_text(f"Mine.\n{text}".replace("On GCP", "On the moon"))
    assert told("OWNER.md:1") == "OWNER.md:1\n  yours\n"
    assert told("OWNER.md:2").splitlines()[1] == "  rendered by acme 1.2.3 from files/OWNER.md.j2, line 1"
    assert told("OWNER.md:3") == "OWNER.md:3\n  yours\n"
    (project / "own.py").write_text("x\n")
    assert told("own.py") == "own.py is yours: no template makes it.\n"
    (project / "OWNER.md").unlink()
    assert told("OWNER.md") == "OWNER.md was deleted by you; it was made by acme 1.2.3.\n"


def test_what_an_earlier_version_made_is_told(project: Path) -> None:
    build_tree(project.parent / "acme", {"files/OWNER.md.j2": "Owned by <{ answers.team }>.\nElsewhere.\n"})
    assert told("OWNER.md:2") == "OWNER.md:2\n  of an earlier version of the templates\n"
    assert told("OWNER.md:1").splitlines()[1] == "  rendered by acme 1.2.3 from files/OWNER.md.j2, line 1"
    (project.parent / "acme/files/OWNER.md.j2").unlink()
    assert told("OWNER.md").splitlines()[0] == "OWNER.md is made by an earlier version of the templates."


def test_the_document_has_everything(project: Path) -> None:  # noqa: ARG001 - a fixture
    document = json.loads(told("OWNER.md:1", "--json"))
    (layer,) = document.pop("layers")
    assert (layer["name"], layer["version"], layer["source"].endswith("/acme")) == ("acme", "1.2.3", True)
    assert document == {
        "schema": 1,
        "path": "OWNER.md",
        "made": True,
        "there": True,
        "lines": [
            {
                "first": 1,
                "last": 1,
                "kind": "rendered",
                "layer": "acme",
                "source": "files/OWNER.md.j2",
                "line": 1,
                "block": "",
                "answers": {"answers.team": "blue"},
                "setting": "",
            }
        ],
    }


@pytest.mark.parametrize(
    ("place", "message", "fix"),
    [
        ("app/serving", "app/serving is a folder.", "Name a file in it."),
        ("app/serving/apu.py", "app/serving/apu.py is no file of the project.", "Did you mean app/serving/api.py?"),
        ("OWNER.md:9", "OWNER.md has 2 lines, no line 9.", "Name one of them."),
        ("OWNER.md:0", "OWNER.md has 2 lines, no line 0.", "Name one of them."),
        (".scaffold/lock.json", ".scaffold/lock.json is scaffold's own record of the project.", "Name another file."),
        (".", ". is no file of the project.", "Name a file of a project."),
    ],
)
def test_what_is_no_file_is_refused(project: Path, place: str, message: str, fix: str) -> None:
    with unchanged(project):
        assert refused(run_scaffold("explain", place)) == (message, fix)


def test_outside_a_project_nothing_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a").write_text("")
    assert refused(run_scaffold("explain", "a"))[0].startswith(f"{tmp_path} is in no project of scaffolder's")
