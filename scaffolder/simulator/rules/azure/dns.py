"""DNS zones: records of their kind, and what may stand where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.addresses import is_address
from scaffolder.simulator.rules.azure._values import READ, filled, folded, missing
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_PAGE: Final = "https://learn.microsoft.com/azure/dns/dns-zones-records"
_ALIASES: Final = "https://learn.microsoft.com/azure/dns/dns-alias"
_RECORD: Final = "azure-native:dns:RecordSet"
_PRIVATE: Final = "azure-native:privatedns:PrivateRecordSet"
_HOLDERS: Final = {
    "a": "aRecords", "aaaa": "aaaaRecords", "caa": "caaRecords", "cname": "cnameRecord", "mx": "mxRecords",
    "ns": "nsRecords", "ptr": "ptrRecords", "srv": "srvRecords", "txt": "txtRecords",
}  # fmt: skip
_ALIAS_TYPES: Final = {"a", "aaaa", "cname"}
_LONGEST_TEXT: Final = 4096


@rule(_RECORD, _PRIVATE, page=_PAGE, read=READ)
def records_are_of_the_type_of_their_set(inputs: Given) -> Iterator[Finding]:
    """A record set holds records of its own type, or is an alias."""
    type_ = inputs["recordType"]
    holder = _HOLDERS.get(folded(type_))
    if holder is None:
        return
    # A private zone has no aliases.
    alias = filled(inputs["targetResource"]["id"])
    others = [name for kind, name in _HOLDERS.items() if kind != folded(type_) and filled(inputs[name])]
    for name in others:
        yield inputs[name].finding(
            f"`{name}` is given; `recordType` is {type_.shown}, whose records are `{holder}`.",
            fix=f"Give `{holder}`, or another `recordType`.",
        )
    if not others and not alias and inputs[holder].absent:
        yield missing(inputs[holder], f"a set whose `recordType` is {type_.shown} has one.", fix=f"Give `{holder}`.")


@rule(_RECORD, _PRIVATE, page=_PAGE, read=READ)
def the_zone_itself_has_no_cname(inputs: Given) -> Iterator[Finding]:
    """The zone's own name, `@`, has no CNAME record."""
    name = inputs["relativeRecordSetName"]
    if name.text == "@" and folded(inputs["recordType"]) == "cname":
        yield name.finding(
            "`relativeRecordSetName` is `@`; the zone's own name has no CNAME record.",
            fix="Give an A record with `targetResource`, an alias.",
        )


@rule(_RECORD, _PRIVATE, page=_PAGE, read=READ)
def records_hold_what_their_type_says(inputs: Given) -> Iterator[Finding]:
    """An A record has an IPv4 address, an AAAA record one of IPv6, and a text 4096 characters at most."""
    for name, field, version in (("aRecords", "ipv4Address", 4), ("aaaaRecords", "ipv6Address", 6)):
        for record in inputs[name].items():
            address = record[field]
            if address.text and not is_address(address.text, version):
                yield address.finding(
                    f"`{address.path}` is {address.shown}, which is no IPv{version} address.",
                    fix="A name belongs into a CNAME record.",
                )
    for record in inputs["txtRecords"].items():
        parts = [part.text or "" for part in record["value"].items()]
        if sum(map(len, parts)) > _LONGEST_TEXT:
            yield record["value"].finding(
                f"`{record['value'].path}` has {sum(map(len, parts))} characters; a text has {_LONGEST_TEXT} at most.",
                fix="Shorten it.",
            )


@rule(_RECORD, page=_ALIASES, read=READ)
def aliases_are_addresses_or_names(inputs: Given) -> Iterator[Finding]:
    """Only sets of A, AAAA and CNAME records are aliases, and an alias has no records of its own."""
    type_, target = inputs["recordType"], inputs["targetResource"]["id"]
    if target.absent or not type_.text:
        return
    if folded(type_) not in _ALIAS_TYPES:
        yield target.finding(
            f"`{target.path}` is given; a set whose `recordType` is {type_.shown} is no alias.",
            fix="Leave it out, or give A, AAAA or CNAME.",
        )
        return
    holder = inputs[_HOLDERS[folded(type_)]]
    if filled(holder):
        yield holder.finding(
            f"`{holder.path}` is given beside `targetResource`; an alias has no records of its own.",
            fix="Leave one of the two out.",
        )
