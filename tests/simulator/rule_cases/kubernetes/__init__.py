"""Kubernetes' rules: just inside and just outside."""

from tests.simulator.rule_cases.kubernetes import lives, more, objects, pods, rollouts

CASES = [*pods.CASES, *objects.CASES, *more.CASES, *lives.CASES, *rollouts.CASES]
PROGRAM_CASES = objects.PROGRAM_CASES
