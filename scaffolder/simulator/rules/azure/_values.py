"""How rules read Azure's values: enums without regard to case, ISO 8601 durations, address ranges, what is repeated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given

READ: Final = "2026-11-25"
# What the pages are that are none of learn.microsoft.com.
SDK: Final = "pulumi-azure-native 3.29.0, the property's own text"
MODELS: Final = "https://github.com/Azure/bicep-types-az/tree/1f896de2db966ad91e8f7d7d981e11d32e4f5d8d/generated/"
AZURERM: Final = (
    "https://github.com/hashicorp/terraform-provider-azurerm/blob/69697b7fe6a923fc89e88f386bc95c3ed1ee2ec6/"
)
MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

Network = IPv4Network | IPv6Network

_DURATION: Final = re.compile(
    r"P(?:(\d+)W|(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?)", re.IGNORECASE
)


def folded(given: Given) -> str:
    """Give a known text without regard to case, as Azure compares its enums; empty for any other value."""
    return (given.text or "").casefold()


def filled(given: Given) -> bool:
    """Say whether something was given: an empty list and an empty object count as left out."""
    return not given.absent and given.value not in ([], {})


def seconds_of(given: Given) -> float | None:
    """Give the seconds of an ISO 8601 duration such as `PT5M`; None when it is none, or not known."""
    found = _DURATION.fullmatch(given.text or "")
    if found is None or not any(found.groups()):
        return None
    weeks, days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return (weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE + seconds


def network_of(given: Given, *, strict: bool = True) -> Network | None:
    """Give the address range that a value is; None when it is none, or not known."""
    try:
        return ip_network(given.text, strict=strict) if given.text else None
    except ValueError:
        return None


def repeats(values: Iterable[Given]) -> Iterator[Given]:
    """Give each known text that was there before, without regard to case."""
    seen = set()
    for value in values:
        text = folded(value)
        if text and text in seen:
            yield value
        seen.add(text)


def twice(values: Iterable[Given], *, of: str) -> Iterator[Finding]:
    """Give a finding for each name that was there before; `of` says what must have names of their own."""
    for value in repeats(values):
        yield value.finding(
            f"`{value.path}` is {value.shown} a second time; {of} must each have a name of their own.",
            fix="Give it another name.",
        )


def missing(given: Given, message: str, *, fix: str) -> Finding:
    """Give a finding about what was left out; the message follows the property's path."""
    return given.finding(f"`{given.path}` is missing; {message}", fix=fix)
