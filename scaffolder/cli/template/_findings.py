"""How a finding is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scaffolder.authoring.findings import Finding


def told(finding: Finding) -> str:
    """Give a finding: where and what, then how to put it right."""
    mark = click.style("x", fg="red") if finding.severity == "error" else click.style("!", fg="yellow")
    message = finding.message.replace("\n", "\n    ")
    return f"{mark} {finding.where}: {message}\n    {finding.fix}"
