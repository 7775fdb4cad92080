"""Files that are not what their names say."""

from __future__ import annotations

import pytest

from scaffolder.authoring.parsed import unparsed
from scaffolder.tree import File


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        ("a.py", "x = 1\n", "x = \n"),
        ("a.toml", "x = 1\n", "x = \n"),
        ("a.json", "{}", "{"),
        ("a.yaml", "a: [1]\n---\nb: !Ref x\n", "a: [1\n"),
        ("a.yml", "", "a: 'b\n"),
        ("a.txt", "{", ""),
    ],
)
def test_what_cannot_be_parsed_is_found(path: str, good: str, bad: str) -> None:
    assert list(unparsed({path: File(good.encode())}, "gcp")) == []
    found = list(unparsed({path: File(bad.encode())}, "gcp"))
    assert [(item.check, item.where) for item in found] == ([] if path == "a.txt" else [("parse", f"gcp: {path}")])


def test_what_is_no_text_is_found() -> None:
    (found,) = unparsed({"a.json": File(b"\xff")}, "gcp")
    assert found.message.startswith("a.json cannot be read: 'utf-8' codec")
