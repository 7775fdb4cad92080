"""GKE and instances: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case

CLUSTER = "gcp:container/cluster:Cluster"
POOL = "gcp:container/nodePool:NodePool"
INSTANCE = "gcp:compute/instance:Instance"


def instance(**more: Any) -> dict[str, Any]:
    return {"machineType": "e2-small", "zone": "us-central1-a", "networkInterfaces": [{"network": "default"}], **more}


CASES: list[Case] = [
    Case(
        rule="cluster_has_nodes_at_first",
        type=CLUSTER,
        good={"location": "us-central1", "enableAutopilot": True},
        bad={"location": "us-central1", "removeDefaultNodePool": True},
        path="initialNodeCount",
        says="`initialNodeCount` is missing; a cluster begins with one node or more.",
    ),
    Case(
        rule="cluster_nodes_have_its_version",
        type=CLUSTER,
        good={"location": "us-central1", "initialNodeCount": 1, "nodeVersion": "1.33", "minMasterVersion": "1.33"},
        bad={"location": "us-central1", "initialNodeCount": 1, "nodeVersion": "1.32", "minMasterVersion": "1.33"},
        path="nodeVersion",
        says="`nodeVersion` is `1.32`, and `minMasterVersion` is `1.33`; a new cluster has one version.",
        severity="warning",
    ),
    Case(
        rule="cluster_control_plane_has_sixteen_addresses",
        type=CLUSTER,
        good={
            "location": "us-central1",
            "initialNodeCount": 1,
            "privateClusterConfig": {"masterIpv4CidrBlock": "172.16.0.0/28"},
        },
        bad={
            "location": "us-central1",
            "initialNodeCount": 1,
            "privateClusterConfig": {"masterIpv4CidrBlock": "172.16.0.0/24"},
        },
        path="privateClusterConfig.masterIpv4CidrBlock",
        says="`privateClusterConfig.masterIpv4CidrBlock` is `172.16.0.0/24`; the control plane has a /28.",
    ),
    Case(
        rule="cluster_identities_are_of_the_project",
        type=CLUSTER,
        good={
            "location": "us-central1",
            "initialNodeCount": 1,
            "workloadIdentityConfig": {"workloadPool": "p.svc.id.goog"},
        },
        bad={"location": "us-central1", "initialNodeCount": 1, "workloadIdentityConfig": {"workloadPool": "p"}},
        path="workloadIdentityConfig.workloadPool",
        says="`workloadIdentityConfig.workloadPool` is `p`; it is the project's id with `.svc.id.goog`.",
    ),
    Case(
        rule="pool_most_is_not_below_least",
        type=POOL,
        good={"cluster": "c", "autoscaling": {"minNodeCount": 1, "maxNodeCount": 1}},
        bad={"cluster": "c", "autoscaling": {"minNodeCount": 2, "maxNodeCount": 1}},
        path="autoscaling.minNodeCount",
        says="`autoscaling.minNodeCount` is `2`, above `autoscaling.maxNodeCount`, which is `1`.",
    ),
    Case(
        rule="pool_counts_in_one_way",
        type=POOL,
        good={"cluster": "c", "autoscaling": {"totalMinNodeCount": 1, "totalMaxNodeCount": 3}},
        bad={"cluster": "c", "autoscaling": {"maxNodeCount": 3, "totalMaxNodeCount": 3}},
        path="autoscaling.totalMaxNodeCount",
        says="`autoscaling.maxNodeCount` and `autoscaling.totalMaxNodeCount` are given; limits are by zone or in total.",
    ),
    Case(
        rule="pool_count_is_left_to_the_autoscaler",
        type=POOL,
        good={"cluster": "c", "initialNodeCount": 1, "autoscaling": {"minNodeCount": 1, "maxNodeCount": 3}},
        bad={"cluster": "c", "nodeCount": 1, "autoscaling": {"minNodeCount": 1, "maxNodeCount": 3}},
        path="nodeCount",
        says="`nodeCount` is given, and `autoscaling` changes it; each deployment would undo that.",
        severity="warning",
    ),
    Case(
        rule="instance_interfaces_have_a_network",
        type=INSTANCE,
        good=instance(),
        bad=instance(networkInterfaces=[{"accessConfigs": []}]),
        path="networkInterfaces[0]",
        says="`networkInterfaces[0]` has no `network` and no `subnetwork`.",
    ),
    Case(
        rule="preemptible_instance_does_not_restart",
        type=INSTANCE,
        good=instance(scheduling={"preemptible": True, "automaticRestart": False}),
        bad=instance(scheduling={"preemptible": True}),
        path="scheduling.automaticRestart",
        says="`scheduling.automaticRestart` is missing, and true then; an instance that may be taken away does not restart by itself.",
    ),
    Case(
        rule="instance_with_a_gpu_is_not_moved",
        type=INSTANCE,
        good=instance(
            guestAccelerators=[{"type": "nvidia-l4", "count": 1}], scheduling={"onHostMaintenance": "TERMINATE"}
        ),
        bad=instance(
            guestAccelerators=[{"type": "nvidia-l4", "count": 1}], scheduling={"onHostMaintenance": "MIGRATE"}
        ),
        path="scheduling.onHostMaintenance",
        says="`scheduling.onHostMaintenance` is `MIGRATE`; an instance with a GPU cannot be moved.",
    ),
]
