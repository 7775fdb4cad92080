"""Projects with extensions, for the tests that run them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scaffolder.engine.workspace import Workspace

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "extensions"
IMAGE = f"us-docker.pkg.dev/team/images/model@sha256:{'a' * 64}"
REGIONS = {
    "aws": ["us-east-1", "us-west-2"],
    "gcp": ["us-central1", "us-east4"],
    "azure": ["swedencentral", "westeurope"],
}
ORDERED = """
import pulumi


def transform(resource, settings):
    if resource.type_ != "gcp:cloudrunv2/service:Service":
        return None
    props = dict(resource.props)
    props["description"] = props["description"] + " {word}"
    return pulumi.ResourceTransformResult(props, resource.opts)
"""


def write_extended(
    folder: Path, cloud: str, *examples: str, settings: Mapping[str, Any] | None = None, **modules: str
) -> Workspace:
    """Write a project of one cloud with extensions, given as files of `examples/` or by their code."""
    clouds = {name for name in REGIONS if name != cloud}
    ignored = shutil.ignore_patterns("Pulumi.*.yaml", "__pycache__", *clouds)
    shutil.copytree(ROOT / "stacks", folder / "infra", ignore=ignored)
    extensions = folder / "infra" / "extensions"
    extensions.mkdir()
    for example in examples:
        shutil.copy(EXAMPLES / example, extensions)
    for name, code in modules.items():
        (extensions / f"{name}.py").write_text(code)
    (folder / "Pulumi.yaml").write_text("name: demo\nmain: infra\nruntime: python\n")
    config = {"cloud": cloud, "environment": "dev", "image": IMAGE, "regions": REGIONS[cloud], **(settings or {})}
    values = {"pulumi:disable-default-providers": ["*"], **{f"demo:{key}": v for key, v in config.items()}}
    (folder / "Pulumi.dev.yaml").write_text(json.dumps({"config": values}))
    return Workspace.find(folder)
