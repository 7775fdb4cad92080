"""The rules over a whole program, held against what either engine has seen of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder.engine.preview import PreviewResource
from scaffolder.engine.providers import is_opaque, is_provider, package_of
from scaffolder.simulator.constraints.plain_type import plain_type
from scaffolder.simulator.constraints.store import FOLDER
from scaffolder.simulator.judge import checks_wanted
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.references.held import held
from scaffolder.simulator.references.outside import Outside
from scaffolder.simulator.rules.program import Program, ProgramResource
from scaffolder.simulator.rules.registry import check_program
from scaffolder.simulator.values import UNKNOWN, Secret, texts_in


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What no single resource shows: problems, and what the program refers to and does not make."""

    problems: tuple[Problem, ...] = ()
    outside: tuple[Outside, ...] = ()


def program_findings(
    resources: Sequence[PreviewResource],
    config: Mapping[str, str],
    *,
    root: Path | None = None,
    answered: Collection[str] = (),
) -> Findings:
    """Find references that lead nowhere, regions that must agree, names and ranges that clash.

    The project at `root` may declare what is there; `answered` are the texts that functions gave the program.
    """
    if not checks_wanted():
        return Findings()
    program = _program(resources, config)
    problems = check_program(program)
    if root is None:
        return Findings(problems=problems)
    references = held(program, root / FOLDER, answered=answered)
    return Findings(problems=(*problems, *references.problems), outside=references.outside)


def _program(resources: Sequence[PreviewResource], config: Mapping[str, str]) -> Program:
    inputs = {resource.urn: resource.inputs for resource in resources}

    def provider(resource: PreviewResource) -> Mapping[str, Any]:
        named = inputs.get(resource.provider.rpartition("::")[0])
        if named is not None:
            return named
        # A default provider is set up from the package's settings.
        prefix = f"{package_of(resource.type)}:"
        return {key.removeprefix(prefix): value for key, value in config.items() if key.startswith(prefix)}

    return Program(
        ProgramResource(
            urn=resource.urn,
            type=plain_type(resource.type),
            inputs=_without_secrets(resource.inputs),
            dependencies=resource.property_dependencies,
            provider=_without_secrets(provider(resource)),
            external=resource.external or is_opaque(resource.type),
            known=frozenset(_known(resource)),
        )
        for resource in resources
        if resource.custom and not is_provider(resource.type)
    )


def _known(resource: PreviewResource) -> Iterator[str]:
    """What the cloud gave a resource, as far as it is known: its id and what it puts out."""
    if resource.id:
        yield resource.id
    for name, value in resource.outputs.items():
        if name not in resource.inputs:
            yield from texts_in(value)


def _without_secrets(value: Any) -> Any:
    """The same value with secrets unknown: the real engine does not tell them of a preview that failed."""
    if isinstance(value, Secret):
        return UNKNOWN
    if isinstance(value, Mapping):
        return {key: _without_secrets(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_secrets(item) for item in value]
    return value
