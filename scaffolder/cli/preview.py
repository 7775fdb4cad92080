"""`scaffold preview`: run a project's program without an account, and show what it would deploy."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffolder.cli.complete import complete_stack
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.engine.preview import Preview
    from scaffolder.engine.workspace import Workspace


@click.command(context_settings={"ignore_unknown_options": False})
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.argument("pulumi_args", nargs=-1, type=click.UNPROCESSED, metavar="[-- PULUMI ARGS]")
@click.option(
    "--stack",
    "-s",
    "stacks",
    multiple=True,
    metavar="S",
    shell_complete=complete_stack,
    help="The stack to preview; may be repeated.",
)
@click.option("--all", "every", is_flag=True, help="Preview every stack of the project.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "pulumi", "embedded"]),
    default="auto",
    show_default=True,
    help="What runs the program: the `pulumi` command, or the engine built in here.",
)
@click.option(
    "--policy",
    is_flag=False,
    flag_value="",
    metavar="[PACK]",
    help="Also hold the result against a CrossGuard pack: the project's `policy` folder, or the one named.",
)
@click.option("--live", is_flag=True, help="Hand over to your own `pulumi preview`, with your backend and credentials.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="How long the program may run; without it, as long as it likes.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")
def preview(
    path: Path,
    pulumi_args: tuple[str, ...],
    stacks: tuple[str, ...],
    engine: str,
    policy: str | None,
    *,
    timeout: float | None,
    every: bool,
    live: bool,
    as_json: bool,
) -> None:
    """Show what the Pulumi project at PATH would deploy.

    Its own program runs, offline: no account, no credentials, no network, nothing left behind. Inputs are checked
    against the types of the installed SDKs. Exits 1 when there is a problem.
    """
    from scaffolder.engine.workspace import Workspace

    if every and stacks:
        raise click.UsageError("--all and --stack exclude each other.")
    if pulumi_args and not live:
        raise click.UsageError(f"unexpected argument {pulumi_args[0]!r}; arguments for `pulumi` need --live.")
    if timeout and live:
        raise click.UsageError("--timeout and --live exclude each other.")
    workspace = Workspace.find(path)
    pack = _pack(workspace, policy)
    if live:
        packs = ["--policy-pack", str(pack)] if pack else []
        _hand_over(workspace, stacks, [*(["--json"] if as_json else []), *packs, *pulumi_args])
    previews = _run(workspace, _chosen(workspace, stacks, every=every), engine, timeout)
    if pack:
        previews = _held_against(pack, workspace, previews)
    if as_json:
        import json

        from scaffolder.engine.document import preview_document

        click.echo(json.dumps(preview_document(workspace.name, previews), indent=2, ensure_ascii=False))
    else:
        from scaffolder.cli._render_preview import render

        click.echo(render(previews), color=False if "NO_COLOR" in os.environ else None)
    if any(preview.failed for preview in previews):
        sys.exit(1)


def _chosen(workspace: Workspace, stacks: Sequence[str], *, every: bool) -> Sequence[str]:
    """The stacks asked for; without asking, the only one there is, else those of the environment `dev`."""
    from scaffolder.engine.workspace import MADE_UP_STACK

    existing = workspace.stacks()
    if stacks:
        return tuple(dict.fromkeys(stacks))
    if every or len(existing) == 1:
        return existing or (MADE_UP_STACK,)
    first = tuple(stack for stack in existing if stack == "dev" or stack.startswith("dev-"))
    others = [stack for stack in existing if stack not in first]
    if first and others:
        click.echo(f"Previewing {', '.join(first)}; --all also previews {', '.join(others)}.", err=True)
    return first or existing or (MADE_UP_STACK,)


def _run(workspace: Workspace, stacks: Sequence[str], engine: str, timeout: float | None) -> list[Preview]:
    from scaffolder.cli._progress import Progress

    command = None
    if engine != "embedded":
        from scaffolder.engine.pulumi_command import find_pulumi

        command = find_pulumi()
        if command is None and engine == "pulumi":
            raise ScaffolderError(
                "There is no usable `pulumi` command on this machine.",
                fix="scaffold doctor --install-pulumi gets one; --engine embedded needs none.",
            )
    if command:
        from scaffolder.engine.real import preview_real

        click.echo(f"Engine: pulumi {command.version} ({command.path}), offline against simulated clouds.", err=True)
        with Progress() as progress:
            return preview_real(workspace, stacks, on_resource=progress.registered, command=command, timeout=timeout)
    from scaffolder.engine.embedded import preview_embedded

    why = " (no `pulumi` command here)" if engine == "auto" else ""
    click.echo(f"Engine: embedded{why}, offline against simulated clouds.", err=True)
    with Progress() as progress:
        return preview_embedded(workspace, stacks, on_resource=progress.registered, timeout=timeout)


def _pack(workspace: Workspace, policy: str | None) -> Path | None:
    """The policy pack's folder, checked before anything slow runs; None when no policies were asked for."""
    if policy is None:
        return None
    from scaffolder.engine.policies import pack_folder

    return pack_folder(Path(policy) if policy else workspace.root / "policy")


def _held_against(pack: Path, workspace: Workspace, previews: list[Preview]) -> list[Preview]:
    from scaffolder.engine.interpreter import find_interpreter
    from scaffolder.engine.policies import with_policies

    return with_policies(previews, pack=pack, python=find_interpreter(workspace).python)


def _hand_over(workspace: Workspace, stacks: Sequence[str], arguments: Sequence[str]) -> None:
    """Become the user's own `pulumi preview`."""
    import shutil

    pulumi = shutil.which("pulumi")
    if pulumi is None:
        raise ScaffolderError(
            "--live needs the `pulumi` command, and there is none on PATH.",
            fix="Install it from https://www.pulumi.com/docs/install/, log in, and try again; "
            "without --live no account is needed.",
        )
    if len(stacks) > 1:
        raise ScaffolderError(
            f"--live previews one stack at a time, not {', '.join(stacks)}.", fix=f"--live --stack {stacks[0]}"
        )
    chosen = ["--stack", stacks[0]] if stacks else []
    # The user's own command takes over this process: its exit code is ours.
    os.execv(pulumi, [pulumi, "preview", "--cwd", str(workspace.root), *chosen, *arguments])  # noqa: S606 - no shell on purpose
