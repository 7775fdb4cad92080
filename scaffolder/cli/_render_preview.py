"""What `scaffold preview` prints for a person: the resources, outputs, problems and counts of each stack."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from scaffolder.cli._preview_tree import (
    Node,
    Section,
    alike,
    is_shown,
    sections,
    short_type,
    telling_inputs,
)
from scaffolder.cli._terminal import columns, wrapped
from scaffolder.engine.preview import NOT_KNOWN_OFFLINE, Failure, Preview
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.wire import to_plain

_TOGETHER_FROM = 4
_NAMES_WIDTH = 80
_OUTSIDE = 10
_WIDTH = 100
# Of what is no terminal, such as the log of a CI, no line is broken.
_ENDLESS = 100_000
_INDENT = "  "


def render(previews: Sequence[Preview]) -> str:
    """All of it: one stack with every resource, several with a line a component and a table at the end."""
    brief = len(previews) > 1
    blocks = ["\n".join(_stack(preview, brief=brief)) for preview in previews]
    if brief:
        blocks.append("\n".join(_summary(previews)))
    return "\n".join(["\n\n".join(blocks), *map(_dim, _wrapped(NOT_KNOWN_OFFLINE, 0))])


def _stack(preview: Preview, *, brief: bool) -> Iterator[str]:
    yield from _heading(preview)
    found = sections(preview.resources)
    for section in found:
        yield ""
        yield from _section(section, brief=brief, only=len(found) == 1)
    if preview.outputs:
        yield ""
        yield click.style("Outputs", bold=True)
        width = max(map(len, preview.outputs))
        for name, value in sorted(preview.outputs.items()):
            yield f"{_INDENT}{name:<{width}}  {_value(value)}"
    if preview.output:
        yield ""
        yield click.style("The program printed", bold=True)
        yield from (f"{_INDENT}{line}" for line in preview.output.splitlines())
    yield from _problems(preview)
    yield from _outside(preview)
    yield ""
    yield _counts(preview)


def _heading(preview: Preview) -> Iterator[str]:
    what = ", ".join(part for part in (preview.environment, preview.cloud) if part)
    about = f"{preview.project}{f' ({what})' if what else ''}"
    yield f"{click.style(preview.stack, bold=True)}  {about}  {_dim(f'{preview.engine} {preview.engine_version}')}"
    for note in preview.notes:
        yield f"{_INDENT}{_dim(note)}"


def _section(section: Section, *, brief: bool, only: bool) -> Iterator[str]:
    if not only:
        title = section.title or "global"
        same = f", the same as in {section.like}" if section.like else ""
        yield f"{click.style(title, bold=True)}  {_dim(f'{_resources(section.size)}{same}')}"
    if not section.like:
        yield from _nodes(section.nodes, depth=0 if only else 1, brief=brief)


def _nodes(nodes: Sequence[Node], *, depth: int, brief: bool) -> Iterator[str]:
    labels = [(group, _label(group)) for group in alike(nodes, at_least=_TOGETHER_FROM)]
    width = max((len(label) for _, label in labels), default=0)
    for group, label in labels:
        node = group[0]
        type_ = short_type(node.resource.type, custom=node.resource.custom)
        details = [_dim(type_)]
        if len(group) > 1:
            taken = len(_INDENT) * (depth + 1) + width + len(type_) + 4
            details.append(_dim(_names(group, columns(_ENDLESS) - taken)))
        elif not node.resource.custom or node.children:
            details.append(_dim(f"({node.size}{f', as in {node.like}' if node.like else ''})"))
        else:
            details.extend(telling_inputs(node.resource))
        yield f"{_INDENT * (depth + 1)}{label:<{width}}  {'  '.join(details)}"
        if node.children and not brief and not node.like:
            yield from _nodes(node.children, depth=depth + 1, brief=brief)


def _label(group: Sequence[Node]) -> str:
    return group[0].label if len(group) == 1 else f"{len(group)} x"


def _names(group: Sequence[Node], room: int) -> str:
    """As many names as fit in a line, and how many there are besides."""
    shown: list[str] = []
    for node in group:
        if shown and len(", ".join([*shown, node.label])) > min(room - len(" and 99 more"), _NAMES_WIDTH):
            break
        shown.append(node.label)
    more = f" and {len(group) - len(shown)} more" if len(shown) < len(group) else ""
    return ", ".join(shown) + more


def _problems(preview: Preview) -> Iterator[str]:
    for title, severity, colour in (("Problems", "error", "red"), ("Warnings", "warning", "yellow")):
        chosen = [problem for problem in preview.problems if problem.severity == severity]
        if chosen:
            yield ""
            yield click.style(title, bold=True, fg=colour)
        for problem in chosen:
            yield from _problem(problem, preview, colour)
    if preview.failure and preview.failure.frames:
        yield ""
        yield from _traceback(preview.failure)


def _outside(preview: Preview) -> Iterator[str]:
    """What the program refers to and does not make, each once, as many as can be taken in."""
    users: dict[str, str] = {}
    for one in preview.outside:
        near = f"; this program makes {one.near}" if one.near and one.type else ""
        users.setdefault(one.text, f"{one.urn.rpartition('::')[2]} {one.path}{near}")
    if not users:
        return
    yield ""
    yield f"{click.style('Not made here', bold=True)}  {_dim('referred to as if it were there')}"
    width = max(len(text) for text in users)
    for text, user in list(users.items())[:_OUTSIDE]:
        yield f"{_INDENT}{text:<{min(width, _NAMES_WIDTH)}}  {_dim(user)}"
    if len(users) > _OUTSIDE:
        yield f"{_INDENT}{_dim(f'and {len(users) - _OUTSIDE} more; --json has all')}"


def _problem(problem: Problem, preview: Preview, colour: str) -> Iterator[str]:
    mark = click.style("x" if colour == "red" else "!", fg=colour, bold=True)
    head, *rest = problem.message.strip().splitlines() or [""]
    if problem.urn:
        type_, name = problem.urn.split("::")[-2:]
        where = f"{click.style(name, bold=True)}  {_dim(short_type(type_.rpartition('$')[2]))}"
        position = preview.positions.get(problem.urn, "")
        yield f"{_INDENT}{mark} {where}{_dim(f'  {position}') if position else ''}"
        given = f" = {_json(problem.value)}" if problem.value is not None else ""
        if problem.property:
            yield f"{_INDENT * 3}{problem.property}{given}"
        yield from _below(head)
    else:
        first, *more = _wrapped(head, 4) or [""]
        yield f"{_INDENT}{mark} {first}"
        yield from (f"{_INDENT * 2}{line}" for line in more)
    for line in rest:
        yield from _below(line)
    title = click.style("fix: ", fg="green")
    for line in problem.fix.splitlines():
        yield from _below(line, title)
        title = "     "
    if problem.source and problem.urn:
        yield f"{_INDENT * 3}{_dim(f'source: {problem.source}')}"


def _below(text: str, title: str = "") -> Iterator[str]:
    """A line of a problem's text, broken where the terminal ends."""
    margin = _INDENT * 3
    for number, line in enumerate(_wrapped(text, len(margin) + len(click.unstyle(title))) or [""]):
        yield f"{margin}{'' if number else title}{line}"


def _wrapped(text: str, margin: int) -> list[str]:
    # Where nothing has to be broken, blanks stay what they are.
    room = columns(_ENDLESS) - margin
    return wrapped(text, room) if len(text) > room else [text]


def _traceback(failure: Failure) -> Iterator[str]:
    yield click.style("Where the program failed", bold=True)
    for frame in failure.frames:
        last = frame is failure.frames[-1]
        inside = f", in {frame.function}" if frame.function and frame.function != "<module>" else ""
        line = f"{frame.file}, line {frame.line}{inside}"
        yield f"{_INDENT}{click.style(line, fg='red', bold=True) if last else line}"
        if frame.text:
            yield f"{_INDENT * 3}{click.style(frame.text, bold=True) if last else _dim(frame.text)}"


def _counts(preview: Preview) -> str:
    return f"{_contents(preview)}, {_found(preview)}  {_dim(f'{preview.seconds:.1f} s')}"


def _contents(preview: Preview) -> str:
    """What would be made, as it is shown above: the stack itself and providers are not counted."""
    shown = [resource for resource in preview.resources if is_shown(resource)]
    components = sum(not resource.custom for resource in shown)
    others = [f"{count} to {name}" for name, count in sorted(preview.changes.items()) if name != "create"]
    parts = [_plural(len(shown) - components, "resource")]
    parts += [f"in {_plural(components, 'component')}"] if components else []
    return " ".join(parts) + "".join(f", {other}" for other in others)


def _found(preview: Preview) -> str:
    errors = sum(problem.severity == "error" for problem in preview.problems)
    warnings = len(preview.problems) - errors
    if not preview.problems:
        return click.style("no problems", fg="green")
    parts = [click.style(_plural(errors, "error"), fg="red", bold=True)] if errors else []
    parts += [click.style(_plural(warnings, "warning"), fg="yellow")] if warnings else []
    return ", ".join(parts)


def _summary(previews: Sequence[Preview]) -> Iterator[str]:
    yield click.style("All stacks", bold=True)
    width = max(len(preview.stack) for preview in previews)
    for preview in previews:
        count = sum(resource.custom and is_shown(resource) for resource in preview.resources)
        yield f"{_INDENT}{preview.stack:<{width}}  {count:>5} resources  {_found(preview)}"


def _value(value: Any) -> str:
    plain = to_plain(value)
    if plain == {"$unknown": True}:
        return _dim("known after deployment")
    if plain == {"$secret": True}:
        return _dim("[secret]")
    return plain if isinstance(plain, str) else _json(value)


def _json(value: Any) -> str:
    text = json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True)
    text = text.replace('{"$unknown": true}', "[known after deployment]").replace('{"$secret": true}', "[secret]")
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 3]}..."


def _resources(count: int) -> str:
    return _plural(count, "resource")


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _dim(text: str) -> str:
    return click.style(text, dim=True)
