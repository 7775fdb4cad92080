"""The whole service on GCP, from its settings."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_gcp as gcp

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
from ._names import behind_front
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
    """The service in every region, its front, and what watches it."""

    url: pulumi.Output[str]
    regional_urls: Mapping[str, pulumi.Output[str]]
    image: pulumi.Output[str]
    registry: pulumi.Output[str]
    dashboard_url: pulumi.Output[str]

    def __init__(self, name: str, settings: Settings, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:InferenceService", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        labels = service_labels(settings)
        foundation = Foundation(f"{name}-foundation", FoundationArgs(settings=settings, labels=labels), child)
        scope = foundation.scope
        registry = Registry(f"{name}-registry", RegistryArgs(settings=settings, labels=labels, scope=scope), child)
        image = ContainerImage(
            f"{name}-image",
            ImageArgs(settings=settings, repositories=registry.repositories, logins=registry.logins),
            child,
        )
        logs = Logs(
            f"{name}-logs",
            LogsArgs(settings=settings, labels=labels, scope=scope, scopes=foundation.scopes),
            child,
        )
        services = self._regions(
            name, settings, labels=labels, foundation=foundation, registry=registry, image=image, logs=logs
        )
        endpoints = [service.endpoint for service in services.values()]
        front = Front(
            f"{name}-front", FrontArgs(settings=settings, labels=labels, scope=scope, endpoints=endpoints), child
        )
        watched = MonitoringArgs(
            settings=settings,
            labels=labels,
            scope=scope,
            front_id=front.front_id,
            url=front.url,
            endpoints=endpoints,
        )
        alerts = Alerts(f"{name}-alerts", watched, child)
        dashboard = Dashboard(f"{name}-dashboard", watched, child)
        Budget(
            f"{name}-budget",
            BudgetArgs(settings=settings, labels=labels, scope=scope, receivers=alerts.receivers),
            child,
        )
        extend_service(
            Service(
                settings=settings,
                labels=labels,
                name=name,
                scope=scope,
                url=front.url,
                front_id=front.front_id,
                endpoints=endpoints,
                opts=child,
            )
        )
        self.url = front.url
        # Behind the front a region has no address of its own that anybody could call.
        self.regional_urls = {
            region: front.url if behind_front(settings) else service.url for region, service in services.items()
        }
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

    def _regions(
        self,
        name: str,
        settings: Settings,
        *,
        labels: dict[str, str],
        foundation: Foundation,
        registry: Registry,
        image: ContainerImage,
        logs: Logs,
    ) -> dict[str, RegionalService]:
        """Each region in the order listed; one that does not become healthy stops those after it."""
        child = pulumi.ResourceOptions(parent=self)
        services: dict[str, RegionalService] = {}
        for index, region in enumerate(settings.regions):
            scope, log_destination = foundation.scopes[region], logs.destinations[region]
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
                    log_destination=log_destination,
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
                    log_destination=log_destination,
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
                    log_destination=log_destination,
                    environment=added.environment,
                ),
                pulumi.ResourceOptions(parent=self, depends_on=[*added.resources, *list(services.values())[-1:]]),
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
            services[region] = service
        return services


def deploy(settings: Settings) -> ServiceOutputs:
    """Stand the service up with a provider of its own."""
    providers: list[pulumi.ProviderResource] = [
        gcp.Provider(
            "gcp",
            project=settings.account or None,
            region=settings.primary_region,
            # Calls count on the service's own project, which is where their APIs are on; also for a user's credentials.
            user_project_override=bool(settings.account),
            billing_project=settings.account or None,
        )
    ]
    if not settings.image:
        # Imported here: a service that is given its image needs no builder.
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
