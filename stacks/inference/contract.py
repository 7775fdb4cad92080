"""What every cloud's package offers: the same components, with these inputs and outputs.

The bodies differ by cloud; `tests/parity` of scaffolder compares the shapes. `scope` is what holds a resource: the
account on one cloud, the project or the resource group on another; `Foundation` says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from .settings import Settings


@dataclass(frozen=True, kw_only=True)
class FoundationArgs:
    """Inputs of `Foundation`, which everything else of a stack stands on."""

    settings: Settings
    labels: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class NetworkArgs:
    """Inputs of `Network`, the private network of one region."""

    settings: Settings
    labels: Mapping[str, str]
    region: str
    scope: pulumi.Input[str]
    index: int  # the region's place in the list, so that the address ranges of two regions do not overlap


@dataclass(frozen=True, kw_only=True)
class RegistryArgs:
    """Inputs of `Registry`, which keeps the service's container images near every region."""

    settings: Settings
    labels: Mapping[str, str]
    scope: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class RegistryLogin:
    """How a build pushes to a registry; `password` is secret."""

    address: pulumi.Input[str]
    username: pulumi.Input[str]
    password: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class ImageArgs:
    """Inputs of `ContainerImage`: where the one image goes."""

    settings: Settings
    repositories: Mapping[str, pulumi.Output[str]]  # region to repository, without a tag
    logins: Sequence[RegistryLogin]


@dataclass(frozen=True, kw_only=True)
class LogsArgs:
    """Inputs of `Logs`, which keeps the logs of every region as long as asked."""

    settings: Settings
    labels: Mapping[str, str]
    scope: pulumi.Input[str]
    scopes: Mapping[str, pulumi.Output[str]]


@dataclass(frozen=True, kw_only=True)
class IdentityArgs:
    """Inputs of `Identity`, who the replicas of one region are."""

    settings: Settings
    labels: Mapping[str, str]
    region: str
    scope: pulumi.Input[str]
    repository_id: pulumi.Input[str]
    log_destination: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class ClusterArgs:
    """Inputs of `Cluster`, where the replicas of one region run."""

    settings: Settings
    labels: Mapping[str, str]
    region: str
    scope: pulumi.Input[str]
    network_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]
    log_destination: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class RegionalServiceArgs:
    """Inputs of `RegionalService`, the replicas of one region and the address the front reaches them at."""

    settings: Settings
    labels: Mapping[str, str]
    region: str
    scope: pulumi.Input[str]
    network_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # where replicas attach
    front_subnet_ids: Sequence[pulumi.Input[str]]  # where a regional load balancer attaches
    cluster_id: pulumi.Input[str]
    runtime_identity: pulumi.Input[str]
    launch_identity: pulumi.Input[str]
    image: pulumi.Input[str]
    log_destination: pulumi.Input[str]
    environment: Mapping[str, pulumi.Input[str]]  # what extensions add to the container's variables


@dataclass(frozen=True, kw_only=True)
class ScalingArgs:
    """Inputs of `Scaling`, how the replicas of one region are added and removed."""

    settings: Settings
    labels: Mapping[str, str]
    region: str
    scope: pulumi.Input[str]
    cluster_id: pulumi.Input[str]
    service_id: pulumi.Input[str]
    load_label: pulumi.Input[str]  # how the load balancer's metrics name this service, where scaling needs it


@dataclass(frozen=True, kw_only=True)
class RegionalEndpoint:
    """One region's service as the front and the monitoring see it."""

    region: str
    scope: pulumi.Output[str]
    service_id: pulumi.Output[str]
    service_name: pulumi.Output[str]
    cluster_id: pulumi.Output[str]
    origin_id: pulumi.Output[str]  # what the front sends requests to: a load balancer, an endpoint group, an app
    origin_host: pulumi.Output[str]
    load_label: pulumi.Output[str]
    log_destination: pulumi.Output[str]


@dataclass(frozen=True, kw_only=True)
class FrontArgs:
    """Inputs of `Front`, the one address in front of every region."""

    settings: Settings
    labels: Mapping[str, str]
    scope: pulumi.Input[str]
    endpoints: Sequence[RegionalEndpoint]


@dataclass(frozen=True, kw_only=True)
class MonitoringArgs:
    """Inputs of `Alerts` and `Dashboard`: what is watched, and who is told."""

    settings: Settings
    labels: Mapping[str, str]
    scope: pulumi.Input[str]
    front_id: pulumi.Input[str]
    url: pulumi.Input[str]
    endpoints: Sequence[RegionalEndpoint]


@dataclass(frozen=True, kw_only=True)
class BudgetArgs:
    """Inputs of `Budget`, which tells when the month's cost is near what was allowed."""

    settings: Settings
    labels: Mapping[str, str]
    scope: pulumi.Input[str]
    receivers: Sequence[pulumi.Input[str]]


@dataclass(frozen=True, kw_only=True)
class ServiceOutputs:
    """What a stack exports, on every cloud."""

    url: pulumi.Output[str]
    regional_urls: Mapping[str, pulumi.Output[str]]
    image: pulumi.Output[str]
    registry: pulumi.Output[str]
    dashboard_url: pulumi.Output[str]
