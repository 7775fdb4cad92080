"""Updates from every earlier version of a template, with edits by chance: none may be lost."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolder.authoring.cases import Case
from scaffolder.authoring.edits import Edit, edited, lost
from scaffolder.authoring.findings import Finding
from scaffolder.authoring.subject import Subject
from scaffolder.errors import ScaffolderError
from scaffolder.generate import template_finder
from scaffolder.project.answers import Answers
from scaffolder.project.apply import create
from scaffolder.project.merge import Style
from scaffolder.project.record import FOLDER, Record
from scaffolder.project.worktree import read_work_tree
from scaffolder.sources.source import Kind, Source
from scaffolder.templating.manifest import MANIFEST
from scaffolder.templating.questions import merge_questions
from scaffolder.tree import Tree
from scaffolder.update import apply_update, plan_update

_EDITED_FILES = 12


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A version of a template that a tag names."""

    tag: str
    subject: Subject


def earlier_versions(subject: Subject) -> list[Earlier]:
    """Give the versions of a template in the tags of its own repository; none when it is in none."""
    top = _top(subject.folder)
    if top is None:
        return []
    folder = subject.folder.relative_to(top).as_posix()
    source = Source(kind=Kind.GIT, place=top.as_uri(), folder="" if folder == "." else folder)
    tags = template_finder().repository(source).ask().tags
    path = MANIFEST if folder == "." else f"{folder}/{MANIFEST}"
    return [
        Earlier(tag=tag, subject=replace(subject, source=source.at(tag).text))
        for tag in tags
        if _git(top, "cat-file", "-e", f"refs/tags/{tag}:{path}") is not None
    ]


def replayed(subject: Subject, earlier: Earlier, cases: Sequence[Case], *, rounds: int, seed: int) -> Iterator[Finding]:
    """Update projects of an earlier version, edited by chance, and give the edits that are lost."""
    for case in cases:
        where = f"{earlier.tag}, {case.name}"
        try:
            made = _made(earlier.subject, case.answers)
        except ScaffolderError as error:
            yield Finding(
                check="updates",
                where=where,
                message=f"The version cannot be rendered any more: {error}",
                fix="Delete the tag if nobody uses it; else keep what it needs.",
                severity="warning",
            )
            continue
        for number in range(seed, seed + rounds):
            try:
                found = list(_lost(subject, case, made, number))
            except ScaffolderError as error:
                yield Finding.of("updates", where, error)
                break
            for edit in found:
                yield Finding(
                    check="updates",
                    where=where,
                    message=f"An update loses a user's edit of {edit.path} ({edit.what}, seed {number}).",
                    fix="This is a fault of scaffolder's; please report it with the template.",
                )


def _lost(subject: Subject, case: Case, made: Tree, seed: int) -> Iterator[Edit]:
    """Write a project, edit it, update it to the template as it is now, and give the edits that are not in it."""
    record = {path: file for path, file in made.items() if path.startswith(f"{FOLDER}/")}
    base = {path: file for path, file in made.items() if path not in record}
    mine, edits = edited(base, seed, _EDITED_FILES)

    def answered(record: Record) -> Answers:
        answers = {**record.answers.answers, **case.answers.answers}
        return replace(record.answers, templates=[*subject.below, subject.source], answers=answers)

    with tempfile.TemporaryDirectory(prefix="scaffold-update-", ignore_cleanup_errors=True) as above:
        folder = Path(above, case.answers.name)
        create({**mine, **record}, folder)
        update = plan_update(folder, answered, Style.INLINE)
        apply_update(update)
        paths = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
        after = read_work_tree(folder, paths, like=mine).files
    return lost(edits, mine, update.merge, after)


def _made(subject: Subject, answers: Answers) -> Tree:
    """Render a version with those of the answers that it asks for."""
    asked = merge_questions(subject.layers(replace(answers, answers={})))
    known = {key: value for key, value in answers.answers.items() if key in asked}
    return subject.project(replace(answers, answers=known)).tree


def _top(folder: Path) -> Path | None:
    """Give the root of the git work tree that a folder lies in."""
    printed = _git(folder, "rev-parse", "--show-toplevel")
    return Path(printed).resolve() if printed else None


def _git(folder: Path, *arguments: str) -> str | None:
    """Run git in the author's own repository; None when there is none, or it fails."""
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return None if done.returncode else done.stdout.decode(errors="replace").strip()
