"""What the rest of the stack stands on: the project, with the services (APIs) it uses switched on."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_gcp as gcp

from ..contract import FoundationArgs
from ..settings import Settings
from ._names import behind_front


class Foundation(pulumi.ComponentResource):
    """The project, usable: `scope` is its id, known to be ready for everything that takes it."""

    scope: pulumi.Output[str]
    scopes: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: FoundationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:Foundation", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        settings = args.settings
        project = pulumi.Output.from_input(settings.account) if settings.account else self._project_of_credentials()
        enabled = [
            gcp.projects.Service(
                f"{name}-{service}",
                service=f"{service}.googleapis.com",
                project=project,
                # Another service of the project may use it.
                disable_on_destroy=False,
                opts=child,
            )
            for service in used_services(settings)
        ]
        # Read back from the services, so that whatever takes the project waits until they are on.
        self.scope = pulumi.Output.all(*(service.project for service in enabled)).apply(lambda projects: projects[0])
        self.scopes = dict.fromkeys(settings.regions, self.scope)
        self.register_outputs({"scope": self.scope, "scopes": self.scopes})

    def _project_of_credentials(self) -> pulumi.Output[str]:
        config = gcp.organizations.get_client_config_output(opts=pulumi.InvokeOptions(parent=self))
        return config.project.apply(_required)


def used_services(settings: Settings) -> list[str]:
    """The services that these settings need, by their name before .googleapis.com.

    Service Usage itself is on in every new project; without it nothing could be switched on.
    """
    private_network = settings.egress == "private"
    wanted = {
        "run": True,
        "artifactregistry": True,
        # Scans each image that is pushed, once a day for new vulnerabilities afterwards.
        "containerscanning": True,
        "iam": True,
        # Roles on the project are given through it.
        "cloudresourcemanager": True,
        "logging": True,
        "monitoring": True,
        "cloudtrace": settings.trace_sample_percent > 0,
        "compute": behind_front(settings) or private_network,
        "certificatemanager": bool(settings.domain),
        "dns": bool(settings.domain) or private_network,
        "servicemanagement": behind_front(settings) and not settings.domain,
        "endpoints": behind_front(settings) and not settings.domain,
        "secretmanager": bool(settings.secrets),
        "cloudscheduler": bool(settings.schedule),
        "billingbudgets": settings.budget_monthly_usd > 0,
    }
    return [service for service, needed in wanted.items() if needed]


def _required(project: str | None) -> str:
    if not project:
        raise pulumi.RunError(
            "the credentials name no GCP project: set account to its id, or run `gcloud config set project PROJECT`"
        )
    return project
