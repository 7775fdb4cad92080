"""How a new version takes over from the old one."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import RegionalServiceArgs
from ..settings import Settings
from ._account import service_name, trust
from ._balancer import Balancer
from ._task import APP

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
_SHIFTING_POLICY = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"
# What a deployment takes besides the baking: replicas start, drain and stop.
_DEPLOYMENT_MINUTES = 60


def shifting_role(name: str, args: RegionalServiceArgs, parent: pulumi.Resource) -> pulumi.Output[str]:
    """The role ECS moves the traffic with; known once it may."""
    role = aws.iam.Role(
        f"{name}-shifting",
        name=service_name(args.settings, args.region, "shifting", limit=64),
        # Documented without a source condition, on the page above.
        assume_role_policy=trust("ecs.amazonaws.com"),
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    attached = aws.iam.RolePolicyAttachment(
        f"{name}-shifting-policy",
        role=role.name,
        policy_arn=_SHIFTING_POLICY,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return pulumi.Output.all(role.arn, attached.id).apply(lambda known: str(known[0]))


def targets_of(
    args: RegionalServiceArgs, balancer: Balancer, role: pulumi.Input[str] | None
) -> aws.ecs.ServiceLoadBalancerArgs:
    """Where the service registers its replicas."""
    canary = None
    if balancer.canary_targets and balancer.canary_rule and role is not None:
        canary = aws.ecs.ServiceLoadBalancerAdvancedConfigurationArgs(
            alternate_target_group_arn=balancer.canary_targets.arn,
            production_listener_rule=balancer.canary_rule.arn,
            role_arn=role,
        )
    return aws.ecs.ServiceLoadBalancerArgs(
        target_group_arn=balancer.targets.arn,
        container_name=APP,
        container_port=args.settings.port,
        advanced_configuration=canary,
    )


def strategy(settings: Settings) -> aws.ecs.ServiceDeploymentConfigurationArgs:
    """All replicas in turn, or a share of the traffic first."""
    if settings.rollout == "rolling":
        return aws.ecs.ServiceDeploymentConfigurationArgs(strategy="ROLLING")
    return aws.ecs.ServiceDeploymentConfigurationArgs(
        strategy="CANARY",
        canary_configuration=aws.ecs.ServiceDeploymentConfigurationCanaryConfigurationArgs(
            canary_percent=float(settings.canary_percent),
            canary_bake_time_in_minutes=str(settings.bake_minutes),
        ),
        # The old version stays as long again after all traffic has moved, so that going back takes seconds.
        bake_time_in_minutes=str(settings.bake_minutes),
    )


def circuit_breaker(settings: Settings) -> aws.ecs.ServiceDeploymentCircuitBreakerArgs | None:
    """Goes back when replicas do not become healthy; ECS has it for rolling deployments only.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html: in a canary the alarms
    and the health checks before the shift do the same.
    """
    if settings.rollout == "canary":
        return None
    return aws.ecs.ServiceDeploymentCircuitBreakerArgs(enable=True, rollback=True)


def deployment_minutes(settings: Settings) -> int:
    """How long an update may wait for the deployment it started."""
    baking = 2 * settings.bake_minutes if settings.rollout == "canary" else 0
    # Each generation of replicas starts, and the old one finishes what it accepted.
    return _DEPLOYMENT_MINUTES + baking + (settings.startup_seconds + settings.timeout_seconds) // 60
