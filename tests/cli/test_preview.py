"""`scaffold preview` as a user sees it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click.testing
import pytest

from scaffolder import __version__
from scaffolder.cli import scaffold
from scaffolder.cli._progress import Progress
from scaffolder.engine.preview import NOT_KNOWN_OFFLINE
from tests.projects import write_project

PROGRAM = """
    import pulumi, pulumi_random as random

    class Box(pulumi.ComponentResource):
        def __init__(self, name, opts=None):
            super().__init__("test:index:Box", name, {}, opts)
            for number in range(5):
                random.RandomPet(f"{name}-pet-{number}", opts=pulumi.ResourceOptions(parent=self))
            random.RandomPassword(f"{name}-word", length=12, opts=pulumi.ResourceOptions(parent=self))

    Box("box")
    print("hello")
    pulumi.export("later", random.RandomPet("alone", length=2).id)
    pulumi.export("secret", pulumi.Output.secret(1))
    pulumi.export("url", "https://example.com")
    """

SHOWN = f"""\
dev  demo  embedded {__version__}

  box    Box  (6)
    5 x   random.RandomPet  pet-0, pet-1, pet-2, pet-3, pet-4
    word  random.RandomPassword  length=12
  alone  random.RandomPet  length=2

Outputs
  later   known after deployment
  secret  [secret]
  url     https://example.com

The program printed
  hello

7 resources in 1 component, no problems
{NOT_KNOWN_OFFLINE}"""


def run(*arguments: str | Path, code: int = 0) -> click.testing.Result:
    result = click.testing.CliRunner().invoke(scaffold, ["preview", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result


def without_seconds(text: str) -> str:
    return "\n".join(line.rpartition("  ")[0] if line.endswith(" s") else line for line in text.rstrip().splitlines())


def test_one_stack_is_shown_whole(tmp_path: Path) -> None:
    write_project(tmp_path, PROGRAM, files={"Pulumi.dev.yaml": ""})
    result = run(tmp_path, "--engine", "embedded")
    shown = without_seconds(result.stdout).splitlines()
    assert sorted(shown) == sorted(SHOWN.splitlines())
    assert shown[0] == SHOWN.splitlines()[0]
    assert result.stderr == "Engine: embedded, offline against simulated clouds.\n"


def test_json_is_one_document_and_nothing_else(tmp_path: Path) -> None:
    write_project(tmp_path, PROGRAM, files={"Pulumi.dev.yaml": ""})
    document = json.loads(run(tmp_path, "--engine", "embedded", "--json").stdout)
    assert document["project"] == "demo"
    [preview] = document["previews"]
    assert len(preview["resources"]) == 9
    assert preview["outputs"] == {
        "later": {"$unknown": True},
        "secret": {"$secret": True},
        "url": "https://example.com",
    }


def test_a_problem_is_shown_with_place_path_value_and_fix_and_exits_1(tmp_path: Path) -> None:
    program = 'import pulumi_random as r\n\nr.RandomPet("pet", length="many")\n'
    write_project(tmp_path, program, files={"Pulumi.dev.yaml": ""})
    shown = run(tmp_path, "--engine", "embedded", code=1).stdout
    assert (
        "Problems\n"
        "  x pet  random.RandomPet  __main__.py:3\n"
        '      length = "many"\n'
        '      `length` must be a whole number, not the string "many".\n'
        "      fix: Give a whole number.\n"
    ) in shown
    assert "1 resource, 1 error" in shown


def test_a_narrow_terminal_gets_narrow_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = """
        import pulumi_random as r

        for name in ("a-first-pet", "a-second-pet", "a-third-pet", "a-fourth-pet"):
            r.RandomPet(name)
        r.RandomPet("pet", length="many")
        """
    write_project(tmp_path, program, files={"Pulumi.dev.yaml": ""})
    monkeypatch.setenv("COLUMNS", "50")
    shown = run(tmp_path, "--engine", "embedded", code=1).stdout
    assert "  5 x  random.RandomPet  a-first-pet and 4 more\n" in shown
    assert (
        "      `length` must be a whole number, not the\n"
        '      string "many".\n'
        "      fix: Give a whole number.\n"
    ) in shown  # fmt: skip
    assert [line for line in shown.splitlines() if len(line) > 50 and "source: " not in line] == []


def test_what_is_not_made_here_is_shown_once(tmp_path: Path) -> None:
    program = """
        import pulumi_aws as aws

        for name in ("a", "b"):
            aws.ec2.SecurityGroup(name, vpc_id="vpc-0123456789abcdef0")
        aws.ecs.Cluster("core", name="core-cluster")
        aws.ecs.Service("web", cluster="core-clster")
        """
    write_project(tmp_path, program, files={"Pulumi.dev.yaml": "config: {aws:region: us-east-1}\n"})
    shown = run(tmp_path, "--engine", "embedded").stdout
    assert (
        "Not made here  referred to as if it were there\n"
        "  vpc-0123456789abcdef0  a vpcId\n"
        "  core-clster            web cluster; this program makes core-cluster\n"
    ) in shown
    write_project(tmp_path, "import pulumi\n")
    assert "Not made here" not in run(tmp_path, "--engine", "embedded").stdout


def test_a_failing_program_shows_the_users_own_lines(tmp_path: Path) -> None:
    files = {"helper.py": "def work():\n    raise ValueError('no good')\n", "Pulumi.dev.yaml": ""}
    write_project(tmp_path, "import helper\nhelper.work()\n", files=files)
    shown = run(tmp_path, "--engine", "embedded", code=1).stdout
    assert without_seconds(shown) == (
        f"dev  demo  embedded {__version__}\n"
        "\n"
        "Problems\n"
        "  x The program failed: ValueError: no good\n"
        "\n"
        "Where the program failed\n"
        "  __main__.py, line 2\n"
        "      helper.work()\n"
        "  helper.py, line 2, in work\n"
        "      raise ValueError('no good')\n"
        "\n"
        "0 resources, 1 error\n" + NOT_KNOWN_OFFLINE
    )


@pytest.mark.parametrize(
    ("stacks", "arguments", "chosen", "said"),
    [
        ([], [], ["dev"], ""),
        (["prod"], [], ["prod"], ""),
        (["dev", "prod"], [], ["dev"], "Previewing dev; --all also previews prod.\n"),
        (["dev-aws", "dev-gcp", "prod-aws"], [], ["dev-aws", "dev-gcp"],
         "Previewing dev-aws, dev-gcp; --all also previews prod-aws.\n"),
        (["one", "two"], [], ["one", "two"], ""),
        (["dev", "prod"], ["--all"], ["dev", "prod"], ""),
        (["dev", "prod"], ["--stack", "prod", "-s", "dev", "-s", "prod"], ["prod", "dev"], ""),
        ([], ["--stack", "mine"], ["mine"], ""),
    ],
)  # fmt: skip
def test_the_stacks_are_those_asked_for(
    stacks: list[str], arguments: list[str], chosen: list[str], said: str, tmp_path: Path
) -> None:
    write_project(tmp_path, files={f"Pulumi.{stack}.yaml": "" for stack in stacks})
    result = run(tmp_path, "--engine", "embedded", "--json", *arguments)
    assert [preview["stack"] for preview in json.loads(result.stdout)["previews"]] == chosen
    assert result.stderr == f"{said}Engine: embedded, offline against simulated clouds.\n"


def test_several_stacks_end_with_a_table(tmp_path: Path) -> None:
    program = 'import pulumi_random as r\nr.RandomPet("a")\nif __import__("pulumi").get_stack() == "b":\n    r.RandomPet("c", length="x")\n'
    write_project(tmp_path, program, files={"Pulumi.a.yaml": "", "Pulumi.b.yaml": ""})
    shown = run(tmp_path, "--engine", "embedded", "--all", code=1).stdout
    assert shown.endswith(
        "All stacks\n  a      1 resources  no problems\n  b      2 resources  1 error\n" + NOT_KNOWN_OFFLINE + "\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--all", "--stack", "dev"], "Error: --all and --stack exclude each other."),
        (["--live", "--timeout", "5"], "Error: --timeout and --live exclude each other."),
        (["--timeout", "0"], "Error: Invalid value for '--timeout': 0.0 is not in the range x>0."),
        (["--", "--diff"], "Error: unexpected argument '--diff'; arguments for `pulumi` need --live."),
        (
            ["--engine", "best"],
            "Error: Invalid value for '--engine': 'best' is not one of 'auto', 'pulumi', 'embedded'.",
        ),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(arguments: list[str], message: str, tmp_path: Path) -> None:
    result = run(write_project(tmp_path), *arguments, code=2)
    assert message in result.stderr


def test_a_stack_that_does_not_exist_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    write_project(tmp_path, files={"Pulumi.dev.yaml": ""})
    result = run(tmp_path, "--engine", "embedded", "--stack", "prod", code=1)
    assert "Error: There is no stack 'prod': this project has dev.\nFix: --stack dev\n" in result.stderr


def test_no_project_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    result = run(tmp_path, code=1)
    assert result.stderr.startswith(f"Error: No Pulumi project found: there is no Pulumi.yaml in {tmp_path}")


def fake_pulumi(folder: Path, body: str) -> dict[str, str]:
    script = folder / "bin" / "pulumi"
    script.parent.mkdir()
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)
    return {**os.environ, "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}"}


def test_live_becomes_the_users_own_preview(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", files={"Pulumi.dev.yaml": ""})
    environment = fake_pulumi(tmp_path, 'echo "$@"; exit 42')
    command = [
        sys.executable,
        "-m",
        "scaffolder",
        "preview",
        str(root),
        "--live",
        "--stack",
        "dev",
        "--",
        "--diff",
        "-v=3",
    ]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (42, f"preview --cwd {root} --stack dev --diff -v=3\n")


def test_live_takes_one_stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_project(tmp_path / "project", files={"Pulumi.dev.yaml": "", "Pulumi.prod.yaml": ""})
    monkeypatch.setenv("PATH", fake_pulumi(tmp_path, "exit 0")["PATH"])
    result = run(root, "--live", "-s", "dev", "-s", "prod", code=1)
    assert "Error: --live previews one stack at a time, not dev, prod.\n" in result.stderr


def test_live_without_pulumi_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run(write_project(tmp_path), "--live", code=1)
    assert "Error: --live needs the `pulumi` command, and there is none on PATH.\n" in result.stderr


def listen() -> None:
    """Hear Ctrl-C, also where these tests run in the background and a shell has it ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_exits_130_and_leaves_nothing_running(tmp_path: Path) -> None:
    program = "import os, time, pathlib\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(600)\n"
    root = write_project(tmp_path / "project", program, files={"Pulumi.dev.yaml": ""})
    left = tmp_path / "left"
    left.mkdir()
    command = [sys.executable, "-m", "scaffolder", "preview", str(root), "--engine", "embedded"]
    environment = {**os.environ, "TMPDIR": str(left)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, preexec_fn=listen)  # noqa: PLW1509 - nothing runs beside it
    pid = root / "pid"
    while not (pid.exists() and pid.read_text()):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate()
    assert process.returncode == 130
    assert complaint.endswith("Stopped.\n")
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)
    assert list(left.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_a_program_that_takes_too_long_is_shown_where_it_was(tmp_path: Path) -> None:
    # The signal of the limit, sent at the same place on every machine.
    program = "import signal\nprint('here')\nsignal.raise_signal(signal.SIGALRM)\n"
    shown = run(write_project(tmp_path, program), "--engine", "embedded", "--timeout", "600", code=1).stdout
    assert "  x The program failed: it had not ended after 600 seconds.\n" in shown
    assert "      fix: Look at what it does or waits for there; --timeout allows it more.\n" in shown
    assert "Where the program failed\n  __main__.py, line 3\n" in shown


def test_a_log_is_told_that_there_is_no_end_yet(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(long=0)
    progress.registered("dev", "urn")
    progress._wait()
    assert capsys.readouterr().err == "No end after 0 seconds: resources so far: dev: 1. Ctrl-C ends it.\n"


def test_where_steps_go_by_only_the_one_that_stands_still_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(long=0)
    titles = iter(["up", "destroy", "destroy"])

    def wait(_seconds: float) -> bool:
        progress.begins(next(titles))
        return False

    progress._stopped = SimpleNamespace(wait=wait)  # ty: ignore[invalid-assignment]
    progress._wait()
    assert capsys.readouterr().err == "No end after 0 seconds: destroy. Ctrl-C ends it.\n"
    assert list(titles) == []


PACK = """
    from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

    def short(args, report):
        if args.props.get("length", 0) > 3:
            report("longer than three words")

    PolicyPack("house", policies=[ResourceValidationPolicy(
        name="short-names", description="Keep names short.", validate=short,
        enforcement_level=EnforcementLevel.MANDATORY)])
    """


@pytest.mark.parametrize("named", [False, True])
def test_policies_are_held_against_the_preview(named: bool, tmp_path: Path) -> None:
    place = "rules" if named else "policy"
    files = {
        "Pulumi.dev.yaml": "",
        f"{place}/PulumiPolicy.yaml": "runtime: python\n",
        f"{place}/__main__.py": PACK,
    }
    root = write_project(tmp_path, 'import pulumi_random as r\nr.RandomPet("pet", length=5)\n', files=files)
    arguments = ["--policy", root / place] if named else ["--policy"]
    shown = run(root, "--engine", "embedded", "--json", *arguments, code=1).stdout
    [problem] = json.loads(shown)["previews"][0]["problems"]
    assert (problem["severity"], problem["message"]) == ("error", "policy short-names: longer than three words")


def test_policies_that_are_not_there_are_an_error(tmp_path: Path) -> None:
    result = run(write_project(tmp_path), "--engine", "embedded", "--policy", code=1)
    assert f"Error: There is no policy pack at {tmp_path / 'policy'}" in result.stderr
