"""Container registries: what each tier can do, and where copies go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import READ, folded
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_TIERS: Final = "https://learn.microsoft.com/azure/container-registry/container-registry-skus"
_COPIES: Final = "https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication"
_SOFT_DELETION: Final = "https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy"
_REGISTRY: Final = "azure-native:containerregistry:Registry"
_COPY: Final = "azure-native:containerregistry:Replication"


@rule(_REGISTRY, page=_TIERS, read=READ)
def registries_have_what_their_tier_has(inputs: Given) -> Iterator[Finding]:
    """A registry's network rules, data endpoints, own key, retention and trust need the Premium tier."""
    sku = inputs["sku"]["name"]
    if folded(sku) not in {"basic", "standard"}:
        return
    policies = inputs["policies"]
    wished = [
        (inputs["publicNetworkAccess"], folded(inputs["publicNetworkAccess"]) == "disabled"),
        (inputs["dataEndpointEnabled"], inputs["dataEndpointEnabled"].flag),
        (inputs["networkRuleSet"]["defaultAction"], folded(inputs["networkRuleSet"]["defaultAction"]) == "deny"),
        (inputs["encryption"]["status"], folded(inputs["encryption"]["status"]) == "enabled"),
        (policies["retentionPolicy"]["status"], folded(policies["retentionPolicy"]["status"]) == "enabled"),
        (policies["trustPolicy"]["status"], folded(policies["trustPolicy"]["status"]) == "enabled"),
    ]
    for given, wanted in wished:
        if wanted and not given.unknown:
            yield given.finding(
                f"`{given.path}` is {given.shown}; that needs the Premium tier, and `sku.name` is {sku.shown}.",
                fix="Give the SKU `Premium`, or leave it out.",
            )
    if folded(sku) == "basic" and inputs["anonymousPullEnabled"].flag:
        yield inputs["anonymousPullEnabled"].finding(
            "`anonymousPullEnabled` is true; that needs the Standard or Premium tier, and `sku.name` is `Basic`.",
            fix="Give the SKU `Standard`, or leave it out.",
        )


@rule(_REGISTRY, page=_SOFT_DELETION, read=READ)
def soft_deletion_goes_without_retention(inputs: Given) -> Iterator[Finding]:
    """A registry deletes softly, or deletes what has no tag after a while, not both."""
    policies = inputs["policies"]
    soft, retention = policies["softDeletePolicy"]["status"], policies["retentionPolicy"]["status"]
    if folded(soft) == folded(retention) == "enabled":
        yield soft.finding(
            f"`{soft.path}` is {soft.shown}, and so is `retentionPolicy`; a registry has one of the two.",
            fix="Disable one of them.",
        )


@program_rule(_COPY, _REGISTRY, page=_COPIES, read=READ)
def copies_are_of_premium_registries_elsewhere(program: Program) -> Iterator[ProgramFinding]:
    """A registry with copies is Premium, and its copies lie in other regions than itself."""
    for copy in program.of(_COPY):
        registry = program.only_behind(copy, "registryName", _REGISTRY)
        if registry is None:
            continue
        sku, here, there = registry["sku"]["name"], registry["location"], copy["location"]
        if folded(sku) in {"basic", "standard"}:
            yield copy.finding(
                copy["registryName"].finding(
                    f"`registryName` is {registry.name}, a registry of the tier {sku.shown}; copies need Premium.",
                    fix="Give the registry the SKU `Premium`.",
                )
            )
        if here.text and there.text and folded(here).replace(" ", "") == folded(there).replace(" ", ""):
            yield copy.finding(
                there.finding(
                    f"`location` is {there.shown}, where {registry.name} itself lies; a copy goes elsewhere.",
                    fix="Leave this copy out.",
                )
            )
