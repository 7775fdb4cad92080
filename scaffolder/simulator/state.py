"""What the simulated clouds hold between calls: every resource that was created, in one SQLite file.

Several providers use the file at once, each in a process of its own, and any of them may be killed: a change is one
transaction, so what is in the file is what the clouds have.
"""

from __future__ import annotations

import sqlite3
import time
import weakref
from collections import deque
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scaffolder.simulator.wire import from_struct, to_struct

VARIABLE: Final = "SCAFFOLDER_CLOUD_STATE"
_WAIT_SECONDS: Final = 30.0
_AGAIN_SECONDS: Final = 0.01
# https://www.sqlite.org/rescode.html: the other bits of an error's code say more of the same.
_PRIMARY_CODE: Final = 0xFF
_IN_USE: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS resources (
    number INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    place TEXT NOT NULL,
    id TEXT NOT NULL,
    urn TEXT NOT NULL,
    inputs BLOB NOT NULL,
    properties BLOB NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS by_id ON resources (id, type);
CREATE INDEX IF NOT EXISTS by_urn ON resources (urn);
CREATE TABLE IF NOT EXISTS identifiers (text TEXT NOT NULL, number INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS by_text ON identifiers (text);
CREATE INDEX IF NOT EXISTS by_number ON identifiers (number);
CREATE TABLE IF NOT EXISTS faults (number INTEGER PRIMARY KEY, met INTEGER NOT NULL DEFAULT 0);
"""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A resource that a cloud has: `place` tells equal ids apart, such as the same name in two regions."""

    number: int
    type: str
    place: str
    id: str
    urn: str
    inputs: Mapping[str, Any]
    properties: Mapping[str, Any]


class CloudState:
    """The resources of all clouds, in a file that is made when it is first written."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._free: deque[sqlite3.Connection] = deque()
        weakref.finalize(self, _close, self._free)
        overdue = time.monotonic() + _WAIT_SECONDS
        while not self._is_ready(patient=time.monotonic() < overdue):
            time.sleep(_AGAIN_SECONDS)

    def _is_ready(self, *, patient: bool) -> bool:
        """Make the file what it is to be; False when another provider is at it, which SQLite does not wait for here."""
        with self._reading() as database:
            try:
                database.execute("PRAGMA journal_mode = WAL")
                database.executescript(_TABLES)
            except sqlite3.OperationalError as error:
                if not patient or error.sqlite_errorcode & _PRIMARY_CODE not in _IN_USE:
                    raise
                return False
        return True

    def add(
        self,
        *,
        type_: str,
        place: str,
        id_: str,
        urn: str,
        inputs: Mapping[str, Any],
        properties: Mapping[str, Any],
        alone: bool,
    ) -> bool:
        """Keep a new resource; False, and nothing done, when it must be `alone` of its type, place and id and is not.

        Another one of the same id is otherwise written over, as by an API that puts.
        """
        with self._changing() as database:
            # Revisions of one name, such as a task definition's, have an ARN each and are there side by side.
            arn = "" if alone else arn_of(properties)
            found = [number for number, gone in _of_id(database, type_, place, id_, arn) if not gone]
            if found and alone:
                return False
            if found:
                self._remove(database, found[0])
            added = database.execute(
                "INSERT INTO resources (type, place, id, urn, inputs, properties) VALUES (?, ?, ?, ?, ?, ?)",
                (type_, place, id_, urn, _packed(inputs), _packed(properties)),
            )
            self._name(database, added.lastrowid, id_, properties)
        return True

    def find(self, type_: str, id_: str, *, urn: str = "", arn: str = "") -> Held | None:
        """Give the resource of this type and id, or ARN; of several, the one with `arn`, else that of `urn`."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT number, type, place, id, urn, inputs, properties FROM resources"
                " WHERE type = ? AND (id = ? OR number IN (SELECT number FROM identifiers WHERE text = ?)) AND NOT gone"
                " ORDER BY urn = ? DESC, number DESC",
                (type_, id_, id_, urn),
            ).fetchall()
        found = [_held(row) for row in rows]
        return next((one for one in found if arn and arn_of(one.properties) == arn), next(iter(found), None))

    def change(self, held: Held, *, inputs: Mapping[str, Any], properties: Mapping[str, Any]) -> None:
        """Give a resource other inputs and properties, as an update does, or somebody beside Pulumi."""
        with self._changing() as database:
            database.execute(
                "UPDATE resources SET inputs = ?, properties = ? WHERE number = ?",
                (_packed(inputs), _packed(properties), held.number),
            )
            self._name(database, held.number, held.id, properties)

    def remove(self, held: Held) -> None:
        """Take a resource away; that it was there is still known."""
        with self._changing() as database:
            self._remove(database, held.number)

    def all(self) -> tuple[Held, ...]:
        """Give every resource there is, in the order they were created."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT number, type, place, id, urn, inputs, properties FROM resources WHERE NOT gone ORDER BY number"
            ).fetchall()
        return tuple(map(_held, rows))

    def ever(self, type_: str, place: str, id_: str, *, arn: str = "") -> bool:
        """Say whether there is or was a resource of this type, place and id, and of this ARN where one is given."""
        with self._reading() as database:
            return bool(_of_id(database, type_, place, id_, arn))

    def made(self, urn: str) -> int:
        """Say how many resources were made for a URN, those that are gone included."""
        with self._reading() as database:
            return int(database.execute("SELECT COUNT(*) FROM resources WHERE urn = ?", (urn,)).fetchone()[0])

    def was(self, text: str) -> str:
        """Give the URN of the resource that this id, ARN or link led to; empty while it leads to one, or never did."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT resources.urn, resources.gone FROM identifiers JOIN resources USING (number) WHERE text = ?",
                (text,),
            ).fetchall()
        return rows[-1][0] if rows and all(gone for _, gone in rows) else ""

    def met(self, fault: int) -> int:
        """Count once more that an operation met this fault's description, and give how often that makes."""
        with self._changing() as database:
            database.execute("INSERT INTO faults (number) VALUES (?) ON CONFLICT DO NOTHING", (fault,))
            database.execute("UPDATE faults SET met = met + 1 WHERE number = ?", (fault,))
            return database.execute("SELECT met FROM faults WHERE number = ?", (fault,)).fetchone()[0]

    def counted(self) -> Mapping[int, int]:
        """Give how often each fault's description was met so far; those that never were are left out."""
        with self._reading() as database:
            return dict(database.execute("SELECT number, met FROM faults").fetchall())

    def _remove(self, database: sqlite3.Connection, number: int) -> None:
        database.execute("UPDATE resources SET gone = 1 WHERE number = ?", (number,))

    def _name(self, database: sqlite3.Connection, number: int | None, id_: str, properties: Mapping[str, Any]) -> None:
        database.execute("DELETE FROM identifiers WHERE number = ?", (number,))
        texts = {id_, properties.get("arn"), properties.get("selfLink")}
        database.executemany(
            "INSERT INTO identifiers VALUES (?, ?)", [(text, number) for text in texts if is_identifier(text)]
        )

    @contextmanager
    def _changing(self) -> Generator[sqlite3.Connection]:
        with self._reading() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    @contextmanager
    def _reading(self) -> Generator[sqlite3.Connection]:
        # One thread at a time has a connection; those that are free are kept, as opening one reads all tables' shapes.
        try:
            database = self._free.pop()
        except IndexError:
            database = self._open()
        try:
            yield database
        finally:
            self._free.append(database)

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        database.execute("PRAGMA synchronous = OFF")  # a killed process loses nothing by it, only a power cut would
        return database


def _close(connections: deque[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()


def _of_id(database: sqlite3.Connection, type_: str, place: str, id_: str, arn: str) -> list[tuple[int, int]]:
    """The numbers of what is or was of this id, and of this ARN where one is given; and whether it is gone."""
    return database.execute(
        "SELECT number, gone FROM resources WHERE type = ? AND place = ? AND id = ? AND"
        " (? = '' OR EXISTS (SELECT 1 FROM identifiers WHERE text = ? AND identifiers.number = resources.number))",
        (type_, place, id_, arn, arn),
    ).fetchall()


def arn_of(properties: Mapping[str, Any]) -> str:
    """Give a resource's ARN, empty when it has none."""
    arn = properties.get("arn")
    return arn if isinstance(arn, str) and is_identifier(arn) else ""


def is_identifier(text: object) -> bool:
    """Say whether a text can only lead to one resource: an ARN, a path, a link, or an id with digits of its own."""
    if not isinstance(text, str) or len(text) < 8:  # noqa: PLR2004 - shorter ones are names
        return False
    prefix, dash, digits = text.partition("-")
    generated = bool(dash) and prefix.isalpha() and len(digits) == 17 and set(digits) <= set("0123456789abcdef")  # noqa: PLR2004 - vpc-0123456789abcdef0
    return generated or text.startswith(("arn:", "/subscriptions/", "projects/", "https://"))


def _packed(values: Mapping[str, Any]) -> bytes:
    return to_struct(values).SerializeToString()


def _held(row: tuple[Any, ...]) -> Held:
    from google.protobuf.struct_pb2 import Struct

    number, type_, place, id_, urn, inputs, properties = row
    return Held(
        number=number,
        type=type_,
        place=place,
        id=id_,
        urn=urn,
        inputs=from_struct(Struct.FromString(inputs)),
        properties=from_struct(Struct.FromString(properties)),
    )
