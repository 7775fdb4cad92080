"""Who the replicas of a region are."""

from __future__ import annotations

import re

import pulumi
import pulumi_aws as aws

from ..contract import IdentityArgs
from ._account import account_id, allow, policy_json, service_name, trust
from ._secrets import secret_arns

_ECR_IMAGE = re.compile(r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com/(?P<name>[^@:]+)")


class Identity(pulumi.ComponentResource):
    """Two roles: `runtime` is the app's own, `launch` pulls the image, reads the secrets and opens the log."""

    runtime: pulumi.Output[str]
    principal: pulumi.Output[str]
    launch: pulumi.Output[str]

    def __init__(self, name: str, args: IdentityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:Identity", name, {}, opts)
        settings = args.settings
        account = account_id(settings, self)
        trusted = account.apply(lambda number: trust("ecs-tasks.amazonaws.com", number))

        def role(kind: str) -> aws.iam.Role:
            return aws.iam.Role(
                f"{name}-{kind}",
                name=service_name(settings, args.region, kind, limit=64),
                description=f"The {kind} role of {settings.name} {settings.environment} in {args.region}.",
                assume_role_policy=trusted,
                tags=args.labels,
                opts=pulumi.ResourceOptions(parent=self),
            )

        runtime, launch = role("runtime"), role("launch")
        if settings.trace_sample_percent:
            aws.iam.RolePolicy(
                f"{name}-runtime-policy",
                role=runtime.name,
                policy=pulumi.Output.from_input(args.log_destination).apply(runtime_policy),
                opts=pulumi.ResourceOptions(parent=self),
            )
        secrets = secret_arns(settings, args.region, self)
        aws.iam.RolePolicy(
            f"{name}-launch-policy",
            role=launch.name,
            policy=pulumi.Output.all(
                repository=args.repository_id, group=args.log_destination, account=account, secrets=secrets
            ).apply(
                lambda known: launch_policy(
                    repository=pulled_repository(settings.image, known["repository"]),
                    log_group=known["group"],
                    secrets=sorted(known["secrets"].values()),
                    region=args.region,
                    account=known["account"],
                )
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.runtime = runtime.arn
        self.principal = runtime.arn
        self.launch = launch.arn
        self.register_outputs({"runtime": self.runtime, "principal": self.principal, "launch": self.launch})


def pulled_repository(image: str, own: str) -> str:
    """The ARN of the repository the image is pulled from; empty when it is no repository of ECR."""
    if not image:
        return own
    found = _ECR_IMAGE.match(image)
    return f"arn:aws:ecr:{found['region']}:{found['account']}:repository/{found['name']}" if found else ""


def runtime_policy(log_group: str) -> str:
    """What the collector beside the app takes: to send traces, and metrics by way of the log."""
    return policy_json(
        # X-Ray has no resource to name:
        # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
        allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], f"{log_group}:*"),
    )


def launch_policy(*, repository: str, log_group: str, secrets: list[str], region: str, account: str) -> str:
    """What starting a replica takes, on this service's own resources only."""
    statements = [allow(["logs:CreateLogStream", "logs:PutLogEvents"], f"{log_group}:*")]
    if repository:
        # The one action of ECR that names no resource.
        statements.append(allow(["ecr:GetAuthorizationToken"], "*"))
        statements.append(
            allow(["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"], repository)
        )
    if secrets:
        statements.append(allow(["secretsmanager:GetSecretValue"], secrets))
        # Secrets under a key of the user's own, which we do not know: only to read these very secrets.
        statements.append(
            allow(
                ["kms:Decrypt"],
                f"arn:aws:kms:{region}:{account}:key/*",
                StringEquals={
                    "kms:ViaService": f"secretsmanager.{region}.amazonaws.com",
                    "kms:EncryptionContext:SecretARN": secrets,
                },
            )
        )
    return policy_json(*statements)
