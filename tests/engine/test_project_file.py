from pathlib import Path

import pytest

from scaffolder.engine.project_file import read_document
from scaffolder.errors import ScaffolderError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("0777", 511),
        ("0o17", 15),
        ("0x10", 16),
        ("0b11", 3),
        ("089", 89.0),
        ("1_000", 1000),
        ("-12", -12),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("1.2.3", "1.2.3"),
        ("2026-01-02", "2026-01-02 00:00:00 +0000 UTC"),
        ("2026-01-02T03:04:05Z", "2026-01-02 03:04:05 +0000 UTC"),
        ("2026-13-02", "2026-13-02"),
        ("'5'", "5"),
    ],
)
def test_scalars_are_what_pulumis_own_reader_makes_of_them(text: str, value: object, tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.yaml"
    file.write_text(f"key: {text}\n")
    document = read_document(file)
    assert document == {"key": value}
    assert type(document["key"]) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "Pulumi.yaml",
            "name: x\nconfig: [1, 2\nmain: y\n",
            "line 3, column 5: did not find expected ',' or ']'\n    main: y\n        ^",
        ),
        (
            "Pulumi.yaml",
            "name: x\nname: y\n",
            "line 2, column 1: the key 'name' is already set on line 1\n    name: y\n    ^",
        ),
        (
            "Pulumi.json",
            '{"name": "x",\n "main" "y"}\n',
            'line 2, column 9: Expecting \':\' delimiter\n     "main" "y"}\n            ^',
        ),
    ],
)
def test_a_broken_file_is_shown_with_its_line(name: str, text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(ScaffolderError) as raised:
        read_document(file)
    assert str(raised.value) == f"{file}, {message}"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.yaml"
    file.write_bytes(b"name: \xff\n")
    with pytest.raises(ScaffolderError, match=r"is not UTF-8 text: byte 0xff at offset 6"):
        read_document(file)


def test_a_byte_order_mark_and_a_merge_key_are_read(tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: &a {x: 1}\nb: {<<: *a, y: 2}\n")
    assert read_document(file) == {"a": {"x": 1}, "b": {"x": 1, "y": 2}}
