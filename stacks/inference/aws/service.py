"""The replicas of a region, and the load balancer in front of them."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import RegionalEndpoint, RegionalServiceArgs
from ._account import account_id
from ._balancer import SECONDS_TO_BE_HEALTHY, Balancer, load_balancer
from ._canary import circuit_breaker, deployment_minutes, shifting_role, strategy, targets_of
from ._collector import collector_image
from ._edge import Edge, edge_of, regional_domain
from ._gpu import capacity_provider_name
from ._rollback import rollback_alarms
from ._secrets import secret_arns
from ._security import Groups, security_groups
from ._task import container_definitions
from ._version import serving
from ._waf import firewall


class RegionalService(pulumi.ComponentResource):
    """The service in one region, complete once its new version is healthy.

    `url` is the region's own address: below the domain with regional names, the domain itself behind Global
    Accelerator, and without a domain the load balancer's name, which only CloudFront can reach.
    """

    endpoint: RegionalEndpoint
    url: pulumi.Output[str]

    def __init__(self, name: str, args: RegionalServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:RegionalService", name, {}, opts)
        settings = args.settings
        edge = edge_of(settings)
        groups = security_groups(name, args, self)
        balancer = load_balancer(name, args, groups, self)
        if settings.waf == "managed" and edge.tls:
            self._guard(name, args, balancer)
        task = self._task(name, args)
        service = self._service(name, args, groups, balancer, task)
        if edge.regional_names:
            self._regional_name(name, args, balancer)
        self.endpoint = RegionalEndpoint(
            region=args.region,
            scope=pulumi.Output.from_input(args.scope),
            service_id=serving(service, task, region=args.region),
            service_name=service.name,
            cluster_id=pulumi.Output.from_input(args.cluster_id),
            origin_id=balancer.itself.arn,
            origin_host=balancer.itself.dns_name,
            load_label=pulumi.Output.concat(balancer.itself.arn_suffix, "/", balancer.targets.arn_suffix),
            log_destination=pulumi.Output.from_input(args.log_destination),
        )
        self.url = {
            Edge.CLOUDFRONT: pulumi.Output.concat("http://", balancer.itself.dns_name),
            Edge.ACCELERATOR: pulumi.Output.from_input(f"https://{settings.domain}"),
        }.get(edge, pulumi.Output.from_input(f"https://{regional_domain(settings, args.region)}"))
        self.register_outputs({"endpoint": self.endpoint.origin_host, "url": self.url})

    def _task(self, name: str, args: RegionalServiceArgs) -> aws.ecs.TaskDefinition:
        settings = args.settings
        account = account_id(settings, self)
        containers = pulumi.Output.all(
            image=args.image,
            collector=collector_image(settings, account, args.region),
            secrets=secret_arns(settings, args.region, self),
            added=dict(args.environment),
        ).apply(lambda known: container_definitions(settings, region=args.region, **known))
        return aws.ecs.TaskDefinition(
            f"{name}-task",
            family=f"{settings.name}-{settings.environment}",
            container_definitions=containers,
            cpu=str(int(settings.cpu * 1024)),
            memory=str(settings.memory_mib),
            network_mode="awsvpc",
            requires_compatibilities=["MANAGED_INSTANCES" if settings.gpu else "FARGATE"],
            runtime_platform=aws.ecs.TaskDefinitionRuntimePlatformArgs(
                operating_system_family="LINUX", cpu_architecture="X86_64"
            ),
            execution_role_arn=args.launch_identity,
            task_role_arn=args.runtime_identity,
            # Old versions stay usable, to go back to by hand in an incident.
            skip_destroy=settings.deletion_protection,
            region=args.region,
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _service(
        self,
        name: str,
        args: RegionalServiceArgs,
        groups: Groups,
        balancer: Balancer,
        task: aws.ecs.TaskDefinition,
    ) -> aws.ecs.Service:
        settings = args.settings
        alarms = rollback_alarms(name, args, balancer.itself, self)
        role = shifting_role(name, args, self) if settings.rollout == "canary" else None
        on_fargate = not settings.gpu
        minutes = f"{deployment_minutes(settings)}m"
        return aws.ecs.Service(
            f"{name}-service",
            cluster=args.cluster_id,
            task_definition=task.arn,
            desired_count=settings.min_replicas,
            launch_type="FARGATE" if on_fargate else None,
            platform_version="LATEST" if on_fargate else None,
            capacity_provider_strategies=None
            if on_fargate
            else [
                aws.ecs.ServiceCapacityProviderStrategyArgs(
                    capacity_provider=capacity_provider_name(settings, args.region), weight=1
                )
            ],
            network_configuration=aws.ecs.ServiceNetworkConfigurationArgs(
                subnets=list(args.subnet_ids), security_groups=[groups.replicas.id], assign_public_ip=False
            ),
            load_balancers=[targets_of(args, balancer, role)],
            # Until then a failed check does not end a replica.
            health_check_grace_period_seconds=settings.startup_seconds + SECONDS_TO_BE_HEALTHY,
            availability_zone_rebalancing="ENABLED" if settings.zones > 1 else "DISABLED",
            deployment_controller=aws.ecs.ServiceDeploymentControllerArgs(type="ECS"),
            deployment_configuration=strategy(settings),
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            deployment_circuit_breaker=circuit_breaker(settings),
            alarms=aws.ecs.ServiceAlarmsArgs(alarm_names=[alarm.name for alarm in alarms], enable=True, rollback=True),
            # The provider follows the very deployment it started and fails when ECS took it back, so that going back
            # is never reported as success (findDeploymentStatus in terraform-provider-aws, internal/service/ecs).
            wait_for_steady_state=True,
            enable_execute_command=False,
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            region=args.region,
            tags=args.labels,
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[*balancer.listeners, *([balancer.canary_rule] if balancer.canary_rule else [])],
                # The number of replicas is the scaling's business once the service runs.
                ignore_changes=["desired_count"],
                custom_timeouts=pulumi.CustomTimeouts(create=minutes, update=minutes, delete="40m"),
            ),
        )

    def _guard(self, name: str, args: RegionalServiceArgs, balancer: Balancer) -> None:
        acl = firewall(
            name,
            args.settings,
            scope="REGIONAL",
            region=args.region,
            key=args.scope,
            labels=dict(args.labels),
            parent=self,
        )
        aws.wafv2.WebAclAssociation(
            f"{name}-firewall-association",
            resource_arn=balancer.itself.arn,
            web_acl_arn=acl.arn,
            region=args.region,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _regional_name(self, name: str, args: RegionalServiceArgs, balancer: Balancer) -> None:
        aws.route53.Record(
            f"{name}-name",
            zone_id=args.settings.dns_zone,
            name=regional_domain(args.settings, args.region),
            type="A",
            aliases=[
                aws.route53.RecordAliasArgs(
                    name=balancer.itself.dns_name, zone_id=balancer.itself.zone_id, evaluate_target_health=True
                )
            ],
            opts=pulumi.ResourceOptions(parent=self),
        )
