"""Storage: which kinds of account go with which SKU, and who may read."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final

from scaffolder.simulator.rules.azure._values import AZURERM, READ, folded, missing, network_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_KINDS: Final = AZURERM + "website/docs/r/storage_account.html.markdown"
_NETWORK: Final = AZURERM + "internal/services/storage/validate/storage_account_ip_rule.go"
_PUBLIC: Final = "https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent"
_ACCOUNT: Final = "azure-native:storage:StorageAccount"
_CONTAINER: Final = "azure-native:storage:BlobContainer"
_LONGEST_PREFIX: Final = 30


@rule(_ACCOUNT, page=_KINDS, read=READ)
def kinds_of_account_go_with_their_sku(inputs: Given) -> Iterator[Finding]:
    """Accounts of premium kinds have Premium SKUs, and BlobStorage a Standard one and an access tier."""
    kind, sku = inputs["kind"], inputs["sku"]["name"]
    if folded(kind) in {"blockblobstorage", "filestorage"} and folded(sku).startswith("standard_"):
        yield sku.finding(
            f"`{sku.path}` is {sku.shown}; an account of the kind {kind.shown} has a Premium SKU.",
            fix="Give `Premium_LRS` or `Premium_ZRS`, or the kind `StorageV2`.",
        )
    elif folded(kind) == "blobstorage":
        if folded(sku).startswith("premium_") or folded(sku).endswith("zrs"):
            yield sku.finding(
                f"`{sku.path}` is {sku.shown}; an account of the kind {kind.shown} has Standard_LRS, Standard_GRS or "
                "Standard_RAGRS.",
                fix="Give one of these, or the kind `StorageV2`.",
            )
        if inputs["accessTier"].absent:
            yield missing(
                inputs["accessTier"], f"an account of the kind {kind.shown} has one.", fix="Give `Hot` or `Cool`."
            )


@rule(_ACCOUNT, page=_KINDS, read=READ)
def nfs_needs_a_hierarchical_namespace(inputs: Given) -> Iterator[Finding]:
    """An account that speaks NFS or SFTP has a hierarchical namespace."""
    hierarchy = inputs["isHnsEnabled"]
    for wish in ("enableNfsV3", "isSftpEnabled"):
        if inputs[wish].flag and (hierarchy.absent or hierarchy.flag is False):
            yield hierarchy.finding(
                f"`isHnsEnabled` is {'false where nothing is said' if hierarchy.absent else 'false'}; `{wish}` needs a "
                "hierarchical namespace.",
                fix="Give `isHnsEnabled` as true.",
            )


@rule(_ACCOUNT, page=_NETWORK, read=READ)
def network_rules_have_public_addresses(inputs: Given) -> Iterator[Finding]:
    """A storage account's rules name public addresses, and ranges of /30 or larger."""
    for one in inputs["networkRuleSet"]["ipRules"].items():
        given = one["iPAddressOrRange"]
        network = network_of(given, strict=False)
        if given.text is None:
            continue
        if network is None or network.version != 4:  # noqa: PLR2004 - IPv4
            yield given.finding(
                f"`{given.path}` is {given.shown}, which is no IPv4 address and no range.",
                fix="For example `198.51.100.0/24`.",
            )
        elif "/" in given.text and network.prefixlen > _LONGEST_PREFIX:
            yield given.finding(
                f"`{given.path}` is {given.shown}; ranges of /31 and /32 are not taken.",
                fix=f"Write the address alone: `{ip_address(network.network_address)}`.",
            )


@program_rule(_CONTAINER, _ACCOUNT, page=_PUBLIC, read=READ)
def public_containers_need_an_account_that_allows_them(program: Program) -> Iterator[ProgramFinding]:
    """A container that anyone may read lies in an account that allows it."""
    for container in program.of(_CONTAINER):
        access = container["publicAccess"]
        account = program.only_behind(container, "accountName", _ACCOUNT)
        if account is None or folded(access) not in {"blob", "container"}:
            continue
        if account["allowBlobPublicAccess"].flag is False:
            yield container.finding(
                access.finding(
                    f"`publicAccess` is {access.shown}; {account.name}, the account, allows none.",
                    fix="Give `None`, or the account `allowBlobPublicAccess` as true.",
                )
            )
