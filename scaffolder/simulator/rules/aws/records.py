"""Route 53: what a record of each type holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.addresses import VERSIONS, is_address
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_PAGE: Final = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html"
_VALUES: Final = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecord.html"
_READ: Final = "2026-11-25"


@rule("aws:route53/record:Record", page=_PAGE, read=_READ)
def route53_records_hold_addresses(inputs: Given) -> Iterator[Finding]:
    """An A record holds IPv4 addresses, an AAAA record IPv6 addresses."""
    version = VERSIONS.get(inputs["type"].text or "", 0)
    for record in inputs["records"].items() if version else ():
        if record.text and not is_address(record.text, version):
            yield record.finding(
                f"`{record.path}` is {record.shown}; a record of the type {inputs['type'].shown} holds IPv{version} "
                "addresses.",
                fix="Give an address, or a CNAME or an alias for a name.",
            )


@rule("aws:route53/record:Record", page=_VALUES, read=_READ)
def a_cname_has_one_value(inputs: Given) -> Iterator[Finding]:
    """A CNAME record holds one name."""
    records = inputs["records"]
    if inputs["type"].text == "CNAME" and len(records.items()) > 1:
        yield records.finding(
            f"`records` has {len(records.items())} entries; a CNAME record holds one name.",
            fix="Give one, or a weighted record for each.",
        )
