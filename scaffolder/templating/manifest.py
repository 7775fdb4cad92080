"""A template's `template.toml`: what it is called, what it builds on, what it asks, and how its files become paths.

A template is a folder with `template.toml` and `files/`. `docs/templates.md` shows a manifest with every key, and
`manifest_schema.py` says what each may hold.

- Everything under `files/` becomes a file of the project, hidden files too. A file that ends in `.j2` is rendered and
  loses the ending (unless `to` names it); every other file is copied byte for byte. The executable bit is kept.
- Delimiters are `<{ value }>`, `<% statement %>` and `<# comment #>`, so `${{ }}`, TOML's `[[x]]` and shell's `[[ ]]`
  need no escaping. A `<% %>` or `<# #>` that stands alone on its line leaves no line behind.
- An unknown name is an error, never empty text. Nothing is written by a template, and nothing of Python is reachable.
- Several rules may match a file (its own and those of its folders): every `when` must hold. `for` and `to` belong to a
  rule that names the file itself. In `when`, the item of `for` is known too.
- A later template replaces the file of an earlier one at the same path. It may extend it instead, block by block:
  `<% extends "base/README.md.j2" %>` and `<% block usage %>...<% endblock %>`; `base` is the template's name.
- `<% include "service/parts/x.j2" %>` and `import` work the same way, within the templates in use. Put a part under
  `parts/` beside `files/` and it is no file of the project.

`presets.toml` beside the manifest holds what each environment starts from: `[prod]` with `regions = 2`, how many of a
cloud's usual regions serve, and `[prod.settings]`, which are written into the files of that environment's stacks. An
environment without a preset starts as `dev` does. A later template's preset wins, key by key.

What a template can use:

| name | what it is |
| --- | --- |
| `name` | the service's name |
| `clouds` | the clouds asked for, in the order `aws`, `gcp`, `azure` |
| `multi_cloud` | whether there are several |
| `environments` | the environments, in the order asked |
| `answers` | the answers to the templates' questions, `answers.KEY`; each is known by its own name too |
| `stacks` | each stack: `.name`, `.cloud`, `.environment`, `.regions`, `.settings` (config key to value) |
| `settings` | every setting of the program: `.key`, `.type`, `.items`, `.config_default`, `.description`, `.choices` |
| `pins` | package to version range: `pins["pulumi-aws"]` is `>=7.51,<8` |
| `scaffolder_version` | the version that renders |

Filters beside Jinja's own: `json` writes a value as JSON on one line, which YAML reads too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from scaffolder import __version__
from scaffolder.errors import ScaffolderError
from scaffolder.templating.manifest_schema import MANIFEST_SCHEMA
from scaffolder.templating.schema_check import first_problem

if TYPE_CHECKING:
    from scaffolder.templating.manifest_tables import Lock, Patch, Removal
    from scaffolder.templating.migrations import Migration

MANIFEST = "template.toml"

_LOOP = r"\s*([A-Za-z_][A-Za-z0-9_]*)\s+in\s+(\S.*)"


class Base(NamedTuple):
    """A template that another extends, perhaps only `when` something holds."""

    name: str
    when: str = ""


class Program(NamedTuple):
    """Where the Pulumi program goes, and which of its files: `take` alone if there is any, and nothing of `leave`."""

    to: str
    take: Sequence[str] = ()
    leave: Sequence[str] = ()


class FileRule(NamedTuple):
    """What a manifest says of a file or folder under `files/`."""

    path: str
    when: str = ""
    item: str = ""  # of `for = "ITEM in ITEMS"`
    items: str = ""
    to: str = ""

    def matches(self, path: str) -> bool:
        """Whether this rule speaks of the file at `path`."""
        return covers(self.path, path)


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A checked `template.toml`."""

    name: str
    version: str
    description: str
    extends: Sequence[Base] = ()
    program: Program | None = None
    questions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # as written; `questions.py` reads them
    settings: Mapping[str, Any] = field(default_factory=dict)
    locked: Mapping[str, Lock] = field(default_factory=dict)
    rules: Sequence[FileRule] = ()
    remove: Sequence[Removal] = ()
    patches: Sequence[Patch] = ()
    migrations: Sequence[Migration] = ()
    text: str = field(default="", repr=False, compare=False)

    def line(self, *path: str | int) -> int | None:
        """Give the line of what `path` leads to."""
        from scaffolder.templating.toml_lines import line_of

        return line_of(self.text, path)

    def where(self, *path: str | int) -> str:
        """Name this manifest and the line of what `path` leads to, as messages do."""
        return _where(f"{self.name}/{MANIFEST}", self.text, path)


def read_manifest(text: str, *, shown: str) -> Manifest:
    """Read a `template.toml`; `shown` is how messages call the file.

    Raises:
        ScaffolderError: it is no TOML, says something a manifest cannot say, or wants a newer scaffolder; names the
            line.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScaffolderError(f"{shown} is no valid TOML: {error}.", fix="Correct that line.") from error
    # First, as a newer manifest may well hold what this version does not know.
    _check_version(data.get("scaffolder"), shown=shown, text=text)
    if problem := first_problem(data, MANIFEST_SCHEMA):
        raise ScaffolderError(f"{_where(shown, text, problem.path)}: {problem.message}", fix=problem.fix)
    return Manifest(
        name=data["name"],
        version=data["version"],
        description=data["description"],
        extends=tuple(Base(name=base) if isinstance(base, str) else Base(**base) for base in data.get("extends", ())),
        program=_program(data.get("program")),
        questions=data.get("questions", {}),
        settings=data.get("settings", {}),
        rules=tuple(FileRule(**_looping(rule)) for rule in data.get("files", ())),
        text=text,
        **_rare(data),
    )


def covers(path: str, file: str) -> bool:
    """Whether `path` is that file, or, ending in "/", a folder that it lies in."""
    return file.startswith(path) if path.endswith("/") else file == path


def _program(data: str | Mapping[str, Any] | None) -> Program | None:
    if data is None:
        return None
    return Program(to=data) if isinstance(data, str) else Program(**data)


def _rare(data: Mapping[str, Any]) -> dict[str, Any]:
    """Read the tables that few templates have; what they are made of is not loaded for the others."""
    if not data.keys() & {"locked", "remove", "patches", "migrations"}:
        return {}
    from scaffolder.templating.manifest_tables import read_tables

    return read_tables(data, _looping)


def _looping(data: Mapping[str, Any]) -> dict[str, Any]:
    """Take a `for` apart, which the schema has checked."""
    if "for" not in data:
        return dict(data)
    loop = re.fullmatch(_LOOP, data["for"], re.DOTALL)
    item, items = loop.groups() if loop else ("", "")
    return {**{key: value for key, value in data.items() if key != "for"}, "item": item, "items": items}


def _check_version(wanted: object, *, shown: str, text: str) -> None:
    """Refuse a template that is for newer versions; what is no version at all is the schema's to tell."""
    if isinstance(wanted, str) and re.fullmatch(r">=\s*\d+(\.\d+){0,2}", wanted):
        least, here = _numbers(wanted), _numbers(__version__)
        if least > here:
            where = _where(shown, text, ["scaffolder"])
            raise ScaffolderError(
                f"{where}: the template needs scaffolder {wanted}; this is {__version__}.", fix="Update scaffolder."
            )


def _numbers(version: str) -> list[int]:
    numbers = [int(number) for number in re.findall(r"\d+", version)][:3]
    return numbers + [0] * (3 - len(numbers))


def _where(shown: str, text: str, path: Sequence[str | int]) -> str:
    from scaffolder.templating.toml_lines import line_of  # for what is wrong

    line = line_of(text, path)
    return f"{shown}, line {line}" if line else shown
