"""A template as its author has it: in a folder, on the templates below it, and rendered with any answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.generate import Project, plan_project, read_layers, template_finder
from scaffolder.project.answers import Answers
from scaffolder.sources.asked import asked_sources
from scaffolder.sources.config import read_config
from scaffolder.templating.manifest import MANIFEST
from scaffolder.templating.template import Template


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The template in `folder`, which `source` names, and the sources of those that it lies on."""

    folder: Path
    source: str
    below: Sequence[str] = ()

    def layers(self, answers: Answers) -> tuple[Template, ...]:
        """Read its layers, the template itself last.

        Raises:
            ScaffolderError: one is not to be had, or wrong.
        """
        return read_layers(replace(answers, templates=[*self.below, self.source]), template_finder())

    def project(self, answers: Answers) -> Project:
        """Make a project of it in memory.

        Raises:
            ScaffolderError: a template is wrong, or an answer.
        """
        answers = replace(answers, templates=[*self.below, self.source])
        return plan_project(answers, self.layers(answers))


def find_subject(folder: Path, below: Sequence[str]) -> Subject:
    """Give the template in a folder, on others.

    Raises:
        ScaffolderError: there is none, or one of the others is no source.
    """
    folder = folder.resolve()
    if not (folder / MANIFEST).is_file():
        raise ScaffolderError(
            f"{folder} is no template: it has no {MANIFEST}.",
            fix="Name a template's folder, or start one: scaffold template new NAME",
        )
    sources = asked_sources(below, read_config, template_finder()) if below else []
    return Subject(folder=folder, source=str(folder), below=[source.text for source in sources])
