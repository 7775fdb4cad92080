"""Address ranges, as rules compare them."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, Final

Network = IPv4Network | IPv6Network
# The version of the addresses that DNS records of a type hold.
VERSIONS: Final = {"A": 4, "AAAA": 6}


def network_of(value: Any, *, strict: bool = False) -> Network | None:
    """Give the address range that a text is, None for anything else; `strict` takes no bits after the prefix."""
    if not isinstance(value, str):
        return None
    try:
        return ip_network(value, strict=strict)
    except ValueError:
        return None


def overlap(one: Network | None, other: Network | None) -> bool:
    """Say whether two known ranges of the same version share an address."""
    if isinstance(one, IPv4Network) and isinstance(other, IPv4Network):
        return one.overlaps(other)
    return isinstance(one, IPv6Network) and isinstance(other, IPv6Network) and one.overlaps(other)


def inside(part: Network, whole: Network) -> bool:
    """Say whether a range lies in another of the same version."""
    return part.version == whole.version and part.subnet_of(whole)  # ty: ignore


def is_address(text: str, version: int) -> bool:
    """Say whether a text is an address of this version of IP."""
    try:
        return ip_address(text).version == version
    except ValueError:
        return False
