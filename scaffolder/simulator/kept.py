"""A simulated cloud that remembers: what exists cannot be created again, nor what is gone be used."""

from __future__ import annotations

import os
import signal
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from scaffolder.simulator import refusals
from scaffolder.simulator.faults import Faults, Kind
from scaffolder.simulator.fixed import fixed_change
from scaffolder.simulator.ids_aws import place_of
from scaffolder.simulator.refusals import CloudRefusalError
from scaffolder.simulator.replacement import forcing
from scaffolder.simulator.replacing_values import refused
from scaffolder.simulator.state import CloudState, Held, arn_of, is_identifier
from scaffolder.simulator.subject import Subject, plain
from scaffolder.simulator.values import texts_in

# Gives a resource's id and properties: what the cloud makes up for a subject.
Make = Callable[[Subject], tuple[str, dict[str, Any]]]

_IN_USE: Final = Path(__file__).parent / "data" / "in_use.toml"
# More resources of one name than any deployment makes one after the other.
_MOST_GENERATIONS: Final = 1000


class KeptCloud:
    """Operations on the resources of a state, some of which are made to fail."""

    def __init__(self, state: CloudState, faults: Faults | None = None) -> None:
        self.state = state
        self._faults = faults
        self._starter = os.getppid()

    def create(self, subject: Subject, make: Make) -> tuple[str, dict[str, Any]]:
        """Create a resource and keep it.

        Raises:
            CloudRefusalError: its name is taken, it refers to what is gone, or it was made to fail.
        """
        fault = self._begin(subject.type, "replace" if self.state.made(subject.urn) else "create")
        self._refuse_gone(subject)
        id_, properties = self._added(subject, make)
        self._end(fault, "creation", id_=id_, properties=properties)
        return id_, properties

    def _added(self, subject: Subject, make: Make) -> tuple[str, dict[str, Any]]:
        place, alone = place_of(subject), refusals.is_alone(subject.type)
        last = ("", "")
        for generation in range(1, _MOST_GENERATIONS):
            id_, properties = make(subject.of_generation(generation))
            arn = arn_of(properties)
            # The cloud gives every resource an id or an ARN of its own, where these are not its name.
            if (id_, arn) != last and self.state.ever(subject.type, place, id_, arn=arn):
                last = (id_, arn)
                continue
            if (id_, arn) == last and not alone:
                id_ = self._told_apart(subject, id_)
            added = self.state.add(
                type_=subject.type,
                place=place,
                id_=id_,
                urn=subject.urn,
                inputs=subject.inputs,
                properties=properties,
                alone=alone,
            )
            if added:
                return id_, properties
            break
        raise refusals.already_exists(subject.type, last[0])

    def _told_apart(self, subject: Subject, id_: str) -> str:
        """Another id where this one is of a resource that lies within another one, in a form that is not known here.

        What cannot be changed is what it is known by. Where that is the same, it is the same thing, put once more.
        """
        other = self.state.find(subject.type, id_, urn=subject.urn)
        if other is None or other.urn == subject.urn:
            return id_
        fixed = forcing(subject.type, None)
        for key in {*other.inputs, *subject.inputs}:
            values = plain(other.inputs.get(key)), plain(subject.inputs.get(key))
            if values[0] != values[1] and any(fixed.covers([key], value) for value in values):
                return f"{id_}/{subject.hex(7, 'apart')}"
        return id_

    def update(self, subject: Subject, id_: str, make: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """Give a resource new inputs.

        Raises:
            CloudRefusalError: there is none, it would refer to what is gone, what changes is fixed, or it was made to
                fail.
        """
        fault = self._begin(subject.type, "update")
        held = self.state.find(subject.type, id_, urn=subject.urn)
        if held is None:
            raise refusals.not_found(subject.type, id_)
        self._refuse_gone(subject)
        if fixed := fixed_change(subject.type, held.inputs, subject.inputs):
            raise refusals.fixed(fixed)
        if path := refused(subject.type, held.inputs, subject.inputs):
            raise refusals.not_so(path)
        properties = dict(make())
        self.state.change(held, inputs=subject.inputs, properties=properties)
        self._end(fault, "update", id_=id_, properties=properties)
        return properties

    def read(self, type_: str, id_: str, *, urn: str, arn: str = "") -> Held | None:
        """Give a resource as it is now, of several revisions that of the ARN; None when it is gone.

        Raises:
            CloudRefusalError: it was made to fail.
        """
        fault = self._begin(type_, "read")
        held = self.state.find(type_, id_, urn=urn, arn=arn)
        self._end(fault, "read")
        return held

    def delete(self, type_: str, id_: str, *, urn: str, arn: str = "") -> None:
        """Delete a resource, of several revisions that of the ARN; one that is gone already is no failure.

        Raises:
            CloudRefusalError: something else needs it, or it was made to fail.
        """
        fault = self._begin(type_, "delete")
        held = self.state.find(type_, id_, urn=urn, arn=arn)
        if held is not None:
            if user := self._user(held):
                raise refusals.in_use(type_, id_, user)
            self.state.remove(held)
        self._end(fault, "deletion")

    def _begin(self, type_: str, op: str) -> Kind | None:
        fault = self._faults.next(type_, op) if self._faults else None
        if fault in {Kind.KILLED_BEFORE, Kind.INTERRUPTED_BEFORE}:
            self._die(fault)
        if fault == Kind.THROTTLE:
            raise CloudRefusalError(refusals.throttled(type_))
        if fault == Kind.REFUSED:
            raise CloudRefusalError(refusals.denied(type_))
        return fault

    def _end(self, fault: Kind | None, what: str, *, id_: str = "", properties: dict[str, Any] | None = None) -> None:
        if fault in {Kind.KILLED, Kind.INTERRUPTED}:
            self._die(fault)
        if fault == Kind.TIMEOUT:
            raise CloudRefusalError(refusals.timed_out(what), id_=id_, properties=properties)

    def _die(self, fault: Kind) -> None:
        """End this process as a kill would: nothing is tidied up, and nobody is told."""
        # As a runner that is shut down: whoever started us goes first, so that it never hears of our end. Once it has
        # ended by itself, our parent is whoever takes orphans in, and none of ours.
        if fault in {Kind.INTERRUPTED, Kind.INTERRUPTED_BEFORE} and os.getppid() == self._starter:
            os.kill(self._starter, signal.SIGKILL)
        os._exit(137)

    def _refuse_gone(self, subject: Subject) -> None:
        for text in texts_in(subject.inputs):
            if is_identifier(text) and (urn := self.state.was(text)):
                name = urn.rpartition("::")[2]
                raise CloudRefusalError(f"{refusals.not_found(subject.type, text)}: it was {name!r}, which is deleted")

    def _user(self, held: Held) -> str:
        """The name of a resource that still needs this one, where the cloud is known to mind; else empty."""
        rule = _in_use().get(held.type)
        if rule is None:
            return ""
        wanted = held.id if rule["attribute"] == "id" else plain(held.properties.get(rule["attribute"]))
        for other in self.state.all():
            if other.number == held.number:
                continue
            named = {key: other.inputs[key] for key in rule["inputs"] if key in other.inputs}
            if wanted in set(texts_in(named)):
                return other.urn.rpartition("::")[2]
        return ""


@cache
def _in_use() -> Mapping[str, Mapping[str, Any]]:
    with _IN_USE.open("rb") as file:
        return tomllib.load(file)
