"""The record of what went through a network."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import NetworkArgs
from ._account import account_id, allow, policy_json, service_name, trust


def flow_logs(name: str, args: NetworkArgs, *, vpc: aws.ec2.Vpc, parent: pulumi.Resource) -> None:
    """Keep every connection of a VPC, accepted or not, as long as the service's own logs."""
    child = pulumi.ResourceOptions(parent=parent)
    settings = args.settings
    group_name = f"/network/{settings.name}-{settings.environment}"
    group = aws.cloudwatch.LogGroup(
        f"{name}-flow-logs",
        name=group_name,
        region=args.region,
        retention_in_days=settings.log_retention_days,
        kms_key_id=args.scope,
        tags=args.labels,
        opts=child,
    )
    account = account_id(settings, parent)
    role = aws.iam.Role(
        f"{name}-flow-logs-writer",
        name=service_name(settings, args.region, "flow-logs", limit=64),
        assume_role_policy=account.apply(lambda number: trust("vpc-flow-logs.amazonaws.com", number)),
        tags=args.labels,
        opts=child,
    )
    # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html, for this one group.
    policy = aws.iam.RolePolicy(
        f"{name}-flow-logs-policy",
        role=role.name,
        policy=account.apply(
            lambda number: policy_json(
                allow(
                    ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                    f"arn:aws:logs:{args.region}:{number}:log-group:{group_name}:*",
                ),
                # Listing groups names no resource:
                # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
                allow(["logs:DescribeLogGroups"], "*"),
            )
        ),
        opts=child,
    )
    aws.ec2.FlowLog(
        f"{name}-flow-log",
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=group.arn,
        iam_role_arn=role.arn,
        max_aggregation_interval=600,
        region=args.region,
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[policy]),
    )
