"""The resource graph of a template's projects, kept beside it: what a change of the template does to infrastructure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.authoring.findings import Finding

if TYPE_CHECKING:
    from scaffolder.engine.preview import Preview, PreviewResource

FOLDER = "snapshots"
_CONTEXT = 1
_MOST_LINES = 40

# Stack to resource to the resources that it needs, all without the part of a URN that each of a stack has.
Graph = Mapping[str, Mapping[str, Sequence[str]]]


def graph_of(previews: Sequence[Preview]) -> Graph:
    """Give what the stacks of a project would hold; what a resource needs by its inputs, beside its parent."""
    return {
        preview.stack: {
            _tail(resource.urn): sorted(
                {_tail(urn) for urns in resource.property_dependencies.values() for urn in urns}
            )
            for resource in sorted(preview.resources, key=lambda resource: resource.urn)
        }
        for preview in previews
    }


def compare(graph: Graph, path: Path, case: str, *, update: bool) -> Iterator[Finding]:
    """Compare a graph with the one kept at `path`, or keep it there."""
    text = json.dumps(graph, indent=1, ensure_ascii=False) + "\n"
    kept = path.read_text(encoding="utf-8") if path.is_file() else None
    if kept == text:
        return
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    shown = f"{FOLDER}/{path.name}"
    fix = "If this is wanted, keep it: scaffold template test --update-snapshots"
    if kept is None:
        yield Finding(check="snapshot", where=case, message=f"There is no {shown} yet.", fix=fix, severity="warning")
        return
    changed = list(unified_diff(kept.splitlines(), text.splitlines(), shown, "now", lineterm="", n=_CONTEXT))
    more = [f"... and {len(changed) - _MOST_LINES} more lines"] if len(changed) > _MOST_LINES else []
    told = "\n  ".join([*changed[:_MOST_LINES], *more])
    yield Finding(check="snapshot", where=case, message=f"The resources are not those of {shown}:\n  {told}", fix=fix)


def _needed(resource: PreviewResource) -> list[str]:
    return sorted({_tail(urn) for urns in resource.property_dependencies.values() for urn in urns})


def _tail(urn: str) -> str:
    """Give `type$type::name` of a URN."""
    return urn.split("::", 2)[-1]
