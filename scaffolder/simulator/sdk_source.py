"""Reads the source of one installed Pulumi SDK: finds its classes, and what they declare, without importing it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from scaffolder.simulator.sdk_types import Resolve, enum_values, read_annotation
from scaffolder.simulator.types import ANY, SCALARS, EnumOf, ObjectRef, Property, Type

_GETTER: Final = re.compile(
    r"    @(?:_builtins\.)?property\n"
    r"    @pulumi\.getter(?:\(name=\"([^\"]*)\"\))?\n"
    r"(?:    @_utilities\.deprecated\((.*?)\)\n)?"
    r"    def (\w+)\(self\) -> (.*?):\n"
    r"(?:        (?:r|)\"\"\"(.*?)\"\"\")?",
    re.DOTALL,
)
_MODULE: Final = '"fqn": "'
_QUOTED: Final = re.compile(r'"([\w.]+)"')
_CONSTRUCTOR: Final = re.compile(r"    def __init__\(__self__, \*,\n.*?\):\n", re.DOTALL)
_WITH_DEFAULT: Final = re.compile(r"^ +(\w+): [^\n]* = None[,)]", re.MULTILINE)
_TOP_LEVEL: Final = re.compile(r"^[^\s#)\]}]", re.MULTILINE)
_SETTING: Final = re.compile(r"__config__\.get(?:_\w+)?\(\s*'(\w+)'")
_CONSTANT: Final = re.compile(r"Expected value is '([^']*)'")
# The words with which a provider's docs announce that a change means a new resource.
_REPLACES: Final = re.compile(
    r"forces? (?:a |the )?(?:new resource|replacement|re-?creation)|forces? creation of a new"
    r"|changing this (?:field |property |value )?(?:will )?(?:creates?|forces?|recreates?)"
    r"|this (?:field|property) is immutable|will trigger (?:a )?(?:resource )?replacement",
    re.IGNORECASE,
)
_DESCRIPTION_LENGTH: Final = 300


@dataclass(frozen=True, kw_only=True)
class PackageInfo:
    """An installed SDK: the provider's name, the Python package that talks to it, its version and folder."""

    name: str
    import_name: str
    version: str
    path: Path

    @property
    def title(self) -> str:
        """The SDK as messages name it: `pulumi-aws 7.51.1`."""
        return f"{self.import_name.replace('_', '-')} {self.version}"


class SdkSource:
    """The sources of one SDK."""

    def __init__(self, package: PackageInfo) -> None:
        self.package = package
        self._init = self._text(package.path / "__init__.py")

    def _text(self, path: Path) -> str:
        return read_source(path)

    def folder(self, module: str) -> Path:
        """Give the folder of a dotted module of this SDK."""
        return self.package.path.joinpath(*module.split(".")[1:])

    def resource_class(self, token: str) -> tuple[str, str] | None:
        """Give the module and class that stand for a resource type, from the SDK's own registry."""
        if token == f"pulumi:providers:{self.package.name}":
            return self.package.import_name, "Provider"
        at = self._init.find(f'"{token}": "')
        class_name = _QUOTED.match(self._init, at + len(token) + 4) if at >= 0 else None
        module_at = self._init.rfind(_MODULE, 0, at) if at >= 0 else -1
        module = _QUOTED.match(self._init, module_at + len(_MODULE) - 1) if module_at >= 0 else None
        return (module[1], class_name[1]) if module and class_name else None

    def module_of(self, mod: str) -> str | None:
        """Give the Python module of a token's middle part: `ec2/getAmi` is `pulumi_aws.ec2`."""
        head = mod.split("/", maxsplit=1)[0] if "/" in mod else mod
        if head == "index":
            return self.package.import_name
        found = re.search(rf'"mod": "{re.escape(head)}(?:/[^"]*)?",\s*"fqn": "([\w.]+)"', self._init)
        if found:
            return found[1]
        candidate = f"{self.package.import_name}.{snake_case(head.replace('/', '.'))}"
        return candidate if self.folder(candidate).is_dir() else None

    def find_class(self, module: str, name: str) -> tuple[str, str] | None:
        """Give the text of the file that defines a resource class, and the class's own block."""
        folder = self.folder(module)
        likely = [folder / f"{stem}.py" for stem in (snake_case(name), name, f"{snake_case(name)}_", "provider")]
        for path in (*likely, *self._others(folder, likely)):
            text = self._text(path)
            block = class_block(text, name)
            if block:
                return text, block
        return None

    def _others(self, folder: Path, likely: list[Path]) -> Iterator[Path]:
        private = {"__init__.py", "_inputs.py", "outputs.py", "_enums.py", "_utilities.py"}
        if folder.is_dir():
            yield from (path for path in sorted(folder.glob("*.py")) if path not in likely and path.name not in private)

    def find_function(self, module: str, token: str) -> str | None:
        """Give the text of the file that defines a function."""
        folder = self.folder(module)
        name = token.rpartition(":")[2]
        likely = [folder / f"{snake_case(name)}.py"]
        for path in (*likely, *self._others(folder, likely)):
            text = self._text(path)
            if f"'{token}'" in text:
                return text
        return None

    def properties(self, block: str, module: str) -> dict[str, Property]:
        """Give what the getters of a class declare, by wire name."""
        found: dict[str, Property] = {}
        resolve = self._resolver(module)
        header = _CONSTRUCTOR.search(block)
        # The SDK has a value of its own for these.
        with_default = set(_WITH_DEFAULT.findall(header[0])) if header else set()
        for wire_name, deprecated, python_name, annotation, text in _GETTER.findall(block):
            name = wire_name or python_name
            type_, optional = read_annotation(annotation, resolve)
            constant = _CONSTANT.search(text)
            found[name] = Property(
                name=name,
                python_name=python_name,
                type=type_,
                required=not optional and python_name not in with_default,
                description=_first_paragraph(text),
                deprecated=" ".join(deprecated.strip().strip('"').split()),
                constant=constant[1] if constant else None,
                replaces=bool(_REPLACES.search(text)),
            )
        return found

    def settings(self) -> dict[str, Property]:
        """Give what a stack's configuration may set of this provider, by wire name, its types left open.

        A few settings are not the provider's own: `azure:location` is where the SDK puts resources without a location.
        """
        text = self._text(self.package.path / "config" / "vars.py")
        return {
            name: Property(name=name, python_name=snake_case(name), type=ANY, required=False)
            for name in _SETTING.findall(text)
        }

    def object_properties(self, ref: str) -> dict[str, Property] | None:
        """Give what a nested class declares; None when the SDK does not have it."""
        location, _, name = ref.partition(":")
        module, _, file = location.rpartition(".")
        while module:
            block = class_block(self._text(self.folder(module) / f"{file}.py"), name)
            if block is not None:
                return self.properties(block, module)
            module = module.rpartition(".")[0]
        return None

    def _resolver(self, module: str) -> Resolve:
        return lambda name: self.resolve(name, module)

    def resolve(self, name: str, module: str) -> Type:
        """Give the type behind a name that an annotation in `module` uses."""
        path, _, short = name.rpartition(".")
        parts = path.split(".") if path else []
        if parts and parts[0].startswith("pulumi_") and parts[0] != self.package.import_name:
            return _foreign(parts, short)
        kind = ""
        if parts and parts[-1] in {"outputs", "_root_outputs"}:
            kind = "outputs"
        if parts and parts[0].startswith("_root_"):
            module, parts = self.package.import_name, []
        elif parts and parts[0].startswith("_"):
            parts = [self.package.import_name, parts[0][1:], *parts[1:]]
        parts = [part for part in parts if part not in {"outputs", "_inputs", "_enums"}]
        if parts:
            module = (
                ".".join(parts) if parts[0] == self.package.import_name else f"{self.package.import_name}.{parts[0]}"
            )
        if kind == "outputs":
            return ObjectRef(f"{module}.outputs:{short}")
        return self._resolve_input(module, short)

    def _resolve_input(self, module: str, short: str) -> Type:
        if short.endswith("ArgsDict"):
            short = short.removesuffix("Dict")
        if short.endswith("Args"):
            return ObjectRef(f"{module}._inputs:{short}")
        holder = module
        while holder:
            block = class_block(self._text(self.folder(holder) / "_enums.py"), short)
            if block:
                values = enum_values(block)
                return EnumOf(values) if values else ANY
            holder = holder.rpartition(".")[0]
        return SCALARS["resource"] if (self.folder(module) / f"{snake_case(short)}.py").is_file() else ANY


def _foreign(parts: list[str], short: str) -> Type:
    """A type of another SDK; a component package passes whole resources and args of the provider below it."""
    module = ".".join(part for part in parts if part not in {"outputs", "_inputs", "_enums"})
    if parts[-1] == "outputs":
        return ObjectRef(f"{module}.outputs:{short}")
    return ObjectRef(f"{module}._inputs:{short}") if short.endswith("Args") else ANY


@lru_cache(maxsize=24)
def read_source(path: Path) -> str:
    """Give a source file's text, empty when there is none; the last few are kept, since neighbours are asked for."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def class_block(text: str, name: str) -> str | None:
    """Give the source of one top-level class, found by its first line and ended by the next top-level one."""
    for opening in (f"\nclass {name}(", f"\nclass {name}:"):
        start = text.find(opening)
        if start >= 0:
            end = _TOP_LEVEL.search(text, start + len(opening))
            return text[start + 1 : end.start() if end else len(text)]
    return None


def snake_case(name: str) -> str:
    """Give the file name that Pulumi's generator makes of a class or function name."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", spaced).lower()


def _first_paragraph(text: str) -> str:
    words = " ".join(text.strip().partition("\n\n")[0].split())
    return words if len(words) <= _DESCRIPTION_LENGTH else words[: _DESCRIPTION_LENGTH - 3] + "..."


def read_package(path: Path) -> PackageInfo | None:
    """Give what an SDK's folder says of itself; None when it is no SDK."""
    try:
        said: Any = json.loads((path / "pulumi-plugin.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(said, dict) or not said.get("resource"):
        return None
    # A provider made from a Terraform one at run time is named by its parameterization.
    named = said["parameterization"] if isinstance(said.get("parameterization"), dict) else said
    name = str(named.get("name") or path.name.removeprefix("pulumi_").replace("_", "-"))
    version = str(named.get("version") or _dist_version(path) or "")
    return PackageInfo(name=name, import_name=path.name, version=version.removeprefix("v"), path=path)


def _dist_version(path: Path) -> str:
    for info in path.parent.glob(f"{path.name}-*.dist-info"):
        return info.name.removeprefix(f"{path.name}-").removesuffix(".dist-info")
    return ""
