"""Key Vault: what cannot be undone, and who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import MODELS, READ, SDK, filled, folded
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_KEYS: Final = "https://learn.microsoft.com/azure/key-vault/keys/about-keys"
_VAULT: Final = "azure-native:keyvault:Vault"
_KEY: Final = "azure-native:keyvault:Key"


@rule(_VAULT, page=SDK, read=READ)
def purge_protection_is_never_false(inputs: Given) -> Iterator[Finding]:
    """A vault's purge protection is true or left out, and needs soft deletion."""
    protection = inputs["properties"]["enablePurgeProtection"]
    if protection.flag is False:
        yield protection.finding(
            f"`{protection.path}` is false; Azure takes true, or nothing.",
            fix="Leave it out where the vault may be purged.",
        )
    soft = inputs["properties"]["enableSoftDelete"]
    if protection.flag and soft.flag is False:
        yield soft.finding(
            f"`{soft.path}` is false; a vault that is protected from purging is deleted softly.", fix="Leave it out."
        )


@rule(_VAULT, page=MODELS + "keyvault", read=READ)
def access_policies_are_of_the_vaults_tenant(inputs: Given) -> Iterator[Finding]:
    """The access policies of a vault name identities of its own tenant."""
    tenant = inputs["properties"]["tenantId"]
    for policy in inputs["properties"]["accessPolicies"].items():
        given = policy["tenantId"]
        if tenant.text and given.text and folded(given) != folded(tenant):
            yield given.finding(
                f"`{given.path}` is {given.shown}, and the vault's tenant is {tenant.shown}; they must be the same.",
                fix=f"Give {tenant.shown}.",
            )


@rule(_KEY, page=_KEYS)
def keys_of_rsa_have_no_curve(inputs: Given) -> Iterator[Finding]:
    """An RSA key has no curve."""
    properties = inputs["properties"]
    kind = folded(properties["kty"])
    if kind.startswith("rsa") and filled(properties["curveName"]):
        yield properties["curveName"].finding(
            f"`{properties['curveName'].path}` is given; an RSA key has a size and no curve.", fix="Leave it out."
        )
