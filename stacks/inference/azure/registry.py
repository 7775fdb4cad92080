"""The registry of the service's container images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_azure_native as az

from ..contract import RegistryArgs, RegistryLogin
from ..names import compact_name, stable_guid
from ..settings import Settings
from ._account import subscription_id
from ._locks import lock, protected
from ._login import TOKEN_USER, registry_password

_NAME_LIMIT = 50
_UNTAGGED_DAYS = 30
_SOFT_DELETE_DAYS = 7


class Registry(pulumi.ComponentResource):
    """One registry, replicated into every region, that gives images to the service's identities only.

    DIFFERS: a tag cannot be made immutable by a setting of the registry; what runs is named by its digest. Images are
    scanned by Microsoft Defender for Containers, which belongs to the subscription.
    """

    url: pulumi.Output[str]
    repositories: Mapping[str, pulumi.Output[str]]
    repository_ids: Mapping[str, pulumi.Output[str]]
    logins: Sequence[RegistryLogin]

    def __init__(self, name: str, args: RegistryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:Registry", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        settings = args.settings
        registry = az.containerregistry.Registry(
            f"{name}-images",
            registry_name=subscription_id(settings, self).apply(lambda account: registry_name(settings, account)),
            resource_group_name=args.scope,
            location=settings.primary_region,
            sku={"name": "Premium" if _replicated(settings) else "Standard"},
            # Builds push from outside of the network, so the address is public; nobody comes in without a role.
            public_network_access="Enabled",
            admin_user_enabled=False,
            anonymous_pull_enabled=False,
            # Layers come from names of this registry too, and from no storage account of others.
            data_endpoint_enabled=_replicated(settings),
            zone_redundancy=_zone_redundancy(settings) if _replicated(settings) else None,
            policies=_policies(settings),
            tags=args.labels,
            opts=protected(settings, child),
        )
        for region in settings.regions[1:]:
            az.containerregistry.Replication(
                f"{name}-{region}",
                replication_name=region,
                registry_name=registry.name,
                resource_group_name=args.scope,
                location=region,
                region_endpoint_enabled=True,
                zone_redundancy=_zone_redundancy(settings),
                tags=args.labels,
                opts=child,
            )
        lock(name, settings, registry, child)
        # One repository for all regions: the registry answers from the replica that is nearest.
        repository = pulumi.Output.concat(registry.login_server, "/", settings.name)
        self.url = registry.login_server
        self.repositories = dict.fromkeys(settings.regions, repository)
        self.repository_ids = dict.fromkeys(settings.regions, registry.id)
        self.logins = () if settings.image else (self._login(registry.login_server),)
        self.register_outputs(
            {"url": self.url, "repositories": self.repositories, "repository_ids": self.repository_ids}
        )

    def _login(self, server: pulumi.Output[str]) -> RegistryLogin:
        # A token that changes in every run makes no difference to the image: docker-build compares no passwords.
        token = az.authorization.get_client_token_output(opts=pulumi.InvokeOutputOptions(parent=self))
        password = pulumi.Output.all(server, token.token).apply(lambda known: registry_password(*known))
        return RegistryLogin(address=server, username=TOKEN_USER, password=pulumi.Output.secret(password))


def registry_name(settings: Settings, account: str) -> str:
    """A name of letters and digits that no other registry of Azure has: it is part of a public address."""
    return compact_name(
        settings.name, settings.environment, stable_guid(account, settings.stack)[:8], limit=_NAME_LIMIT
    )


def _replicated(settings: Settings) -> bool:
    return len(settings.regions) > 1


def _zone_redundancy(settings: Settings) -> str:
    return "Enabled" if settings.zones > 1 else "Disabled"


def _policies(settings: Settings) -> az.containerregistry.PoliciesArgs:
    # Container Apps pulls with a token of Azure's management plane, so those must be taken.
    # https://learn.microsoft.com/azure/container-apps/managed-identity-image-pull
    tokens = az.containerregistry.AzureADAuthenticationAsArmPolicyArgs(status="enabled")
    if _replicated(settings):
        return az.containerregistry.PoliciesArgs(
            azure_ad_authentication_as_arm_policy=tokens,
            retention_policy=az.containerregistry.RetentionPolicyArgs(status="enabled", days=_UNTAGGED_DAYS),
        )
    # Soft delete goes neither with replicas nor with a retention policy, and that needs the Premium tier.
    # https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy
    return az.containerregistry.PoliciesArgs(
        azure_ad_authentication_as_arm_policy=tokens,
        soft_delete_policy=az.containerregistry.SoftDeletePolicyArgs(
            status="enabled", retention_days=_SOFT_DELETE_DAYS
        ),
    )
