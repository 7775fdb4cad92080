"""What an update comes to, as the terminal and a JSON document show it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from scaffolder.cli._impact import impact_counts, impact_document, impact_lines

if TYPE_CHECKING:
    from scaffolder.cli._changing import How
    from scaffolder.impact.foresee import Impact
    from scaffolder.update import Update

SCHEMA = 1
CONFLICTS = 13
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "mode": "x"}


def show(planned: Update, impact: Impact | None, how: How, *, written: bool) -> int:
    """Print what changed, or would; give the exit code."""
    if how.as_json:
        click.echo(_as_json(planned, impact, how, written=written))
    else:
        click.echo("\n".join(_lines(planned, impact, written=written)))
    return CONFLICTS if any(conflict.left for conflict in planned.merge.conflicts) else 0


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _as_json(planned: Update, impact: Impact | None, how: How, *, written: bool) -> str:
    status, merge = planned.status, planned.merge
    document = {
        "schema": SCHEMA,
        "path": str(status.project),
        "needed": planned.needed,
        "written": written,
        "from": {layer.name: layer.version for layer in status.record.layers},
        "to": {layer.name: layer.version for layer in status.installed},
        "changes": [
            {"path": change.path, "kind": change.kind, "merged": change.path in merge.merged}
            for change in planned.changes
        ],
        "moved": dict(merge.moved),
        "kept_deleted": list(merge.kept_deleted),
        "conflicts": [
            {"path": conflict.path, "reason": conflict.reason, "left": conflict.left} for conflict in merge.conflicts
        ],
        "stacks": {"added": list(planned.added_stacks), "removed": list(planned.removed_stacks)},
        "impact": impact_document(impact, how.allow_replace) if impact else None,
    }
    return json.dumps(document, indent=2)


def _lines(planned: Update, impact: Impact | None, *, written: bool) -> Iterator[str]:
    from scaffolder.update import differing, named

    status, merge = planned.status, planned.merge
    if not planned.needed:
        yield f"Up to date with {named(status.installed)}; nothing was changed."
        return
    same = tuple(status.installed) == tuple(status.record.layers)
    if same and not (planned.changes or merge.conflicts or merge.kept_deleted):
        yield f"No file changes, it is all so already; what was answered {'is' if written else 'would be'} noted."
        yield from _last_line(written=written)
        return
    before, after = differing(status.record.layers, status.installed)
    files, conflicts = _plural(len(planned.changes), "file"), _plural(len(merge.conflicts), "conflict")
    counts = f"{files}, {len(merge.merged)} merged, {conflicts}{impact_counts(impact)}"
    yield f"{_versions(named(before), named(after), came=not before, went=not after)}: {counts}"
    clashing = {conflict.path for conflict in merge.conflicts}
    for old, new in merge.moved.items():
        if new in merge.tree:
            yield f"  > {new}  moved from {old}, with your edits"
    for change in planned.changes:
        if change.path not in {*clashing, *merge.moved, *merge.moved.values()}:
            merged = "  merged with your edits" if change.path in merge.merged else ""
            yield f"  {_SIGNS[change.kind]} {change.path}{merged}"
    for path in merge.kept_deleted:
        yield f"  . {path}  stays deleted, though the template changed it"
    for conflict in merge.conflicts:
        line = f"  ! {conflict.path}  {conflict.reason}"
        yield click.style(line, fg="red") if conflict.left else line
    yield from impact_lines(impact)
    yield from _stack_lines(planned)
    if written and any(conflict.left for conflict in merge.conflicts):
        yield "Resolve what ! marks: leave no `<<<<<<<` in it, and no .rej or .theirs file beside it."
    yield from _last_line(written=written)


def _versions(before: str, after: str, *, came: bool, went: bool) -> str:
    """Say which layers it goes from and to."""
    if came or went:
        return f"with {after}" if came else f"without {before}"
    return f"{before} -> {after}" if before != after else after


def _last_line(*, written: bool) -> Iterator[str]:
    yield "Take it back with: scaffold update --undo" if written else "Nothing was written."


def _stack_lines(planned: Update) -> Iterator[str]:
    """Say which stacks there are more or fewer of, and what is to be done for them."""
    if planned.added_stacks:
        yield f"New stacks: {', '.join(planned.added_stacks)}. README.md says how a stack is deployed the first time."
    if planned.removed_stacks:
        gone = ", ".join(planned.removed_stacks)
        yield f"Stacks that are no more: {gone}. What is deployed of them stays until it is destroyed:"
        for stack in planned.removed_stacks:
            yield f"  {destroy_command(stack)}"


def destroy_command(stack: str) -> str:
    """Give the command that destroys a stack and takes its file away."""
    return f"pulumi destroy --remove --stack {stack}"
