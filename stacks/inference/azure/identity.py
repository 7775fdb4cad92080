"""Who the replicas of one region are."""

from __future__ import annotations

import pulumi
import pulumi_azure_native as az

from ..contract import IdentityArgs
from ..names import short_name, stable_guid
from ._account import ACR_PULL, KEY_VAULT_SECRETS_USER, resource_id, role_definition_id, subscription_id
from ._secrets import SecretReference

_NAME_LIMIT = 64


class Identity(pulumi.ComponentResource):
    """The identity of the running app, which can do nothing until it is given a role, and the one that starts it.

    The second pulls the image and reads the secrets of the settings, and no container can use it (see service.py).
    DIFFERS: logs and metrics are sent by Container Apps itself, so neither has a role on where they are kept.
    """

    runtime: pulumi.Output[str]
    principal: pulumi.Output[str]
    launch: pulumi.Output[str]

    def __init__(self, name: str, args: IdentityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:Identity", name, {}, opts)
        self._name = name
        self._args = args
        self._subscription = subscription_id(args.settings, self)
        runtime = self._identity("runtime")
        launch = self._identity("launch")
        roles = [self._role("pull", launch, args.repository_id, ACR_PULL)]
        for secret in SecretReference.all_of(args.settings):
            scope = self._subscription.apply(
                lambda account, secret=secret: resource_id(account, secret.resource_group, secret.path)
            )
            roles.append(self._role(f"read-{secret.slug}", launch, scope, KEY_VAULT_SECRETS_USER))
        self.runtime = runtime.id
        self.principal = runtime.principal_id
        # Whoever uses the identity waits for its roles: a pull before them fails for good.
        self.launch = pulumi.Output.all(launch.id, *(role.id for role in roles)).apply(lambda known: known[0])
        self.register_outputs({"runtime": self.runtime, "principal": self.principal, "launch": self.launch})

    def _identity(self, role: str) -> az.managedidentity.UserAssignedIdentity:
        settings = self._args.settings
        return az.managedidentity.UserAssignedIdentity(
            f"{self._name}-{role}",
            resource_name_=short_name(settings.name, settings.environment, role, limit=_NAME_LIMIT),
            resource_group_name=self._args.scope,
            location=self._args.region,
            tags=self._args.labels,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _role(
        self,
        purpose: str,
        identity: az.managedidentity.UserAssignedIdentity,
        scope: pulumi.Input[str],
        role: str,
    ) -> az.authorization.RoleAssignment:
        settings, region = self._args.settings, self._args.region
        return az.authorization.RoleAssignment(
            f"{self._name}-{purpose}",
            # An assignment's name is unique in the whole tenant, so the subscription is in it.
            role_assignment_name=self._subscription.apply(
                lambda account: stable_guid(account, settings.name, settings.stack, region, purpose)
            ),
            principal_id=identity.principal_id,
            principal_type="ServicePrincipal",
            role_definition_id=self._subscription.apply(lambda account: role_definition_id(account, role)),
            scope=scope,
            opts=pulumi.ResourceOptions(parent=self),
        )
