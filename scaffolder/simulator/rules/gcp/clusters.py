"""GKE clusters and node pools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.addresses import network_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_CLUSTER: Final = "gcp:container/cluster:Cluster"
_POOL: Final = "gcp:container/nodePool:NodePool"
_API: Final = "https://container.googleapis.com/$discovery/rest?version=v1"
_PROVIDER: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "google-beta/services/container/resource_container_cluster.go"
)
_DOCUMENTED: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "website/docs/r/container_cluster.html.markdown"
)
_POOLS: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "google-beta/services/container/resource_container_node_pool.go"
)
_GCLOUD: Final = (
    "https://github.com/twistedpair/google-cloud-sdk/blob/ff4de3d6b86309d0d86607278d445857cd0b5cce/"
    "google-cloud-sdk/lib/googlecloudsdk/command_lib/container/flags.py"
)
_READ: Final = "2026-11-25"
_MASTER_PREFIX: Final = 28


@rule(_CLUSTER, page=_DOCUMENTED, read=_READ)
def cluster_has_nodes_at_first(inputs: Given) -> Iterator[Finding]:
    """A cluster that is not on Autopilot begins with nodes, even when its default pool is removed."""
    first, pools, autopilot = inputs["initialNodeCount"], inputs["nodePools"], inputs["enableAutopilot"]
    if not autopilot.absent and autopilot.flag is not False:
        return
    if (first.absent or first.number == 0) and pools.absent:
        yield first.finding(
            f"`{first.path}` is {'missing' if first.absent else first.shown}; a cluster begins with one node or more.",
            fix="Give 1 or more, with `removeDefaultNodePool` where the pools are resources of their own.",
        )


@rule(_CLUSTER, page=_PROVIDER, read=_READ)
def cluster_nodes_have_its_version(inputs: Given) -> Iterator[Finding]:
    """A new cluster's nodes have the version of its control plane."""
    nodes, control = inputs["nodeVersion"], inputs["minMasterVersion"]
    if nodes.text and control.text and nodes.text != control.text:
        yield nodes.finding(
            f"`{nodes.path}` is {nodes.shown}, and `{control.path}` is {control.shown}; a new cluster has one version.",
            fix="Give both the same, or leave `nodeVersion` out.",
            severity="warning",
        )


@rule(_CLUSTER, page=_PROVIDER, read=_READ)
def cluster_control_plane_has_sixteen_addresses(inputs: Given) -> Iterator[Finding]:
    """The range of a private control plane is a /28."""
    given = inputs["privateClusterConfig"]["masterIpv4CidrBlock"]
    if given.text:
        range_ = network_of(given.text, strict=True)
        if range_ is None or range_.prefixlen != _MASTER_PREFIX:
            yield given.finding(
                f"`{given.path}` is {given.shown}; the control plane has a /{_MASTER_PREFIX}.",
                fix="Give a range such as `172.16.0.0/28`.",
            )


@rule(_CLUSTER, page=_GCLOUD, read=_READ)
def cluster_identities_are_of_the_project(inputs: Given) -> Iterator[Finding]:
    """The pool of workload identities is `PROJECT.svc.id.goog`."""
    pool = inputs["workloadIdentityConfig"]["workloadPool"]
    if pool.text and not pool.text.endswith(".svc.id.goog"):
        yield pool.finding(
            f"`{pool.path}` is {pool.shown}; it is the project's id with `.svc.id.goog`.",
            fix="Give `PROJECT.svc.id.goog`.",
        )


@rule(_POOL, page=_API, read=_READ)
def pool_most_is_not_below_least(inputs: Given) -> Iterator[Finding]:
    """A node pool's least number of nodes is not above its most."""
    scaling = inputs["autoscaling"]
    for low, high in (("minNodeCount", "maxNodeCount"), ("totalMinNodeCount", "totalMaxNodeCount")):
        least, most = scaling[low], scaling[high]
        if least.number is not None and most.number is not None and least.number > most.number:
            yield least.finding(
                f"`{least.path}` is {least.shown}, above `{most.path}`, which is {most.shown}.",
                fix=f"Give {most.number:g} or less.",
            )


@rule(_POOL, page=_API, read=_READ)
def pool_counts_in_one_way(inputs: Given) -> Iterator[Finding]:
    """A node pool's limits are by zone or in total, not both."""
    scaling = inputs["autoscaling"]
    by_zone = [scaling[name] for name in ("minNodeCount", "maxNodeCount") if scaling[name].number]
    total = [scaling[name] for name in ("totalMinNodeCount", "totalMaxNodeCount") if scaling[name].number]
    if by_zone and total:
        yield total[0].finding(
            f"`{by_zone[0].path}` and `{total[0].path}` are given; limits are by zone or in total.",
            fix="Keep one kind.",
        )


@rule(_POOL, page=_POOLS, read=_READ)
def pool_count_is_left_to_the_autoscaler(inputs: Given) -> Iterator[Finding]:
    """A node pool that scales by itself has no fixed number of nodes."""
    count = inputs["nodeCount"]
    if count.known and inputs["autoscaling"].known:
        yield count.finding(
            f"`{count.path}` is given, and `autoscaling` changes it; each deployment would undo that.",
            fix="Give `initialNodeCount` instead.",
            severity="warning",
        )


@program_rule(_POOL, _CLUSTER, page=_API, read=_READ)
def pool_is_not_of_autopilot(program: Program) -> Iterator[ProgramFinding]:
    """A cluster on Autopilot has no node pools of its own."""
    for pool in program.of(_POOL):
        cluster = program.only_behind(pool, "cluster", _CLUSTER)
        if cluster is not None and cluster["enableAutopilot"].flag:
            yield pool.finding(
                pool["cluster"].finding(
                    f"`cluster` is {cluster.name}, which is on Autopilot and makes its nodes itself.",
                    fix="Leave the node pool out, or the cluster's `enableAutopilot`.",
                    # The API has a policy against standard pools there, so that they may be without it.
                    severity="warning",
                )
            )


@program_rule(
    _POOL, _CLUSTER, page="https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels", read=_READ
)
def pool_follows_the_release_channel(program: Program) -> Iterator[ProgramFinding]:
    """The nodes of a cluster in a release channel upgrade by themselves."""
    for pool in program.of(_POOL):
        upgrade = pool["management"]["autoUpgrade"]
        cluster = program.only_behind(pool, "cluster", _CLUSTER)
        channel = cluster["releaseChannel"]["channel"] if cluster else None
        if channel is not None and channel.text and channel.text != "UNSPECIFIED" and upgrade.flag is False:
            yield pool.finding(
                upgrade.finding(
                    f"`{upgrade.path}` is `false`, and the cluster is in the release channel {channel.shown}.",
                    fix="Give true, or the channel `UNSPECIFIED`.",
                )
            )
