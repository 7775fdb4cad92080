"""What `--fail` asks for."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scaffolder.engine.rehearsal.failing import Failures, Happened
from scaffolder.engine.rehearsal.faults import ONE_AFTER_THE_OTHER, Fault, parse_fault, settled
from scaffolder.engine.rehearsal.leftovers import left_over
from scaffolder.engine.rehearsal.recovery import recover, with_ids
from scaffolder.errors import ScaffolderError
from scaffolder.simulator.faults import Fault as Failure
from scaffolder.simulator.faults import Kind
from scaffolder.simulator.state import Held

TYPES = [
    "aws:ecs/service:Service",
    "aws:ecs/taskDefinition:TaskDefinition",
    "aws:lb/targetGroup:TargetGroup",
    "aws:lb/targetGroup:TargetGroup",
    "aws:cloudwatch/dashboard:Dashboard",
    "azure-native:app:ContainerApp",
    "gcp:cloudrunv2/service:Service",
]


def fault(type_: str, op: str = "create", nth: int = 1) -> Fault:
    return Fault(type=type_, op=op, nth=nth, kinds=("refused",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aws:ecs/service:Service", fault("aws:ecs/service:Service")),
        ("aws:ecs/service:Service:update", fault("aws:ecs/service:Service", "update")),
        ("aws:ecs/service:Service:2", fault("aws:ecs/service:Service", "create", 2)),
        ("aws:ecs/service:Service:delete:3", fault("aws:ecs/service:Service", "delete", 3)),
        ("ecs.Service:read", fault("ecs.Service", "read")),
        ("ecs.Service:replace:2", fault("ecs.Service", "replace", 2)),
        ("Service", fault("Service")),
        ("create", fault("create")),
    ],
)
def test_type_operation_and_number_are_told_apart(text: str, expected: Fault) -> None:
    assert parse_fault(text, ["refused"]) == expected


@pytest.mark.parametrize("text", ["x:0", ":create", ":2"])
def test_what_names_no_type_or_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_fault(text, ["refused"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("aws:ecs/service:Service", "aws:ecs/service:Service"),
        ("ecs/service:Service", "aws:ecs/service:Service"),
        ("aws.ecs.Service", "aws:ecs/service:Service"),
        ("ecs.service", "aws:ecs/service:Service"),
        ("TaskDefinition", "aws:ecs/taskDefinition:TaskDefinition"),
        ("containerapp", "azure-native:app:ContainerApp"),
        ("cloudrunv2.Service", "gcp:cloudrunv2/service:Service"),
    ],
)
def test_a_type_may_be_written_short(written: str, meant: str) -> None:
    assert settled(fault(written), TYPES).type == meant


def test_a_type_that_the_program_has_not_is_refused_with_near_ones() -> None:
    with pytest.raises(ScaffolderError) as refused:
        settled(fault("aws:lb/targetGroups:TargetGroups"), TYPES)
    assert str(refused.value) == (
        "--fail aws:lb/targetGroups:TargetGroups: this program has no resource of that type. "
        "Near: aws:lb/targetGroup:TargetGroup."
    )
    assert refused.value.fix == "--fail aws:lb/targetGroup:TargetGroup"


@pytest.mark.parametrize(("rest", "told"), [("explode", "explode"), ("create:x", "create:x"), ("explode:2", "explode")])
def test_what_is_no_operation_is_told(rest: str, told: str) -> None:
    with pytest.raises(ScaffolderError) as refused:
        settled(parse_fault(f"cloudrunv2.Service:{rest}", ["refused"]), TYPES)
    assert str(refused.value) == (
        f"--fail cloudrunv2.Service:{told}: `{told}` is no operation; there are create, update, delete, read, replace."
    )
    assert refused.value.fix == "--fail cloudrunv2.Service:create"


def test_a_type_that_may_mean_two_is_refused_with_both() -> None:
    with pytest.raises(ScaffolderError) as refused:
        settled(fault("Service"), TYPES)
    assert str(refused.value) == "--fail Service may mean aws:ecs/service:Service, gcp:cloudrunv2/service:Service."


def test_a_program_without_resources_has_nothing_to_fail() -> None:
    with pytest.raises(ScaffolderError) as refused:
        settled(fault("Service"), [])
    assert refused.value.fix == "Leave --fail out: the program has no resources."


class Clouds:
    """What `Failures` asks of a driver: the failures that are armed, and how often each was met."""

    def __init__(self) -> None:
        self.armed: list[Failure] = []
        self.met: dict[int, int] = {}

    def arm(self, failures: list[Failure]) -> None:
        self.armed = failures

    def faults_met(self) -> dict[int, int]:
        return self.met


def failures(clouds: Clouds, *faults: Fault) -> Failures:
    found = Failures(clouds, faults)  # ty: ignore[invalid-argument-type]
    found.settle(TYPES)
    return found


TARGETS = "aws:lb/targetGroup:TargetGroup"


def test_one_way_after_the_other_is_armed() -> None:
    clouds = Clouds()
    asked = Fault(type="TargetGroup", op="create", nth=2, kinds=ONE_AFTER_THE_OTHER)
    found = failures(clouds, asked)
    assert clouds.armed == [Failure(type=TARGETS, op="create", nth=2, kind=Kind.THROTTLE)]
    assert found.happened() == ()
    clouds.met = {0: 1}
    assert found.happened() == ()
    clouds.met = {0: 2}
    (happened,) = found.happened()
    assert (happened.kind, happened.fault.type) == ("throttle", TARGETS)
    assert clouds.armed[1:] == [Failure(type=TARGETS, op="create", nth=1, kind=Kind.REFUSED)]
    assert found.happened() == ()
    clouds.met = {0: 3, 1: 1}
    assert [one.kind for one in found.happened()] == ["refused"]
    assert [one.kind for one in clouds.armed] == [Kind.THROTTLE, Kind.REFUSED, Kind.KILLED_BEFORE]


def test_what_never_happened_is_told_from_what_others_left_nothing_for() -> None:
    clouds = Clouds()
    found = failures(
        clouds,
        fault("ContainerApp", "update"),
        Fault(type="Dashboard", op="create", nth=1, kinds=("timeout", "killed")),
    )
    clouds.met = {1: 1}
    assert [one.kind for one in found.happened()] == ["timeout"]
    assert [(one.fault.type, one.kind, others) for one, others in found.missed()] == [
        ("azure-native:app:ContainerApp", "refused", False),
        ("aws:cloudwatch/dashboard:Dashboard", "killed", True),
    ]


def test_several_can_happen_at_once() -> None:
    clouds = Clouds()
    found = failures(clouds, fault("ecs.Service"), fault("Dashboard"))
    clouds.met = {0: 1, 1: 1}
    assert found.happened() == tuple(
        Happened(fault=fault(one), kind="refused")
        for one in ("aws:ecs/service:Service", "aws:cloudwatch/dashboard:Dashboard")
    )
    assert found.missed() == ()


def held(name: str, id_: str, type_: str = "a:b:C", *, above: str = "", arn: str = "") -> Held:
    urn = f"urn:pulumi:s::p::{above}{type_}::{name}"
    return Held(number=1, type=type_, place="", id=id_, urn=urn, inputs={}, properties={"arn": arn} if arn else {})


def test_what_the_cloud_has_gets_its_id_in_the_file_for_an_import() -> None:
    table = {"box": "urn:pulumi:s::p::my:a:Box::box", "stack": "urn:pulumi:s::p::pulumi:pulumi:Stack::s"}
    task = "aws:ecs/taskDefinition:TaskDefinition"
    placeholder = "<PLACEHOLDER>"
    resources = [
        {"type": "a:b:C", "name": "one", "id": placeholder, "parent": "box", "provider": "p"},
        {"type": "a:b:C", "name": "cTwo", "logicalName": "two", "id": placeholder, "parent": "stack"},
        {"type": "a:b:C", "name": "not there", "id": placeholder},
        {"type": task, "name": "task", "id": placeholder},
    ]
    arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/family:2"
    there = [
        held("one", "in another box", above="other:a:Box$"),
        held("one", "1", above="my:a:Box$"),
        held("two", "2"),
        held("task", "family", task, arn=arn),
    ]
    assert with_ids({"nameTable": table, "resources": resources}, there) == {
        "nameTable": table,
        "resources": [
            {"type": "a:b:C", "name": "one", "id": "1", "parent": "box", "provider": "p"},
            {"type": "a:b:C", "name": "cTwo", "logicalName": "two", "id": "2", "parent": "stack"},
            {"type": task, "name": "task", "id": arn},
        ],
    }


def test_what_is_left_over_is_told_by_id_and_arn_and_then_by_urn() -> None:
    arns = [f"arn:aws:ecs:us-east-1:123456789012:task-definition/family:{number}" for number in (1, 2)]
    known = [("a:b:C", "same", ""), ("a:b:C", "family", arns[0])]
    here, there = held("here", "same"), held("there", "same")
    revisions = [held("task", "family", arn=arn) for arn in arns]
    assert left_over(known, {here.urn}, [there, here, *revisions]) == [there, revisions[1]]


class Killed:
    """What `recover` asks of a driver after a kill: the state as it was left, and what the cloud has."""

    def __init__(self, resources: list[dict[str, Any]], content: list[Held]) -> None:
        self._resources = resources
        self._content = content

    def pending(self) -> list[dict[str, Any]]:
        return []

    def resources(self) -> list[dict[str, Any]]:
        return [{"custom": True, "type": "a:b:C", **one} for one in self._resources]

    def content(self) -> list[Held]:
        return self._content

    def on_stack(self, *arguments: str) -> str:
        return " ".join(arguments)

    def list_missing(self, file: Path) -> str:
        resources = [{"type": "a:b:C", "name": "x", "id": "<PLACEHOLDER>"}]
        file.write_text(json.dumps({"resources": resources}), encoding="utf-8")
        return "list"

    def edit_state(self, _file: Path, edit: Callable[[dict[str, Any]], None]) -> list[str]:
        edit({"resources": self._resources})
        return [f"state is {self._resources}"]

    def take_in(self, file: Path) -> str:
        return f"import {[one['id'] for one in json.loads(file.read_text(encoding='utf-8'))['resources']]}"


X = "urn:pulumi:s::p::a:b:C::x"
RENAMED = f"state rename {X} x-replaced --yes"


@pytest.mark.parametrize(
    ("resources", "content", "commands"),
    [
        # Nobody has seen a new one: none was made, or it is in the state.
        ([{"urn": X, "id": "1"}], [held("x", "1")], []),
        ([{"urn": X, "id": "2"}, {"urn": X, "id": "1", "delete": True}], [held("x", "1"), held("x", "2")], []),
        # It was made, and the old one is still there, marked to be deleted or not yet.
        ([{"urn": X, "id": "1"}], [held("x", "1"), held("x", "2")], [RENAMED, "list", "import ['2']"]),
        (
            [{"urn": X, "id": "1", "delete": True}],
            [held("x", "1"), held("x", "2")],
            [f"state is {[{'urn': X, 'id': '1'}]}", RENAMED, "list", "import ['2']"],
        ),
        # The old one had to go first, and the new one has its id.
        ([{"urn": X, "id": "1", "pendingReplacement": True}], [], []),
        ([{"urn": X, "id": "1", "pendingReplacement": True}], [held("x", "1")], [RENAMED, "list", "import ['1']"]),
        # There was none before.
        ([], [held("x", "1")], ["list", "import ['1']"]),
    ],
)
def test_what_an_operator_does_by_what_state_and_cloud_have(
    tmp_path: Path, resources: list[dict[str, Any]], content: list[Held], commands: list[str]
) -> None:
    driver = Killed(resources, content)
    found = recover(driver, folder=tmp_path, killed=True)  # ty: ignore[invalid-argument-type]
    assert found.commands == ["cancel --yes", *commands]
    assert list(found.notes)[-1:] == (["the cloud has made x; pending.json gets the ids"] if commands else [])
