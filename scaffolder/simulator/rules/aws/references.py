"""References: ARNs and ids that are well formed, of the right kind, in regions and zones that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from scaffolder.simulator.facts import aws_regions, aws_zones
from scaffolder.simulator.plausible import SIMULATED, aws_partition
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule
from scaffolder.simulator.wording import nearest

_ARN_PAGE: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"
_ID_PAGE: Final = "botocore 1.44.8, ec2"
_REGIONS_PAGE: Final = "cfn-lint 1.58.0, AVAILABILITY_ZONES, and botocore 1.44.8, partitions.json"
_READ: Final = "2026-11-25"

# What an ARN in a property begins with, after account and region: `service:resource`.
_ARNS: Final[Mapping[str, tuple[str, ...]]] = {
    "certificateArn": ("acm:certificate/", "iam:server-certificate/", "dms:cert:"),
    "acmCertificateArn": ("acm:certificate/",),
    "loadBalancerArn": ("elasticloadbalancing:loadbalancer/",),
    "listenerArn": ("elasticloadbalancing:listener/", "globalaccelerator:accelerator/", "vpc-lattice:"),
    "targetGroupArn": ("elasticloadbalancing:targetgroup/", "vpc-lattice:targetgroup/"),
    "acceleratorArn": ("globalaccelerator:accelerator/",),
    "taskRoleArn": ("iam:role/",),
    "executionRoleArn": ("iam:role/",),
    "nodeRoleArn": ("iam:role/",),
    "iamRoleArn": ("iam:role/",),
    "serviceRoleArn": ("iam:role/",),
    "policyArn": ("iam:policy/", "iam:aws:policy/", "eks:aws:cluster-access-policy/", "resiliencehub:"),
    "permissionsBoundary": ("iam:policy/", "iam:aws:policy/"),
    "webAclArn": ("wafv2:", "waf-regional:webacl/"),
    "kmsKeyArn": ("kms:key/", "kms:alias/"),
    "topicArn": ("sns:", "kafka:topic/"),
}
_IDS: Final[Mapping[str, tuple[str, ...]]] = {
    "vpcId": ("vpc",),
    "subnetId": ("subnet",),
    "subnetIds": ("subnet",),
    "subnets": ("subnet",),
    "vpcSecurityGroupIds": ("sg",),
    "securityGroupIds": ("sg",),
    "securityGroupId": ("sg",),
    "referencedSecurityGroupId": ("sg",),
    "securityGroups": ("sg",),
    "routeTableId": ("rtb",),
    "routeTableIds": ("rtb",),
    "natGatewayId": ("nat",),
    "internetGatewayId": ("igw",),
    "gatewayId": ("igw", "vgw", "vpce", "local"),
    "allocationId": ("eipalloc",),
    "transitGatewayId": ("tgw",),
    "prefixListId": ("pl",),
    "networkInterfaceId": ("eni",),
}
_ID: Final = re.compile(
    r"(ami|eipalloc|eni|i|igw|lt|nat|pcx|pl|rtb|sg|snap|subnet|tgw|vgw|vol|vpc|vpce)-[0-9a-f]{8}(?:[0-9a-f]{9})?"
)
_REGION: Final = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d")
_PARTITION: Final = re.compile(r"aws(-[a-z]+)*")
_ARN_PARTS: Final = 6
_ACCOUNT: Final = re.compile(r"(\d{12}|aws[\w-]*|cloudfront|)")


def named(given: Given, name: str = "") -> Iterator[tuple[str, Given]]:
    """Give every text inside a value, with the name of the property it is in."""
    if isinstance(given.value, dict):
        for key, inner in given.entries():
            yield from named(inner, key)
    elif isinstance(given.value, list):
        for item in given.items():
            yield from named(item, name)
    elif given.text is not None:
        yield name, given


@rule("aws:*", page=_ARN_PAGE, read=_READ)
def arns_are_whole_and_of_the_right_kind(inputs: Given) -> Iterator[Finding]:
    """An ARN has its six parts, a region that there is, and is of the kind that the property takes."""
    for name, one in named(inputs):
        text = one.text or ""
        if not text.startswith("arn:") or not (name.lower().endswith("arn") or name in _ARNS):
            continue
        parts = text.split(":", _ARN_PARTS - 1)
        if len(parts) < _ARN_PARTS or not _PARTITION.fullmatch(parts[1]) or not parts[5]:
            yield one.finding(
                f"`{one.path}` is {one.shown}, which is no ARN.",
                fix="An ARN is `arn:aws:service:region:account:resource`.",
            )
            continue
        _, partition, service, region, account, resource = parts
        yield from _place(one, partition, region, account)
        if service == SIMULATED:
            # The answer of a function that is not simulated: nobody wrote this ARN.
            continue
        wanted = _ARNS.get(name)
        kind = f"{service}:{account}:{resource}" if account == "aws" else f"{service}:{resource}"
        if wanted and not kind.startswith(wanted) and not kind.startswith(f"{service}:*"):
            yield one.finding(
                f"`{one.path}` is {one.shown}, which is no ARN of {_kinds(wanted)}.",
                fix=f"Give an ARN of {_kinds(wanted)}.",
            )


def _kinds(wanted: tuple[str, ...]) -> str:
    return " or ".join(f"`{one.rstrip('/:')}`" for one in wanted)


def _forms(wanted: tuple[str, ...]) -> str:
    return " or ".join(f"`{one}-...`" for one in wanted)


def _place(one: Given, partition: str, region: str, account: str) -> Iterator[Finding]:
    if _REGION.fullmatch(region) and region not in aws_regions():
        yield one.finding(f"`{one.path}` is in `{region}`, and AWS has no such region.", fix=_near(region))
    elif region in aws_regions() and aws_partition(region) != partition:
        yield one.finding(
            f"`{one.path}` is in `{region}`, which is in the partition {aws_partition(region)}, not {partition}.",
            fix=f"Begin it with `arn:{aws_partition(region)}:`.",
        )
    if account.isdigit() and not _ACCOUNT.fullmatch(account):
        yield one.finding(f"`{one.path}` has the account `{account}`; accounts have 12 digits.", fix="Give 12 digits.")


def _near(region: str) -> str:
    near = nearest(region, sorted(aws_regions()))
    return f"Did you mean `{near}`?" if near else "Give one of AWS's regions."


@rule("aws:*", page=_ID_PAGE, read=_READ)
def ids_are_of_the_right_kind(inputs: Given) -> Iterator[Finding]:
    """An id such as vpc-... is of the kind that the property takes."""
    for name, one in named(inputs):
        wanted = _IDS.get(name)
        found = _ID.fullmatch(one.text or "") if wanted else None
        if found and wanted and found[1] not in wanted:
            yield one.finding(
                f"`{one.path}` is {one.shown}; it takes an id of the form {_forms(wanted)}.",
                fix=f"Give the id of a {wanted[0]}.",
            )


@rule("aws:*", "pulumi:providers:aws", page=_REGIONS_PAGE, read=_READ)
def regions_of_aws_exist(inputs: Given) -> Iterator[Finding]:
    """A region is one that AWS has."""
    for name in ("region", "endpointGroupRegion", "providerRegion"):
        region = inputs[name]
        if region.text is not None and _REGION.fullmatch(region.text) and region.text not in aws_regions():
            yield region.finding(f"`{name}` is {region.shown}, and AWS has no such region.", fix=_near(region.text))


@rule("aws:*", page=_REGIONS_PAGE, read=_READ)
def zones_of_aws_exist(inputs: Given) -> Iterator[Finding]:
    """An availability zone lies in a region that AWS has."""
    zones = [inputs["availabilityZone"], *inputs["availabilityZones"].items()]
    for zone in zones:
        region = (zone.text or "")[:-1]
        if not _REGION.fullmatch(region) or not zone.text or not zone.text[-1].isalpha():
            continue
        known = aws_zones().get(region, ())
        if region not in aws_regions():
            yield zone.finding(f"`{zone.path}` is {zone.shown}, and AWS has no region `{region}`.", fix=_near(region))
        elif known and zone.text not in known:
            yield zone.finding(
                f"`{zone.path}` is {zone.shown}; `{region}` has {', '.join(known)}.",
                fix="Give one of these, or take them from get_availability_zones.",
                severity="warning",
            )
