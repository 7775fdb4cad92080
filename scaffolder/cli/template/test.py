"""`scaffold template test`: a template's projects and its updates, tried."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scaffolder.authoring.trial import Step

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
    from scaffolder.authoring.trial import Options, try_out
    from scaffolder.cli.template._findings import told

    def tell(step: Step) -> None:
        if as_json:
            return
        mark = click.style("x", fg="red") if step.failed else "-" if step.skipped else click.style("v", fg="green")
        click.echo(f"{mark} {step.name:<9}{step.skipped or f'{step.of}  {step.seconds:.1f} s'}")
        for finding in step.findings:
            click.echo(f"  {told(finding)}")

    subject = find_subject(path, below)
    steps = try_out(subject, Options(**options), tell)
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
