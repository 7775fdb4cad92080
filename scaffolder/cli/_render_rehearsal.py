"""What `scaffold rehearse` prints for a person: a line a step as it ends, and what is to be said of it below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import click

from scaffolder.cli._preview_tree import short_type
from scaffolder.cli._terminal import columns, wrapped
from scaffolder.engine.rehearsal.holding import counted
from scaffolder.engine.rehearsal.loss import Capacity, Loss, Noticed
from scaffolder.engine.rehearsal.timeline import About, Finding, Rehearsal, Step, Verdict
from scaffolder.simulator.problems import Problem

# Where a step's own text begins: after when it began, how long it took, and whether it held.
_MARGIN: Final = 24
_TITLE: Final = 20
_LABEL: Final = 13
_WIDEST: Final = 120
_MOST: Final = 8
_LONGEST_WORD: Final = 50
_KEPT: Final = 22  # of a longer one, at each end
_MARKS: Final = {Verdict.HELD: ("ok", "green"), Verdict.FAILED: ("FAIL", "red"), Verdict.SKIPPED: ("--", "yellow")}


def heading(about: About) -> str:
    """What is rehearsed, and with what."""
    what = ", ".join(part for part in (about.environment, about.cloud) if part)
    seed = f", seed {about.seed}" if about.seed else ""
    lines = [
        f"{click.style(f'Rehearsal of {about.stack}', bold=True)}  {about.project}{f' ({what})' if what else ''}  "
        + _dim(f"pulumi {about.engine_version}, offline against simulated clouds{seed}"),
        *(f"  {_dim(note)}" for note in about.notes),
        "",
        _dim("      at    took"),
    ]
    return "\n".join(lines)


def step(one: Step) -> str:
    """A step that is over."""
    mark, colour = _MARKS[one.verdict]
    took = "" if one.verdict is Verdict.SKIPPED else f"{one.seconds:.1f}s"
    times = f"{one.began:7.1f}s {took:>7}"
    label = click.style(f"{mark:<4}", fg=colour, bold=one.verdict is Verdict.FAILED)
    parts = (*one.notes, _counts(one)) if one.name == "fail" else (_counts(one), *one.notes)
    said = "; ".join(part for part in parts if part)
    first, *rest = _wrapped(said, _MARGIN + _TITLE) or [""]
    lines = [f"{_dim(times)}  {label}  {click.style(f'{one.title:<{_TITLE}}', bold=True)}{first}"]
    lines += [f"{'':{_MARGIN + _TITLE}}{line}" for line in rest]
    lines += [f"{'':{_MARGIN + _TITLE}}{line}" for line in _below(one)]
    return "\n".join(line.rstrip() for line in lines)


def _counts(one: Step) -> str:
    if one.name == "preview":
        others = [f"{count} to {name}" for name, count in sorted(one.counts.items()) if name != "same"]
        # `scaffold preview` counts resources alone; what the engine does from here on, it counts as pulumi does.
        return f"{', '.join(others)}, components and providers among them" if others else ""
    return counted(one.counts)


def _below(one: Step) -> Iterator[str]:
    for line in one.said:
        yield from _wrapped(line, _MARGIN + _TITLE)
    for command in one.commands:
        if command not in {"pulumi up", f"pulumi {one.name}"}:
            yield from map(_dim, _shortened(command))
    width = max((len(one.region) for one in one.rolled), default=0)
    for part in one.rolled:
        count = f"{part.resources} resource{'s' * (part.resources != 1)}"
        yield f"{part.region:<{width}}  {part.began:5.2f}s to {part.ended:5.2f}s  {_dim(count)}"
    yield from _limited([_finding(finding) for finding in one.findings], "findings")
    errors = [problem for problem in one.problems if problem.severity == "error"]
    yield from _limited([_problem(problem) for problem in errors], "problems")


def _limited(blocks: Sequence[Sequence[str]], what: str) -> Iterator[str]:
    for block in blocks[:_MOST]:
        yield from block
    if len(blocks) > _MOST:
        yield _dim(f"and {len(blocks) - _MOST} more {what}; --json has all")


def _finding(finding: Finding) -> list[str]:
    return _marked(finding.urn, finding.message)


def _problem(problem: Problem) -> list[str]:
    where = f"{problem.property}: " if problem.property else ""
    return _marked(problem.urn, f"{where}{problem.message} {problem.fix}".strip())


def _marked(urn: str, message: str) -> list[str]:
    mark = click.style("x", fg="red", bold=True)
    lines = _wrapped(message, _MARGIN + _TITLE + 2)
    if not urn:
        first, *rest = lines or [""]
        return [f"{mark} {first}", *(f"  {line}" for line in rest)]
    type_, name = urn.split("::")[-2:]
    head = f"{mark} {click.style(name, bold=True)}  {_dim(short_type(type_.rpartition('$')[2]))}"
    return [head, *(f"  {line}" for line in lines)]


def loss(one: Loss) -> str:
    """What a lost region means."""
    title = f"lose {one.region}"
    left = (
        f"{', '.join(one.serving)} still serves" if len(one.serving) == 1 else f"{', '.join(one.serving)} still serve"
    )
    first = f"{one.resources} resources gone; {left}" if one.serving else "the service is down: it has no other region"
    colour = "cyan" if one.serving else "red"
    lines = [f"{'':{_MARGIN}}{click.style(f'{title:<{_TITLE}}', bold=True, fg=colour)}{first}"]
    for label, text in _loss_lines(one):
        for number, line in enumerate(_wrapped(text, _MARGIN + _TITLE + _LABEL) or [""]):
            shown = "" if number else label
            lines.append(f"{'':{_MARGIN + _TITLE}}{_dim(f'{shown:<{_LABEL}}')}{line}")
    return "\n".join(line.rstrip() for line in lines)


def _loss_lines(one: Loss) -> Iterator[tuple[str, str]]:
    if one.serving:
        yield "front", _front(one)
        yield from (_noticed(notice) for notice in one.front.noticed)
        if one.capacity:
            yield "capacity", _capacity(one.capacity)
    for only in one.only_there:
        more = f" and {len(only.names) - 3} more" if len(only.names) > 3 else ""  # noqa: PLR2004
        yield "only there", f"{only.role}: {', '.join(only.names[:3])}{more}"


def _front(one: Loss) -> str:
    if not one.front.kind:
        return f"none: each region has an address of its own, and nothing moves the callers of {one.region} elsewhere"
    lost, left = ", ".join(one.front.lost) or "nothing", ", ".join(one.front.left) or "nothing"
    return f"{one.front.kind}: lost {lost}; left {left}"


def _noticed(notice: Noticed) -> tuple[str, str]:
    if notice.seconds is None:
        return "never", f"{notice.by}: {notice.what}"
    return f"after {notice.seconds:g} s", f"{notice.by} ({notice.formula}): {notice.what}"


def _capacity(one: Capacity) -> str:
    return (
        f"{one.after} of {one.before} requests at a time ({one.percent} %) with {one.max_replicas} replicas a region; "
        f"to carry the whole: maxReplicas {one.replicas_for_all}"
    )


def ending(rehearsal: Rehearsal) -> str:
    """The last lines: what held, and what no rehearsal can show."""
    failed = [one.title for one in rehearsal.steps if one.verdict is Verdict.FAILED]
    taken = sum(one.verdict is not Verdict.SKIPPED for one in rehearsal.steps)
    if failed:
        verdict = click.style(f"Did not hold: {', '.join(failed)}", fg="red", bold=True)
    else:
        verdict = click.style(f"All {taken} steps held", fg="green", bold=True)
    known = "Not rehearsed: quotas, names already taken, what your account may do, and how long a real cloud takes."
    return f"\n{verdict}  {_dim(f'{rehearsal.seconds:.1f} s')}\n{_dim(known)}"


def _shortened(command: str) -> list[str]:
    """A command's lines: its options stay whole, a long value is cut in its middle."""
    words = [word if len(word) <= _LONGEST_WORD else f"{word[:_KEPT]}...{word[-_KEPT:]}" for word in command.split(" ")]
    first, *rest = _wrapped(" ".join(words), _MARGIN + _TITLE + 2)
    return [f"$ {first}", *(f"  {line}" for line in rest)]


def _wrapped(text: str, margin: int) -> list[str]:
    return wrapped(text, _width() - margin)


def _width() -> int:
    return min(columns(_WIDEST), _WIDEST)


def _dim(text: str) -> str:
    return click.style(text, dim=True)
