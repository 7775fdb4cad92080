"""What a manifest may say: the reader, its schema, and the words for what is wrong."""

from __future__ import annotations

import tomllib
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.errors import ScaffolderError
from scaffolder.templating.manifest import Base, FileRule, Manifest, Program, read_manifest
from scaffolder.templating.manifest_schema import MANIFEST_SCHEMA, QUESTION_TYPES
from scaffolder.templating.manifest_tables import Lock, Patch, Removal
from scaffolder.templating.schema_check import first_problem
from scaffolder.templating.toml_lines import line_of
from tests.templating.minitemplate import MANIFEST

HEAD = MANIFEST.format(name="one")
KEYS = ", ".join(MANIFEST_SCHEMA["properties"])


def test_a_manifest_says_what_it_says() -> None:
    text = (
        HEAD
        + 'extends = ["base", {name = "aws", when = "x"}]\nprogram = {to = "infra", take = ["a/"], leave = ["b"]}\n'
        + 'scaffolder = ">=0.1"\nremove = ["a", {path = "b/", when = "y"}]\n'
        + '[[files]]\npath = "a/"\nwhen = "true"\n[[files]]\npath = "b"\nfor = " x in  y | list "\nto = "<{ x }>"\n'
        + '[questions.team]\ntype = "text"\n[settings]\ncpu = 2\n'
        + '[locked]\nwaf = {value = "on", why = "z", environments = ["prod"]}\n'
        + '[[patches]]\npath = "x.yaml"\nfor = "x in y"\nset = {a = 1}\nappend = {b = [2]}\ndelete = ["c"]\n'
    )
    assert read_manifest(text, shown="t") == Manifest(
        name="one",
        version="1.2.3",
        description="A template of a test.",
        extends=(Base(name="base"), Base(name="aws", when="x")),
        program=Program(to="infra", take=["a/"], leave=["b"]),
        questions={"team": {"type": "text"}},
        settings={"cpu": 2},
        locked={"waf": Lock(value="on", why="z", environments=["prod"])},
        remove=(Removal(path="a"), Removal(path="b/", when="y")),
        rules=(
            FileRule(path="a/", when="true"),
            FileRule(path="b", item="x", items="y | list ", to="<{ x }>"),
        ),
        patches=(Patch(path="x.yaml", item="x", items="y", set={"a": 1}, append={"b": [2]}, delete=["c"]),),
    )
    assert read_manifest(HEAD + 'program = "infra"\n', shown="t").program == Program(to="infra")


# Each with the message and the fix that the reader gives, or two None where the manifest is right.
CASES = [
    (HEAD, None, None),
    ("", "t: name is missing.", 'Add name = "..." at the top.'),
    (HEAD.replace("1.2.3", "1"), "t, line 2: version is '1'.", "Write it as MAJOR.MINOR.PATCH, like 1.0.0."),
    (HEAD.replace('"one"', '"One"'), "t, line 1: name is 'One'.", "Use lower-case letters, digits and single hyphens."),
    (HEAD.replace('"one"', '"one\\n"'), "t, line 1: name is 'one\\n'.", "Use lower-case letters, digits and single hyphens."),
    (HEAD.replace('"one"', "1"), "t, line 1: name is 1.", "Use lower-case letters, digits and single hyphens."),
    (HEAD + "extend = []", "t, line 4: extend is no key of a template's manifest.", "Did you mean extends?"),
    (HEAD + "[hooks]\nx = 1", "t, line 4: hooks is no key of a template's manifest.", f"The keys are: {KEYS}."),
    (HEAD + 'extends = "base"', "t, line 4: extends is 'base'.", 'Give a list of template names, like ["base"].'),
    (HEAD + 'extends = ["base", 3]', "t, line 4: extends is 3.", "Give the name of a template, or { name = \"aws\", when = \"'aws' in clouds\" }."),
    (HEAD + 'extends = [{ name = "a", wen = "b" }]', "t, line 4: wen is no key of a template in extends.", "Did you mean when?"),
    (HEAD + 'extends = [{ when = "b" }]', "t, line 4: a template in extends has no name.", "Give the name of a template."),
    (HEAD + 'program = "../x"', "t, line 4: program is '../x'.", "Give the name of one folder, like infra."),
    (HEAD + 'program = { take = ["a"] }', "t, line 4: a template's program has no to.", "Give the name of one folder, like infra."),
    (HEAD + 'program = { to = "x", take = ["../a"] }', "t, line 4: take is '../a'.", 'Give paths in the program, like "inference/aws/".'),
    (HEAD + 'scaffolder = "0.1"', "t, line 4: scaffolder is '0.1'.", 'Write it as ">=0.1".'),
    (HEAD + "files = 1", "t, line 4: files is no list of tables.", "Write each under its own [[files]] line."),
    (HEAD + "files = [1]", "t, line 4: files is 1.", "Write each under its own [[files]] line."),
    (HEAD + '[[files]]\nwhen = "x"', "t, line 4: a [[files]] rule has no path.", "Give a path under files/, with forward slashes."),
    (HEAD + '[[files]]\npath = "a"\n[[files]]\npath = "b"\nif = "x"', "t, line 8: if is no key of a [[files]] rule.", "The keys are: path, when, for, to."),
    (HEAD + '[[files]]\npath = "a"\nwhen = true', "t, line 6: when is True.", "Give a condition, like \"'gcp' in clouds\"."),
    (HEAD + '[[files]]\npath = "../a"', "t, line 5: path is '../a'.", "Give a path under files/, with forward slashes."),
    (HEAD + '[[files]]\npath = "a/.."', "t, line 5: path is 'a/..'.", "Give a path under files/, with forward slashes."),
    (HEAD + '[[files]]\npath = "a..b/..c"', None, None),
    (HEAD + "[[files]]\npath = 'a\\b'", "t, line 5: path is 'a\\\\b'.", "Give a path under files/, with forward slashes."),
    (HEAD + '[[files]]\npath = "a/"\nto = "b"', "t, line 4: A rule for a folder has `for` or `to`.", "Give each file its own rule."),
    (HEAD + '[[files]]\npath = "a"\nfor = "stacks"\nto = "b"', "t, line 6: for is 'stacks'.", 'Write it as "item in items".'),
    (HEAD + '[[files]]\npath = "a"\nfor = "x in y"', "t, line 4: `for` without `to` writes one file many times.", 'Add to = "<{ item }>.txt".'),
    (HEAD + "questions = 1", "t, line 4: questions is 1.", "Write each question under its own [questions.KEY] line."),
    (HEAD + '[questions.a-b]\ntype = "text"', "t, line 4: a-b is 'a-b'.", "Use letters, digits and underscores."),
    (HEAD + "[questions.a]", "t, line 4: a is {}.", 'Give it a type, like type = "text".'),
    (HEAD + '[questions.a]\ntype = "string"', "t, line 5: type is 'string'.", f"Use one of: {', '.join(QUESTION_TYPES)}."),
    (HEAD + '[questions.a]\ntype = "choice"', "t, line 4: A question with choices has none.", 'Add choices = ["one", "two"].'),
    (HEAD + '[questions.a]\nchoices = [{ label = "x" }]', "t, line 5: a choice has no value.", "Give a text, a number, true or false."),
    (HEAD + "[questions.a]\nrange = [1, 2]\nmax = 3", "t, line 4: `range` stands beside `min` or `max`.", "Give one of them."),
    (HEAD + "[questions.a]\nrange = [1]", "t, line 5: range is [1].", "Give two numbers, like [1, 10]."),
    (HEAD + "[questions.a]\ndefault = { x = 1 }", "t, line 5: default is {'x': 1}.", "Give a text, a number, true, false, or a list of them."),
    (HEAD + "[questions.a]\ndefault = [[1]]", "t, line 5: default is [1].", "Give a text, a number, true or false."),
    (HEAD + "[questions.a]\ndefault = 2026-11-25", "t, line 5: default is datetime.date(2026, 11, 25).", "Give a text, a number, true, false, or a list of them."),
    (HEAD + "[locked]\nwaf = 1", "t, line 5: waf is 1.", 'Write it as { value = ..., why = "..." }.'),
    (HEAD + "[locked.waf]\nvalue = 1", "t, line 4: a lock has no why.", "Say why in a sentence."),
    (HEAD + '[locked.waf]\nvalue = 1\nwhy = " "', "t, line 6: why is ' '.", "Say why in a sentence."),
    (HEAD + 'remove = ["/a"]', "t, line 4: remove is '/a'.", 'Give a path in the project, or { path = "...", when = "..." }.'),
    (HEAD + '[[patches]]\npath = "x"', "t, line 4: A [[patches]] table changes nothing.", "Give it set, append or delete."),
    (HEAD + '[[patches]]\npath = "x"\nappend = { a = 1 }', "t, line 6: a is 1.", "Give a list of what is added."),
    (HEAD + '[[patches]]\npath = "x"\nset = {}', "t, line 6: set is {}.", 'Write it as { "config.cpu.default" = 2 }.'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "fix"), CASES)
def test_a_manifest_that_is_wrong_is_refused_with_its_line(text: str, message: str | None, fix: str | None) -> None:
    if message is None:
        read_manifest(text, shown="t")
        return
    with pytest.raises(ScaffolderError) as caught:
        read_manifest(text, shown="t")
    assert (str(caught.value), caught.value.fix) == (message, fix)


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(ScaffolderError, match=r"^t is no valid TOML: Invalid value \(at end of document\)\.$"):
        read_manifest("name = ", shown="t")


def test_a_template_for_newer_versions_is_refused_before_what_they_brought(monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + 'scaffolder = ">=0.10"\nsomething_new = 1\n'
    with pytest.raises(ScaffolderError) as caught:
        read_manifest(text, shown="t")
    assert str(caught.value) == "t, line 4: the template needs scaffolder >=0.10; this is 0.1.0."
    assert caught.value.fix == "Update scaffolder."
    monkeypatch.setattr("scaffolder.templating.manifest.__version__", "0.10.0")
    with pytest.raises(ScaffolderError, match="something_new is no key"):
        read_manifest(text, shown="t")


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(MANIFEST_SCHEMA)


def verdicts(data: Any) -> tuple[bool, bool]:
    """Whether a whole validator takes it, and whether we do."""
    return jsonschema.Draft202012Validator(MANIFEST_SCHEMA).is_valid(data), first_problem(data, MANIFEST_SCHEMA) is None


@pytest.mark.parametrize(("text", "message", "_"), CASES)
def test_a_whole_validator_has_our_verdict(text: str, message: str | None, _: str | None) -> None:
    assert verdicts(tomllib.loads(text)) == (message is None, message is None)


_TEXTS = st.sampled_from(
    ["", " ", "a", "a/", "../a", "a/../b", "/a", "x in y", "1.2.3", ">=0.1", "a\n", "a\\b", "text", "choice"]
)
_SCALARS = st.one_of(_TEXTS, st.integers(-2, 3), st.booleans(), st.floats(allow_nan=False))
_KEYS = st.sampled_from(
    [*MANIFEST_SCHEMA["properties"], "path", "when", "for", "to", "take", "leave", "type", "default", "choices", "range",
     "min", "max", "value", "label", "why", "environments", "set", "append", "delete", "other-key", "a.b"]
)  # fmt: skip
_ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=4)),
    max_leaves=12,
)
_HEAD = st.fixed_dictionaries({"name": st.just("one"), "version": st.just("1.0.0"), "description": st.just("x")})
_TABLES = st.lists(st.dictionaries(_KEYS, _ANYTHING, max_size=5), max_size=2)


@given(
    data=st.one_of(
        st.dictionaries(_KEYS, _ANYTHING, max_size=6),
        st.builds(lambda head, more: {**head, **more}, _HEAD, st.dictionaries(_KEYS, _ANYTHING, max_size=3)),
        st.builds(
            lambda head, key, tables: {**head, key: tables}, _HEAD, st.sampled_from(["files", "patches"]), _TABLES
        ),
        st.builds(
            lambda head, key, tables: {**head, key: tables},
            _HEAD,
            st.sampled_from(["questions", "locked"]),
            st.dictionaries(
                st.sampled_from(["a", "b_1", "c-d"]), st.dictionaries(_KEYS, _ANYTHING, max_size=5), max_size=2
            ),
        ),
    )
)
def test_over_many_manifests_a_whole_validator_has_our_verdict(data: Any) -> None:
    theirs, ours = verdicts(data)
    assert theirs == ours


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 1), (("t", "b"), 3), (("t", "long"), 4), (("t", "after"), 7), (("t", "u", "v"), 8), (("t", "u"), 8),
        (("x", 0, "k"), 10), (("x", 1, "k"), 12), (("x", 1), 11), (("x", 1, "y", "z"), 14), (("x", 1, "y"), 13),
        (("q r", "s"), 16), (("nothing",), None), (("a", "deeper", 2), 1),
    ],
)  # fmt: skip
def test_lines_are_found(path: tuple[str | int, ...], line: int | None) -> None:
    text = (
        'a = 1\n[t]\nb = 2\nlong = """\n[no.table]\nb = 3"""\nafter = 1\nu.v = 2\n'
        "[[x]]\nk = 1\n[[x]] # again\nk = 2\n[x.y]\nz = 1\n[ 'q r' ]\n\"s\" = 1\n"
    )
    assert line_of(text, path) == line
