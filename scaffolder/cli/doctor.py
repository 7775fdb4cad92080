"""`scaffold doctor`: what this machine has and lacks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

MARKS: Final = {"ok": ("ok", "green"), "missing": ("missing", "red"), "note": ("note", "yellow")}


@click.command()
@click.option(
    "--install-pulumi",
    is_flag=True,
    help="Get the `pulumi` command first: Pulumi's installer, else built from its Go modules. Kept in the cache.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")
def doctor(*, install_pulumi: bool, as_json: bool) -> None:
    """Check what this machine has, and say how to get what it lacks.

    Exits 0 when `scaffold new` and `scaffold preview --engine embedded` have all they need.
    """
    from dataclasses import asdict

    from scaffolder.engine.health import check_machine

    if install_pulumi:
        from scaffolder.engine.install import install_pulumi as install
        from scaffolder.engine.pulumi_command import find_pulumi

        if (found := find_pulumi()) is not None:
            click.echo(f"pulumi {found.version} is there already, at {found.path}.", err=True)
        else:
            install(lambda line: click.echo(line, err=True))
    checks = check_machine(Path.cwd())
    healthy = all(check.status != "missing" for check in checks)
    if as_json:
        import json

        document = {"schema": 1, "ok": healthy, "checks": [asdict(check) for check in checks]}
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        width = max(len(check.name) for check in checks)
        for check in checks:
            mark, color = MARKS[check.status]
            click.echo(f"{click.style(f'{mark:<7}', fg=color)}  {check.name:<{width}}  {check.detail}")
            if check.fix:
                click.echo(f"{'':<7}  {'':<{width}}  {check.fix}")
    sys.exit(0 if healthy else 1)
