"""Azure's rules: just inside and just outside."""

from tests.simulator.rule_cases import Case, ProgramCase

CASES: list[Case] = []

PROGRAM_CASES: list[ProgramCase] = []
