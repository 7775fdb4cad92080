"""Kubernetes' rules: just inside and just outside."""

from tests.simulator.rule_cases.kubernetes import objects, pods

CASES = [*pods.CASES, *objects.CASES]
PROGRAM_CASES = objects.PROGRAM_CASES
