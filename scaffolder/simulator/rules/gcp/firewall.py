"""VPC firewall rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.addresses import network_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_FIREWALL: Final = "gcp:compute/firewall:Firewall"
_API: Final = "https://compute.googleapis.com/$discovery/rest?version=v1"
_PROVIDER: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "google-beta/services/compute/resource_compute_firewall.go"
)
_READ: Final = "2026-11-25"
_PROTOCOLS: Final = frozenset({"tcp", "udp", "icmp", "esp", "ah", "sctp", "ipip", "all"})
_NAMED: Final = ", ".join(sorted(_PROTOCOLS))
_WITH_PORTS: Final = frozenset({"tcp", "udp", "sctp", "6", "17", "132"})
_NUMBER: Final = re.compile(r"\d{1,3}")
_PORTS: Final = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
_HIGHEST: Final = 65535


def _entries(inputs: Given) -> Iterator[Given]:
    yield from (*inputs["allows"].items(), *inputs["denies"].items())


@rule(_FIREWALL, page=_API, read=_READ)
def firewall_protocols_are(inputs: Given) -> Iterator[Finding]:
    """A firewall rule names a protocol it knows, or a number from 0 to 255."""
    for entry in _entries(inputs):
        protocol = entry["protocol"]
        text = (protocol.text or "").lower()
        if text and text not in _PROTOCOLS and not (_NUMBER.fullmatch(text) and int(text) < 256):  # noqa: PLR2004 - one byte
            yield protocol.finding(
                f"`{protocol.path}` is {protocol.shown}; allowed are {_NAMED} and numbers to 255.",
                fix="Give one of these.",
            )


@rule(_FIREWALL, page=_API, read=_READ)
def firewall_ports_are_of_a_protocol_with_ports(inputs: Given) -> Iterator[Finding]:
    """Ports are given for TCP, UDP and SCTP."""
    for entry in _entries(inputs):
        protocol, ports = entry["protocol"], entry["ports"]
        if protocol.text and protocol.text.lower() not in _WITH_PORTS and ports.items():
            yield ports.finding(
                f"`{ports.path}` is given, and the protocol {protocol.shown} has no ports.",
                fix="Leave the ports out, or give `tcp`, `udp` or `sctp`.",
            )


@rule(_FIREWALL, page=_API, read=_READ)
def firewall_ports_are_numbers_or_ranges(inputs: Given) -> Iterator[Finding]:
    """A port is a number up to 65535 or a range of two such numbers, the lower one first."""
    for entry in _entries(inputs):
        for port in entry["ports"].items():
            if not port.known:
                continue
            found = _PORTS.fullmatch(str(port.value))
            low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
            if low > high or high > _HIGHEST:
                yield port.finding(
                    f"`{port.path}` is {port.shown}; allowed are ports such as `443` and ranges such as `8000-8080`.",
                    fix="Give a port or a range, of numbers up to 65535.",
                )


@rule(_FIREWALL, page=_PROVIDER, read=_READ)
def firewall_for_incoming_traffic_says_from_where(inputs: Given) -> Iterator[Finding]:
    """A rule for incoming traffic names source ranges, tags or service accounts."""
    sources = [inputs[name] for name in ("sourceRanges", "sourceTags", "sourceServiceAccounts")]
    incoming = inputs["direction"].absent or inputs["direction"].text == "INGRESS"
    if incoming and all(one.value is None for one in sources):
        yield sources[0].finding(
            "`sourceRanges`, `sourceTags` and `sourceServiceAccounts` are missing; incoming traffic needs one of them.",
            fix="Say where the traffic comes from, or give `direction` as `EGRESS`.",
            # The provider's page asks for one; the API alone takes none to mean every address.
            severity="warning",
        )


@rule(_FIREWALL, page=_API, read=_READ)
def firewall_for_outgoing_traffic_has_no_sources(inputs: Given) -> Iterator[Finding]:
    """A rule for outgoing traffic names no source tags or service accounts."""
    for name in ("sourceTags", "sourceServiceAccounts"):
        source = inputs[name]
        if inputs["direction"].text == "EGRESS" and source.items():
            yield source.finding(
                f"`{source.path}` is given, and the rule is for outgoing traffic.",
                fix="Give `targetTags` or `targetServiceAccounts` instead.",
            )


@rule(_FIREWALL, page=_API, read=_READ)
def firewall_ranges_are_cidr(inputs: Given) -> Iterator[Finding]:
    """Source and destination ranges are CIDR ranges."""
    for name in ("sourceRanges", "destinationRanges"):
        for item in inputs[name].items():
            if item.text and network_of(item.text) is None:
                yield item.finding(
                    f"`{item.path}` is {item.shown}, which is no address range.",
                    fix="Give a range such as `10.0.0.0/8`.",
                )
