"""Previews a project's stacks before and after a change of its files, and tells what becomes of their resources."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import ScaffolderError
from scaffolder.impact.compare import Effect, Fate, compare
from scaffolder.impact.overlay import lay_over
from scaffolder.impact.precious import Loss, losses
from scaffolder.tree import File

if TYPE_CHECKING:
    from scaffolder.engine.interpreter import Interpreter
    from scaffolder.engine.preview import Preview
    from scaffolder.engine.workspace import Workspace

FATES: tuple[Fate, ...] = ("replaced", "changed", "new", "gone")
_APP, _DOCKERFILE = "app", "app/Dockerfile"
_PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml")


@dataclass(frozen=True, kw_only=True)
class Impact:
    """What becomes of the resources of each stack that was previewed, and why others were not.

    `stacks` is None where there was nothing to preview: no file of the program or of a stack changes.
    """

    stacks: Mapping[str, Sequence[Effect]] | None = None
    notes: Sequence[str] = ()

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Those of all stacks."""
        return tuple(effect for effects in (self.stacks or {}).values() for effect in effects)

    def count(self, fate: Fate) -> int:
        """How many resources have it."""
        return sum(effect.fate == fate for effect in self.effects)

    def losses(self, allowed: Sequence[str]) -> tuple[Loss, ...]:
        """What is precious and would be replaced or deleted, but for the URNs that are allowed."""
        return tuple(losses(self.effects, allowed=allowed))


def foresee(
    project: Path,
    changed: Mapping[str, File | None],
    *,
    stacks: Sequence[str] = (),
    on_resource: Callable[[str, str], None] = lambda _stack, _urn: None,
) -> Impact:
    """Tell what changing files does to what is deployed of all stacks, or of those named.

    What cannot be previewed, since an SDK is missing or the program does not run, is told in the notes.
    """
    if not any((project / name).is_file() for name in _PROJECT_FILES):
        return Impact()
    from scaffolder.engine.interpreter import find_interpreter
    from scaffolder.engine.workspace import Workspace

    try:
        before = Workspace.find(project)
    except ScaffolderError as error:
        return Impact(notes=[_unknown(error)])
    _check_known(stacks, before.stacks())
    rebuilt = (f"Files in {_APP}/ change: where the image is built here, the next deployment builds and rolls it out.",)
    notes = rebuilt if any(path.startswith(f"{_APP}/") for path in changed) and (project / _DOCKERFILE).exists() else ()
    wanted = [stack for stack in _touched(before, changed) if not stacks or stack in stacks]
    if not wanted:
        return Impact(notes=notes)
    try:
        with tempfile.TemporaryDirectory(prefix="scaffolder-", ignore_cleanup_errors=True) as scratch:
            folder = Path(scratch).resolve()
            program = _program(before)
            lay_over(project, folder, changed, real=[] if program == "." else [program])
            after = Workspace.find(folder)
            common = [stack for stack in wanted if stack in after.stacks()]
            return _previewed(before, after, common, find_interpreter(before), on_resource) if common else Impact()
    except ScaffolderError as error:
        return Impact(notes=[_unknown(error)])


def _unknown(error: ScaffolderError) -> str:
    return f"What this does to what is deployed is not known: {error} {error.fix}".strip()


def _touched(workspace: Workspace, changed: Collection[str]) -> Sequence[str]:
    """Give the stacks that a change of files may matter to."""
    program, stacks = _program(workspace), workspace.stacks()
    if any(path == workspace.file.name or program == "." or path.startswith(f"{program}/") for path in changed):
        return stacks
    return [stack for stack in stacks if f"Pulumi.{stack}{workspace.file.suffix}" in changed]


def _program(workspace: Workspace) -> str:
    """Give the program's folder below the project, `.` where it is all of it."""
    return workspace.program_dir.resolve().relative_to(workspace.root.resolve()).as_posix()


def _check_known(names: Sequence[str], stacks: Sequence[str]) -> None:
    for name in names:
        if name not in stacks:
            raise ScaffolderError(f"There is no stack {name!r}.", fix=f"There are: {', '.join(stacks)}.")


def _previewed(
    before: Workspace,
    after: Workspace,
    stacks: Sequence[str],
    interpreter: Interpreter,
    on_resource: Callable[[str, str], None],
) -> Impact:
    from scaffolder.engine.embedded import preview_runs
    from scaffolder.paths import cache_dir
    from scaffolder.simulator.cloud import SimulatedCloud
    from scaffolder.simulator.schema import SchemaStore

    def run(chosen: Sequence[str], *, deployed: bool) -> dict[str, tuple[Preview, Preview]]:
        runs = [(workspace, stack) for workspace in (before, after) for stack in chosen]
        previews = preview_runs(runs, interpreter, on_resource=on_resource, deployed=deployed)
        pairs = zip(previews[: len(chosen)], previews[len(chosen) :], strict=True)
        return dict(zip(chosen, pairs, strict=True))

    found = run(stacks, deployed=True)
    # A program may fail for what is made up: then what is not known stays so.
    if failed := [stack for stack, pair in found.items() if any(preview.failure for preview in pair)]:
        found |= run(failed, deployed=False)
    cloud = SimulatedCloud(SchemaStore(interpreter.site_packages, cache_dir()))
    effects: dict[str, Sequence[Effect]] = {}
    notes = []
    for stack, (was, now) in found.items():
        if failed := _failed(was, now):
            notes.append(f"{stack}: {failed}")
            continue
        moved = (str(after.root), str(before.root))
        effects[stack] = compare(was.resources, now.resources, cloud, moved=moved)
    return Impact(stacks=effects, notes=notes)


def _failed(before: Preview, after: Preview) -> str:
    """Say why two previews cannot be compared, or give an empty text."""
    unknown = "so what this does to what is deployed is not known"
    if before.failure:
        return f"the program does not run as it is now, {unknown}: {_line(before.failure.text)}"
    if after.failure:
        return f"the program does not run after this, {unknown}: {_line(after.failure.text)}"
    return ""


def _line(text: str) -> str:
    return next(iter(text.strip().splitlines()), "")
