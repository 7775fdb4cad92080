"""The private way from Front Door into a region's environment, approved in the same update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_azure_native as az

# Where Front Door can place its end of a private link, https://learn.microsoft.com/azure/frontdoor/private-link:
# from another region it takes the nearest of these, "region agnostic" as that page says.
_REGIONS = frozenset(
    {
        "australiaeast",
        "brazilsouth",
        "canadacentral",
        "centralindia",
        "centralus",
        "eastasia",
        "eastus",
        "eastus2",
        "francecentral",
        "germanywestcentral",
        "japaneast",
        "koreacentral",
        "northeurope",
        "norwayeast",
        "southafricanorth",
        "southcentralus",
        "swedencentral",
        "uksouth",
        "westeurope",
        "westus3",
    }
)
_NEAREST: Mapping[str, str] = {
    "australiasoutheast": "australiaeast",
    "austriaeast": "germanywestcentral",
    "canadaeast": "canadacentral",
    "chilecentral": "brazilsouth",
    "indonesiacentral": "eastasia",
    "israelcentral": "francecentral",
    "italynorth": "germanywestcentral",
    "japanwest": "japaneast",
    "jioindiawest": "centralindia",
    "malaysiawest": "eastasia",
    "mexicocentral": "southcentralus",
    "newzealandnorth": "australiaeast",
    "northcentralus": "centralus",
    "polandcentral": "germanywestcentral",
    "qatarcentral": "centralindia",
    "southeastasia": "eastasia",
    "southindia": "centralindia",
    "spaincentral": "francecentral",
    "switzerlandnorth": "germanywestcentral",
    "uaenorth": "centralindia",
    "ukwest": "uksouth",
    "westcentralus": "centralus",
    "westus": "westus3",
    "westus2": "westus3",
}
_API_VERSION = "2026-01-01"
_CONNECTION_TYPE = "Microsoft.App/managedEnvironments/privateEndpointConnections"
_DEPLOYMENT_API_VERSION = "2022-09-01"


def private_link_region(region: str) -> str:
    """Where Front Door's end of the link to `region` is."""
    return region if region in _REGIONS else _NEAREST[region]


def approve(
    name: str,
    *,
    environment_id: pulumi.Input[str],
    scope: pulumi.Input[str],
    message: str,
    labels: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> az.resources.Deployment:
    """Approve what Front Door asked for with `message`.

    The connection is made by Front Door under a name of its own, sometimes twice, so no resource of Pulumi can stand
    for it. A template can: it lists the environment's connections, takes those with our message, and approves each.
    With none to be found it fails, and the next update tries again.
    https://learn.microsoft.com/azure/container-apps/front-door-custom-virtual-network-private-link
    """
    return az.resources.Deployment(
        f"{name}-approval",
        deployment_name=f"{name[:50]}-approval",
        resource_group_name=scope,
        properties=az.resources.DeploymentPropertiesArgs(
            mode=az.resources.DeploymentMode.INCREMENTAL,
            template=approval_template(),
            parameters={
                "environment": az.resources.DeploymentParameterArgs(value=environment_id),
                "message": az.resources.DeploymentParameterArgs(value=message),
            },
        ),
        tags=labels,
        opts=opts,
    )


def approval_template() -> dict[str, Any]:
    """A template of two: one reads the names of the connections, the other approves them.

    Azure must know the names of a template's resources when it starts.
    """
    listed = f"reference(parameters('environment'), '{_API_VERSION}').privateEndpointConnections"
    ours = (
        f"filter({listed}, lambda('c', equals(lambdaVariables('c').properties.privateLinkServiceConnectionState"
        ".description, parameters('message'))))"
    )
    names = f"[map({ours}, lambda('c', lambdaVariables('c').name))]"
    return {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": _strings("environment", "message"),
        "resources": [
            _nested(
                "list",
                parameters=_strings("environment", "message"),
                values=_passed("environment", "message"),
                outputs={"names": {"type": "array", "value": names}},
            ),
            _nested(
                "approve",
                parameters={**_strings("environment", "message"), "names": {"type": "array", "minLength": 1}},
                values={
                    **_passed("environment", "message"),
                    "names": {"value": "[reference('list').outputs.names.value]"},
                },
                resources=[_approval()],
            ),
        ],
    }


def _approval() -> dict[str, Any]:
    return {
        "type": _CONNECTION_TYPE,
        "apiVersion": _API_VERSION,
        "name": "[format('{0}/{1}', last(split(parameters('environment'), '/')), parameters('names')[copyIndex()])]",
        "copy": {"name": "connections", "count": "[length(parameters('names'))]"},
        "properties": {
            "privateLinkServiceConnectionState": {"status": "Approved", "description": "[parameters('message')]"}
        },
    }


def _nested(
    name: str,
    *,
    parameters: Mapping[str, Any],
    values: Mapping[str, Any],
    resources: list[dict[str, Any]] | None = None,
    outputs: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": _DEPLOYMENT_API_VERSION,
        "name": name,
        "properties": {
            "mode": "Incremental",
            "expressionEvaluationOptions": {"scope": "inner"},
            "parameters": values,
            "template": {
                "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
                "contentVersion": "1.0.0.0",
                "parameters": parameters,
                "resources": resources or [],
                "outputs": outputs or {},
            },
        },
    }


def _strings(*names: str) -> dict[str, Any]:
    return {name: {"type": "string"} for name in names}


def _passed(*names: str) -> dict[str, Any]:
    return {name: {"value": f"[parameters('{name}')]"} for name in names}
