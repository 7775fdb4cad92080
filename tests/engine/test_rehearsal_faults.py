"""What `--fail` asks for."""

import re

import pytest

from scaffolder.engine.rehearsal.failing import Failures, Happened
from scaffolder.engine.rehearsal.faults import ONE_AFTER_THE_OTHER, Fault, parse_fault, settled
from scaffolder.engine.rehearsal.recovery import Created, import_document
from scaffolder.errors import ScaffolderError
from scaffolder.simulator.faults import Fault as Failure
from scaffolder.simulator.faults import Kind

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
    assert [one.kind for one in clouds.armed] == [Kind.THROTTLE, Kind.REFUSED, Kind.TIMEOUT]


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


def test_what_the_cloud_has_is_imported_with_its_parent_and_provider() -> None:
    created = [
        Created(urn="urn:pulumi:s::p::a:b:C::one", type="a:b:C", id="1", parent="urn:p", provider="urn:q"),
        Created(urn="urn:pulumi:s::p::a:b:C::two", type="a:b:C", id="2", parent="urn:p", provider=""),
    ]
    assert import_document(created) == {
        "nameTable": {"r0": "urn:p", "r1": "urn:q"},
        "resources": [
            {"type": "a:b:C", "name": "one", "id": "1", "parent": "r0", "provider": "r1"},
            {"type": "a:b:C", "name": "two", "id": "2", "parent": "r0"},
        ],
    }
