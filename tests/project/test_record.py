"""A project's record: what is written is what is read, and damage is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.errors import ScaffolderError
from scaffolder.project.answers import Answers
from scaffolder.project.record import ANSWERS, BASE, LOCK, Layer, Record, digest, read_record, record_files
from scaffolder.tree import File, Tree

ANSWERED = Answers(
    name="sentiment",
    clouds=["aws", "gcp"],
    environments=["dev"],
    regions={"aws": ["eu-west-1"]},
    settings={"port": 8080, "env": {"A": "ü"}},
    overrides={"dev": {"maxReplicas": 2}},
)
BASE_TREE = {"a": File(b"text\r\n"), "bin/run": File(b"\x00\xff", executable=True), "ü/empty": File(b"")}
LAYERS = (
    Layer(name="service", version="1.0.0"),
    Layer(name="acme", version="3.0.0", source="acme=git+https://x/y.git@v3", commit="ab", hash="cd"),
)
RECORD = Record(scaffolder_version="1.2.3", layers=LAYERS, answers=ANSWERED, base=BASE_TREE)


def write(tree: Tree, folder: Path) -> Path:
    for path, file in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(file.content)
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(ScaffolderError) as caught:
        read_record(folder)
    return str(caught.value)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read_record(write(record_files(RECORD), tmp_path)) == RECORD


files = st.builds(File, st.binary(max_size=50) | st.text(max_size=50).map(lambda text: text.encode("utf-8", "ignore")), st.booleans())  # fmt: skip


@given(tree=st.dictionaries(st.text(alphabet="abü./ ", min_size=1, max_size=8), files, max_size=6))
def test_every_tree_survives(tree: Mapping[str, File], tmp_path_factory: pytest.TempPathFactory) -> None:
    record = Record(scaffolder_version="1", layers=(), answers=ANSWERED, base=tree)
    assert read_record(write(record_files(record), tmp_path_factory.mktemp("t"))).base == tree


def test_the_same_record_is_the_same_bytes_in_every_process_and_order() -> None:
    code = (
        "import hashlib; from tests.project.test_record import RECORD; "
        "from scaffolder.project.record import record_files; "
        "print(hashlib.sha256(b''.join(f.content for f in record_files(RECORD).values())).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(hashes) == 1
    turned = Record(
        scaffolder_version="1.2.3",
        layers=RECORD.layers,
        answers=ANSWERED,
        base=dict(reversed(list(BASE_TREE.items()))),
    )
    assert record_files(turned) == record_files(RECORD)


def test_the_lock_says_versions_and_content() -> None:
    assert json.loads(record_files(RECORD)[LOCK].content) == {
        "schema": 2,
        "scaffolder": "1.2.3",
        "templates": [
            {"name": "service", "version": "1.0.0", "source": "built-in"},
            {"name": "acme", "version": "3.0.0", "source": "acme=git+https://x/y.git@v3", "commit": "ab", "hash": "cd"},
        ],
        "files": {path: digest(file) for path, file in BASE_TREE.items()},
    }
    assert digest(File(b"", executable=True)) == digest(File(b"")) + "+x"


def test_a_record_of_the_first_schema_is_read(tmp_path: Path) -> None:
    write(record_files(RECORD), tmp_path)
    lock = json.loads((tmp_path / LOCK).read_text())
    (tmp_path / LOCK).write_text(json.dumps({**lock, "schema": 1, "templates": {"service": "1.0.0"}}))
    assert read_record(tmp_path).layers == (Layer(name="service", version="1.0.0"),)


def test_a_folder_without_a_record_is_no_project(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path} has no {LOCK}, so it is no project of scaffolder's."


@pytest.mark.parametrize("name", [ANSWERS, LOCK])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", "holds conflict markers of a git merge."),
        (b"{", "is damaged: "),
        (b"\xff", "is damaged: "),
        (b"[]", "is damaged: it holds no table."),
    ],
)
def test_a_damaged_text_is_told(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    write(record_files(RECORD), tmp_path)
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path).startswith(f"{tmp_path / name} {message}")


@pytest.mark.parametrize("damage", [b"", b"no gzip", "cut", "changed"])
def test_a_damaged_base_is_told(damage: bytes | str, tmp_path: Path) -> None:
    write(record_files(RECORD), tmp_path)
    good = (tmp_path / BASE).read_bytes()
    other = record_files(Record(scaffolder_version="1", layers=(), answers=ANSWERED, base={}))[BASE].content
    content = {"cut": good[: len(good) // 2], "changed": other}[damage] if isinstance(damage, str) else damage
    (tmp_path / BASE).write_bytes(content)
    told = refusal(tmp_path)
    if damage == "changed":
        assert told == f"{tmp_path / BASE} and {tmp_path / LOCK} do not belong together."
    else:
        assert told.startswith(f"{tmp_path / BASE} is damaged: ")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 3}, "has schema 3; this scaffolder reads 2."),
        ({"templates": 3}, "is not complete"),
        ({"scaffolder": None}, None),
    ],
)
def test_a_lock_that_says_something_else_is_told(change: dict, message: str | None, tmp_path: Path) -> None:
    write(record_files(RECORD), tmp_path)
    lock = json.loads((tmp_path / LOCK).read_text()) | change
    if message is None:
        del lock["scaffolder"]
        message = "is not complete ('scaffolder')."
    (tmp_path / LOCK).write_text(json.dumps(lock))
    assert message in refusal(tmp_path)


def test_answers_with_an_unknown_key_are_told(tmp_path: Path) -> None:
    write(record_files(RECORD), tmp_path)
    (tmp_path / ANSWERS).write_text('{"name": "x", "cloud": ["aws"]}')
    assert refusal(tmp_path) == f"{tmp_path / ANSWERS}: 'cloud' is no key of an answers file."
