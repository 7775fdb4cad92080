"""The whole service on AWS."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..contract import (
    BudgetArgs,
    ClusterArgs,
    FoundationArgs,
    FrontArgs,
    IdentityArgs,
    ImageArgs,
    LogsArgs,
    MonitoringArgs,
    NetworkArgs,
    RegionalServiceArgs,
    RegistryArgs,
    ScalingArgs,
    ServiceOutputs,
)
from ..extensions import Region, Service, extend_region, extend_service
from ..image import ContainerImage
from ..labels import service_labels
from ..settings import Settings
from ._edge import home_region
from .alerts import Alerts
from .budget import Budget
from .cluster import Cluster
from .dashboard import Dashboard
from .foundation import Foundation
from .front import Front
from .identity import Identity
from .logs import Logs
from .network import Network
from .registry import Registry
from .scaling import Scaling
from .service import RegionalService


class InferenceService(pulumi.ComponentResource):
    """One service in every region of the settings, behind one front."""

    url: pulumi.Output[str]
    regional_urls: Mapping[str, pulumi.Output[str]]
    image: pulumi.Output[str]
    registry: pulumi.Output[str]
    dashboard_url: pulumi.Output[str]

    def __init__(self, name: str, settings: Settings, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:InferenceService", name, {}, opts)
        labels = service_labels(settings)
        child = pulumi.ResourceOptions(parent=self)
        foundation = Foundation(f"{name}-foundation", FoundationArgs(settings=settings, labels=labels), child)
        registry = Registry(
            f"{name}-registry", RegistryArgs(settings=settings, labels=labels, scope=foundation.scope), child
        )
        image = ContainerImage(
            f"{name}-image",
            ImageArgs(settings=settings, repositories=registry.repositories, logins=registry.logins),
            pulumi.ResourceOptions(parent=self, depends_on=[registry]),
        )
        logs = Logs(
            f"{name}-logs",
            LogsArgs(settings=settings, labels=labels, scope=foundation.scope, scopes=foundation.scopes),
            child,
        )
        services: list[RegionalService] = []
        for index, region in enumerate(settings.regions):
            scope = foundation.scopes[region]
            network = Network(
                f"{name}-{region}-network",
                NetworkArgs(settings=settings, labels=labels, region=region, scope=scope, index=index),
                child,
            )
            identity = Identity(
                f"{name}-{region}-identity",
                IdentityArgs(
                    settings=settings,
                    labels=labels,
                    region=region,
                    scope=scope,
                    repository_id=registry.repository_ids[region],
                    log_destination=logs.destinations[region],
                ),
                child,
            )
            cluster = Cluster(
                f"{name}-{region}-cluster",
                ClusterArgs(
                    settings=settings,
                    labels=labels,
                    region=region,
                    scope=scope,
                    network_id=network.network_id,
                    subnet_ids=network.subnet_ids,
                    log_destination=logs.destinations[region],
                ),
                child,
            )
            added = extend_region(
                Region(
                    settings=settings,
                    labels=labels,
                    name=f"{name}-{region}",
                    region=region,
                    scope=scope,
                    principal=identity.principal,
                    network_id=network.network_id,
                    subnet_ids=network.subnet_ids,
                    opts=child,
                )
            )
            service = RegionalService(
                f"{name}-{region}-service",
                RegionalServiceArgs(
                    settings=settings,
                    labels=labels,
                    region=region,
                    scope=scope,
                    network_id=network.network_id,
                    subnet_ids=network.subnet_ids,
                    front_subnet_ids=network.front_subnet_ids,
                    cluster_id=cluster.cluster_id,
                    runtime_identity=identity.runtime,
                    launch_identity=identity.launch,
                    image=image.references[region],
                    log_destination=logs.destinations[region],
                    environment=added.environment,
                ),
                # Its rights, ways and logs are there before a replica starts; and one region after the other, so that
                # a version that does not become healthy stops before the next.
                pulumi.ResourceOptions(
                    parent=self, depends_on=[logs, network, identity, cluster, *added.resources, *services[-1:]]
                ),
            )
            Scaling(
                f"{name}-{region}-scaling",
                ScalingArgs(
                    settings=settings,
                    labels=labels,
                    region=region,
                    scope=scope,
                    cluster_id=cluster.cluster_id,
                    service_id=service.endpoint.service_id,
                    load_label=service.endpoint.load_label,
                ),
                child,
            )
            services.append(service)
        endpoints = [service.endpoint for service in services]
        home = foundation.scopes[home_region(settings)]
        front = Front(
            f"{name}-front",
            FrontArgs(settings=settings, labels=labels, scope=home, endpoints=endpoints),
            # The regions' names, which the domain leads to, are there first.
            pulumi.ResourceOptions(parent=self, depends_on=services),
        )
        monitoring = MonitoringArgs(
            settings=settings,
            labels=labels,
            scope=home,
            front_id=front.front_id,
            url=front.url,
            endpoints=endpoints,
        )
        alerts = Alerts(f"{name}-alerts", monitoring, child)
        dashboard = Dashboard(f"{name}-dashboard", monitoring, child)
        Budget(
            f"{name}-budget",
            BudgetArgs(settings=settings, labels=labels, scope=foundation.scope, receivers=alerts.receivers),
            child,
        )
        extend_service(
            Service(
                settings=settings,
                labels=labels,
                name=name,
                scope=home,
                url=front.url,
                front_id=front.front_id,
                endpoints=endpoints,
                opts=child,
            )
        )
        self.url = front.url
        self.regional_urls = {service.endpoint.region: service.url for service in services}
        self.image = image.reference
        self.registry = registry.url
        self.dashboard_url = dashboard.url
        self.register_outputs(
            {
                "url": self.url,
                "regional_urls": self.regional_urls,
                "image": self.image,
                "registry": self.registry,
                "dashboard_url": self.dashboard_url,
            }
        )


def deploy(settings: Settings) -> ServiceOutputs:
    """Stand the service up with the credentials at hand, in the account of the settings where they name one."""
    # One provider for all regions: each resource names its own.
    provider = aws.Provider(
        "aws",
        region=settings.primary_region,
        allowed_account_ids=[settings.account] if settings.account else None,
    )
    providers: list[pulumi.ProviderResource] = [provider]
    if not settings.image:
        import pulumi_docker_build as docker_build

        providers.append(docker_build.Provider("docker-build"))
    service = InferenceService(
        f"{settings.name}-{settings.environment}", settings, pulumi.ResourceOptions(providers=providers)
    )
    return ServiceOutputs(
        url=service.url,
        regional_urls=service.regional_urls,
        image=service.image,
        registry=service.registry,
        dashboard_url=service.dashboard_url,
    )
