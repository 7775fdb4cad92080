"""What `scaffold new` refuses: each with the value, what is allowed, exit code 1 or 2, and nothing written."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder.project import apply
from scaffolder.shipped import program_module
from tests.newcommand import APART, refused, run_scaffold, unchanged


@pytest.fixture(autouse=True)
def _nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test runs in a folder with a file of the user's, and every one of them leaves it as it was."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text("mine")


NAME_RULE = "Allowed: 2 to 40 lower-case letters, digits and single hyphens, a letter first, no hyphen last."


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("", ""),
        ("a" * 64, f" For example {'a' * 40}."),
        ("Sentiment", " For example sentiment."),
        ("1st", " For example st."),
        ("sentiment-", " For example sentiment."),
        ("senti--ment", " For example senti-ment."),
        ("senti_ment", " For example senti-ment."),
        ("gefühl", " For example gefuhl."),
        ("感情", ""),
        ("../x", ""),
        ("a/b", " For example a-b."),
        ("a\\b", " For example a-b."),
        ("/etc/passwd", " For example etc-passwd."),
        (".", ""),
        ("a b", " For example a-b."),
        ("a\n", ""),
    ],
)
def test_a_name_that_a_service_cannot_have(
    name: str, example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is written beside the folder either, where some of the names lead.
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with unchanged(tmp_path):
        result = run_scaffold("new", name, "--cloud", "gcp")
    assert refused(result) == (f"name: {name!r} cannot be a service's name.", NAME_RULE + example)


@pytest.mark.parametrize("name", ["aws", "gcp", "azure", "test", "pulumi", "app", "infra", "con", "nul"])
def test_a_name_that_is_taken(name: str, tmp_path: Path) -> None:
    with unchanged(tmp_path):
        result = run_scaffold("new", name, "--cloud", "gcp")
    assert refused(result) == (f"name: {name!r} is a reserved name.", f"Choose another, for example {name}-service.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--cloud", "gcp"], "Missing argument 'NAME': how the service is called."),
        (["sentiment"], "Missing option '--cloud'. Choose from: aws, gcp, azure."),
        (
            ["sentiment", "--cloud", "gcpp"],
            "Invalid value for '--cloud': 'gcpp' is not one of 'aws', 'gcp', 'azure'.",
        ),
        (["sentiment", "more", "--cloud", "gcp"], "Got unexpected extra argument (more)"),
        (["sentiment", "--regin", "x"], "No such option '--regin'. (Did you mean one of: '--env', '--region'?)"),
    ],
)
def test_a_command_line_that_cannot_be_read(arguments: list[str], message: str, tmp_path: Path) -> None:
    with unchanged(tmp_path):
        result = run_scaffold("new", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == f"Error: {message}"


@pytest.mark.parametrize(
    ("arguments", "message", "fix"),
    [
        (
            ["--cloud", "gcp", "--region", "us-east-1"],
            "regions: 'us-east-1' is a region of aws, not of gcp.",
            "Did you mean us-east1?",
        ),
        (
            ["--cloud", "gcp", "--cloud", "azure", "--region", "us-east-1"],
            "regions (stack dev-gcp, prod-gcp): 'us-east-1' is a region of aws, not of gcp.",
            "Did you mean us-east1?",
        ),
        (
            ["--cloud", "aws", "--region", "eu-west-9"],
            "regions: 'eu-west-9' is not a region of aws.",
            "Did you mean eu-west-3?",
        ),
        (
            ["--cloud", "gcp", "--region", "us-east1", "--region", "us-east1"],
            "regions: 'us-east1' is listed twice.",
            "List each region once.",
        ),
        (
            ["--cloud", "gcp", "--set", "maxReplica=3"],
            "maxReplica: there is no such setting.",
            "Did you mean maxReplicas?",
        ),
        (
            ["--cloud", "gcp", "--set", "maxReplicas=many"],
            'maxReplicas: "many" cannot be used.',
            "Allowed: a whole number from 1 to 100.",
        ),
        (
            ["--cloud", "gcp", "--set", "maxReplicas=1000"],
            "maxReplicas: 1000 cannot be used.",
            "Allowed: a whole number from 1 to 100.",
        ),
        (
            ["--cloud", "gcp", "--set", "staging:port=1"],
            "'staging' is no cloud, environment or stack of this project.",
            "Use one of: gcp, dev, prod.",
        ),
        (
            ["--cloud", "gcp", "--set", "prood:port=1"],
            "'prood' is no cloud, environment or stack of this project.",
            "Did you mean prod?",
        ),
        (
            ["--cloud", "gcp", "--set", "port"],
            "--set port is not KEY=VALUE.",
            "Write --set maxReplicas=10, or --set prod:maxReplicas=40.",
        ),
        (
            ["--cloud", "gcp", "--set", "port=1", "--set", "port=2"],
            "port is given twice: by --set port=1 and --set port=2.",
            "Give it once.",
        ),
        (
            ["--cloud", "gcp", "--image", "x", "--set", "image=y"],
            "image is given twice: by --image and --set image=y.",
            "Give it once.",
        ),
        (
            ["--cloud", "gcp", "--set", "cloud=aws"],
            "cloud is no setting to give: it tells stacks apart.",
            "Use --cloud.",
        ),
        (["--cloud", "gcp", "--cloud", "gcp"], "The cloud 'gcp' is given twice.", "Give --cloud gcp once."),
        (
            ["--cloud", "gcp", "--env", "dev", "--env", "dev"],
            "The environment 'dev' is given twice.",
            "Give --env dev once.",
        ),
        (
            ["--cloud", "gcp", "--env", "gcp"],
            "An environment cannot be called 'gcp', as a cloud is.",
            "Choose a name like dev or prod.",
        ),
        (
            ["--cloud", "gcp", "--env", "Prod"],
            'environment: "Prod" cannot be used.',
            "Allowed: 1 to 12 lower-case letters and digits, a letter first.",
        ),
        (
            ["--cloud", "gcp", "--image", "sentiment:latest"],
            'image: "sentiment:latest" cannot be used.',
            "Allowed: registry/name@sha256:<64 hex digits>, or empty to build app/.",
        ),
    ],
)
def test_an_answer_that_cannot_be_served(arguments: list[str], message: str, fix: str, tmp_path: Path) -> None:
    with unchanged(tmp_path):
        result = run_scaffold("new", "sentiment", *arguments)
    assert refused(result) == (message, fix)


@pytest.mark.parametrize(
    ("cloud", "settings"),
    [
        ("aws", {"minReplicas": "9", "maxReplicas": "4"}),
        ("azure", {"timeoutSeconds": "600"}),
        ("gcp", {"env": "PORT=1"}),
    ],
)
def test_the_words_are_those_of_the_program_itself(cloud: str, settings: dict[str, str], tmp_path: Path) -> None:
    rules = program_module("settings")
    with pytest.raises(rules.SettingsError) as refusal:
        rules.Settings.parse({"cloud": cloud, **settings}, name="sentiment")
    (problem,) = refusal.value.problems
    sets = [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]
    with unchanged(tmp_path):
        result = run_scaffold("new", "sentiment", "--cloud", cloud, "--env", "dev", *sets)
    assert refused(result) == (f"{problem.key}: {problem.message}", problem.fix)


def test_a_size_that_fargate_has_not_says_which_it_has(tmp_path: Path) -> None:
    with unchanged(tmp_path):
        result = run_scaffold("new", "sentiment", "--cloud", "aws", "--set", "cpu=3", "--set", "memoryMib=512")
    message, fix = refused(result)
    assert message.startswith("cpu: ")
    assert "3" in message
    assert "512" in message
    assert "Fargate" in message + fix
    assert "0.25 vCPU" in message + fix


def test_every_wrong_answer_is_told_at_once(tmp_path: Path) -> None:
    with unchanged(tmp_path):
        result = run_scaffold("new", "Sentiment", "--cloud", "gcp", "--set", "ports=1", "--set", "prod:cpu=x")
    assert refused(result) == (
        "3 things cannot be served:\n"
        "  - ports: there is no such setting. Did you mean port?\n"
        f"  - name: 'Sentiment' cannot be a service's name. {NAME_RULE} For example sentiment.\n"
        '  - cpu (stack prod): "x" cannot be used. Allowed: a number from 0.25 to 32.',
        "Correct each of them.",
    )


@pytest.mark.parametrize(
    ("file", "content", "message", "fix"),
    [
        ("none.yaml", None, "none.yaml cannot be read: No such file or directory.", "Name a file that you can read."),
        ("a.txt", "name: x", "a.txt is no answers file: it ends in '.txt'.", "Use one of the endings .yaml, .yml, .toml, .json."),
        ("a", "name: x", "a is no answers file: it has no ending.", "Use one of the endings .yaml, .yml, .toml, .json."),
        ("a.json", "{", "a.json is no valid JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1).", "Correct that line."),
        ("a.toml", "name = ", "a.toml is no valid TOML: Invalid value (at end of document).", "Correct that line."),
        ("a.json", '{"clouds": ["aws"], "clouds": ["gcp"]}', "a.json is no valid JSON: the key 'clouds' is there twice.", "Correct that line."),
        ("a.json", "[" * 99_999, "a.json is nested too deeply.", "See `scaffold schema answers`."),
        ("a.yaml", "name: [x", None, "Correct that line."),
        ("a.yaml", "name: x\nname: y", "a.yaml is no valid YAML: the key 'name' is already set on line 1: line 2.", "Correct that line."),
        ("a.yaml", "- x", "a.yaml holds no answers but a list.", "The keys are: $schema, name, clouds, environments, regions, image, settings, overrides, plain_stacks, templates, answers."),
        ("a.yaml", "", "a.yaml is empty.", "The keys are: $schema, name, clouds, environments, regions, image, settings, overrides, plain_stacks, templates, answers."),
        ("a.yaml", "cloud: [aws]", "a.yaml: 'cloud' is no key of an answers file.", "Did you mean clouds?"),
        ("a.yaml", "clouds: aws", "a.yaml: clouds is a text, 'aws'.", "Give a list of clouds, like [aws, gcp]."),
        ("a.yaml", "name: 7", "a.yaml: name is a single value, 7.", "Give the service's name."),
        ("a.yaml", "settings: [1]", "a.yaml: settings is a list, [1].", "Give a table of setting to value."),
        ("a.yaml", "clouds: [azur]", "'azur' is no cloud.", "Did you mean azure?"),
        ("a.yaml", "clouds: [gcp]\nregions: {aws: [us-east-1]}", "There are regions of aws, but it is not asked for.", "Add --cloud aws."),
        ("a.yaml", "clouds: [gcp]\nsettings: {portt: 1}", "portt: there is no such setting.", "Did you mean port?"),
        ("a.yaml", "clouds: [gcp]\nenvironments: ['']", "The environment '' has no name.", "Give --env: dev, staging, prod."),
        ("a.yaml", "clouds: [gcp]\nenvironments: []", "There is no environment.", "Give --env: dev, staging, prod."),
    ],
)  # fmt: skip
def test_an_answers_file_that_cannot_be_used(
    file: str, content: str | None, message: str | None, fix: str, tmp_path: Path
) -> None:
    if content is not None:
        Path(file).write_text(content)
    with unchanged(tmp_path):
        result = run_scaffold("new", "sentiment", "--answers", file)
    found = refused(result)
    assert found == (message or found[0], fix)
    if message is None:
        assert found[0].startswith(f"{file} is no valid YAML: ")
        assert "line 1" in found[0]


def test_an_answers_file_that_is_no_text(tmp_path: Path) -> None:
    Path("a.yaml").write_bytes(b"\xff\xfe\x00")
    with unchanged(tmp_path):
        message, fix = refused(run_scaffold("new", "sentiment", "--answers", "a.yaml"))
    assert message.startswith("a.yaml is no UTF-8 text: ")
    assert fix == "Save it as UTF-8."


@pytest.mark.parametrize("target", ["full", "full/.git/..", "file", "file/below", "link", "dangling"])
def test_a_target_that_is_taken(target: str, tmp_path: Path) -> None:
    Path("full/.git").mkdir(parents=True)
    for name in ("a", "b", "c"):
        Path("full", name).write_text("mine")
    Path("file").write_text("mine")
    Path("empty").mkdir()
    Path("link").symlink_to("empty")
    Path("dangling").symlink_to("nowhere")
    message = {
        "full": "{} is not empty: it holds .git, a, b and more.",
        "full/.git/..": "{} is not empty: it holds .git, a, b and more.",
        "file": "{} is a file.",
        "file/below": "{} is no folder.",
        "link": "{} is a link.",
        "dangling": "{} is a link.",
    }[target]
    shown = tmp_path / {"file/below": "file", "full/.git/..": "full"}.get(target, target)
    fix = "Name another folder with --output."
    if target == "file":
        fix = "Name a folder with --output."
    if "link" in message:
        fix = f"Name the folder itself: --output {shown.resolve()}"
    with unchanged(tmp_path):
        result = run_scaffold("new", "sentiment", "--cloud", "gcp", "--output", target)
    assert refused(result) == (message.format(shown), fix)


def test_a_git_folder_with_anything_beside_it_is_not_empty(tmp_path: Path) -> None:
    Path("place/.git").mkdir(parents=True)
    Path("place/README").write_text("mine")
    with unchanged(tmp_path):
        result = run_scaffold("new", "sentiment", "--cloud", "gcp", "--output", "place")
    assert refused(result)[0] == f"{tmp_path / 'place'} is not empty: it holds .git, README."


def test_a_second_time_it_is_said_how_a_project_is_changed(tmp_path: Path) -> None:
    assert run_scaffold("new", "sentiment", "--cloud", "gcp", "--no-git").exit_code == 0
    with unchanged(tmp_path):
        message, fix = refused(run_scaffold("new", "sentiment", "--cloud", "aws"))
    assert message == (
        f"{tmp_path / 'sentiment'} is not empty: it holds .editorconfig, .gitattributes, .github and more."
    )
    assert (
        fix == "Name another folder with --output. To change the project that is there: scaffold add, scaffold update."
    )


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="only POSIX modes, and they bind no superuser")
def test_a_folder_that_is_closed(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    with unchanged(tmp_path):
        result = run_scaffold("new", "sentiment", "--cloud", "gcp", "--output", "closed/a/b")
    assert refused(result) == (f"{closed} cannot be written to.", "Name another folder with --output.")


def test_a_folder_that_may_not_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # noqa: ARG005 - os.access's signature
    with unchanged(tmp_path):
        result = run_scaffold("new", "sentiment", "--cloud", "gcp")
    assert refused(result) == (f"{tmp_path} cannot be written to.", "Name another folder with --output.")


def test_a_folder_that_proves_not_to_be_writable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mkdir(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr(Path, "mkdir", mkdir)
    with unchanged(tmp_path):
        result = run_scaffold("new", "sentiment", "--cloud", "gcp")
    assert refused(result) == (
        f"{tmp_path / 'sentiment'} cannot be written: Permission denied.",
        "Name a folder you can write to with --output.",
    )


@pytest.mark.parametrize("written", range(0, 40, 3))
@pytest.mark.parametrize(
    ("number", "why"), [(errno.ENOSPC, "the disk is full"), (errno.EDQUOT, "your quota is used up")]
)
def test_a_disk_that_gets_full_after_some_files(
    number: int, why: str, written: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(1000))
    write = os.write

    def fill(descriptor: int, data: bytes) -> int:
        if next(calls) >= written:
            raise OSError(number, os.strerror(number))
        return write(descriptor, data)

    monkeypatch.setattr(apply.os, "write", fill)
    with unchanged(tmp_path):
        result = run_scaffold("new", "sentiment", "--cloud", "gcp", "--output", "a/b")
    assert refused(result) == (
        f"{tmp_path / 'a/b'} cannot be written: {why}.",
        "Make room, or name another folder with --output.",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
def test_a_real_limit_on_the_size_of_files(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    command = [sys.executable, "-m", "scaffolder", "new", "sentiment", "--cloud", "gcp"]
    environment = {**os.environ, **APART, "SCAFFOLDER_CACHE": str(tmp_path_factory.mktemp("cache"))}
    with unchanged(tmp_path):
        done = subprocess.run(command, preexec_fn=limit, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Error: {tmp_path / 'sentiment'} cannot be written: a file got too large.\n"
        "Fix: Make room, or name another folder with --output.\n"
    )
