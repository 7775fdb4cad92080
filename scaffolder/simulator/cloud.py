"""The simulated clouds: check, create, read, update, delete and invoke, as plain functions on one object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffolder.simulator.autonames import named, too_long, unnamed
from scaffolder.simulator.azure_location import default_location, placeless
from scaffolder.simulator.constraints.store import ConstraintStore
from scaffolder.simulator.differences import Diff, difference
from scaffolder.simulator.functions import answer, made_up_function
from scaffolder.simulator.functions.declared import DeclaredAnswers
from scaffolder.simulator.judge import Judge
from scaffolder.simulator.kept import KeptCloud
from scaffolder.simulator.naming import Naming
from scaffolder.simulator.outputs import fill_outputs, preview_outputs, resource_id
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.state import arn_of
from scaffolder.simulator.subject import Subject
from scaffolder.simulator.values import UNKNOWN, ResourceReference, Secret, texts_in


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
class Found:
    """A resource as a cloud has it: its id, the inputs it was last given, and all its properties."""

    id: str
    inputs: Mapping[str, Any]
    properties: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Invoked:
    """A function's result, None when it cannot be given, and what is to be said about it."""

    result: Mapping[str, Any] | None
    problems: tuple[Problem, ...]


class SimulatedCloud:
    """Every provider at once: what it knows of a resource comes from the SDKs in `schemas`.

    `constraints` adds a project's own to those of the clouds; without `checks` all inputs pass. With `kept` it
    remembers what was deployed; else every resource that is asked for is there.
    """

    def __init__(
        self,
        schemas: SchemaStore,
        *,
        seed: str = "",
        checks: bool = True,
        constraints: ConstraintStore | None = None,
        kept: KeptCloud | None = None,
    ) -> None:
        self.schemas = schemas
        self._seed = seed
        self._kept = kept
        self._declared = DeclaredAnswers(constraints.own if constraints else None)
        self._judge = Judge(schemas, constraints or ConstraintStore()) if checks else None
        # What made-up answers told programs: no program is to blame for it.
        self._made_up: set[str] = set()

    @property
    def remembers(self) -> bool:
        """Whether it knows what was deployed."""
        return self._kept is not None

    def check(
        self,
        *,
        urn: str,
        type_: str,
        inputs: Mapping[str, Any],
        version: str = "",
        old: Mapping[str, Any] | None = None,
        naming: Naming | None = None,
        provider_inputs: Mapping[str, Any] | None = None,
    ) -> Checked:
        """Check inputs as the provider would; a type that no SDK declares has its constraints alone.

        `old` are the inputs of what is deployed, whose name stays where the provider made it; `naming` is what the
        stack asks for where there is none. Where the program gives no location, the provider's may count.
        """
        schema = self.schemas.resource(type_, version)
        given = inputs if schema is not None and schema.component else _with_ids(inputs)
        before = self._kept.state.made(urn) if self._kept and not old else 0
        subject = Subject(
            urn=urn, type=type_, inputs=given, provider=provider_inputs or {}, seed=self._seed, naming=naming
        )
        names = named(subject.of_generation(before + 1), schema, old or {})
        location = default_location(subject, schema, old or {}, self._kept.state if self._kept else None)
        names |= {"location": location} if location is not None else {}
        problems = self._judge.problems(schema, type_, inputs, names, urn=urn) if self._judge else ()
        if self._judge:
            unfit = too_long(subject, schema, names), unnamed(subject, schema, names), placeless(subject, names)
            told = {problem.property for problem in problems}
            problems += tuple(problem for problem in unfit if problem and problem.property not in told)
        self.schemas.save()
        return Checked(inputs=names, problems=tuple(one for one in problems if not self._is_made_up(one)))

    def create(
        self,
        *,
        urn: str,
        type_: str,
        inputs: Mapping[str, Any],
        preview: bool,
        provider_inputs: Mapping[str, Any] | None = None,
    ) -> Created:
        """Create a resource: in a preview nothing but its inputs is known, else every declared output is made up.

        What lies in no region or project of its own lies in the provider's.

        Raises:
            CloudRefusalError: the cloud refuses, or was made to fail.
        """
        schema = self.schemas.resource(type_)
        if preview:
            properties = preview_outputs(self.schemas, schema, inputs)
            self.schemas.save()
            return Created(id=UNKNOWN, properties=properties)
        subject = Subject(urn=urn, type=type_, inputs=inputs, provider=provider_inputs or {}, seed=self._seed)

        def make(subject: Subject) -> tuple[str, dict[str, Any]]:
            id_ = resource_id(subject)
            return id_, fill_outputs(self.schemas, schema, subject, id_=id_)

        id_, properties = self._kept.create(subject, make) if self._kept else make(subject)
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
        provider_inputs: Mapping[str, Any] | None = None,
    ) -> Mapping[str, Any]:
        """Give a resource's properties after an update from the state `old` to the inputs `new`.

        Raises:
            CloudRefusalError: the cloud refuses, or was made to fail.
        """
        schema = self.schemas.resource(type_)
        # What the cloud made up at creation stays: an update keeps the ARN, the address and the name.
        kept = {name: value for name, value in old.items() if schema is None or name not in schema.inputs}
        if preview:
            return {**kept, **preview_outputs(self.schemas, schema, new)}
        subject = Subject(urn=urn, type=type_, inputs=new, provider=provider_inputs or {}, seed=self._seed)

        def make() -> Mapping[str, Any]:
            return {**fill_outputs(self.schemas, schema, subject, id_=id_), **kept}

        return self._kept.update(subject, id_, make) if self._kept else make()

    def read(
        self,
        *,
        urn: str,
        type_: str,
        id_: str,
        inputs: Mapping[str, Any],
        provider_inputs: Mapping[str, Any] | None = None,
    ) -> Found | None:
        """Give an existing resource as the cloud holds it: what is known of it, and the rest made up.

        A cloud that remembers gives what it has, of several revisions that of the ARN; None when that is nothing.

        Raises:
            CloudRefusalError: it was made to fail.
        """
        if self._kept:
            held = self._kept.read(type_, id_, urn=urn, arn=arn_of(inputs))
            return Found(id=held.id, inputs=held.inputs, properties=held.properties) if held else None
        subject = Subject(urn=urn, type=type_, inputs=inputs, provider=provider_inputs or {}, seed=self._seed)
        properties = fill_outputs(self.schemas, self.schemas.resource(type_), subject, id_=id_)
        self.schemas.save()
        return Found(id=id_, inputs=inputs, properties=properties)

    def delete(self, *, urn: str, type_: str, id_: str, properties: Mapping[str, Any] | None = None) -> None:
        """Delete a resource; its last known `properties` tell it from other revisions of it.

        Raises:
            CloudRefusalError: something else needs it, or it was made to fail.
        """
        if self._kept:
            self._kept.delete(type_, id_, urn=urn, arn=arn_of(properties or {}))

    def diff(
        self,
        *,
        type_: str,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        deployed: Mapping[str, Any] | None = None,
        ignore: Sequence[str] = (),
    ) -> Diff:
        """Give what differs between the inputs of what is `deployed` and the new ones; not at the paths to `ignore`."""
        schema = self.schemas.resource(type_)
        found = difference(type_, schema, old, new, deployed=deployed or {}, ignore=ignore)
        self.schemas.save()
        return found

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
            self.schemas,
            token,
            args,
            preview=preview,
            provider_inputs=provider_inputs or {},
            seed=self._seed,
            declared=self._declared,
        )
        self.schemas.save()
        if result is not None and any(made_up_function(problem) for problem in problems):
            self._made_up |= {*texts_in(dict(result))} - {*texts_in(dict(args))}
        return Invoked(result=result, problems=problems)

    def _is_made_up(self, problem: Problem) -> bool:
        return isinstance(problem.value, str) and problem.value in self._made_up

    def call(self, *, token: str, preview: bool) -> Problem:
        """Say of a resource's method that only the real provider can answer it: in a preview it is not known yet."""
        source = "scaffolder's simulated clouds"
        if preview:
            message = f"The result of the method {token} is not known offline."
            return Problem(severity="warning", urn="", message=message, fix="--live asks the provider.", source=source)
        message = f"The method {token} is not simulated: only the real provider can do it."
        return Problem(severity="error", urn="", message=message, fix="Leave the call out.", source=source)


def _with_ids(value: Any) -> Any:
    """Give inputs as the engine hands them to a provider: a resource becomes its id, a component its URN."""
    if isinstance(value, ResourceReference):
        return value.urn if value.id is None else value.id
    if isinstance(value, Secret):
        return Secret(_with_ids(value.value))
    if isinstance(value, Mapping):
        return {key: _with_ids(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_ids(item) for item in value]
    return value
