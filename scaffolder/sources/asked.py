"""From what a user typed to sources that mean the same on every machine: plain names looked up, folders in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.sources.config import Config
from scaffolder.sources.finder import Finder
from scaffolder.sources.packages import package_names
from scaffolder.sources.source import Kind, Source, looks_up, parse_source, split_name


def asked_sources(texts: Iterable[str], config: Callable[[], Config], finder: Finder) -> list[Source]:
    """Read what was given with `--template`, or the configured templates where nothing was.

    Raises:
        ScaffolderError: one is no source, or a name that nothing goes by, or given twice.
    """
    sources: list[Source] = []
    for text in [*texts] or config().templates:
        source = _source(text, config, finder)
        if source.text in [other.text for other in sources]:
            raise ScaffolderError(f"The template {text} is given twice.", fix="Give it once.")
        sources.append(source)
    return sources


def _source(text: str, config: Callable[[], Config], finder: Finder) -> Source:
    """Read one source; a plain name is an alias, else a built-in template, else an entry point."""
    name, rest = split_name(text)
    if not looks_up(rest):
        return parse_source(text, beside=Path.cwd())
    aliases = config().aliases
    if rest in aliases:
        found = _source(aliases[rest], Config, finder)  # an alias of an alias is none
        return replace(found, name=name or found.name or rest)
    if finder.built_in(rest):
        return Source(kind=Kind.BUILT_IN, place=rest, name=name)
    packaged = package_names()
    if rest in packaged:
        return Source(kind=Kind.PACKAGE, place=rest, name=name)
    known = [*aliases, *finder.built_in_names(), *packaged]
    if Path(rest).is_dir():
        raise ScaffolderError(f"{rest!r} is no template's name.", fix=f"For the folder, write ./{rest}")
    from difflib import get_close_matches

    near = get_close_matches(rest, known, n=1)
    raise ScaffolderError(
        f"{rest!r} is no template's name.",
        fix=f"Did you mean {near[0]}?" if near else f"Use one of {', '.join(known)}, a folder, or a repository.",
    )
