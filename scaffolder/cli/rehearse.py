"""`scaffold rehearse`: a stack's whole life on the real engine, before the first real deployment."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from scaffolder.cli.complete import complete_region, complete_stack

if TYPE_CHECKING:
    from scaffolder.engine.rehearsal.faults import Fault
    from scaffolder.engine.rehearsal.rehearse import Wanted
    from scaffolder.engine.rehearsal.timeline import Rehearsal
    from scaffolder.engine.workspace import Workspace

DID_NOT_HOLD = 3


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--stack", "-s", metavar="S", shell_complete=complete_stack, help="The stack to rehearse.")
@click.option(
    "--lose",
    multiple=True,
    metavar="REGION",
    shell_complete=complete_region,
    help="Show what still serves without this region, and how soon that is noticed; may be repeated.",
)
@click.option(
    "--fail",
    multiple=True,
    metavar="TYPE[:OP][:N]",
    help="Have the Nth create (or update, replace, delete, read) of a resource type fail, and finish it; repeatable.",
)
@click.option(
    "--fail-kind",
    type=click.Choice(
        ["throttle", "timeout", "refused", "killed", "killed-before", "crashed", "crashed-before", "all"]
    ),
    default="refused",
    show_default=True,
    help="How it fails: before or after the cloud has done it; `all` is each of these ways, one after the other.",
)
@click.option("--change", metavar="KEY=VALUE", help="The setting to change in place, instead of one more replica.")
@click.option("--seed", type=int, help="Make the simulated clouds give other ids and addresses.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")
def rehearse(
    path: Path,
    *,
    stack: str | None,
    lose: tuple[str, ...],
    fail: tuple[str, ...],
    fail_kind: str,
    change: str | None,
    seed: int | None,
    as_json: bool,
) -> None:
    """Rehearse the whole life of a stack of the project at PATH.

    The real engine runs your program against simulated clouds: preview, up, a second up that changes nothing,
    refresh, a changed setting, a new image region by region, destroy. No account, no network, nothing left behind.

    Exits 0 when every step held, 3 when one did not, 1 when the stack cannot be rehearsed.
    """
    from scaffolder.engine.rehearsal.rehearse import Wanted
    from scaffolder.engine.workspace import Workspace

    workspace = Workspace.find(path)
    wanted = Wanted(
        lose=lose, fail=_faults(fail, fail_kind), change=_change(change), seed="" if seed is None else str(seed)
    )
    chosen = stack or _first(workspace)
    rehearsal = _quietly(workspace, chosen, wanted) if as_json else _aloud(workspace, chosen, wanted)
    if rehearsal.failed:
        sys.exit(DID_NOT_HOLD)


def _faults(texts: Sequence[str], kind: str) -> tuple[Fault, ...]:
    from scaffolder.engine.rehearsal.faults import ONE_AFTER_THE_OTHER, parse_fault

    source = click.get_current_context().get_parameter_source("fail_kind")
    if not texts and source is not ParameterSource.DEFAULT:
        raise click.UsageError("--fail-kind says how --fail TYPE fails, and there is no --fail.")
    faults = []
    for text in texts:
        try:
            faults.append(parse_fault(text, ONE_AFTER_THE_OTHER if kind == "all" else [kind]))
        except ValueError as error:
            raise click.UsageError(f"--fail takes TYPE[:OP][:N], not {text!r}.") from error
    return tuple(faults)


def _change(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    key, sign, value = text.partition("=")
    if not key or not sign:
        raise click.UsageError(f"--change takes KEY=VALUE, not {text!r}.")
    return key, value


def _first(workspace: Workspace) -> str:
    """The stack without being asked: the only one, else the first of the environment `dev`, else the first."""
    from scaffolder.engine.workspace import MADE_UP_STACK

    stacks: Sequence[str] = workspace.stacks() or (MADE_UP_STACK,)
    chosen = next((stack for stack in stacks if stack == "dev" or stack.startswith("dev-")), stacks[0])
    if others := [stack for stack in stacks if stack != chosen]:
        click.echo(f"Rehearsing {chosen}; --stack rehearses {', '.join(others)}.", err=True)
    return chosen


def _quietly(workspace: Workspace, stack: str, wanted: Wanted) -> Rehearsal:
    import json

    from scaffolder.cli._progress import Progress
    from scaffolder.engine.rehearsal.document import rehearsal_document
    from scaffolder.engine.rehearsal.rehearse import Watcher, rehearse

    with Progress() as progress:
        watcher = Watcher(begins=progress.begins, resource=lambda urn: progress.registered(stack, urn))
        rehearsal = rehearse(workspace, stack, wanted, watcher)
    click.echo(json.dumps(rehearsal_document(rehearsal), indent=2, ensure_ascii=False))
    return rehearsal


def _aloud(workspace: Workspace, stack: str, wanted: Wanted) -> Rehearsal:
    from scaffolder.cli import _render_rehearsal as render
    from scaffolder.cli._progress import Progress
    from scaffolder.engine.rehearsal.rehearse import Watcher, rehearse

    with Progress() as progress:
        watcher = Watcher(
            begins=progress.begins,
            resource=lambda urn: progress.registered(stack, urn),
            over=lambda step: progress.say(render.step(step)),
            lost=lambda loss: progress.say(render.loss(loss)),
            ready=lambda about: progress.say(render.heading(about)),
        )
        rehearsal = rehearse(workspace, stack, wanted, watcher)
        progress.say(render.ending(rehearsal))
    return rehearsal
