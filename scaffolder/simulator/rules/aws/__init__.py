"""AWS's rules, one module a subject."""

from scaffolder.simulator.rules.aws import (
    agreement,
    alarms,
    containers,
    delivery,
    ecs,
    edge,
    firewall,
    load_balancing,
    messages,
    networks,
    policies,
    references,
    routes,
    scaling,
    schedules,
    storage,
)

__all__ = [
    "agreement", "alarms", "containers", "delivery", "ecs", "edge", "firewall", "load_balancing", "messages",
    "networks", "policies", "references", "routes", "scaling", "schedules", "storage",
]  # fmt: skip
