"""The whole service on Azure, and the way to deploy it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_azure_native as az

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
from ._revision import after
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


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """What every region uses."""

    foundation: Foundation
    registry: Registry
    logs: Logs
    image: ContainerImage


class InferenceService(pulumi.ComponentResource):
    """The service in every region of the settings, behind one front, watched and kept to its budget."""

    url: pulumi.Output[str]
    regional_urls: Mapping[str, pulumi.Output[str]]
    image: pulumi.Output[str]
    registry: pulumi.Output[str]
    dashboard_url: pulumi.Output[str]

    def __init__(self, name: str, settings: Settings, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:InferenceService", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        labels = service_labels(settings)
        self._name = name
        self._settings = settings
        self._labels = labels
        foundation = Foundation(f"{name}-foundation", FoundationArgs(settings=settings, labels=labels), child)
        scope = foundation.scope
        registry = Registry(f"{name}-registry", RegistryArgs(settings=settings, labels=labels, scope=scope), child)
        image = ContainerImage(
            f"{name}-image",
            ImageArgs(settings=settings, repositories=registry.repositories, logins=registry.logins),
            child,
        )
        logs = Logs(
            f"{name}-logs", LogsArgs(settings=settings, labels=labels, scope=scope, scopes=foundation.scopes), child
        )
        services: list[RegionalService] = []
        for index, region in enumerate(settings.regions):
            shared = _Shared(foundation=foundation, registry=registry, logs=logs, image=image)
            services.append(self._region(index, region, shared, services[-1] if services else None))
        endpoints = [service.endpoint for service in services]
        front = Front(
            f"{name}-front", FrontArgs(settings=settings, labels=labels, scope=scope, endpoints=endpoints), child
        )
        monitoring = MonitoringArgs(
            settings=settings, labels=labels, scope=scope, front_id=front.front_id, url=front.url, endpoints=endpoints
        )
        alerts = Alerts(f"{name}-alerts", monitoring, child)
        dashboard = Dashboard(f"{name}-dashboard", monitoring, child)
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
        self.regional_urls = {region: service.url for region, service in zip(settings.regions, services, strict=True)}
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

    def _region(
        self,
        index: int,
        region: str,
        shared: _Shared,
        previous: RegionalService | None,
    ) -> RegionalService:
        settings, labels, child = self._settings, self._labels, pulumi.ResourceOptions(parent=self)
        name, scope, log_destination = (
            f"{self._name}-{region}",
            shared.foundation.scopes[region],
            shared.logs.destinations[region],
        )
        network = Network(
            f"{name}-network",
            NetworkArgs(settings=settings, labels=labels, region=region, scope=scope, index=index),
            child,
        )
        identity = Identity(
            f"{name}-identity",
            IdentityArgs(
                settings=settings,
                labels=labels,
                region=region,
                scope=scope,
                repository_id=shared.registry.repository_ids[region],
                log_destination=log_destination,
            ),
            child,
        )
        cluster = Cluster(
            f"{name}-cluster",
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
                name=name,
                region=region,
                scope=scope,
                principal=identity.principal,
                network_id=network.network_id,
                subnet_ids=network.subnet_ids,
                opts=child,
            )
        )
        # One region after the other: the next one gets the image when the one before serves it.
        reference = after(previous.endpoint.service_id if previous else None, shared.image.references[region])
        service = RegionalService(
            f"{name}-service",
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
                image=reference,
                log_destination=log_destination,
                environment=added.environment,
            ),
            pulumi.ResourceOptions(parent=self, depends_on=[*added.resources, *([previous] if previous else [])]),
        )
        Scaling(
            f"{name}-scaling",
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
        return service


def deploy(settings: Settings) -> ServiceOutputs:
    """Stand the service up with the subscription of the settings, or that of the credentials."""
    providers: list[pulumi.ProviderResource] = [az.Provider("azure", subscription_id=settings.account or None)]
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
