"""What changes, and what makes another resource: a table for each cloud, and the paths down to the last list item."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

import scaffolder.simulator
from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.constraints.constraint import Constraint, Source
from scaffolder.simulator.constraints.own import wrong_step
from scaffolder.simulator.differences import Change, Diff
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.values import UNKNOWN, Asset, ResourceReference, Secret

DATA = Path(scaffolder.simulator.__file__).parent / "data"


def _diff(cloud: SimulatedCloud, old: dict[str, Any], new: dict[str, Any], type_: str, **more: Any) -> Diff:
    return cloud.diff(type_=type_, old=old, new=new, **more)


AWS = [
    ("aws:lb/loadBalancer:LoadBalancer", "name internal loadBalancerType region", "idleTimeout enableHttp2 tags"),
    ("aws:lb/targetGroup:TargetGroup", "port protocol protocolVersion vpcId targetType", "healthCheck slowStart"),
    ("aws:lb/listener:Listener", "loadBalancerArn", "port protocol certificateArn defaultActions"),
    ("aws:ecs/cluster:Cluster", "name", "settings tags"),
    ("aws:ecs/service:Service", "name cluster launchType", "desiredCount taskDefinition forceNewDeployment"),
    ("aws:ecs/taskDefinition:TaskDefinition", "family cpu memory containerDefinitions runtimePlatform", "tags"),
    ("aws:ec2/vpc:Vpc", "cidrBlock", "enableDnsHostnames"),
    ("aws:ec2/subnet:Subnet", "cidrBlock vpcId availabilityZone", "mapPublicIpOnLaunch"),
    ("aws:ec2/securityGroup:SecurityGroup", "name vpcId description", "revokeRulesOnDelete"),
    ("aws:iam/role:Role", "name path", "assumeRolePolicy description"),
    ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role policyArn", ""),
    ("aws:s3/bucket:Bucket", "bucket", "forceDestroy"),
    ("aws:lambda/function:Function", "name packageType", "runtime memorySize"),
    ("aws:sns/topic:Topic", "name fifoTopic", "displayName"),
    ("aws:rds/instance:Instance", "engine username storageEncrypted", "instanceClass allocatedStorage"),
    ("aws:cloudwatch/logGroup:LogGroup", "name", "retentionInDays"),
    ("aws:ec2/route:Route", "routeTableId destinationCidrBlock destinationIpv6CidrBlock", "gatewayId natGatewayId"),
    ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "securityGroupId", "cidrIpv4 fromPort"),
    ("aws:sns/topicSubscription:TopicSubscription", "topic protocol endpoint", "filterPolicy"),
    ("aws:apigateway/method:Method", "restApi resourceId httpMethod", "authorization"),
    ("aws:s3/bucketV2:BucketV2", "bucket", "forceDestroy"),
]
GCP = [
    ("gcp:cloudrunv2/service:Service", "location name project", "template ingress traffics"),
    ("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "name role member location", ""),
    ("gcp:projects/iAMBinding:IAMBinding", "role project", "members"),
    ("gcp:compute/globalAddress:GlobalAddress", "name address ipVersion", "labels"),
    ("gcp:compute/backendService:BackendService", "name", "backends timeoutSec protocol"),
    ("gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup", "name region cloudRun", ""),
    ("gcp:compute/subnetwork:Subnetwork", "name network region", "privateIpGoogleAccess"),
    ("gcp:compute/network:Network", "name autoCreateSubnetworks", "routingMode"),
    ("gcp:serviceaccount/account:Account", "accountId", "displayName description"),
    ("gcp:artifactregistry/repository:Repository", "repositoryId format location", "description cleanupPolicies"),
    ("gcp:secretmanager/secret:Secret", "secretId", "labels"),
    ("gcp:storage/bucket:Bucket", "name location", "versioning lifecycleRules"),
    ("gcp:container/cluster:Cluster", "name location network", "minMasterVersion"),
]
AZURE = [
    ("azure-native:app:ContainerApp", "containerAppName resourceGroupName location managedEnvironmentId", "template"),
    ("azure-native:app:ManagedEnvironment", "environmentName location zoneRedundant", "appLogsConfiguration"),
    ("azure-native:resources:ResourceGroup", "resourceGroupName location", "tags"),
    ("azure-native:network:VirtualNetwork", "virtualNetworkName location", "addressSpace"),
    ("azure-native:storage:StorageAccount", "accountName location isHnsEnabled", "accessTier"),
    # A type that no list has: what names it and where it lies.
    ("azure-native:automation:AutomationAccount", "automationAccountName resourceGroupName location", "sku tags"),
]
OTHERS = [
    ("kubernetes:apps/v1:Deployment", "metadata.name metadata.namespace spec.selector", "spec.replicas spec.template"),
    ("kubernetes:core/v1:ConfigMap", "data metadata.name", "metadata.labels"),
    ("kubernetes:core/v1:Service", "spec.clusterIP", "spec.ports"),
    ("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", "roleRef", "subjects"),
    ("random:index/randomPassword:RandomPassword", "length keepers", ""),
]


def _at(path: str, value: Any) -> dict[str, Any]:
    head, _, rest = path.partition(".")
    return {head: _at(rest, value) if rest else value}


@pytest.mark.parametrize(("type_", "replaced", "updated"), [*AWS, *GCP, *AZURE, *OTHERS])
def test_what_makes_another_resource(cloud: SimulatedCloud, type_: str, replaced: str, updated: str) -> None:
    for path in (*replaced.split(), *updated.split()):
        head = path.partition(".")[0]
        diff = _diff(cloud, _at(path, "before"), _at(path, "after"), type_)
        assert diff.changed == (head,), path
        assert diff.replaces == ((head,) if path in replaced.split() else ()), path
        assert diff.changes == (Change(path=path, kind="update", replaces=path in replaced.split()),)


def test_changes_are_told_to_the_last_path(cloud: SimulatedCloud) -> None:
    old = {"a": [{"b": 1, "c": 2}, {"b": 3}], "tags": {"x.y": "1"}, "gone": True, "kept": None}
    new = {"a": [{"b": 1, "c": 4}], "tags": {"x.y": "2"}, "new": {"deep": 1}}
    assert _diff(cloud, old, new, "nowhere:index:Thing") == Diff(
        changed=("a", "gone", "new", "tags"),
        changes=(
            Change(path="a[0].c", kind="update"),
            Change(path="a[1]", kind="delete"),
            Change(path="gone", kind="delete"),
            Change(path="new", kind="add"),
            Change(path='tags["x.y"]', kind="update"),
        ),
    )


@pytest.mark.parametrize(
    ("ignore", "left"),
    [
        ((), ("a[0].b", "a[1].b", 'tags["x.y"]')),
        (("a",), ('tags["x.y"]',)),
        (("a[0]", "tags"), ("a[1].b",)),
        (("a[*].b",), ('tags["x.y"]',)),
        (('tags["x.y"]', "a[1].b"), ("a[0].b",)),
        (("tags.x", "b"), ("a[0].b", "a[1].b", 'tags["x.y"]')),
    ],
)
def test_ignored_paths_are_left_out(cloud: SimulatedCloud, ignore: tuple[str, ...], left: tuple[str, ...]) -> None:
    old = {"a": [{"b": 1}, {"b": 2}], "tags": {"x.y": "1"}}
    new = {"a": [{"b": 3}, {"b": 4}], "tags": {"x.y": "2"}}
    found = _diff(cloud, old, new, "nowhere:index:Thing", ignore=ignore)
    assert tuple(change.path for change in found.changes) == left


def test_what_is_not_known_counts_as_changed(cloud: SimulatedCloud) -> None:
    type_ = "aws:ec2/subnet:Subnet"
    found = _diff(
        cloud, {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24"}, {"vpcId": UNKNOWN, "cidrBlock": "10.0.0.0/24"}, type_
    )
    assert (found.changed, found.replaces) == (("vpcId",), ("vpcId",))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Secret("a"), "a"),
        ("8080", 8080),
        (True, "true"),
        ('{"a": 1, "b": 2}', '{"b":2,"a":1}'),
        ([], None),
        (Asset(path="a", hash="1"), Asset(path="b", hash="1")),
        (ResourceReference(urn="u", id="i"), ResourceReference(urn="u", id="i", package_version="2")),
    ],
)
def test_what_the_bridge_takes_for_the_same(cloud: SimulatedCloud, old: Any, new: Any) -> None:
    assert _diff(cloud, {"a": old}, {"a": new}, "aws:nowhere/thing:Thing") == Diff(changed=())


@pytest.mark.parametrize(
    ("old", "new"), [("1", 1), (True, 1), ("a", Secret("b")), (Asset(text="a"), Asset(text="b")), ("{", "{ ")]
)
def test_what_azure_takes_for_another(cloud: SimulatedCloud, old: Any, new: Any) -> None:
    assert _diff(cloud, {"a": old}, {"a": new}, "azure-native:nowhere:Thing").changed == ("a",)


def test_asking_for_what_the_cloud_chose_changes_nothing(cloud: SimulatedCloud) -> None:
    type_ = "aws:ec2/subnet:Subnet"
    deployed = {"availabilityZone": "eu-west-1a"}
    assert _diff(cloud, {}, {"availabilityZone": "eu-west-1a"}, type_, deployed=deployed) == Diff(changed=())
    assert _diff(cloud, {}, {"availabilityZone": "eu-west-1b"}, type_, deployed=deployed).replaces == (
        "availabilityZone",
    )


def test_leaving_out_what_the_cloud_then_keeps_makes_no_other(cloud: SimulatedCloud) -> None:
    found = _diff(cloud, {"availabilityZone": "eu-west-1a"}, {}, "aws:ec2/subnet:Subnet")
    assert (found.changed, found.replaces) == (("availabilityZone",), ())


@pytest.mark.parametrize(
    ("old", "new", "path", "replaced"),
    [
        ({}, {"launchTemplate": {"version": "1"}}, "launchTemplate", False),
        ({}, {"launchTemplate": {"id": "lt-1"}}, "launchTemplate", True),
        ({"launchTemplate": {"id": "lt-1"}}, {"launchTemplate": {"id": "lt-2"}}, "launchTemplate.id", True),
        (
            {"rootBlockDevice": {"volumeSize": 8}},
            {"rootBlockDevice": {"volumeSize": 9}},
            "rootBlockDevice.volumeSize",
            False,
        ),
        (
            {"ebsBlockDevices": [{"deviceName": "a", "volumeSize": 1}]},
            {"ebsBlockDevices": [{"deviceName": "a", "volumeSize": 2}]},
            "ebsBlockDevices[0].volumeSize",
            True,
        ),
    ],
)
def test_what_lies_inside(cloud: SimulatedCloud, old: Any, new: Any, path: str, *, replaced: bool) -> None:
    (change,) = _diff(cloud, old, new, "aws:ec2/instance:Instance").changes
    assert (change.path, change.replaces) == (path, replaced)


def test_the_order_of_a_set_has_no_meaning(cloud: SimulatedCloud) -> None:
    type_ = "aws:lb/loadBalancer:LoadBalancer"
    old = {"subnets": ["a", "b", "c"], "securityGroups": ["x", "x", "y"]}
    assert _diff(cloud, old, {"subnets": ["c", "a", "b"], "securityGroups": ["y", "x", "x"]}, type_) == Diff(changed=())
    found = _diff(cloud, old, {"subnets": ["c", "d", "a"], "securityGroups": ["y", "x"]}, type_)
    assert [(change.path, change.kind) for change in found.changes] == [
        ("securityGroups[1]", "delete"),
        ("subnets[1]", "update"),
    ]
    gateway = "aws:vpclattice/resourceGateway:ResourceGateway"
    assert _diff(cloud, {"subnetIds": ["a", "b"]}, {"subnetIds": ["b", "a"]}, gateway) == Diff(changed=())
    # The order of a list has one.
    listener = "aws:lb/listener:Listener"
    actions = {"defaultActions": [{"type": "a", "order": 1}, {"type": "b", "order": 2}]}
    assert _diff(cloud, actions, {"defaultActions": actions["defaultActions"][::-1]}, listener).changed


@pytest.mark.parametrize(
    ("type_", "old", "new", "first"),
    [
        ("azure-native:network:VirtualNetwork", {"location": "a"}, {"location": "b"}, True),
        (
            "azure-native:network:VirtualNetwork",
            {"location": "a", "__createBeforeDelete": True},
            {"location": "b"},
            False,
        ),
        ("azure-native:network:VirtualNetwork", {"tags": {}}, {"tags": {"a": "b"}}, False),
        (
            "kubernetes:core/v1:ConfigMap",
            {"metadata": {"name": "a"}, "data": {"a": "1"}},
            {"metadata": {"name": "a"}},
            True,
        ),
        ("kubernetes:core/v1:ConfigMap", {"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}, False),
    ],
)
def test_the_old_one_goes_first_where_the_names_collide(
    cloud: SimulatedCloud, type_: str, old: Any, new: Any, *, first: bool
) -> None:
    assert _diff(cloud, old, new, type_).delete_before_replace == first


def _is_there(schemas: SchemaStore, type_: str, path: str) -> bool:
    return wrong_step(schemas, Constraint(type=type_, path=path, source=Source(page=""))) is None


@pytest.mark.parametrize("package", ["aws", "gcp"])
def test_every_listed_path_is_an_input(schemas: SchemaStore, package: str) -> None:
    said = json.loads((DATA / f"replacements_{package}.json").read_text(encoding="utf-8"))
    assert said["source"].keys() == {"page", "read"}
    assert list(said["forces"]) == sorted(said["forces"])
    # Every fiftieth, since each reads a module of the SDK; the whole list was read against the SDK when it was made.
    assert list(said["sets"]) == sorted(said["sets"])
    for type_, paths in [*list(said["forces"].items())[::50], *list(said["sets"].items())[::25]]:
        assert schemas.resource(type_) is not None, type_
        assert [path for path in paths.split() if not _is_there(schemas, type_, path)] == [], type_


def test_sources_of_the_short_lists() -> None:
    said = tomllib.loads((DATA / "replacements.toml").read_text(encoding="utf-8"))
    assert said.keys() == {"sources", "forces", "never"}
    assert all(source["page"] and source["read"] for source in said["sources"].values())
