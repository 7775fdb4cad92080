"""Where the service's container images are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from ..contract import RegistryArgs, RegistryLogin
from ._account import service_name
from ._collector import PUBLIC_IMAGE, copied_image, is_copied

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
                # Comes first, so that the next rule does not count it. It is one image for each release of it.
                "rulePriority": 2,
                "description": "The collector of traces.",
                "selection": {
                    "tagStatus": "tagged",
                    "tagPrefixList": ["collector-"],
                    "countType": "imageCountMoreThan",
                    "countNumber": 5,
                },
                "action": {"type": "expire"},
            },
            {
                "rulePriority": 3,
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
        made = [self._repository(f"{name}-{region}", args, region, repository) for region in settings.regions]
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
        if is_copied(settings):
            self._copy_collector(name, args, made)
        self.url = self.repositories[settings.primary_region]
        self.register_outputs(
            {"url": self.url, "repositories": dict(self.repositories), "repository_ids": dict(self.repository_ids)}
        )

    def _repository(self, name: str, args: RegistryArgs, region: str, repository: str) -> aws.ecr.Repository:
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
        return images

    def _copy_collector(self, name: str, args: RegistryArgs, repositories: Sequence[aws.ecr.Repository]) -> None:
        # Imported here: only a private network that builds its image needs it.
        import pulumi_docker_build as docker_build

        settings = args.settings
        docker_build.Image(
            f"{name}-collector",
            dockerfile=docker_build.DockerfileArgs(inline=f"FROM {PUBLIC_IMAGE}\n"),
            platforms=[docker_build.Platform.LINUX_AMD64],
            tags=[copied_image(settings, args.scope, region) for region in settings.regions],
            push=True,
            build_on_preview=False,
            registries=[
                docker_build.RegistryArgs(address=login.address, username=login.username, password=login.password)
                for login in self.logins
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(repositories)),
        )

    def _login(self, region: str, account: pulumi.Input[str]) -> RegistryLogin:
        token = aws.ecr.get_authorization_token_output(region=region, opts=pulumi.InvokeOptions(parent=self))
        return RegistryLogin(
            address=pulumi.Output.concat(account, f".dkr.ecr.{region}.amazonaws.com"),
            username=token.user_name,
            password=pulumi.Output.secret(token.password),
        )
