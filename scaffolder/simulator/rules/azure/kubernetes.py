"""AKS: node pools, their sizes, and the cluster's own addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import AZURERM, READ, filled, folded, missing, network_of, twice
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_POOLS: Final = "https://learn.microsoft.com/azure/aks/use-system-pools"
_SCALING: Final = AZURERM + "internal/services/containers/kubernetes_nodepool.go"
_IDENTITY: Final = AZURERM + "internal/services/containers/kubernetes_cluster_resource.go"
_SPOT: Final = "https://learn.microsoft.com/azure/aks/spot-node-pool"
_NETWORK: Final = "https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning"
_CLUSTER: Final = "azure-native:containerservice:ManagedCluster"
_POOL: Final = "azure-native:containerservice:AgentPool"
_LONGEST_WINDOWS_NAME: Final = 6


def _pools(inputs: Given) -> list[tuple[Given, Given]]:
    """Each pool with its name: those of a cluster, or the one that a resource of its own is."""
    inside = inputs["agentPoolProfiles"].items()
    return [(pool, pool["name"]) for pool in inside] or [(inputs, inputs["agentPoolName"])]


@rule(_CLUSTER, page=_POOLS, read=READ)
def clusters_have_a_system_pool(inputs: Given) -> Iterator[Finding]:
    """A cluster has a pool of the mode System, on Linux, and pools with names of their own."""
    profiles = inputs["agentPoolProfiles"]
    pools = profiles.items()
    yield from twice((pool["name"] for pool in pools), of="node pools")
    modes = [pool["mode"] for pool in pools]
    if pools and all(mode.text for mode in modes) and "system" not in {folded(mode) for mode in modes}:
        yield profiles.finding(
            "`agentPoolProfiles` has no pool whose `mode` is System; a cluster needs one for its own parts.",
            fix="Give one of the pools the mode `System`.",
        )
    for pool in pools:
        if folded(pool["mode"]) == "system" and folded(pool["osType"]) == "windows":
            yield pool["osType"].finding(
                f"`{pool['osType'].path}` is {pool['osType'].shown}; a pool of the mode System runs Linux.",
                fix="Give `Linux`, or the mode `User`.",
            )


@rule(_CLUSTER, _POOL, page=_SCALING, read=READ)
def pools_scale_between_their_bounds(inputs: Given) -> Iterator[Finding]:
    """A pool that scales has bounds in order, and one that does not has none."""
    for pool, _ in _pools(inputs):
        scaling, count = pool["enableAutoScaling"], pool["count"]
        least, most = pool["minCount"], pool["maxCount"]
        if scaling.flag:
            for bound in (least, most):
                if bound.absent:
                    yield missing(bound, "a pool that scales has bounds.", fix="Give `minCount` and `maxCount`.")
            if least.number is not None and most.number is not None and least.number > most.number:
                yield least.finding(
                    f"`{least.path}` is {least.shown}, and `maxCount` is {most.shown}; the fewest nodes cannot "
                    "be above the most.",
                    fix="Give fewer, or a higher `maxCount`.",
                )
            elif _outside(count, least, most):
                yield count.finding(
                    f"`{count.path}` is {count.shown}; it lies between `minCount`, {least.shown}, and `maxCount`, "
                    f"{most.shown}.",
                    fix="Give one between them, and ignore its changes: the autoscaler moves it.",
                )
        elif not scaling.unknown and (filled(least) or filled(most)):
            bound = least if filled(least) else most
            yield bound.finding(
                f"`{bound.path}` is {bound.shown}; a pool without `enableAutoScaling` has no bounds.",
                fix="Give `enableAutoScaling` as true, or leave the bounds out.",
            )


def _outside(count: Given, least: Given, most: Given) -> bool:
    if count.number is None or least.number is None or most.number is None:
        return False
    return not least.number <= count.number <= most.number


@rule(_CLUSTER, _POOL, page=_POOLS, read=READ)
def windows_pools_have_short_names(inputs: Given) -> Iterator[Finding]:
    """The name of a pool of Windows nodes has six characters at most."""
    for pool, name in _pools(inputs):
        if folded(pool["osType"]) == "windows" and name.text and len(name.text) > _LONGEST_WINDOWS_NAME:
            yield name.finding(
                f"`{name.path}` has {len(name.text)} characters; the name of a Windows pool has "
                f"{_LONGEST_WINDOWS_NAME} at most.",
                fix=f"For example `{name.text[:_LONGEST_WINDOWS_NAME]}`.",
            )


@rule(_CLUSTER, _POOL, page=_SPOT, read=READ)
def spot_pools_are_for_users(inputs: Given) -> Iterator[Finding]:
    """A pool of spot nodes has the mode User."""
    for pool, _ in _pools(inputs):
        if folded(pool["scaleSetPriority"]) == "spot" and folded(pool["mode"]) == "system":
            yield pool["mode"].finding(
                f"`{pool['mode'].path}` is {pool['mode'].shown}; spot nodes are taken away, so a pool of them is User.",
                fix="Give `User`.",
            )


@rule(_CLUSTER, page=_NETWORK, read=READ)
def cluster_addresses_lie_in_the_services_range(inputs: Given) -> Iterator[Finding]:
    """The DNS service's address lies in the range of services and is not its first, and pods have another range."""
    network = inputs["networkProfile"]
    services, pods, address = (
        network_of(network["serviceCidr"]),
        network_of(network["podCidr"]),
        network_of(network["dnsServiceIP"]),
    )
    if services and address and services.version == address.version:
        given = network["dnsServiceIP"]
        first = services.network_address + 1
        if address.network_address not in services or address.network_address in {services.network_address, first}:
            yield given.finding(
                f"`{given.path}` is {given.shown}; it lies in `{services}`, the services' range, after its first "
                "address.",
                fix=f"For example `{services.network_address + 10}`.",
            )
    if services and pods and services.version == pods.version and services.overlaps(pods):
        given = network["podCidr"]
        yield given.finding(
            f"`{given.path}` is {given.shown}, which overlaps `{services}`, the services' range.",
            fix="Give a range of its own.",
        )


@rule(_CLUSTER, page=_IDENTITY, read=READ)
def clusters_have_an_identity_and_one_name(inputs: Given) -> Iterator[Finding]:
    """A cluster has an identity or a service principal, and a DNS prefix or a subdomain of a private zone."""
    if not filled(inputs["identity"]) and not filled(inputs["servicePrincipalProfile"]):
        yield missing(
            inputs["identity"],
            "a cluster acts with an identity or a service principal.",
            fix="Give `identity` with the type `SystemAssigned`.",
        )
    if filled(inputs["dnsPrefix"]) and filled(inputs["fqdnSubdomain"]):
        yield inputs["fqdnSubdomain"].finding(
            "`fqdnSubdomain` is given beside `dnsPrefix`; a cluster has one of the two.", fix="Leave one out."
        )
