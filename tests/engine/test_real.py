"""The real engine leaves the user's things as they were, and nothing of its own behind."""

import os
import select
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scaffolder.engine.preview import Failure, Frame, Preview
from scaffolder.engine.pulumi_command import PulumiCommand
from scaffolder.engine.real import preview_real
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from scaffolder.paths import cache_dir
from scaffolder.simulator.values import UNKNOWN, Secret
from tests.projects import write_project

PROGRAM = """
import pulumi, pulumi_random as random
pet = random.RandomPet("pet", prefix=pulumi.Config().get("prefix"))
pulumi.export("pet", pet.id)
"""


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a folder for temporary files, both empty, and Pulumi variables of a user who is logged in."""
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    home.mkdir()
    scratch.mkdir()
    # The command itself may be in the user's cache.
    monkeypatch.setenv("SCAFFOLDER_CACHE", str(cache_dir()))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))
    for name, value in {
        "PULUMI_BACKEND_URL": "https://backend.invalid",
        "PULUMI_ACCESS_TOKEN": "pul-token",
        "PULUMI_STACK": "prod",
        "PULUMI_CONFIG_PASSPHRASE_FILE": "/nowhere",
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def project(folder: Path, program: str = PROGRAM, **files: str) -> Workspace:
    named = {name.replace("__", "."): text for name, text in files.items()}
    return Workspace.find(write_project(folder / "project", program, files=named))


def run(workspace: Workspace, engine: PulumiCommand) -> Preview:
    [preview] = preview_real(workspace, ["dev"], command=engine)
    return preview


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_nothing_is_left_behind_and_nothing_of_the_users_is_used(engine: PulumiCommand, clean: Path) -> None:
    workspace = project(clean, Pulumi__dev__yaml="config:\n    demo:prefix:   'my'  # mine\n")
    before = files_of(workspace.root)
    seen: list[tuple[str, str]] = []
    [preview] = preview_real(workspace, ["dev"], command=engine, on_resource=lambda *told: seen.append(told))
    assert (preview.engine, preview.engine_version, preview.live) == ("pulumi", engine.version, False)
    assert (preview.problems, preview.failure, preview.changes) == ((), None, {"create": 2})
    assert preview.outputs == {"pet": UNKNOWN}
    assert preview.resources[1].inputs == {"prefix": "my"}
    assert sorted(seen) == sorted(("dev", one.urn) for one in preview.resources)
    assert files_of(workspace.root) == before
    assert list((clean / "scratch").iterdir()) == []
    assert list((clean / "home").iterdir()) == []


def test_several_stacks_come_in_the_order_asked(engine: PulumiCommand, clean: Path) -> None:
    stacks = ["b", "c", "a"]
    workspace = project(clean, **{f"Pulumi__{name}__yaml": f"config:\n  demo:prefix: {name}\n" for name in stacks})
    previews = preview_real(workspace, stacks, command=engine)
    assert [(one.stack, one.resources[1].inputs) for one in previews] == [(name, {"prefix": name}) for name in stacks]
    assert list((clean / "scratch").iterdir()) == []


def test_one_stack_that_cannot_be_run_ends_the_others(engine: PulumiCommand, clean: Path) -> None:
    program = """
    import pulumi
    if pulumi.get_stack() == "a":
        import pulumi_snowflake
    import time
    time.sleep(600)
    """
    workspace = project(clean, program, Pulumi__a__yaml="", Pulumi__b__yaml="")
    with pytest.raises(ScaffolderError, match="pulumi_snowflake"):
        preview_real(workspace, ["a", "b"], command=engine)
    assert list((clean / "scratch").iterdir()) == []


def test_encrypted_settings_of_the_users_are_stood_in_for(engine: PulumiCommand, clean: Path) -> None:
    settings = """\
    # mine
    secretsprovider: gcpkms://projects/x/y
    encryptedkey: CiQA
    config:
      demo:token: {secure: AAABAA==}
      demo:count:
        secure: AAAB
      demo:tree:
        "pass word": [1, {secure: AAAB}]
        plain: kept
    """
    declared = "config:\n  token: {type: string, secret: true}\n  count: {type: integer, secret: true}\n"
    workspace = project(
        clean,
        """
        import pulumi
        config = pulumi.Config()
        pulumi.export("token", config.require_secret("token"))
        pulumi.export("count", config.require_secret_int("count"))
        pulumi.export("tree", config.require_secret_object("tree"))
        """,
        Pulumi__yaml=f"name: demo\nruntime: python\n{declared}",
        Pulumi__dev__yaml=settings,
    )
    before = files_of(workspace.root)
    preview = run(workspace, engine)
    assert preview.outputs == {
        "token": Secret("[secret]"),
        "count": Secret(0),
        "tree": Secret({"pass word": [1, "[secret]"], "plain": "kept"}),
    }
    assert any("not decrypted offline" in note for note in preview.notes)
    assert files_of(workspace.root) == before


def test_a_passphrase_of_the_users_is_not_asked_for(engine: PulumiCommand, clean: Path) -> None:
    salt = "encryptionsalt: v1:xPDlhWcMAm8=:v1:tpzPJlYnTmTmKQaR:kxcxHBBzTRnpP3VLnRN3cGvGTd1tvA==\n"
    workspace = project(clean, Pulumi__dev__yaml=f"{salt}config:\n  demo:prefix: x\n")
    assert run(workspace, engine).resources[1].inputs == {"prefix": "x"}
    assert (workspace.root / "Pulumi.dev.yaml").read_text().startswith(salt)


def test_a_project_without_stacks_is_previewed_as_a_new_one(engine: PulumiCommand, clean: Path) -> None:
    workspace = project(clean)
    preview = run(workspace, engine)
    assert preview.changes == {"create": 2}
    assert preview.notes == ("This project has no Pulumi.dev.yaml: previewed as a new stack 'dev' with the defaults.",)
    assert not (workspace.root / "Pulumi.dev.yaml").exists()


def test_files_that_would_shadow_ours_do_not(engine: PulumiCommand, clean: Path) -> None:
    broken = "raise SystemExit('shadowed')\n"
    workspace = project(clean, grpc__py=broken, yaml__py=broken, scaffolder__py=broken, Pulumi__dev__yaml="")
    preview = run(workspace, engine)
    assert (preview.failure, preview.problems, preview.changes) == (None, (), {"create": 2})


def test_an_official_language_host_tells_of_a_failure_by_its_log(
    engine: PulumiCommand, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ours, made to forget that a preview would read its report, logs failures as Pulumi's own does.
    host = clean / "official" / "pulumi-language-python"
    host.parent.mkdir()
    command = f"exec {sys.executable} -P -m scaffolder.engine.language_host"
    host.write_text(f'#!/bin/sh\nunset SCAFFOLDER_PROGRAM_REPORT\n{command} "$@"\n')
    host.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(host.parent), os.environ["PATH"]]))
    program = "import pulumi\n\ndef deep():\n    raise ValueError('no good')\n\ndeep()\n"
    workspace = project(clean, program, Pulumi__dev__yaml="")
    preview = run(workspace, replace(engine, language_host=host))
    assert preview.failure == Failure(
        type="ValueError",
        message="no good",
        frames=(
            Frame(file="__main__.py", line=6, function="<module>", text="deep()"),
            Frame(file="__main__.py", line=4, function="deep", text="raise ValueError('no good')"),
        ),
    )
    [problem] = preview.problems
    assert problem.message == "The program failed: ValueError: no good"


def test_what_the_engine_refuses_before_the_program_is_told(engine: PulumiCommand, clean: Path) -> None:
    workspace = project(
        clean, Pulumi__yaml="name: demo\nruntime: python\nrequiredPulumiVersion: '>=99.0.0'\n", Pulumi__dev__yaml=""
    )
    try:
        preview = run(workspace, engine)
    except ScaffolderError as error:
        told = str(error)
    else:
        told = " ".join(problem.message for problem in preview.problems if problem.severity == "error")
    assert "99.0.0" in told


def test_without_a_command_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("scaffolder.engine.real.find_pulumi", lambda: None)
    with pytest.raises(ScaffolderError, match="There is no `pulumi` command on this machine") as caught:
        preview_real(project(tmp_path), ["dev"])
    assert "scaffold doctor --install-pulumi" in caught.value.fix


DEADLINE = 120
WAITS = """
import os, pulumi, pulumi_random as random
random.RandomPet("pet")
pipe = os.open(os.environ["TOLD"], os.O_WRONLY)
os.write(pipe, b"here")
import time
time.sleep(600)
"""
PREVIEWS = """
import sys
from pathlib import Path
from scaffolder.engine.real import preview_real
from scaffolder.engine.workspace import Workspace
try:
    preview_real(Workspace.find(Path(sys.argv[1])), ["dev"])
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals and pipes are POSIX's")
@pytest.mark.usefixtures("engine")
def test_an_interrupt_ends_everything(clean: Path) -> None:
    workspace = project(clean, WAITS, Pulumi__dev__yaml="")
    pipe = clean / "pipe"
    os.mkfifo(pipe)
    told = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    environment = {**os.environ, "TOLD": str(pipe)}
    # Where these tests run in the background a shell has Ctrl-C ignored; the child must hear it.
    process = subprocess.Popen(
        [sys.executable, "-c", PREVIEWS, str(workspace.root)],
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - nothing runs beside it
    )
    try:
        assert read(told) == b"here"
        process.send_signal(signal.SIGINT)
        # The pipe ends when the program that holds it has ended.
        assert read(told) == b""
        assert process.wait(timeout=DEADLINE) == 130
    finally:
        process.kill()
        process.wait()
        os.close(told)
    assert list((clean / "scratch").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
@pytest.mark.usefixtures("engine")
def test_a_program_that_takes_too_long_is_ended_with_what_it_started(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = """
        import os, signal, subprocess, pulumi_random as random
        random.RandomPet("pet")
        subprocess.Popen(["sleep", "600"], stdout=os.open(os.environ["TOLD"], os.O_WRONLY))
        signal.raise_signal(signal.SIGALRM)
        """
    workspace = project(clean, program, Pulumi__dev__yaml="")
    pipe = clean / "pipe"
    os.mkfifo(pipe)
    told = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    monkeypatch.setenv("TOLD", str(pipe))
    (preview,) = preview_real(workspace, ["dev"], timeout=600)
    assert preview.failure
    assert preview.failure.text == "it had not ended after 600 seconds."
    assert [(frame.file, frame.line) for frame in preview.failure.frames] == [("__main__.py", 4)]
    # The pipe ends when the process that the program started has ended.
    assert read(told) == b""
    os.close(told)


def read(pipe: int) -> bytes:
    """What the pipe has to say next; nothing at all in two minutes is a failure, not a wait."""
    readable, _, _ = select.select([pipe], [], [], DEADLINE)
    assert readable, "the program never came to its pipe, or never left"
    return os.read(pipe, 100)
