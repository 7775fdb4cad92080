"""Which versions of its templates a project takes: those it has, the newest, or one that is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.sources.errors import UnreachableError
from scaffolder.sources.finder import SHOWN_DIGITS, Finder, Locked, Pins, pins_of
from scaffolder.sources.refs import Refs, newest_tag
from scaffolder.sources.source import Kind, Source, parse_source, split_name
from scaffolder.templating.template import Template


@dataclass(frozen=True, kw_only=True)
class Versions:
    """What is wanted: `to` names versions, as `V` or `NAME=V`; without any, the newest or what the lock has."""

    newest: bool = False
    to: Sequence[str] = ()


KEPT = Versions()
NEWEST = Versions(newest=True)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The sources with their versions, and what must be told of them.

    `required` has what can only be had as it is installed: the version asked for, by source.
    """

    sources: Sequence[str]
    pins: Pins
    notes: Sequence[str] = ()
    required: Mapping[str, str] = field(default_factory=dict)

    def check(self, layers: Sequence[Template]) -> None:
        """Refuse a version that is not the one installed.

        Raises:
            ScaffolderError: another is.
        """
        for text, version in self.required.items():
            source = parse_source(text, beside=Path())
            layer = next(layer for layer in reversed(layers) if _is_from(layer, source))
            if layer.manifest.version != version:
                where, fix = {
                    Kind.BUILT_IN: ("installed", "Install the scaffolder that has it first."),
                    Kind.PACKAGE: ("installed", "Install the package's version that has it first."),
                    Kind.FOLDER: (f"in {source.place}", f"Put {version} there first."),
                }[source.kind]
                raise ScaffolderError(f"{layer.name} {layer.manifest.version} is {where}, not {version}.", fix=fix)


def choose(versions: Versions, sources: Sequence[Source], layers: Sequence[Locked], finder: Finder) -> Chosen:
    """Give the sources of a project with the versions that are wanted; repositories are asked for the newest.

    Raises:
        ScaffolderError: `to` names nothing of this project, or does not say what of it.
    """
    pins = pins_of(layers)
    if versions.to:
        return _named(versions.to, sources, layers, pins)
    if not versions.newest:
        return Chosen(sources=[source.text for source in sources], pins=pins)
    commits, notes = dict(pins.commits), []
    moved, asked = [], dict[str, Refs | None]()
    for source in sources:
        wanted = source
        if source.kind is Kind.GIT:
            if source.place not in asked:
                asked[source.place] = _asked(source, finder, notes)
            if refs := asked[source.place]:
                wanted = _newest(source, refs, commits, notes)
        moved.append(wanted.text)
    return Chosen(sources=moved, pins=pins._replace(commits=commits), notes=list(dict.fromkeys(notes)))


def _asked(source: Source, finder: Finder, notes: list[str]) -> Refs | None:
    try:
        return finder.repository(source).ask()
    except UnreachableError as error:
        notes.append(f"{error} Whether there is a newer version is not known.")
        return None


def _newest(source: Source, refs: Refs, commits: dict[tuple[str, str], str], notes: list[str]) -> Source:
    """Move a source to its newest tag, or its branch's head; what names a commit stays."""
    key = source.place, source.ref
    called, pinned = source.name or source.place, commits.get(key, "")
    tag = newest_tag(source.ref, refs.tags) if source.ref in refs.tags else ""
    if tag and tag != source.ref:
        notes.append(f"{called}: the newest tag is {tag}, after {source.ref}.")
        commits[source.place, tag] = refs.tags[tag]
        return source.at(tag)
    now = refs.commit(source.ref)
    if tag and pinned and now != pinned:
        notes.append(
            f"{called}: the tag {tag} was moved, from commit {pinned[:SHOWN_DIGITS]} to {now[:SHOWN_DIGITS]}. "
            f"It stays at the first; to take the other: scaffold update --to {tag}"
        )
    elif now and not tag:
        if pinned and now != pinned:
            branch = source.ref or "the default branch"
            notes.append(f"{called}: {branch} is at commit {now[:SHOWN_DIGITS]}, after {pinned[:SHOWN_DIGITS]}.")
        commits[key] = now
    return source


def _named(to: Sequence[str], sources: Sequence[Source], layers: Sequence[Locked], pins: Pins) -> Chosen:
    """Let `to` say which version of which source; a version alone means what there is only one of."""
    moved, required, commits = list(sources), dict[str, str](), dict(pins.commits)
    for text in to:
        name, version = split_name(text)
        for number, source in enumerate(sources):
            if source not in _meant(name, sources, layers):
                continue
            if source.kind is Kind.GIT:
                moved[number] = parse_source(source.at(version).text, beside=Path())
                commits.pop((source.place, version), None)
            else:
                required[source.text] = version
    return Chosen(sources=[source.text for source in moved], pins=pins._replace(commits=commits), required=required)


def _meant(name: str, sources: Sequence[Source], layers: Sequence[Locked]) -> Sequence[Source]:
    """Give the sources that go by `name`; without one the repository's, where there is one, or the only source."""
    names = {source.text: _names(source, layers) for source in sources}
    if name:
        found = [source for source in sources if name in names[source.text]]
        if not found:
            known = ", ".join(sorted(set().union(*names.values())))
            raise ScaffolderError(f"The project has no template {name!r}.", fix=f"It has: {known}.")
        return found
    repositories = [source for source in sources if source.kind is Kind.GIT]
    found = repositories or sources
    if len({source.place for source in found}) > 1:
        shown = ", ".join(sorted(min(names[source.text]) for source in found))
        raise ScaffolderError(f"Several templates have versions: {shown}.", fix="Say which: --to NAME=VERSION")
    return found


def _names(source: Source, layers: Sequence[Locked]) -> set[str]:
    """Give what a source is called: by the user, and by its template."""
    own = {layer.name for layer in layers if layer.source == source.text}
    named = {source.name} if source.name else set()
    return own | named or {source.place}


def _is_from(layer: Template, source: Source) -> bool:
    return layer.name == source.place if source.kind is Kind.BUILT_IN else layer.origin.source == source.text
