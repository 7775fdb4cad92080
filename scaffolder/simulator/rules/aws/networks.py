"""Address ranges of VPCs and subnets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule, rule

_VPC_PAGE: Final = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_.go"
_SUBNET_PAGE: Final = (
    "https://aws-amplify.github.io/aws-sdk-android/docs/reference/com/amazonaws/services/ec2/model/"
    "CreateSubnetRequest.html"
)
_VPC: Final = "aws:ec2/vpc:Vpc"
_SUBNET: Final = "aws:ec2/subnet:Subnet"
_MORE: Final = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
_LARGEST, _SMALLEST = 16, 28
# The name of a zone that is no Local Zone, Wavelength Zone or Outpost.
_ZONE: Final = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d[a-z]")

Network = IPv4Network | IPv6Network


def network_of(given: Given) -> Network | None:
    """Give the address range that a value is; None when it is none, or not known."""
    try:
        return ip_network(given.text) if given.text else None
    except ValueError:
        return None


def zone_of(subnet: ProgramResource) -> str | None:
    """Give the availability zone of a subnet; None when it is not known, or on an Outpost or in a Local Zone."""
    zone = subnet["availabilityZone"].text
    return zone if zone and subnet["outpostArn"].absent and _ZONE.fullmatch(zone) else None


@rule(_VPC, _SUBNET, _MORE, page=_VPC_PAGE, read="2026-11-25")
def address_ranges_are_of_a_size_that_vpcs_have(inputs: Given) -> Iterator[Finding]:
    """A VPC's and a subnet's IPv4 range is a valid CIDR block of /16 to /28."""
    block = inputs["cidrBlock"]
    if block.text is None:
        return
    network = network_of(block)
    if network is None or network.version != 4:  # noqa: PLR2004 - IPv4
        yield block.finding(
            f"`{block.path}` is {block.shown}, which is no IPv4 range; write one such as `10.0.0.0/16`.",
            fix=_nearest_range(block),
        )
    elif not _LARGEST <= network.prefixlen <= _SMALLEST:
        yield block.finding(
            f"`{block.path}` is {block.shown}; allowed are ranges of /{_LARGEST} to /{_SMALLEST}.",
            fix=f"Give `{network.network_address}/{min(max(network.prefixlen, _LARGEST), _SMALLEST)}`.",
        )


def _nearest_range(block: Given) -> str:
    try:
        return f"Did you mean `{ip_network(block.text or '', strict=False)}`? No bit past the prefix may be set."
    except ValueError:
        return "Give four numbers of 0 to 255 and a prefix length."


@program_rule(_SUBNET, _VPC, page=_SUBNET_PAGE, read="2026-11-25")
def subnets_lie_in_their_vpc_and_apart(program: Program) -> Iterator[ProgramFinding]:
    """A subnet's IPv4 range lies inside its VPC's and overlaps that of no other subnet."""
    seen: dict[str, list[tuple[Network, ProgramResource]]] = {}
    for subnet in program.of(_SUBNET):
        network, vpc = network_of(subnet["cidrBlock"]), program.only_behind(subnet, "vpcId", _VPC)
        key = vpc.urn if vpc else subnet["vpcId"].text
        if network is None or key is None:
            continue
        if vpc is not None and (finding := _outside(program, subnet, network, vpc)):
            yield subnet.finding(finding)
        for other, owner in seen.setdefault(key, []):
            if network.version == other.version and network.overlaps(other):
                block = subnet["cidrBlock"]
                yield subnet.finding(
                    block.finding(
                        f"`cidrBlock` is {block.shown}, which overlaps `{other}` of {owner.name} in the same VPC.",
                        fix="Give each subnet a range of its own.",
                    )
                )
                break
        seen[key].append((network, subnet))


def _outside(program: Program, subnet: ProgramResource, network: Network, vpc: ProgramResource) -> Finding | None:
    """What to say when a subnet's range is in none of its VPC's."""
    block, whole = subnet["cidrBlock"], network_of(vpc["cidrBlock"])
    # A VPC may have further ranges: those of this program are looked at, and one that is not known ends the question.
    further = [one for one in program.of(_MORE) if vpc in program.behind(one, "vpcId")]
    ranges = [whole, *(network_of(one["cidrBlock"]) for one in further)]
    if any(one is None or one.version != network.version or network.subnet_of(one) for one in ranges):  # ty: ignore
        return None
    return block.finding(
        f"`cidrBlock` is {block.shown}, which is not inside `{whole}` of {vpc.name}, its VPC.",
        fix=f"Give a range inside `{whole}`.",
    )
