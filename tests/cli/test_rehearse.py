"""`scaffold rehearse` as a user sees it."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scaffolder.cli import _render_rehearsal as render
from scaffolder.engine.rehearsal import rehearse as rehearsing
from scaffolder.engine.rehearsal.document import REHEARSAL_SCHEMA, rehearsal_document
from scaffolder.engine.rehearsal.faults import ONE_AFTER_THE_OTHER, Fault
from scaffolder.engine.rehearsal.loss import Capacity, FrontView, Loss, Noticed, OnlyThere
from scaffolder.engine.rehearsal.timeline import About, Finding, Rehearsal, Rolled, Step, Verdict
from scaffolder.errors import ScaffolderError
from scaffolder.simulator.problems import Problem
from tests.newcommand import refused, run_scaffold
from tests.projects import write_project

URN = "urn:pulumi:dev::demo::demo:index:Box$aws:ecs/service:Service::box-service"
ABOUT = About(
    project="demo", stack="prod", cloud="aws", environment="prod", engine_version="3.259.0", seed="7", notes=("a note",)
)


def step(name: str, title: str, verdict: Verdict = Verdict.HELD, **more: object) -> Step:
    values: dict[str, object] = {"commands": [f"pulumi {title}"], "began": 1.0, "seconds": 2.34, "counts": {}}
    return Step(name=name, title=title, verdict=verdict, **{**values, **more})  # ty: ignore[invalid-argument-type]


LOSS = Loss(
    region="us-east-1",
    resources=85,
    serving=("us-west-2",),
    front=FrontView(
        kind="CloudFront",
        lost=["origin us-east-1"],
        left=["origin us-west-2"],
        noticed=[
            Noticed(by="each request", seconds=10, formula="2 x 5 s", what="GET goes on", source="https://example.com"),
            Noticed(by="POST", seconds=None, formula="", what="is not failed over", source="https://example.com"),
        ],
    ),
    capacity=Capacity(regions=2, left=1, max_replicas=10, concurrency=16),
    only_there=(OnlyThere(role="alarms", names=["a", "b", "c", "d", "e"]),),
)
DOWN = Loss(
    region="us-east-1",
    resources=3,
    serving=(),
    front=FrontView(kind="", lost=(), left=(), noticed=()),
    capacity=None,
    only_there=(),
)
STEPS = (
    step("preview", "preview", counts={"create": 3}, began=0.0),
    step("again", "up again", counts={"same": 3}, commands=["pulumi up"], notes=["nothing to do"]),
    step(
        "image",
        "roll a new image",
        counts={"update": 2, "same": 1},
        commands=["pulumi up --config image=r/app@sha256:1"],
        rolled=[
            Rolled(region="us-east-1", resources=1, began=0.5, ended=1.25),
            Rolled(region="us-west-2", resources=2, began=1.25, ended=2),
        ],
    ),
    step(
        "fail",
        "up is killed",
        counts={"create": 1},
        commands=["pulumi cancel", "pulumi refresh --clear-pending-creates"],
        notes=["killed: create of a:b:C"],
        said=["the engine is gone", "never ended: creating x"],
    ),
    step("change", "change a setting", Verdict.SKIPPED, commands=[], notes=["this project has none"]),
    step(
        "destroy",
        "destroy",
        Verdict.FAILED,
        counts={"delete": 2},
        findings=[Finding(message="It is still there.", urn=URN), Finding(message="It ended badly.")],
    ),
)
REHEARSAL = Rehearsal(about=ABOUT, steps=STEPS, losses=(LOSS, DOWN), seconds=12.345)

SHOWN = """\
Rehearsal of prod  demo (prod, aws)  pulumi 3.259.0, offline against simulated clouds, seed 7
  a note

      at    took
    0.0s    2.3s  ok    preview             3 to create, components and providers among them
    1.0s    2.3s  ok    up again            3 unchanged; nothing to do
    1.0s    2.3s  ok    roll a new image    2 updated, 1 unchanged
                                            $ pulumi up --config image=r/app@sha256:1
                                            us-east-1   0.50s to  1.25s  1 resource
                                            us-west-2   1.25s to  2.00s  2 resources
    1.0s    2.3s  ok    up is killed        killed: create of a:b:C; 1 created
                                            the engine is gone
                                            never ended: creating x
                                            $ pulumi cancel
                                            $ pulumi refresh --clear-pending-creates
    1.0s          --    change a setting    this project has none
    1.0s    2.3s  FAIL  destroy             2 deleted
                                            x box-service  ecs.Service
                                              It is still there.
                                            x It ended badly.
                        lose us-east-1      85 resources gone; us-west-2 still serves
                                            front        CloudFront: lost origin us-east-1; left origin us-west-2
                                            after 10 s   each request (2 x 5 s): GET goes on
                                            never        POST: is not failed over
                                            capacity     160 of 320 requests at a time (50 %) with 10 replicas a region;
                                                         to carry the whole: maxReplicas 20
                                            only there   alarms: a, b, c and 2 more
                        lose us-east-1      the service is down: it has no other region

Did not hold: destroy  12.3 s
Not rehearsed: quotas, names already taken, what your account may do, and how long a real cloud takes."""


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def plain(text: str) -> str:
    from click import unstyle

    return unstyle(text)


def test_the_timeline_is_exactly_this() -> None:
    parts = [
        render.heading(ABOUT),
        *(render.step(one) for one in STEPS),
        render.loss(LOSS),
        render.loss(DOWN),
        render.ending(REHEARSAL),
    ]
    assert plain("\n".join(parts)) == SHOWN


def test_a_command_is_wrapped_and_only_its_long_values_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    value = "image=" + "a" * 30 + "b" * 30
    commands = ["pulumi refresh --clear-pending-creates", f"pulumi up --config {value}"]
    shown = plain(render.step(step("fail", "up is killed", commands=commands))).split("\n")
    assert [line.strip() for line in shown[-4:]] == [
        "$ pulumi refresh",
        "--clear-pending-creates",
        "$ pulumi up --config",
        f"image={'a' * 16}...{'b' * 22}",
    ]


def test_without_a_front_that_is_said() -> None:
    loss = Loss(region="a-1", resources=1, serving=("b-1", "b-2"), front=DOWN.front, capacity=None, only_there=())
    assert plain(render.loss(loss)).split("\n")[1].strip() == (
        "front        none: each region has an address of its own, and nothing moves"
    )


def test_many_findings_are_cut_short() -> None:
    findings = [Finding(message=f"finding {number}") for number in range(12)]
    lines = plain(render.step(step("destroy", "destroy", Verdict.FAILED, findings=findings))).split("\n")
    assert lines[-2:] == [f"{'':44}x finding 7", f"{'':44}and 4 more findings; --json has all"]


def test_the_previews_problems_are_shown_with_their_fix() -> None:
    problem = Problem(severity="error", urn=URN, property="cpu", message="It is odd.", fix="Make it even.", source="s")
    lines = plain(render.step(step("preview", "preview", Verdict.FAILED, problems=[problem]))).split("\n")
    assert [line.strip() for line in lines[1:]] == ["x box-service  ecs.Service", "cpu: It is odd. Make it even."]


def test_when_all_held_that_is_the_last_word() -> None:
    held = Rehearsal(about=ABOUT, steps=STEPS[:5], losses=(), seconds=1)
    assert plain(render.ending(held)).split("\n")[1] == "All 4 steps held  1.0 s"


def test_the_document_is_what_the_schema_promises() -> None:
    jsonschema.Draft202012Validator.check_schema(REHEARSAL_SCHEMA)
    document = rehearsal_document(REHEARSAL)
    jsonschema.validate(document, REHEARSAL_SCHEMA)
    assert (document["held"], document["seconds"], document["steps"][5]["verdict"]) == (False, 12.345, "failed")
    assert document["losses"][0]["capacity"]["percent"] == 50
    assert document["losses"][1]["capacity"] is None


@pytest.fixture
def rehearsed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """What the command asks to be rehearsed; the answer is `REHEARSAL`, or all held for stack `held`."""
    asked: list[tuple[str, object]] = []

    def answer(_workspace: object, stack: str, wanted: object, _watcher: object = None) -> Rehearsal:
        asked.append((stack, wanted))
        return Rehearsal(about=ABOUT, steps=STEPS[:5] if stack == "held" else STEPS, losses=(), seconds=1)

    monkeypatch.setattr(rehearsing, "rehearse", answer)
    return asked


@pytest.fixture
def project(tmp_path: Path) -> Path:
    stacks = {f"Pulumi.{name}.yaml": "" for name in ("dev-gcp", "held", "prod")}
    return write_project(tmp_path / "project", files=stacks)


@pytest.mark.parametrize(("stack", "code"), [("held", 0), ("prod", 3)])
def test_the_exit_code_says_whether_it_held(project: Path, rehearsed: list[object], stack: str, code: int) -> None:
    assert run_scaffold("rehearse", project, "--stack", stack).exit_code == code
    assert run_scaffold("rehearse", project, "--stack", stack, "--json").exit_code == code
    assert len(rehearsed) == 2


def test_without_a_stack_the_first_of_dev_is_taken_and_said(project: Path, rehearsed: list[tuple[str, object]]) -> None:
    result = run_scaffold("rehearse", project, "--lose", "us-east4", "--change", "a=b=c", "--seed", "7", "--json")
    assert rehearsed == [("dev-gcp", rehearsing.Wanted(lose=("us-east4",), change=("a", "b=c"), seed="7"))]
    assert result.stderr == "Rehearsing dev-gcp; --stack rehearses held, prod.\n"
    assert result.stdout.startswith("{\n")


def test_what_is_to_fail_and_how(project: Path, rehearsed: list[tuple[str, Any]]) -> None:
    run_scaffold(
        "rehearse", project, "-s", "prod", "--fail", "Pet:2", "--fail", "a:b:C:update", "--fail-kind", "killed"
    )
    run_scaffold("rehearse", project, "-s", "prod", "--fail", "Pet", "--fail-kind", "all")
    assert [wanted.fail for _, wanted in rehearsed] == [
        (
            Fault(type="Pet", op="create", nth=2, kinds=("killed",)),
            Fault(type="a:b:C", op="update", nth=1, kinds=("killed",)),
        ),
        (Fault(type="Pet", op="create", nth=1, kinds=ONE_AFTER_THE_OTHER),),
    ]


def test_a_failure_of_nothing_is_a_usage_error(project: Path) -> None:
    result = run_scaffold("rehearse", project, "--fail", "Pet:0")
    assert result.exit_code == 2
    assert "--fail takes TYPE[:OP][:N], not 'Pet:0'." in result.stderr


def test_a_kind_of_failure_without_one_is_a_usage_error(project: Path) -> None:
    result = run_scaffold("rehearse", project, "--fail-kind", "timeout")
    assert result.exit_code == 2
    assert "Error: --fail-kind says how --fail TYPE fails, and there is no --fail.\n" in result.stderr


@pytest.mark.parametrize("change", ["maxReplicas", "=3"])
def test_a_change_that_is_none_is_a_usage_error(project: Path, change: str) -> None:
    result = run_scaffold("rehearse", project, "--change", change)
    assert result.exit_code == 2
    assert f"--change takes KEY=VALUE, not {change!r}." in result.stderr


def test_an_error_of_the_users_exits_1(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Rehearsal:
        raise ScaffolderError("no", fix="way")

    monkeypatch.setattr(rehearsing, "rehearse", fail)
    assert refused(run_scaffold("rehearse", project, "--stack", "prod")) == ("no", "way")


def test_the_schema_is_printed() -> None:
    assert '"title": "What `scaffold rehearse --json` prints"' in run_scaffold("schema", "rehearsal").stdout
