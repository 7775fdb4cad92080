"""What nobody opened the page of does not refuse: it warns. And a date of reading is a date."""

from collections.abc import Iterator
from datetime import date

import pytest

from scaffolder.simulator.constraints.constraint import Source
from scaffolder.simulator.constraints.store import shipped
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import check_program, check_rules, program_rule, rule, rules_of
from tests.simulator.constraints_page import source_cells
from tests.simulator.rule_cases import resource

PACKAGES = ("aws", "azure-native", "gcp", "kubernetes")


@pytest.mark.parametrize("package", PACKAGES)
def test_a_constraint_whose_page_was_not_read_is_a_warning(package: str) -> None:
    every = [one for found in shipped(package).values() for one in found]
    assert every
    assert [(one.type, one.path) for one in every if not one.source.read and one.severity != "warning"] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_day_of_reading_is_a_day(package: str) -> None:
    sources = [one.source for found in shipped(package).values() for one in found]
    sources += [one.source for one in rules_of(package)]
    for read in {source.read for source in sources if source.read}:
        assert date.fromisoformat(read) >= date(2026, 11, 1)


def test_a_rule_whose_page_was_not_read_gives_warnings() -> None:
    @rule("unread:x:Thing", page="https://example.com/unread")
    def things_have_no_size(inputs: Given) -> Iterator[Finding]:
        """Things have no size."""
        yield inputs["size"].finding("`size` is given.", fix="Leave it out.")

    @program_rule("unread:x:Thing", page="https://example.com/unread")
    def things_are_alone(program: Program) -> Iterator[ProgramFinding]:
        """Things are alone."""
        for one in program.resources[1:]:
            yield one.finding(one["size"].finding("`size` is given again.", fix="Leave it out."))

    things = [resource("unread:x:Thing", name, {"size": 1}) for name in ("a", "b")]
    found = [*check_rules("unread:x:Thing", {"size": 1}, urn="u"), *check_program(Program(things))]
    assert [(one.severity, one.message, one.source) for one in found] == [
        ("warning", "`size` is given.", "https://example.com/unread"),
        ("warning", "`size` is given again.", "https://example.com/unread"),
    ]


def test_the_page_of_constraints_says_what_was_not_read() -> None:
    assert source_cells(Source(page="https://example.com/a", read="2026-11-25")) == (
        "[example.com](https://example.com/a) | 2026-11-25"
    )
    assert source_cells(Source(page="its model")) == "its model | not read"
