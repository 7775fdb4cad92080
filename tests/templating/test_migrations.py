"""What a template calls differently since one of its versions."""

from __future__ import annotations

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.templating.manifest import read_manifest
from scaffolder.templating.migrations import Migration, ResourceRename, new_names, new_paths, since
from scaffolder.tree import File

HEAD = 'name = "acme"\nversion = "3.0.0"\ndescription = "x"\n'
TEXT = """
[[migrations]]
to = "10.0.0"
answers = { team = "owner" }

[[migrations]]
to = "2.0.0"
files = { "a" = "b c", "lib/" = "src/" }
settings = { old = "new" }
resources = [{ type = "x:y:Z", was = "*-a", now = "*-b" }, { type = "x:y:Z", was_type = "x:y:Y" }]
"""


def test_a_manifest_has_them_in_the_order_of_versions() -> None:
    assert read_manifest(HEAD + TEXT, shown="t").migrations == (
        Migration(
            to="2.0.0",
            files={"a": "b c", "lib/": "src/"},
            settings={"old": "new"},
            resources=(
                ResourceRename(type="x:y:Z", was="*-a", now="*-b"),
                ResourceRename(type="x:y:Z", was_type="x:y:Y"),
            ),
        ),
        Migration(to="10.0.0", answers={"team": "owner"}),
    )


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ("migrations = 1", "t, line 4: migrations is no list of tables.", "Write each under its own [[migrations]] line."),
        ("[[migrations]]\nfiles = {a = 'b'}", "t, line 4: a [[migrations]] table has no to.", "Write it as MAJOR.MINOR.PATCH, like 2.0.0."),
        ("[[migrations]]\nto = '2'", "t, line 5: to is '2'.", "Write it as MAJOR.MINOR.PATCH, like 2.0.0."),
        ("[[migrations]]\nto = '2.0.0'\nfile = {a = 'b'}", "t, line 6: file is no key of a [[migrations]] table.", "Did you mean files?"),
        ("[[migrations]]\nto = '2.0.0'\nresources = [{type = 'a'}]", "t, line 6: A resource is called as it was.", "Give was and now, or was_type."),
        ("[[migrations]]\nto = '2.0.0'\nresources = [{type = 'a', was = '*-*', now = 'b'}]", "t, line 6: was is '*-*'.", "Give a name, perhaps with one * for what stays."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(text: str, message: str, fix: str) -> None:
    with pytest.raises(ScaffolderError) as caught:
        read_manifest(HEAD + text, shown="t")
    assert (str(caught.value), caught.value.fix) == (message, fix)


@pytest.mark.parametrize(
    ("version", "now", "expected"),
    [
        ("1.0.0", "2.0.0", ["1.1.0", "2.0.0"]),
        ("1.1.0", "2.0.0", ["2.0.0"]),
        ("2.0.0", "2.0.0", []),
        ("1.0.0", "10.0.0", ["1.1.0", "2.0.0", "10.0.0"]),
        ("2.0.0", "1.0.0", []),
    ],
)
def test_those_since_a_version_apply(version: str, now: str, expected: list[str]) -> None:
    migrations = [Migration(to=to) for to in ("1.1.0", "2.0.0", "10.0.0")]
    assert [each.to for each in since(migrations, version, now)] == expected


def test_paths_follow_one_rename_after_the_other() -> None:
    migrations = [
        Migration(to="1.0.0", files={"a": "b", "lib/": "src/"}),
        Migration(to="2.0.0", files={"src/x": "y", "b": "a"}),
    ]
    tree = {path: File(b"") for path in ("a", "lib/x", "lib/z", "library", "c")}
    assert new_paths(migrations, tree) == {"lib/x": "y", "lib/z": "src/z"}


def test_names_follow_one_rename_after_the_other() -> None:
    assert new_names([{"a": "b"}, {"b": "c", "x": "y"}]) == {"a": "c", "b": "c", "x": "y"}
