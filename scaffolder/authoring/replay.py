"""Updates from every earlier version of a template, with edits by chance: none may be lost."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolder.authoring.cases import Case
from scaffolder.authoring.edits import edited, lost
from scaffolder.authoring.findings import Finding
from scaffolder.authoring.subject import Subject
from scaffolder.errors import ScaffolderError
from scaffolder.generate import template_finder
from scaffolder.project.answers import Answers
from scaffolder.project.merge import merge
from scaffolder.project.record import FOLDER
from scaffolder.sources.source import Kind, Source
from scaffolder.templating.manifest import MANIFEST
from scaffolder.templating.questions import merge_questions
from scaffolder.tree import Tree

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
            base = _files(earlier.subject, case.answers)
        except ScaffolderError as error:
            yield Finding(
                check="updates",
                where=where,
                message=f"The version cannot be rendered any more: {error}",
                fix="Delete the tag if nobody uses it; else keep what it needs.",
                severity="warning",
            )
            continue
        theirs = _files(subject, case.answers)
        for number in range(rounds):
            mine, edits = edited(base, seed + number, _EDITED_FILES)
            for edit in lost(edits, mine, merge(base, mine, theirs, blocked={})):
                yield Finding(
                    check="updates",
                    where=where,
                    message=f"An update loses a user's edit of {edit.path} ({edit.what}, seed {seed + number}).",
                    fix="This is a fault of scaffolder's; please report it with the template.",
                )


def _files(subject: Subject, answers: Answers) -> Tree:
    """Render a version with those of the answers that it asks for."""
    asked = merge_questions(subject.layers(replace(answers, answers={})))
    known = {key: value for key, value in answers.answers.items() if key in asked}
    tree = subject.project(replace(answers, answers=known)).tree
    return {path: file for path, file in tree.items() if not path.startswith(f"{FOLDER}/")}


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
