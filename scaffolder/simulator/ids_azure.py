"""Resource ids, names and host names as Azure gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffolder.simulator.paths_azure import arm_type, names_in, path_of
from scaffolder.simulator.plausible import AZURE_SUBSCRIPTION, AZURE_TENANT, guid
from scaffolder.simulator.subject import Subject, plain

# Namespaces of Azure's resource providers by the SDK's module, where `Microsoft.<Module>` in title case is wrong:
# https://learn.microsoft.com/azure/azure-resource-manager/management/azure-services-resource-providers
_NAMESPACES: Final = {
    "app": "App", "containerregistry": "ContainerRegistry", "operationalinsights": "OperationalInsights",
    "applicationinsights": "Insights", "monitor": "Insights", "managedidentity": "ManagedIdentity",
    "keyvault": "KeyVault",
    "cdn": "Cdn", "frontdoor": "Network", "network": "Network", "servicebus": "ServiceBus", "storage": "Storage",
    "containerservice": "ContainerService", "trafficmanager": "Network", "privatedns": "Network", "dns": "Network",
    "authorization": "Authorization", "consumption": "Consumption", "cosmosdb": "DocumentDB", "web": "Web",
    "sql": "Sql",
    "compute": "Compute", "portal": "Portal",
}  # fmt: skip
# The collections of types without a path in data/azure_paths.toml, where a plural of their name is wrong.
_COLLECTIONS: Final = {"Registry": "registries", "Account": "accounts"}


def name_of(subject: Subject) -> str:
    """Give a resource's name: the input that has it (`containerAppName`), else the logical one with Pulumi's suffix."""
    own = names_in(path_of(subject.type))[-1:]
    if own:
        return subject.text(own[0]) or f"{subject.logical_name}{subject.hex(8, 'name')}"
    kind = subject.kind[0].lower() + subject.kind[1:]
    asked = subject.text(f"{kind}Name", "name", "resourceName")
    if asked:
        return asked
    others = {"resourceGroupName", "displayName"}
    for key, value in subject.inputs.items():
        if key.endswith("Name") and key not in others and kind.lower().endswith(key.removesuffix("Name").lower()):
            found = plain(value)
            if isinstance(found, str):
                return found
    return f"{subject.logical_name}{subject.hex(8, 'name')}"


def _collection(subject: Subject) -> str:
    if subject.kind in _COLLECTIONS:
        return _COLLECTIONS[subject.kind]
    name = subject.kind[0].lower() + subject.kind[1:]
    if name.endswith("y") and name[-2] not in "aeou":
        return name[:-1] + "ies"
    return name + ("es" if name.endswith("s") else "s")


def id_of(subject: Subject) -> str:
    """Give a resource's id in Azure Resource Manager's form."""
    subscription = f"/subscriptions/{subject.provider_text('subscriptionId', AZURE_SUBSCRIPTION)}"
    name = name_of(subject)
    if subject.type == "azure-native:resources:ResourceGroup":
        return f"{subscription}/resourceGroups/{name}"
    namespace = "Microsoft." + _NAMESPACES.get(subject.module, subject.module.title())
    if subject.type == "azure-native:authorization:RoleAssignment":
        assignment = subject.text("roleAssignmentName", default=guid(subject.urn))
        return f"{subject.text('scope', default=subscription)}/providers/{namespace}/roleAssignments/{assignment}"
    group = subject.text("resourceGroupName")
    # What is laid on another resource, such as a diagnostic setting, has that one's id before its own.
    laid_on = subject.text("resourceUri") or subject.text("scope", default=subscription)
    path = f"{subscription}/resourceGroups/{group}" if group else laid_on
    known = path_of(subject.type)
    if known:
        names = {outer: subject.text(outer) for outer in names_in(known)}
        return f"{path}/providers/{known.format(**{**names, names_in(known)[-1]: name})}"
    return f"{path}/providers/{namespace}/{_collection(subject)}/{name}"


def outputs_of(subject: Subject) -> dict[str, Any]:
    """Give the computed outputs that Azure's resources share or that are known by type."""
    name = name_of(subject)
    # What is laid on another resource has that one's path before its own.
    path = id_of(subject).partition("/providers/")[2].rpartition("/providers/")[2]
    namespace = "Microsoft." + _NAMESPACES.get(subject.module, subject.module.title())
    location = subject.text("location", default="eastus").lower().replace(" ", "")
    common: dict[str, Any] = {
        "name": name,
        "type": arm_type(path) if path else f"{namespace}/{_collection(subject)}",
        "location": subject.text("location", default="eastus"),
        "provisioningState": "Succeeded",
        "tenantId": AZURE_TENANT,
        "principalId": guid(subject.urn + "|principal"),
        "clientId": guid(subject.urn + "|client"),
    }
    if subject.type == "azure-native:app:ContainerApp":
        environment = subject.text("managedEnvironmentId", "environmentId").rpartition("/")[2] or "environment"
        fqdn = f"{name}.{_domain(environment, location)}"
        revision = f"{name}--{subject.hex(7)}"
        common |= {"latestRevisionName": revision, "latestReadyRevisionName": revision}
        common |= {"latestRevisionFqdn": fqdn, "fqdn": fqdn}
    elif subject.type == "azure-native:app:ManagedEnvironment":
        common |= {"defaultDomain": _domain(name, location), "staticIp": "203.0.113.10"}
    elif subject.type == "azure-native:containerregistry:Registry":
        common["loginServer"] = f"{name.lower()}.azurecr.io"
    elif subject.type == "azure-native:cdn:AFDEndpoint":
        common["hostName"] = f"{name}-{subject.hex(16)}.z01.azurefd.net"
    elif subject.type == "azure-native:operationalinsights:Workspace":
        common["customerId"] = guid(subject.urn + "|customer")
    elif subject.type == "azure-native:applicationinsights:Component":
        key = guid(subject.urn + "|key")
        endpoint = f"https://{location}-0.in.applicationinsights.azure.com/"
        common |= {
            "instrumentationKey": key,
            "connectionString": f"InstrumentationKey={key};IngestionEndpoint={endpoint}",
            "appId": guid(subject.urn + "|app"),
        }
    elif subject.type == "azure-native:keyvault:Vault":
        properties = subject.inputs.get("properties")
        given = dict(properties) if isinstance(properties, Mapping) else {}
        common["properties"] = {
            "vaultUri": f"https://{name}.vault.azure.net/",
            "provisioningState": "Succeeded",
            **given,
        }
    elif subject.type == "azure-native:keyvault:Secret":
        vault = subject.text("vaultName")
        uri = f"https://{vault}.vault.azure.net/secrets/{name}"
        common["properties"] = {"secretUri": uri, "secretUriWithVersion": f"{uri}/{subject.hex(32)}"}
    elif subject.type == "azure-native:storage:StorageAccount":
        kinds = ("blob", "dfs", "file", "queue", "table", "web")
        common["primaryEndpoints"] = {kind: f"https://{name}.{kind}.core.windows.net/" for kind in kinds}
    return common


def _domain(environment: str, location: str) -> str:
    return f"{environment[:12].lower()}-{guid(environment)[:8]}.{location}.azurecontainerapps.io"
