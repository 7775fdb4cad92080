"""What a template asks, makes and changes, with the templates it lies on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder.authoring.cases import NAME, Samples, read_samples
from scaffolder.errors import ScaffolderError
from scaffolder.generate import layer_of, plan_project, read_layers, template_finder
from scaffolder.project.answers import Answers
from scaffolder.project.record import Layer
from scaffolder.sources.asked import asked_sources
from scaffolder.sources.config import read_config
from scaffolder.sources.source import Kind
from scaffolder.templating.questions import Question, merge_questions
from scaffolder.templating.template import Template


@dataclass(frozen=True, kw_only=True)
class Description:
    """A template: its layers, the lowest first; all questions; and what the topmost layer does itself.

    `conflicts` are those of a project on all clouds with the answers of its samples, else the defaults; `unknown` says
    why they are not known.
    """

    layers: Sequence[Layer]
    top: Template
    questions: Mapping[str, Question]
    conflicts: Sequence[str]
    unknown: str

    def document(self) -> dict[str, Any]:
        """Give it as plain data."""
        manifest = self.top.manifest
        return {
            "name": manifest.name,
            "version": manifest.version,
            "description": manifest.description,
            "layers": [layer.document() for layer in self.layers],
            "questions": [_question(question) for question in self.questions.values()],
            "settings": dict(manifest.settings),
            "locked": {key: {"value": lock.value, "why": lock.why} for key, lock in manifest.locked.items()},
            "files": sorted(self.top.files),
            "removes": [removal.path for removal in manifest.remove],
            "patches": [patch.path for patch in manifest.patches],
            "conflicts": list(self.conflicts),
            "conflicts_unknown": self.unknown,
        }


def describe(sources: Sequence[str]) -> tuple[Description, Sequence[str]]:
    """Describe the last of these templates, on the others; give what is to know of their sources too.

    Raises:
        ScaffolderError: a template is not to be had, or wrong.
    """
    finder = template_finder()
    asked = asked_sources(sources, read_config, finder)
    samples = read_samples(Path(asked[-1].place)) if asked[-1].kind is Kind.FOLDER else Samples()
    answers = Answers(
        name=NAME,
        clouds=samples.clouds,
        answers={key: values[0] for key, values in samples.answers.items()},
        templates=[source.text for source in asked],
    )
    layers = read_layers(answers, finder)
    conflicts, unknown = _conflicts(answers, layers)
    return Description(
        layers=tuple(map(layer_of, layers)),
        top=layers[-1],
        questions=merge_questions(layers),
        conflicts=conflicts,
        unknown=unknown,
    ), finder.notes


def _conflicts(answers: Answers, layers: Sequence[Template]) -> tuple[list[str], str]:
    try:
        return [str(conflict) for conflict in plan_project(answers, layers).conflicts], ""
    except ScaffolderError as error:
        return [], " ".join(str(error).split())


def _question(question: Question) -> dict[str, Any]:
    said: dict[str, Any] = {
        "key": question.key,
        "type": question.type,
        "asked_by": question.asked_by.name,
        "ask": question.words,
        "choices": [choice.value for choice in question.choices],
        "pattern": question.pattern,
        "when": question.when,
        "locked": question.lock is not None,
    }
    # An empty text or list is a default as well.
    default = {} if question.default is None else {"default": question.default}
    return {key: value for key, value in said.items() if value not in ("", [], None)} | default
