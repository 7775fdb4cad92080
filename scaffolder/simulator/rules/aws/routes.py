"""Routes, NAT gateways and VPC endpoints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_ROUTE_PAGE: Final = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html"
_NAT_PAGE: Final = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html"
_ENDPOINT_PAGE: Final = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html"
_READ: Final = "2026-11-25"
_DESTINATIONS: Final = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
_TARGETS: Final = (
    "gatewayId", "natGatewayId", "networkInterfaceId", "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId",
    "egressOnlyGatewayId", "carrierGatewayId", "localGatewayId", "coreNetworkArn", "odbNetworkArn",
)  # fmt: skip


@rule("aws:ec2/route:Route", page=_ROUTE_PAGE, read=_READ)
def a_route_leads_from_one_range_to_one_target(inputs: Given) -> Iterator[Finding]:
    """A route has one destination and one target."""
    for names, what in ((_DESTINATIONS, "destination"), (_TARGETS, "target")):
        given = [inputs[name] for name in names if not inputs[name].absent]
        if not given:
            yield inputs[names[0]].finding(
                f"The route has no {what}; it needs one of {', '.join(names)}.", fix="Give one of them."
            )
        for other in given[1:]:
            yield other.finding(
                f"`{given[0].path}` and `{other.path}` are both given; a route has one {what}.",
                fix="Make a route for each.",
            )


@rule("aws:ec2/natGateway:NatGateway", page=_NAT_PAGE, read=_READ)
def a_public_nat_gateway_has_an_address(inputs: Given) -> Iterator[Finding]:
    """A public NAT gateway of a zone has an Elastic IP address, a private one has none."""
    kind, address, mode = inputs["connectivityType"], inputs["allocationId"], inputs["availabilityMode"]
    if kind.unknown or mode.unknown or mode.text == "regional":
        return
    if kind.text == "private" and not address.absent:
        yield address.finding("`allocationId` is given, and `connectivityType` is `private`.", fix="Leave it out.")
    elif kind.text != "private" and address.absent:
        yield address.finding(
            "`allocationId` is missing; a public NAT gateway needs an Elastic IP address.",
            fix='Give the allocation_id of an Eip, or connectivity_type="private".',
        )


@rule("aws:ec2/vpcEndpoint:VpcEndpoint", page=_ENDPOINT_PAGE, read=_READ)
def endpoints_have_what_their_type_has(inputs: Given) -> Iterator[Finding]:
    """A gateway endpoint has route tables, no subnets or security groups; an interface endpoint the reverse."""
    kind = inputs["vpcEndpointType"]
    if kind.unknown:
        return
    named = kind.text or "Gateway"
    strange = {
        "Gateway": ("subnetIds", "securityGroupIds", "privateDnsEnabled"),
        "Interface": ("routeTableIds",),
    }.get(named, ())
    for name in strange:
        one = inputs[name]
        if not one.absent and one.value not in ([], False):
            yield one.finding(
                f"`{name}` is given, and the endpoint is of type {named}.",
                fix='Leave it out, or give vpc_endpoint_type="Interface".' if named == "Gateway" else "Leave it out.",
            )
