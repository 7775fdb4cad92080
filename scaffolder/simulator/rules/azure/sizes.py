"""Sizes that belong to a tier, and what needs a name of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import READ, folded
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_AZURERM: Final = (
    "https://github.com/hashicorp/terraform-provider-azurerm/tree/69697b7fe6a923fc89e88f386bc95c3ed1ee2ec6/"
    "internal/services"
)
_REDIS: Final = f"{_AZURERM}/redis/redis_cache_resource.go"
_POSTGRES: Final = f"{_AZURERM}/postgres/validate/flexible_server_sku_name.go"
_COGNITIVE: Final = f"{_AZURERM}/cognitive/cognitive_account_resource.go"
# The family of a tier's sizes, with the smallest and the largest.
_FAMILIES: Final = {"basic": ("C", 0, 6), "standard": ("C", 0, 6), "premium": ("P", 1, 5)}
_BURSTABLE: Final = "standard_b"


@rule("azure-native:redis:Redis", page=_REDIS, read=READ)
def caches_have_a_size_of_their_tier(inputs: Given) -> Iterator[Finding]:
    """A cache of the premium tier has a size P1 to P5, any other C0 to C6."""
    sku = inputs["sku"]
    tier, family, capacity = sku["name"], sku["family"], sku["capacity"]
    letter, least, most = _FAMILIES.get(folded(tier), ("", 0, 0))
    if not letter:
        return
    if family.text and family.text.upper() != letter:
        yield family.finding(
            f"`{family.path}` is {family.shown}; the sizes of the tier {tier.shown} are {letter}{least} to "
            f"{letter}{most}.",
            fix=f"Give {letter}.",
        )
    elif capacity.number is not None and not least <= capacity.number <= most:
        yield capacity.finding(
            f"`{capacity.path}` is {capacity.shown}; the sizes of the tier {tier.shown} are {letter}{least} to "
            f"{letter}{most}.",
            fix=f"Give {least} to {most}.",
        )


@rule("azure-native:dbforpostgresql:Server", page=_POSTGRES, read=READ)
def servers_have_a_size_of_their_tier(inputs: Given) -> Iterator[Finding]:
    """A burstable server has a size of the B series, and no other server has."""
    tier, size = inputs["sku"]["tier"], inputs["sku"]["name"]
    if not tier.text or not size.text:
        return
    bursts = size.text.lower().startswith(_BURSTABLE)
    if bursts != (folded(tier) == "burstable"):
        yield size.finding(
            f"`{size.path}` is {size.shown}, {'a' if bursts else 'no'} size of the B series, and `tier` is "
            f"{tier.shown}.",
            fix="Give the tier Burstable." if bursts else "Give a size such as Standard_B2ms.",
        )


@rule("azure-native:cognitiveservices:Account", page=_COGNITIVE, read=READ)
def accounts_behind_rules_have_a_name_of_their_own(inputs: Given) -> Iterator[Finding]:
    """An account that lets some networks in has a host name of its own."""
    properties = inputs["properties"]
    rules, name = properties["networkAcls"], properties["customSubDomainName"]
    if folded(rules["defaultAction"]) == "deny" and name.absent:
        yield name.finding(
            f"`{name.path}` is missing; an account with `networkAcls` needs it.", fix="Give the account's name, say."
        )
