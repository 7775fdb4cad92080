"""What each setting does on each cloud, taken from what the program really registers."""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview
from scaffolder.engine.workspace import Workspace
from scaffolder.simulator import wire

CLOUDS: Final = ("aws", "gcp", "azure")
# As many programs at once as their memory and two processors bear.
BATCH: Final = 8

Kind = Literal["exact", "approximated", "refused", "nothing"]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One setting on one cloud.

    `changes` are the inputs that differ when the setting does, as `type path`; a resource that comes or goes is
    `+type` or `-type`. `text` is how a cloud approximates the setting, or why it refuses it.
    """

    setting: str
    cloud: str
    kind: Kind
    text: str = ""
    changes: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Probe:
    """How one setting is tried on one cloud."""

    setting: str
    cloud: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    approximated: str


def probes(clouds: Sequence[str] = CLOUDS) -> list[Probe]:
    """Every setting on every cloud, as `parity_probes.toml` has it."""
    text = resources.files("scaffolder.engine").joinpath("parity_probes.toml").read_text(encoding="utf-8")
    return [_probe(key, cloud, table) for key, table in tomllib.loads(text).items() for cloud in clouds]


def parity(
    workspace: Workspace, clouds: Sequence[str], *, on_cell: Callable[[Cell], None] = lambda _cell: None
) -> list[Cell]:
    """Preview the project with each setting changed, on each of these clouds, and say what changed."""
    cells: list[Cell] = []
    with tempfile.TemporaryDirectory(prefix="scaffold-parity-") as folder:
        trial = replace(workspace, stack_config_dir=Path(folder))
        plan = probes(clouds)
        stacks = {_key(cloud, values): (cloud, values) for cloud, values in _wanted(plan)}
        previews: dict[str, Preview] = {}
        waiting = sorted(stacks, key=lambda stack: stacks[stack][0])
        while waiting:
            batch, waiting = waiting[:BATCH], waiting[BATCH:]
            for stack in batch:
                _write(trial, stack, *stacks[stack])
            previews.update(zip(batch, preview_embedded(trial, batch), strict=True))
            for probe in list(plan):
                ends = [_key(probe.cloud, values) for values in (probe.before, probe.after)]
                if all(end in previews for end in ends):
                    plan.remove(probe)
                    cells.append(_cell(probe, *(previews[end] for end in ends)))
                    on_cell(cells[-1])
    order = {probe.setting: index for index, probe in enumerate(probes(clouds[:1]))}
    return sorted(cells, key=lambda cell: (order[cell.setting], clouds.index(cell.cloud)))


def _probe(key: str, cloud: str, table: Mapping[str, Any]) -> Probe:
    own = table.get(cloud, {})
    before = own.get("with", table.get("with", {}))
    return Probe(
        setting=key,
        cloud=cloud,
        before=before,
        after={**before, **own.get("also", {}), key: own.get("to", table["to"])},
        approximated=own.get("approximated", ""),
    )


def _wanted(plan: Sequence[Probe]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for probe in plan:
        yield probe.cloud, probe.before
        yield probe.cloud, probe.after


def _key(cloud: str, values: Mapping[str, Any]) -> str:
    """A stack's name for these settings: of one length, so that names cut by length stay comparable."""
    import hashlib

    return f"{cloud}-{hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]}"


def _write(workspace: Workspace, stack: str, cloud: str, values: Mapping[str, Any]) -> None:
    file = workspace.stack_config_dir / f"Pulumi.{stack}{workspace.file.suffix}"
    config = {f"{workspace.name}:{key}": value for key, value in {"cloud": cloud, **values}.items()}
    file.write_text(json.dumps({"config": config}), encoding="utf-8")


def _cell(probe: Probe, before: Preview, after: Preview) -> Cell:
    if after.failure or before.failure:
        return _made(probe, "refused", text=_reason(after if after.failure else before))
    changes = tuple(sorted(set(_changes(_inputs(before), _inputs(after)))))
    if not changes and not probe.approximated:
        return _made(probe, "nothing", text="changing it changes nothing")
    return _made(probe, "approximated" if probe.approximated else "exact", text=probe.approximated, changes=changes)


def _made(probe: Probe, kind: Kind, *, text: str = "", changes: Sequence[str] = ()) -> Cell:
    return Cell(setting=probe.setting, cloud=probe.cloud, kind=kind, text=text, changes=changes)


def _reason(preview: Preview) -> str:
    """Why the program refused, without the sentence that every refusal starts with."""
    lines = preview.failure.message.strip().splitlines() if preview.failure else []
    reasons = [line.partition(": ")[2] for line in lines[1:] if ": " in line]
    return " ".join(reasons) or (lines[0] if lines else "")


def _inputs(preview: Preview) -> dict[str, tuple[str, Any]]:
    """Each resource's type and inputs by URN, the stack's own name taken out."""
    return {
        resource.urn.replace(preview.stack, "STACK"): (
            resource.type,
            json.loads(json.dumps(wire.to_plain(resource.inputs)).replace(preview.stack, "STACK")),
        )
        for resource in preview.resources
        if resource.custom
    }


def _changes(before: Mapping[str, tuple[str, Any]], after: Mapping[str, tuple[str, Any]]) -> Iterator[str]:
    yield from (f"-{before[urn][0]}" for urn in before.keys() - after.keys())
    yield from (f"+{after[urn][0]}" for urn in after.keys() - before.keys())
    for urn in before.keys() & after.keys():
        for path in _differing(before[urn][1], after[urn][1], ""):
            yield f"{before[urn][0]} {path}"


def _differing(before: Any, after: Any, path: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() | after.keys():
            yield from _differing(before.get(name), after.get(name), f"{path}.{name}" if path else name)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for left, right in zip(before, after, strict=True):
            yield from _differing(left, right, f"{path}[]")
    elif before != after:
        yield path
