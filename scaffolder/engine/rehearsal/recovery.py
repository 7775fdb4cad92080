"""What an operator does when nobody saw how an operation ended: look into the cloud, and put the state right.

https://www.pulumi.com/docs/iac/operations/troubleshooting/interrupted-updates/ (read 2026-11-25) has the steps. Its
`pulumi refresh --import-pending-creates` is not among them: in pulumi 3.259 it forgets the resource instead of taking
it in (tried on 2026-11-25), and the next update would create it a second time; `pulumi import` does take it in.

Of what was to be replaced the old one is still in the state, under the name that the new one must have: `pulumi state
rename` gives it another, under which the next update finds no use for it, and deletes it in its turn. If it is already
marked to be deleted it loses the mark first, in an exported state: nothing may depend on what is only to be deleted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from scaffolder.engine.rehearsal.driver import Driver
from scaffolder.engine.rehearsal.leftovers import identity, left_over
from scaffolder.simulator.state import Held, arn_of

_FILE: Final = "pending.json"
_STATE: Final = "state.json"
_REVISIONS: Final = "aws:ecs/taskDefinition:TaskDefinition"
_REPLACED: Final = "-replaced"
_MOST_NAMED: Final = 3


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """What was done, as an operator would type it, and what it found."""

    commands: Sequence[str]
    notes: Sequence[str]


def recover(driver: Driver, *, folder: Path, killed: bool) -> Recovered:
    """Bring a stack whose provider crashed, or whose engine was `killed`, to where an update can go on."""
    pending = driver.pending()
    commands = [driver.on_stack("cancel", "--yes")] if killed else []
    begun = [f"{one['type']} {_name(one['resource']['urn'])}" for one in pending]
    notes = [f"never ended: {_named(begun)}"] if begun else []
    resources = [one for one in driver.resources() if one.get("custom")]
    # What was deleted so that another can take its place is gone, although the state still has it.
    held = [one for one in resources if not one.get("pendingReplacement")]
    known = [identity(one["type"], one.get("id", ""), one.get("outputs") or {}) for one in held]
    there = left_over(known, {one["urn"] for one in held}, driver.content())
    if there:
        taken = {one["urn"] for one in resources if not one.get("delete")}
        # In the instant before the new one is in the state, the old one is marked to be deleted, and none has the name.
        if marked := {one["urn"] for one in resources} & {one.urn for one in there} - taken:
            commands += driver.edit_state(folder / _STATE, partial(_unmark, marked))
            notes.append(f"{_STATE}: {_named(sorted(map(_name, marked)))} is no longer marked to be deleted")
            taken |= marked
        commands += [
            driver.on_stack("state", "rename", urn, f"{_name(urn)}{_REPLACED}", "--yes")
            for urn in dict.fromkeys(one.urn for one in there if one.urn in taken)
        ]
        file = folder / _FILE
        commands.append(driver.list_missing(file))
        file.write_text(json.dumps(with_ids(json.loads(file.read_text(encoding="utf-8")), there)), encoding="utf-8")
        commands.append(driver.take_in(file))
        notes.append(f"the cloud has made {_named([_name(one.urn) for one in there])}; {_FILE} gets the ids")
    if pending:
        commands.append(driver.call("refresh", arguments=["--clear-pending-creates"]).command)
    return Recovered(commands=commands, notes=notes)


def _unmark(urns: Collection[str], deployment: dict[str, Any]) -> None:
    for resource in deployment["resources"]:
        if resource["urn"] in urns:
            resource.pop("delete", None)


def with_ids(document: Mapping[str, Any], there: Collection[Held]) -> Mapping[str, Any]:
    """A file that `pulumi preview` wrote for `pulumi import`: those of its resources that are there, with their ids."""
    table = document.get("nameTable") or {}
    found = [
        {**entry, "id": _import_id(held)}
        for entry in document.get("resources") or ()
        for held in there
        if held.type == entry["type"] and held.urn.endswith(_end_of_urn(entry, table))
    ]
    return {"nameTable": table, "resources": found}


def _end_of_urn(entry: Mapping[str, Any], table: Mapping[str, str]) -> str:
    """How the URN of a resource ends, from its parent's type on where the parent is in the state already."""
    parent = table.get(entry.get("parent", ""), "")
    above = f"{parent.split('::')[2]}$" if parent and "::pulumi:pulumi:Stack::" not in parent else ""
    return f"{above}{entry['type']}::{entry.get('logicalName', entry['name'])}"


def _import_id(held: Held) -> str:
    """What a resource is imported by: revisions of one name are told apart by their ARN."""
    return arn_of(held.properties) if held.type == _REVISIONS else held.id


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
