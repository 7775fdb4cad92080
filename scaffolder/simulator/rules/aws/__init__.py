"""AWS's rules, one module a subject."""

from scaffolder.simulator.rules.aws import (
    agreement,
    alarms,
    containers,
    ecs,
    edge,
    firewall,
    load_balancing,
    messages,
    networks,
    policies,
    references,
    scaling,
)

__all__ = [
    "agreement", "alarms", "containers", "ecs", "edge", "firewall", "load_balancing", "messages", "networks",
    "policies", "references", "scaling",
]  # fmt: skip
