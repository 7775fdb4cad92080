"""Reads a template: what is asked and not used, named and not known, or can never come about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from jinja2 import meta, nodes

from scaffolder.asking import KNOWN_NAMES
from scaffolder.authoring.cases import FILE, Case, plan_cases
from scaffolder.authoring.expressions import expressions
from scaffolder.authoring.findings import Finding
from scaffolder.authoring.subject import Subject
from scaffolder.errors import ScaffolderError
from scaffolder.generate import plan_project
from scaffolder.project.answers import Answers
from scaffolder.templating.limits import BELOW
from scaffolder.templating.questions import merge_questions
from scaffolder.templating.render import RENDERED
from scaffolder.templating.sandbox import Sandbox
from scaffolder.templating.template import Template
from scaffolder.tree import File

_REFERENCES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
# What Jinja itself gives at some places.
_GIVEN = frozenset({"self", "super", "loop", "caller", "varargs", "kwargs"})


@dataclass(frozen=True, kw_only=True)
class _Text:
    """Something a template says in Jinja: where it stands, and the names that are known there alone."""

    name: str  # as another text includes it; empty in a manifest
    where: str
    syntax: nodes.Template
    known: frozenset[str] = frozenset()
    in_file: bool = True

    def place(self, node: nodes.Node) -> str:
        """Name the line of a part of it."""
        return f"{self.where}, line {node.lineno}" if self.in_file else self.where


def lint(subject: Subject) -> Iterator[Finding]:
    """Give what is wrong with a template, by itself and on the templates it lies on."""
    where = subject.folder.name
    try:
        cases = plan_cases(subject)
    except ScaffolderError as error:
        yield Finding.of("read", where, error)
        return
    try:
        linter = _Linter(subject.layers(cases[-1].answers))
        found = [*linter.undefined(), *linter.unused(), *linter.blocks(), *linter.missing()]
    except ScaffolderError as error:
        found = [Finding.of("syntax", where, error)]
    # What is known to be wrong would be told again, in other words.
    yield from found or _rendered(subject, cases)


def _rendered(subject: Subject, cases: Sequence[Case]) -> Iterator[Finding]:
    """Give what only rendering shows: rules and patches that match nothing, and files that no answer yields."""
    left: set[str] | None = None
    told = set[str]()
    for case in cases:
        try:
            subject.project(case.answers)
            layers = subject.layers(case.answers)
            made = _made(case.answers, layers)
        except ScaffolderError as error:
            if str(error) not in told:
                yield Finding.of("render", case.name, error)
            told.add(str(error))
            continue
        left = (layers[-1].files.keys() if left is None else left) - made
    for path in sorted(left or ()):
        yield Finding(
            check="yield",
            where=f"{layers[-1].name}/files/{path}",
            message=f"None of {len(cases)} projects tried has it.",
            fix=f"Correct its `when`, or give an answer that takes it in {FILE}.",
            severity="warning",
        )


def _made(answers: Answers, layers: Sequence[Template]) -> set[str]:
    """Give the files of the topmost template that a project takes, told by a mark that each is made to hold."""
    top = layers[-1]
    marks = {f"made from {number} of {len(top.files)}".encode(): path for number, path in enumerate(top.files)}
    marked = replace(
        top,
        manifest=replace(top.manifest, patches=(), remove=()),
        files={path: File(mark) for mark, path in marks.items()},
    )
    tree = plan_project(answers, [*layers[:-1], marked]).tree
    return {marks[file.content] for file in tree.values() if file.content in marks}


class _Linter:
    """The topmost of some layers, and what it may name of the others."""

    def __init__(self, layers: Sequence[Template]) -> None:
        self._own = layers[-1]
        self._sandbox = Sandbox()
        self._sandbox.lay(layers)
        self._layers = {layer.name: layer for layer in layers}
        self._questions = merge_questions(layers)
        self._texts = {layer.name: list(self._read(layer)) for layer in layers}

    def undefined(self) -> Iterator[Finding]:
        """Give the names that nothing makes known."""
        known = KNOWN_NAMES | self._questions.keys()
        handed = self._handed()
        for text in self._texts[self._own.name]:
            here = known | text.known | handed.get(text.name, set())
            unknown = meta.find_undeclared_variables(text.syntax) - here - self._sandbox.globals - _GIVEN
            for node in text.syntax.find_all(nodes.Name):
                if node.name in unknown:
                    unknown.remove(node.name)
                    yield Finding(
                        check="undefined",
                        where=text.place(node),
                        message=f"{node.name!r} is not known.",
                        fix=_near(node.name, here),
                    )
            for node in text.syntax.find_all((nodes.Getattr, nodes.Getitem)):
                key = _answer(node)
                if key is not None and key not in self._questions:
                    yield Finding(
                        check="undefined",
                        where=text.place(node),
                        message=f"Nothing asks {key!r}, which answers.{key} is.",
                        fix=_near(key, self._questions),
                    )

    def unused(self) -> Iterator[Finding]:
        """Give the questions whose answer makes no difference."""
        used = set[str]()
        for text in chain.from_iterable(self._texts.values()):
            names = meta.find_undeclared_variables(text.syntax)
            used |= names
            used |= {key for node in text.syntax.find_all((nodes.Getattr, nodes.Getitem)) if (key := _answer(node))}
            if "answers" in names and _whole_answers(text.syntax):
                return
        manifest = self._own.manifest
        for key, question in self._questions.items():
            if question.asked_by is manifest and key not in used and question.lock is None:
                yield Finding(
                    check="unused",
                    where=manifest.where("questions", key),
                    message=f"The answer to {key} is used nowhere.",
                    fix="Use it, or take the question out.",
                )

    def blocks(self) -> Iterator[Finding]:
        """Give the blocks that the file they are to change does not have."""
        for text in self._texts[self._own.name]:
            above = _extended(text.syntax)
            if above is None or not self._there(above):
                continue
            there = self._blocks(above)
            for node in text.syntax.iter_child_nodes():
                if isinstance(node, nodes.Block) and node.name not in there:
                    yield Finding(
                        check="blocks",
                        where=text.place(node),
                        message=f"{above} has no block {node.name!r}, so this one is left out.",
                        fix=_near(node.name, there),
                    )

    def missing(self) -> Iterator[Finding]:
        """Give the files that are named and are not there."""
        for text in self._texts[self._own.name]:
            for node in text.syntax.find_all(_REFERENCES):
                names = _named(node)
                optional = isinstance(node, nodes.Include) and node.ignore_missing
                if names and not optional and not any(map(self._there, names)):
                    name = names[0]
                    yield Finding(
                        check="missing",
                        where=text.place(node),
                        message=f"There is no template file {name!r}.",
                        fix='Name it as "TEMPLATE/PATH", of a template that this one lies on.',
                    )

    def _there(self, name: str) -> bool:
        owner, _, path = name.partition("/")
        layer = self._layers.get(owner)
        return layer is not None and (path in layer.files or path in layer.parts)

    def _blocks(self, name: str) -> set[str]:
        """Give the blocks of a file and of those that it extends itself."""
        syntax = self._sandbox.syntax(name)
        above = _extended(syntax)
        own = {node.name for node in syntax.find_all(nodes.Block)}
        return own | (self._blocks(above) if above and self._there(above) else set())

    def _handed(self) -> dict[str, set[str]]:
        """Give the names that a text may get from those that include or extend it."""
        handed: dict[str, set[str]] = {}
        for text in chain.from_iterable(self._texts.values()):
            own = {node.name for node in text.syntax.find_all(nodes.Name) if node.ctx == "store"} | text.known
            for node in text.syntax.find_all(_REFERENCES):
                for name in _named(node):
                    handed.setdefault(name, set()).update(own)
        return handed

    def _read(self, layer: Template) -> Iterator[_Text]:
        manifest = layer.manifest
        for path in chain(layer.files, layer.parts):
            if path.endswith(RENDERED):
                items = frozenset(rule.item for rule in manifest.rules if rule.path == path and rule.item)
                where = f"{layer.name}/{path if path in layer.parts else f'files/{path}'}"
                name = f"{layer.name}/{path}"
                yield _Text(name=name, where=where, syntax=self._sandbox.syntax(name), known=items)
        for said in expressions(manifest):
            syntax = self._sandbox.syntax_of(said.text, manifest, said.place)
            yield _Text(name="", where=manifest.where(*said.place), syntax=syntax, known=said.known, in_file=False)


def _named(node: nodes.Node) -> list[str]:
    """Give the files that an include, import or extends names, as far as it says them outright."""
    template = node.template if isinstance(node, _REFERENCES) else None
    of = template.items if isinstance(template, (nodes.List, nodes.Tuple)) else [template]
    names = [item.value for item in of if isinstance(item, nodes.Const) and isinstance(item.value, str)]
    return [name for name in names if name != BELOW]  # which depends on the layers that there are


def _answer(node: nodes.Node) -> str | None:
    """Give KEY of `answers.KEY` or `answers["KEY"]`."""
    if isinstance(node, nodes.Getattr) and _is_answers(node.node):
        return node.attr
    if isinstance(node, nodes.Getitem) and _is_answers(node.node) and isinstance(node.arg, nodes.Const):
        return str(node.arg.value)
    return None


def _is_answers(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "answers"


def _whole_answers(syntax: nodes.Template) -> bool:
    """Whether the answers are used together, so that which of them cannot be told."""
    named = sum(map(_is_answers, syntax.find_all(nodes.Name)))
    keyed = sum(_answer(node) is not None for node in syntax.find_all((nodes.Getattr, nodes.Getitem)))
    return named > keyed


def _extended(syntax: nodes.Template) -> str | None:
    node = syntax.find(nodes.Extends)
    return next(iter(_named(node)), None) if node else None


def _near(name: str, known: Any) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return f"Did you mean {near[0]}?" if near else f"There are: {', '.join(sorted(known)) or 'none'}."
