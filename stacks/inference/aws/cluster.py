"""Where the replicas of a region run."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import ClusterArgs
from ._account import service_name
from ._gpu import gpu_capacity


class Cluster(pulumi.ComponentResource):
    """An ECS cluster on Fargate, or on GPU instances that ECS manages."""

    cluster_id: pulumi.Output[str]

    def __init__(self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:Cluster", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        settings = args.settings
        cluster_name = service_name(settings, limit=200)
        # Container Insights would make this group itself, and keep its events for ever.
        insights = aws.cloudwatch.LogGroup(
            f"{name}-insights",
            name=f"/aws/ecs/containerinsights/{cluster_name}/performance",
            region=args.region,
            retention_in_days=settings.log_retention_days,
            kms_key_id=args.scope,
            tags=args.labels,
            opts=child,
        )
        cluster = aws.ecs.Cluster(
            f"{name}-cluster",
            name=cluster_name,
            # "enhanced" adds metrics of each task and container, which the replica alerts and the dashboard use.
            settings=[aws.ecs.ClusterSettingArgs(name="containerInsights", value="enhanced")],
            region=args.region,
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[insights]),
        )
        provider = gpu_capacity(name, args, cluster, self).name if settings.gpu else "FARGATE"
        aws.ecs.ClusterCapacityProviders(
            f"{name}-capacity",
            cluster_name=cluster.name,
            capacity_providers=[provider],
            default_capacity_provider_strategies=[
                aws.ecs.ClusterCapacityProvidersDefaultCapacityProviderStrategyArgs(
                    capacity_provider=provider, weight=1
                )
            ],
            region=args.region,
            opts=child,
        )
        self.cluster_id = cluster.arn
        self.register_outputs({"cluster_id": self.cluster_id})
