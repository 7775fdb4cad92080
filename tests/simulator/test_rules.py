"""Every rule of every cloud refuses what is just outside it, in its words, and lets pass what is just inside."""

from typing import Any

import pytest

from scaffolder.simulator.rules.given import Given
from scaffolder.simulator.rules.program import Program
from scaffolder.simulator.rules.registry import Rule, check_program, check_rules, rules_of
from tests.simulator.rule_cases import Case, ProgramCase, aws, azure, gcp, kubernetes

PACKAGES = {"aws": aws, "gcp": gcp, "azure-native": azure, "kubernetes": kubernetes}
RULES = {one.name: one for package in PACKAGES for one in rules_of(package)}
CASES = [case for module in PACKAGES.values() for case in module.CASES]
PROGRAM_CASES = [case for module in PACKAGES.values() for case in module.PROGRAM_CASES]


def _id(case: Any) -> str:
    return f"{case.rule}-{case.path}"


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_a_rule_refuses_just_what_is_outside(case: Case) -> None:
    rule = RULES[case.rule]
    assert case.type in rule.types or f"{case.type.partition(':')[0]}:*" in rule.types
    assert [(one.path, one.severity, one.message) for one in rule.check(Given(case.bad, type=case.type))] == [
        (case.path, case.severity, case.says)
    ]
    assert list(check_rules(case.type, case.good, urn="u")) == []


@pytest.mark.parametrize("case", PROGRAM_CASES, ids=_id)
def test_a_rule_over_a_program_refuses_just_what_is_outside(case: ProgramCase) -> None:
    bad = Program(case.bad)
    found = list(RULES[case.rule].check(bad))
    assert [
        (one.urn.rpartition("::")[2], one.finding.path, one.finding.severity, one.finding.message) for one in found
    ] == [(case.name, case.path, case.severity, case.says)]
    assert {problem.message for problem in check_program(bad)} >= {case.says}
    assert check_program(Program(case.good)) == ()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_rule_has_a_case_and_a_name_of_its_own(package: str) -> None:
    module = PACKAGES[package]
    names = [one.name for one in rules_of(package)]
    assert sorted(names) == sorted({case.rule for case in [*module.CASES, *module.PROGRAM_CASES]})


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_says_what_it_is_and_where_it_is_written(rule: Rule) -> None:
    assert rule.what.endswith(".")
    assert rule.source.page


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_no_rule_trips_over_inputs_of_another_shape(case: Case) -> None:
    rule = RULES[case.rule]
    for name in case.bad:
        for odd in (None, "", "x", "9" * 5000, 0, -1, True, [], ["x"], [None], {}, {"x": {}}, [[]]):
            list(rule.check(Given({**case.bad, name: odd}, type=case.type)))
