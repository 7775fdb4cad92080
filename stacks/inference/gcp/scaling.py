"""How the replicas of a region are added and removed at set times."""

from __future__ import annotations

import base64
import json

import pulumi
import pulumi_gcp as gcp

from ..contract import ScalingArgs
from ._names import account_id, resource_name, service_name

# Where Cloud Scheduler is: https://cloud.google.com/scheduler/docs/locations. A job calls Google's API, which may be in
# another region than the job, so a region that is not listed here is served from the first of its continent.
_LOCATIONS = (
    "us-central1",
    "us-east1",
    "us-east4",
    "us-west1",
    "us-west2",
    "us-west3",
    "us-west4",
    "northamerica-northeast1",
    "northamerica-northeast2",
    "southamerica-east1",
    "europe-west1",
    "europe-west2",
    "europe-west3",
    "europe-west6",
    "europe-central2",
    "asia-east1",
    "asia-east2",
    "asia-northeast1",
    "asia-northeast2",
    "asia-northeast3",
    "asia-south1",
    "asia-south2",
    "asia-southeast1",
    "asia-southeast2",
    "australia-southeast1",
)
_NEIGHBOURS = {"africa": "europe-west1", "me": "europe-west1"}


class Scaling(pulumi.ComponentResource):
    """A job at each edge of the schedule that sets the fewest replicas; nothing else, Cloud Run scales by itself.

    DIFFERS: Cloud Run removes replicas slower than it adds them on its own, at times that cannot be set.
    An update of the service keeps the fewest replicas that Pulumi last read: `pulumi up --refresh` keeps those of now.
    """

    def __init__(self, name: str, args: ScalingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:Scaling", name, {}, opts)
        if args.settings.schedule:
            self._jobs(name, args, self._caller(name, args))
        self.register_outputs({})

    def _jobs(self, name: str, args: ScalingArgs, caller: pulumi.Output[str]) -> None:
        settings = args.settings
        for number, window in enumerate(settings.schedule, start=1):
            for edge, replicas in (("start", int(window["minReplicas"])), ("end", settings.min_replicas)):
                gcp.cloudscheduler.Job(
                    f"{name}-{number}-{edge}",
                    name=resource_name(settings, args.region, f"scale-{number}-{edge}"),
                    project=args.scope,
                    region=scheduler_location(args.region),
                    description=f"At least {replicas} replicas of {service_name(settings)} in {args.region}",
                    schedule=str(window[edge]),
                    time_zone=settings.schedule_timezone,
                    attempt_deadline="60s",
                    retry_config={"retry_count": 5, "min_backoff_duration": "10s", "max_doublings": 3},
                    http_target={
                        "http_method": "PATCH",
                        # Of the service, not of its template: no new revision is made.
                        "uri": pulumi.Output.concat(
                            "https://run.googleapis.com/v2/", args.service_id, "?updateMask=scaling.minInstanceCount"
                        ),
                        "headers": {"Content-Type": "application/json"},
                        "body": base64.b64encode(
                            json.dumps({"scaling": {"minInstanceCount": replicas}}).encode()
                        ).decode(),
                        "oauth_token": {"service_account_email": caller},
                    },
                    opts=pulumi.ResourceOptions(parent=self),
                )

    def _caller(self, name: str, args: ScalingArgs) -> pulumi.Output[str]:
        """The account that the jobs call as: it may change this one service, and nothing else."""
        child = pulumi.ResourceOptions(parent=self)
        settings = args.settings
        account = gcp.serviceaccount.Account(
            f"{name}-account",
            account_id=account_id(settings, args.region, "scale"),
            project=args.scope,
            display_name=f"Schedule of {settings.name} {settings.environment} in {args.region}"[:100],
            description="Sets the fewest replicas",
            opts=child,
        )
        member = pulumi.Output.concat("serviceAccount:", account.email)
        role = gcp.projects.IAMCustomRole(
            f"{name}-role",
            # Underscores for hyphens: https://cloud.google.com/iam/docs/creating-custom-roles
            role_id=resource_name(settings, args.region, "scale").replace("-", "_"),
            project=args.scope,
            title=f"Scale {settings.name} {settings.environment}"[:100],
            description="Changes the fewest replicas of a service",
            permissions=["run.services.get", "run.services.update"],
            opts=child,
        )
        may_update = gcp.cloudrunv2.ServiceIamMember(
            f"{name}-may-update",
            name=service_name(settings),
            project=args.scope,
            location=args.region,
            # Read from the service's id, so that it waits for the service.
            role=pulumi.Output.all(role.name, args.service_id).apply(lambda values: values[0]),
            member=member,
            opts=child,
        )
        # Whoever updates a service must be allowed to run things as its account:
        # https://cloud.google.com/run/docs/configuring/min-instances#required_roles
        runtime = f"{account_id(settings, args.region, 'run')}@"
        may_act = gcp.serviceaccount.IAMMember(
            f"{name}-may-act",
            service_account_id=pulumi.Output.concat(
                "projects/", args.scope, "/serviceAccounts/", runtime, args.scope, ".iam.gserviceaccount.com"
            ),
            role="roles/iam.serviceAccountUser",
            member=member,
            opts=child,
        )
        return pulumi.Output.all(account.email, may_update.id, may_act.id).apply(lambda values: values[0])


def scheduler_location(region: str) -> str:
    """Where the jobs of a region's service run."""
    if region in _LOCATIONS:
        return region
    continent = region.split("-", 1)[0]
    near = (location for location in _LOCATIONS if location.startswith(f"{continent}-"))
    return _NEIGHBOURS.get(continent) or next(near)
