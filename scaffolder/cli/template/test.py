"""`scaffold template test`: a template's projects and its updates, tried."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffolder.cli._terminal import is_terminal

if TYPE_CHECKING:
    from scaffolder.authoring.trial import Step, Watcher

SCHEMA = 1


@click.command(short_help="Try a template's projects and its updates.")
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--quick", is_flag=True, help="Leave out previews, policies, snapshots and the projects' own tests.")
@click.option("--update-snapshots", is_flag=True, help="Keep the resources of now in snapshots/.")
@click.option("--below", multiple=True, metavar="SOURCE", help="A template that it lies on; may be repeated.")
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="Updates for each version.")
@click.option("--seed", type=int, default=0, show_default=True, help="What the edits by chance start from.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")
def test(path: Path, *, below: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Try the template at PATH with few answers in which every two meet, those of its tests/cases.toml among them.

    Each project is rendered, parsed and linted, previewed offline with its policies on every cloud, and compared with
    snapshots/; its own tests run. Then users' edits by chance are carried from each version in the git tags to this
    one: none may be lost.

    \b
    Exit codes:
      0   all is well
      1   something is wrong, or there is no template
    """  # noqa: D301 - click reads the character that it is
    from scaffolder.authoring.subject import find_subject
    from scaffolder.authoring.trial import Options, Watcher, try_out

    subject = find_subject(path, below)
    steps = try_out(subject, Options(**options), Watcher() if as_json else _shown())
    failed = [step for step in steps if step.failed]
    if as_json:
        document = {
            "schema": SCHEMA,
            "path": str(subject.folder),
            "failed": bool(failed),
            "steps": [step.document() for step in steps],
        }
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        click.echo(f"Wrong: {', '.join(step.name for step in failed)}." if failed else "All is well.")
    sys.exit(bool(failed))


def _shown() -> Watcher:
    """Print each step when it is done; meanwhile, in a terminal, a line says what goes on."""
    from scaffolder.authoring.trial import Watcher
    from scaffolder.cli.template._findings import told

    class Shown(Watcher):
        def begins(self, name: str, about: str = "") -> None:
            if is_terminal(sys.stderr):
                click.echo(f"\r\x1b[K{name} {about}", err=True, nl=False)

        def over(self, step: Step) -> None:
            if is_terminal(sys.stderr):
                click.echo("\r\x1b[K", err=True, nl=False)
            mark = click.style("x", fg="red") if step.failed else "-" if step.skipped else click.style("v", fg="green")
            click.echo(f"{mark} {step.name:<9}{step.skipped or f'{step.of}  {step.seconds:.1f} s'}")
            for finding in step.findings:
                click.echo(f"  {told(finding)}")

    return Shown()
