"""What a project differs by from how it was generated, and from what the installed templates make of its answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.generate import (
    Project,
    ask_layers,
    layer_of,
    parse_sources,
    plan_project,
    plan_stacks_of,
    read_layers,
    template_finder,
)
from scaffolder.project.answers import Answers
from scaffolder.project.changes import Change, changes
from scaffolder.project.features import Feature, features_of
from scaffolder.project.journal import Write, check_places, free_name, plan_write, replace_all
from scaffolder.project.lines import has_markers
from scaffolder.project.merge import REJECTED, WHOLE, Merge, Style, merge
from scaffolder.project.migrating import with_new_keys, with_new_settings
from scaffolder.project.record import BASE, FOLDER, Layer, Record, read_record
from scaffolder.project.stacks import Stack
from scaffolder.project.worktree import WorkTree, makes_way, read_work_tree
from scaffolder.sources.finder import Finder, pins_of
from scaffolder.sources.versions import KEPT, NEWEST, Versions, choose
from scaffolder.templating.answering import OpenQuestionsError
from scaffolder.templating.migrations import Migration, new_names, new_paths, since
from scaffolder.templating.template import Template
from scaffolder.tree import File, Tree
from scaffolder.tree_paths import path_problem

_STACK_FILE = re.compile(r"Pulumi\.([^/]+)\.yaml")


@dataclass(frozen=True, kw_only=True)
class Status:
    """How a project stands: what its user changed, and what the installed templates would.

    `unresolved` holds the files with conflict markers, and those that an update put beside others; `notes` say what is
    to know of the templates' sources.
    """

    project: Path
    record: Record
    installed: Sequence[Layer]
    work_tree: WorkTree
    edits: Sequence[Change]
    blocked: Mapping[str, str]
    unresolved: Sequence[str]
    outdated: Sequence[Change]
    notes: Sequence[str] = ()

    @property
    def ahead(self) -> bool:
        """Whether newer templates than the installed ones made it; a repository's are at the version asked for."""
        versions = {layer.name: layer.version for layer in self.installed if not layer.commit}
        return any(
            _numbers(versions.get(layer.name, layer.version)) < _numbers(layer.version) for layer in self.record.layers
        )

    @property
    def behind(self) -> bool:
        """Whether an update would bring something."""
        return not self.ahead and (bool(self.outdated) or tuple(self.installed) != tuple(self.record.layers))

    @property
    def edited(self) -> bool:
        """Whether anything is not as it was generated."""
        return bool(self.edits or self.blocked or self.unresolved)


@dataclass(frozen=True, kw_only=True)
class Update:
    """An update as it would be: `changes` to the project's files, and how they come about.

    `set_up` has those of the `removed_stacks` whose settings somebody changed, as one does before a deployment.
    `settled` has the files as they would be with the template's side of every conflict: a program that can run.
    """

    status: Status
    needed: bool
    merge: Merge
    changes: Sequence[Change]
    record_files: Tree
    added_stacks: Sequence[str]
    removed_stacks: Sequence[str]
    set_up: Sequence[str]
    settled: Mapping[str, File | None]


def edits_of(project: Path) -> tuple[Record, WorkTree, tuple[Change, ...]]:
    """Give a project's record, its files of it as they are, and what its user changed of them since.

    Raises:
        ScaffolderError: it has no record, or that is damaged, or a file cannot be read.
    """
    record = read_record(project)
    for path in record.base:
        if problem := path_problem(path):
            raise ScaffolderError(f"{project / BASE} is damaged: {path!r}: {problem}.", fix="Restore it from git.")
    work_tree = read_work_tree(project, record.base, like=record.base)
    there = {path: file for path, file in record.base.items() if path not in work_tree.blocked}
    return record, work_tree, changes(there, work_tree.files)


def plan_status(project: Path, versions: Versions = NEWEST) -> Status:
    """Compare a project with its record, and with what the newest templates make of the same answers.

    Raises:
        ScaffolderError: the record or a file cannot be read, or the answers cannot be served any more.
    """
    return _compare(project, lambda _: None, versions, tolerant=True)[0]


def plan_update(
    project: Path,
    answered: Callable[[Record], Answers | None],
    style: Style,
    versions: Versions = KEPT,
    ask: Callable[[Answers, Finder], Answers] = lambda answers, _: answers,
) -> Update:
    """Merge what templates make of the answers, or of the new ones `answered`, with the user's edits.

    `versions` says which of the templates that have several: those of repositories. `ask` answers what newer templates
    ask and have no default for.

    Raises:
        ScaffolderError: as `plan_status`, or the project was made by newer templates than are installed.
    """
    status, planned, migrations = _compare(project, answered, versions, ask)
    if status.ahead:
        raise ScaffolderError(
            f"The project was made of {named(status.record.layers)}; this scaffolder has {named(status.installed)}.",
            fix="Update scaffolder.",
        )
    record, tree = status.record, planned.tree
    theirs = {path: file for path, file in tree.items() if not path.startswith(f"{FOLDER}/")}
    settings = new_names(migration.settings for migration in migrations)
    own = {path.name for path in project.glob("Pulumi.*.yaml")} if settings else set()
    mine = read_work_tree(project, record.base.keys() | theirs.keys() | own, like={**theirs, **record.base})
    three = with_new_settings(record.base, settings), with_new_settings(mine.files, settings), theirs
    leaving = {path for path, file in mine.files.items() if path not in theirs and record.base.get(path) == file}
    blocked = {path: why for path, why in mine.blocked.items() if not makes_way(project, path, leaving)}
    declared = new_paths(migrations, record.base)
    merged = merge(*three, blocked=blocked, style=style, declared=declared)
    beside = {
        free_name(project / item.path, item.suffix).relative_to(project).as_posix(): File(item.content)
        for item in merged.beside
    }
    settled = merged
    if style == Style.INLINE and merged.conflicts:
        settled = merge(*three, blocked=blocked, style=Style.THEIRS, declared=declared)
    stacks, now = _stacks(record.base), _stacks(theirs)
    removed = [name for name in stacks if name not in now]
    return Update(
        status=status,
        needed=status.behind or planned.answers.document() != record.answers.document(),
        merge=merged,
        changes=changes(mine.files, {**merged.tree, **beside}),
        record_files={path: file for path, file in tree.items() if path.startswith(f"{FOLDER}/")},
        added_stacks=[name for name in now if name not in stacks],
        removed_stacks=removed,
        settled={change.path: change.after for change in changes(mine.files, settled.tree)},
        set_up=[name for name in removed if _edited(f"Pulumi.{name}.yaml", record.base, mine.files)],
    )


def named(layers: Sequence[Layer]) -> str:
    """Give layers and their versions as a message shows them."""
    return ", ".join(f"{layer.name} {layer.version}" for layer in layers) or "nothing"


def differing(before: Sequence[Layer], after: Sequence[Layer]) -> tuple[Sequence[Layer], Sequence[Layer]]:
    """Give the layers that are not of the same version before and after; all where only their content differs."""
    old, new = ({(layer.name, layer.version) for layer in layers} for layers in (before, after))
    if old == new:
        return before, after
    return [layer for layer in before if (layer.name, layer.version) not in new], [
        layer for layer in after if (layer.name, layer.version) not in old
    ]


def apply_update(update: Update) -> list[str]:
    """Write an update, all of it or nothing; give the files that somebody else changed meanwhile, which were kept.

    Raises:
        ScaffolderError: it cannot be written; nothing was changed.
    """
    return replace_all(update.status.project, _writes(update), what="update")


def check_update(update: Update) -> None:
    """Refuse an update that could not be written.

    Raises:
        ScaffolderError: a file of it is read-only, say.
    """
    check_places(update.status.project, _writes(update))


def _writes(update: Update) -> list[Write]:
    project = update.status.project
    recorded = read_work_tree(project, update.record_files, like=update.record_files)
    all_changes = (*update.changes, *changes(recorded.files, update.record_files))
    leaving = {change.path for change in update.changes if change.after is None}
    return [plan_write(project, each.path, each.before, each.after, leaving=leaving) for each in all_changes]


def stacks_of(record: Record) -> Sequence[Stack]:
    """Give the stacks that the installed templates make of a record's answers."""
    answers = record.answers
    layers = read_layers(answers, template_finder(pins_of(record.layers)))
    return plan_stacks_of(answers, layers)


def features(record: Record) -> Mapping[str, Feature]:
    """Give what a project can have or do without, by name."""
    layers = read_layers(record.answers, template_finder(pins_of(record.layers)))
    return features_of(ask_layers(record.answers, layers)[0])


def _compare(
    project: Path,
    answered: Callable[[Record], Answers | None],
    versions: Versions,
    ask: Callable[[Answers, Finder], Answers] = lambda answers, _: answers,
    *,
    tolerant: bool = False,
) -> tuple[Status, Project, Sequence[Migration]]:
    """Give the status, the project as templates make it of new answers or of the recorded ones, and what is renamed.

    When `tolerant`, a question without an answer is noted, and the project is then the one that is there.
    """
    record, work_tree, edits = edits_of(project)
    wanted = answered(record) or record.answers
    chosen = choose(versions, parse_sources(wanted.templates), record.layers, template_finder())
    if wanted.templates:
        wanted = replace(wanted, templates=chosen.sources)
    finder = template_finder(chosen.pins)
    layers = read_layers(wanted, finder)
    migrations = _migrations(record, layers)
    before = record.answers
    if migrations:
        keys = [new_names(getattr(each, kind) for each in migrations) for kind in ("settings", "answers")]
        wanted, before = (with_new_keys(answers, *keys) for answers in (wanted, before))
        layers = read_layers(wanted, finder)  # a condition may ask by the new key
    chosen.check(layers)
    if (asked := ask(wanted, finder)) is not wanted:
        wanted, layers = asked, read_layers(asked, finder)
    notes = [*chosen.notes, *finder.notes]
    try:
        planned = plan_project(wanted, layers, before=before)
    except OpenQuestionsError as error:
        if not tolerant:
            raise
        planned = Project(answers=record.answers, stacks=(), tree=record.base)
        notes.append(f"What an update brings is not known. {error}")
    theirs = {path: file for path, file in planned.tree.items() if not path.startswith(f"{FOLDER}/")}
    status = Status(
        project=project,
        record=record,
        installed=tuple(map(layer_of, layers)),
        work_tree=work_tree,
        edits=edits,
        blocked=work_tree.blocked,
        unresolved=_unresolved(project, record.base, work_tree.files),
        outdated=changes(record.base, theirs),
        notes=notes,
    )
    return status, planned, migrations


def _migrations(record: Record, layers: Sequence[Template]) -> list[Migration]:
    """Give what the layers call differently since the versions that the project was made of."""
    versions = {layer.name: layer.version for layer in record.layers}
    return [
        migration
        for template in layers
        if template.name in versions
        for migration in since(template.manifest.migrations, versions[template.name], template.manifest.version)
    ]


def _stacks(tree: Tree) -> list[str]:
    """Give the stacks that have a file of settings, by name."""
    return [found[1] for path in tree if (found := _STACK_FILE.fullmatch(path))]


def _edited(path: str, base: Tree, mine: Tree) -> bool:
    return path in mine and mine[path] != base[path]


def _unresolved(project: Path, base: Tree, mine: Tree) -> list[str]:
    """Give the files with conflict markers that were not generated with them, and what an update put beside."""
    marked = [path for path, file in mine.items() if file != base[path] and has_markers(file.content)]
    beside = [
        f"{path}{suffix}" for path in base for suffix in (REJECTED, WHOLE) if (project / f"{path}{suffix}").exists()
    ]
    return sorted([*marked, *beside])


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
