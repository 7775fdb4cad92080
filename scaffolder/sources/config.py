"""The configuration files of a user and of their organisation: default templates, and short names for sources.

    templates = ["acme"]                   # what `scaffold new` uses when no --template is given

    [aliases]
    acme = "git+https://host/platform/templates.git@v3//service"
    draft = "../drafts/acme"               # a folder, seen from this file

The organisation's file is where the variable SCAFFOLDER_CONFIG says, the user's in the platform's place for them
(`~/.config/scaffolder/config.toml` on Linux); what the user's says wins.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.paths import config_file
from scaffolder.sources.source import NAME, looks_up, parse_source

VARIABLE = "SCAFFOLDER_CONFIG"
CONFIG_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "scaffolder's configuration file",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "templates": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "uniqueItems": True,
            "description": "What `scaffold new` uses when no --template is given, later ones on top.",
        },
        "aliases": {
            "type": "object",
            "propertyNames": {"pattern": f"^(?:{NAME.pattern})$"},
            "additionalProperties": {"type": "string", "minLength": 1},
            "description": "Short names for sources, as --template takes them.",
        },
    },
}


@dataclass(frozen=True, kw_only=True)
class Config:
    """What the files say together: default templates, and the source behind each alias."""

    templates: Sequence[str] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)


def read_config() -> Config:
    """Read the organisation's file and the user's; either may be absent.

    Raises:
        ScaffolderError: the organisation's is named and not there, or one says something it cannot say.
    """
    whole = Config()
    named = os.environ.get(VARIABLE)
    for path in filter(None, (Path(named) if named else None, config_file())):
        try:
            text = path.read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError) as error:
            if named and path == Path(named):
                raise ScaffolderError(
                    f"{VARIABLE} names {path}, which is not there.", fix="Correct the variable, or unset it."
                ) from error
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise ScaffolderError(f"{path} cannot be read: {error}.", fix="Make it a readable UTF-8 text.") from error
        own = parse_config(text, path)
        whole = Config(templates=own.templates or whole.templates, aliases={**whole.aliases, **own.aliases})
    return whole


def parse_config(text: str, path: Path) -> Config:
    """Read a file's text; the folders it names are seen from `path`.

    Raises:
        ScaffolderError: it is no TOML or says something it cannot say; names the file, the key and the line.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScaffolderError(f"{path} is no valid TOML: {error}.", fix="Correct that line.") from error
    for key, problem, fix in _problems(data):
        raise ScaffolderError(f"{path}{_line(text, key)}: {problem}", fix=fix)

    def whole(key: str, source: str) -> str:
        try:
            return source if looks_up(source) else parse_source(source, beside=path.absolute().parent).text
        except ScaffolderError as error:
            raise ScaffolderError(f"{path}{_line(text, key)}: {error}", fix=error.fix) from error

    return Config(
        templates=tuple(whole("templates", source) for source in data.get("templates", [])),
        aliases={name: whole(name, source) for name, source in data.get("aliases", {}).items()},
    )


def _problems(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Give what the schema does not allow: the key, the problem and its fix."""
    for key in data:
        if key not in CONFIG_SCHEMA["properties"]:
            yield key, f"{key} is no key of a configuration file.", "The keys are: templates, aliases."
    templates, aliases = data.get("templates", []), data.get("aliases", {})
    if not isinstance(templates, list) or not all(isinstance(item, str) and item for item in templates):
        yield "templates", f"templates is {templates!r}.", 'Give a list of sources, like ["acme"].'
    if not isinstance(aliases, dict):
        yield "aliases", f"aliases is {aliases!r}.", "Write them below a line [aliases]."
        return
    for name, source in aliases.items():
        if not NAME.fullmatch(name):
            yield name, f"{name!r} is no alias.", "Use lower-case letters, digits and single hyphens."
        if not isinstance(source, str) or not source:
            yield name, f"{name} is {source!r}.", "Give a source, as --template takes it."


def _line(text: str, key: str) -> str:
    """`, line N` where a key or its table stands."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*(\[\s*)?[\"']?{re.escape(key)}[\"']?\s*(=|\.|\]|$)", line):
            return f", line {number}"
    return ""
