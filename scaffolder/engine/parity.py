"""What each setting does on each cloud, taken from what the program really registers."""

from __future__ import annotations

import hashlib
import json
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview
from scaffolder.engine.workspace import Workspace
from scaffolder.simulator import wire

CLOUDS: Final = ("aws", "gcp", "azure")
# The programs of a batch share their imports; how many of them run at once is for the runner to say.
BATCH: Final = 32
_KEY_LENGTH: Final = 12

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
    workspace: Workspace, clouds: Sequence[str], *, on_preview: Callable[[int, int], None] = lambda _done, _all: None
) -> list[Cell]:
    """Preview the project with each setting changed, on each of these clouds, and say what changed.

    `on_preview` is told how many previews are done, and of how many.
    """
    plan = probes(clouds)
    controls = {cloud: [f"{cloud}-{part * _KEY_LENGTH}" for part in "01"] for cloud in clouds}
    trials: dict[str, tuple[str, Mapping[str, Any]]] = {
        stack: (cloud, {}) for cloud, stacks in controls.items() for stack in stacks
    }
    for probe in plan:
        for values in (probe.before, probe.after):
            trials[_key(probe.cloud, values)] = (probe.cloud, values)
    previews = _previews(workspace, trials, on_preview)
    # What differs between any two stacks, such as a GUID made of their names, says nothing about a setting.
    noise = {
        cloud: set(_changes(*(_inputs(previews[stack]) for stack in stacks))) for cloud, stacks in controls.items()
    }
    return [
        _cell(
            probe,
            previews[_key(probe.cloud, probe.before)],
            previews[_key(probe.cloud, probe.after)],
            noise=noise[probe.cloud],
        )
        for probe in plan
    ]


def _previews(
    workspace: Workspace,
    trials: Mapping[str, tuple[str, Mapping[str, Any]]],
    on_preview: Callable[[int, int], None],
) -> dict[str, Preview]:
    previews: dict[str, Preview] = {}
    local = _local_settings(workspace)
    with tempfile.TemporaryDirectory(prefix="scaffold-parity-") as folder:
        trial = replace(workspace, stack_config_dir=Path(folder))
        # The stacks of a cloud share a process that imports its SDK once.
        waiting = sorted(trials, key=lambda stack: trials[stack][0])
        while waiting:
            batch, waiting = waiting[:BATCH], waiting[BATCH:]
            for stack in batch:
                cloud, values = trials[stack]
                _write(trial, stack, {**local, "cloud": cloud, **values})
            previews.update(zip(batch, preview_embedded(trial, batch), strict=True))
            on_preview(len(previews), len(trials))
    return previews


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


def _key(cloud: str, values: Mapping[str, Any]) -> str:
    """A stack's name for these settings: of one length, so that names cut by length stay comparable."""
    return f"{cloud}-{hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:_KEY_LENGTH]}"


def _local_settings(workspace: Workspace) -> dict[str, str]:
    """What is not tried because it names a place in the project: every trial has it as the project's stacks do."""
    key = f"{workspace.name}:appPath"
    paths = [workspace.stack_config(stack).values.get(key) for stack in workspace.stacks()]
    # An image by its digest is known before deployment, and with it all that a container's definition is made of.
    image = f"us-docker.pkg.dev/platform/models/demo@sha256:{'0' * 64}"
    return {"appPath": next(filter(None, paths), "app"), "image": image}


def _write(workspace: Workspace, stack: str, settings: Mapping[str, Any]) -> None:
    file = workspace.stack_config_dir / f"Pulumi.{stack}{workspace.file.suffix}"
    config = {f"{workspace.name}:{key}": value for key, value in settings.items()}
    file.write_text(json.dumps({"config": config}), encoding="utf-8")


def _cell(probe: Probe, before: Preview, after: Preview, *, noise: Set[str]) -> Cell:
    """What changed between two previews, but for what differs between any two stacks, such as a GUID of their names."""
    if after.failure or before.failure:
        return _made(probe, "refused", text=_reason(after if after.failure else before))
    changes = tuple(sorted(set(_changes(_inputs(before), _inputs(after))) - noise))
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
