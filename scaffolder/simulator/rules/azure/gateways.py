"""Gateways, load balancers and private names: what goes with what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import AZURERM, READ, filled, folded, missing
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_ROUTING: Final = AZURERM + "website/docs/r/application_gateway.html.markdown"
_SCALING: Final = "https://github.com/Azure/azure-cli/issues/28160"
_ADDRESSES: Final = "https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses"
_REGISTRATION: Final = "https://learn.microsoft.com/azure/dns/private-dns-autoregistration"
_GATEWAY: Final = "azure-native:network:ApplicationGateway"
_NAT: Final = "azure-native:network:NatGateway"
_BALANCER: Final = "azure-native:network:LoadBalancer"
_ADDRESS: Final = "azure-native:network:PublicIPAddress"
_VNET: Final = "azure-native:network:VirtualNetwork"
_LINK: Final = "azure-native:privatedns:VirtualNetworkLink"


@rule(_GATEWAY, page=_ROUTING, read=READ)
def routing_rules_have_priorities_of_their_own(inputs: Given) -> Iterator[Finding]:
    """The routing rules of a gateway of the second generation have priorities of their own."""
    second = folded(inputs["sku"]["tier"]).endswith("_v2") or folded(inputs["sku"]["name"]).endswith("_v2")
    seen: set[float] = set()
    for one in inputs["requestRoutingRules"].items():
        priority = one["priority"]
        if second and one.known and priority.absent:
            yield missing(priority, "a gateway of the second generation needs it.", fix="Give one of 1 to 20000.")
        if priority.number is not None and priority.number in seen:
            yield priority.finding(
                f"`{priority.path}` is {priority.shown} a second time; routing rules have priorities of their own.",
                fix="Give another one.",
            )
        seen.add(priority.number if priority.number is not None else -1)


@rule(_GATEWAY, page=_SCALING, read=READ)
def gateways_have_a_fixed_size_or_a_moving_one(inputs: Given) -> Iterator[Finding]:
    """A gateway has a fixed capacity, or bounds between which it scales, in order."""
    capacity, scaling = inputs["sku"]["capacity"], inputs["autoscaleConfiguration"]
    if filled(capacity) and filled(scaling):
        yield capacity.finding(
            f"`{capacity.path}` is given beside `autoscaleConfiguration`; a gateway has a fixed size or a moving one.",
            fix="Leave one out.",
        )
    least, most = scaling["minCapacity"], scaling["maxCapacity"]
    if least.number is not None and most.number is not None and least.number > most.number:
        yield least.finding(
            f"`{least.path}` is {least.shown}, and `maxCapacity` is {most.shown}; the fewest cannot be above the most.",
            fix="Give fewer, or a higher `maxCapacity`.",
        )


@program_rule(_NAT, _BALANCER, _ADDRESS, page=_ADDRESSES, read=READ)
def addresses_have_the_sku_of_what_uses_them(program: Program) -> Iterator[ProgramFinding]:
    """A NAT gateway and a Standard load balancer have public addresses of the Standard SKU."""
    for one in program.of(_NAT, _BALANCER):
        name = "publicIpAddresses" if one.type == _NAT else "frontendIPConfigurations"
        if one.type == _BALANCER and folded(one["sku"]["name"]) != "standard":
            continue
        for address in program.behind(one, name, _ADDRESS):
            if folded(address["sku"]["name"]) == "basic":
                yield one.finding(
                    one[name].finding(
                        f"`{name}` has {address.name}, an address of the Basic SKU; it must be Standard.",
                        fix="Give the address the SKU `Standard`, and make it static.",
                    )
                )


@program_rule(_LINK, _VNET, page=_REGISTRATION, read=READ)
def networks_register_in_one_zone(program: Program) -> Iterator[ProgramFinding]:
    """A network registers its machines' names in one private zone only."""
    seen: dict[str, str] = {}
    for link in program.of(_LINK):
        network = program.only_behind(link, "virtualNetwork", _VNET)
        if network is None or not link["registrationEnabled"].flag:
            continue
        if network.urn in seen:
            yield link.finding(
                link["registrationEnabled"].finding(
                    f"`registrationEnabled` is true; {network.name}, the network, registers with {seen[network.urn]} "
                    "already.",
                    fix="Give false here.",
                )
            )
        seen.setdefault(network.urn, link.name)
