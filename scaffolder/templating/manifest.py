"""A template's `template.toml`: what it is called, what it builds on, and how its files become paths.

A template is a folder with `template.toml` and `files/`:

    name = "service"                     # the folder's name
    version = "1.2.0"                    # MAJOR.MINOR.PATCH
    description = "An inference service."
    extends = ["base"]                   # optional: templates next to this one, laid down before it
    program = "infra"                    # optional: put the shipped Pulumi program here, for the clouds asked for

    [[files]]                            # optional rules; a file without a rule is taken under its own path
    path = "Pulumi.stack.yaml.j2"        # a file under files/, or a folder when it ends in "/"
    for = "stack in stacks"              # once for each item; needs `to`
    to = "Pulumi.<{ stack.name }>.yaml"  # where it goes in the project; rendered

    [[files]]
    path = "app/model/"
    when = "'gcp' in clouds"             # taken only when this holds

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
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NoReturn, cast

from scaffolder.errors import ScaffolderError

_TEXT_KEYS = ("name", "version", "description")
_RULE_KEYS = ("path", "when", "for", "to")
_KEYS = (*_TEXT_KEYS, "extends", "program", "files")

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_LOOP = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s+in\s+(\S.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class FileRule:
    """What a manifest says of a file or folder under `files/`."""

    path: str
    when: str = ""
    item: str = ""  # of `for = "ITEM in ITEMS"`
    items: str = ""
    to: str = ""

    def matches(self, path: str) -> bool:
        """Whether this rule speaks of the file at `path`."""
        return path.startswith(self.path) if self.path.endswith("/") else path == self.path


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A checked `template.toml`."""

    name: str
    version: str
    description: str
    extends: Sequence[str] = ()
    program: str = ""
    rules: Sequence[FileRule] = ()


def read_manifest(text: str, *, shown: str) -> Manifest:
    """Read a `template.toml`; `shown` is how messages call the file.

    Raises:
        ScaffolderError: it is no TOML, or says something a manifest cannot say; names the line.
    """
    return _Reader(text, shown).manifest()


class _Reader:
    """Reads one manifest and knows where its keys stand."""

    def __init__(self, text: str, shown: str) -> None:
        self._text = text
        self._shown = shown

    def manifest(self) -> Manifest:
        try:
            data = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            raise ScaffolderError(f"{self._shown} is no valid TOML: {error}.", fix="Correct that line.") from error
        self._known(data, _KEYS, "a template's manifest")
        texts = {key: self._text_of(data, key) for key in _TEXT_KEYS}
        if not _NAME.fullmatch(texts["name"]):
            self._refuse("name", f"name is {texts['name']!r}.", "Use lower-case letters, digits and single hyphens.")
        if not _VERSION.fullmatch(texts["version"]):
            self._refuse("version", f"version is {texts['version']!r}.", "Write it as MAJOR.MINOR.PATCH, like 1.0.0.")
        extends = data.get("extends", [])
        if not isinstance(extends, list) or not all(isinstance(name, str) for name in extends):
            self._refuse("extends", f"extends is {extends!r}.", 'Give a list of template names, like ["base"].')
        rules = data.get("files", [])
        if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
            self._refuse("files", "files is no list of tables.", "Write each rule under its own [[files]] line.")
        program = self._folder(data)
        rules = tuple(self._rule(rule, number) for number, rule in enumerate(rules))
        return Manifest(**texts, extends=tuple(extends), program=program, rules=rules)

    def _rule(self, data: Mapping[str, Any], number: int) -> FileRule:
        self._known(data, _RULE_KEYS, "a [[files]] rule", number)
        for key, value in data.items():
            if not isinstance(value, str) or not value.strip():
                self._refuse(key, f"{key} is {value!r}.", "Give a text that is not empty.", number)
        if "path" not in data:
            self._refuse("[[files]]", "a [[files]] rule has no path.", 'Add path = "a file under files/".', number)
        path = cast("str", data["path"])
        if path.startswith("/") or ".." in PurePosixPath(path).parts or "\\" in path:
            self._refuse("path", f"path is {path!r}.", "Give a path under files/, with forward slashes.", number)
        if path.endswith("/") and ("for" in data or "to" in data):
            self._refuse("path", f"{path!r} is a folder with `for` or `to`.", "Give each file its own rule.", number)
        loop = _LOOP.fullmatch(data.get("for", ""))
        if "for" in data and not loop:
            self._refuse("for", f"for is {data['for']!r}.", 'Write it as "item in items".', number)
        if loop and "to" not in data:
            self._refuse("for", "`for` without `to` writes one file many times.", 'Add to = "<{ item }>.txt".', number)
        item, items = loop.groups() if loop else ("", "")
        return FileRule(path=path, when=data.get("when", ""), item=item, items=items, to=data.get("to", ""))

    def _text_of(self, data: Mapping[str, Any], key: str) -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value.strip():
            problem = f"{key} is {value!r}." if key in data else f"{key} is missing."
            self._refuse(key, problem, f'Add {key} = "..." at the top.')
        return cast("str", value)

    def _folder(self, data: Mapping[str, Any]) -> str:
        program = data.get("program", "")
        if not isinstance(program, str) or (program and not _NAME.fullmatch(program)):
            self._refuse("program", f"program is {program!r}.", "Give the name of one folder, like infra.")
        return program

    def _known(self, data: Mapping[str, Any], keys: Sequence[str], what: str, number: int = -1) -> None:
        for key in data:
            if key not in keys:
                from difflib import get_close_matches

                near = get_close_matches(key, keys, n=1)
                fix = f"Did you mean {near[0]}?" if near else f"The keys are: {', '.join(keys)}."
                self._refuse(key, f"{key} is no key of {what}.", fix, number)

    def _refuse(self, key: str, problem: str, fix: str, number: int = -1) -> NoReturn:
        raise ScaffolderError(f"{self._shown}{self._line(key, number)}: {problem}", fix=fix)

    def _line(self, key: str, number: int) -> str:
        """`, line N` of a key, searched within rule `number` when it is one."""
        rule = -1
        for index, line in enumerate(self._text.splitlines(), start=1):
            rule += line.strip() == "[[files]]"
            if rule == number and re.match(rf"\s*\"?{re.escape(key)}\"?\s*(=|\.|$)", line):
                return f", line {index}"
        return ""
