"""Completion in the shells."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder.cli import COMMANDS
from scaffolder.shipped import program_module
from tests.newcommand import run_scaffold
from tests.projects import write_project


def completed(*words: str, cwd: Path | None = None) -> list[str]:
    """What is offered for the last of the words, asked as bash asks."""
    environment = {
        **os.environ,
        "_SCAFFOLD_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    command = [sys.executable, "-c", "from scaffolder.cli import main; main()"]
    done = subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def test_commands_are_offered_without_importing_any() -> None:
    assert completed("scaffold", "") == list(COMMANDS)
    assert completed("scaffold", "pre") == ["preview"]


@pytest.mark.parametrize("cloud", ["aws", "gcp", "azure"])
def test_the_regions_of_the_clouds_on_the_line_are_offered(cloud: str) -> None:
    regions = program_module("regions").REGIONS
    offered = completed("scaffold", "new", "x", "--cloud", cloud, "--region", "")
    assert offered == list(regions[cloud])


def test_the_regions_of_two_clouds() -> None:
    offered = completed("scaffold", "new", "--cloud", "aws", "--cloud", "azure", "--region", "eu-north")
    assert offered == ["eu-north-1"]
    assert "eu-west-1" in completed("scaffold", "new", "--region", "eu")
    assert "europe-west1" in completed("scaffold", "new", "--region", "eu")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("minR", ["minReplicas="]),
        ("access=", ["access=public", "access=authenticated", "access=private"]),
        ("deletionProtection=t", ["deletionProtection=true"]),
        ("cloud", []),
        ("port=", []),
    ],
)
def test_the_keys_and_choices_of_settings_are_offered(typed: str, offered: list[str]) -> None:
    assert completed("scaffold", "new", "--set", typed) == offered


def test_the_stacks_of_a_project_are_offered(tmp_path: Path) -> None:
    write_project(tmp_path, files={"Pulumi.dev.yaml": "", "Pulumi.prod-aws.yaml": ""})
    assert completed("scaffold", "preview", "--stack", "", cwd=tmp_path) == ["dev", "prod-aws"]
    assert completed("scaffold", "preview", str(tmp_path), "--stack", "p") == ["prod-aws"]
    assert completed("scaffold", "preview", str(tmp_path / "nowhere"), "--stack", "") == []


def test_the_templates_that_have_a_name_are_offered() -> None:
    assert completed("scaffold", "new", "--template", "s") == ["service"]
    assert completed("scaffold", "update", "--template", "") == ["aws", "azure", "base", "gcp", "service"]


def test_the_questions_of_templates_are_offered(tmp_path: Path) -> None:
    asking = tmp_path / "acme"
    asking.mkdir()
    (asking / "template.toml").write_text(
        'name = "acme"\nversion = "1.0.0"\ndescription = "ours"\nextends = ["service"]\n'
        '[questions.dashboards]\ntype = "choice"\nchoices = ["off", "grafana"]\ndefault = "off"\n'
        '[questions.minutes]\ntype = "boolean"\ndefault = true\n'
    )
    new = ("scaffold", "new", "sentiment", "--cloud", "gcp", "--template", str(asking))
    assert completed(*new, "--set", "mi") == ["minReplicas=", "minutes="]
    assert completed(*new, "--set", "dashboards=") == ["dashboards=off", "dashboards=grafana"]
    assert completed(*new, "--set", "prod:mi") == ["prod:minReplicas="]
    made = tmp_path / "made"
    assert run_scaffold(*new[1:], "--no-git", "--output", made).exit_code == 0
    assert completed("scaffold", "update", "--set", "minutes=", cwd=made) == ["minutes=true", "minutes=false"]
    assert completed("scaffold", "add", "env", "staging", str(made), "--set", "das") == ["dashboards="]
    assert completed("scaffold", "add", "feature", "d", cwd=made) == ["domain", "deletion-protection", "dashboards"]
    assert completed("scaffold", "update", "--set", "minutes", cwd=tmp_path) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_printed_that_the_shell_can_read(shell: str, tmp_path: Path) -> None:
    result = run_scaffold("completion", shell)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"_SCAFFOLD_COMPLETE={shell}_complete" in result.stdout
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(result.stdout)
        subprocess.run([shell, "-n", script], check=True)


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_completes_with_the_script(tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text(run_scaffold("completion", "bash").stdout)
    code = (
        f"source {script}; COMP_WORDS=(scaffold new --cloud gcp --region europe-n); COMP_CWORD=5; "
        '_scaffold_completion scaffold; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", code], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["europe-north1", "europe-north2"]


def test_an_unknown_shell_is_a_usage_error() -> None:
    result = run_scaffold("completion", "tcsh")
    assert result.exit_code == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in result.stderr
