"""What `--template` takes, read: where a template comes from, before anything is looked up.

| source | what it is |
| --- | --- |
| `service` | a built-in template |
| `./platform/acme` | a folder |
| `git+https://host/repo.git@v3//service` | a folder of a git repository, at a tag, branch or commit |
| `git+ssh://git@host/repo.git` | the template at its root, on its default branch |
| `git+file:///srv/templates.git@main` | a repository on this machine |
| `package:acme` | an installed package, by its entry point in the group `scaffolder.templates` |
| `acme=SOURCE` | any of them, under a name |
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.tree_paths import path_problem

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_GIT = "git+"
_PACKAGE = "package:"
_PROTOCOLS = ("https", "ssh", "file")
# What git takes as the name of a tag or branch, less what could be read as anything else: git-check-ref-format.
_REF = r"(?!-)(?!.*(?:\.\.|@\{|//))[A-Za-z0-9._/+=#@-]+(?<![./])"
_SCP = r"(?:git\+)?[\w.-]+@[\w.-]+:(?!//).+"
_LIKE_URL = r"(?i:[a-z][a-z0-9+.-]*::?(//)?.*)"
_DRIVE = r"[A-Za-z]:[\\/].*"
_EXAMPLE = "git+https://host/repo.git@v3//folder"


class Kind(StrEnum):
    """How a template is had."""

    BUILT_IN = "built-in"
    FOLDER = "folder"
    GIT = "git"
    PACKAGE = "package"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where one template comes from.

    `place` is the built-in's or entry point's name, the folder's path, or the repository's address; `ref` a tag, branch
    or commit; `folder` lies in the repository. `name` is what the user called it, and may be empty.
    """

    kind: Kind
    place: str
    ref: str = ""
    folder: str = ""
    name: str = ""

    @property
    def text(self) -> str:
        """The source as it is typed and recorded."""
        called = f"{self.name}=" if self.name else ""
        if self.kind is Kind.GIT:
            ref = f"@{self.ref}" if self.ref else ""
            return f"{called}{_GIT}{self.place}{ref}{f'//{self.folder}' if self.folder else ''}"
        return f"{called}{_PACKAGE if self.kind is Kind.PACKAGE else ''}{self.place}"

    @property
    def protocol(self) -> str:
        """What a repository is asked by: `https`, `ssh` or `file`."""
        return self.place.partition(":")[0]

    def at(self, ref: str) -> Source:
        """The same at another tag, branch or commit."""
        return replace(self, ref=ref)


def split_name(text: str) -> tuple[str, str]:
    """Part `NAME=SOURCE`; the name is empty when there is none."""
    name, sign, rest = text.partition("=")
    return (name, rest) if sign and NAME.fullmatch(name) else ("", text)


def looks_up(text: str) -> bool:
    """Whether a source is a plain name, which has to be looked up: a built-in, an alias, or an entry point."""
    return NAME.fullmatch(text) is not None


def parse_source(text: str, *, beside: Path) -> Source:
    """Read a source that is no plain name; a relative folder lies in `beside`.

    Raises:
        ScaffolderError: it is nothing that a template can come from.
    """
    name, rest = split_name(text)
    if rest.startswith(_GIT):
        return replace(_git(rest), name=name)
    if rest.startswith(_PACKAGE):
        package = rest.removeprefix(_PACKAGE)
        if not package.strip():
            raise ScaffolderError(f"{text!r} names no package.", fix="Write package:NAME, with its entry point's name.")
        return Source(kind=Kind.PACKAGE, place=package, name=name)
    if looks_up(rest):
        return Source(kind=Kind.BUILT_IN, place=rest, name=name)
    if re.fullmatch(_SCP, rest):
        login, _, path = rest.removeprefix(_GIT).partition(":")
        raise ScaffolderError(f"{text!r} is no source.", fix=f"Write it as git+ssh://{login}/{path.lstrip('/')}")
    if re.fullmatch(_LIKE_URL, rest) and not re.fullmatch(_DRIVE, rest):
        raise ScaffolderError(f"{text!r} is no source.", fix=f"Write a repository as {_EXAMPLE}")
    if not rest.strip() or "\0" in rest:
        raise ScaffolderError(f"{text!r} is no source.", fix="Give a built-in name, a folder, or a repository.")
    return Source(kind=Kind.FOLDER, place=str((beside / Path(rest).expanduser()).resolve()), name=name)


def _git(text: str) -> Source:
    """Read `git+PROTOCOL://HOST/PATH[@REF][//FOLDER]`."""
    protocol, sign, rest = text.removeprefix(_GIT).partition("://")
    if not sign or protocol not in _PROTOCOLS:
        raise ScaffolderError(
            f"{text!r} is not asked for by one of {', '.join(_PROTOCOLS)}.", fix=f"Write it as {_EXAMPLE}"
        )
    rest, _, folder = rest.partition("//")
    host, slash, path = rest.partition("/")
    path, at, ref = path.partition("@")
    folder = folder.rstrip("/")
    if "@" in folder and not at:
        folder, _, ref = folder.partition("@")
        raise ScaffolderError(
            f"{text!r} has {ref!r} behind the folder.", fix=f"Write it as {_GIT}{protocol}://{rest}@{ref}//{folder}"
        )
    if not slash or not path or host.startswith("-") or (not host and protocol != "file"):
        raise ScaffolderError(f"{text!r} names no repository.", fix=f"Write it as {_EXAMPLE}")
    if re.search(r"[\s\x00-\x1f\x7f?#]", f"{host}/{path}"):
        raise ScaffolderError(f"{text!r} has characters that no address of a repository has.", fix="Take them out.")
    _check_login(text, protocol, host)
    if at and not re.fullmatch(_REF, ref):
        raise ScaffolderError(f"{ref!r} is no tag, branch or commit.", fix=f"Write it as {_EXAMPLE}")
    if folder and (problem := path_problem(folder)):
        raise ScaffolderError(
            f"{text!r} has the folder {folder!r}: {problem}.", fix="Name a folder inside the repository."
        )
    return Source(kind=Kind.GIT, place=f"{protocol}://{host}/{path}", ref=ref, folder=folder)


def _check_login(text: str, protocol: str, host: str) -> None:
    """Refuse what would put a password into the project's record."""
    login, at, machine = host.rpartition("@")
    if at and (protocol != "ssh" or ":" in login):
        shown = text.replace(f"{login}@", "...@", 1)
        raise ScaffolderError(
            f"{shown!r} holds a login, which would be written into the project.",
            fix=f"Leave it out, and let git's credential helper give it: git+{protocol}://{machine}/...",
        )
