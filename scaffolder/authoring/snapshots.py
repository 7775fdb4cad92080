"""The resource graph of a template's projects, kept beside it: what a change of the template does to infrastructure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder.authoring.findings import Finding

if TYPE_CHECKING:
    from scaffolder.engine.preview import Preview, PreviewResource

FOLDER = "snapshots"
_CONTEXT = 1
_MOST_LINES = 40

# Stack to resource, by type and name, to the component it lies in and the names of what its inputs need.
Graph = Mapping[str, Mapping[str, Mapping[str, Any]]]


def graph_of(previews: Sequence[Preview]) -> Graph:
    """Give what the stacks of a project would hold, in the order of types and names."""
    return {
        preview.stack: dict(sorted((f"{of.type} {of.name}", _place(of)) for of in preview.resources))
        for preview in previews
    }


def compare(graph: Graph, path: Path, case: str, *, update: bool) -> Iterator[Finding]:
    """Compare a graph with the one kept at `path`, or keep it there."""
    text = _written(graph)
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


def _place(resource: PreviewResource) -> dict[str, Any]:
    needed = {_name(urn) for urns in resource.property_dependencies.values() for urn in urns}
    return {"in": _name(resource.parent), "needs": sorted(needed)}


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _written(graph: Graph) -> str:
    """Write a graph as JSON with a line for each resource, as one reads its changes."""
    stacks = {
        stack: _table((f"{json.dumps(key)}: {json.dumps(value)}" for key, value in resources.items()), indent=1)
        for stack, resources in graph.items()
    }
    return _table((f"{json.dumps(stack)}: {text}" for stack, text in stacks.items()), indent=0) + "\n"


def _table(items: Iterable[str], *, indent: int) -> str:
    space = " " * indent
    return "{\n" + ",\n".join(f"{space} {item}" for item in items) + f"\n{space}}}"
