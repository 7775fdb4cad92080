"""`scaffold template`: new, list, show, lint and test, as an author uses them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scaffolder.cli.template import COMMANDS
from tests.newcommand import files_below, refused, run_scaffold
from tests.repositories import Origin, manifest
from tests.templating.minitemplate import build_tree
from tests.tools import actionlint

BIN = Path(sys.executable).parent


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(name: str) -> None:
    assert run_scaffold("template", name, "--help").exit_code == 0
    assert f"  {name} " in run_scaffold("template", "--help").stdout


def test_an_unknown_command_is_a_usage_error() -> None:
    result = run_scaffold("template", "lnt")
    assert result.exit_code == 2
    assert result.stderr.endswith("Error: No such command 'lnt'. Did you mean lint?\n")


def test_a_new_template_works_as_it_is(here: Path) -> None:
    result = run_scaffold("template", "new", "acme")
    assert result.exit_code == 0
    assert result.stdout.startswith("acme/ holds a template of 5 files:\n")
    assert sorted(files_below(here)) == [
        "acme/.github/workflows/template.yml",
        "acme/README.md",
        "acme/files/docs/contact.md.j2",
        "acme/template.toml",
        "acme/tests/cases.toml",
    ]
    assert not [path for path, content in files_below(here).items() if re.search(rb"@[A-Z]+@", content)]
    assert run_scaffold("template", "lint", "acme").stdout == "Nothing is wrong.\n"
    made = run_scaffold("new", "demo", "--cloud", "gcp", "--no-git", "--template", "./acme", "--set", "contact=a@b")
    assert made.exit_code == 0, made.output
    assert Path("demo/docs/contact.md").read_text() == "# Who is asked about demo\n\na@b, on gcp.\n"
    assert "logRetentionDays: 60" in Path("demo/Pulumi.dev.yaml").read_text()


def test_a_new_template_may_lie_on_another_of_ones_own(here: Path) -> None:
    example = Path(__file__).parents[2] / "examples/acme-platform"
    result = run_scaffold("template", "new", "red", "--extends", example)
    assert result.exit_code == 0, result.output
    assert f"  scaffold new demo --cloud gcp --template {example} --template ./red\n" in result.stdout
    assert tomllib.loads((here / "red/template.toml").read_text())["extends"] == ["acme-platform"]
    result = run_scaffold("template", "test", "red", "--quick", "--below", example)
    assert result.exit_code == 0, result.output


def test_a_new_template_is_refused_where_it_cannot_be(here: Path) -> None:
    for name, message in (
        ("Acme", "'Acme' is no name of a template."),
        ("service", "service is a template that comes with scaffolder."),
    ):
        assert refused(run_scaffold("template", "new", name))[0] == message
    assert refused(run_scaffold("template", "new", "acme", "--extends", "servise")) == (
        "'servise' is no template's name.",
        "Did you mean service?",
    )
    (here / "acme").mkdir()
    (here / "acme/mine").touch()
    assert refused(run_scaffold("template", "new", "acme"))[0] == "acme is not empty: it holds mine."


def test_the_workflow_is_right_and_safe(here: Path) -> None:
    run_scaffold("template", "new", "acme")
    workflow = here / "acme/.github/workflows/template.yml"
    subprocess.run([BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow], check=True)
    subprocess.run([BIN / "zizmor", "--offline", "--no-config", "acme"], check=True)
    uses = re.findall(r"uses: (.+)", workflow.read_text())
    built_in = (Path(__file__).parents[1] / "golden/gcp/.github/workflows/ci.yml").read_text()
    assert [use for use in uses if use not in built_in] == []
    if not (tool := actionlint()):
        pytest.skip("there is no actionlint; `python tests/tools.py` builds it")
    subprocess.run([tool, "-shellcheck", BIN / "shellcheck", workflow], check=True)


def test_the_list_has_what_is_built_in_and_configured(here: Path) -> None:
    build_tree(
        here,
        {
            "config.toml": 'templates = ["acme"]\n[aliases]\nacme = "./acme"\nfar = "git+https://h/r@v3//x"\n',
            "acme/template.toml": manifest("acme", "2.0.0"),
        },
    )
    env = {"SCAFFOLDER_CONFIG": str(here / "config.toml")}
    lines = run_scaffold("template", "list", env=env).stdout.splitlines()
    assert lines[-2:] == [
        "acme     2.0.0  configured  A template of a test.  (default)",
        "far      v3     configured  git+https://h/r@v3//x",
    ]
    assert [line.split()[0] for line in lines[:-2]] == ["aws", "azure", "base", "gcp", "service"]
    document = json.loads(run_scaffold("template", "list", "--json", env=env).stdout)
    assert document["templates"][-1] == {
        "name": "far", "kind": "configured", "version": "v3", "description": "",
        "source": "git+https://h/r@v3//x", "default": False, "problem": "",
    }  # fmt: skip


def test_show_tells_layers_questions_and_files(here: Path) -> None:
    more = (
        'extends = ["service"]\n[questions.team]\ntype = "choice"\nask = "Whose is it?"\nchoices = ["a", "b"]\n'
        'default = "a"\n[questions.hosts]\ntype = "list"\ndefault = []\n[questions.more]\ntype = "boolean"\n'
        "default = false\n[settings]\nport = 9000\n"
    )
    build_tree(here, {"acme/template.toml": manifest("acme", more=more), "acme/files/A.md.j2": "<{ team }>"})
    result = run_scaffold("template", "show", "./acme")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "acme 1.2.3: A template of a test.\n"
        "\nLayers, each on those above it\n"
        "  base 1.0.0  built-in\n  aws 1.0.0  built-in\n  gcp 1.0.0  built-in\n  azure 1.0.0  built-in\n"
        f"  service 1.0.0  built-in\n  acme 1.2.3  {here}/acme\n"
        '\nQuestions\n  team: choice, one of a, b, default "a"  [acme] Whose is it?\n'
        "  hosts: list, default []  [acme] hosts?\n  more: boolean, default false  [acme] more?\n"
        "\nSettings\n  port = 9000\n"
        "\nFiles\n  A.md.j2\n"
    )
    document = json.loads(run_scaffold("template", "show", "./acme", "--json").stdout)
    assert document["questions"] == [
        {"key": "team", "type": "choice", "asked_by": "acme", "ask": "Whose is it?", "default": "a",
         "choices": ["a", "b"], "locked": False},
        {"key": "hosts", "type": "list", "asked_by": "acme", "ask": "hosts?", "default": [], "locked": False},
        {"key": "more", "type": "boolean", "asked_by": "acme", "ask": "more?", "default": False, "locked": False},
    ]  # fmt: skip
    assert document["files"] == ["A.md.j2"]


def test_lint_exits_by_what_it_finds(here: Path) -> None:
    build_tree(here, {"acme/template.toml": manifest("acme"), "acme/files/A.md.j2": "<{ nmae }>"})
    result = run_scaffold("template", "lint", "acme")
    assert (result.exit_code, result.stdout) == (
        1,
        "x acme/files/A.md.j2, line 1: 'nmae' is not known.\n    Did you mean name?\n",
    )
    document = json.loads(run_scaffold("template", "lint", "acme", "--json").stdout)
    assert document["findings"] == [
        {"check": "undefined", "where": "acme/files/A.md.j2, line 1", "message": "'nmae' is not known.",
         "fix": "Did you mean name?", "severity": "error"},
    ]  # fmt: skip
    assert (
        refused(run_scaffold("template", "lint", "nowhere"))[0]
        == f"{here}/nowhere is no template: it has no template.toml."
    )


def test_quick_tests_render_parse_lint_and_update(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLDER_CACHE", str(here.parent / "cache"))
    origin = Origin(here / "repository")
    origin.commit({"acme/template.toml": manifest("acme"), "acme/files/a.py": "x = 1\n"}, tag="v1")
    folder = build_tree(origin.folder, {"acme/files/a.py": "x = 2\n"}) / "acme"
    assert run_scaffold("template", "test", folder, "--quick").exit_code == 0
    build_tree(folder, {"files/a.py": "import os\nx  = \n", "files/b.json.j2": "{<{ nmae }>"})
    result = run_scaffold("template", "test", folder, "--quick", "--json")
    assert result.exit_code == 1
    steps = {step["name"]: step for step in json.loads(result.stdout)["steps"]}
    assert [name for name, step in steps.items() if step["findings"]] == ["lint", "render"]
    build_tree(folder, {"files/b.json.j2": "{"})
    steps = {
        step["name"]: step
        for step in json.loads(run_scaffold("template", "test", folder, "--quick", "--json").stdout)["steps"]
    }
    assert [name for name, step in steps.items() if step["findings"]] == ["parse", "ruff"]
    assert steps["updates"]["of"] == "15 from v1"
    assert steps["preview"]["skipped"] == steps["tests"]["skipped"] == "left out by --quick"


def test_a_whole_test_previews_and_runs_the_projects_tests_and_keeps_the_resources(here: Path) -> None:
    more = 'extends = ["service"]\nremove = ["tests/app/", "tests/infra/", "tests/policy/"]\n'
    build_tree(
        here,
        {
            "acme/template.toml": manifest("acme", more=more),
            "acme/tests/cases.toml": 'clouds = ["gcp"]\n',
            "acme/files/tests/test_one.py": "def test_one() -> None:\n    assert True\n",
        },
    )
    result = run_scaffold("template", "test", "acme", "--update-snapshots")
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("All is well.\n")
    snapshot = Path("acme/snapshots/gcp.json")
    graph = json.loads(snapshot.read_text())
    assert set(graph) == {"dev", "prod"}
    run = graph["dev"]["gcp:cloudrunv2/service:Service example-dev-us-central1-service-run"]
    assert run["in"] == "example-dev-us-central1-service"
    assert "example-dev-registry-images" in run["needs"]
    snapshot.write_text(snapshot.read_text().replace("registry-images", "registry-pictures"))
    build_tree(here, {"acme/files/tests/test_one.py": "def test_one() -> None:\n    assert 1 + 1 == 3\n"})
    result = run_scaffold("template", "test", "acme", "--json")
    assert result.exit_code == 1
    steps = {step["name"]: step["findings"] for step in json.loads(result.stdout)["steps"]}
    assert [name for name, findings in steps.items() if findings] == ["preview", "tests"]
    assert [item["check"] for item in steps["preview"]] == ["snapshot"]
    assert "registry-pictures" in steps["preview"][0]["message"]
    assert "assert 1 + 1 == 3" in steps["tests"][0]["message"]
