"""The private ways from a network to AWS's own services."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from ..contract import NetworkArgs
from ..settings import Settings
from ._account import account_id, policy_json, service_name


def endpoint_services(settings: Settings) -> tuple[str, ...]:
    """The services a network without a way to the internet needs an endpoint for.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html,
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html,
    https://docs.aws.amazon.com/xray/latest/devguide/xray-security-vpc-endpoint.html
    """
    if settings.egress == "internet":
        return ()
    # Instances of our own talk to ECS themselves; Fargate's agents do not use our network.
    agents = ("ecs", "ecs-agent", "ecs-telemetry") if settings.gpu else ()
    secrets = ("secretsmanager",) if settings.secrets else ()
    traces = ("xray",) if settings.trace_sample_percent else ()
    return ("ecr.api", "ecr.dkr", "logs", *secrets, *traces, *agents)


def s3_policy(region: str, account: str) -> str:
    """What may be reached through the gateway: the layers of ECR's images, and this account's own buckets."""
    everybody: dict[str, object] = {"Effect": "Allow", "Principal": "*"}
    return policy_json(
        {
            # https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
            **everybody,
            "Action": ["s3:GetObject"],
            "Resource": [f"arn:aws:s3:::prod-{region}-starport-layer-bucket/*"],
        },
        {
            **everybody,
            "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:GetBucketLocation"],
            "Resource": ["arn:aws:s3:::*"],
            "Condition": {"StringEquals": {"aws:ResourceAccount": account}},
        },
    )


def service_endpoints(
    name: str,
    args: NetworkArgs,
    *,
    vpc: aws.ec2.Vpc,
    subnet_ids: Sequence[pulumi.Input[str]],
    route_table_ids: Sequence[pulumi.Input[str]],
    parent: pulumi.Resource,
) -> None:
    """Make them: S3's gateway always (it is free, and keeps images off the NAT), interfaces without internet only."""
    child = pulumi.ResourceOptions(parent=parent)
    aws.ec2.VpcEndpoint(
        f"{name}-s3",
        vpc_id=vpc.id,
        service_name=f"com.amazonaws.{args.region}.s3",
        vpc_endpoint_type="Gateway",
        route_table_ids=route_table_ids,
        # An app that may reach the internet may read what others publish in S3; one that may not, its own account's.
        policy=account_id(args.settings, parent).apply(lambda account: s3_policy(args.region, account))
        if args.settings.egress == "private"
        else None,
        region=args.region,
        tags=args.labels,
        opts=child,
    )
    services = endpoint_services(args.settings)
    if not services:
        return
    group = aws.ec2.SecurityGroup(
        f"{name}-endpoints",
        name_prefix=f"endpoints-{service_name(args.settings, limit=200)}-",
        description="Endpoints of AWS services, from this network.",
        vpc_id=vpc.id,
        region=args.region,
        tags=args.labels,
        opts=child,
    )
    aws.vpc.SecurityGroupIngressRule(
        f"{name}-endpoints-https",
        security_group_id=group.id,
        description="HTTPS from this network.",
        cidr_ipv4=vpc.cidr_block,
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        region=args.region,
        tags=args.labels,
        opts=child,
    )
    for service in services:
        aws.ec2.VpcEndpoint(
            f"{name}-{service.replace('.', '-')}",
            vpc_id=vpc.id,
            service_name=f"com.amazonaws.{args.region}.{service}",
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=subnet_ids,
            security_group_ids=[group.id],
            region=args.region,
            tags=args.labels,
            opts=child,
        )
