"""`scaffold parity`: each setting on each cloud, from what the program registers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffolder.cli._terminal import is_terminal
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.engine.parity import Cell
    from scaffolder.engine.workspace import Workspace

_SHOWN = 3


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, with every input that changes.")
@click.option("--markdown", is_flag=True, help="Print the page that the documentation has.")
def parity(path: Path, *, as_json: bool, markdown: bool) -> None:
    """Show what each setting does on each cloud of the service at PATH.

    The program is previewed with each setting changed: what changes in the inputs is what the setting does there.
    Exits 1 when a setting changes nothing.
    """
    from scaffolder.engine.parity import parity as compare
    from scaffolder.engine.workspace import Workspace

    workspace = Workspace.find(path)
    cells = compare(workspace, _clouds(workspace), on_preview=_progress)
    if as_json:
        import dataclasses
        import json

        click.echo(json.dumps({"schema": 1, "settings": [dataclasses.asdict(cell) for cell in cells]}, indent=2))
    else:
        click.echo(_page(cells) if markdown else _table(cells))
    if any(cell.kind == "nothing" for cell in cells):
        sys.exit(1)


def _clouds(workspace: Workspace) -> list[str]:
    from scaffolder.engine.parity import CLOUDS

    clouds = [cloud for cloud in CLOUDS if (workspace.program_dir / "inference" / cloud).is_dir()]
    if not clouds:
        raise ScaffolderError(
            f"{workspace.root} is not a service of ours: {workspace.program_dir.name}/inference has no cloud.",
            fix="Give the folder of a project made by `scaffold new`.",
        )
    return clouds


def _progress(done: int, wanted: int) -> None:
    """One line on a terminal that says how far it is."""
    if is_terminal(sys.stderr):
        end = "\r\033[K" if done == wanted else ""
        click.echo(f"\r{done} of {wanted} previews{end}", err=True, nl=False)


def _rows(cells: Sequence[Cell]) -> dict[str, list[Cell]]:
    rows: dict[str, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.setting, []).append(cell)
    return rows


def _table(cells: Sequence[Cell]) -> str:
    colors = {"exact": "green", "approximated": "yellow", "refused": "cyan", "nothing": "red"}
    lines = []
    for setting, row in _rows(cells).items():
        lines.append(click.style(setting, bold=True))
        for cell in row:
            said = cell.text or _brief(cell.changes)
            lines.append(f"  {cell.cloud:<6}{click.style(f'{cell.kind:<13}', fg=colors[cell.kind])}{said}")
    counts = ", ".join(f"{sum(cell.kind == kind for cell in cells)} {kind}" for kind in colors)
    return "\n".join([*lines, "", f"{len(cells)} tried: {counts}."])


def _page(cells: Sequence[Cell]) -> str:
    rows = _rows(cells)
    clouds = [cell.cloud for cell in next(iter(rows.values()))]
    lines = [
        "# What each setting does on each cloud",
        "",
        "Made by `scaffold parity --markdown`: the program is previewed with each setting changed, and what changes is",
        "listed. A setting that changed nothing would fail our tests.",
        "",
        f"| setting | {' | '.join(clouds)} |",
        f"| --- |{' --- |' * len(clouds)}",
    ]
    for setting, row in rows.items():
        told = [f"**{cell.kind}** {(cell.text + ' ' + _brief(cell.changes)).strip()}" for cell in row]
        lines.append(f"| `{setting}` | {' | '.join(told)} |")
    return "\n".join(lines)


def _brief(changes: Sequence[str]) -> str:
    """The first few inputs that change, their types in short."""
    short = [f"{sign}{rest.rpartition(':')[2]}" for sign, rest in (_signed(change) for change in changes)]
    shown = list(dict.fromkeys(short))
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(f"`{entry}`" for entry in shown[:_SHOWN]) + more


def _signed(change: str) -> tuple[str, str]:
    return (change[0], change[1:]) if change[0] in "+-" else ("", change)
