"""The tags and branches of a repository, and which of its versions is the newest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_HEADS, _TAGS, _PEELED = "refs/heads/", "refs/tags/", "^{}"
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SHORT = re.compile(r"[0-9a-f]{7,64}")
_VERSION = re.compile(r"(.*?)(\d+(?:\.\d+)*)")


@dataclass(frozen=True, kw_only=True)
class Refs:
    """What a repository answered: its default branch's commit, and each tag's and branch's."""

    head: str
    tags: Mapping[str, str]
    branches: Mapping[str, str]

    def commit(self, ref: str) -> str:
        """Give the commit of a tag, branch or the default branch; empty when it is none of them."""
        return (self.tags.get(ref) or self.branches.get(ref) or "") if ref else self.head

    def full_name(self, ref: str) -> str:
        """Give a tag's or branch's full name."""
        return f"{_TAGS}{ref}" if ref in self.tags else f"{_HEADS}{ref}" if ref else "HEAD"


def read_refs(printed: str) -> Refs:
    """Read what `git ls-remote` printed; an annotated tag stands for the commit it names."""
    lines = [line.partition("\t") for line in printed.splitlines()]
    found = {name: commit for commit, _, name in lines if name}

    def below(prefix: str) -> dict[str, str]:
        names = [name for name in found if name.startswith(prefix) and not name.endswith(_PEELED)]
        return {name.removeprefix(prefix): found.get(name + _PEELED, found[name]) for name in names}

    return Refs(head=found.get("HEAD", ""), tags=below(_TAGS), branches=below(_HEADS))


def is_commit(ref: str) -> bool:
    """Whether `ref` is a whole commit."""
    return _COMMIT.fullmatch(ref) is not None


def may_be_commit(ref: str) -> bool:
    """Whether `ref` can be a commit, whole or cut short."""
    return _SHORT.fullmatch(ref) is not None


def newest_tag(tag: str, tags: Iterable[str]) -> str:
    """Give the newest of the tags that are called as `tag` is, but for their number; `tag` when none is newer.

    `v1.2` is followed by `v1.10`, `service-1.0` by `service-2.0`; neither by `v2.0-rc1`.
    """
    own = _VERSION.fullmatch(tag)
    if own is None:
        return tag
    series = [found for other in tags if (found := _VERSION.fullmatch(other)) and found[1] == own[1]]
    return max([own, *series], key=lambda found: _numbers(found[2]))[0]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))
