"""A project's own constraints, looked over before its program runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.simulator.constraints.constraint import EACH, Constraint
from scaffolder.simulator.constraints.store import read_folder
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.types import ListOf, MapOf, ObjectRef, Scalar, Type, UnionOf
from scaffolder.simulator.wording import nearest


def check_own(folder: Path, schemas: SchemaStore) -> None:
    """Raise ScaffolderError for a file that is wrong, or a path that the installed SDK does not have."""
    for type_, constraints in read_folder(folder).items():
        for constraint in constraints:
            wrong = wrong_step(schemas, constraint)
            if wrong is not None:
                raise ScaffolderError(
                    f"{folder.name}/: {wrong}", fix=f'Correct the `path` of that entry of [["{type_}"]].'
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
            near = nearest(step, names)
            meant = f"; did you mean `{near}`?" if near else "."
            return f"`{constraint.type}` has no `{constraint.path}`: `{step}` is not there{meant}"
    return None


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
