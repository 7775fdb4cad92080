"""Changes that make another resource for some values only."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import scaffolder.simulator
from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.constraints.constraint import Constraint, Source
from scaffolder.simulator.constraints.own import wrong_step
from scaffolder.simulator.kept import KeptCloud
from scaffolder.simulator.refusals import CloudRefusalError
from scaffolder.simulator.replacing_values import HOW, rules_of_values
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.state import CloudState
from scaffolder.simulator.values import UNKNOWN, Secret

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
NETWORK = {"loadBalancerType": "network"}
SQL = "gcp:sql/databaseInstance:DatabaseInstance"
A, B = {"subnetId": "a"}, {"subnetId": "b"}


def _settings(**settings: Any) -> dict[str, Any]:
    return {"settings": {"tier": "db-f1-micro", **settings}}


# The type; before; after; and what then replaces the resource.
CASES = [
    (BALANCER, NETWORK | {"subnets": ["a", "b"]}, NETWORK | {"subnets": ["a"]}, ["subnets"]),
    (BALANCER, NETWORK | {"subnets": ["a", "b"]}, NETWORK | {"subnets": ["a", "c"]}, ["subnets"]),
    (BALANCER, NETWORK | {"subnets": ["a"]}, NETWORK | {"subnets": ["a", "b"]}, []),
    (BALANCER, NETWORK | {"subnets": ["a", "b"]}, NETWORK | {"subnets": ["b", "a"]}, []),
    (BALANCER, {"subnets": ["a", "b"]}, {"subnets": ["a"]}, []),
    (BALANCER, NETWORK | {"subnets": ["a", "b"]}, NETWORK | {"subnets": ["a", UNKNOWN]}, []),
    (BALANCER, NETWORK | {"subnetMappings": [A, B]}, NETWORK | {"subnetMappings": [A]}, ["subnetMappings"]),
    (BALANCER, NETWORK | {"subnetMappings": [A]}, NETWORK | {"subnetMappings": [A, B]}, []),
    (BALANCER, {"subnetMappings": [A]}, {"subnetMappings": [B]}, ["subnetMappings"]),
    (BALANCER, {"subnetMappings": [A, B]}, {"subnetMappings": [A]}, []),
    (BALANCER, NETWORK | {"securityGroups": []}, NETWORK | {"securityGroups": ["x"]}, ["securityGroups"]),
    (BALANCER, NETWORK | {"securityGroups": ["y"]}, NETWORK | {"securityGroups": ["x"]}, []),
    ("aws:alb/loadBalancer:LoadBalancer", NETWORK | {"subnets": ["a"]}, NETWORK | {"subnets": ["b"]}, ["subnets"]),
    ("aws:elb/loadBalancer:LoadBalancer", {"subnets": ["a"]}, {"subnets": ["b"]}, ["subnets"]),
    ("aws:elb/loadBalancer:LoadBalancer", {"subnets": ["a", "b"]}, {"subnets": ["b", "c"]}, []),
    ("aws:ec2/vpc:Vpc", {"instanceTenancy": "default"}, {"instanceTenancy": "dedicated"}, ["instanceTenancy"]),
    ("aws:ec2/vpc:Vpc", {"instanceTenancy": "dedicated"}, {"instanceTenancy": "default"}, []),
    (
        "aws:ec2/instance:Instance",
        {"userData": "a", "userDataReplaceOnChange": True},
        {"userData": "b", "userDataReplaceOnChange": True},
        ["userData"],
    ),
    ("aws:ec2/instance:Instance", {"userData": "a"}, {"userData": "b"}, []),
    ("aws:opensearch/domain:Domain", {}, {"vpcOptions": {"subnetIds": ["a"]}}, ["vpcOptions"]),
    (
        "aws:opensearch/domain:Domain",
        {"vpcOptions": {"subnetIds": ["a"]}},
        {"vpcOptions": {"subnetIds": ["b"]}},
        [],
    ),
    ("aws:lambda/capacityProvider:CapacityProvider", {"kmsKeyArn": "a"}, {"kmsKeyArn": "b"}, ["kmsKeyArn"]),
    ("aws:lambda/capacityProvider:CapacityProvider", {"kmsKeyArn": "a"}, {}, []),
    (
        "gcp:bigquery/table:Table",
        {},
        {"encryptionConfiguration": {"kmsKeyName": "a"}},
        ["encryptionConfiguration"],
    ),
    (
        "gcp:bigquery/table:Table",
        {"encryptionConfiguration": {"kmsKeyName": "a"}},
        {"encryptionConfiguration": {"kmsKeyName": "b"}},
        [],
    ),
    ("aws:ssm/parameter:Parameter", {"tier": "Advanced"}, {"tier": "Standard"}, ["tier"]),
    ("aws:ssm/parameter:Parameter", {"tier": "Standard"}, {"tier": "Advanced"}, []),
    (
        "aws:rds/cluster:Cluster",
        {"engine": "mysql", "storageType": "io1"},
        {"engine": "mysql", "storageType": "io2"},
        ["storageType"],
    ),
    (
        "aws:rds/cluster:Cluster",
        {"engine": "aurora-mysql", "storageType": "aurora"},
        {"engine": "aurora-mysql", "storageType": "aurora-iopt1"},
        [],
    ),
    ("aws:eks/cluster:Cluster", {"encryptionConfig": {"resources": ["secrets"]}}, {}, ["encryptionConfig"]),
    ("aws:eks/cluster:Cluster", {}, {"encryptionConfig": {"resources": ["secrets"]}}, []),
    (
        "aws:opensearch/domain:Domain",
        {"encryptAtRest": {"enabled": True}},
        {"encryptAtRest": {"enabled": False}},
        ["encryptAtRest"],
    ),
    ("aws:opensearch/domain:Domain", {"encryptAtRest": {"enabled": True}}, {}, []),
    ("aws:msk/cluster:Cluster", {"kafkaVersion": "3.10.0"}, {"kafkaVersion": "3.9.0"}, ["kafkaVersion"]),
    ("aws:msk/cluster:Cluster", {"kafkaVersion": "3.9.0"}, {"kafkaVersion": "3.10.0"}, []),
    ("aws:elasticache/cluster:Cluster", {"engineVersion": "7.1"}, {"engineVersion": "6.x"}, ["engineVersion"]),
    ("aws:elasticache/cluster:Cluster", {"engineVersion": "6.2"}, {"engineVersion": "6.x"}, []),
    ("aws:dynamodb/table:Table", {"restoreSourceName": "a"}, {"restoreSourceName": "b"}, ["restoreSourceName"]),
    ("aws:dynamodb/table:Table", {"restoreSourceName": "a"}, {}, []),
    (
        "aws:cfg/aggregator:Aggregator",
        {},
        {"accountAggregationSource": {"accountIds": ["1"]}},
        ["accountAggregationSource"],
    ),
    ("gcp:compute/disk:Disk", {"size": 20}, {"size": 10}, ["size"]),
    ("gcp:compute/disk:Disk", {"size": 20}, {"size": Secret(10)}, ["size"]),
    ("gcp:compute/disk:Disk", {"size": 10}, {"size": 20}, []),
    (
        "gcp:compute/subnetwork:Subnetwork",
        {"ipCidrRange": "10.0.0.0/20"},
        {"ipCidrRange": "10.0.0.0/24"},
        ["ipCidrRange"],
    ),
    ("gcp:compute/subnetwork:Subnetwork", {"ipCidrRange": "10.0.0.0/24"}, {"ipCidrRange": "10.0.0.0/20"}, []),
    (
        "gcp:container/cluster:Cluster",
        {"enableL4IlbSubsetting": True},
        {"enableL4IlbSubsetting": False},
        ["enableL4IlbSubsetting"],
    ),
    ("gcp:container/cluster:Cluster", {"enableL4IlbSubsetting": False}, {"enableL4IlbSubsetting": True}, []),
    (SQL, _settings(diskSize=20, diskAutoresize=False), _settings(diskSize=10, diskAutoresize=False), ["settings"]),
    (SQL, _settings(diskSize=20), _settings(diskSize=10), []),
    (SQL, _settings(ipConfiguration={"privateNetwork": "n"}), _settings(ipConfiguration={}), ["settings"]),
    (SQL, {"masterInstanceName": "a"}, {"masterInstanceName": "b"}, ["masterInstanceName"]),
    ("gcp:spanner/database:Database", {"ddls": ["a", "b"]}, {"ddls": ["a", "b", "c"]}, []),
    ("gcp:spanner/database:Database", {"ddls": ["a", "b"]}, {"ddls": ["a", "c", "b"]}, ["ddls"]),
    ("gcp:redis/instance:Instance", {"redisVersion": "REDIS_7_0"}, {"redisVersion": "REDIS_6_X"}, ["redisVersion"]),
    ("gcp:redis/instance:Instance", {"redisVersion": "REDIS_6_X"}, {"redisVersion": "REDIS_7_0"}, []),
    ("gcp:secretmanager/secret:Secret", {"replication": {"auto": {}}}, {"replication": {"auto": {}}}, []),
    (
        "gcp:storage/bucket:Bucket",
        {"retentionPolicy": {"isLocked": True, "retentionPeriod": "1"}},
        {"retentionPolicy": {"retentionPeriod": "1"}},
        ["retentionPolicy"],
    ),
    (
        "gcp:compute/forwardingRule:ForwardingRule",
        {"allowGlobalAccess": False, "loadBalancingScheme": "INTERNAL_MANAGED"},
        {"allowGlobalAccess": True, "loadBalancingScheme": "INTERNAL_MANAGED"},
        ["allowGlobalAccess"],
    ),
    (
        "gcp:compute/forwardingRule:ForwardingRule",
        {"allowGlobalAccess": False, "loadBalancingScheme": "INTERNAL"},
        {"allowGlobalAccess": True, "loadBalancingScheme": "INTERNAL"},
        [],
    ),
    # A condition that is not known yet is none.
    (
        "gcp:composer/environment:Environment",
        {"config": {"nodeConfig": {"network": "a"}, "softwareConfig": {"imageVersion": "composer-2"}}},
        {"config": {"nodeConfig": {"network": "b"}, "softwareConfig": {"imageVersion": UNKNOWN}}},
        [],
    ),
]


@pytest.mark.parametrize(("type_", "old", "new", "replaces"), CASES)
def test_it_depends_on_the_values(cloud: SimulatedCloud, type_: str, old: Any, new: Any, replaces: list[str]) -> None:
    assert list(cloud.diff(type_=type_, old=old, new=new).replaces) == replaces


def test_a_cloud_refuses_what_no_provider_foresees(schemas: SchemaStore, tmp_path: Path) -> None:
    cloud = SimulatedCloud(schemas, kept=KeptCloud(CloudState(tmp_path / "clouds.sqlite")))
    type_ = "aws:rds/instance:Instance"
    urn, old = f"urn:pulumi:dev::p::{type_}::db", {"identifier": "db", "instanceClass": "c", "allocatedStorage": 20}
    made = cloud.create(urn=urn, type_=type_, inputs=old, preview=False)

    def update(**new: Any) -> Any:
        inputs = {**old, **new}
        assert cloud.diff(type_=type_, old=old, new=inputs).replaces == ()
        return cloud.update(urn=urn, type_=type_, id_=made.id, old=made.properties, new=inputs, preview=False)

    with pytest.raises(CloudRefusalError, match="InvalidParameterCombination: 'allocatedStorage' cannot be changed"):
        update(allocatedStorage=10)
    # Storage that grows by itself may be more than what is asked for.
    assert update(allocatedStorage=10, maxAllocatedStorage=100)["allocatedStorage"] == 10
    assert update(allocatedStorage=30)["allocatedStorage"] == 30


def test_every_rule_is_of_an_input_and_a_way_to_change(schemas: SchemaStore) -> None:
    for type_, rule in rules_of_values():
        assert rule.keys() <= {"path", "when", "from", "to", "if", "unless", "refused"}
        assert rule.get("when", "changes") in HOW
        for path in (rule["path"], *rule.get("if", {}), *rule.get("unless", {})):
            constraint = Constraint(type=type_, path=path, source=Source(page=""))
            assert wrong_step(schemas, constraint) is None, (type_, path)


def test_the_rules_say_where_they_are_from() -> None:
    file = Path(scaffolder.simulator.__file__).parent / "data" / "replacements_when.toml"
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    assert {type_.partition(":")[0] for type_ in said} == {"sources", "aws", "gcp"} <= {"sources", *said["sources"]}
    assert all(source["page"] and source["read"] for source in said["sources"].values())
