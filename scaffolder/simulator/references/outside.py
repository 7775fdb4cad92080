"""What a program refers to and does not make: the literals among its inputs that name nothing of its own."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from scaffolder.simulator.references.by_name import Target, target_of
from scaffolder.simulator.references.forms import Form, form_of
from scaffolder.simulator.rules.program import Program, ProgramResource
from scaffolder.simulator.values import Unknown
from scaffolder.simulator.wording import join, nearest

# What is written for people, or in the words of others.
_PROSE: Final = frozenset(
    {"annotations", "comment", "description", "displayName", "labels", "tags", "tagsAll", "userLabels"}
)
# Objects that these make are not seen in a preview.
_UNSEEN: Final = ("kubernetes:helm.sh/", "kubernetes:yaml", "kubernetes:kustomize")
_NAMES: Final = ("name", "Name", "Id", "Identifier", "bucket")


@dataclass(frozen=True, kw_only=True)
class Outside:
    """One reference to what the program does not make.

    `kind` is what the text is by its form (`ARN`, `id`, `link`, `name`, ...), `type` the type it names where its
    property tells, `near` something of the program that is called nearly so.
    """

    urn: str
    path: str
    text: str
    kind: str
    type: str = ""
    near: str = ""


def outside(program: Program, *, answered: Collection[str] = ()) -> Iterator[Outside]:
    """Give the references that nothing in the program answers; `answered` are the texts that functions gave."""
    own = _Own(program)
    for resource in program.resources:
        if resource.external:
            continue
        found = [
            reference
            for name, value in resource.inputs.items()
            # What comes from another stack, or from what is only read, is there.
            if all(urn in own.made for urn in resource.dependencies.get(name, ()))
            for one in _texts(value, _At(name, name, name))
            if one.text not in answered and one.text not in own.known
            for reference in _outside(own, resource, one)
        ]
        # The engines give the keys of a mapping in different orders.
        yield from sorted(found, key=lambda reference: reference.path)


def _outside(own: _Own, resource: ProgramResource, at: _At) -> Iterator[Outside]:
    path, text, package = at.path, at.text, resource.type.partition(":")[0]
    form = form_of(package, text)
    if form is not None:
        names = own.names(package)
        if not form.is_called(names):
            yield Outside(urn=resource.urn, path=path, text=text, kind=form.kind, near=_near(form, names))
        return
    target = target_of(resource.type, at.plain)
    if target is None:
        return
    called = own.called(target)
    name = text.rpartition("/")[2] if package == "gcp" else text.casefold() if package == "azure-native" else text
    # A function may be called by its account and its version, too: `123456789012:function:work:live`.
    if called is None or target.has_always(name) or called & {name, *name.split(":")}:
        return
    near = nearest(name, sorted(called)) or ""
    kind = "name" if target.name else "id"
    yield Outside(urn=resource.urn, path=path, text=text, kind=kind, type=target.type, near=near)


def _near(form: Form, names: Collection[str]) -> str:
    return next((found for one in sorted(form.names) if (found := nearest(one, sorted(names)))), "")


class _Own:
    """What a program makes, as far as its names are known."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.made = frozenset(one.urn for one in program.resources if not one.external)
        self.known = frozenset(text for one in program.resources for text in one.known)
        self._names: dict[str, frozenset[str]] = {}

    def names(self, package: str) -> frozenset[str]:
        """Give all that the resources of a provider package are called."""
        if package not in self._names:
            found = {
                text
                for one in self._program.resources
                if one.type.startswith(f"{package}:")
                for name, text in one.inputs.items()
                if isinstance(text, str) and text and name.endswith(_NAMES)
            }
            self._names[package] = frozenset(_as_compared(package, found))
        return self._names[package]

    def called(self, target: Target) -> frozenset[str] | None:
        """Give what the resources of a type are called; None when not all of that is known."""
        package = target.type.partition(":")[0]
        if package == "kubernetes" and any(one.type.startswith(_UNSEEN) for one in self._program.resources):
            return None
        found: set[str] = set()
        for resource in self._program.of(*target.types):
            name = resource.given
            for step in target.name.split(".") if target.name else ():
                name = name[step]
            if name.text is None and target.name:
                return None
            found |= {name.text} if name.text and target.name else set()
        return frozenset(_as_compared(package, found))


def _as_compared(package: str, names: Collection[str]) -> Iterator[str]:
    """Azure tells no upper case from lower case."""
    return (name.casefold() if package == "azure-native" else name for name in names)


@dataclass(frozen=True)
class _At:
    """A text's place: its path, the path without indices, and the name of the property that it is in."""

    path: str
    plain: str
    name: str
    text: str = ""


def _texts(value: Any, at: _At) -> Iterator[_At]:
    """Give every text that may refer to something; JSON texts are looked into."""
    if at.name in _PROSE or at.name.startswith("__") or isinstance(value, Unknown):
        return
    if isinstance(value, str) and value.startswith(("{", "[")):
        value = _document(value)
    if isinstance(value, str):
        if value:
            yield replace(at, text=value)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            name = str(key)
            yield from _texts(item, _At(join(at.path, name, quote=True), f"{at.plain}.{name}", name))
    elif isinstance(value, Sequence):
        for index, item in enumerate(value):
            yield from _texts(item, replace(at, path=f"{at.path}[{index}]"))


def _document(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
