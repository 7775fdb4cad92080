"""Subnets: the ranges of one, and those of a network beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Final

from scaffolder.simulator.rules.addresses import Network, network_of, overlap
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule, rule

SUBNET: Final = "gcp:compute/subnetwork:Subnetwork"
_NETWORK: Final = "gcp:compute/network:Network"
_PAGE: Final = "https://cloud.google.com/vpc/docs/subnets#ipv4-ranges"
_API: Final = "https://compute.googleapis.com/$discovery/rest?version=v1"
_READ: Final = "2026-11-25"
_SMALLEST: Final = 29
_FORBIDDEN: Final = tuple(
    ip_network(text)
    for text in ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "199.36.153.4/30", "199.36.153.8/30")
)


def _ranges(inputs: Given) -> list[Given]:
    return [inputs["ipCidrRange"], *(one["ipCidrRange"] for one in inputs["secondaryIpRanges"].items())]


@rule(SUBNET, page=_PAGE, read=_READ)
def subnet_ranges_are_cidr(inputs: Given) -> Iterator[Finding]:
    """A subnet's ranges are CIDR ranges of 8 addresses or more, none that Google Cloud keeps for other things."""
    for given in _ranges(inputs):
        if not given.text:
            continue
        range_ = network_of(given.text)
        if range_ is None or "/" not in given.text:
            message = f"`{given.path}` is {given.shown}, which is no address range."
            yield given.finding(message, fix="Give a range such as `10.0.0.0/20`.")
        elif range_.version == 4 and range_.prefixlen > _SMALLEST:  # noqa: PLR2004 - IPv4
            message = f"`{given.path}` is {given.shown}; the smallest range is a /{_SMALLEST}."
            yield given.finding(message, fix=f"Give a prefix of {_SMALLEST} or less.")
        elif any(overlap(range_, forbidden) for forbidden in _FORBIDDEN):
            message = f"`{given.path}` is {given.shown}, which Google Cloud keeps for other things."
            yield given.finding(message, fix="Give a private range, such as one in `10.0.0.0/8`.")


@rule(SUBNET, page=_API, read=_READ)
def subnet_ranges_have_names_of_their_own(inputs: Given) -> Iterator[Finding]:
    """The secondary ranges of a subnet have different names."""
    seen: dict[str, Given] = {}
    for one in inputs["secondaryIpRanges"].items():
        name = one["rangeName"]
        if name.text and seen.setdefault(name.text, name) is not name:
            first = seen[name.text].path
            yield name.finding(f"`{name.path}` is {name.shown}, as `{first}` is.", fix="Give another name.")


@program_rule(SUBNET, page=_API, read=_READ)
def subnet_ranges_do_not_overlap(program: Program) -> Iterator[ProgramFinding]:
    """The ranges of the subnets in one network do not overlap."""
    seen: dict[str, list[tuple[Network, ProgramResource, str]]] = {}
    for subnet in program.of(SUBNET):
        network = _network_of(program, subnet)
        if network is None:
            continue
        before = seen.setdefault(network, [])
        for given in _ranges(subnet.given):
            range_ = network_of(given.value)
            if range_ is None:
                continue
            clash = next(((other, path) for known, other, path in before if overlap(range_, known)), None)
            if clash is not None:
                other, path = clash
                where = f"`{path}` here" if other is subnet else f"`{path}` of {other.name}"
                yield subnet.finding(
                    given.finding(
                        f"`{given.path}` is {given.shown}, which overlaps with {where}.",
                        fix="Give ranges that share no address.",
                    )
                )
            before.append((range_, subnet, given.path))


def _network_of(program: Program, subnet: ProgramResource) -> str | None:
    """Tell one network from another: by the resource it is, or by what it is called."""
    network = program.only_behind(subnet, "network", _NETWORK)
    if network is not None:
        return network.urn
    return subnet["network"].text
