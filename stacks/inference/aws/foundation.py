"""What everything else of a stack stands on: the account, and a key in each region."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..contract import FoundationArgs
from ..settings import Settings
from ._account import account_id, service_name
from ._edge import home_region
from ._keys import key_policy


class Foundation(pulumi.ComponentResource):
    """The account (`scope`), and the key that encrypts what a region keeps (`scopes`).

    DIFFERS: an account holds resources without being named, so a region's scope is its key. One key for each region
    and service, in dev too: alarms can only post to an encrypted topic by a key of ours (AWS's own for SNS does not
    let CloudWatch in), and a key costs a dollar a month.
    """

    scope: pulumi.Output[str]
    scopes: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: FoundationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:Foundation", name, {}, opts)
        regions = dict.fromkeys((*args.settings.regions, home_region(args.settings)))
        self.scope = account_id(args.settings, self)
        self.scopes = {region: self._key(f"{name}-{region}", args, region) for region in regions}
        self.register_outputs({"scope": self.scope, "scopes": dict(self.scopes)})

    def _key(self, name: str, args: FoundationArgs, region: str) -> pulumi.Output[str]:
        settings: Settings = args.settings
        key = aws.kms.Key(
            f"{name}-key",
            description=f"Logs and alerts of {settings.name} {settings.environment} in {region}.",
            region=region,
            enable_key_rotation=True,
            deletion_window_in_days=30 if settings.deletion_protection else 7,
            policy=self.scope.apply(lambda account: key_policy(account, region)),
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=self, protect=settings.deletion_protection),
        )
        aws.kms.Alias(
            f"{name}-key-alias",
            name=f"alias/{service_name(settings, limit=200)}",
            region=region,
            target_key_id=key.key_id,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return key.arn
