"""Which subscription a stack deploys to, and the ids of what is in it but not made here."""

from __future__ import annotations

import pulumi
import pulumi_azure_native as az

from ..settings import Settings

# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
KEY_VAULT_SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"


def subscription_id(settings: Settings, parent: pulumi.Resource) -> pulumi.Output[str]:
    """The subscription of the settings, or the one the credentials are for."""
    if settings.account:
        return pulumi.Output.from_input(settings.account)
    config = az.authorization.get_client_config_output(opts=pulumi.InvokeOutputOptions(parent=parent))
    return config.apply(lambda client: client.subscription_id)


def role_definition_id(subscription: str, role: str) -> str:
    """A built-in role, spelt as Azure answers it, so that a refresh finds no difference."""
    return f"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{role}"


def resource_id(subscription: str, resource_group: str, path: str) -> str:
    """The id of a resource of `resource_group`; `path` is its provider, type and name."""
    return f"/subscriptions/{subscription}/resourceGroups/{resource_group}/providers/{path}"
