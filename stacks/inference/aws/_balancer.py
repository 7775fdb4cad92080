"""A region's load balancer, its target groups and its listeners."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from ..contract import RegionalServiceArgs
from ..settings import Settings
from ._access_logs import REQUESTS, balancers_of
from ._account import service_name
from ._certificate import certificate
from ._edge import edge_of
from ._log_bucket import log_bucket
from ._security import Groups
from ._tokens import token_check

# TLS 1.2 and 1.3 with forward secrecy only (the default policy is of 2016):
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
_TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
# The app gives up first, and says why.
_IDLE_MARGIN_SECONDS = 5
_LEAST_IDLE_SECONDS = 60
_CHECK_SECONDS = 10
_CHECKS_TO_BE_HEALTHY = 2
# How long a replica that answers is not yet known to be healthy, with one check that came too early.
SECONDS_TO_BE_HEALTHY = _CHECK_SECONDS * (_CHECKS_TO_BE_HEALTHY + 1)


@dataclass(frozen=True, kw_only=True)
class Balancer:
    """The parts of a load balancer that others refer to."""

    itself: aws.lb.LoadBalancer
    targets: aws.lb.TargetGroup
    canary_targets: aws.lb.TargetGroup | None
    canary_rule: aws.lb.ListenerRule | None
    listeners: tuple[aws.lb.Listener, ...]


def load_balancer(name: str, args: RegionalServiceArgs, groups: Groups, parent: pulumi.Resource) -> Balancer:
    """An ALB that logs its requests and forwards them to the least busy replica."""
    settings = args.settings
    edge = edge_of(settings)
    requests, requests_policy = log_bucket(
        f"{name}-requests",
        settings,
        region=args.region,
        writers=balancers_of(args.region),
        labels=args.labels,
        parent=parent,
    )
    itself = aws.lb.LoadBalancer(
        f"{name}-balancer",
        name=balancer_name(settings),
        load_balancer_type="application",
        internal=edge.internal,
        ip_address_type="ipv4",
        subnets=list(args.front_subnet_ids),
        security_groups=[groups.front.id],
        idle_timeout=max(settings.timeout_seconds + _IDLE_MARGIN_SECONDS, _LEAST_IDLE_SECONDS),
        drop_invalid_header_fields=True,
        desync_mitigation_mode="defensive",
        enable_cross_zone_load_balancing=True,
        enable_zonal_shift=True,
        enable_deletion_protection=settings.deletion_protection,
        access_logs=aws.lb.LoadBalancerAccessLogsArgs(bucket=requests.id, prefix=REQUESTS, enabled=True),
        region=args.region,
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[requests_policy]),
    )
    targets = _target_group(name, "targets", args, parent)
    canary = _target_group(name, "canary", args, parent) if settings.rollout == "canary" else None
    listener = _listener(name, args, itself, targets, parent)
    redirect = [_redirect(name, args, itself, parent)] if edge.tls else []
    if settings.access == "authenticated":
        _open_health(name, args, listener, targets, parent)
    return Balancer(
        itself=itself,
        targets=targets,
        canary_targets=canary,
        canary_rule=_canary_rule(name, args, listener, parent=parent, targets=targets, canary=canary)
        if canary
        else None,
        listeners=(listener, *redirect),
    )


def balancer_name(settings: Settings) -> str:
    """The load balancer's name, which may not begin with internal- as a service's may; 32 characters at most.

    An internal one cannot become a public one: it is replaced, by one of another name since the old one goes last.
    """
    return f"{_side(settings)}-{service_name(settings, limit=28)}"


def target_group_name(settings: Settings, role: str) -> str:
    """A target group's name: another port or load balancer needs another group, made before the old one goes."""
    return f"{role[0]}{_side(settings)[0]}{settings.port}-{service_name(settings, limit=24)}"


def _side(settings: Settings) -> str:
    return "in" if edge_of(settings).internal else "out"


def _target_group(name: str, role: str, args: RegionalServiceArgs, parent: pulumi.Resource) -> aws.lb.TargetGroup:
    settings = args.settings
    return aws.lb.TargetGroup(
        f"{name}-{role}",
        name=target_group_name(settings, role),
        target_type="ip",
        protocol="HTTP",
        protocol_version="HTTP1",
        port=settings.port,
        vpc_id=args.network_id,
        # Inference requests differ in length, so counting them in turn would pile long ones onto one replica.
        load_balancing_algorithm_type="least_outstanding_requests",
        # What was accepted is finished before a replica goes.
        deregistration_delay=settings.timeout_seconds,
        health_check=aws.lb.TargetGroupHealthCheckArgs(
            enabled=True,
            path=settings.health_path,
            matcher="200",
            protocol="HTTP",
            interval=_CHECK_SECONDS,
            timeout=_CHECK_SECONDS // 2,
            healthy_threshold=_CHECKS_TO_BE_HEALTHY,
            unhealthy_threshold=3,
        ),
        region=args.region,
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _listener(
    name: str,
    args: RegionalServiceArgs,
    balancer: aws.lb.LoadBalancer,
    targets: aws.lb.TargetGroup,
    parent: pulumi.Resource,
) -> aws.lb.Listener:
    checks = token_check(args.settings)
    # With a canary too, though its rule takes every request: so that none is lost while the rule comes or goes.
    forward: aws.lb.ListenerDefaultActionArgsDict = {
        "type": "forward",
        "target_group_arn": targets.arn,
        "order": 2 if checks else None,
    }
    if not edge_of(args.settings).tls:
        # Plain HTTP here is CloudFront's last step, inside AWS's private network, to an address that nothing else may
        # reach: the load balancer's own name can have no certificate. Users speak HTTPS to CloudFront.
        return aws.lb.Listener(
            f"{name}-from-cloudfront",
            load_balancer_arn=balancer.arn,
            port=80,
            protocol="HTTP",
            default_actions=[*checks, forward],
            routing_http_response_server_enabled=False,
            region=args.region,
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=parent),
        )
    return aws.lb.Listener(
        f"{name}-https",
        load_balancer_arn=balancer.arn,
        port=443,
        protocol="HTTPS",
        ssl_policy=_TLS_POLICY,
        certificate_arn=certificate(name, args, parent),
        default_actions=[*checks, forward],
        routing_http_response_server_enabled=False,
        routing_http_response_strict_transport_security_header_value="max-age=31536000",
        routing_http_response_x_content_type_options_header_value="nosniff",
        region=args.region,
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _redirect(
    name: str, args: RegionalServiceArgs, balancer: aws.lb.LoadBalancer, parent: pulumi.Resource
) -> aws.lb.Listener:
    return aws.lb.Listener(
        f"{name}-http",
        load_balancer_arn=balancer.arn,
        port=80,
        protocol="HTTP",
        default_actions=[
            {"type": "redirect", "redirect": {"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}}
        ],
        region=args.region,
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _open_health(
    name: str,
    args: RegionalServiceArgs,
    listener: aws.lb.Listener,
    targets: aws.lb.TargetGroup,
    parent: pulumi.Resource,
) -> None:
    """Let monitors without a token ask whether the service is up."""
    aws.lb.ListenerRule(
        f"{name}-open-health",
        listener_arn=listener.arn,
        priority=1,
        conditions=[{"path_pattern": {"values": [args.settings.health_path]}}],
        actions=[{"type": "forward", "target_group_arn": targets.arn}],
        region=args.region,
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _canary_rule(
    name: str,
    args: RegionalServiceArgs,
    listener: aws.lb.Listener,
    *,
    parent: pulumi.Resource,
    targets: aws.lb.TargetGroup,
    canary: aws.lb.TargetGroup,
) -> aws.lb.ListenerRule:
    return aws.lb.ListenerRule(
        f"{name}-production",
        listener_arn=listener.arn,
        priority=100,
        conditions=[{"path_pattern": {"values": ["/*"]}}],
        actions=[
            {
                "type": "forward",
                "forward": {
                    "target_groups": [{"arn": targets.arn, "weight": 100}, {"arn": canary.arn, "weight": 0}],
                },
            }
        ],
        region=args.region,
        tags=args.labels,
        # ECS moves the weights at every deployment; an update must not move them back.
        opts=pulumi.ResourceOptions(parent=parent, ignore_changes=["actions"]),
    )
