"""AWS's rules, one module a subject."""

from scaffolder.simulator.rules.aws import (
    agreement,
    alarms,
    containers,
    databases,
    delivery,
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
    "agreement", "alarms", "containers", "databases", "delivery", "ecs", "edge", "firewall", "load_balancing",
    "messages", "networks", "policies", "records", "references", "routes", "scaling", "schedules", "storage",
    "tags", "trust",
]  # fmt: skip
