"""The simulated clouds: check, create, read, update, delete and invoke, as plain functions on one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scaffolder.simulator.checks import check_inputs
from scaffolder.simulator.functions import answer
from scaffolder.simulator.outputs import fill_outputs, resource_id
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.values import UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Checked:
    """Inputs as the provider gets them, and what is wrong with them."""

    inputs: Mapping[str, Any]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class Created:
    """A resource's id and properties; the id is `UNKNOWN` in a preview."""

    id: Any
    properties: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Invoked:
    """A function's result, None when it cannot be given, and what is to be said about it."""

    result: Mapping[str, Any] | None
    problems: tuple[Problem, ...]


class SimulatedCloud:
    """Every provider at once: what it knows of a resource comes from the SDKs in `schemas`."""

    def __init__(self, schemas: SchemaStore, *, seed: str = "") -> None:
        self.schemas = schemas
        self._seed = seed

    def check(self, *, urn: str, type_: str, inputs: Mapping[str, Any], version: str = "") -> Checked:
        """Check inputs as the provider would; a type that no SDK declares passes unchecked."""
        schema = self.schemas.resource(type_, version)
        problems = check_inputs(self.schemas, schema, inputs, urn=urn) if schema else ()
        self.schemas.save()
        return Checked(inputs=dict(inputs), problems=problems)

    def create(self, *, urn: str, type_: str, inputs: Mapping[str, Any], preview: bool) -> Created:
        """Create a resource: in a preview nothing but its inputs is known, else every declared output is made up."""
        if preview:
            return Created(id=UNKNOWN, properties=dict(inputs))
        schema = self.schemas.resource(type_)
        id_ = resource_id(urn, type_, inputs, seed=self._seed)
        properties = fill_outputs(self.schemas, schema, urn=urn, id_=id_, inputs=inputs, seed=self._seed)
        self.schemas.save()
        return Created(id=id_, properties=properties)

    def update(
        self,
        *,
        urn: str,
        type_: str,
        id_: str,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        preview: bool,
    ) -> Mapping[str, Any]:
        """Give a resource's properties after an update from the state `old` to the inputs `new`."""
        schema = self.schemas.resource(type_)
        if preview:
            computed = {name: value for name, value in old.items() if schema is None or name not in schema.inputs}
            return {**computed, **new}
        properties = fill_outputs(self.schemas, schema, urn=urn, id_=id_, inputs=new, seed=self._seed)
        kept = {name: value for name, value in old.items() if schema is not None and name not in schema.inputs}
        return {**properties, **kept}

    def read(self, *, urn: str, type_: str, id_: str, inputs: Mapping[str, Any]) -> Created:
        """Give an existing resource as the cloud holds it: what is known of it, and the rest made up."""
        schema = self.schemas.resource(type_)
        properties = fill_outputs(self.schemas, schema, urn=urn, id_=id_, inputs=inputs, seed=self._seed)
        self.schemas.save()
        return Created(id=id_, properties=properties)

    def delete(self, *, urn: str, type_: str, id_: str, properties: Mapping[str, Any]) -> None:
        """Delete a resource. Nothing is kept of it here, so there is nothing that could refuse."""

    def diff(self, *, type_: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
        """Give the inputs that differ between what was deployed and what is asked for now."""
        schema = self.schemas.resource(type_)
        names = {name for name in {*old, *new} if not name.startswith("__")}
        if schema is not None and schema.inputs:
            names &= set(schema.inputs) | set(new)
        return tuple(sorted(name for name in names if old.get(name) != new.get(name)))

    def invoke(
        self,
        *,
        token: str,
        args: Mapping[str, Any],
        preview: bool,
        provider_inputs: Mapping[str, Any] | None = None,
    ) -> Invoked:
        """Answer a function; the region and account come from the args, else from the provider's own inputs."""
        result, problems = answer(
            self.schemas, token, args, preview=preview, provider_inputs=provider_inputs or {}, seed=self._seed
        )
        self.schemas.save()
        return Invoked(result=result, problems=problems)

    def call(self, *, token: str, args: Mapping[str, Any]) -> Invoked:  # noqa: ARG002 - the engine's shape of a call
        """Answer a resource's method: none is simulated, and that is said."""
        problem = Problem(
            severity="error",
            urn="",
            message=f"The method `{token}` is not simulated.",
            fix="Preview this program with --live, or leave the call out of the preview.",
            source="scaffolder",
        )
        return Invoked(result=None, problems=(problem,))
