"""Cloud DNS: zones and the records in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.addresses import VERSIONS, is_address
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule, rule

_ZONE: Final = "gcp:dns/managedZone:ManagedZone"
_RECORD: Final = "gcp:dns/recordSet:RecordSet"
_PAGE: Final = "https://cloud.google.com/dns/docs/records-overview"
_ZONES: Final = "https://cloud.google.com/dns/docs/overview"
_API: Final = "https://dns.googleapis.com/$discovery/rest?version=v1"
_READ: Final = "2026-11-25"
# Records whose data is, or ends with, the full name of a host.
_NAMING: Final = frozenset({"CNAME", "NS", "PTR", "MX", "SRV"})


@rule(_RECORD, page=_PAGE, read=_READ)
def dns_addresses_are_of_the_type(inputs: Given) -> Iterator[Finding]:
    """An A record holds IPv4 addresses, an AAAA record IPv6 addresses."""
    version = VERSIONS.get(inputs["type"].text or "", 0)
    for item in inputs["rrdatas"].items() if version else ():
        if item.text and not is_address(item.text, version):
            yield item.finding(
                f"`{item.path}` is {item.shown}; a record of type {inputs['type'].shown} holds IPv{version} addresses.",
                fix="Give an address, or another type.",
            )


@rule(_RECORD, page=_PAGE)
def dns_host_names_end_with_a_dot(inputs: Given) -> Iterator[Finding]:
    """The host that a CNAME, NS, PTR, MX or SRV record names ends with a dot."""
    if inputs["type"].text not in _NAMING:
        return
    for item in inputs["rrdatas"].items():
        if item.text and not item.text.endswith("."):
            yield item.finding(
                f"`{item.path}` is {item.shown}; the name of a host ends with a dot here.",
                fix=f"Give `{item.text}.`." if not item.secret else "End it with a dot.",
            )


@rule(_RECORD, page=_PAGE, read=_READ)
def dns_alias_has_one_target(inputs: Given) -> Iterator[Finding]:
    """A CNAME record names one host."""
    targets = inputs["rrdatas"]
    if inputs["type"].text == "CNAME" and len(targets.items()) > 1:
        yield targets.finding(
            f"`{targets.path}` has {len(targets.items())} entries; a CNAME record names one host.",
            fix="Keep one, or use a routing policy.",
        )


@rule(_ZONE, page=_API, read=_READ)
def dns_public_zone_is_bound_to_no_network(inputs: Given) -> Iterator[Finding]:
    """Networks that see a zone are given for private zones."""
    visibility, networks = inputs["visibility"], inputs["privateVisibilityConfig"]
    if networks.known and not visibility.unknown and visibility.text != "private":
        yield networks.finding(
            f"`{networks.path}` is given, and the zone is public.",
            fix="Give `visibility` as `private`, or leave it out.",
        )


@program_rule(_RECORD, _ZONE, page=_ZONES, read=_READ)
def dns_records_lie_in_their_zone(program: Program) -> Iterator[ProgramFinding]:
    """A record's name is that of its zone or below it."""
    for record in program.of(_RECORD):
        zone = program.only_behind(record, "managedZone", _ZONE)
        name = record["name"]
        domain = zone["dnsName"].text if zone else None
        if (
            domain
            and name.text
            and name.text.endswith(".")
            and not f".{name.text}".lower().endswith(f".{domain}".lower())
        ):
            yield record.finding(
                name.finding(
                    f"`{name.path}` is {name.shown}, which is not in the zone `{domain}`.",
                    fix=f"Give a name that ends with `{domain}`.",
                )
            )


@program_rule(_RECORD, page=_PAGE, read=_READ)
def dns_alias_is_alone(program: Program) -> Iterator[ProgramFinding]:
    """A name with a CNAME record has no other, and each name has one record of a type."""
    seen: dict[tuple[str, str], list[ProgramResource]] = {}
    for record in program.of(_RECORD):
        zone = program.only_behind(record, "managedZone", _ZONE)
        where = zone.urn if zone else record["managedZone"].text
        name, kind = record["name"].text, record["type"]
        if not where or not name or not kind.text:
            continue
        before = seen.setdefault((where, name.lower()), [])
        for other in before:
            both = {kind.text, other["type"].text}
            if len(both) == 1 or "CNAME" in both:
                said = "of the same type" if len(both) == 1 else f"of type {other['type'].shown}"
                yield record.finding(
                    kind.finding(
                        f"`{name}` has a record {said} already, {other.name}.",
                        fix="Put the data into one record." if len(both) == 1 else "A CNAME record stands alone.",
                    )
                )
                break
        before.append(record)
