"""What Azure's functions answer."""

from __future__ import annotations

import base64
from typing import Any, Final

from scaffolder.simulator.functions.call import Answers, FunctionCall
from scaffolder.simulator.plausible import AZURE_CLIENT, AZURE_OBJECT, AZURE_SUBSCRIPTION, AZURE_TENANT, guid

_LOCATION: Final = "eastus"


def _subscription(call: FunctionCall) -> str:
    return call.provider_text("subscriptionId", AZURE_SUBSCRIPTION)


def _id(call: FunctionCall, kind: str, name: str) -> str:
    group = call.text("resourceGroupName", "resource-group")
    return f"/subscriptions/{_subscription(call)}/resourceGroups/{group}/providers/{kind}/{name}"


def _existing(call: FunctionCall, kind: str, name: str, **more: Any) -> dict[str, Any]:
    """Give what every resource of Azure's has in common, and what this kind adds."""
    return {
        "id": _id(call, kind, name),
        "name": name,
        "type": kind,
        "location": call.provider_text("location", _LOCATION),
        "provisioningState": "Succeeded",
        "tags": {},
        **more,
    }


def _key(call: FunctionCall, role: str) -> str:
    return base64.b64encode(bytes.fromhex(call.hex(128, role))).decode()


def _client_config(call: FunctionCall) -> dict[str, Any]:
    return {
        "clientId": call.provider_text("clientId", AZURE_CLIENT),
        "objectId": AZURE_OBJECT,
        "subscriptionId": _subscription(call),
        "tenantId": call.provider_text("tenantId", AZURE_TENANT),
    }


def _client_token(_call: FunctionCall) -> dict[str, Any]:
    return {"token": "simulated-token"}


def _resource_group(call: FunctionCall) -> dict[str, Any]:
    name = call.text("resourceGroupName")
    return {
        "id": f"/subscriptions/{_subscription(call)}/resourceGroups/{name}", "name": name, "location": _LOCATION,
        "type": "Microsoft.Resources/resourceGroups", "properties": {"provisioningState": "Succeeded"}, "tags": {},
    }  # fmt: skip


def _registry(call: FunctionCall) -> dict[str, Any]:
    name = call.text("registryName")
    return _existing(call, "Microsoft.ContainerRegistry/registries", name, loginServer=f"{name.lower()}.azurecr.io")


def _registry_credentials(call: FunctionCall) -> dict[str, Any]:
    passwords = [{"name": name, "value": _key(call, name)} for name in ("password", "password2")]
    return {"username": call.text("registryName"), "passwords": passwords}


def _storage_keys(call: FunctionCall) -> dict[str, Any]:
    return {
        "keys": [
            {"keyName": name, "value": _key(call, name), "permissions": "FULL", "creationTime": "2026-01-01T00:00:00Z"}
            for name in ("key1", "key2")
        ]
    }


def _storage_account(call: FunctionCall) -> dict[str, Any]:
    name = call.text("accountName")
    kinds = ("blob", "dfs", "file", "queue", "table", "web")
    endpoints = {kind: f"https://{name}.{kind}.core.windows.net/" for kind in kinds}
    return _existing(call, "Microsoft.Storage/storageAccounts", name, primaryEndpoints=endpoints)


def _shared_keys(call: FunctionCall) -> dict[str, Any]:
    return {"primarySharedKey": _key(call, "primary"), "secondarySharedKey": _key(call, "secondary")}


def _workspace(call: FunctionCall) -> dict[str, Any]:
    name = call.text("workspaceName")
    return _existing(call, "Microsoft.OperationalInsights/workspaces", name, customerId=guid(f"workspace {name}"))


def _vault(call: FunctionCall) -> dict[str, Any]:
    name = call.text("vaultName")
    properties = {
        "tenantId": AZURE_TENANT, "vaultUri": f"https://{name}.vault.azure.net/", "provisioningState": "Succeeded",
        "sku": {"family": "A", "name": "standard"}, "hsmPoolResourceId": "", "privateEndpointConnections": [],
    }  # fmt: skip
    return _existing(call, "Microsoft.KeyVault/vaults", name, properties=properties)


def _environment(call: FunctionCall) -> dict[str, Any]:
    name = call.text("environmentName")
    domain = f"{name[:12].lower()}-{guid(name)[:8]}.{_LOCATION}.azurecontainerapps.io"
    kind = "Microsoft.App/managedEnvironments"
    return _existing(call, kind, name, defaultDomain=domain, staticIp="203.0.113.10", deploymentErrors="")


def _identity(call: FunctionCall) -> dict[str, Any]:
    name = call.text("resourceName")
    ids = {"principalId": guid(f"principal {name}"), "clientId": guid(f"client {name}"), "tenantId": AZURE_TENANT}
    return _existing(call, "Microsoft.ManagedIdentity/userAssignedIdentities", name, **ids)


def _virtual_network(call: FunctionCall) -> dict[str, Any]:
    name = call.text("virtualNetworkName")
    return _existing(call, "Microsoft.Network/virtualNetworks", name, addressSpace={"addressPrefixes": ["10.0.0.0/16"]})


def _cluster_credentials(call: FunctionCall) -> dict[str, Any]:
    name = call.text("resourceName", "cluster")
    server = f"https://{name}-{call.hex(8)}.hcp.{_LOCATION}.azmk8s.io:443"
    kubeconfig = (
        "apiVersion: v1\nkind: Config\n"
        f"clusters: [{{name: {name}, cluster: {{server: '{server}'}}}}]\n"
        f"contexts: [{{name: {name}, context: {{cluster: {name}, user: simulated}}}}]\n"
        f"current-context: {name}\nusers: [{{name: simulated, user: {{}}}}]\n"
    )
    return {"kubeconfigs": [{"name": "clusterUser", "value": base64.b64encode(kubeconfig.encode()).decode()}]}


ANSWERS: Final[Answers] = {
    "azure-native:authorization:getClientConfig": _client_config,
    "azure-native:authorization:getClientToken": _client_token,
    "azure-native:resources:getResourceGroup": _resource_group,
    "azure-native:containerregistry:getRegistry": _registry,
    "azure-native:containerregistry:listRegistryCredentials": _registry_credentials,
    "azure-native:storage:listStorageAccountKeys": _storage_keys,
    "azure-native:storage:getStorageAccount": _storage_account,
    "azure-native:operationalinsights:getSharedKeys": _shared_keys,
    "azure-native:operationalinsights:getWorkspace": _workspace,
    "azure-native:keyvault:getVault": _vault,
    "azure-native:app:getManagedEnvironment": _environment,
    "azure-native:managedidentity:getUserAssignedIdentity": _identity,
    "azure-native:network:getVirtualNetwork": _virtual_network,
    "azure-native:containerservice:listManagedClusterUserCredentials": _cluster_credentials,
    "azure-native:containerservice:listManagedClusterAdminCredentials": _cluster_credentials,
}
