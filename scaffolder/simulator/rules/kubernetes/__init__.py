"""Kubernetes' rules: pods and their containers, workloads, services, access, and what all objects have."""

from scaffolder.simulator.rules.kubernetes import access, containers, objects, pods, services, volumes, workloads

__all__ = ["access", "containers", "objects", "pods", "services", "volumes", "workloads"]
