"""Where resources lie: regions that exist, and things that must lie in one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Final

from scaffolder.simulator.rules.azure._values import AZURERM, READ, filled, folded
from scaffolder.simulator.rules.azure.networks import network_holding
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule, rule

_REGIONS: Final = "https://github.com/Azure/terraform-azurerm-avm-utl-regions"
_TOGETHER_PAGE: Final = "https://github.com/microsoft-foundry/foundry-samples/issues/657"
_GLOBAL_PAGE: Final = AZURERM + "internal/services"
_PACKAGE: Final = "azure-native:"
_GROUP: Final = "azure-native:resources:ResourceGroup"
_ACCOUNT: Final = "azure-native:cosmosdb:DatabaseAccount"
_SUBNET: Final = "azure-native:network:Subnet"
_VNET: Final = "azure-native:network:VirtualNetwork"
_NOWHERE: Final = frozenset({"global", "unitedstates", "europe", "asiapacific", "india", "worldwide"})
# A misspelling of a region is this near to it; one that Microsoft adds is further away.
_NEAR: Final = 0.9
# What must lie where the resource behind an input lies: the resource, its input, and what is behind it.
_TOGETHER: Final = (
    ("app:ContainerApp", "environmentId", "app:ManagedEnvironment"),
    ("app:ContainerApp", "managedEnvironmentId", "app:ManagedEnvironment"),
    ("app:Job", "environmentId", "app:ManagedEnvironment"),
    ("app:ManagedEnvironment", "vnetConfiguration", "network:Subnet"),
    ("compute:VirtualMachine", "networkProfile", "network:NetworkInterface"),
    ("containerservice:ManagedCluster", "agentPoolProfiles", "network:Subnet"),
    ("network:ApplicationGateway", "gatewayIPConfigurations", "network:Subnet"),
    ("network:ApplicationGateway", "frontendIPConfigurations", "network:PublicIPAddress"),
    ("network:LoadBalancer", "frontendIPConfigurations", "network:PublicIPAddress"),
    ("network:NatGateway", "publicIpAddresses", "network:PublicIPAddress"),
    ("network:NetworkInterface", "ipConfigurations", "network:Subnet"),
    ("network:NetworkInterface", "ipConfigurations", "network:PublicIPAddress"),
    ("network:NetworkInterface", "networkSecurityGroup", "network:NetworkSecurityGroup"),
    ("network:PrivateEndpoint", "subnet", "network:Subnet"),
    ("network:Subnet", "natGateway", "network:NatGateway"),
    ("network:Subnet", "networkSecurityGroup", "network:NetworkSecurityGroup"),
    ("network:Subnet", "routeTable", "network:RouteTable"),
    ("web:WebApp", "serverFarmId", "web:AppServicePlan"),
)
# What is served from everywhere; of the profiles those of Front Door.
_PROFILE: Final = "azure-native:cdn:Profile"
_GLOBAL: Final = (
    "azure-native:cdn:AFDEndpoint", _PROFILE, "azure-native:dns:Zone", "azure-native:frontdoor:Policy",
    "azure-native:privatedns:PrivateZone", "azure-native:privatedns:VirtualNetworkLink",
    "azure-native:trafficmanager:Profile",
)  # fmt: skip
# No page that was opened says that Azure refuses these elsewhere.
_UNSURE: Final = frozenset({"app:ContainerApp", "app:Job", "app:ManagedEnvironment"})


@cache
def _zones() -> Mapping[str, int | None]:
    text = resources.files("scaffolder.simulator").joinpath("data/azure_regions.json").read_text(encoding="utf-8")
    return json.loads(text)["zones"]


def region_of(given: Given) -> str:
    """Give a location as the API has it: `West Europe` is `westeurope`; empty for what is not known."""
    return (given.text or "").replace(" ", "").casefold()


@rule(*_GLOBAL, page=_GLOBAL_PAGE, read=READ)
def what_is_everywhere_lies_in_no_region(inputs: Given) -> Iterator[Finding]:
    """Zones of names, Front Door, its firewall and Traffic Manager lie in the location global."""
    location = inputs["location"]
    elsewhere = inputs.type == _PROFILE and not folded(inputs["sku"]["name"]).endswith("_azurefrontdoor")
    if location.text and region_of(location) != "global" and not elsewhere:
        yield location.finding(
            f"`location` is {location.shown}; what is served from everywhere lies in `global`.",
            fix="Give global.",
            severity="warning",
        )


@program_rule(_GROUP, page=_REGIONS, read=READ)
def locations_are_regions(program: Program) -> Iterator[ProgramFinding]:
    """A location is a region of Azure, by its name or as the portal shows it."""
    for resource in program.resources:
        if not resource.type.startswith(_PACKAGE):
            continue
        given = [resource["location"], resource["privateLinkLocation"]]
        if resource.type == _ACCOUNT:
            given += [one["locationName"] for one in resource["locations"].items()]
        for one in given:
            if (finding := _unknown(one)) is not None:
                yield resource.finding(finding)


def _unknown(given: Given) -> Finding | None:
    region = region_of(given)
    if not region or region in _zones() or region in _NOWHERE:
        return None
    near = get_close_matches(region, _zones(), n=1, cutoff=_NEAR)
    # Only the number tells eastus2 from a region that may come.
    sure = "-" in region or (bool(near) and near[0].rstrip("0123456789") != region.rstrip("0123456789"))
    return given.finding(
        f"`{given.path}` is {given.shown}, which is {'no' if sure else 'not known to be a'} region of Azure.",
        fix=f"Did you mean `{near[0]}`?"
        if near
        else "`az account list-locations` lists them; for example `westeurope`.",
        severity="error" if sure else "warning",
    )


@program_rule(*(f"{_PACKAGE}{type_}" for type_, _, _ in _TOGETHER), page=_TOGETHER_PAGE, read=READ)
def what_belongs_together_shares_a_location(program: Program) -> Iterator[ProgramFinding]:
    """An app and its environment, a machine and its network, an address and what it leads to lie in one region."""
    for type_, name, other in _TOGETHER:
        for resource in program.of(_PACKAGE + type_):
            here = _place(program, resource)
            for behind in program.behind(resource, name, _PACKAGE + other):
                there = _place(program, behind)
                if here is None or there is None or region_of(here) == region_of(there):
                    continue
                about = resource["location"] if resource.type != _SUBNET else resource[name]
                yield resource.finding(
                    about.finding(
                        f"`{name}` is of {behind.name} in {there.shown}, and this lies in {here.shown}; they must lie "
                        "in one region.",
                        fix="Give both the same `location`.",
                        severity="warning" if type_ in _UNSURE else "error",
                    )
                )


def _place(program: Program, resource: ProgramResource) -> Given | None:
    """Where a resource lies, as far as it says; a subnet lies where its network does."""
    holder = network_holding(program, resource) if resource.type == _SUBNET else resource
    location = holder["location"] if holder is not None else None
    return location if location is not None and location.text and region_of(location) not in _NOWHERE else None


@program_rule(_VNET, page=_REGIONS, read=READ)
def zones_are_in_regions_that_have_some(program: Program) -> Iterator[ProgramFinding]:
    """Only a region with availability zones has room for what names some."""
    for resource in program.resources:
        zones, region = resource["zones"], region_of(resource["location"])
        if not resource.type.startswith(_PACKAGE) or not filled(zones) or zones.unknown:
            continue
        if _zones().get(region) == 0:
            yield resource.finding(
                zones.finding(
                    f"`zones` is given, and {resource['location'].shown} had no availability zones when this was read.",
                    fix="Leave it out, or take another region.",
                    severity="warning",
                )
            )
