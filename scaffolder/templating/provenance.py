"""Tells what made each line of a tree: which template, which of its files and lines, in which block, of which answers.

A tree is rendered for it by an environment of its own, in which each piece of text that a template writes carries where
it stands there. That costs time, so nothing but `scaffold explain` asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, NamedTuple, cast

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer

from scaffolder.templating.limits import LimitedEnvironment
from scaffolder.templating.manifest import MANIFEST
from scaffolder.templating.render import RENDERED, Watcher
from scaffolder.templating.sandbox import Sandbox
from scaffolder.templating.template import Template
from scaffolder.tree import File


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What made a line: a line of a file of a template, perhaps in a block, and the names that decided on it.

    `how` is "rendered", "copied", "program" or "patched".
    """

    template: str
    how: str
    source: str
    line: int
    block: str = ""
    names: tuple[str, ...] = ()


class Mark(NamedTuple):
    """Where a piece of text was written."""

    name: str  # TEMPLATE/PATH
    line: int
    block: str
    names: tuple[str, ...]
    is_text: bool  # and goes on in the next line of the template with the next line of the text


class Marked(str):
    """A piece of text that knows where it was written."""

    __slots__ = ("mark",)
    mark: Mark


class TracingEnvironment(LimitedEnvironment):
    """A sandbox whose templates say where each piece of text was written; the last file's are kept."""

    def __init__(self, **options: Any) -> None:
        self.code_generator_class = _Tracing
        super().__init__(**options)
        self.pieces: Sequence[str] = ()

    def marked(self, mark: Sequence[Any], text: str) -> str:
        """Put a mark on a piece of text; one that has its own keeps it."""
        if isinstance(text, Marked):
            return text
        piece = Marked(text)
        piece.mark = Mark(*mark)
        return piece

    def _joined(self, pieces: Sequence[str]) -> str:
        self.pieces = pieces
        return super()._joined(pieces)

    def _generate(self, source: nodes.Template, *arguments: Any, **options: Any) -> str:
        return super()._generate(_OneByOne().visit(source), *arguments, **options)


class Tracer(Watcher):
    """Notes what made each line of each file, while a tree is made."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(kind=TracingEnvironment)  # in which the tree has to be made
        self.causes: dict[str, list[Cause]] = {}
        self.layers: dict[str, list[str]] = {}
        self._before: dict[str, File] = {}

    def made(self, path: str, template: Template, source: str, file: File) -> None:
        """Note a file that a layer made."""
        lines = split_lines(file.content)
        if source.endswith(RENDERED) and source.startswith("files/"):
            self.causes[path] = list(
                _of_pieces(cast("TracingEnvironment", self.sandbox.environment).pieces, len(lines))
            )
        else:
            how = "copied" if source.startswith("files/") else "program"
            cause = Cause(template=template.name, how=how, source=source, line=0)
            self.causes[path] = [replace(cause, line=number) for number in range(1, len(lines) + 1)]
        self.layers.setdefault(path, []).append(template.name)
        self._before[path] = file

    def patched(self, path: str, template: Template, number: int, file: File) -> None:
        """Note what a patch changed."""
        line = template.manifest.line("patches", number) or 1
        cause = Cause(template=template.name, how="patched", source=MANIFEST, line=line)
        before, after = split_lines(self._before[path].content), split_lines(file.content)
        kept = matching(before, after)
        self.causes[path] = [
            self.causes[path][kept[number]] if number in kept else cause for number in range(len(after))
        ]
        self.layers[path].append(template.name)
        self._before[path] = file


def split_lines(content: bytes) -> list[bytes]:
    """Give the lines of a file; behind the last line break there is none."""
    lines = content.split(b"\n")
    return lines[:-1] if not lines[-1] else lines


def matching(before: Sequence[bytes], after: Sequence[bytes]) -> dict[int, int]:
    """Give for each line that is the same in both its number in `after` to that in `before`, from 0."""
    blocks = SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()
    return {block.b + offset: block.a + offset for block in blocks for offset in range(block.size)}


def _of_pieces(pieces: Sequence[str], count: int) -> Iterator[Cause]:
    """Give what made each line, told by the piece with most of its text."""
    lines: list[dict[Mark, int]] = [{}]
    for piece in pieces:
        if not isinstance(piece, Marked):
            continue
        mark = piece.mark
        parts = piece.split("\n")
        for number, part in enumerate(parts):
            if number:
                lines.append({})
            here = mark._replace(line=mark.line + number) if mark.is_text else mark
            # An empty line is of the piece that ends it.
            weight = 2 * len(part.strip()) + (number + 1 < len(parts))
            lines[-1][here] = lines[-1].get(here, 0) + weight
    for marks in lines[:count]:
        most = max(marks, key=lambda mark: marks[mark]) if marks else Mark("/", 1, "", (), is_text=True)
        template, _, path = most.name.partition("/")
        names = dict.fromkeys(name for mark, weight in marks.items() if weight for name in mark.names)
        yield Cause(
            template=template,
            how="rendered",
            source=path if path.startswith("parts/") else f"files/{path}",
            line=most.line,
            block=most.block,
            names=tuple(names),
        )


class _OneByOne(NodeTransformer):
    """Writes each piece of text by itself, so that each has a line of its own."""

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802 - Jinja's name for it
        self.generic_visit(node)
        return [nodes.Output([child], lineno=child.lineno) for child in node.nodes]


class _Tracing(CodeGenerator):
    """Writes code in which each piece of text gets a mark."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._mark = Mark("", 1, "", (), is_text=True)
        self._conditions: list[tuple[str, ...]] = []

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja's name for it
        names = [name for names in self._conditions for name in names] + list(_names(node))
        is_text = isinstance(node.nodes[0], nodes.TemplateData)
        self._mark = Mark(self.name or "", node.lineno, frame.block or "", tuple(dict.fromkeys(names)), is_text=is_text)
        super().visit_Output(node, frame)

    def visit_If(self, node: nodes.If, frame: Frame) -> None:  # noqa: N802 - Jinja's name for it
        tests = [node.test, *(branch.test for branch in node.elif_)]
        self._conditions.append(tuple(name for test in tests for name in _names(test)))
        super().visit_If(node, frame)
        self._conditions.pop()

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 - Jinja's name for it
        self._conditions.append(tuple(_names(node.iter)))
        super().visit_For(node, frame)
        self._conditions.pop()

    def _output_const_repr(self, group: Any) -> str:
        return f"environment.marked({tuple(self._mark)!r}, {super()._output_const_repr(group)})"

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(f"environment.marked({tuple(self._mark)!r}, ")
        super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        super()._output_child_post(node, frame, finalize)
        self.write(")")


def _names(node: nodes.Node) -> Iterator[str]:
    """Give the names that an expression reads, `answers.team` as such."""
    for found in [node, *node.find_all(nodes.Expr)]:
        if isinstance(found, nodes.Getattr) and isinstance(found.node, nodes.Name) and found.node.name == "answers":
            yield f"answers.{found.attr}"
        elif isinstance(found, nodes.Name) and found.ctx == "load" and found.name != "answers":
            yield found.name
