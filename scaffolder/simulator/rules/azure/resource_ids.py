"""Resource ids: where one of a subnet belongs, one of a network is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from scaffolder.simulator.constraints.constraint import EACH, parse_path
from scaffolder.simulator.rules.azure._values import READ, SDK
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_ID: Final = re.compile(r"/subscriptions/[^/]+(?:/resourceGroups/[^/]+)?/providers/([^/]+)/(.+)", re.IGNORECASE)
_SUBNET: Final = "Microsoft.Network/virtualNetworks/subnets"
_NETWORK: Final = "Microsoft.Network/virtualNetworks"
_ADDRESS: Final = "Microsoft.Network/publicIPAddresses"
_WORKSPACE: Final = "Microsoft.OperationalInsights/workspaces"
_ENVIRONMENT: Final = "Microsoft.App/managedEnvironments"
_ACTIONS: Final = "Microsoft.Insights/actionGroups"
_TYPES: Final = (
    "app:ContainerApp", "app:Job", "app:ManagedEnvironment", "applicationinsights:Component", "cdn:Route",
    "cdn:SecurityPolicy", "compute:VirtualMachine", "containerservice:AgentPool", "containerservice:ManagedCluster",
    "monitor:DiagnosticSetting", "monitor:MetricAlert", "monitor:ScheduledQueryRule", "network:NatGateway",
    "network:NetworkInterface", "network:PrivateEndpoint", "network:Subnet", "network:VirtualNetworkPeering",
    "privatedns:VirtualNetworkLink", "web:WebApp",
)  # fmt: skip
# The properties of these types that hold ids, and the type an id there is of; no path means two things.
_WANTED: Final = {
    "actions.actionGroups[*]": _ACTIONS,
    "actions[*].actionGroupId": _ACTIONS,
    "agentPoolProfiles[*].vnetSubnetID": _SUBNET,
    "availabilitySet.id": "Microsoft.Compute/availabilitySets",
    "customDomains[*].id": "Microsoft.Cdn/profiles/customDomains",
    "environmentId": _ENVIRONMENT,
    "ipConfigurations[*].publicIPAddress.id": _ADDRESS,
    "ipConfigurations[*].subnet.id": _SUBNET,
    "managedEnvironmentId": _ENVIRONMENT,
    "natGateway.id": "Microsoft.Network/natGateways",
    "networkProfile.networkInterfaces[*].id": "Microsoft.Network/networkInterfaces",
    "networkSecurityGroup.id": "Microsoft.Network/networkSecurityGroups",
    "originGroup.id": "Microsoft.Cdn/profiles/originGroups",
    "parameters.wafPolicy.id": "Microsoft.Network/frontDoorWebApplicationFirewallPolicies",
    "publicIpAddresses[*].id": _ADDRESS,
    "remoteVirtualNetwork.id": _NETWORK,
    "routeTable.id": "Microsoft.Network/routeTables",
    "serverFarmId": "Microsoft.Web/serverfarms",
    "storageAccountId": "Microsoft.Storage/storageAccounts",
    "subnet.id": _SUBNET,
    "virtualNetwork.id": _NETWORK,
    "virtualNetworkSubnetId": _SUBNET,
    "vnetConfiguration.infrastructureSubnetId": _SUBNET,
    "vnetSubnetID": _SUBNET,
    "workspaceId": _WORKSPACE,
    "workspaceResourceId": _WORKSPACE,
}
# Only an id of a type known here is refused: how Azure spells every other one is not.
_KNOWN: Final = frozenset(
    {"microsoft.keyvault/vaults", "microsoft.app/containerapps", *(wanted.casefold() for wanted in _WANTED.values())}
)
_STEPS: Final = [(parse_path(path), wanted) for path, wanted in _WANTED.items()]


def _at(given: Given, steps: Sequence[str]) -> Iterator[Given]:
    if not steps:
        yield given
    elif steps[0] == EACH:
        for item in given.items():
            yield from _at(item, steps[1:])
    else:
        yield from _at(given[steps[0]], steps[1:])


def type_of_id(text: str) -> str:
    """Give the type of the resource that an id is of: `Microsoft.Network/virtualNetworks/subnets`; empty for no id."""
    found = _ID.fullmatch(text)
    # What lies on another resource, such as a role assignment, has a provider of its own further on.
    if found is None or "/providers/" in found[2].casefold():
        return ""
    return "/".join([found[1], *found[2].split("/")[::2]])


@rule(*(f"azure-native:{type_}" for type_ in _TYPES), page=SDK, read=READ)
def ids_are_of_the_type_that_is_asked_for(inputs: Given) -> Iterator[Finding]:
    """An id is of the type that the property wants: a subnet's, not its network's."""
    for steps, wanted in _STEPS:
        for given in _at(inputs, steps):
            found = type_of_id(given.text or "")
            if found.casefold() in _KNOWN - {wanted.casefold()}:
                yield given.finding(
                    f"`{given.path}` is {given.shown}, the id of a {found}; it must be one of a {wanted}.",
                    fix=f"Give the id of one of the {wanted.rpartition('/')[2]}.",
                )
