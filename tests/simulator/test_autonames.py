"""The names that providers make of logical ones, and that they stay."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import scaffolder.simulator
from scaffolder.simulator.autonames import auto_name
from scaffolder.simulator.cloud import Checked, SimulatedCloud
from scaffolder.simulator.faults import Faults
from scaffolder.simulator.kept import KeptCloud
from scaffolder.simulator.naming import Naming
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.state import CloudState
from scaffolder.simulator.values import UNKNOWN, Secret

DATA = tomllib.loads(
    (Path(scaffolder.simulator.__file__).parent / "data" / "autonames.toml").read_text(encoding="utf-8")
)


def _check(
    cloud: SimulatedCloud,
    type_: str,
    inputs: dict[str, Any],
    *,
    name: str = "Web",
    old: Any = None,
    naming: Naming | None = None,
) -> Checked:
    return cloud.check(urn=f"urn:pulumi:dev::p::{type_}::{name}", type_=type_, inputs=inputs, old=old, naming=naming)


@pytest.mark.parametrize(
    ("type_", "input_", "form"),
    [
        ("aws:ecs/cluster:Cluster", "name", "Web-[0-9a-f]{7}"),
        ("aws:s3/bucket:Bucket", "bucket", "web-[0-9a-f]{7}"),
        ("aws:s3/bucketObject:BucketObject", "key", "Web"),
        ("aws:kms/alias:Alias", "name", "alias/Web-[0-9a-f]{7}"),
        ("aws:athena/database:Database", "name", "Web_[0-9a-f]{7}"),
        ("aws:glue/catalogDatabase:CatalogDatabase", "name", "web_[a-p]{8}"),
        ("aws:rds/instance:Instance", "identifier", "Web[0-9a-f]{7}"),
        ("aws:ec2/keyPair:KeyPair", "keyName", "Web-[0-9a-f]{7}"),
        ("gcp:cloudrunv2/service:Service", "name", "web-[0-9a-f]{7}"),
        ("gcp:compute/globalAddress:GlobalAddress", "name", "Web-[0-9a-f]{7}"),
        ("gcp:serviceaccount/account:Account", "accountId", "Web-[0-9a-f]{7}"),
        ("gcp:secretmanager/secret:Secret", "secretId", "Web-[0-9a-f]{7}"),
        ("azure-native:resources:ResourceGroup", "resourceGroupName", "Web[0-9a-f]{8}"),
        ("azure-native:app:ContainerApp", "containerAppName", "Web[0-9a-f]{8}"),
        ("azure-native:managedidentity:UserAssignedIdentity", "resourceName", "Web[0-9a-f]{8}"),
        # What lies in another needs no name but its own; a host name has to be the only one in the world.
        ("azure-native:cdn:AFDEndpoint", "endpointName", "Web[0-9a-f]{8}"),
        ("azure-native:network:Subnet", "subnetName", "Web"),
        (
            "azure-native:authorization:RoleAssignment",
            "roleAssignmentName",
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        ),
        ("azure-native:automation:AutomationAccount", "automationAccountName", "Web[0-9a-f]{8}"),
    ],
)
def test_a_resource_without_a_name_gets_one(cloud: SimulatedCloud, type_: str, input_: str, form: str) -> None:
    name = _check(cloud, type_, {}).inputs[input_]
    assert re.fullmatch(form, name), name
    assert _check(cloud, type_, {}).inputs[input_] == name
    for given in ("mine", UNKNOWN, Secret("mine")):
        assert _check(cloud, type_, {input_: given}).inputs[input_] == given


@pytest.mark.parametrize(
    ("type_", "inputs"),
    [
        ("aws:route53/record:Record", {"zoneId": "Z1"}),
        ("aws:ec2/subnet:Subnet", {"vpcId": "vpc-1"}),
        ("aws:ec2/launchTemplate:LaunchTemplate", {"namePrefix": "web-"}),
        ("gcp:dns/recordSet:RecordSet", {}),
        ("gcp:projects/iAMMember:IAMMember", {"role": "roles/viewer"}),
        ("aws:nowhere/thing:Thing", {}),
        ("random:index/randomPassword:RandomPassword", {"length": 8}),
        ("pulumi:providers:aws", {}),
    ],
)
def test_what_no_provider_names(cloud: SimulatedCloud, type_: str, inputs: dict[str, Any]) -> None:
    checked = {name: value for name, value in _check(cloud, type_, inputs).inputs.items() if name != "__defaults"}
    assert checked == inputs


def test_a_provider_marks_what_it_gave(cloud: SimulatedCloud) -> None:
    group = _check(cloud, "aws:ec2/securityGroup:SecurityGroup", {"vpcId": "vpc-1"}).inputs
    assert (group["description"], group["__defaults"]) == ("Managed by Pulumi", ["description", "name"])
    assert _check(cloud, "aws:ecs/cluster:Cluster", {"name": "c"}).inputs["__defaults"] == []
    account = _check(cloud, "azure-native:storage:StorageAccount", {"resourceGroupName": "rg"}).inputs
    assert account["__createBeforeDelete"] is True
    assert "__createBeforeDelete" not in _check(cloud, "azure-native:network:Subnet", {}).inputs


@pytest.mark.parametrize("type_", ["aws:sqs/queue:Queue", "aws:sns/topic:Topic"])
def test_a_fifo_queue_is_called_so(cloud: SimulatedCloud, type_: str) -> None:
    asked = "fifoQueue" if "Queue" in type_ else "fifoTopic"
    assert _check(cloud, type_, {asked: True}).inputs["name"].endswith(".fifo")
    assert not _check(cloud, type_, {asked: False}).inputs["name"].endswith(".fifo")


def test_a_deployed_resource_keeps_the_name_it_was_given(cloud: SimulatedCloud) -> None:
    cluster, account = "aws:ecs/cluster:Cluster", "azure-native:storage:StorageAccount"
    kept = {"name": "old-1234567", "__defaults": ["name"]}
    assert _check(cloud, cluster, {}, old=kept).inputs == kept
    # A name of the program's own is not kept once the program leaves it out, but by Azure's provider.
    assert _check(cloud, cluster, {}, old={"name": "own", "__defaults": []}).inputs["name"] != "own"
    assert _check(cloud, account, {}, old={"accountName": "own"}).inputs == {"accountName": "own"}
    assert cloud.diff(type_=cluster, old=kept, new={**kept, "name": "new-7654321"}).changed == ()


@pytest.mark.parametrize(
    ("type_", "new", "first"),
    [
        ("aws:lb/targetGroup:TargetGroup", {"port": 2, "name": "tg-1234567", "__defaults": ["name"]}, False),
        ("aws:lb/targetGroup:TargetGroup", {"port": 2, "name": "tg", "__defaults": []}, True),
        ("aws:lb/targetGroup:TargetGroup", {"port": 2, "name": "tg"}, False),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {"policyArn": "b", "__defaults": []}, True),
    ],
)
def test_the_old_one_goes_first_where_the_program_named_it(
    cloud: SimulatedCloud, type_: str, new: dict[str, Any], *, first: bool
) -> None:
    old = {**new, "port": 1, "policyArn": "a"}
    diff = cloud.diff(type_=type_, old=old, new=new)
    assert (bool(diff.replaces), diff.delete_before_replace) == (True, first)


def test_a_replacement_has_another_name(schemas: SchemaStore, tmp_path: Path) -> None:
    state = CloudState(tmp_path / "cloud.db")
    cloud = SimulatedCloud(schemas, kept=KeptCloud(state, Faults((), state)))
    type_ = "aws:ecs/cluster:Cluster"
    urn = f"urn:pulumi:dev::p::{type_}::Web"
    first = _check(cloud, type_, {}).inputs
    cloud.create(urn=urn, type_=type_, inputs=first, preview=False)
    assert _check(cloud, type_, {}, old=first).inputs == first
    second = _check(cloud, type_, {}).inputs
    assert second["name"] != first["name"]
    assert cloud.create(urn=urn, type_=type_, inputs=second, preview=False).properties["name"] == second["name"]


def test_a_name_that_gets_too_long_is_told_with_its_origin(cloud: SimulatedCloud) -> None:
    type_, name = "aws:elasticbeanstalk/environment:Environment", "a-very-long-name-for-an-environment"
    (problem,) = _check(cloud, type_, {"application": "app"}, name=name).problems
    assert (problem.severity, problem.property) == ("error", "name")
    assert problem.message == (
        f"The name that Pulumi makes of `{name}` has 43 characters, of which 8 are added; its provider allows 40."
    )
    assert problem.fix == "Rename the resource to 32 characters or fewer, or give `name`."
    assert _check(cloud, type_, {"application": "app"}, name=name[:32]).problems == ()


def test_a_clouds_limit_is_told_with_the_origin_of_the_name(cloud: SimulatedCloud) -> None:
    type_ = "gcp:serviceaccount/account:Account"
    (problem,) = _check(cloud, type_, {}, name="a-service-account-of-a-service").problems
    assert problem.property == "accountId"
    assert problem.fix.endswith(
        "Pulumi made it of the resource's own name and a suffix; rename the resource, or give `account_id`."
    )


def test_the_data_names_what_the_sdks_have(schemas: SchemaStore) -> None:
    assert all(source["page"] and source["read"] for source in DATA["sources"].values())
    for type_ in DATA["names"]:
        schema = schemas.resource(type_)
        assert schema is not None, type_
        assert auto_name(type_, schema) is not None, type_
    for type_ in (*DATA["never"]["types"], *DATA["one-at-a-time"]["types"]):
        assert schemas.resource(type_) is not None, type_
    for type_, defaults in DATA["defaults"].items():
        schema = schemas.resource(type_)
        assert schema is not None
        assert defaults.keys() <= schema.inputs.keys(), type_


@pytest.mark.parametrize(
    ("type_", "input_", "proposed", "enforced"),
    [
        ("aws:ecs/cluster:Cluster", "name", "Dev-Web", "Dev-Web"),
        ("aws:s3/bucket:Bucket", "bucket", "dev-web", "Dev-Web"),
        ("aws:kms/alias:Alias", "name", "alias/Dev-Web", "Dev-Web"),
        ("aws:glue/catalogDatabase:CatalogDatabase", "name", "dev_web", "Dev-Web"),
        ("azure-native:resources:ResourceGroup", "resourceGroupName", "Dev-Web", "Dev-Web"),
        ("azure-native:network:Subnet", "subnetName", "Dev-Web", "Dev-Web"),
        (
            "azure-native:authorization:RoleAssignment",
            "roleAssignmentName",
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "Dev-Web",
        ),
        ("kubernetes:core/v1:ConfigMap", "metadata", "Dev-Web", "Dev-Web"),
    ],
)
def test_a_stack_asks_for_names(cloud: SimulatedCloud, type_: str, input_: str, proposed: str, enforced: str) -> None:
    other = Naming(mode="enforce", name="other")
    for mode, name in (("propose", proposed), ("enforce", enforced)):
        naming = Naming(mode=mode, name="Dev-Web")  # ty: ignore[invalid-argument-type]
        found = _check(cloud, type_, {}, naming=naming).inputs
        made = found[input_]["name"] if input_ == "metadata" else found[input_]
        assert re.fullmatch(name, made), made
        # What is deployed keeps the name it has.
        assert _check(cloud, type_, {}, naming=other, old=found).inputs[input_] == found[input_]
        assert type_.startswith("azure-native:") == (found.get("__createBeforeDelete") is True)


@pytest.mark.parametrize(
    ("type_", "given", "property_", "fix"),
    [
        ("aws:s3/bucket:Bucket", {"bucket": "mine"}, "bucket", "Give `bucket`."),
        ("aws:s3/bucket:Bucket", {"bucketPrefix": "mine-"}, "bucket", "Give `bucket`."),
        (
            "azure-native:app:ContainerApp",
            {"containerAppName": "mine"},
            "containerAppName",
            "Give `container_app_name`.",
        ),
        ("kubernetes:core/v1:ConfigMap", {"metadata": {"generateName": "x"}}, "metadata.name", "Give `metadata.name`."),
    ],
)
def test_without_names_of_providers_a_program_has_to_give_them(
    cloud: SimulatedCloud, type_: str, given: dict[str, Any], property_: str, fix: str
) -> None:
    disabled = Naming(mode="disable")
    (problem,) = [one for one in _check(cloud, type_, {}, naming=disabled).problems if one.property == property_]
    assert (problem.severity, problem.fix) == ("error", fix)
    assert problem.message == "It has no name, and the setting pulumi:autonaming lets its provider make none."
    named = _check(cloud, type_, given, naming=disabled)
    assert [one for one in named.problems if one.property == property_] == []


@pytest.mark.parametrize(("mode", "told"), [("propose", 1), ("enforce", 0)])
def test_a_provider_makes_no_proposed_name_too_long_and_takes_any_enforced_one(
    cloud: SimulatedCloud, mode: Any, told: int
) -> None:
    type_ = "aws:elasticbeanstalk/environment:Environment"
    problems = _check(cloud, type_, {}, naming=Naming(mode=mode, name="x" * 41)).problems
    assert len([one for one in problems if one.message.startswith("The name that Pulumi makes of")]) == told
