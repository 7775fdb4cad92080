"""Simulated clouds that remember: what they refuse, and how they are made to fail."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.faults import Fault, Faults, Kind
from scaffolder.simulator.kept import KeptCloud
from scaffolder.simulator.refusals import CloudRefusalError
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.state import CloudState, is_identifier
from scaffolder.simulator.values import Secret

ROLE, VPC, SUBNET = "aws:iam/role:Role", "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
GROUP, TASK = "aws:cloudwatch/logGroup:LogGroup", "aws:ecs/taskDefinition:TaskDefinition"
TRUST = '{"Version": "2012-10-17", "Statement": []}'
PROVIDER = {"region": "us-east-1"}


@pytest.fixture
def state(tmp_path: Path) -> CloudState:
    return CloudState(tmp_path / "clouds.sqlite")


@pytest.fixture
def cloud(schemas: SchemaStore, state: CloudState) -> SimulatedCloud:
    return SimulatedCloud(schemas, kept=KeptCloud(state))


def urn_of(type_: str, name: str) -> str:
    return f"urn:pulumi:dev::p::{type_}::{name}"


def create(cloud: SimulatedCloud, type_: str, called: str, /, **inputs: Any) -> tuple[str, Mapping[str, Any]]:
    made = cloud.create(urn=urn_of(type_, called), type_=type_, inputs=inputs, preview=False, provider_inputs=PROVIDER)
    return made.id, made.properties


def refusal(cloud: SimulatedCloud, type_: str, called: str, /, **inputs: Any) -> str:
    with pytest.raises(CloudRefusalError) as refused:
        create(cloud, type_, called, **inputs)
    return str(refused.value)


def test_what_was_created_is_read_as_it_was(cloud: SimulatedCloud) -> None:
    id_, properties = create(cloud, VPC, "v", cidrBlock="10.0.0.0/16", tags={"key": Secret("hidden")})
    found = cloud.read(urn=urn_of(VPC, "v"), type_=VPC, id_=id_, inputs={})
    assert found is not None
    assert found.properties == properties
    assert found.inputs == {"cidrBlock": "10.0.0.0/16", "tags": {"key": Secret("hidden")}}


def test_what_is_not_there_is_not_found_and_can_be_deleted(cloud: SimulatedCloud) -> None:
    assert cloud.read(urn=urn_of(VPC, "v"), type_=VPC, id_="vpc-0", inputs={}) is None
    cloud.delete(urn=urn_of(VPC, "v"), type_=VPC, id_="vpc-0")
    with pytest.raises(CloudRefusalError, match="ResourceNotFoundException: 'vpc-0' does not exist"):
        cloud.update(urn=urn_of(VPC, "v"), type_=VPC, id_="vpc-0", old={}, new={}, preview=False)


def test_an_update_is_kept_with_what_the_cloud_made_up_at_first(cloud: SimulatedCloud) -> None:
    id_, properties = create(cloud, VPC, "v", cidrBlock="10.0.0.0/16")
    new = {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True}
    updated = cloud.update(
        urn=urn_of(VPC, "v"), type_=VPC, id_=id_, old=properties, new=new, preview=False, provider_inputs=PROVIDER
    )
    assert updated["arn"] == properties["arn"]
    found = cloud.read(urn=urn_of(VPC, "v"), type_=VPC, id_=id_, inputs={})
    assert found is not None
    assert (found.inputs, found.properties) == (new, updated)


def test_a_preview_keeps_nothing(cloud: SimulatedCloud, state: CloudState) -> None:
    cloud.create(urn=urn_of(ROLE, "r"), type_=ROLE, inputs={"name": "r"}, preview=True)
    assert state.all() == ()


TAKEN = {
    ROLE: ({"name": "same", "assumeRolePolicy": TRUST}, "EntityAlreadyExists: 'same' already exists"),
    "gcp:pubsub/topic:Topic": (
        {"name": "same"},
        "googleapi: Error 409: Resource 'projects/simulated-project/topics/same' already exists, alreadyExists",
    ),
    "azure-native:resources:ResourceGroup": (
        {"resourceGroupName": "same"},
        "cannot create already existing resource "
        "'/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/same'",
    ),
}


@pytest.mark.parametrize("type_", TAKEN)
def test_a_name_that_is_taken_is_refused_in_the_clouds_own_words(type_: str, cloud: SimulatedCloud) -> None:
    inputs, message = TAKEN[type_]
    id_, _ = create(cloud, type_, "first", **inputs)
    assert refusal(cloud, type_, "second", **inputs) == message
    cloud.delete(urn=urn_of(type_, "first"), type_=type_, id_=id_)
    assert create(cloud, type_, "second", **inputs)[0] == id_


def test_one_name_in_two_regions_is_two_things(cloud: SimulatedCloud, state: CloudState) -> None:
    for region in ("us-east-1", "us-west-2"):
        create(cloud, GROUP, region, name="/svc", region=region)
    assert [(held.id, held.place) for held in state.all()] == [("/svc", "us-east-1"), ("/svc", "us-west-2")]
    cloud.delete(urn=urn_of(GROUP, "us-east-1"), type_=GROUP, id_="/svc")
    assert [held.place for held in state.all()] == ["us-west-2"]


def test_what_replaces_another_has_an_id_of_its_own(cloud: SimulatedCloud) -> None:
    first, properties = create(cloud, VPC, "v", cidrBlock="10.0.0.0/16")
    second, others = create(cloud, VPC, "v", cidrBlock="10.1.0.0/16")
    assert first != second
    assert properties["arn"] != others["arn"]
    revisions = [create(cloud, TASK, "t", family="f", containerDefinitions="[]")[0] for _ in range(3)]
    assert len(set(revisions)) == 1  # a family's id is its name
    arns = [create(cloud, TASK, "u", family="g", containerDefinitions="[]")[1]["arn"] for _ in range(2)]
    assert [arn.rpartition(":")[2] for arn in arns] == ["1", "2"]


@pytest.mark.parametrize(
    ("type_", "first", "second", "ids"),
    [
        ("aws:s3/bucketObject:BucketObject", {"bucket": "b", "key": "x"}, {"bucket": "b", "key": "y"}, ["b/x", "b/y"]),
        ("aws:s3/bucketObject:BucketObject", {"bucket": "b", "key": "x"}, {"bucket": "c", "key": "x"}, ["b/x", "c/x"]),
        ("aws:eks/addon:Addon", {"clusterName": "c", "addonName": "a"}, {"clusterName": "c", "addonName": "b"},
         ["c:a", "c:b"]),
        ("aws:eks/nodeGroup:NodeGroup", {"clusterName": "c", "nodeGroupName": "a"},
         {"clusterName": "c", "nodeGroupName": "b"}, ["c:a", "c:b"]),
        ("aws:rds/clusterInstance:ClusterInstance", {"clusterIdentifier": "c", "identifier": "a"},
         {"clusterIdentifier": "c", "identifier": "b"}, ["a", "b"]),
        ("aws:lambda/permission:Permission", {"function": "f", "statementId": "s"},
         {"function": "g", "statementId": "s"}, ["f/s", "g/s"]),
        ("aws:iam/rolePolicy:RolePolicy", {"role": "r", "name": "n"}, {"role": "s", "name": "n"}, ["r:n", "s:n"]),
    ],
)  # fmt: skip
def test_what_has_its_name_within_another_is_there_side_by_side(
    type_: str, first: Mapping[str, Any], second: Mapping[str, Any], ids: list[str], cloud: SimulatedCloud
) -> None:
    made = [create(cloud, type_, "first", **first)[0], create(cloud, type_, "second", **second)[0]]
    assert made == ids
    found = cloud.read(urn=urn_of(type_, "first"), type_=type_, id_=made[0], inputs={})
    assert found is not None
    assert found.inputs == first


def test_what_lies_within_another_is_told_apart_where_no_form_is_known(cloud: SimulatedCloud) -> None:
    client, lifecycle = "aws:cognito/userPoolClient:UserPoolClient", "aws:s3/bucketVersioning:BucketVersioning"
    first, _ = create(cloud, client, "first", userPoolId="p", name="web")
    second, _ = create(cloud, client, "second", userPoolId="q", name="web")
    assert first == "web"
    assert second.startswith("web/")
    # What can only be there once is put once more.
    assert [create(cloud, lifecycle, name, bucket="b")[0] for name in ("first", "second")] == ["b", "b"]


def test_a_file_that_another_provider_is_just_making_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "clouds.sqlite"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("CREATE TABLE something (a)")
    # So held, SQLite refuses at once to change the file's mode.
    other.execute("BEGIN IMMEDIATE")
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        other.execute("COMMIT")
        other.close()

    monkeypatch.setattr("scaffolder.simulator.state.time.sleep", sleep)
    state = CloudState(file)
    assert len(waits) == 1
    assert state.all() == ()


def test_revisions_of_one_name_are_there_side_by_side(cloud: SimulatedCloud, state: CloudState) -> None:
    revisions = [create(cloud, TASK, "t", family="f", containerDefinitions="[]") for _ in range(3)]
    assert [properties["arn"].rpartition(":")[2] for _, properties in revisions] == ["1", "2", "3"]
    id_, first = revisions[0]
    cloud.delete(urn=urn_of(TASK, "t"), type_=TASK, id_=id_, properties=first)
    assert [held.properties["arn"].rpartition(":")[2] for held in state.all()] == ["2", "3"]


def test_what_refers_to_something_that_is_gone_is_refused(cloud: SimulatedCloud) -> None:
    vpc, _ = create(cloud, VPC, "v", cidrBlock="10.0.0.0/16")
    cloud.delete(urn=urn_of(VPC, "v"), type_=VPC, id_=vpc)
    said = refusal(cloud, SUBNET, "s", vpcId=vpc, cidrBlock="10.0.0.0/24")
    assert said == f"ResourceNotFoundException: {vpc!r} does not exist: it was 'v', which is deleted"
    # What the cloud never had may be somebody else's.
    create(cloud, SUBNET, "s", vpcId="vpc-0123456789abcdef0", cidrBlock="10.0.0.0/24")


def test_what_others_need_is_not_deleted(cloud: SimulatedCloud) -> None:
    vpc, _ = create(cloud, VPC, "v", cidrBlock="10.0.0.0/16")
    subnet, _ = create(cloud, SUBNET, "s", vpcId=vpc, cidrBlock="10.0.0.0/24")
    with pytest.raises(CloudRefusalError, match=f"DependencyViolation: '{vpc}' has dependencies .*: s"):
        cloud.delete(urn=urn_of(VPC, "v"), type_=VPC, id_=vpc)
    cloud.delete(urn=urn_of(SUBNET, "s"), type_=SUBNET, id_=subnet)
    cloud.delete(urn=urn_of(VPC, "v"), type_=VPC, id_=vpc)


def test_a_change_beside_pulumi_is_seen_when_it_is_read(cloud: SimulatedCloud, state: CloudState) -> None:
    id_, properties = create(cloud, GROUP, "g", name="/svc", retentionInDays=30)
    held = state.find(GROUP, id_)
    assert held is not None
    state.change(
        held,
        inputs={**held.inputs, "retentionInDays": 7},
        properties={**held.properties, "retentionInDays": 7},
    )
    found = cloud.read(urn=urn_of(GROUP, "g"), type_=GROUP, id_=id_, inputs={})
    assert found is not None
    assert found.inputs["retentionInDays"] == 7
    assert found.properties == {**properties, "retentionInDays": 7}


def test_of_several_revisions_the_one_of_the_arn_is_read(schemas: SchemaStore, state: CloudState) -> None:
    cloud = SimulatedCloud(schemas, kept=KeptCloud(state))
    made = [create(cloud, TASK, "t", family="one", containerDefinitions=document)[1] for document in ("[]", "[{}]")]
    first, second = (properties["arn"] for properties in made)
    for id_, inputs, arn in (("one", {"arn": first}, first), ("one", {}, second), (first, {}, first)):
        found = cloud.read(urn=urn_of(TASK, "t"), type_=TASK, id_=id_, inputs=inputs)
        assert found is not None
        assert (found.id, found.properties["arn"]) == ("one", arn)


def failing(schemas: SchemaStore, state: CloudState, *faults: Fault) -> SimulatedCloud:
    return SimulatedCloud(schemas, kept=KeptCloud(state, Faults(faults, state)))


@pytest.mark.parametrize("pattern", [ROLE, "iam/role:Role", "Role", "aws:iam/*", "R*"])
def test_the_nth_operation_of_a_kind_fails_once(pattern: str, schemas: SchemaStore, state: CloudState) -> None:
    cloud = failing(schemas, state, Fault(type=pattern, op="create", nth=2, kind=Kind.REFUSED))
    create(cloud, ROLE, "a", name="a", assumeRolePolicy=TRUST)
    create(cloud, VPC, "v", cidrBlock="10.0.0.0/16")
    assert refusal(cloud, ROLE, "b", name="b", assumeRolePolicy=TRUST).startswith("AccessDeniedException")
    create(cloud, ROLE, "b", name="b", assumeRolePolicy=TRUST)
    # Another provider's process counts on where the first one stopped.
    again = failing(schemas, state, Fault(type=pattern, op="create", nth=2, kind=Kind.REFUSED))
    create(again, ROLE, "c", name="c", assumeRolePolicy=TRUST)


@pytest.mark.parametrize(("kind", "done"), [(Kind.THROTTLE, False), (Kind.REFUSED, False), (Kind.TIMEOUT, True)])
def test_a_failure_leaves_in_the_cloud_what_it_says(
    kind: Kind,
    done: bool,
    schemas: SchemaStore,
    state: CloudState,
) -> None:
    cloud = failing(schemas, state, Fault(type=VPC, op="create", kind=kind))
    with pytest.raises(CloudRefusalError) as failed:
        create(cloud, VPC, "v", cidrBlock="10.0.0.0/16")
    assert [held.id for held in state.all()] == ([failed.value.id] if done else [])
    assert bool(failed.value.properties) is done


_DIES = """
import sys
from pathlib import Path
from scaffolder.simulator.faults import Fault, Faults, Kind
from scaffolder.simulator.kept import KeptCloud
from scaffolder.simulator.state import CloudState
from scaffolder.simulator.subject import Subject
state = CloudState(Path(sys.argv[1]))
kept = KeptCloud(state, Faults([Fault(type="Vpc", kind=Kind(sys.argv[2]))], state))
kept.create(Subject(urn="u", type="aws:ec2/vpc:Vpc", inputs={}), lambda subject: ("vpc-1", {}))
"""


@pytest.mark.parametrize(("kind", "left"), [("killed", ["vpc-1"]), ("killed-before", [])])
def test_a_provider_that_is_killed_says_nothing(kind: str, left: list[str], tmp_path: Path) -> None:
    file = tmp_path / "clouds.sqlite"
    ended = subprocess.run([sys.executable, "-c", _DIES, str(file), kind], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (137, "", "")
    assert [held.id for held in CloudState(file).all()] == left


def test_how_often_each_fault_was_met_is_known(state: CloudState) -> None:
    assert state.counted() == {}
    for number in (1, 1, 2):
        state.met(number)
    assert state.counted() == {1: 2, 2: 1}


@pytest.mark.parametrize(("kind", "left"), [("interrupted", ["vpc-1"]), ("interrupted-before", [])])
def test_an_interrupted_provider_takes_its_engine_with_it(kind: str, left: list[str], tmp_path: Path) -> None:
    file = tmp_path / "clouds.sqlite"
    engine = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_DIES!r}, sys.argv[1], {kind!r}])"
    ended = subprocess.run([sys.executable, "-c", engine, str(file)], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (-9, "", "")
    assert [held.id for held in CloudState(file).all()] == left


def test_a_creation_in_place_of_another_is_a_replacement_too(schemas: SchemaStore, state: CloudState) -> None:
    replacing, second = (
        Fault(type=VPC, op=op, nth=nth, kind=Kind.REFUSED) for op, nth in (("replace", 1), ("create", 3))
    )
    cloud = failing(schemas, state, replacing, second)
    create(cloud, VPC, "v", cidrBlock="10.0.0.0/16")
    assert refusal(cloud, VPC, "v", cidrBlock="10.1.0.0/16").startswith("AccessDeniedException")
    assert refusal(cloud, VPC, "w", cidrBlock="10.2.0.0/16").startswith("AccessDeniedException")
    create(cloud, VPC, "w", cidrBlock="10.2.0.0/16")


def test_a_provider_whose_engine_has_ended_kills_nobody_else(
    schemas: SchemaStore, state: CloudState, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = failing(schemas, state, Fault(type=VPC, op="create", kind=Kind.INTERRUPTED))
    killed: list[tuple[int, int]] = []
    # An orphan's parent is whoever takes orphans in: the session's manager, or the first process of all.
    monkeypatch.setattr(os, "getppid", lambda: 1)
    monkeypatch.setattr(os, "kill", lambda process, number: killed.append((process, number)))
    monkeypatch.setattr(os, "_exit", sys.exit)
    with pytest.raises(SystemExit, match="137"):
        create(cloud, VPC, "v", cidrBlock="10.0.0.0/16")
    assert killed == []


def test_many_providers_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "clouds.sqlite"

    def add(number: int) -> bool:
        return CloudState(file).add(
            type_=VPC, place="", id_=f"vpc-{number % 40}", urn="u", inputs={}, properties={}, alone=True
        )

    with ThreadPoolExecutor(max_workers=8) as workers:
        added = list(workers.map(add, range(80)))
    assert sum(added) == 40
    assert len(CloudState(file).all()) == 40


def test_a_provider_writes_from_many_threads_and_nothing_is_lost(state: CloudState) -> None:
    def add(number: int) -> bool:
        return state.add(type_=VPC, place="", id_=f"vpc-{number % 40}", urn="u", inputs={}, properties={}, alone=True)

    with ThreadPoolExecutor(max_workers=8) as workers:
        added = list(workers.map(add, range(80)))
    assert sum(added) == 40
    assert sorted(held.id for held in state.all()) == sorted(f"vpc-{number}" for number in range(40))


def test_a_change_that_cannot_be_written_leaves_all_as_it_was(state: CloudState) -> None:
    def put(inputs: dict[str, Any]) -> bool:
        return state.add(type_=VPC, place="", id_="vpc-1", urn="u", inputs=inputs, properties={}, alone=False)

    assert put({"size": 1})
    with pytest.raises(TypeError, match="a object cannot travel to a provider"):
        put({"size": object()})
    assert [held.inputs for held in state.all()] == [{"size": 1}]
    assert put({"size": 2})
    assert [held.inputs for held in state.all()] == [{"size": 2}]


_KILLED_WRITER = """
import itertools, sys
from pathlib import Path
from scaffolder.simulator.state import CloudState
state = CloudState(Path(sys.argv[1]))
for number in itertools.count():
    state.add(type_="t", place="", id_=str(number), urn="u", inputs={"n": number}, properties={"n": number}, alone=True)
    print(number, flush=True)
"""


def test_a_writer_that_is_killed_leaves_whole_resources(tmp_path: Path) -> None:
    file = tmp_path / "clouds.sqlite"
    command = [sys.executable, "-c", _KILLED_WRITER, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(50)]
        writer.kill()
    kept = CloudState(file).all()
    assert [held.id for held in kept[:50]] == [str(number) for number in told]
    assert all(held.inputs == held.properties == {"n": int(held.id)} for held in kept)
    with sqlite3.connect(file) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vpc-0123456789abcdef0", True),
        ("arn:aws:iam::123456789012:role/x", True),
        ("projects/p/topics/t", True),
        ("/subscriptions/s/resourceGroups/g", True),
        ("my-service-production", False),
        ("us-east-1", False),
        ("name", False),
        (7, False),
    ],
)
def test_what_can_only_lead_to_one_resource(text: object, *, expected: bool) -> None:
    assert is_identifier(text) is expected
