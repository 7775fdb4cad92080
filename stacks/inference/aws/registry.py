"""Where the service's container images are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from ..contract import RegistryArgs, RegistryLogin
from ._account import service_name

_KEPT_IMAGES = 30
_LIFECYCLE = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "description": "Layers of interrupted pushes.",
                "selection": {
                    "tagStatus": "untagged",
                    "countType": "sinceImagePushed",
                    "countUnit": "days",
                    "countNumber": 7,
                },
                "action": {"type": "expire"},
            },
            {
                "rulePriority": 2,
                "description": "Versions to roll back to.",
                "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": _KEPT_IMAGES},
                "action": {"type": "expire"},
            },
        ]
    }
)


class Registry(pulumi.ComponentResource):
    """An ECR repository in each region, so that a region starts replicas without asking another.

    DIFFERS: a repository of ECR is in one region, and its replication is a setting of the whole account, so the build
    pushes the one digest to each of them.
    """

    url: pulumi.Output[str]
    repositories: Mapping[str, pulumi.Output[str]]
    repository_ids: Mapping[str, pulumi.Output[str]]
    logins: Sequence[RegistryLogin]

    def __init__(self, name: str, args: RegistryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:Registry", name, {}, opts)
        settings = args.settings
        repository = service_name(settings, limit=200)
        for region in settings.regions:
            self._repository(f"{name}-{region}", args, region, repository)
        self.repositories = {
            region: pulumi.Output.concat(args.scope, f".dkr.ecr.{region}.amazonaws.com/{repository}")
            for region in settings.regions
        }
        self.repository_ids = {
            region: pulumi.Output.concat(f"arn:aws:ecr:{region}:", args.scope, f":repository/{repository}")
            for region in settings.regions
        }
        # A service that is given its image pushes nothing, and needs no password.
        self.logins = () if settings.image else tuple(self._login(region, args.scope) for region in settings.regions)
        self.url = self.repositories[settings.primary_region]
        self.register_outputs(
            {"url": self.url, "repositories": dict(self.repositories), "repository_ids": dict(self.repository_ids)}
        )

    def _repository(self, name: str, args: RegistryArgs, region: str, repository: str) -> None:
        protected = args.settings.deletion_protection
        images = aws.ecr.Repository(
            f"{name}-images",
            name=repository,
            region=region,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=aws.ecr.RepositoryImageScanningConfigurationArgs(scan_on_push=True),
            # AWS's own key for ECR: an image holds code and a model, never a secret, and pulling needs no more rights.
            encryption_configurations=[aws.ecr.RepositoryEncryptionConfigurationArgs(encryption_type="KMS")],
            force_delete=not protected,
            tags=args.labels,
            opts=pulumi.ResourceOptions(parent=self, protect=protected),
        )
        aws.ecr.LifecyclePolicy(
            f"{name}-retention",
            repository=images.name,
            region=region,
            policy=_LIFECYCLE,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _login(self, region: str, account: pulumi.Input[str]) -> RegistryLogin:
        token = aws.ecr.get_authorization_token_output(region=region, opts=pulumi.InvokeOptions(parent=self))
        return RegistryLogin(
            address=pulumi.Output.concat(account, f".dkr.ecr.{region}.amazonaws.com"),
            username=token.user_name,
            password=pulumi.Output.secret(token.password),
        )
