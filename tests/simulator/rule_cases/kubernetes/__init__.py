"""Kubernetes' rules: just inside and just outside."""

from tests.simulator.rule_cases.kubernetes import more, objects, pods

CASES = [*pods.CASES, *objects.CASES, *more.CASES]
PROGRAM_CASES = objects.PROGRAM_CASES
