"""Where the replicas of a region run."""

from __future__ import annotations

import pulumi

from ..contract import ClusterArgs


class Cluster(pulumi.ComponentResource):
    """Nothing: Cloud Run runs a service's replicas in the region without a cluster of ours."""

    cluster_id: pulumi.Output[str]

    def __init__(self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:Cluster", name, {}, opts)
        self.cluster_id = pulumi.Output.from_input(args.region)
        self.register_outputs({"cluster_id": self.cluster_id})
