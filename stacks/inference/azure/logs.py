"""Where logs and traces are kept."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_azure_native as az

from ..contract import LogsArgs
from ..names import short_name
from ..settings import Settings
from ._locks import lock, protected

_NAME_LIMIT = 63


class Logs(pulumi.ComponentResource):
    """One workspace for every region, so that one question is answered over all of them.

    DIFFERS: AWS and GCP keep a region's logs in the region; here the front's logs and the regions' are compared in one
    query, which only one workspace can answer as an alert.
    """

    destinations: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: LogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:Logs", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        settings = args.settings
        workspace = az.operationalinsights.Workspace(
            f"{name}-workspace",
            workspace_name=workspace_name(settings),
            resource_group_name=args.scope,
            location=settings.primary_region,
            sku={"name": "PerGB2018"},
            retention_in_days=settings.log_retention_days,
            features={"disable_local_auth": True, "enable_log_access_using_only_resource_permissions": True},
            tags=args.labels,
            opts=protected(settings, child),
        )
        lock(name, settings, workspace, child)
        self.destinations = dict.fromkeys(settings.regions, workspace.id)
        self.register_outputs({"destinations": self.destinations})


def workspace_name(settings: Settings) -> str:
    """The name of the workspace in the stack's shared resource group."""
    return short_name(settings.name, settings.environment, "logs", limit=_NAME_LIMIT)
