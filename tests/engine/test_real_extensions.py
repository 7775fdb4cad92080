"""A project's extensions under both engines."""

from __future__ import annotations

from pathlib import Path

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.pulumi_command import PulumiCommand
from scaffolder.engine.real import preview_real
from tests.stacks.extended import ORDERED, write_extended


def test_both_engines_run_extensions_alike(tmp_path: Path, engine: PulumiCommand) -> None:
    words = {name: ORDERED.replace("{word}", name) for name in ("b_second", "a_first")}
    workspace = write_extended(tmp_path, "gcp", "30_models.py", **words)
    (real,) = preview_real(workspace, ["dev"], command=engine)
    (embedded,) = preview_embedded(workspace, ["dev"])
    assert real.problems == embedded.problems == ()
    assert [(one.urn, one.inputs) for one in real.resources] == [(one.urn, one.inputs) for one in embedded.resources]
