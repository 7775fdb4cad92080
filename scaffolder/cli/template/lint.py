"""`scaffold template lint`: what is wrong in a template, told in a moment."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

SCHEMA = 1


@click.command(short_help="Look for what is wrong in a template.")
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--below", multiple=True, metavar="SOURCE", help="A template that it lies on; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")
def lint(path: Path, *, below: tuple[str, ...], as_json: bool) -> None:
    """Look for what is wrong in the template at PATH: names that nothing makes known, questions that are not used,
    blocks and files that are not there, rules and patches that match nothing, files that no answer yields.

    \b
    Exit codes:
      0   nothing is wrong
      1   something is, or there is no template
    """  # noqa: D205, D301 - click reads the character that it is
    from scaffolder.authoring.lint import lint as look
    from scaffolder.authoring.subject import find_subject
    from scaffolder.cli.template._findings import told

    subject = find_subject(path, below)
    findings = [*look(subject)]
    if as_json:
        document = {"schema": SCHEMA, "path": str(subject.folder), "findings": [item.document() for item in findings]}
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(map(told, findings)) or "Nothing is wrong.")
    sys.exit(any(finding.severity == "error" for finding in findings))
