"""Front Door's web application firewall: rules, what they match, and what the tiers can do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import READ, filled, folded, missing, network_of, twice
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_OVERVIEW: Final = "https://learn.microsoft.com/azure/web-application-firewall/afds/afds-overview"
_RULES: Final = "https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-custom-rules"
_ADDRESSES: Final = (
    "https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-configure-ip-restriction"
)
_POLICY: Final = "azure-native:frontdoor:Policy"
_WHERE_FROM: Final = {"remoteaddr", "socketaddr"}


def _rules(inputs: Given) -> list[Given]:
    return inputs["customRules"]["rules"].items()


@rule(_POLICY, page=_OVERVIEW, read=READ)
def managed_rules_need_premium(inputs: Given) -> Iterator[Finding]:
    """Microsoft's managed rules belong to the Premium tier."""
    sets = inputs["managedRules"]["managedRuleSets"]
    if folded(inputs["sku"]["name"]) == "standard_azurefrontdoor" and filled(sets):
        yield sets.finding(
            f"`{sets.path}` is given; managed rules need Premium_AzureFrontDoor, and `sku.name` is "
            f"{inputs['sku']['name'].shown}.",
            fix="Give the SKU `Premium_AzureFrontDoor` to policy and profile, or leave the managed rules out.",
        )


@rule(_POLICY, page=_RULES, read=READ)
def firewall_rules_have_priorities_of_their_own(inputs: Given) -> Iterator[Finding]:
    """Custom rules have priorities and names of their own."""
    rules = _rules(inputs)
    yield from twice((one["name"] for one in rules), of="the rules of a policy")
    seen: dict[float, str] = {}
    for one in rules:
        priority = one["priority"]
        if priority.number is None:
            continue
        if priority.number in seen:
            yield priority.finding(
                f"`{priority.path}` is {priority.shown}, which the rule {seen[priority.number]} has; priorities are "
                "unique in a policy.",
                fix="Give another one.",
            )
        seen.setdefault(priority.number, one["name"].shown)


@rule(_POLICY, page=_ADDRESSES, read=READ)
def addresses_are_matched_where_there_are_some(inputs: Given) -> Iterator[Finding]:
    """IPMatch and GeoMatch look at RemoteAddr or SocketAddr, and IPMatch at valid ranges."""
    for one in _rules(inputs):
        for condition in one["matchConditions"].items():
            operator, variable = condition["operator"], condition["matchVariable"]
            if folded(operator) not in {"ipmatch", "geomatch"}:
                continue
            if folded(variable) not in {"", *_WHERE_FROM}:
                yield variable.finding(
                    f"`{variable.path}` is {variable.shown}; {operator.text} looks at RemoteAddr or SocketAddr.",
                    fix="Give one of the two.",
                )
            for value in condition["matchValue"].items():
                if folded(operator) == "ipmatch" and value.text and network_of(value, strict=False) is None:
                    yield value.finding(
                        f"`{value.path}` is {value.shown}, which is no address and no range.",
                        fix="For example `192.0.2.0/24`.",
                    )


@rule(_POLICY, page=_OVERVIEW, read=READ)
def redirects_say_where_to(inputs: Given) -> Iterator[Finding]:
    """A rule that redirects needs the policy's address to redirect to."""
    address = inputs["policySettings"]["redirectUrl"]
    redirects = [one for one in _rules(inputs) if folded(one["action"]) == "redirect"]
    if redirects and address.absent:
        yield missing(
            address,
            f"the rule {redirects[0]['name'].shown} redirects, and to where is a setting of the policy.",
            fix="Give an address, or another action.",
        )
