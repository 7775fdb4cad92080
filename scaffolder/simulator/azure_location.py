"""The location that Azure's provider gives a resource whose program gave none.

getDefaultLocation and AutoLocationDisabled in provider/pkg of github.com/pulumi/pulumi-azure-native (read 2026-11-25).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffolder.simulator.constraints.plain_type import plain_type
from scaffolder.simulator.plausible import AZURE_SUBSCRIPTION
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.schema import ResourceSchema
from scaffolder.simulator.state import CloudState
from scaffolder.simulator.subject import Subject, plain
from scaffolder.simulator.values import UNKNOWN, Unknown

_GROUP: Final = "azure-native:resources:ResourceGroup"
# Where a location would make the request invalid.
WITHOUT: Final = frozenset(
    {
        "azure-native:resources:Deployment",
        "azure-native:network:LoadBalancerBackendAddressPool",
        *(
            f"azure-native:cosmosdb:{kind}"
            for kind in (
                "CassandraResourceCassandraKeyspace",
                "CassandraResourceCassandraTable",
                "GremlinResourceGremlinDatabase",
                "GremlinResourceGremlinGraph",
                "MongoDBResourceMongoDBCollection",
                "MongoDBResourceMongoDBDatabase",
                "SqlResourceSqlContainer",
                "SqlResourceSqlDatabase",
                "TableResourceTable",
            )
        ),
    }
)


def default_location(
    subject: Subject, schema: ResourceSchema | None, old: Mapping[str, Any], state: CloudState | None
) -> Any:
    """Give the location of what is deployed, else the provider's, else the resource group's; None where there is none.

    That of a group is unknown while its name is; a group that is not in the clouds' state has none that we know.
    """
    if not _has_one(subject, schema) or subject.inputs.get("location") is not None:
        return None
    was = old.get("location")
    if was is not None:
        return was
    provided = plain(subject.provider.get("location"))
    if provided is not None:
        return provided
    group = plain(subject.inputs.get("resourceGroupName"))
    if isinstance(group, Unknown):
        return UNKNOWN
    if not isinstance(group, str) or state is None:
        return None
    subscription = subject.provider_text("subscriptionId", AZURE_SUBSCRIPTION)
    held = state.find(_GROUP, f"/subscriptions/{subscription}/resourceGroups/{group}")
    return held.properties.get("location") if held else None


def _has_one(subject: Subject, schema: ResourceSchema | None) -> bool:
    if schema is None or not subject.type.startswith("azure-native") or plain_type(subject.type) in WITHOUT:
        return False
    location = schema.inputs.get("location")
    return location is not None and not location.required


def placeless(subject: Subject, names: Mapping[str, Any]) -> Problem | None:
    """Say that a resource group has no location, which nothing else can give it; None when it has one."""
    if plain_type(subject.type) != _GROUP or names.get("location") is not None:
        return None
    return Problem(
        severity="error",
        urn=subject.urn,
        property="location",
        message="A resource group needs a location; neither the program nor the provider's settings have one.",
        fix="Give `location`, or set one for all: pulumi config set azure-native:location westeurope",
        source="https://www.pulumi.com/registry/packages/azure-native/installation-configuration/",
    )
