"""Kubernetes' rules: pods and their containers, workloads, services, access, and what all objects have."""

from scaffolder.simulator.rules.kubernetes import (
    access,
    containers,
    hooks,
    objects,
    pods,
    policies,
    rollouts,
    scheduling,
    secrets,
    services,
    volumes,
    workloads,
)

__all__ = [
    "access",
    "containers",
    "hooks",
    "objects",
    "pods",
    "policies",
    "rollouts",
    "scheduling",
    "secrets",
    "services",
    "volumes",
    "workloads",
]
