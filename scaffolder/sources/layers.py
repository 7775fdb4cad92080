"""From sources to the layers of a project: each template and all it extends, in the order they are laid down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from scaffolder.errors import ScaffolderError
from scaffolder.sources.content import content_hash
from scaffolder.sources.finder import Finder
from scaffolder.sources.source import NAME, Kind, Source
from scaffolder.templating.layers import Wanted
from scaffolder.templating.template import MANIFEST, Origin, Template, read_template


class _Place(NamedTuple):
    """A template's folder, and how it came to be there."""

    folder: Path
    source: Source
    commit: str = ""

    def beside(self, name: str) -> _Place | None:
        """Give the template `name` that lies next to this one, if there is any."""
        folder = self.folder.parent / name
        at_root = self.source.kind is Kind.GIT and not self.source.folder
        if at_root or folder == self.folder or not (folder / MANIFEST).is_file():
            return None
        place = {
            Kind.BUILT_IN: {"place": name},
            Kind.FOLDER: {"place": str(folder)},
            Kind.GIT: {"folder": str(PurePosixPath(self.source.folder).parent / name)},
            Kind.PACKAGE: {"place": f"{self.source.place}/../{name}"},
        }[self.source.kind]
        return self._replace(folder=folder, source=replace(self.source, name="", **place))


def read_sources(
    asked: Sequence[Source], finder: Finder, wanted: Wanted | None = None, *, program: Path | None = None
) -> tuple[Template, ...]:
    """Read the templates that were asked for and those they extend, as far as these are `wanted`.

    `program` is the folder of the Pulumi program, for those that ask for it.

    What a template extends lies next to it, or is among those asked for before it, or comes with scaffolder.

    Raises:
        ScaffolderError: a template is not to be had or wrong, two have one name, or they extend each other.
    """
    stack = _Stack(finder, program, wanted)
    for source in asked:
        folder, commit = finder.find(source)
        stack.add_asked(_Place(folder=folder, source=source, commit=commit))
    return tuple(template for _, template in stack.layers.values())


class _Stack:
    """Layers as they are found, by their names."""

    def __init__(self, finder: Finder, program: Path | None, wanted: Wanted | None) -> None:
        self.layers: dict[str, tuple[_Place, Template]] = {}
        self._asked: list[_Place] = []
        self._finder = finder
        self._program = program
        self._wanted = wanted

    def add_asked(self, place: _Place) -> None:
        """Lay down what the user asked for, on what it extends."""
        self._asked.append(place)
        self.add(place, ())

    def add(self, place: _Place, below: tuple[Path, ...]) -> None:
        """Lay down what `place` extends, and itself on top."""
        if any(place.folder == known.folder for known, _ in self.layers.values()):
            return
        if place.folder in below:
            circle = [folder.name for folder in (*below[below.index(place.folder) :], place.folder)]
            raise ScaffolderError(f"Templates extend each other: {' -> '.join(circle)}.", fix="Take one `extends` out.")
        template = read_template(place.folder, program=self._program)
        for number, base in enumerate(template.manifest.extends):
            if self._wanted and not self._wanted(template, number):
                continue
            if found := self._extended(base.name, place):
                self.add(found, (*below, place.folder))
        template = self._named(template, place)
        self.layers[template.name] = place, replace(template, origin=self._origin(place))

    def _extended(self, base: str, place: _Place) -> _Place | None:
        """Find what a template extends; None when it is laid down already."""
        if NAME.fullmatch(base):
            if found := place.beside(base):
                return found
            if base in self.layers:
                return None
            if found := self._finder.built_in(base):
                return _Place(folder=found, source=Source(kind=Kind.BUILT_IN, place=base))
        raise ScaffolderError(
            f"{place.source.text} extends {base!r}, which is neither next to it nor comes with scaffolder.",
            fix="Give its source before: --template SOURCE; for `scaffold template`: --below SOURCE",
        )

    def _named(self, template: Template, place: _Place) -> Template:
        """Call a template by what the user calls it where its own name is taken."""
        taken = self.layers.get(template.name)
        if taken is None:
            return template
        called = place.source.name
        if called and called not in self.layers:
            return replace(template, manifest=replace(template.manifest, name=called))
        raise ScaffolderError(
            f"Two templates are called {template.name}: {taken[0].source.text} and {place.source.text}.",
            fix="Give one another name: --template NAME=SOURCE"
            if place in self._asked
            else f"Call the one in {place.source.text} something else in its template.toml, and its folder.",
        )

    def _origin(self, place: _Place) -> Origin:
        if place.source.kind is Kind.BUILT_IN:
            return Origin()
        held = content_hash(place.folder)
        self._finder.check(place.source, place.commit, held)
        return Origin(source=place.source.text, commit=place.commit, hash=held)
