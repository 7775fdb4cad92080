"""Everything that is held against a resource's inputs: the SDK's types, the cloud's constraints, its rules."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from scaffolder.simulator.checks import check_inputs
from scaffolder.simulator.constraints.checking import check_constraints
from scaffolder.simulator.constraints.plain_type import plain_type
from scaffolder.simulator.constraints.store import ConstraintStore
from scaffolder.simulator.functions.names import wire_names
from scaffolder.simulator.leniency import is_bridged
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.rules.registry import check_rules, package_of
from scaffolder.simulator.schema import ResourceSchema, SchemaStore

# Set to "off", nothing is checked: what the checks cost is measured so.
VARIABLE: Final = "SCAFFOLDER_CHECKS"


def checks_wanted() -> bool:
    """Say whether inputs are to be checked, as the environment has it."""
    return os.environ.get(VARIABLE) != "off"


class Judge:
    """Gives the problems of a resource's inputs."""

    def __init__(self, schemas: SchemaStore, constraints: ConstraintStore) -> None:
        self._schemas = schemas
        self._constraints = constraints

    def problems(
        self, schema: ResourceSchema | None, type_: str, given: Mapping[str, Any], named: Mapping[str, Any], *, urn: str
    ) -> tuple[Problem, ...]:
        """Give what is wrong: types are checked as `given`, the rest with the names that Pulumi makes, as `named`."""
        made = named.keys() - given.keys()
        problems = list(check_inputs(self._schemas, schema, given, urn=urn) if schema else ())
        if schema and is_bridged(package_of(type_)):
            named = wire_names(self._schemas, named, schema.inputs)
        mistyped = {problem.property for problem in problems if problem.severity == "error"}
        limits = check_constraints(self._constraints.of(plain_type(type_)), named, urn=urn)
        # What is no number at all need not be told that it is too high.
        problems += [problem for problem in limits if problem.property not in mistyped]
        problems += check_rules(plain_type(type_), named, urn=urn)
        arguments = {name: property_.python_name for name, property_ in schema.inputs.items()} if schema else {}
        problems = [
            _of_made_name(problem, arguments.get(problem.property, problem.property))
            if problem.property in made
            else problem
            for problem in problems
        ]
        return tuple(sorted(problems, key=lambda problem: (problem.property, problem.severity, problem.message)))


def _of_made_name(problem: Problem, argument: str) -> Problem:
    """The same problem, of a name that nobody wrote."""
    how = f"Pulumi made it of the resource's own name and a suffix; rename the resource, or give `{argument}`."
    return replace(problem, fix=f"{problem.fix} {how}".strip())
