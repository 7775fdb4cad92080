"""Fetches the templates of a git repository at one commit into the user's cache, file by file from git's objects."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.sources.content import is_content
from scaffolder.sources.errors import UnreachableError
from scaffolder.sources.git_command import Git, GitError
from scaffolder.sources.refs import Refs, is_commit, may_be_commit, read_refs
from scaffolder.tree_paths import path_problem

_MANIFEST = "template.toml"
_TREE, _REFUSED, _REFS = "tree", "refused.json", "refs.json"
_FORMAT = 1  # of what is kept; another one when more or less of a template is content
_MOST_FILES = 10_000
_LARGEST_FILE = 16 * 1024 * 1024
_LARGEST_TREE = 64 * 1024 * 1024
_ASK_SECONDS = 30
_DAY_SECONDS = 24 * 60 * 60
_KINDS = {"120000": "a link", "160000": "a submodule"}
_EXECUTABLE = "100755"
_FETCHED = "refs/scaffold/fetched"


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """A line of `git ls-tree`."""

    mode: str
    kind: str
    object_id: str
    size: int
    path: str


class Repository:
    """A repository and what the cache holds of it: its templates by commit, and the commits that refs last named."""

    def __init__(self, url: str, protocol: str, cache: Path) -> None:
        self.url = url
        self._protocol = protocol
        self._folder = cache / "sources" / hashlib.sha256(f"{_FORMAT} {url}".encode()).hexdigest()[:32]

    def ask(self) -> Refs:
        """Ask for its tags and branches, and remember them for when it cannot be asked.

        Raises:
            UnreachableError: it does not answer.
        """
        with self._bare() as git:
            try:
                printed = git("ls-remote", "--quiet", "origin", timeout=_ASK_SECONDS)
            except GitError as error:
                raise UnreachableError(
                    f"{self.url} cannot be asked: {error}.", fix="Check the address, the network and your access to it."
                ) from error
        self._remember(printed.decode(errors="replace"))
        return read_refs(printed.decode(errors="replace"))

    def remembered(self) -> Refs | None:
        """Give the tags and branches as they last were, None when it was never asked."""
        try:
            return read_refs(json.loads((self._folder / _REFS).read_text(encoding="utf-8")))
        except (OSError, ValueError, AttributeError):
            return None

    def holds(self, commit: str) -> bool:
        """Whether the cache has the templates of `commit`."""
        return (self._folder / commit / _TREE).is_dir()

    def forget(self, commit: str) -> None:
        """Take the templates of `commit` out of the cache."""
        shutil.rmtree(self._folder / commit, ignore_errors=True)

    def fetch(self, ref: str, commit: str) -> str:
        """Get the templates of `commit`, or of whatever `ref` is where that is empty; give the commit.

        Raises:
            UnreachableError: it does not answer.
            ScaffolderError: it has no such commit, or is too large.
        """
        if commit and self.holds(commit):
            return commit
        with self._bare() as git:
            found = self._fetched(git, ref, commit)
            if not self.holds(found):
                try:
                    self._keep(git, found)
                except GitError as error:
                    raise ScaffolderError(f"{self.url} cannot be read: {error}.", fix="Try again.") from error
        return found

    def template(self, commit: str, folder: str) -> Path:
        """Give the cached folder of a template.

        Raises:
            ScaffolderError: something in it cannot be taken from a repository.
        """
        kept = self._folder / commit
        refused: Mapping[str, str] = json.loads((kept / _REFUSED).read_text(encoding="utf-8"))
        prefix = f"{folder}/" if folder else ""
        for path, why in refused.items():
            if path.startswith(prefix) and is_content(path.removeprefix(prefix)):
                raise ScaffolderError(f"{self.url} has {path}: {why}.", fix="Put plain files there.")
        return kept / _TREE / folder

    def folders(self, commit: str) -> list[str]:
        """Give the folders of the templates in a fetched commit."""
        tree = self._folder / commit / _TREE
        found = [path.parent.relative_to(tree).as_posix() for path in tree.rglob(_MANIFEST)]
        return sorted("" if folder == "." else folder for folder in found)

    @contextlib.contextmanager
    def _bare(self) -> Generator[Git]:
        """Make an empty repository for one use."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sweep()
        with tempfile.TemporaryDirectory(dir=self._folder, prefix="git-", ignore_cleanup_errors=True) as folder:
            yield Git(Path(folder), self.url, self._protocol)

    def _sweep(self) -> None:
        """Remove what processes left here that were killed a day ago."""
        for left in (*self._folder.glob("git-*"), *self._folder.glob("new-*")):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > _DAY_SECONDS:
                    shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()

    def _fetched(self, git: Git, ref: str, commit: str) -> str:
        """Fetch as little as the other side allows, and give the commit."""
        refs = Refs(head="", tags={}, branches={}) if commit else self.ask()
        wanted = commit or refs.commit(ref) or (ref if is_commit(ref) else "")
        if not wanted and not may_be_commit(ref):
            known = ", ".join([*refs.tags, *refs.branches][-8:]) or "none"
            raise ScaffolderError(
                f"{self.url} has no tag, branch or commit {ref!r}." if ref else f"{self.url} has no commit.",
                fix=f"Some it has: {known}.",
            )
        if wanted and self.holds(wanted):
            return wanted
        asked = refs.full_name(ref) if refs.commit(ref) else wanted
        if asked:
            with contextlib.suppress(GitError):  # some servers give no commit by its name: all of them then
                git("fetch", "--quiet", "--depth=1", "--no-tags", "origin", f"+{asked}:{_FETCHED}")
                return self._commit(git, _FETCHED)
        try:
            git("fetch", "--quiet", "--no-tags", "origin", "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
        except GitError as error:
            missing = f" Its commit {commit} is not in your cache." if commit else ""
            raise UnreachableError(
                f"{self.url} cannot be fetched: {error}.{missing}", fix="Check the network and your access to it."
            ) from error
        try:
            return self._commit(git, wanted or ref)
        except GitError as error:
            named = f", which {ref} was," if commit and ref and ref != commit else ""
            raise ScaffolderError(
                f"{self.url} has no commit {wanted or ref}{named} any more." if commit
                else f"{self.url} has no tag, branch or commit {ref!r}.",
                fix="Ask its owners; or name another with scaffold update --to." if commit else "Name one that it has.",
            ) from error  # fmt: skip

    @staticmethod
    def _commit(git: Git, name: str) -> str:
        return git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()

    def _keep(self, git: Git, commit: str) -> None:
        """Write the templates of a fetched commit into the cache, at once."""
        listed = git("ls-tree", "-r", "-z", "--long", "--full-tree", commit).decode("utf-8", "surrogateescape")
        entries = [_entry(line) for line in listed.split("\0") if line]
        roots = [entry.path.removesuffix(_MANIFEST) for entry in entries if _is_manifest(entry)]
        content = [
            entry for entry in entries
            if any(entry.path.startswith(root) and is_content(entry.path[len(root) :]) for root in roots)
        ]  # fmt: skip
        refused = {entry.path: why for entry in content if (why := _refusal(entry))}
        taken = [entry for entry in content if entry.path not in refused]
        self._check_size(taken)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix="new-", ignore_cleanup_errors=True) as folder:
            new = Path(folder, commit)
            (new / _TREE).mkdir(parents=True)
            for entry, data in zip(taken, _blobs(git, taken), strict=True):
                path = new / _TREE / entry.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                path.chmod(0o755 if entry.mode == _EXECUTABLE else 0o644)
            (new / _REFUSED).write_text(json.dumps(refused, indent=2), encoding="utf-8")
            with contextlib.suppress(OSError):  # another process was first
                new.rename(self._folder / commit)

    def _check_size(self, entries: list[_Entry]) -> None:
        large = next((entry for entry in entries if entry.size > _LARGEST_FILE), None)
        if large:
            raise ScaffolderError(
                f"{self.url} has {large.path} of {large.size} bytes; a template's file has {_LARGEST_FILE} at most.",
                fix="Take it out of the template.",
            )
        if len(entries) > _MOST_FILES or sum(entry.size for entry in entries) > _LARGEST_TREE:
            raise ScaffolderError(
                f"The templates of {self.url} have more than {_MOST_FILES} files or {_LARGEST_TREE} bytes.",
                fix="Keep large templates in repositories of their own.",
            )

    def _remember(self, printed: str) -> None:
        with contextlib.suppress(OSError):
            new = self._folder / f"new-{os.getpid()}-{_REFS}"
            new.write_text(json.dumps(printed), encoding="utf-8")
            new.replace(self._folder / _REFS)


def _entry(line: str) -> _Entry:
    about, _, path = line.partition("\t")
    mode, kind, object_id, size = about.split()
    return _Entry(mode=mode, kind=kind, object_id=object_id, size=int(size) if size.isdigit() else 0, path=path)


def _is_manifest(entry: _Entry) -> bool:
    return entry.kind == "blob" and entry.path.rpartition("/")[2] == _MANIFEST


def _refusal(entry: _Entry) -> str:
    """Say why something is not taken out of a repository, or give an empty text."""
    if entry.mode in _KINDS:
        return f"it is {_KINDS[entry.mode]}, and a template holds files only"
    return path_problem(entry.path)


def _blobs(git: Git, entries: list[_Entry]) -> Iterator[bytes]:
    """Give the bytes of each file, from the objects: no filter, no line ends turned, no attribute looked at."""
    if not entries:
        return
    printed = git("cat-file", "--batch", given="".join(f"{entry.object_id}\n" for entry in entries).encode())
    at = 0
    for entry in entries:
        end = printed.index(b"\n", at)
        header = printed[at:end].decode()
        if header != f"{entry.object_id} blob {entry.size}":
            raise GitError(f"{entry.path} cannot be read: {header}")
        yield printed[end + 1 : end + 1 + entry.size]
        at = end + 1 + entry.size + 1
