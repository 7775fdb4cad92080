"""Finds the folder that a source stands for, with the commits and hashes that a project's lock pins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from scaffolder.errors import ScaffolderError
from scaffolder.sources.content import same_content
from scaffolder.sources.errors import UnreachableError
from scaffolder.sources.packages import package_folder
from scaffolder.sources.source import Kind, Source, parse_source
from scaffolder.templating.template import MANIFEST

if TYPE_CHECKING:
    from scaffolder.sources.repository import Repository

SHOWN_DIGITS = 10


class Locked(Protocol):
    """A layer as a project's lock holds it."""

    @property
    def name(self) -> str:
        """What its template is called."""

    @property
    def source(self) -> str:
        """Where it came from."""

    @property
    def commit(self) -> str:
        """What it was pinned to, in a repository."""

    @property
    def hash(self) -> str:
        """The hash of what it held."""


class Pins(NamedTuple):
    """What must be found again: the commit of a repository's ref, and the hash of a source at a commit."""

    commits: Mapping[tuple[str, str], str] = MappingProxyType({})
    hashes: Mapping[tuple[str, str], str] = MappingProxyType({})


def pins_of(layers: Iterable[Locked]) -> Pins:
    """Give what a lock pins.

    Raises:
        ScaffolderError: it pins to what is no commit; a path, say.
    """
    commits, hashes = {}, {}
    for layer in layers:
        if layer.commit:
            from scaffolder.sources.refs import is_commit  # a repository's ref is for those who have one

            source = parse_source(layer.source, beside=Path())
            if source.kind is not Kind.GIT or not is_commit(layer.commit):
                raise ScaffolderError(
                    f"The lock pins {layer.name} to {layer.commit!r}, which is no commit.",
                    fix="Restore .scaffold/lock.json from git.",
                )
            commits[source.place, source.ref] = layer.commit
            hashes[source.text, layer.commit] = layer.hash
    return Pins(commits=commits, hashes=hashes)


class Finder:
    """Finds templates on this machine, and fetches those of repositories; `notes` says what a user should know."""

    def __init__(self, *, built_in: Path, cache: Path, pins: Pins | None = None) -> None:
        self.notes: list[str] = []
        self._built_in = built_in
        self._cache = cache
        self._pins = pins or Pins()
        self._found: dict[tuple[str, str], str] = {}

    def built_in(self, name: str) -> Path | None:
        """Give the folder of a built-in template, None when there is none of that name."""
        folder = self._built_in / name
        return folder if (folder / MANIFEST).is_file() else None

    def built_in_names(self) -> list[str]:
        """Give the names of the built-in templates."""
        return sorted(path.parent.name for path in self._built_in.glob(f"*/{MANIFEST}"))

    def find(self, source: Source) -> tuple[Path, str]:
        """Give a template's folder, and the commit it is of where it comes from a repository.

        Raises:
            ScaffolderError: it is not to be had.
        """
        if source.kind is Kind.GIT:
            return self._in_repository(source)
        if source.kind is Kind.PACKAGE:
            return package_folder(source.place), ""
        if source.kind is Kind.FOLDER:
            if not Path(source.place).is_dir():
                raise ScaffolderError(
                    f"The template {source.text} is no folder here.",
                    fix="Name one that is there; a project takes it from: scaffold update --template SOURCE",
                )
            return Path(source.place), ""
        folder = self.built_in(source.place)
        if folder is None:
            known = ", ".join(self.built_in_names())
            raise ScaffolderError(
                f"No template {source.place!r} comes with scaffolder.", fix=f"Those that do: {known}."
            )
        return folder, ""

    def repository(self, source: Source) -> Repository:
        """Give the repository of a source."""
        from scaffolder.sources.repository import Repository  # git is for those who use it

        return Repository(source.place, source.protocol, self._cache)

    def check(self, source: Source, commit: str, held: str) -> None:
        """Compare a template with what the lock says of it.

        Raises:
            ScaffolderError: it is pinned to a commit and holds something else.
        """
        pinned = self._pins.hashes.get((source.text, commit)) if commit else None
        if pinned and not same_content(pinned, held):
            self.repository(source).forget(commit)
            raise ScaffolderError(
                f"{source.text} at commit {commit[:SHOWN_DIGITS]} is not what the project was made from: "
                f"its content is {held}, and the lock says {pinned}.",
                fix="Try again, it is fetched anew then. If that does not help, restore the lock from git.",
            )

    def _in_repository(self, source: Source) -> tuple[Path, str]:
        repository = self.repository(source)
        commit = self._commit(repository, source)
        folders = repository.folders(commit)
        if source.folder not in folders:
            shown = ", ".join(folder or "the root" for folder in folders) or "nowhere"
            raise ScaffolderError(
                f"{source.text} is no template: there is no {source.folder}/{MANIFEST}."
                if source.folder
                else f"{source.text} is no template: there is no {MANIFEST} at the root.",
                fix=f"Name the folder behind //. Templates of this repository: {shown}.",
            )
        return repository.template(commit, source.folder), commit

    def _commit(self, repository: Repository, source: Source) -> str:
        """Give the commit to use, fetched: the pinned one, else what the repository says now, else what it said."""
        from scaffolder.sources.refs import is_commit

        key = source.place, source.ref
        if key not in self._found:
            pinned = self._pins.commits.get(key, "") or (source.ref if is_commit(source.ref) else "")
            try:
                self._found[key] = repository.fetch(source.ref, pinned)
            except UnreachableError as error:
                self._found[key] = self._offline(repository, source, pinned, error)
        return self._found[key]

    def _offline(self, repository: Repository, source: Source, pinned: str, error: UnreachableError) -> str:
        refs = repository.remembered()
        commit = pinned or (refs.commit(source.ref) if refs else "")
        if not commit or not repository.holds(commit):
            raise error
        self.notes.append(f"{error} Used is commit {commit[:SHOWN_DIGITS]}, as {source.ref or 'it'} last was.")
        return commit
