"""Whole lives, rehearsed on the real engine."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from scaffolder.engine.pulumi_command import Search
from scaffolder.engine.rehearsal import rehearse as rehearsing
from scaffolder.engine.rehearsal.faults import ONE_AFTER_THE_OTHER, parse_fault
from scaffolder.engine.rehearsal.rehearse import Wanted, rehearse
from scaffolder.engine.rehearsal.timeline import Rehearsal, Verdict
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from tests.newcommand import files_below
from tests.projects import write_project

REPOSITORY = Workspace.find(Path(__file__).parent)
PET = "urn:pulumi:dev::demo::random:index/randomPet:RandomPet::pet"


def project(folder: Path, program: str, settings: str = "") -> Workspace:
    return Workspace.find(write_project(folder / "project", program, files={"Pulumi.dev.yaml": settings}))


def verdicts(rehearsal: Rehearsal) -> Mapping[str, str]:
    return {step.name: step.verdict.value for step in rehearsal.steps}


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("stack", "regions", "front"),
    [
        ("prod-aws", ["us-east-1", "us-west-2"], "CloudFront"),
        ("prod-gcp", ["us-central1", "us-east4"], "global load balancer"),
        ("prod-azure", ["swedencentral", "westeurope"], "Front Door"),
    ],
)
def test_every_clouds_prod_stack_lives_and_leaves_nothing(stack: str, regions: list[str], front: str) -> None:
    settings = REPOSITORY.stack_config_dir / f"Pulumi.{stack}.yaml"
    before = settings.read_bytes()
    rehearsal = rehearse(REPOSITORY, stack, Wanted(lose=[regions[0]]))
    assert [(step.name, finding) for step in rehearsal.steps for finding in step.findings] == []
    held = ("preview", "up", "again", "refresh", "change", "image", "unprotect", "destroy")
    assert verdicts(rehearsal) == dict.fromkeys(held, "held")
    roll = rehearsal.steps[5]
    assert [one.region for one in roll.rolled] == regions
    assert roll.rolled[0].ended <= roll.rolled[1].began
    (loss,) = rehearsal.losses
    assert (loss.region, loss.serving, loss.front.kind) == (regions[0], (regions[1],), front)
    assert [len(loss.front.lost), len(loss.front.left)] == [1, 1]
    assert settings.read_bytes() == before


@pytest.mark.usefixtures("engine")
def test_a_project_that_is_not_ours_is_rehearsed_without_what_it_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = """
        import pulumi, pulumi_random as random
        length = pulumi.Config().get_int("length")
        pet = random.RandomPet("pet", length=2, keepers={"length": str(length)},
            opts=pulumi.ResourceOptions(protect=True))
        pulumi.export("pet", pet.id)
        """
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    workspace = project(tmp_path, program, "config:\n  demo:length: 3\n")
    before = files_below(workspace.root)
    rehearsal = rehearse(workspace, "dev", Wanted())
    assert verdicts(rehearsal) == {
        "preview": "held",
        "up": "held",
        "again": "held",
        "refresh": "held",
        "change": "skipped",
        "image": "skipped",
        "unprotect": "held",
        "destroy": "held",
    }
    assert rehearsal.steps[6].commands == ["pulumi state unprotect --all"]
    assert list(scratch.iterdir()) == []
    assert files_below(workspace.root) == before


@pytest.mark.usefixtures("engine")
def test_a_program_that_never_comes_to_rest_does_not_hold(tmp_path: Path) -> None:
    program = """
        import time, pulumi, pulumi_random as random
        random.RandomPet("pet", separator=str(time.time()))
        """
    rehearsal = rehearse(project(tmp_path, program), "dev", Wanted())
    again = rehearsal.steps[2]
    assert (again.name, again.verdict) == ("again", Verdict.FAILED)
    assert [finding.urn for finding in again.findings] == [PET]
    assert again.findings[0].message.endswith("though nothing had changed.")
    assert rehearsal.failed


@pytest.mark.usefixtures("engine")
def test_a_wrong_program_is_told_by_the_preview_and_nothing_else_is_tried(tmp_path: Path) -> None:
    rehearsal = rehearse(
        project(tmp_path, "import pulumi_random as r\nr.RandomPet('pet', length='x')"), "dev", Wanted()
    )
    assert verdicts(rehearsal) == {"preview": "failed"}
    assert [problem.property for problem in rehearsal.steps[0].problems] == ["length"]


CHAIN = """
    import pulumi, pulumi_random as random
    pet = random.RandomPet("pet")
    word = random.RandomString("word", length=3, opts=pulumi.ResourceOptions(depends_on=[pet]))
    next = random.RandomPet("next", opts=pulumi.ResourceOptions(depends_on=[word]))
    last = random.RandomPet("last", opts=pulumi.ResourceOptions(depends_on=[next]))
    """


@pytest.mark.usefixtures("engine")
def test_whatever_fails_the_next_update_finishes(tmp_path: Path) -> None:
    fail = [parse_fault("RandomPet", ONE_AFTER_THE_OTHER)]
    rehearsal = rehearse(project(tmp_path, CHAIN), "dev", Wanted(fail=fail, seed="7"))
    assert not rehearsal.failed
    failed = [step for step in rehearsal.steps if step.name == "fail"]
    assert [(step.title, step.notes[0].partition(":")[0]) for step in failed] == [
        ("up fails", "throttle"),
        ("up fails", "refused"),
        ("up fails", "crashed-before"),
        ("up is killed", "killed-before"),
        ("up fails", "timeout"),
        ("up fails", "crashed"),
        ("up is killed", "killed"),
    ]
    gone = "the engine and its providers are gone, and the stack is locked"
    assert [step.said for step in failed[:2]] == [["pet: too many requests"], ["pet: permission denied"]]
    assert failed[3].said == [gone, "never ended: creating pet"]
    assert failed[4].said == [
        "pet: timeout while waiting for the creation to complete (last state: 'PENDING', timeout: 20m0s)"
    ]
    assert failed[5].said[-1] == "the cloud has made next; pending.json gets the ids"
    assert failed[6].said == [
        gone,
        "never ended: creating last",
        "the cloud has made last; pending.json gets the ids",
    ]
    imported = [
        "pulumi preview --import-file pending.json",
        "pulumi import --file pending.json --generate-code=false --protect=false",
    ]
    cleared = "pulumi refresh --clear-pending-creates"
    assert [step.commands for step in failed[2:]] == [
        [],
        ["pulumi cancel", cleared],
        [],
        imported,
        ["pulumi cancel", *imported, cleared],
    ]
    assert verdicts(rehearsal)["destroy"] == "held"


@pytest.mark.usefixtures("engine")
def test_failures_of_updates_and_deletes_come_when_these_do(tmp_path: Path) -> None:
    program = """
        import pulumi, pulumi_aws as aws
        aws.cloudwatch.LogGroup("logs", retention_in_days=pulumi.Config().get_int("days"), region="us-east-1")
        """
    asked = (("LogGroup:update", "refused"), ("LogGroup:delete", "killed"), ("LogGroup:update:9", "timeout"))
    fail = [parse_fault(text, [kind]) for text, kind in asked]
    wanted = Wanted(fail=fail, change=("days", "7"))
    rehearsal = rehearse(project(tmp_path, program, "config:\n  demo:days: 3\n"), "dev", wanted)
    names = [(step.name, step.title) for step in rehearsal.steps if step.name in {"fail", "change", "destroy"}]
    assert names == [
        ("fail", "up fails"),
        ("change", "change a setting"),
        ("fail", "destroy is killed"),
        ("destroy", "destroy"),
        ("fail", "fail"),
    ]
    # What never came is the only thing that did not hold.
    assert [step.title for step in rehearsal.steps if step.verdict is Verdict.FAILED] == ["fail"]
    assert [finding.message for finding in rehearsal.steps[-1].findings] == [
        "timeout: update of aws:cloudwatch/logGroup:LogGroup never came: fewer than 9 were made."
    ]


# A revision comes before the last one goes; a log group of a given name after it, and what it holds goes first.
_REVISION_KILLED = ("TaskDefinition:replace", "killed")
_GROUP_CRASHED = ("LogGroup:replace", "crashed")


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("asked", "renamed", "perhaps"),
    [
        pytest.param([_REVISION_KILLED], {"task-replaced"}, set(), id="before-the-old-goes"),
        pytest.param([_GROUP_CRASHED], {"logs-replaced"}, set(), id="after-the-old-went"),
        # Whether the engine that is killed has heard that the old group went is a matter of moments. If it has, the
        # group is in no state any more when its turn comes to crash, and there is nothing to rename.
        pytest.param([_REVISION_KILLED, _GROUP_CRASHED], {"task-replaced"}, {"logs-replaced"}, id="both"),
    ],
)
def test_a_replacement_that_was_half_done_is_finished_with_nothing_left_behind(
    tmp_path: Path, asked: list[tuple[str, str]], renamed: set[str], perhaps: set[str]
) -> None:
    program = """
        import pulumi, pulumi_aws as aws
        cpu = pulumi.Config().require("cpu")
        task = aws.ecs.TaskDefinition("task", family="one", cpu=cpu, memory="1024", network_mode="awsvpc",
            requires_compatibilities=["FARGATE"], container_definitions='[{"name": "a", "image": "nginx"}]')
        logs = aws.cloudwatch.LogGroup("logs", name=cpu)
        aws.cloudwatch.LogStream("stream", name="s", log_group_name=logs.name)
        """
    wanted = Wanted(fail=[parse_fault(text, [kind]) for text, kind in asked], change=("cpu", "512"))
    rehearsal = rehearse(
        project(tmp_path, program, 'config:\n  aws:region: us-east-1\n  demo:cpu: "256"\n'), "dev", wanted
    )
    assert [finding for step in rehearsal.steps for finding in step.findings] == []
    failed = [step for step in rehearsal.steps if step.name == "fail"]
    types = {"TaskDefinition": "aws:ecs/taskDefinition:TaskDefinition", "LogGroup": "aws:cloudwatch/logGroup:LogGroup"}
    assert sorted(step.notes[0] for step in failed) == sorted(
        f"{kind}: replace of {types[text.partition(':')[0]]}" for text, kind in asked
    )
    commands = [command for step in failed for command in step.commands if "state rename" in command]
    found = {command.rpartition(" ")[2] for command in commands}
    assert renamed <= found <= renamed | perhaps
    assert verdicts(rehearsal) == {
        **dict.fromkeys(("preview", "up", "again", "refresh", "fail", "change", "destroy"), "held"),
        "image": "skipped",
    }


@pytest.mark.usefixtures("engine")
def test_ctrl_c_ends_everything_and_leaves_nothing(tmp_path: Path) -> None:
    workspace = project(tmp_path, "import pulumi\npulumi.export('a', 1)")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-u", "-m", "scaffolder", "rehearse", str(workspace.root)]
    environment = {**os.environ, "TMPDIR": str(scratch)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        # The preview is over, and the first update begins.
        while " preview " not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read().endswith("Stopped.\n")
    assert list(scratch.iterdir()) == []
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(scratch) not in running


@pytest.mark.usefixtures("engine")
def test_a_region_is_refused_before_anything_is_deployed() -> None:
    told: list[str] = []
    watcher = rehearsing.Watcher(begins=told.append)
    with pytest.raises(ScaffolderError, match="--lose mars: this stack serves from us-central1"):
        rehearse(REPOSITORY, "dev-gcp", Wanted(lose=["mars"]), watcher)
    assert told == ["preview"]


def test_without_an_engine_it_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scaffolder.engine.pulumi_command.search_pulumi", lambda: Search(command=None))
    with pytest.raises(ScaffolderError) as refused:
        rehearse(project(tmp_path, ""), "dev", Wanted())
    assert str(refused.value) == "A rehearsal needs the `pulumi` command, and there is none on this machine."
    assert refused.value.fix == "Get it with `scaffold doctor --install-pulumi`."


@pytest.mark.usefixtures("engine")
def test_what_pulumi_cannot_do_offline_is_told_by_its_reason(tmp_path: Path) -> None:
    workspace = project(tmp_path, 'import pulumi\npulumi.StackReference("acme/network/prod")\n')
    with pytest.raises(ScaffolderError) as raised:
        rehearse(workspace, "dev", Wanted())
    assert str(raised.value) == (
        "Stack 'dev' cannot be rehearsed offline: it refers to a stack of another organization."
    )
    assert raised.value.fix == "Preview it: scaffold preview --stack dev"
