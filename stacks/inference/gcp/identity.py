"""Who the replicas of a region are, and what they may do."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from ..contract import IdentityArgs
from ._names import account_id


class Identity(pulumi.ComponentResource):
    """A service account for one region's replicas, allowed to read the named secrets and to report telemetry.

    DIFFERS: Cloud Run has one identity for a replica's start and its work; the image is pulled by Google's own
    service agent, which may read the project's registries.
    """

    runtime: pulumi.Output[str]
    principal: pulumi.Output[str]
    launch: pulumi.Output[str]

    def __init__(self, name: str, args: IdentityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:Identity", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        settings = args.settings
        account = gcp.serviceaccount.Account(
            f"{name}-account",
            account_id=account_id(settings, args.region, "run"),
            project=args.scope,
            display_name=f"{settings.name} {settings.environment} in {args.region}"[:100],
            description="Runs the replicas",
            opts=child,
        )
        member = pulumi.Output.concat("serviceAccount:", account.email)
        grants: list[pulumi.CustomResource] = [
            gcp.secretmanager.SecretIamMember(
                f"{name}-secret-{secret}",
                secret_id=secret,
                project=args.scope,
                role="roles/secretmanager.secretAccessor",
                member=member,
                opts=child,
            )
            for secret in sorted({reference.split("/", 1)[0] for reference in settings.secrets.values()})
        ]
        # The collector beside the app writes spans and the app's own metrics; both are granted by project only.
        telemetry = ("cloudtrace.agent", "monitoring.metricWriter") if settings.trace_sample_percent else ()
        grants += [
            gcp.projects.IAMMember(
                f"{name}-{role.replace('.', '-').lower()}",
                project=args.scope,
                role=f"roles/{role}",
                member=member,
                opts=child,
            )
            for role in telemetry
        ]
        # A replica that starts before it may read its secrets fails, so the identity is ready with its last grant.
        self.runtime = pulumi.Output.all(account.email, *(grant.id for grant in grants)).apply(lambda all_: all_[0])
        self.principal = member
        self.launch = self.runtime
        self.register_outputs({"runtime": self.runtime, "principal": self.principal, "launch": self.launch})
