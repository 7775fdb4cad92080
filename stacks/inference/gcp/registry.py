"""The container images of the service, in one repository near every region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_gcp as gcp

from ..contract import RegistryArgs, RegistryLogin
from ._names import deletion_policy, resource_name

# https://cloud.google.com/artifact-registry/docs/repositories/repo-locations#location-mr
_CONTINENTS = {"us": "us", "northamerica": "us", "europe": "europe", "asia": "asia"}
_KEPT_VERSIONS = 20
_DAY = 24 * 60 * 60


class Registry(pulumi.ComponentResource):
    """One Artifact Registry repository; its images are scanned, and a tag never moves to another image.

    DIFFERS: one repository serves all regions, in the multi-region of the primary's continent where there is one:
    Cloud Run copies an image when it is deployed and does not need the registry afterwards.
    """

    url: pulumi.Output[str]
    repositories: Mapping[str, pulumi.Output[str]]
    repository_ids: Mapping[str, pulumi.Output[str]]
    logins: Sequence[RegistryLogin]

    def __init__(self, name: str, args: RegistryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:Registry", name, {}, opts)
        settings = args.settings
        location = repository_location(settings.primary_region)
        images = gcp.artifactregistry.Repository(
            f"{name}-images",
            repository_id=resource_name(settings, "images"),
            project=args.scope,
            location=location,
            format="DOCKER",
            description=f"Images of {settings.name}, {settings.environment}",
            docker_config={"immutable_tags": True},
            vulnerability_scanning_config={"enablement_config": "INHERITED"},
            # Images are encrypted with Google's keys. A key of our own would take the service down when it is lost,
            # and could never be deleted with the stack: key rings stay for ever.
            cleanup_policy_dry_run=False,
            cleanup_policies=[
                {
                    "id": "keep-recent",
                    "action": "KEEP",
                    "most_recent_versions": {"keep_count": _KEPT_VERSIONS},
                },
                {
                    "id": "delete-old",
                    "action": "DELETE",
                    "condition": {"tag_state": "ANY", "older_than": f"{30 * _DAY}s"},
                },
            ],
            labels=args.labels,
            deletion_policy=deletion_policy(settings),
            opts=pulumi.ResourceOptions(parent=self),
        )
        host = f"{location}-docker.pkg.dev"
        repository = pulumi.Output.concat(host, "/", images.project, "/", images.repository_id, "/", settings.name)
        self.url = pulumi.Output.concat(host, "/", images.project, "/", images.repository_id)
        self.repositories = dict.fromkeys(settings.regions, repository)
        self.repository_ids = dict.fromkeys(settings.regions, images.id)
        self.logins = [] if settings.image else [self._login(host)]
        self.register_outputs(
            {"url": self.url, "repositories": self.repositories, "repository_ids": self.repository_ids}
        )

    def _login(self, host: str) -> RegistryLogin:
        config = gcp.organizations.get_client_config_output(opts=pulumi.InvokeOptions(parent=self))
        # https://cloud.google.com/artifact-registry/docs/docker/authentication#token
        return RegistryLogin(
            address=host,
            username="oauth2accesstoken",
            password=pulumi.Output.secret(config.access_token),
        )


def repository_location(primary: str) -> str:
    """Where the repository is: the continent of the primary region, so that it stays when other regions come and go."""
    return _CONTINENTS.get(primary.split("-", 1)[0], primary)
