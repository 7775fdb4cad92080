"""`scaffold new`: what it writes and what it says."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from scaffolder import __version__
from scaffolder.project.record import FOLDER, read_record
from scaffolder.shipped import stacks_dir
from tests.newcommand import APART, differing, files_below, run_scaffold, unchanged

CLOUDS = ("aws", "gcp", "azure")
DEFAULT_REGIONS = {
    "aws": ["us-east-1", "us-west-2"],
    "gcp": ["us-central1", "us-east4"],
    "azure": ["swedencentral", "westeurope"],
}


@pytest.fixture(autouse=True)
def _in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in APART.items():
        monkeypatch.setenv(name, value)


def made(*arguments: str | Path) -> dict:
    """Make a project and give the document that the command prints of it."""
    result = run_scaffold("new", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def git(folder: str | Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_program_is_the_source_byte_for_byte_with_only_the_cloud_asked_for(cloud: str) -> None:
    made("sentiment", "--cloud", cloud)
    source = stacks_dir()
    expected = {"__main__.py": (source / "__main__.py").read_bytes()}
    for path in (source / "inference").rglob("*"):
        name = path.relative_to(source)
        other = name.parts[1] in CLOUDS and name.parts[1] != cloud
        if path.is_file() and "__pycache__" not in name.parts and not other:
            expected[name.as_posix()] = path.read_bytes()
    assert differing(files_below(Path("sentiment/infra")), expected) == []


@pytest.mark.parametrize("cloud", CLOUDS)
def test_one_cloud_has_a_stack_for_each_environment(cloud: str) -> None:
    usual = DEFAULT_REGIONS[cloud]
    assert made("sentiment", "--cloud", cloud)["stacks"] == [
        {"name": "dev", "cloud": cloud, "environment": "dev", "regions": usual[:1]},
        {"name": "prod", "cloud": cloud, "environment": "prod", "regions": usual},
    ]


def test_several_clouds_have_a_stack_for_each_environment_and_cloud_in_the_usual_order() -> None:
    document = made("sentiment", "--cloud", "azure", "--cloud", "aws", "--env", "dev", "--env", "staging")
    assert document["clouds"] == ["aws", "azure"]
    assert [stack["name"] for stack in document["stacks"]] == ["dev-aws", "dev-azure", "staging-aws", "staging-azure"]
    assert sorted(path.name for path in Path("sentiment").glob("Pulumi.*-*.yaml")) == [
        "Pulumi.dev-aws.yaml",
        "Pulumi.dev-azure.yaml",
        "Pulumi.staging-aws.yaml",
        "Pulumi.staging-azure.yaml",
    ]


def test_each_region_goes_to_the_cloud_that_has_it() -> None:
    regions = ["--region", "europe-west1", "--region", "eu-west-1", "--region", "europe-west4"]
    document = made("sentiment", "--cloud", "aws", "--cloud", "gcp", "--env", "dev", *regions)
    assert {stack["cloud"]: stack["regions"] for stack in document["stacks"]} == {
        "aws": ["eu-west-1"],
        "gcp": ["europe-west1", "europe-west4"],
    }


def test_settings_go_to_their_scope_and_the_narrower_wins() -> None:
    settings = ["maxReplicas=5", "aws:maxReplicas=6", "prod:maxReplicas=7", "prod-aws:maxReplicas=8", "gcp:port=9000"]
    made("sentiment", "--cloud", "aws", "--cloud", "gcp", *(part for text in settings for part in ("--set", text)))
    import yaml

    found = {
        stack: yaml.safe_load(Path(f"sentiment/Pulumi.{stack}.yaml").read_text())["config"]
        for stack in ("dev-aws", "dev-gcp", "prod-aws", "prod-gcp")
    }
    assert {stack: config["maxReplicas"] for stack, config in found.items()} == {
        "dev-aws": 6,
        "dev-gcp": 5,
        "prod-aws": 8,
        "prod-gcp": 7,
    }
    assert {stack: config.get("port") for stack, config in found.items()} == {
        "dev-aws": None,
        "dev-gcp": 9000,
        "prod-aws": None,
        "prod-gcp": 9000,
    }


def test_the_document_lists_what_is_on_disk() -> None:
    document = made("sentiment", "--cloud", "gcp")
    assert document["files"] == list(files_below(Path("sentiment")))
    assert {key: document[key] for key in ("schema", "path", "written", "name", "git", "next")} == {
        "schema": 1,
        "path": str(Path("sentiment").absolute()),
        "written": True,
        "name": "sentiment",
        "git": {"repository": True, "reason": ""},
        "next": ["cd sentiment", "scaffold preview --all", "pip install -e '.[dev]' && pytest"],
    }


def test_the_same_answers_give_the_same_bytes_however_they_are_given() -> None:
    Path("a.yaml").write_text(
        "name: sentiment\nclouds: [gcp, aws]\nenvironments: [prod]\nregions: [eu-west-1]\n"
        "settings: {cpu: 2, memoryMib: 4096}\noverrides: {aws: {maxReplicas: 20}}\n"
    )
    Path("a.toml").write_text(
        'name = "sentiment"\nclouds = ["aws", "gcp"]\nenvironments = ["prod"]\nregions = {aws = ["eu-west-1"]}\n'
        "settings = {cpu = 2.0, memoryMib = 4096}\noverrides = {aws = {maxReplicas = 20}}\n"
    )
    Path("a.json").write_text(
        '{"name": "sentiment", "clouds": ["aws", "gcp"], "environments": ["prod"], "regions": ["eu-west-1"],'
        '"settings": {"cpu": "2", "memoryMib": "4096"}, "overrides": {"aws": {"maxReplicas": "20"}}}'
    )
    flags = ["--cloud", "aws", "--cloud", "gcp", "--env", "prod", "--region", "eu-west-1"]
    sets = ["--set", "cpu=2", "--set", "memoryMib=4096", "--set", "aws:maxReplicas=20"]
    made("sentiment", *flags, *sets, "--output", "flags")
    for ending in ("yaml", "toml", "json"):
        made("--answers", f"a.{ending}", "--output", ending)
        assert differing(files_below(Path(ending)), files_below(Path("flags"))) == []


def test_what_is_typed_wins_over_the_answers_file() -> None:
    Path("a.yaml").write_text("name: one\nclouds: [aws]\nregions: [eu-west-1]\nsettings: {port: 1000, cpu: 2}\n")
    document = made("two", "--answers", "a.yaml", "--cloud", "gcp", "--region", "europe-west1", "--set", "port=2000")
    assert (document["name"], document["clouds"], document["stacks"][0]["regions"]) == (
        "two",
        ["gcp"],
        ["europe-west1"],
    )
    assert read_record(Path("two")).answers.settings == {"port": 2000, "cpu": "2"}


def test_a_recorded_project_can_be_made_again_from_its_record() -> None:
    made("sentiment", "--cloud", "aws", "--cloud", "gcp", "--set", "prod:labels=team=ml", "--region", "eu-west-1")
    made("--answers", Path("sentiment", FOLDER, "answers.json"), "--output", "again")
    assert differing(files_below(Path("again")), files_below(Path("sentiment"))) == []


def test_the_record_holds_the_tree_as_it_was_written() -> None:
    made("sentiment", "--cloud", "azure")
    record = read_record(Path("sentiment"))
    written = {path: content for path, content in files_below(Path("sentiment")).items() if not path.startswith(FOLDER)}
    assert differing({path: file.content for path, file in record.base.items()}, written) == []
    assert record.scaffolder_version == __version__
    assert [layer.name for layer in record.layers] == ["base", "azure", "service"]


def test_the_image_option_is_the_setting() -> None:
    image = "us-docker.pkg.dev/team/images/sentiment@sha256:" + "a" * 64
    made("sentiment", "--cloud", "gcp", "--image", image)
    assert read_record(Path("sentiment")).answers.settings == {"image": image}


def test_a_dry_run_shows_every_file_and_writes_nothing(tmp_path: Path) -> None:
    with unchanged(tmp_path):
        result = run_scaffold("new", "sentiment", "--cloud", "gcp", "--dry-run")
        document = made("sentiment", "--cloud", "gcp", "--dry-run")
    assert result.exit_code == 0
    first, *lines = result.stdout.splitlines()
    assert first == f"sentiment/ would hold {len(document['files'])} files:"
    files = [line for line in lines if not line.endswith("/")]
    assert [line.rpartition("── ")[2] for line in files] == [
        path.rpartition("/")[2] for path in sorted(document["files"], key=drawn_order)
    ]
    assert document["written"] is False
    assert document["git"] == {"repository": False, "reason": "this is a dry run"}


def drawn_order(path: str) -> list[tuple[bool, str]]:
    """Folders before files, each by name."""
    parts = path.split("/")
    return [(number == len(parts) - 1, part) for number, part in enumerate(parts)]


def test_it_ends_with_a_short_tree_and_the_next_commands() -> None:
    result = run_scaffold("new", "sentiment", "--cloud", "gcp", "--no-git")
    lines = result.stdout.splitlines()
    files = files_below(Path("sentiment"))
    assert lines[0] == f"sentiment/ holds {len(files)} files:"
    infra = sum(path.startswith("infra/") for path in files)
    assert [line.split() for line in lines if "infra/" in line] == [["├──", "infra/", str(infra), "files"]]
    assert result.stdout.endswith(
        """
Stacks:
  dev   gcp: us-central1
  prod  gcp: us-central1, us-east4

No git repository was made: --no-git was given.

Next:
  cd sentiment
  scaffold preview --all
  pip install -e '.[dev]' && pytest
"""
    )


def test_the_repository_has_one_commit_of_everything() -> None:
    files = made("sentiment", "--cloud", "gcp")["files"]
    assert git("sentiment", "rev-list", "--count", "HEAD") == "1"
    assert git("sentiment", "status", "--porcelain", "--ignored") == ""
    assert git("sentiment", "ls-files").splitlines() == sorted(files)
    assert git("sentiment", "branch", "--show-current") == "main"
    assert git("sentiment", "log", "--format=%an <%ae>|%s") == (
        "scaffold <scaffold@localhost>|Create the project with scaffold new"
    )


def test_the_users_own_git_identity_and_branch_are_kept(tmp_path: Path) -> None:
    config = tmp_path / "gitconfig"
    config.write_text("[user]\nname = Ada\nemail = ada@example.com\n[init]\ndefaultBranch = trunk\n")
    result = run_scaffold("new", "sentiment", "--cloud", "gcp", env={"GIT_CONFIG_GLOBAL": str(config)})
    assert result.exit_code == 0, result.stderr
    assert git("sentiment", "log", "--format=%an <%ae>") == "Ada <ada@example.com>"
    assert git("sentiment", "branch", "--show-current") == "trunk"


def test_inside_a_repository_no_other_is_made() -> None:
    subprocess.run(["git", "init", "--quiet", "."], check=True)
    document = made("sentiment", "--cloud", "gcp")
    assert document["git"] == {
        "repository": False,
        "reason": "it lies in one already; GitHub looks for workflows at the top of that only",
    }
    assert not Path("sentiment/.git").exists()


def test_a_new_repository_that_is_empty_is_kept() -> None:
    subprocess.run(["git", "init", "--quiet", "sentiment"], check=True)
    document = made("sentiment", "--cloud", "gcp")
    assert document["git"] == {"repository": False, "reason": "it has one already"}
    assert git("sentiment", "log", "--all", "--format=%s") == ""


def test_no_git_command_is_said_and_not_fatal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert made("sentiment", "--cloud", "gcp")["git"] == {"repository": False, "reason": "there is no git command"}
    assert Path("sentiment/Pulumi.yaml").is_file()


def test_an_empty_target_is_filled_and_keeps_its_mode() -> None:
    Path("place").mkdir(mode=0o750)
    Path("place").chmod(0o750)
    made("sentiment", "--cloud", "gcp", "--output", "place")
    assert Path("place/Pulumi.yaml").is_file()
    assert Path("place").stat().st_mode & 0o777 == 0o750


def test_a_target_with_only_a_repository_keeps_it() -> None:
    subprocess.run(["git", "init", "--quiet", "place"], check=True)
    subprocess.run(["git", "-C", "place", "config", "remote.origin.url", "https://example.com/x.git"], check=True)
    before = sorted(str(path) for path in Path("place/.git").rglob("*"))
    made("sentiment", "--cloud", "gcp", "--output", "place")
    assert sorted(str(path) for path in Path("place/.git").rglob("*")) == before
    assert git("place", "config", "remote.origin.url") == "https://example.com/x.git"
    assert Path("place/Pulumi.yaml").is_file()
    assert sorted(entry.name for entry in Path().iterdir()) == ["place"]


def test_a_worktrees_git_file_is_kept() -> None:
    Path("place").mkdir()
    Path("place/.git").write_text("gitdir: ../elsewhere\n")
    made("sentiment", "--cloud", "gcp", "--output", "place")
    assert Path("place/.git").read_text() == "gitdir: ../elsewhere\n"
    assert Path("place/Pulumi.yaml").is_file()


def test_missing_parents_of_the_target_are_made() -> None:
    document = made("sentiment", "--cloud", "gcp", "--output", "a/b/c")
    assert document["next"][0] == "cd a/b/c"
    assert document["files"] == list(files_below(Path("a/b/c")))
    assert sorted(entry.name for entry in Path().iterdir()) == ["a"]


def test_in_the_folder_one_is_in_the_first_command_leads_back_to_it(tmp_path: Path) -> None:
    assert made("sentiment", "--cloud", "gcp", "--output", ".")["next"][0] == f"cd {tmp_path}"
    assert (tmp_path / "Pulumi.yaml").is_file()


def test_a_name_with_blanks_in_the_target_is_quoted() -> None:
    assert made("sentiment", "--cloud", "gcp", "--output", "my place")["next"][0] == "cd 'my place'"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "clouds: [gcp]\r\nsettings: {waf: off, rateLimitPer5Minutes: 0}\r\n"),
        ("a.toml", 'clouds = ["gcp"]\r\n[settings]\r\nwaf = "off"\r\nrateLimitPer5Minutes = 0\r\n'),
        ("a.json", '{"clouds": ["gcp"], "settings": {"waf": "off", "rateLimitPer5Minutes": 0}}\r\n'),
    ],
)
def test_answers_may_be_written_on_windows(name: str, text: str) -> None:
    Path(name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    document = made("sentiment", "--answers", name)
    assert [stack["cloud"] for stack in document["stacks"]] == ["gcp", "gcp"]
    assert '  waf: "off"\n' in Path("sentiment/Pulumi.dev.yaml").read_text()
