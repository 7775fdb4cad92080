"""The logs of the service, kept in each region as long as asked."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_gcp as gcp

from ..contract import LogsArgs
from ..settings import Settings
from ._names import behind_front, deletion_policy, front_name, resource_name, service_name


class Logs(pulumi.ComponentResource):
    """A log bucket in each region with its own retention, and nothing of it twice in the project's default bucket.

    Requests as the load balancer and its firewall saw them are kept in the primary region.
    A deleted bucket stays for seven days before its name is free:
    https://cloud.google.com/logging/docs/buckets#delete-bucket
    """

    destinations: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: LogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:Logs", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        settings = args.settings
        destinations: dict[str, pulumi.Output[str]] = {}
        sinks = []
        for region in settings.regions:
            bucket = gcp.logging.ProjectBucketConfig(
                f"{name}-{region}",
                bucket_id=resource_name(settings, region, "logs"),
                project=args.scope,
                location=region,
                retention_days=settings.log_retention_days,
                description=f"Logs of {settings.name}, {settings.environment}, in {region}",
                deletion_policy=deletion_policy(settings),
                opts=child,
            )
            destinations[region] = bucket.id
            sinks.append(
                gcp.logging.ProjectSink(
                    f"{name}-{region}-sink",
                    name=resource_name(settings, region, "logs"),
                    project=args.scope,
                    destination=pulumi.Output.concat("logging.googleapis.com/", bucket.id),
                    description=f"Logs of {settings.name}, {settings.environment}, to their bucket in {region}",
                    filter=region_filter(settings, region),
                    # To a bucket of the same project no identity has to be let in.
                    unique_writer_identity=True,
                    opts=child,
                )
            )
        gcp.logging.ProjectExclusion(
            f"{name}-default-exclusion",
            name=resource_name(settings, "logs"),
            project=args.scope,
            description="Kept in buckets of their own",
            filter=" OR ".join(f"({region_filter(settings, region)})" for region in settings.regions),
            # Not before the sinks take them: nothing may be lost in between.
            opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=sinks)),
        )
        self.destinations = destinations
        self.register_outputs({"destinations": self.destinations})


def region_filter(settings: Settings, region: str) -> str:
    """Which log entries belong to one region's bucket."""
    revision = f'resource.type="cloud_run_revision" AND resource.labels.service_name="{service_name(settings)}"'
    parts = [f'({revision} AND resource.labels.location="{region}")']
    if settings.egress == "private":
        subnet = resource_name(settings, region, "replicas")
        parts.append(f'(resource.type="gce_subnetwork" AND resource.labels.subnetwork_name="{subnet}")')
    if region == settings.primary_region and behind_front(settings):
        parts.append(f'(resource.type="http_load_balancer" AND resource.labels.url_map_name="{front_name(settings)}")')
    return " OR ".join(parts)
