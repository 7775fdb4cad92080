"""Instances with an accelerator, which ECS starts and stops itself; Fargate has none."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import ClusterArgs
from ..limits import ACCELERATORS, NodeSize, instance_size
from ..settings import Settings
from ._account import service_name, trust
from ._outward import allow_outward

# The managed policies that AWS keeps in step with the feature:
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-awsmanpol.html
_INFRASTRUCTURE_POLICY = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForManagedInstances"
_INSTANCE_POLICY = "arn:aws:iam::aws:policy/AmazonECSInstanceRolePolicyForManagedInstances"
# The image of a model server with CUDA is some 15 GB; twice that, and the model.
_STORAGE_GIB = 100


def node_of(settings: Settings) -> NodeSize:
    """The smallest instance type that runs a replica; the rules made sure there is one."""
    size = instance_size(ACCELERATORS["aws"][settings.gpu], settings.cpu, settings.memory_mib)
    assert size is not None  # noqa: S101 - the rules refused the settings otherwise
    return size


def capacity_provider_name(settings: Settings, region: str) -> str:
    """Its name, which may not begin with aws, ecs or fargate."""
    return f"gpu-{service_name(settings, region, limit=200)}"


def gpu_capacity(
    name: str, args: ClusterArgs, cluster: aws.ecs.Cluster, parent: pulumi.Resource
) -> aws.ecs.CapacityProvider:
    """Managed instances of the one type that fits a replica, in the private subnets."""
    child = pulumi.ResourceOptions(parent=parent)
    settings = args.settings
    infrastructure = aws.iam.Role(
        f"{name}-infrastructure",
        name=service_name(settings, args.region, "instances", limit=64),
        # Documented without a source condition:
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html
        assume_role_policy=trust("ecs.amazonaws.com"),
        tags=args.labels,
        opts=child,
    )
    managed = aws.iam.RolePolicyAttachment(
        f"{name}-infrastructure-policy", role=infrastructure.name, policy_arn=_INFRASTRUCTURE_POLICY, opts=child
    )
    # The managed infrastructure policy passes roles of this name prefix only:
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-instance-profile.html
    instance_role_name = f"ecsInstanceRole-{service_name(settings, args.region, limit=47)}"
    instance = aws.iam.Role(
        f"{name}-instance",
        name=instance_role_name,
        assume_role_policy=trust("ec2.amazonaws.com"),
        tags=args.labels,
        opts=child,
    )
    attached = aws.iam.RolePolicyAttachment(
        f"{name}-instance-policy", role=instance.name, policy_arn=_INSTANCE_POLICY, opts=child
    )
    profile = aws.iam.InstanceProfile(
        f"{name}-instance-profile", name=instance_role_name, role=instance.name, tags=args.labels, opts=child
    )
    group = aws.ec2.SecurityGroup(
        f"{name}-instances",
        name_prefix=f"instances-{service_name(settings, limit=200)}-",
        description="GPU instances: out only.",
        vpc_id=args.network_id,
        region=args.region,
        tags=args.labels,
        opts=child,
    )
    allow_outward(
        f"{name}-instances",
        settings,
        group=group,
        region=args.region,
        labels=dict(args.labels),
        parent=parent,
    )
    node = node_of(settings)
    return aws.ecs.CapacityProvider(
        f"{name}-gpu",
        name=capacity_provider_name(settings, args.region),
        cluster=cluster.name,
        managed_instances_provider={
            "infrastructure_role_arn": infrastructure.arn,
            "propagate_tags": "CAPACITY_PROVIDER",
            "instance_launch_template": {
                "ec2_instance_profile_arn": profile.arn,
                "monitoring": "DETAILED",
                "network_configuration": {"subnets": list(args.subnet_ids), "security_groups": [group.id]},
                "storage_configuration": {"storage_size_gib": _STORAGE_GIB},
                # By type: the accelerator names of this API have no L4.
                "instance_requirements": {
                    "allowed_instance_types": [node.name],
                    "vcpu_count": {"min": int(node.cpu), "max": int(node.cpu)},
                    "memory_mib": {"min": settings.memory_mib},
                    "accelerator_count": {"min": 1, "max": 1},
                    "accelerator_types": ["gpu"],
                    "accelerator_manufacturers": ["nvidia"],
                },
            },
        },
        region=args.region,
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[managed, attached]),
    )
