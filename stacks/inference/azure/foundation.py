"""What everything else of a stack stands on."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_azure_native as az

from ..contract import FoundationArgs
from ..names import short_name
from ..settings import Settings

_RESOURCE_GROUP_NAME_LIMIT = 90


class Foundation(pulumi.ComponentResource):
    """The resource groups: one for what all regions share, and one for each region.

    DIFFERS: a scope is a resource group here, the account on AWS and the project on GCP.
    """

    scope: pulumi.Output[str]
    scopes: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: FoundationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:Foundation", name, {}, opts)
        settings = args.settings
        shared = az.resources.ResourceGroup(
            f"{name}-global",
            resource_group_name=resource_group_name(settings, "global"),
            location=settings.primary_region,
            tags=args.labels,
            # Only where the group's own record is kept: a new primary region must not replace all that is in it.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["location"]),
        )
        groups = {
            region: az.resources.ResourceGroup(
                f"{name}-{region}",
                resource_group_name=resource_group_name(settings, region),
                location=region,
                tags=args.labels,
                opts=pulumi.ResourceOptions(parent=self),
            )
            for region in settings.regions
        }
        self.scope = shared.name
        self.scopes = {region: group.name for region, group in groups.items()}
        self.register_outputs({"scope": self.scope, "scopes": self.scopes})


def resource_group_name(settings: Settings, region: str) -> str:
    """The group of a region, or of `global`; named by the stack, so that two stacks of a service share none."""
    return short_name(settings.name, settings.stack, region, limit=_RESOURCE_GROUP_NAME_LIMIT)
