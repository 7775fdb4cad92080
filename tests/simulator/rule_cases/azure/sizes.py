"""Sizes of a tier, and hosts behind rules: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case, ProgramCase

ACCOUNT = {"resourceGroupName": "rg", "kind": "OpenAI", "sku": {"name": "S0"}}


def cache(tier: str, family: str, capacity: int) -> dict[str, Any]:
    return {"resourceGroupName": "rg", "sku": {"name": tier, "family": family, "capacity": capacity}}


def server(tier: str, size: str) -> dict[str, Any]:
    return {"resourceGroupName": "rg", "sku": {"tier": tier, "name": size}}


CASES = [
    Case(
        rule="caches_have_a_size_of_their_tier",
        type="azure-native:redis:Redis",
        good=cache("Premium", "P", 5),
        bad=cache("Premium", "C", 5),
        path="sku.family",
        says="`sku.family` is `C`; the sizes of the tier `Premium` are P1 to P5.",
    ),
    Case(
        rule="caches_have_a_size_of_their_tier",
        type="azure-native:redis:Redis",
        good=cache("Basic", "C", 6),
        bad=cache("Basic", "C", 7),
        path="sku.capacity",
        says="`sku.capacity` is `7`; the sizes of the tier `Basic` are C0 to C6.",
    ),
    Case(
        rule="servers_have_a_size_of_their_tier",
        type="azure-native:dbforpostgresql:Server",
        good=server("Burstable", "Standard_B1ms"),
        bad=server("GeneralPurpose", "Standard_B1ms"),
        path="sku.name",
        says="`sku.name` is `Standard_B1ms`, a size of the B series, and `tier` is `GeneralPurpose`.",
    ),
    Case(
        rule="servers_have_a_size_of_their_tier",
        type="azure-native:dbforpostgresql:Server",
        good=server("MemoryOptimized", "Standard_E2ds_v5"),
        bad=server("Burstable", "Standard_D2ds_v5"),
        path="sku.name",
        says="`sku.name` is `Standard_D2ds_v5`, no size of the B series, and `tier` is `Burstable`.",
    ),
    Case(
        rule="accounts_behind_rules_have_a_name_of_their_own",
        type="azure-native:cognitiveservices:Account",
        good={**ACCOUNT, "properties": {"networkAcls": {"defaultAction": "Deny"}, "customSubDomainName": "models-1"}},
        bad={**ACCOUNT, "properties": {"networkAcls": {"defaultAction": "Deny"}}},
        path="properties.customSubDomainName",
        says="`properties.customSubDomainName` is missing; an account with `networkAcls` needs it.",
    ),
]
PROGRAM_CASES: list[ProgramCase] = []
