"""What an operator does after a deployment was killed: unlock, look into the cloud, and put the state right.

https://www.pulumi.com/docs/iac/operations/troubleshooting/interrupted-updates/ (read 2026-11-25) has the steps. Its
`pulumi refresh --import-pending-creates` is not among them: in pulumi 3.259 it forgets the resource instead of taking
it in (tried on 2026-11-25), and the next update would create it a second time; `pulumi import` does take it in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scaffolder.engine.rehearsal.driver import Driver
from scaffolder.simulator.state import Held

_FILE: Final = "pending.json"
_MOST_NAMED: Final = 3


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """What was done, as an operator would type it, and what it found."""

    commands: Sequence[str]
    notes: Sequence[str]


def recover(driver: Driver, *, folder: Path) -> Recovered:
    """Bring a stack whose engine was killed to where an update can go on."""
    pending = driver.pending()
    commands = [driver.on_stack("cancel", "--yes")]
    begun = [f"{operation['type']} {_name(operation)}" for operation in pending]
    more = f" and {len(begun) - _MOST_NAMED} more" if len(begun) > _MOST_NAMED else ""
    notes = [f"never ended: {', '.join(begun[:_MOST_NAMED])}{more}"] if begun else []
    known = {resource["urn"] for resource in driver.resources()}
    there = [one for one in _created(pending, driver.content()) if one.urn not in known]
    if there:
        file = folder / _FILE
        file.write_text(json.dumps(import_document(there)), encoding="utf-8")
        driver.take_in(file)
        commands.append(f"pulumi import --file {_FILE} --generate-code=false --protect=false")
        notes.append(f"the cloud has {len(there)} of these; {_FILE} names them with their ids")
    if pending:
        commands.append(driver.call("refresh", arguments=["--clear-pending-creates"]).command)
    return Recovered(commands=commands, notes=notes)


@dataclass(frozen=True, kw_only=True)
class Created:
    """A resource that the cloud has and whose creation the engine saw no end of.

    One that was to replace another cannot be taken in, since its name is taken: it is left behind, and found as such.
    """

    urn: str
    type: str
    id: str
    parent: str
    provider: str


def _created(pending: Iterable[Mapping[str, Any]], content: Iterable[Held]) -> Iterable[Created]:
    ids = {held.urn: held.id for held in content}
    for operation in pending:
        resource = operation["resource"]
        if operation["type"] == "creating" and (id_ := ids.get(resource["urn"])):
            yield Created(
                urn=resource["urn"],
                type=resource["type"],
                id=id_,
                parent=resource.get("parent", ""),
                provider=resource.get("provider", "").rpartition("::")[0],
            )


def import_document(created: Sequence[Created]) -> Mapping[str, Any]:
    """The file that `pulumi import` reads: each with its parent and provider, which are named in a table."""
    table: dict[str, str] = {}

    def named(urn: str) -> str:
        return table.setdefault(urn, f"r{len(table)}")

    resources = [
        {
            "type": one.type,
            "name": one.urn.rpartition("::")[2],
            "id": one.id,
            **({"parent": named(one.parent)} if one.parent else {}),
            **({"provider": named(one.provider)} if one.provider else {}),
        }
        for one in created
    ]
    return {"nameTable": {name: urn for urn, name in table.items()}, "resources": resources}


def _name(operation: Mapping[str, Any]) -> str:
    return operation["resource"]["urn"].rpartition("::")[2]
