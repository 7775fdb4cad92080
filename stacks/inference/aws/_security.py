"""Who may connect to whom: the front's security group and the replicas', by reference to each other."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from ..contract import RegionalServiceArgs
from ._account import service_name
from ._addresses import PRIVATE_RANGES
from ._edge import Edge, edge_of
from ._outward import allow_outward


@dataclass(frozen=True, kw_only=True)
class Groups:
    """The security groups of the load balancer and of the replicas."""

    front: aws.ec2.SecurityGroup
    replicas: aws.ec2.SecurityGroup


def security_groups(name: str, args: RegionalServiceArgs, parent: pulumi.Resource) -> Groups:
    """Open the load balancer to its callers, and the replicas to the load balancer only."""
    child = pulumi.ResourceOptions(parent=parent)
    settings = args.settings

    def group(role: str, description: str) -> aws.ec2.SecurityGroup:
        return aws.ec2.SecurityGroup(
            f"{name}-{role}",
            # The role is first: a group's name may not begin with sg-, and a service's may.
            name_prefix=f"{role}-{service_name(settings, limit=200)}-",
            description=description,
            vpc_id=args.network_id,
            region=args.region,
            tags=args.labels,
            opts=child,
        )

    groups = Groups(
        front=group("front", "The load balancer: from its callers, to the replicas."),
        replicas=group("replicas", "The replicas: from the load balancer."),
    )
    _callers(name, args, groups.front, parent)
    aws.vpc.SecurityGroupEgressRule(
        f"{name}-front-to-replicas",
        security_group_id=groups.front.id,
        description="To the replicas.",
        referenced_security_group_id=groups.replicas.id,
        ip_protocol="tcp",
        from_port=settings.port,
        to_port=settings.port,
        region=args.region,
        tags=args.labels,
        opts=child,
    )
    aws.vpc.SecurityGroupIngressRule(
        f"{name}-replicas-from-front",
        security_group_id=groups.replicas.id,
        description="From the load balancer.",
        referenced_security_group_id=groups.front.id,
        ip_protocol="tcp",
        from_port=settings.port,
        to_port=settings.port,
        region=args.region,
        tags=args.labels,
        opts=child,
    )
    allow_outward(
        f"{name}-replicas",
        settings,
        group=groups.replicas,
        region=args.region,
        labels=dict(args.labels),
        parent=parent,
    )
    return groups


def _callers(name: str, args: RegionalServiceArgs, front: aws.ec2.SecurityGroup, parent: pulumi.Resource) -> None:
    edge = edge_of(args.settings)
    if edge is Edge.CLOUDFRONT:
        # CloudFront's own group in the VPC exists only after the first VPC origin, so its managed list is used:
        # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
        addresses = aws.ec2.get_managed_prefix_list_output(
            name="com.amazonaws.global.cloudfront.origin-facing",
            region=args.region,
            opts=pulumi.InvokeOptions(parent=parent),
        )
        _caller(f"{name}-front-from-cloudfront", args, front, parent, port=80, prefix_list_id=addresses.id)
        return
    # An internal load balancer has no public address: 0.0.0.0/0 is then who Global Accelerator lets through, since it
    # keeps the caller's address. https://docs.aws.amazon.com/global-accelerator/latest/dg/preserve-client-ip-address.html
    ranges = PRIVATE_RANGES if edge is Edge.PRIVATE else ("0.0.0.0/0",)
    for port, scheme in ((443, "https"), (80, "http")):
        for place, cidr in enumerate(ranges):
            suffix = f"-{place}" if len(ranges) > 1 else ""
            _caller(f"{name}-front-{scheme}{suffix}", args, front, parent, port=port, cidr_ipv4=cidr)


def _caller(
    name: str,
    args: RegionalServiceArgs,
    front: aws.ec2.SecurityGroup,
    parent: pulumi.Resource,
    *,
    port: int,
    cidr_ipv4: str | None = None,
    prefix_list_id: pulumi.Input[str] | None = None,
) -> None:
    what = "Users, by HTTPS." if port == 443 else "Redirected to HTTPS."  # noqa: PLR2004 - the port of HTTPS
    aws.vpc.SecurityGroupIngressRule(
        name,
        security_group_id=front.id,
        description="From CloudFront VPC origins." if prefix_list_id else what,
        cidr_ipv4=cidr_ipv4,
        prefix_list_id=prefix_list_id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        region=args.region,
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent),
    )
