"""The service in one region: its replicas, who may call them, and how a new version takes over."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from ..contract import RegionalEndpoint, RegionalServiceArgs
from ..names import compact_name
from ..settings import Settings
from ._names import behind_front, resource_name, service_name
from ._template import revision_name, template


class RegionalService(pulumi.ComponentResource):
    """A Cloud Run service that answers to the load balancer alone, or to its own address where there is no front.

    A revision that does not become ready fails the update, and the traffic stays with the last one that was.

    DIFFERS: Cloud Run does not watch alarms during a rollout. With rollout=canary the new revision gets its share
    until the next update; going on and going back are both changes of stableRevision and rollout.
    """

    endpoint: RegionalEndpoint
    url: pulumi.Output[str]

    def __init__(self, name: str, args: RegionalServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:RegionalService", name, {}, opts)
        settings = args.settings
        service = gcp.cloudrunv2.Service(
            f"{name}-run",
            name=service_name(settings),
            project=args.scope,
            location=args.region,
            description=f"{settings.name}, {settings.environment}",
            template=self._template(args),
            traffics=traffic(settings),
            scaling={"min_instance_count": settings.min_replicas, "max_instance_count": settings.max_replicas},
            ingress=ingress(settings),
            # The load balancer and its firewall cannot be gone round.
            default_uri_disabled=behind_front(settings),
            # Who may reach the service is decided by its ingress and front. Not an `allUsers` member: organisations
            # forbid that, and it would stay behind in a list that is read as an access list.
            invoker_iam_disabled=settings.access != "authenticated",
            custom_audiences=audiences(settings),
            deletion_protection=settings.deletion_protection,
            labels=args.labels,
            opts=pulumi.ResourceOptions(
                parent=self,
                # The schedule sets it; see Scaling.
                ignore_changes=["scaling.minInstanceCount"] if settings.schedule else None,
            ),
        )
        self._invokers(name, args, service)
        host = service.uri.apply(lambda uri: (uri or "").removeprefix("https://"))
        origin = self._endpoint_group(name, args, service) if behind_front(settings) else service.id
        self.url = pulumi.Output.concat("https://", host)
        self.endpoint = RegionalEndpoint(
            region=args.region,
            scope=pulumi.Output.from_input(args.scope),
            service_id=service.id,
            service_name=service.name,
            cluster_id=pulumi.Output.from_input(args.cluster_id),
            origin_id=origin,
            origin_host=host,
            load_label=service.name,
            log_destination=pulumi.Output.from_input(args.log_destination),
        )
        self.register_outputs({"endpoint": origin, "url": self.url})

    def _template(self, args: RegionalServiceArgs) -> gcp.cloudrunv2.ServiceTemplateArgsDict:
        labels = dict(args.labels)
        revision = template(
            args.settings,
            region=args.region,
            labels=labels,
            image=args.image,
            identity=args.runtime_identity,
            network_id=args.network_id,
            subnet_ids=list(args.subnet_ids),
            environment=args.environment,
        )
        revision["revision"] = revision_name(
            service_name(args.settings),
            args.settings,
            region=args.region,
            labels=labels,
            image=args.image,
            environment=args.environment,
        )
        return revision

    def _invokers(self, name: str, args: RegionalServiceArgs, service: gcp.cloudrunv2.Service) -> None:
        for member in args.settings.invokers:
            gcp.cloudrunv2.ServiceIamMember(
                f"{name}-invoker-{compact_name(member.rpartition(':')[2], limit=24)}",
                name=service.name,
                project=args.scope,
                location=args.region,
                role="roles/run.invoker",
                member=member,
                opts=pulumi.ResourceOptions(parent=self),
            )

    def _endpoint_group(
        self, name: str, args: RegionalServiceArgs, service: gcp.cloudrunv2.Service
    ) -> pulumi.Output[str]:
        group = gcp.compute.RegionNetworkEndpointGroup(
            f"{name}-endpoints",
            name=resource_name(args.settings, args.region, "endpoints"),
            project=args.scope,
            region=args.region,
            network_endpoint_type="SERVERLESS",
            cloud_run={"service": service.name},
            opts=pulumi.ResourceOptions(parent=self),
        )
        return group.id


def ingress(settings: Settings) -> str:
    """From where requests are let in."""
    if behind_front(settings):
        return "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
    return "INGRESS_TRAFFIC_INTERNAL_ONLY" if settings.access == "private" else "INGRESS_TRAFFIC_ALL"


def traffic(settings: Settings) -> list[gcp.cloudrunv2.ServiceTrafficArgsDict]:
    """Which revisions get which share: the newest all of it, or a canary's share beside the stable one."""
    latest = "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST"
    if settings.rollout != "canary":
        return [{"type": latest, "percent": 100}]
    return [
        {"type": latest, "percent": settings.canary_percent},
        {
            "type": "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION",
            "revision": settings.stable_revision,
            "percent": 100 - settings.canary_percent,
        },
    ]


def audiences(settings: Settings) -> list[str] | None:
    """What a caller's token must be made for: the asked audience, the domain, or the service's name as a URL.

    Cloud Run's own address, which it takes without being told, is off behind the front.

    https://cloud.google.com/run/docs/configuring/custom-audiences
    """
    if settings.access != "authenticated":
        return None
    if settings.auth_audience:
        return [settings.auth_audience]
    return [f"https://{settings.domain or service_name(settings)}"]
