"""Changes to YAML, TOML and JSON by path: what changes, and that nothing else does."""

from __future__ import annotations

import difflib
import json
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from scaffolder.templating.patches import patched
from scaffolder.templating.places import Change, PatchError

WORKFLOW = """\
# head
on:
  push:
    branches: [main]   # only
  pull_request:
jobs:
  test:
    # the steps
    steps:
      - uses: a@1   # pinned
        with: {x: 1}
      - name: Lint
        run: |
          ruff check
          ty

      # last
      - run: pytest
env: {}
list: []
end: "x"  # done
"""
JSON = '{\n\t"a": {\n\t\t"b": [1, 2],\n\t\t"c": []\n\t},\n\t"d": "x"\n}\n'
TOML = """\
# head
[project]
name = "x"   # the name
deps = [
    "a",  # first
    "b",
]

[tool.ruff]
select = ["A"]

[[x]]
k = 1
"""


def difference(path: str, text: str, kind: str, place: str, value: Any) -> list[str]:
    """The lines taken out and put in."""
    new = patched(path, text.encode(), Change(kind=kind, place=place, value=value)).decode()
    return [line for line in difflib.ndiff(text.split("\n"), new.split("\n")) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("kind", "place", "value", "lines"),
    [
        ("set", "end", "yes", ['- end: "x"  # done', "+ end: 'yes'  # done"]),
        ("set", "end", {"a": [1]}, ['- end: "x"  # done', '+ end: {"a": [1]}  # done']),
        ("set", "on.push.branches", ["a", "b"], ["-     branches: [main]   # only", '+     branches: ["a", "b"]   # only']),
        ("set", "on.schedule", [{"cron": "1 2"}], ["+   schedule:", "+     - cron: 1 2"]),
        ("set", "on.pull_request", {"types": ["x"]}, ["+     types:", "+       - x"]),
        ("set", "jobs.test.steps[name=Lint].run", "a\nb\n", ["-           ruff check", "-           ty", "+           a", "+           b"]),
        ("set", "jobs.test.steps[0].with.y", "z", ["-         with: {x: 1}", '+         with: {x: 1, "y": "z"}']),
        ("set", "jobs.test.steps[-1]", "z", ["-       - run: pytest", "+       - z"]),
        ("set", "new", {}, ["+ new: {}"]),
        ("set", '"a.b"', 1.5, ["+ a.b: 1.5"]),
        ("append", "on.push.branches", ["dev"], ["-     branches: [main]   # only", '+     branches: [main, "dev"]   # only']),
        ("append", "jobs.test.steps", [{"name": "New", "with": {"a": 1}}, "x"], ["+       - name: New", "+         with:", "+           a: 1", "+       - x"]),
        ("append", "list", [1], ["- list: []", "+ list: [1]"]),
        ("delete", "end", None, ['- end: "x"  # done']),
        ("delete", "on.push", None, ["-   push:", "-     branches: [main]   # only"]),
        ("delete", "on.push.branches[0]", None, ["-     branches: [main]   # only", "+     branches: []   # only"]),
        ("delete", "jobs.test.steps[0]", None, ["-       - uses: a@1   # pinned", "-         with: {x: 1}"]),
        ("delete", "jobs.test.steps[name=Lint].name", None, ["-       - name: Lint", "-         run: |", "+       - run: |"]),
        ("delete", "jobs.test.steps[2].run", None, ["-       - run: pytest", "+       - {}"]),
    ],
)  # fmt: skip
def test_yaml(kind: str, place: str, value: Any, lines: list[str]) -> None:
    assert difference("a.yml", WORKFLOW, kind, place, value) == lines


@pytest.mark.parametrize(
    ("kind", "place", "value", "lines"),
    [
        ("set", "d", None, ['- \t"d": "x"', '+ \t"d": null']),
        ("set", "e", {"f": [1]}, ['- \t"d": "x"', '+ \t"d": "x",', '+ \t"e": {', '+ \t\t"f": [', "+ \t\t\t1", "+ \t\t]", "+ \t}"]),
        ("append", "a.b", [3], ['- \t\t"b": [1, 2],', '+ \t\t"b": [1, 2, 3],']),
        ("append", "a.c", ["ü"], ['- \t\t"c": []', '+ \t\t"c": ["ü"]']),
        ("delete", "a.b[0]", None, ['- \t\t"b": [1, 2],', '+ \t\t"b": [2],']),
        ("delete", "a.b", None, ['- \t\t"b": [1, 2],']),
        ("delete", "d", None, ["- \t},", "+ \t}", '- \t"d": "x"']),
    ],
)  # fmt: skip
def test_json(kind: str, place: str, value: Any, lines: list[str]) -> None:
    assert difference("a.json", JSON, kind, place, value) == lines


@pytest.mark.parametrize(
    ("kind", "place", "value", "lines"),
    [
        ("set", "project.name", "y", ['- name = "x"   # the name', '+ name = "y"   # the name']),
        ("set", "tool.mypy", {"strict": True}, ["+ [tool.mypy]", "+ strict = true"]),
        ("append", "project.deps", ["c"], ['+     "c",']),
        ("append", "x", [{"k": 2}], ["+ [[x]]", "+ k = 2"]),
        ("delete", "project.deps[0]", None, ['-     "a",  # first']),
        ("delete", "tool.ruff", None, ["- [tool.ruff]", '- select = ["A"]', "- "]),
        ("set", "x[k=1].k", 3, ["- k = 1", "+ k = 3"]),
    ],
)
def test_toml(kind: str, place: str, value: Any, lines: list[str]) -> None:
    assert difference("a.toml", TOML, kind, place, value) == lines


@pytest.mark.parametrize(
    ("path", "text", "kind", "place", "message"),
    [
        ("a.yaml", WORKFLOW, "set", "nope.x", "nope.x is not there: the document has no nope."),
        ("a.yaml", WORKFLOW, "delete", "jobs.tst", "jobs.tst is not there: jobs has no tst. Did you mean test?"),
        ("a.yaml", WORKFLOW, "set", "end.x", "end.x is not there: end is no table."),
        ("a.yaml", WORKFLOW, "set", "end[0]", "end[0] is not there: end is no list."),
        ("a.yaml", WORKFLOW, "set", "list[0]", "list[0] is not there: list has 0 items."),
        ("a.yaml", WORKFLOW, "set", "jobs.test.steps[name=x].run", "jobs.test.steps[name=x].run is not there: no item of jobs.test.steps has name 'x'."),
        ("a.yaml", WORKFLOW, "append", "end", "end is no list, so nothing can be appended."),
        ("a.yaml", WORKFLOW, "set", "a..b", "'a..b' is no place; it is written like config.cpu, steps[0] or steps[name=Lint].run."),
        ("a.yaml", "a: [", "set", "a", "It is no valid YAML of one document: while parsing a flow node"),
        ("a.yaml", "a: 1\n---\nb: 2\n", "set", "a", "It is no valid YAML of one document: expected a single document"),
        ("a.yaml", "a: &x {b: 1}\nc: *x\n", "set", "c.b", "c.b cannot be changed in place; replace the file instead."),
        ("a.yaml", "- 1\n", "set", "a", "a is not there: the document is no table."),
        ("a.yaml", "", "set", "a", "a is not there: the document is no table."),
        ("a.json", "{", "set", "a", "It is no valid JSON: Expecting property name"),
        ("a.toml", "a = ", "set", "a", "It is no valid TOML: Invalid value"),
        ("a.py", "x", "set", "a", "Only .yaml, .yml, .toml, .json files can be patched."),
    ],
)  # fmt: skip
def test_what_cannot_be_patched_is_told(path: str, text: str, kind: str, place: str, message: str) -> None:
    with pytest.raises(PatchError) as caught:
        patched(path, text.encode(), Change(kind=kind, place=place, value=[1]))
    assert str(caught.value).startswith(message)


def test_line_ends_are_kept() -> None:
    text = b"a:\r\n  b: 1\r\nc: 2\r\n"
    assert patched("a.yaml", text, Change(kind="set", place="a.d", value=3)) == b"a:\r\n  b: 1\r\n  d: 3\r\nc: 2\r\n"


def test_aliases_of_aliases_end() -> None:
    text = "a0: &a0 [1, 1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    with pytest.raises(PatchError, match="it has too many values"):
        patched("a.yaml", text.encode(), Change(kind="set", place="a0", value=1))


_SCALARS = st.one_of(
    st.integers(),
    st.booleans(),
    st.none(),
    st.text(max_size=8),
    st.sampled_from(["yes", "1", "", "- x", "a: b", "# c", "x\ny"]),
)
_KEYS = st.text("abc.-_ 1:#", min_size=1, max_size=4)
_DATA = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=8
)


@st.composite
def _changes(draw: st.DrawFn) -> tuple[dict[str, Any], str, Change, Any]:
    """A document, a place in it with its text, a change there, and what the document is then."""
    data = draw(st.dictionaries(_KEYS, _DATA, min_size=1, max_size=3))
    after = json.loads(json.dumps(data))
    here, place = after, ""
    while True:
        if isinstance(here, dict):
            step: Any = draw(st.sampled_from(sorted(here)))
            place += f'{"." if place else ""}"{step}"'
        else:
            step = draw(st.integers(0, len(here) - 1))
            place += f"[{step}]"
        if not here[step] or not isinstance(here[step], (dict, list)) or draw(st.booleans()):
            break
        here = here[step]
    kinds = ["set", "delete", "append"] if isinstance(here[step], list) else ["set", "delete"]
    kind = draw(st.sampled_from(kinds))
    value = draw(st.lists(_DATA, max_size=2) if kind == "append" else _DATA)
    if kind == "set":
        here[step] = value
    elif kind == "delete":
        del here[step]
    else:
        here[step] += value
    return data, place, Change(kind=kind, place=place, value=value), after


@given(made=_changes(), style=st.sampled_from(["block", "flow", "json", "indented"]))
def test_any_change_to_any_document_gives_what_was_asked_or_is_refused(made: Any, style: str) -> None:
    data, _, change, after = made
    if style in {"json", "indented"}:
        text = json.dumps(data, indent=2 if style == "indented" else None, ensure_ascii=False)
        assert json.loads(patched("a.json", text.encode(), change)) == after
        return
    text = yaml.safe_dump(data, default_flow_style=style == "flow", allow_unicode=True)
    assume(yaml.load(text, _TextKeys) == data)  # noqa: S506 - PyYAML does not read all that it writes
    try:
        new = patched("a.yaml", text.encode(), change)
    except PatchError as error:
        assert "replace the file instead" in str(error)
        return
    assert yaml.load(new, _TextKeys) == after  # noqa: S506 - a safe one


class _TextKeys(yaml.SafeLoader):
    """Reads keys as the text they are written as."""


_TextKeys.add_constructor(
    "tag:yaml.org,2002:map",
    lambda loader, node: {key.value: loader.construct_object(value, deep=True) for key, value in node.value},
)
