"""The templates that are there for `--template`: built in, configured, and those of installed packages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.generate import template_finder
from scaffolder.sources.config import read_config
from scaffolder.sources.packages import package_folder, package_names
from scaffolder.sources.source import Kind, Source, looks_up, parse_source
from scaffolder.templating.manifest import MANIFEST, read_manifest


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A template by its name. The version of one in a repository is what the source asks for; nothing is fetched."""

    name: str
    kind: str
    version: str = ""
    description: str = ""
    source: str = ""
    default: bool = False
    problem: str = ""

    def document(self) -> dict[str, object]:
        """Give it as plain data."""
        return dict(vars(self))


def catalogue() -> Iterator[Entry]:
    """Give every template that has a name here.

    Raises:
        ScaffolderError: a configuration file is wrong.
    """
    finder, config = template_finder(), read_config()
    defaults = config.templates or ("service",)
    for name in finder.built_in_names():
        if folder := finder.built_in(name):
            yield _entry(name, "built in", folder, name, default=name in defaults)
    for name, text in config.aliases.items():
        default = name in defaults
        source = Source(kind=Kind.BUILT_IN, place=text) if looks_up(text) else parse_source(text, beside=Path.cwd())
        if source.kind is Kind.FOLDER:
            yield _entry(name, "configured", Path(source.place), text, default=default)
        else:
            yield Entry(name=name, kind="configured", version=source.ref, source=text, default=default)
    for name in package_names():
        try:
            yield _entry(name, "package", package_folder(name), f"package:{name}", default=name in defaults)
        except ScaffolderError as error:
            yield Entry(name=name, kind="package", source=f"package:{name}", problem=str(error))


def _entry(name: str, kind: str, folder: Path, source: str, *, default: bool) -> Entry:
    path = folder / MANIFEST
    try:
        manifest = read_manifest(path.read_text(encoding="utf-8"), shown=str(path))
    except (OSError, UnicodeDecodeError, ScaffolderError) as error:
        return Entry(name=name, kind=kind, source=source, default=default, problem=str(error))
    return Entry(
        name=name,
        kind=kind,
        version=manifest.version,
        description=manifest.description,
        source=source,
        default=default,
    )
