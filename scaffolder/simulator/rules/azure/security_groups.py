"""Network security groups: who comes first, from where, to which ports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import READ, filled, folded, missing, network_of, twice
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_PAGE: Final = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"
_GROUP: Final = "azure-native:network:NetworkSecurityGroup"
_RULE: Final = "azure-native:network:SecurityRule"
_LAST_PORT: Final = 65535
_PORT: Final = re.compile(r"\d{1,5}")
_ENDS: Final = ("source", "destination")


def _rules(inputs: Given) -> list[Given]:
    """The rules written in a group, or the one that a resource of its own is."""
    return inputs["securityRules"].items() or ([inputs] if not inputs["direction"].absent else [])


@rule(_GROUP, page=_PAGE, read=READ)
def priorities_are_unique_in_each_direction(inputs: Given) -> Iterator[Finding]:
    """Two rules of one direction have priorities and names of their own."""
    rules = inputs["securityRules"].items()
    yield from twice((one["name"] for one in rules), of="the rules of a group")
    seen: dict[tuple[str, float], Given] = {}
    for one in rules:
        priority, direction = one["priority"], folded(one["direction"])
        if priority.number is None or not direction:
            continue
        before = seen.setdefault((direction, priority.number), one)
        if before is not one:
            yield _taken(priority, direction, before["name"].shown)


def _taken(priority: Given, direction: str, name: str) -> Finding:
    return priority.finding(
        f"`{priority.path}` is {priority.shown}, which the {direction} rule {name} has; priorities are unique in a "
        "direction.",
        fix="Give another one of 100 to 4096.",
    )


@rule(_GROUP, _RULE, page=_PAGE, read=READ)
def rules_say_each_end_in_one_way(inputs: Given) -> Iterator[Finding]:
    """A rule has one address or several, one port range or several, for each of its ends."""
    for one in _rules(inputs):
        for end in _ENDS:
            groups = one[f"{end}ApplicationSecurityGroups"]
            for alone, several in (
                (one[f"{end}AddressPrefix"], one[f"{end}AddressPrefixes"]),
                (one[f"{end}PortRange"], one[f"{end}PortRanges"]),
            ):
                if filled(alone) and filled(several):
                    yield alone.finding(
                        f"`{alone.path}` is given beside `{several.path.rpartition('.')[2]}`; a rule has one of the "
                        "two.",
                        fix="Leave the single one out.",
                    )
                elif not filled(alone) and not filled(several) and not ("Address" in alone.path and filled(groups)):
                    yield missing(alone, f"a rule says its {end} in full.", fix="Give `*` for any.")


@rule(_GROUP, _RULE, page=_PAGE, read=READ)
def port_ranges_are_ports(inputs: Given) -> Iterator[Finding]:
    """A port range is `*`, a port of 0 to 65535, or two of them, the lower one first."""
    for one in _rules(inputs):
        for end in _ENDS:
            for given in (one[f"{end}PortRange"], *one[f"{end}PortRanges"].items()):
                if given.text and not _is_ports(given.text):
                    yield given.finding(
                        f"`{given.path}` is {given.shown}; allowed are `*`, a port of 0 to 65535, or a range of them.",
                        fix="For example `8080-8090`; several go into a list.",
                    )


def _is_ports(text: str) -> bool:
    low, _, high = text.partition("-")
    parts = [low, high or low]
    if text == "*":
        return True
    return all(_PORT.fullmatch(part) and int(part) <= _LAST_PORT for part in parts) and int(parts[0]) <= int(parts[1])


@rule(_GROUP, _RULE, page=_PAGE, read=READ)
def addresses_are_ranges_or_service_tags(inputs: Given) -> Iterator[Finding]:
    """An address is `*`, an IP address, a CIDR block or a service tag."""
    for one in _rules(inputs):
        for end in _ENDS:
            for given in (one[f"{end}AddressPrefix"], *one[f"{end}AddressPrefixes"].items()):
                if given.text and given.text[0].isdigit() and network_of(given, strict=False) is None:
                    yield given.finding(
                        f"`{given.path}` is {given.shown}, which is no address and no range.",
                        fix="For example `10.0.0.0/24`; several go into a list.",
                    )


@program_rule(_RULE, _GROUP, page=_PAGE, read=READ)
def rules_beside_a_group_have_priorities_of_their_own(program: Program) -> Iterator[ProgramFinding]:
    """A rule that is a resource of its own takes no priority that another rule of its group has."""
    seen: dict[tuple[str, str, float], str] = {}
    for group in program.of(_GROUP):
        for one in group["securityRules"].items():
            if one["priority"].number is not None:
                seen[(group.urn, folded(one["direction"]), one["priority"].number)] = one["name"].shown
    for resource in program.of(_RULE):
        group = program.only_behind(resource, "networkSecurityGroupName", _GROUP)
        priority, direction = resource["priority"], folded(resource["direction"])
        if group is None or priority.number is None or not direction:
            continue
        key = (group.urn, direction, priority.number)
        if key in seen:
            yield resource.finding(_taken(priority, direction, seen[key]))
        seen.setdefault(key, f"`{resource.name}`")
