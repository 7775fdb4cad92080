"""Cloud NAT: whose addresses it uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_PAGE: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "google-beta/services/compute/resource_compute_router_nat.go"
)


@rule("gcp:compute/routerNat:RouterNat", page=_PAGE, read="2026-11-25")
def nat_addresses_are_given_where_they_are_not_allocated(inputs: Given) -> Iterator[Finding]:
    """A NAT gateway has addresses of its own just when it allocates none."""
    how, addresses, first = inputs["natIpAllocateOption"], inputs["natIps"], inputs["initialNatIps"]
    if how.text == "AUTO_ONLY" and addresses.items():
        yield addresses.finding(
            f"`natIps` is given, and `natIpAllocateOption` is {how.shown}; it takes them with MANUAL_ONLY.",
            fix="Leave it out, or give MANUAL_ONLY.",
        )
    if how.text == "MANUAL_ONLY" and _none(addresses) and _none(first):
        yield addresses.finding(
            f"`natIps` is missing, and `natIpAllocateOption` is {how.shown}; the gateway has no address.",
            fix="Give nat_ips, or AUTO_ONLY.",
            severity="warning",
        )


def _none(given: Given) -> bool:
    return given.absent or given.value == []
