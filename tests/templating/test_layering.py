"""Layers on each other: what a later one removes, patches, replaces and adds to, and what is told of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.errors import ScaffolderError
from scaffolder.templating.claims import Claims
from scaffolder.templating.conflicts import unexpected
from scaffolder.templating.render import render
from scaffolder.templating.template import Template
from scaffolder.tree_paths import path_problem
from tests.templating.minitemplate import template, texts
from tests.templating.test_render import CONTEXT, refusal, rendered


def layered(tmp_path: Path, *layers: tuple[str, dict[str, str]]) -> list[Template]:
    """Layers l0, l1, ... of manifest texts and files, each on the one before."""
    names = [f"l{number}" for number in range(len(layers))]
    return [
        template(tmp_path, files, name=name, more=(f'extends = ["{names[n - 1]}"]\n' if n else "") + more)
        for n, (name, (more, files)) in enumerate(zip(names, layers, strict=True))
    ]


def test_a_layer_removes_files_and_folders_of_those_below(tmp_path: Path) -> None:
    layers = layered(
        tmp_path,
        ("", {"files/a": "", "files/b/c": "", "files/b/d": "", "files/bc": "", "files/e": ""}),
        ('remove = ["a", "b/", { path = "e", when = "false" }]\n', {"files/b/new": ""}),
    )
    assert sorted(rendered(*layers)) == ["b/new", "bc", "e"]


def test_layers_patch_what_layers_made(tmp_path: Path) -> None:
    patches = """
[[patches]]
path = "P.<{ stack.name }>.yaml"
for = "stack in stacks"
when = "stack.name != 'dev'"
set = { "config.owner" = "<{ name }>", "config.list" = ["<{ stack.name }>", { x = "<{ stack.name }>" }] }
append = { "config.mails" = ["b"] }
delete = ["config.old"]
"""
    rule = '[[files]]\npath = "p.j2"\nfor = "stack in stacks"\nto = "P.<{ stack.name }>.yaml"\n'
    text = "config:\n  # kept\n  old: 1\n  mails: [a]\n"
    layers = layered(tmp_path, (rule, {"files/p.j2": text}), (patches, {}))
    assert rendered(*layers) == {
        "P.dev.yaml": text,
        "P.prod.yaml": "config:\n  # kept\n  mails: [a, \"b\"]\n  owner: sentiment\n  list:\n    - prod\n    - x: prod\n",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('remove = ["nope"]\n', "l1/template.toml, line 5: no layer below makes 'nope'."),
        ('remove = ["new"]\n', "l1/template.toml, line 5: no layer below makes 'new'."),
        ('[[patches]]\npath = "b.yaml"\nset = { a = 1 }\n', "l1/template.toml, line 6: no layer makes 'b.yaml', so it cannot be patched."),
        ('[[patches]]\npath = "../a.yaml"\nset = { a = 1 }\n', "{folder}/l1/template.toml, line 6: path is '../a.yaml'."),
        ('[[patches]]\npath = "<{ \'../\' }>a.yaml"\nset = { a = 1 }\n', "l1/template.toml, line 6: no layer makes '../a.yaml', so it cannot be patched."),
        ('[[patches]]\npath = "a.yaml"\n[patches.set]\n"a.b" = 1\n"a.b.c" = 1\n', "l1/template.toml, line 8: a.yaml: a.b is not there: a is no table."),
        ('[[patches]]\npath = "a.yaml"\ndelete = ["b"]\n', "l1/template.toml, line 7: a.yaml: b is not there: the document has no b."),
        ('[[patches]]\npath = "a.yaml"\nset = { a = "<{ nmae }>" }\n', "l1/template.toml, line 7, `a`: 'nmae' is undefined."),
        ('[[patches]]\npath = "new"\nset = { a = 1 }\n', "l1/template.toml, line 7: new: Only .yaml, .yml, .toml, .json files can be patched."),
    ],
)  # fmt: skip
def test_what_cannot_be_removed_or_patched_is_told_with_layer_and_line(more: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ScaffolderError) as caught:
        render(layered(tmp_path, ("", {"files/a.yaml": "a: 1\n"}), (more, {"files/new": ""})), CONTEXT)
    assert str(caught.value) == message.format(folder=tmp_path)


def test_layers_that_say_different_things_are_told(tmp_path: Path) -> None:
    patch = '[[patches]]\npath = "a.yaml"\nset = {{ a = {} }}\n'
    base = template(tmp_path, {"files/a.yaml": "a: 1\n", "files/b": "0", "files/c": "0"}, name="base")
    on_base = 'extends = ["base"]\n'
    red = template(tmp_path, {"files/b": "1", "files/c": "1"}, name="red", more=on_base + patch.format(2))
    blue = template(tmp_path, {"files/b": "2", "files/c": "1"}, name="blue", more=on_base + patch.format(3))
    last = template(tmp_path, {"files/a.yaml": "a: 4\n"}, name="last", more=on_base)
    layers = [base, red, blue, last]
    claims = Claims(layers)
    assert texts(render(layers, CONTEXT, claims=claims)) == {"a.yaml": "a: 4\n", "b": "2", "c": "1"}
    assert list(map(str, unexpected(claims.conflicts))) == [
        "b: blue wins over red.",
        "a of a.yaml: blue wins over red (3, not 2).",
        "a.yaml: last wins over red.",
        "a.yaml: last wins over blue.",
    ]
    assert [str(conflict) for conflict in claims.conflicts if conflict.expected] == [
        "b: red wins over base.",
        "c: red wins over base.",
        "a.yaml: last wins over base.",
    ]


_HOSTILE = st.lists(
    st.sampled_from(["..", ".", "", "a", "B", "b", "aux", "con.txt", ".git", "~", "C:", "x y", "x.", "é", "\u0001", "a" * 300, "files"]),
    min_size=1,
    max_size=4,
).map("/".join)  # fmt: skip


@given(to=_HOSTILE, other=_HOSTILE, sign=st.sampled_from(["", "/", "\\", "//", "./"]))
def test_no_path_that_a_template_gives_leaves_the_project(
    to: str, other: str, sign: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("t")
    rules = "".join(
        f'[[files]]\npath = "{name}"\nto = {json.dumps("<{ where." + name + " }>")}\n' for name in ("one", "two")
    )
    made = template(folder, {"files/one": "1", "files/two": "2"}, more=rules)
    try:
        tree = render([made], {"where": {"one": sign + to, "two": other}})
    except ScaffolderError as error:
        assert re.search(r"would be written to|cannot lie in one folder|makes .* twice", str(error), re.DOTALL)
        return
    assert len({path.casefold() for path in tree}) == len(tree) == 2
    for path in tree:
        assert (folder / path).resolve().is_relative_to(folder.resolve())
        assert path_problem(path) == ""


@given(path=_HOSTILE, sign=st.sampled_from(["", "/", "\\", "//", "./"]), key=st.sampled_from(["remove", "patches"]))
def test_no_path_that_is_removed_or_patched_is_outside(
    path: str, sign: str, key: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("t")
    shown = json.dumps(sign + path)
    more = f"remove = [{shown}]\n" if key == "remove" else f"[[patches]]\npath = {shown}\nset = {{ a = 1 }}\n"
    base = template(folder, {"files/a.yaml": "b: 1\n", "files/c/d": ""}, name="base")
    with pytest.raises(ScaffolderError, match=r"path is|remove is|no layer|is no valid TOML"):
        render([base, template(folder, {}, name="team", more=more)], CONTEXT)


def test_layers_that_do_not_know_each_other_add_to_one_file(tmp_path: Path) -> None:
    base = template(tmp_path, {"files/a.j2": "<% block top %>base<% endblock %>.\n"}, name="base")
    adding = "<% extends 'below' %><% block top %><{ super() }>, {}<% endblock %>"
    red, blue = (
        template(tmp_path, {"files/a.j2": adding.replace("{}", name)}, name=name, more='extends = ["base"]\n')
        for name in ("red", "blue")
    )
    around = template(tmp_path, {"files/a.j2": "Before.\n<% include 'below' %>\nAfter.\n"}, name="around")
    claims = Claims([base, red, blue, around])
    assert texts(render([base, red, blue, around], CONTEXT, claims=claims)) == {
        "a": "Before.\nbase, red, blue.\nAfter.\n"
    }
    assert claims.conflicts == []
    assert rendered(base, blue) == {"a": "base, blue.\n"}


@pytest.mark.parametrize("below", [{}, {"files/a": "copied"}, {"files/b.j2": ""}])
def test_there_must_be_something_below(below: dict[str, str], tmp_path: Path) -> None:
    base = template(tmp_path, below, name="base")
    red = template(tmp_path, {"files/a.j2": "\n<% extends 'below' %>"}, name="red")
    assert refusal(base, red) == (
        "red/files/a.j2, line 2: no layer below renders this file.",
        "Leave `below` out, or correct the file's path.",
    )
