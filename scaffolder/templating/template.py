"""A template as it lies in memory: its manifest and its files."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scaffolder.errors import ScaffolderError
from scaffolder.templating.manifest import MANIFEST, Manifest, Program, read_manifest
from scaffolder.templating.presets import PRESETS, Preset, read_presets
from scaffolder.tree import File, Tree

# Never part of a template, whatever an editor or an interpreter left there.
_LEFT_OUT = frozenset({"__pycache__", ".DS_Store", "Thumbs.db"})
_FOLDERS = ("files", "parts")


class Origin(NamedTuple):
    """Where a template was found; `commit` and `hash` pin one that does not come with scaffolder."""

    source: str = "built-in"
    commit: str = ""
    hash: str = ""


@dataclass(frozen=True, kw_only=True)
class Template:
    """One template: what its manifest says, its files, and the parts (`parts/...`) that its files may include.

    `program` holds the Pulumi program by its path in the project, in a template that asks for one.
    """

    manifest: Manifest
    files: Tree
    parts: Tree
    program: Tree
    presets: Mapping[str, Preset]
    origin: Origin = Origin()

    @property
    def name(self) -> str:
        """The manifest's name."""
        return self.manifest.name


def read_template(folder: Path, *, program: Path | None = None) -> Template:
    """Read the template in `folder`; `program` is the Pulumi program's folder, for a template that asks for it.

    Raises:
        ScaffolderError: it is no template, its manifest is wrong, or it holds links.
    """
    tree: dict[str, File] = {}
    for name in (MANIFEST, PRESETS):
        path = folder / name
        if path.is_symlink():
            raise ScaffolderError(f"{path} is a link; a template holds files only.", fix="Put the file there.")
        if path.is_file():
            tree[name] = File(path.read_bytes())
    for name in _FOLDERS:
        if (folder / name).is_dir():
            _read_folder(str(folder / name), f"{name}/", tree, _LEFT_OUT)
    return template_of(tree, shown=str(folder), program=program)


def template_of(tree: Tree, *, shown: str, program: Path | None = None) -> Template:
    """Give the template that a tree holds: `template.toml`, `presets.toml`, `files/` and `parts/`.

    Raises:
        ScaffolderError: it is no template, or its manifest is wrong; `shown` is how messages call it.
    """
    if MANIFEST not in tree:
        raise ScaffolderError(
            f"{shown} is no template: it has no {MANIFEST}.", fix=f"Name a folder that has a {MANIFEST} and files/."
        )
    manifest = read_manifest(_text(tree, MANIFEST, shown), shown=f"{shown}/{MANIFEST}")
    return Template(
        manifest=manifest,
        files={path.removeprefix("files/"): file for path, file in tree.items() if path.startswith("files/")},
        parts={path: file for path, file in tree.items() if path.startswith("parts/")},
        program=_read_program(program, manifest.program) if program and manifest.program else {},
        presets=read_presets(_text(tree, PRESETS, shown), shown=f"{shown}/{PRESETS}") if PRESETS in tree else {},
    )


def _text(tree: Tree, path: str, shown: str) -> str:
    try:
        return tree[path].content.decode("utf-8-sig")  # some editors on Windows begin with a byte order mark
    except UnicodeDecodeError as error:
        raise ScaffolderError(f"{shown}/{path} is no UTF-8 text: {error}.", fix="Save it as UTF-8.") from error


def _read_program(folder: Path, wanted: Program) -> Tree:
    """Read the Pulumi program's own files: its entry point and its package, not the reference stacks."""
    files: dict[str, File] = {}
    for path in wanted.take or ("__main__.py", "inference/"):
        if path.endswith("/"):
            _read_folder(str(folder / path), path, files, _LEFT_OUT, leave=wanted.leave)
        else:
            files[path] = File((folder / path).read_bytes())
    return {f"{wanted.to}/{path}": file for path, file in files.items()}


def _read_folder(
    folder: str, prefix: str, files: dict[str, File], left_out: Collection[str], leave: Collection[str] = ()
) -> None:
    """Add the files below `folder`, sorted, under `prefix`; nothing of `leave`, which are paths with their prefix."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = prefix + entry.name
        if entry.name in left_out:
            continue
        if entry.is_symlink():
            raise ScaffolderError(f"{entry.path} is a link; a template holds files only.", fix="Put the file there.")
        if entry.is_dir():
            if f"{path}/" not in leave:
                _read_folder(entry.path, f"{path}/", files, left_out, leave)
            continue
        if path in leave:
            continue
        if not entry.is_file():
            raise ScaffolderError(f"{entry.path} is no plain file.", fix="Take it out of the template.")
        with open(entry.path, "rb") as file:  # noqa: PTH123 - a Path for each file costs more than reading it
            mode = os.fstat(file.fileno()).st_mode
            files[path] = File(file.read(), executable=bool(mode & stat.S_IXUSR))
