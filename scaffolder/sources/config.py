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
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from scaffolder.errors import ScaffolderError
from scaffolder.paths import config_file
from scaffolder.sources.source import NAME, looks_up, parse_source
from scaffolder.templating.schema_check import first_problem

VARIABLE = "SCAFFOLDER_CONFIG"
_SOURCE = {"type": "string", "pattern": r"\S", "x-fix": "Give a source, as --template takes it."}
CONFIG_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "a configuration file",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "templates": {
            "type": "array",
            "items": _SOURCE,
            "x-fix": 'Give a list of sources, like ["acme"].',
            "description": "What `scaffold new` uses when no --template is given, later ones on top.",
        },
        "aliases": {
            "type": "object",
            "propertyNames": {
                "pattern": rf"^(?:{NAME.pattern})(?![\s\S])",
                "x-says": "An alias cannot be called so.",
                "x-fix": "Use lower-case letters, digits and single hyphens.",
            },
            "additionalProperties": _SOURCE,
            "x-fix": "Write them below a line [aliases].",
            "description": "Short names for sources, as --template takes them.",
        },
    },
}


class Config(NamedTuple):
    """What the files say together: default templates, and the source behind each alias."""

    templates: Sequence[str] = ()
    aliases: Mapping[str, str] = MappingProxyType({})


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

    def where(*place: str | int) -> str:
        from scaffolder.templating.toml_lines import line_of  # for what is wrong

        line = line_of(text, place)
        return f"{path}, line {line}" if line else str(path)

    if problem := first_problem(data, CONFIG_SCHEMA):
        raise ScaffolderError(f"{where(*problem.path)}: {problem.message}", fix=problem.fix)

    def whole(source: str, *place: str | int) -> str:
        try:
            return source if looks_up(source) else parse_source(source, beside=path.absolute().parent).text
        except ScaffolderError as error:
            raise ScaffolderError(f"{where(*place)}: {error}", fix=error.fix) from error

    return Config(
        templates=tuple(whole(source, "templates", number) for number, source in enumerate(data.get("templates", []))),
        aliases={name: whole(source, "aliases", name) for name, source in data.get("aliases", {}).items()},
    )
