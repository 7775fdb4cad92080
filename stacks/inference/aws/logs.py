"""The containers' logs."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..contract import LogsArgs
from ._account import log_group_name


class Logs(pulumi.ComponentResource):
    """A log group in each region, encrypted with its key and kept as long as asked."""

    destinations: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: LogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:Logs", name, {}, opts)
        settings = args.settings
        group = log_group_name(settings)
        for region in settings.regions:
            aws.cloudwatch.LogGroup(
                f"{name}-{region}-group",
                name=group,
                region=region,
                retention_in_days=settings.log_retention_days,
                kms_key_id=args.scopes[region],
                deletion_protection_enabled=settings.deletion_protection,
                tags=args.labels,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.destinations = {
            region: pulumi.Output.concat(f"arn:aws:logs:{region}:", args.scope, f":log-group:{group}")
            for region in settings.regions
        }
        self.register_outputs({"destinations": dict(self.destinations)})
