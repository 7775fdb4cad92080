"""Virtual networks: address ranges, subnets, peerings and public addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import ip_network
from typing import Final

from scaffolder.simulator.rules.addresses import inside
from scaffolder.simulator.rules.azure._values import READ, Network, filled, folded, network_of, twice
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule, rule

_NETWORKS: Final = "https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq"
_SUBNETS: Final = "https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-subnet"
_PEERINGS: Final = "https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview"
_ADDRESSES: Final = "https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses"
_VNET: Final = "azure-native:network:VirtualNetwork"
_SUBNET: Final = "azure-native:network:Subnet"
_PEERING: Final = "azure-native:network:VirtualNetworkPeering"
_ADDRESS: Final = "azure-native:network:PublicIPAddress"
_SMALLEST, _SMALLEST_IPV6 = 29, 64
# Subnets that a service looks for by name, and the largest prefix length it takes.
_RESERVED: Final = {"azurebastionsubnet": 26, "azurefirewallsubnet": 26, "azurefirewallmanagementsubnet": 26}


def _prefixes(holder: Given) -> list[Given]:
    """The ranges of a subnet, written alone or as a list."""
    alone = holder["addressPrefix"]
    return [*([alone] if alone.text else []), *holder["addressPrefixes"].items()]


@rule(_VNET, _SUBNET, page=_NETWORKS, read=READ)
def ranges_are_written_from_their_first_address(inputs: Given) -> Iterator[Finding]:
    """An address range of a network or subnet is a valid CIDR block that begins at its first address."""
    given = [*inputs["addressSpace"]["addressPrefixes"].items(), *_prefixes(inputs)]
    given += [prefix for subnet in inputs["subnets"].items() for prefix in _prefixes(subnet)]
    for prefix in given:
        if prefix.text and network_of(prefix) is None:
            yield prefix.finding(f"`{prefix.path}` is {prefix.shown}, which is no address range.", fix=_nearest(prefix))


def _nearest(prefix: Given) -> str:
    try:
        return f"Did you mean `{ip_network(prefix.text or '', strict=False)}`? No bit past the prefix may be set."
    except ValueError:
        return "For example `10.0.0.0/16`."


@rule(_SUBNET, page=_SUBNETS, read=READ)
def subnets_are_large_enough(inputs: Given) -> Iterator[Finding]:
    """A subnet is /29 or larger, since Azure keeps five addresses, and /26 for Bastion and Firewall."""
    yield from _too_small(inputs, inputs["subnetName"])


@rule(_VNET, page=_SUBNETS, read=READ)
def subnets_of_a_network_are_large_enough_and_apart(inputs: Given) -> Iterator[Finding]:
    """The subnets of a network lie inside of it and apart, are /29 or larger, and have names of their own."""
    subnets = inputs["subnets"].items()
    yield from twice((subnet["name"] for subnet in subnets), of="the subnets of a network")
    space = inputs["addressSpace"]["addressPrefixes"]
    ranges = [network_of(one) for one in space.items()]
    complete = space.known and None not in ranges
    seen: list[tuple[Network, Given]] = []
    for subnet in subnets:
        yield from _too_small(subnet, subnet["name"])
        for prefix in _prefixes(subnet):
            network = network_of(prefix)
            if network is None:
                continue
            if complete and not _inside(network, [one for one in ranges if one]):
                yield _outside(prefix, space)
            yield from _overlaps(prefix, network, seen)
            seen.append((network, subnet["name"]))


def _too_small(holder: Given, name: Given) -> Iterator[Finding]:
    for prefix in _prefixes(holder):
        network = network_of(prefix)
        if network is None:
            continue
        longest = _SMALLEST_IPV6 if network.version == 6 else _RESERVED.get(folded(name), _SMALLEST)  # noqa: PLR2004
        if network.prefixlen > longest:
            whose = f"`{name.text}`" if folded(name) in _RESERVED else "a subnet"
            yield prefix.finding(
                f"`{prefix.path}` is {prefix.shown}; {whose} needs /{longest} or a larger range.",
                fix=f"Give a range of /{longest}.",
            )


def _inside(network: Network, ranges: Sequence[Network]) -> bool:
    return any(inside(network, one) for one in ranges)


def _outside(prefix: Given, space: Given) -> Finding:
    whole = ", ".join(f"`{one.text}`" for one in space.items())
    return prefix.finding(
        f"`{prefix.path}` is {prefix.shown}, which is not inside {whole}, the network's addresses.",
        fix="Give a range inside of it, or a larger `addressSpace`.",
    )


def _overlaps(prefix: Given, network: Network, seen: Sequence[tuple[Network, Given]]) -> Iterator[Finding]:
    for other, name in seen:
        if network.version == other.version and network.overlaps(other):
            yield prefix.finding(
                f"`{prefix.path}` is {prefix.shown}, which overlaps `{other}` of {name.shown}.",
                fix="Give each subnet a range of its own.",
            )
            return


@program_rule(_SUBNET, _VNET, page=_SUBNETS, read=READ)
def subnets_lie_in_their_network_and_apart(program: Program) -> Iterator[ProgramFinding]:
    """A subnet of its own lies inside its network and overlaps no other subnet of it."""
    seen: dict[str, list[tuple[Network, Given]]] = {}
    for subnet in program.of(_SUBNET):
        vnet = network_holding(program, subnet)
        if vnet is None:
            continue
        space = vnet["addressSpace"]["addressPrefixes"]
        ranges = [network_of(one) for one in space.items()]
        taken = seen.setdefault(vnet.urn, _inline(vnet, subnet))
        for prefix in _prefixes(subnet.given):
            network = network_of(prefix)
            if network is None:
                continue
            if ranges and None not in ranges and not _inside(network, [one for one in ranges if one]):
                yield subnet.finding(_outside(prefix, space))
            for finding in _overlaps(prefix, network, taken):
                yield subnet.finding(finding)
            taken.append((network, Given(subnet.name)))


def _inline(vnet: ProgramResource, subnet: ProgramResource) -> list[tuple[Network, Given]]:
    """The subnets written in the network itself; one of the same name is the same subnet."""
    others = [one for one in vnet["subnets"].items() if folded(one["name"]) != folded(subnet["subnetName"])]
    pairs = [(network_of(prefix), one["name"]) for one in others for prefix in _prefixes(one)]
    return [(network, name) for network, name in pairs if network is not None]


def network_holding(program: Program, subnet: ProgramResource) -> ProgramResource | None:
    """Give the network of this program that a subnet lies in, None when that cannot be told."""
    found = program.only_behind(subnet, "virtualNetworkName", _VNET)
    name = folded(subnet["virtualNetworkName"])
    named = [one for one in program.of(_VNET) if name and folded(one["virtualNetworkName"]) == name]
    return found or (named[0] if len(named) == 1 else None)


@program_rule(_PEERING, _VNET, page=_PEERINGS, read=READ)
def peered_networks_do_not_overlap(program: Program) -> Iterator[ProgramFinding]:
    """Two networks that are peered have no address in common."""
    for peering in program.of(_PEERING):
        here = program.only_behind(peering, "virtualNetworkName", _VNET)
        there = program.only_behind(peering, "remoteVirtualNetwork", _VNET)
        if here is None or there is None or here is there:
            continue
        for one in here["addressSpace"]["addressPrefixes"].items():
            for other in there["addressSpace"]["addressPrefixes"].items():
                mine, theirs = network_of(one), network_of(other)
                if mine and theirs and mine.version == theirs.version and mine.overlaps(theirs):
                    yield peering.finding(
                        peering["remoteVirtualNetwork"].finding(
                            f"`remoteVirtualNetwork` is {there.name}, whose {other.shown} overlaps {one.shown} of "
                            f"{here.name}; peered networks must lie apart.",
                            fix="Give the networks ranges of their own.",
                        )
                    )


@rule(_ADDRESS, page=_ADDRESSES, read=READ)
def standard_addresses_are_static(inputs: Given) -> Iterator[Finding]:
    """A public address of the Standard SKU is static, and only such a one lies in zones."""
    sku, way = inputs["sku"]["name"], inputs["publicIPAllocationMethod"]
    if folded(sku) == "standard" and folded(way) == "dynamic":
        yield way.finding(
            f"`{way.path}` is {way.shown}; an address of the Standard SKU is static.", fix="Give `Static`."
        )
    if filled(inputs["zones"]) and folded(sku) == "basic":
        yield inputs["zones"].finding(
            "`zones` is given; an address of the Basic SKU lies in no zone.", fix="Give the SKU `Standard`."
        )
