"""S3 lifecycles, RDS and EKS subnets, KMS keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.aws.networks import zone_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_OBJECTS: Final = "https://github.com/ministryofjustice/modernisation-platform/pull/8252"
_BUCKET_ARN: Final = re.compile(r"arn:[\w-]+:s3:::[^/*?$]+")
_ON_OBJECTS: Final = ("s3:DeleteObject", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject")
_LIFECYCLE_PAGE: Final = (
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html"
)
_RDS_PAGE: Final = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html"
_EKS_PAGE: Final = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html"
_KEYS_PAGE: Final = "https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html"
_READ: Final = "2026-11-25"
_GROUP: Final = "aws:rds/subnetGroup:SubnetGroup"
_CLUSTER: Final = "aws:eks/cluster:Cluster"
_SUBNET: Final = "aws:ec2/subnet:Subnet"


@rule("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", page=_LIFECYCLE_PAGE)
def objects_move_before_they_expire(inputs: Given) -> Iterator[Finding]:
    """Objects expire after they moved; when they move is their owner's to say, since S3 lifted its 30 days."""
    for item in inputs["rules"].items():
        latest = max((one["days"].number or 0.0 for one in item["transitions"].items()), default=0.0)
        expiry = item["expiration"]["days"]
        if expiry.number is not None and 0 < expiry.number <= latest:
            yield expiry.finding(
                f"`{expiry.path}` is {expiry.shown}, and objects move after {latest:g} days, before they expire.",
                fix=f"Give {latest + 1:g} or more.",
            )


@rule(_GROUP, page=_RDS_PAGE, read=_READ)
def a_subnet_group_has_two_subnets(inputs: Given) -> Iterator[Finding]:
    """A DB subnet group is given two subnets or more, but in a Local Zone or on an Outpost."""
    # Where a subnet lies cannot be seen by its id, so this only warns; the rule below knows those of the program.
    subnets = inputs["subnetIds"]
    if len(subnets.items()) == 1 and subnets.items()[0].text:
        yield subnets.finding(
            f"`{subnets.path}` has one entry; outside of Local Zones and Outposts a DB subnet group needs subnets in "
            "two zones.",
            fix="Add a subnet in another zone.",
            severity="warning",
        )


@rule(_CLUSTER, page=_EKS_PAGE, read=_READ)
def a_cluster_has_two_subnets(inputs: Given) -> Iterator[Finding]:
    """An EKS cluster is given two subnets or more."""
    subnets = inputs["vpcConfig"]["subnetIds"]
    if inputs["outpostConfig"].absent and len(subnets.items()) == 1:
        yield subnets.finding(
            f"`{subnets.path}` has one entry; an EKS cluster needs subnets in two zones.",
            fix="Add a subnet in another zone.",
        )


@program_rule(_GROUP, _CLUSTER, page=_RDS_PAGE, read=_READ)
def databases_and_clusters_span_two_zones(program: Program) -> Iterator[ProgramFinding]:
    """The subnets of a DB subnet group and of an EKS cluster lie in two zones or more."""
    for resource in program.of(_GROUP, _CLUSTER):
        name = "subnetIds" if resource.type == _GROUP else "vpcConfig"
        subnets = program.behind(resource, name, _SUBNET)
        given = resource[name] if resource.type == _GROUP else resource[name]["subnetIds"]
        zones = {zone_of(subnet) for subnet in subnets}
        # A cluster's only subnet is refused by the rule above.
        few = len(subnets) < (1 if resource.type == _GROUP else 2)
        if not few and len(subnets) == len(given.items()) and len(zones) == 1 and None not in zones:
            yield resource.finding(
                given.finding(
                    f"`{given.path}` has {' and '.join(one.name for one in subnets)}, "
                    f"{'all' if len(subnets) > 1 else 'alone'} in `{zones.pop()}`; it needs two zones.",
                    fix="Give one of them another availability_zone.",
                )
            )


@rule("aws:kms/key:Key", page=_KEYS_PAGE, read=_READ)
def only_symmetric_keys_rotate(inputs: Given) -> Iterator[Finding]:
    """Automatic rotation is for symmetric encryption keys."""
    spec, rotates = inputs["customerMasterKeySpec"], inputs["enableKeyRotation"]
    if rotates.flag and spec.known and spec.text not in {None, "SYMMETRIC_DEFAULT", "SM4"}:
        yield rotates.finding(
            f"`enableKeyRotation` is true, and `customerMasterKeySpec` is {spec.shown}; such keys do not rotate.",
            fix="Leave enable_key_rotation out.",
        )


@rule("aws:s3/bucketPolicy:BucketPolicy", page=_OBJECTS, read="2026-11-25")
def actions_on_objects_name_objects(inputs: Given) -> Iterator[Finding]:
    """What is done to objects is allowed on objects, not on their bucket."""
    for statement in inputs["policy"].document()["Statement"].items():
        actions, resources = statement["Action"], statement["Resource"]
        named = [one.text or "" for one in (resources.items() or [resources])]
        done = [one.text or "" for one in (actions.items() or [actions])]
        if all(_BUCKET_ARN.fullmatch(one) for one in named) and all(one in _ON_OBJECTS for one in done):
            yield resources.finding(
                f"`{resources.path}` is {resources.shown}, a bucket; {done[0]} is done to its objects.",
                fix=f"Give `{named[0]}/*`.",
            )
