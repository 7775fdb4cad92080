"""Secrets of a Key Vault, by reference."""

from __future__ import annotations

from dataclasses import dataclass

from ..names import compact_name, stable_guid
from ..settings import Settings

_NAME_LIMIT = 60


@dataclass(frozen=True, kw_only=True)
class SecretReference:
    """An environment variable that is filled from RESOURCE_GROUP/VAULT/NAME."""

    variable: str
    resource_group: str
    vault: str
    secret: str

    @classmethod
    def all_of(cls, settings: Settings) -> list[SecretReference]:
        """Every secret of the settings, in a stable order."""
        references = []
        for variable, reference in sorted(settings.secrets.items()):
            resource_group, vault, secret = reference.split("/")
            references.append(cls(variable=variable, resource_group=resource_group, vault=vault, secret=secret))
        return references

    @property
    def slug(self) -> str:
        """The app's own name for it: lower-case letters and digits, different for `A_B` and `a_b`."""
        return compact_name(self.variable.lower(), stable_guid(self.variable)[:8], limit=_NAME_LIMIT)

    @property
    def url(self) -> str:
        """The secret without a version: a new one is read within half an hour.

        https://learn.microsoft.com/azure/container-apps/manage-secrets#reference-secret-from-key-vault
        """
        return f"https://{self.vault}.vault.azure.net/secrets/{self.secret}"

    @property
    def path(self) -> str:
        """Provider, type and name: a role on it is a role on this secret only."""
        return f"Microsoft.KeyVault/vaults/{self.vault}/secrets/{self.secret}"
