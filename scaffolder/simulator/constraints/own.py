"""A project's own constraints, looked over before its program runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.simulator.constraints.constraint import EACH, VALUES, Constraint
from scaffolder.simulator.constraints.store import ANSWERS, read_files
from scaffolder.simulator.functions.declared import read_answers
from scaffolder.simulator.references.externals import read_externals
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.types import ListOf, MapOf, ObjectRef, Scalar, Type, UnionOf
from scaffolder.simulator.wording import nearest


def check_own(folder: Path, schemas: SchemaStore) -> None:
    """Raise ScaffolderError for a file that is wrong, or a path that the installed SDK does not have."""
    for file, found in read_files(folder):
        for type_, constraints in found.items():
            for constraint in constraints:
                wrong = wrong_step(schemas, constraint)
                if wrong is not None:
                    raise ScaffolderError(
                        f'{file}, [["{type_}"]]: `path` is {constraint.path!r}, and {wrong}', fix="Correct it there."
                    )
    read_externals(folder)
    for token, answers in read_answers(folder).items():
        function = schemas.function(token)
        outputs = list(function.outputs) if function else []
        for name in (name for one in answers for name in one.result if outputs and name not in outputs):
            raise ScaffolderError(
                f'{folder.name}/{ANSWERS}, [["{token}"]]: {_lacks("the answer", name, outputs)}',
                fix="Correct it there.",
            )


def wrong_step(schemas: SchemaStore, constraint: Constraint) -> str | None:
    """Say which step of a constraint's path the SDK does not have; None when all are there, or no SDK tells."""
    schema = schemas.resource(constraint.type)
    if schema is None:
        return None
    properties = schema.inputs
    types: Sequence[Type] = ()
    for number, step in enumerate(constraint.steps):
        if number:
            types, names = _inside(schemas, types, step)
        else:
            names = list(properties)
            types = [properties[step].type] if step in properties else []
        if not types:
            return _lacks("the resource" if number == 0 else f"`{constraint.steps[number - 1]}`", step, names)
    return None


def _lacks(owner: str, step: str, names: Sequence[str]) -> str:
    if step in {EACH, VALUES}:
        return f"{owner} is no {'list' if step == EACH else 'map'}."
    near = nearest(step, names)
    return f"{owner} has no property `{step}`" + (f"; did you mean `{near}`?" if near else ".")


def _inside(schemas: SchemaStore, types: Sequence[Type], step: str) -> tuple[list[Type], list[str]]:
    """The types that a step leads to from any of these, and the names there were to choose from."""
    found: list[Type] = []
    names: list[str] = []
    for type_ in types:
        match type_:
            case UnionOf(members):
                inner, more = _inside(schemas, members, step)
                found += inner
                names += more
            case ListOf(items) if step == EACH:
                found.append(items)
            case MapOf(values) if step != EACH:
                found.append(values)
            case ObjectRef(ref):
                properties = schemas.object_properties(ref)
                if properties is None:
                    found.append(Scalar("any"))
                elif step in properties:
                    found.append(properties[step].type)
                names += properties or ()
            case Scalar("any"):
                found.append(type_)
            case _:
                pass
    return found, names
