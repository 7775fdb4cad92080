"""Route 53: what a record of each type holds."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_PAGE: Final = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html"
_VALUES: Final = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecord.html"
_READ: Final = "2026-11-25"
_ADDRESSES: Final = {"A": IPv4Address, "AAAA": IPv6Address}


@rule("aws:route53/record:Record", page=_PAGE, read=_READ)
def route53_records_hold_addresses(inputs: Given) -> Iterator[Finding]:
    """An A record holds IPv4 addresses, an AAAA record IPv6 addresses."""
    kind = _ADDRESSES.get(inputs["type"].text or "")
    for record in inputs["records"].items():
        if kind is None or record.text is None or _is(kind, record.text):
            continue
        version = "IPv4" if kind is IPv4Address else "IPv6"
        yield record.finding(
            f"`{record.path}` is {record.shown}; a record of the type {inputs['type'].shown} holds {version} "
            "addresses.",
            fix="Give an address, or a CNAME or an alias for a name.",
        )


def _is(kind: type[IPv4Address] | type[IPv6Address], text: str) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True


@rule("aws:route53/record:Record", page=_VALUES, read=_READ)
def a_cname_has_one_value(inputs: Given) -> Iterator[Finding]:
    """A CNAME record holds one name."""
    records = inputs["records"]
    if inputs["type"].text == "CNAME" and len(records.items()) > 1:
        yield records.finding(
            f"`records` has {len(records.items())} entries; a CNAME record holds one name.",
            fix="Give one, or a weighted record for each.",
        )
