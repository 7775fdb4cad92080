"""AWS's rules, one module a subject."""

from scaffolder.simulator.rules.aws import (
    agreement,
    alarms,
    callers,
    containers,
    databases,
    delivery,
    disks,
    ecs,
    edge,
    firewall,
    load_balancing,
    messages,
    networks,
    policies,
    records,
    references,
    routes,
    scaling,
    schedules,
    storage,
    tags,
    trust,
)

__all__ = [
    "agreement", "alarms", "callers", "containers", "databases", "delivery", "disks", "ecs", "edge", "firewall",
    "load_balancing", "messages", "networks", "policies", "records", "references", "routes", "scaling", "schedules",
    "storage", "tags", "trust",
]  # fmt: skip
