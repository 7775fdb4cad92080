"""The rules over a whole program, held against what either engine has seen of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffolder.engine.preview import PreviewResource
from scaffolder.engine.providers import is_provider, package_of
from scaffolder.simulator.constraints.plain_type import plain_type
from scaffolder.simulator.judge import checks_wanted
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.rules.program import Program, ProgramResource
from scaffolder.simulator.rules.registry import check_program
from scaffolder.simulator.values import UNKNOWN, Secret


def program_problems(resources: Sequence[PreviewResource], config: Mapping[str, str]) -> tuple[Problem, ...]:
    """Give what no single resource shows: references, regions that must agree, names and ranges that clash."""
    if not checks_wanted():
        return ()
    inputs = {resource.urn: resource.inputs for resource in resources}

    def provider(resource: PreviewResource) -> Mapping[str, Any]:
        named = inputs.get(resource.provider.rpartition("::")[0])
        if named is not None:
            return named
        # A default provider is set up from the package's settings.
        prefix = f"{package_of(resource.type)}:"
        return {key.removeprefix(prefix): value for key, value in config.items() if key.startswith(prefix)}

    return check_program(
        Program(
            ProgramResource(
                urn=resource.urn,
                type=plain_type(resource.type),
                inputs=_without_secrets(resource.inputs),
                dependencies=resource.property_dependencies,
                provider=_without_secrets(provider(resource)),
            )
            for resource in resources
            if resource.custom and not is_provider(resource.type)
        )
    )


def _without_secrets(value: Any) -> Any:
    """The same value with secrets unknown: the real engine does not tell them of a preview that failed."""
    if isinstance(value, Secret):
        return UNKNOWN
    if isinstance(value, Mapping):
        return {key: _without_secrets(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_secrets(item) for item in value]
    return value
