"""Kubernetes' rules: pods and their containers, workloads, services, and what all objects have."""

from scaffolder.simulator.rules.kubernetes import containers, objects, pods, services, workloads

__all__ = ["containers", "objects", "pods", "services", "workloads"]
