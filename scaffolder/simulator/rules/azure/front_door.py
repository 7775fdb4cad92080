"""Front Door: what a route needs, and what its tiers can do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import AZURERM, READ, filled, folded, missing
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_ROUTES: Final = AZURERM + "internal/services/cdn/cdn_frontdoor_route_resource.go"
_ROUTES_PAGE: Final = AZURERM + "website/docs/r/cdn_frontdoor_route.html.markdown"
_ORIGINS: Final = "https://learn.microsoft.com/azure/frontdoor/origin"
_LINKS: Final = AZURERM + "internal/services/cdn/cdn_frontdoor_origin_resource.go"
_DOMAINS: Final = AZURERM + "internal/services/cdn/cdn_frontdoor_custom_domain_resource.go"
_FIREWALL: Final = (
    "https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-configure-ip-restriction"
)
_PROFILE: Final = "azure-native:cdn:Profile"
_GROUP: Final = "azure-native:cdn:AFDOriginGroup"
_ORIGIN: Final = "azure-native:cdn:AFDOrigin"
_ROUTE: Final = "azure-native:cdn:Route"
_DOMAIN: Final = "azure-native:cdn:AFDCustomDomain"
_USE: Final = "azure-native:cdn:SecurityPolicy"
_POLICY: Final = "azure-native:frontdoor:Policy"
_STANDARD, _PREMIUM = "standard_azurefrontdoor", "premium_azurefrontdoor"
# What the API takes for those left out.
_SAMPLES, _SUCCESSFUL = 4, 3


@rule(_GROUP, page=_ORIGINS, read=READ)
def samples_are_enough_for_the_successful_ones(inputs: Given) -> Iterator[Finding]:
    """An origin group asks for no more successful samples than it takes."""
    settings = inputs["loadBalancingSettings"]
    size, wanted = settings["sampleSize"], settings["successfulSamplesRequired"]
    taken = _SAMPLES if size.absent else size.number
    needed = _SUCCESSFUL if wanted.absent else wanted.number
    if not settings.unknown and taken is not None and needed is not None and needed > taken:
        yield wanted.finding(
            f"`{wanted.path}` is {needed:g} of {taken:g} samples; it cannot ask for more than are taken.",
            fix="Ask for fewer, or take a larger `sampleSize`.",
        )


@rule(_ROUTE, page=_ROUTES, read=READ)
def redirects_to_https_take_both_protocols(inputs: Given) -> Iterator[Finding]:
    """A route that redirects HTTP to HTTPS takes both."""
    protocols = inputs["supportedProtocols"]
    given = {folded(one) for one in protocols.items()}
    if folded(inputs["httpsRedirect"]) == "enabled" and protocols.complete and given in ({"http"}, {"https"}):
        yield protocols.finding(
            f"`supportedProtocols` has {next(iter(given))} alone; `httpsRedirect` needs Http and Https.",
            fix="Give both, or `httpsRedirect` as `Disabled`.",
        )


@rule(_ROUTE, page=_ROUTES, read=READ)
def routes_have_a_domain(inputs: Given) -> Iterator[Finding]:
    """A route has a domain of its own, or the endpoint's."""
    domains, link = inputs["customDomains"], inputs["linkToDefaultDomain"]
    if folded(link) == "disabled" and not filled(domains):
        yield link.finding(
            "`linkToDefaultDomain` is `Disabled`, and the route has no custom domain; nothing would lead to it.",
            fix="Give `Enabled`, or the ids of `customDomains`.",
        )


@rule(_DOMAIN, page=_DOMAINS, read=READ)
def certificates_of_yours_are_named(inputs: Given) -> Iterator[Finding]:
    """A custom domain with a certificate of yours names the secret that holds it."""
    settings = inputs["tlsSettings"]
    if folded(settings["certificateType"]) == "customercertificate" and settings["secret"].absent:
        yield missing(
            settings["secret"],
            "a certificate of yours lies in a secret of the profile.",
            fix="Give the secret's id, or `ManagedCertificate`.",
        )


@program_rule(_ROUTE, _ORIGIN, page=_ROUTES_PAGE, read=READ)
def routes_lead_to_origins(program: Program) -> Iterator[ProgramFinding]:
    """The origin group that a route leads to has an origin."""
    filled_groups = {group.urn for one in program.of(_ORIGIN) for group in program.behind(one, "originGroupName")}
    names = {folded(one["originGroupName"]) for one in program.of(_ORIGIN)}
    for route in program.of(_ROUTE):
        group = program.only_behind(route, "originGroup", _GROUP)
        if group is None or group.urn in filled_groups:
            continue
        # An origin may name its group in words.
        if folded(group["originGroupName"]) not in names - {""}:
            yield route.finding(
                route["originGroup"].finding(
                    f"`originGroup` is {group.name}, which has no origin; Azure refuses a route to it.",
                    fix="Add an AFDOrigin to the group, and make the route depend on it.",
                )
            )


@program_rule(_ORIGIN, _PROFILE, page=_LINKS, read=READ)
def private_links_need_premium(program: Program) -> Iterator[ProgramFinding]:
    """An origin behind a private link belongs to a Premium profile, and checks its certificate's name."""
    for origin in program.of(_ORIGIN):
        link = origin["sharedPrivateLinkResource"]
        profile = program.only_behind(origin, "profileName", _PROFILE)
        if not filled(link):
            continue
        if profile is not None and folded(profile["sku"]["name"]) == _STANDARD:
            yield origin.finding(
                link.finding(
                    f"`{link.path}` is given; {profile.name}, the profile, is Standard, and private links need "
                    "Premium_AzureFrontDoor.",
                    fix="Give the profile the SKU `Premium_AzureFrontDoor`, or leave the link out.",
                )
            )


@program_rule(_USE, _POLICY, _PROFILE, page=_FIREWALL, read=READ)
def firewalls_are_of_their_profiles_tier(program: Program) -> Iterator[ProgramFinding]:
    """A firewall policy has the tier of the profile it guards."""
    for use in program.of(_USE):
        policy = program.only_behind(use, "parameters", _POLICY)
        profile = program.only_behind(use, "profileName", _PROFILE)
        if policy is None or profile is None:
            continue
        mine, theirs = policy["sku"]["name"], profile["sku"]["name"]
        if {folded(mine), folded(theirs)} == {_STANDARD, _PREMIUM}:
            yield use.finding(
                use["parameters"].finding(
                    f"`parameters` has {policy.name}, a policy of {mine.shown}; {profile.name}, the profile, is of "
                    f"{theirs.shown}.",
                    fix="Give both the same SKU.",
                )
            )
