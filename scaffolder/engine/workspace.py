"""A Pulumi Python project on disk: where it is, how its program is run, which stacks it has."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scaffolder.engine.config import DeclaredConfig, StackConfig, merge_config, parse_declared
from scaffolder.engine.project_file import EXTENSIONS, read_document
from scaffolder.errors import ScaffolderError

MADE_UP_STACK = "dev"


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """One Pulumi Python project.

    `main` is what `main:` names, a folder or a file, else the root; `program_dir` is the folder the program runs in.
    """

    file: Path
    name: str
    runtime: str
    options: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""
    main: Path
    stack_config_dir: Path
    declared: Mapping[str, DeclaredConfig] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The folder that holds `Pulumi.yaml`."""
        return self.file.parent

    @property
    def program_dir(self) -> Path:
        """The folder the program runs in."""
        return self.main if self.main.is_dir() else self.main.parent

    @staticmethod
    def find(path: Path) -> Workspace:
        """The project at a path or above it, as `pulumi` itself finds it."""
        start = path.absolute()
        if not start.exists():
            raise ScaffolderError(f"There is no {path}.", fix="Give the folder of a Pulumi project, or leave it out.")
        if start.is_file():
            start = start.parent
        for folder in (start, *start.parents):
            for extension in EXTENSIONS:
                file = folder / f"Pulumi{extension}"
                if file.is_file():
                    return _load(file)
        raise ScaffolderError(
            f"No Pulumi project found: there is no Pulumi.yaml in {start} or a folder above it.",
            fix="Go to a project's folder or give its path; `scaffold new NAME` makes a new one.",
        )

    def stacks(self) -> Sequence[str]:
        """The stacks that have a settings file, by name."""
        extension = self.file.suffix
        if not self.stack_config_dir.is_dir():
            return ()
        names = (file.name for file in self.stack_config_dir.glob(f"Pulumi.*{extension}") if file.is_file())
        return tuple(sorted(name.removeprefix("Pulumi.").removesuffix(extension) for name in names))

    def stack_config(self, stack: str) -> StackConfig:
        """A stack's whole configuration, as the engine would hand it to the program."""
        file = self.stack_config_dir / f"Pulumi.{stack}{self.file.suffix}"
        notes: list[str] = []
        if not file.is_file():
            self._require_no_stacks(stack)
            notes.append(f"This project has no {file.name}: previewed as a new stack {stack!r} with the defaults.")
        return merge_config(
            read_document(file) if file.is_file() else None,
            stack=stack,
            project=self.name,
            file=file,
            declared=self.declared,
            notes=notes,
        )

    def _require_no_stacks(self, stack: str) -> None:
        stacks = self.stacks()
        if not stacks:
            return
        near = difflib.get_close_matches(stack, stacks, n=1)
        raise ScaffolderError(
            f"There is no stack {stack!r}: this project has {', '.join(stacks)}.",
            fix=f"--stack {near[0] if near else stacks[0]}",
        )


def _load(file: Path) -> Workspace:
    document = read_document(file)
    if not isinstance(document, Mapping):
        raise ScaffolderError(f"{file} holds no project: it is not a mapping.", fix="Start it with `name: ...`.")
    name = document.get("name")
    if not isinstance(name, str) or not name:
        raise ScaffolderError(
            f"{file}: project is missing a non-empty string 'name' attribute.", fix="Add `name: ...`."
        )
    runtime, options = _runtime(file, document.get("runtime"))
    section, config_dir = document.get("config"), document.get("stackConfigDir")
    if isinstance(section, str):
        # `config: folder` is how stackConfigDir was once spelled.
        section, config_dir = None, config_dir or section
    if not isinstance(section, Mapping | None):
        raise ScaffolderError(f"{file}: `config` must be a mapping of keys.", fix="Write one `key:` a line under it.")
    return Workspace(
        file=file,
        name=name,
        runtime=runtime,
        options=options,
        description=document.get("description") or "",
        main=_main(file, document.get("main")),
        stack_config_dir=file.parent / (config_dir or ""),
        declared=parse_declared(section or {}, project=name, file=file),
        document=document,
    )


def _runtime(file: Path, value: Any) -> tuple[str, Mapping[str, Any]]:
    name, options = (value.get("name"), value.get("options") or {}) if isinstance(value, Mapping) else (value, {})
    if name != "python":
        said = f"its runtime is {name!r}" if name else "it names no runtime"
        raise ScaffolderError(
            f"{file} is not a Pulumi project in Python: {said}.",
            fix="Preview a project with `runtime: python`; for others use `pulumi preview`.",
        )
    return name, options


def _main(file: Path, value: Any) -> Path:
    root = file.parent
    main = (root / str(value)).resolve() if value else root
    if not main.exists():
        raise ScaffolderError(
            f"{file}: `main: {value}` names nothing that exists.", fix=f"Make {main}, or correct `main`."
        )
    if not main.is_relative_to(root.resolve()) and main != root:
        raise ScaffolderError(
            f"{file}: `main: {value}` lies outside the project.", fix="Name a folder inside the project."
        )
    if main.is_dir() and not (main / "__main__.py").is_file():
        raise ScaffolderError(
            f"There is no program in {main}: it has no __main__.py.", fix="Write one, or point `main:` at the program."
        )
    return main
