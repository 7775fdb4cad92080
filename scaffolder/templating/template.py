"""A template as it lies in memory: its manifest and its files."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.templating.manifest import Manifest, read_manifest
from scaffolder.templating.presets import PRESETS, Preset, read_presets
from scaffolder.tree import File, Tree

MANIFEST = "template.toml"
# Never part of a template, whatever an editor or an interpreter left there.
_LEFT_OUT = frozenset({"__pycache__", ".DS_Store", "Thumbs.db"})


@dataclass(frozen=True, kw_only=True)
class Origin:
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


def read_template(folder: Path, *, program: Tree) -> Template:
    """Read the template in `folder`; `program` is the Pulumi program, for a template that asks for it.

    Raises:
        ScaffolderError: it is no template, its manifest is wrong, or it holds links.
    """
    path = folder / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScaffolderError(
            f"{folder} is no template: its {MANIFEST} cannot be read ({error}).",
            fix=f"Name a folder that has a {MANIFEST} and files/.",
        ) from error
    manifest = read_manifest(text, shown=str(path))
    presets = folder / PRESETS
    return Template(
        manifest=manifest,
        files=_read_tree(folder / "files"),
        parts={f"parts/{path}": file for path, file in _read_tree(folder / "parts").items()},
        program={f"{manifest.program}/{path}": file for path, file in program.items()} if manifest.program else {},
        presets=read_presets(presets.read_text(encoding="utf-8"), shown=str(presets)) if presets.is_file() else {},
    )


def read_program(folder: Path, *, without: Collection[str]) -> Tree:
    """Read the Pulumi program's own files: its entry point and its package, none of the reference stacks beside them.

    `without` names the clouds whose folders are left out.
    """
    files = {"__main__.py": File((folder / "__main__.py").read_bytes())}
    _read_folder(str(folder / "inference"), "inference/", files, _LEFT_OUT.union(without))
    return files


def _read_tree(folder: Path) -> Mapping[str, File]:
    files: dict[str, File] = {}
    if folder.is_dir():
        _read_folder(str(folder), "", files, _LEFT_OUT)
    return files


def _read_folder(folder: str, prefix: str, files: dict[str, File], left_out: Collection[str]) -> None:
    """Add the files below `folder`, sorted; `left_out` is for this folder alone, `_LEFT_OUT` for all."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name in left_out:
            continue
        if entry.is_symlink():
            raise ScaffolderError(f"{entry.path} is a link; a template holds files only.", fix="Put the file there.")
        if entry.is_dir():
            _read_folder(entry.path, f"{prefix}{entry.name}/", files, _LEFT_OUT)
            continue
        with open(entry.path, "rb") as file:  # noqa: PTH123 - a Path for each file costs more than reading it
            mode = os.fstat(file.fileno()).st_mode
            files[prefix + entry.name] = File(file.read(), executable=bool(mode & stat.S_IXUSR))
