"""Azure's rules: just inside and just outside, one module for some services."""

from tests.simulator.rule_cases import Case, ProgramCase
from tests.simulator.rule_cases.azure import containers, edge, machines, networks, places, sizes, stores, watching

_MODULES = (containers, edge, machines, networks, places, sizes, stores, watching)
CASES: list[Case] = [case for module in _MODULES for case in module.CASES]
PROGRAM_CASES: list[ProgramCase] = [case for module in _MODULES for case in module.PROGRAM_CASES]
