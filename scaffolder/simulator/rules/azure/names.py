"""Names that may be there once: in all of Azure, or in a resource group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import READ, folded
from scaffolder.simulator.rules.given import Given
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule

_PAGE: Final = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"
_PACKAGE: Final = "azure-native:"
_GROUP: Final = "azure-native:resources:ResourceGroup"
# The input with the name, of types whose names are part of an address, so that all of Azure has each once.
_ONCE: Final = {
    "containerregistry:Registry": "registryName",
    "cosmosdb:DatabaseAccount": "accountName",
    "dbforpostgresql:Server": "serverName",
    "eventhub:Namespace": "namespaceName",
    "keyvault:Vault": "vaultName",
    "redis:Redis": "name",
    "servicebus:Namespace": "namespaceName",
    "sql:Server": "serverName",
    "storage:StorageAccount": "accountName",
    "trafficmanager:Profile": "profileName",
    "web:WebApp": "name",
}
# The same, of types whose names a resource group has once.
_ONCE_IN_A_GROUP: Final = {
    "app:ContainerApp": "containerAppName",
    "app:Job": "jobName",
    "app:ManagedEnvironment": "environmentName",
    "applicationinsights:Component": "resourceName",
    "cdn:Profile": "profileName",
    "compute:VirtualMachine": "vmName",
    "containerservice:ManagedCluster": "resourceName",
    "managedidentity:UserAssignedIdentity": "resourceName",
    "monitor:ActionGroup": "actionGroupName",
    "monitor:MetricAlert": "ruleName",
    "monitor:ScheduledQueryRule": "ruleName",
    "network:NetworkSecurityGroup": "networkSecurityGroupName",
    "network:PublicIPAddress": "publicIpAddressName",
    "network:VirtualNetwork": "virtualNetworkName",
    "operationalinsights:Workspace": "workspaceName",
    "web:AppServicePlan": "name",
}


@program_rule(*(_PACKAGE + type_ for type_ in (*_ONCE, *_ONCE_IN_A_GROUP)), page=_PAGE, read=READ)
def resources_have_names_of_their_own(program: Program) -> Iterator[ProgramFinding]:
    """No two resources of a program have one name where Azure, or a resource group, has each name once."""
    for type_, name in {**_ONCE, **_ONCE_IN_A_GROUP}.items():
        seen: dict[tuple[str, str], ProgramResource] = {}
        for resource in program.of(_PACKAGE + type_):
            where = "Azure" if type_ in _ONCE else _group(program, resource)
            given: Given = resource[name]
            if not given.text or where is None:
                continue
            before = seen.setdefault((where, folded(given)), resource)
            if before is not resource:
                scope = "Azure" if type_ in _ONCE else "a resource group"
                yield resource.finding(
                    given.finding(
                        f"`{name}` is {given.shown}, which {before.name} has too; {scope} has each name once.",
                        fix="Give another name, or leave it out, and Pulumi makes one.",
                    )
                )


def _group(program: Program, resource: ProgramResource) -> str | None:
    """What tells the resource group of a resource from others; None when that is not known."""
    group = program.only_behind(resource, "resourceGroupName", _GROUP)
    if group is not None:
        return group.urn
    name, account = folded(resource["resourceGroupName"]), resource.settings["subscriptionId"]
    return f"{account.text or ''}/{name}" if name and not account.unknown else None
