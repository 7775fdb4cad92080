"""RDS and ElastiCache: what an engine and a kind of storage ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_DATABASE: Final = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html"
# What CloudFormation's own linter tried on real deployments.
_NAMES: Final = "https://github.com/aws-cloudformation/cfn-lint/pull/4425"
_FAILOVER: Final = (
    "https://github.com/hashicorp/terraform-provider-aws/blob/001b6364c1a3b3045e152f655440a6d47eb44a70/"
    "internal/service/elasticache/replication_group.go"
)
_READ: Final = "2026-11-25"
# The least GiB of each kind of storage, the same for these engines. Of gp2 the page says 20 too, but the provider's
# own examples and tests have 10, and no kind.
_ENGINES: Final = frozenset({"mariadb", "mysql", "postgres"})
_LEAST: Final = {"gp3": 20, "io1": 100, "io2": 100, "standard": 5}
_SOURCES: Final = ("snapshotIdentifier", "replicateSourceDb", "restoreToPointInTime", "s3Import")
_NODES: Final = 2


@rule("aws:rds/instance:Instance", page=_DATABASE, read=_READ)
def a_database_has_storage_for_its_kind(inputs: Given) -> Iterator[Finding]:
    """A MariaDB, MySQL or PostgreSQL instance has the least storage of its kind, or more."""
    kind, size, iops = inputs["storageType"], inputs["allocatedStorage"], inputs["iops"]
    if inputs["engine"].text not in _ENGINES or size.number is None or kind.unknown or iops.unknown:
        return
    if any(not inputs[name].absent for name in _SOURCES):
        return
    named = kind.text or ("io1" if iops.known else "")
    least = _LEAST.get(named, 0)
    if size.number < least:
        yield size.finding(
            f"`allocatedStorage` is {size.shown}; storage of the type {named} has {least} GiB or more.",
            fix=f"Give {least} or more.",
        )


@rule("aws:rds/instance:Instance", "aws:rds/cluster:Cluster", page=_NAMES, read=_READ)
def a_master_user_has_a_name_of_its_own(inputs: Given) -> Iterator[Finding]:
    """The master user is not called as the engine or RDS itself calls somebody."""
    name, engine = inputs["username"] if inputs["masterUsername"].absent else inputs["masterUsername"], inputs["engine"]
    postgres = engine.text in {"postgres", "aurora-postgresql"}
    if (name.text or "").lower() == "rdsadmin" or (postgres and name.text == "admin"):
        yield name.finding(
            f"`{name.path}` is {name.shown}, a word that {'PostgreSQL' if name.text == 'admin' else 'RDS'} keeps for "
            "itself.",
            fix="Give another name, such as `postgres`." if postgres else "Give another name.",
        )


@rule("aws:elasticache/replicationGroup:ReplicationGroup", page=_FAILOVER, read=_READ)
def a_failover_needs_a_second_node(inputs: Given) -> Iterator[Finding]:
    """A replication group that fails over by itself has two nodes or more."""
    nodes = inputs["numCacheClusters"]
    if inputs["automaticFailoverEnabled"].flag and nodes.number is not None and nodes.number < _NODES:
        yield nodes.finding(
            f"`numCacheClusters` is {nodes.shown}, and `automaticFailoverEnabled` is true; there is nothing to fail "
            "over to.",
            fix=f"Give {_NODES} or more.",
        )
