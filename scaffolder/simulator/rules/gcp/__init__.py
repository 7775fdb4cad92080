"""Google Cloud's rules, one module a service; those named `across` look at whole programs."""

from scaffolder.simulator.rules.gcp import (
    across_front,
    across_names,
    across_places,
    armor,
    budgets,
    clusters,
    databases,
    dns,
    durations,
    firewall,
    front,
    labels,
    logs,
    machines,
    members,
    nat,
    pairs,
    places,
    pubsub,
    references,
    run_probes,
    run_shape,
    run_sizes,
    schedules,
    storage,
    subnets,
    together,
    watching,
)  # fmt: skip

__all__ = [
    "across_front", "across_names", "across_places", "armor", "budgets", "clusters", "databases", "dns", "durations",
    "firewall", "front", "labels", "logs", "machines", "members", "nat", "pairs", "places", "pubsub", "references",
    "run_probes", "run_shape", "run_sizes", "schedules", "storage", "subnets", "together", "watching",
]  # fmt: skip
