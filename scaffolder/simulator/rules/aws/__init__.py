"""AWS's rules, one module a service."""

from scaffolder.simulator.rules.aws import load_balancing, networks

__all__ = ["load_balancing", "networks"]
