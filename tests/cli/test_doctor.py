"""`scaffold doctor`: each line says what is there, or how to get it."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scaffolder.cli.doctor import doctor
from scaffolder.engine import health, install
from scaffolder.engine.health import Check, check_machine
from scaffolder.engine.packages import ProviderPackage
from scaffolder.engine.pulumi_command import PulumiCommand
from scaffolder.errors import ScaffolderError
from scaffolder.simulator import facts
from scaffolder.simulator.facts import Fact


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without pulumi, in a folder without a project."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.setenv("SCAFFOLDER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "path"), "/bin", "/usr/bin"]))
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    return tmp_path


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(doctor, arguments)


def found(name: str) -> Check:
    [check] = [check for check in check_machine(Path.cwd()) if check.name == name]
    return check


def test_a_machine_with_python_and_an_sdk_is_well(machine: Path) -> None:
    result = run()
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].startswith("ok       Python ")
    assert any(line.startswith("ok       pulumi SDK ") for line in lines)
    assert "none found; previews use the embedded engine" in result.output
    assert "scaffold doctor --install-pulumi" in result.output
    assert (machine / "cache").exists() is False


def test_the_json_document_is_all_there_is_on_stdout() -> None:
    result = run("--json")
    document = json.loads(result.stdout)
    assert (document["schema"], document["ok"]) == (1, True)
    assert [check["name"] for check in document["checks"]][:2] == ["Python", "pulumi"]
    assert {"name", "status", "detail", "fix"} == set(document["checks"][0])


def test_pulumi_and_who_hosts_python_are_told(machine: Path) -> None:
    put(machine / "cache/pulumi/3.259.0/pulumi", "echo v3.259.0")
    assert found("pulumi") == Check(
        name="pulumi", status="ok", detail=f"3.259.0 at {machine / 'cache/pulumi/3.259.0/pulumi'}"
    )
    assert "stands in" in found("language host").detail
    host = put(machine / "cache/pulumi/3.259.0/pulumi-language-python", "")
    assert found("language host") == Check(name="language host", status="ok", detail=f"Pulumi's own, at {host}")


def test_a_pulumi_that_cannot_be_used_is_told_and_does_no_harm(machine: Path) -> None:
    old = put(machine / "path/pulumi", "echo v3.1.0")
    result = run()
    assert f"note     pulumi            {old} is not used: version 3.1.0 is too old" in result.output
    assert result.exit_code == 0


def test_without_git_the_way_around_is_told(monkeypatch: pytest.MonkeyPatch, machine: Path) -> None:
    monkeypatch.setenv("PATH", str(machine))
    check = found("git")
    assert (check.status, check.detail) == ("note", "not on PATH; `scaffold new` needs --no-git")


def test_an_sdk_that_is_missing_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    one = (ProviderPackage(name="gcp", version="10.2.0"),)
    monkeypatch.setattr(health, "provider_packages", lambda _folders: one)
    assert found("gcp SDK") == Check(name="gcp SDK", status="ok", detail="pulumi-gcp 10.2.0")
    assert (found("azure SDK").status, found("azure SDK").fix) == ("note", "pip install 'scaffolder[azure]'")
    assert run().exit_code == 0


def test_without_any_sdk_the_exit_code_is_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "provider_packages", lambda _folders: ())
    result = run()
    assert result.exit_code == 1
    for extra in ("aws", "gcp", "azure"):
        assert f"pip install 'scaffolder[{extra}]'" in result.output
        assert found(f"{extra} SDK").status == "missing"


def test_a_cache_that_cannot_be_written_is_told(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (machine / "file").write_text("")
    monkeypatch.setenv("SCAFFOLDER_CACHE", str(machine / "file" / "cache"))
    check = found("cache")
    assert (check.status, check.fix) == ("missing", "Set SCAFFOLDER_CACHE to a folder that can.")
    assert run().exit_code == 1


def test_the_project_of_the_folder_is_told(machine: Path) -> None:
    folder = machine / "empty"
    (folder / "Pulumi.yaml").write_text("name: demo\nruntime: python\n")
    (folder / "__main__.py").write_text("")
    (folder / "Pulumi.dev.yaml").write_text("")
    assert found("project") == Check(name="project", status="ok", detail=f"demo at {folder}, stacks: dev")
    assert found("project's Python").detail.startswith("scaffolder's, ")


def test_a_broken_project_is_told_with_its_line(machine: Path) -> None:
    (machine / "empty" / "Pulumi.yaml").write_text("name: demo\nruntime: [\n")
    check = found("project")
    assert check.status == "missing"
    assert "line" in check.detail
    assert run().exit_code == 1


def test_installing_reports_and_then_looks_again(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = machine / "cache/pulumi/3.259.0/pulumi"

    def installed(report: object) -> PulumiCommand:
        assert callable(report)
        report("Building pulumi.")
        return PulumiCommand(path=put(path, "echo v3.259.0"), version="3.259.0", language_host=None)

    monkeypatch.setattr(install, "install_pulumi", installed)
    result = run("--install-pulumi")
    assert result.exit_code == 0
    assert result.stderr == "Building pulumi.\n"
    assert f"3.259.0 at {path}" in result.stdout


def test_installing_does_nothing_where_there_is_one(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(machine / "path/pulumi", "echo v3.300.0")

    def installed(_report: object) -> PulumiCommand:
        raise AssertionError("installed again")

    monkeypatch.setattr(install, "install_pulumi", installed)
    result = run("--install-pulumi")
    assert (result.exit_code, result.stderr) == (0, f"pulumi 3.300.0 is there already, at {path}.\n")


def test_an_install_that_fails_is_the_users_to_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    def installed(_report: object) -> PulumiCommand:
        raise ScaffolderError("pulumi could not be installed.", fix="Install it yourself.")

    monkeypatch.setattr(install, "install_pulumi", installed)
    result = run("--install-pulumi")
    assert isinstance(result.exception, ScaffolderError)


def test_it_says_how_old_what_is_known_of_the_clouds_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(date):
        @classmethod
        def today(cls) -> "Later":
            return cls(2027, 5, 23)

    class Soon(date):
        @classmethod
        def today(cls) -> "Soon":
            return cls(2026, 11, 24)

    monkeypatch.setattr(
        health, "all_facts", lambda: [Fact(name="a", read=date(2026, 11, 23)), Fact(name="b", read=date(2026, 11, 25))]
    )
    monkeypatch.setattr(health, "date", Soon)
    assert found("cloud facts") == Check(
        name="cloud facts", status="ok", detail="2 data files; the oldest was read on 2026-11-23, 1 day ago (a)"
    )
    monkeypatch.setattr(health, "date", Later)
    assert found("cloud facts") == Check(
        name="cloud facts",
        status="note",
        detail="2 data files; the oldest was read on 2026-11-23, 181 days ago (a)",
        fix="A newer scaffolder has newer ones: pip install --upgrade scaffolder",
    )
    assert re.fullmatch(
        r"\d{3,} constraints and \d{3,} rules; the oldest was read on 2026-11-\d\d, \d+ days ago",
        found("constraints").detail,
    )


def test_every_data_file_says_when_it_was_read() -> None:
    folder = Path(facts.__file__).parent / "data"
    assert sorted(fact.name for fact in facts.all_facts()) == sorted(file.stem for file in folder.iterdir())
