"""Where the replicas of one region run."""

from __future__ import annotations

import math

import pulumi
import pulumi_azure_native as az

from ..contract import ClusterArgs
from ..limits import ACCELERATORS, CONTAINER_APPS_PROFILES, workload_profile
from ..names import short_name
from ..settings import Settings

_NAME_LIMIT = 32
_LOG_CATEGORIES = ("ContainerAppConsoleLogs", "ContainerAppSystemLogs", "ContainerAppHTTPLogs")
# The profile every environment has; its replicas have nodes of their own only in the bill.
CONSUMPTION = "Consumption"


class Cluster(pulumi.ComponentResource):
    """A Container Apps environment in the region's network, with its logs and traces kept in the stack's workspace.

    Nobody on the internet reaches it unless front is regional and access is not private: its address is private, and
    Front Door comes in by private link (see front.py).
    DIFFERS: zones 2 and 3 are the same here: an environment spans all zones of its region, or does not choose.
    """

    cluster_id: pulumi.Output[str]

    def __init__(self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:Cluster", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        settings = args.settings
        public = reachable_from_internet(settings)
        traces = self._traces(name, args)
        environment = az.app.ManagedEnvironment(
            f"{name}-environment",
            environment_name=short_name(settings.name, settings.environment, limit=_NAME_LIMIT),
            resource_group_name=args.scope,
            location=args.region,
            zone_redundant=settings.zones > 1,
            workload_profiles=workload_profiles(settings),
            vnet_configuration={"infrastructure_subnet_id": args.subnet_ids[0], "internal": not public},
            public_network_access="Enabled" if public else "Disabled",
            peer_traffic_configuration={"encryption": {"enabled": True}},
            app_logs_configuration={"destination": "azure-monitor"},
            app_insights_configuration={"connection_string": traces.connection_string},
            # The app sends to the environment's own agent, whose address is in its environment variables.
            # https://learn.microsoft.com/azure/container-apps/opentelemetry-agents
            open_telemetry_configuration={"traces_configuration": {"destinations": ["appInsights"]}},
            tags=args.labels,
            opts=child,
        )
        az.monitor.DiagnosticSetting(
            f"{name}-logs",
            name="logs",
            resource_uri=environment.id,
            workspace_id=args.log_destination,
            logs=[{"category": category, "enabled": True} for category in _LOG_CATEGORIES],
            metrics=[{"category": "AllMetrics", "enabled": True}],
            opts=child,
        )
        if settings.access == "private":
            self._private_names(name, args, environment)
        self.cluster_id = environment.id
        self.register_outputs({"cluster_id": self.cluster_id})

    def _traces(self, name: str, args: ClusterArgs) -> az.applicationinsights.Component:
        return az.applicationinsights.Component(
            f"{name}-traces",
            resource_name_=short_name(args.settings.name, args.settings.environment, args.region, limit=64),
            resource_group_name=args.scope,
            location=args.region,
            kind="web",
            application_type="web",
            workspace_resource_id=args.log_destination,
            # The environment's agent knows the connection string only; it cannot show an identity.
            disable_local_auth=False,
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _private_names(self, name: str, args: ClusterArgs, environment: az.app.ManagedEnvironment) -> None:
        """The environment's own domain inside of the network: nothing outside answers for it.

        https://learn.microsoft.com/azure/container-apps/private-endpoints-with-dns
        """
        child = pulumi.ResourceOptions(parent=self)
        zone = az.privatedns.PrivateZone(
            f"{name}-names",
            private_zone_name=environment.default_domain,
            resource_group_name=args.scope,
            location="global",
            tags=args.labels,
            opts=child,
        )
        az.privatedns.VirtualNetworkLink(
            f"{name}-names-link",
            virtual_network_link_name="replicas",
            private_zone_name=zone.name,
            resource_group_name=args.scope,
            location="global",
            virtual_network={"id": args.network_id},
            registration_enabled=False,
            tags=args.labels,
            opts=child,
        )
        az.privatedns.PrivateRecordSet(
            f"{name}-names-apps",
            relative_record_set_name="*",
            record_type="A",
            private_zone_name=zone.name,
            resource_group_name=args.scope,
            ttl=300,
            a_records=[{"ipv4_address": environment.static_ip}],
            opts=child,
        )


def reachable_from_internet(settings: Settings) -> bool:
    """Whether callers come straight to the region's own public address."""
    return settings.front == "regional" and settings.access != "private"


def profile_name(settings: Settings) -> str:
    """The workload profile that the replicas run on."""
    if settings.gpu:
        return ACCELERATORS["azure"][settings.gpu].cloud_name
    return workload_profile(settings.cpu, settings.memory_mib)


def workload_profiles(settings: Settings) -> list[az.app.WorkloadProfileArgs]:
    """The Consumption profile, which every environment must have, and the one of the replicas' size or accelerator."""
    profiles = [az.app.WorkloadProfileArgs(name=CONSUMPTION, workload_profile_type=CONSUMPTION)]
    chosen = profile_name(settings)
    if settings.gpu:
        # Serverless accelerators come and go with the replicas, so no count of nodes.
        profiles.append(az.app.WorkloadProfileArgs(name=chosen, workload_profile_type=chosen))
    elif chosen != CONSUMPTION:
        least, most = node_counts(settings, chosen)
        profiles.append(
            az.app.WorkloadProfileArgs(
                name=chosen, workload_profile_type=chosen, minimum_count=least, maximum_count=most
            )
        )
    return profiles


def node_counts(settings: Settings, profile: str) -> tuple[int, int]:
    """The fewest and the most nodes of `profile` that hold the replicas.

    One more at the most, for a new version's replicas start beside the old ones; one a zone at the least, as Azure
    says for production.
    """
    node = next(size for size in CONTAINER_APPS_PROFILES if size.name == profile)
    per_node = max(1, min(int(node.cpu // settings.cpu), node.memory_mib // settings.memory_mib))
    least = max(3 if settings.zones > 1 else 1, math.ceil(settings.min_replicas / per_node))
    return least, max(least, math.ceil(settings.max_replicas / per_node)) + 1
