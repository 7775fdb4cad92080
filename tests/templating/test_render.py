"""Rendering templates to a tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.errors import ScaffolderError
from scaffolder.templating.render import render
from scaffolder.templating.template import Template
from scaffolder.tree import File
from scaffolder.tree_paths import collision, path_problem
from tests.templating.minitemplate import template, texts

CONTEXT = {
    "name": "sentiment",
    "clouds": ("aws", "gcp"),
    "stacks": ({"name": "dev"}, {"name": "prod"}),
}
CLOUD_FILES = ("inference/aws/service.py", "inference/gcp/service.py", "inference/azure/service.py")


def rendered(*templates: Template) -> dict[str, str]:
    return texts(render(templates, CONTEXT))


def refusal(*templates: Template) -> tuple[str, str]:
    with pytest.raises(ScaffolderError) as caught:
        render(templates, CONTEXT)
    return str(caught.value), caught.value.fix


def test_only_what_ends_in_j2_is_rendered(tmp_path: Path) -> None:
    one = template(
        tmp_path,
        {
            "files/a.txt.j2": "<{ name }>",
            "files/b.txt": "<{ name }>",
            "files/.hidden/c.j2": "x",
            "files/d.bin": b"\x00\xff",
        },
    )
    assert {path: file.content for path, file in render([one], CONTEXT).items()} == {
        "a.txt": b"sentiment",
        "b.txt": b"<{ name }>",
        ".hidden/c": b"x",
        "d.bin": b"\x00\xff",
    }


def test_other_languages_brackets_are_left_alone(tmp_path: Path) -> None:
    text = "${{ secrets.X }} {{ x }} {% y %} {# z #} [[table]] [[ -n $a ]] <<EOF %d <% raw %><{ x }><% endraw %>.\n"
    assert rendered(template(tmp_path, {"files/a.j2": text})) == {
        "a": "${{ secrets.X }} {{ x }} {% y %} {# z #} [[table]] [[ -n $a ]] <<EOF %d <{ x }>.\n"
    }


def test_a_statement_alone_on_its_line_leaves_no_line_and_the_last_newline_stays(tmp_path: Path) -> None:
    text = "a\n  <% if true %>\n  b\n  <% endif %>\n<# a comment #>\nc\n"
    assert rendered(template(tmp_path, {"files/a.j2": text})) == {"a": "a\n  b\nc\n"}


def test_json_writes_what_yaml_reads(tmp_path: Path) -> None:
    text = "<{ [1, true, 'ü<&>\"', ('a',), {'b': none}] | json }>"
    assert rendered(template(tmp_path, {"files/a.j2": text})) == {"a": '[1, true, "ü<&>\\"", ["a"], {"b": null}]'}


def test_the_executable_bit_is_kept(tmp_path: Path) -> None:
    template(tmp_path, {"files/run": "x", "files/made.j2": "x", "files/plain": "x"})
    for name in ("run", "made.j2"):
        (tmp_path / "one/files" / name).chmod(0o755)
    tree = render([template(tmp_path, {})], CONTEXT)
    assert {path: file.executable for path, file in tree.items()} == {"run": True, "made": True, "plain": False}


def test_a_rule_makes_one_file_for_each_item(tmp_path: Path) -> None:
    rule = '[[files]]\npath = "s.j2"\nfor = "stack in stacks"\nto = "P.<{ stack.name }>.yaml"\n'
    one = template(tmp_path, {"files/s.j2": "<{ stack.name }>"}, more=rule)
    assert rendered(one) == {"P.dev.yaml": "dev", "P.prod.yaml": "prod"}


def test_when_takes_a_file_or_a_folder_only_where_it_holds(tmp_path: Path) -> None:
    rules = """
[[files]]
path = "azure/"
when = "'azure' in clouds"
[[files]]
path = "gcp/"
when = "'gcp' in clouds"
[[files]]
path = "gcp/inner/"
when = "false"
[[files]]
path = "s"
for = "stack in stacks"
when = "stack.name != 'dev'"
to = "<{ stack.name }>"
"""
    files = {"files/azure/a": "", "files/gcp/b": "", "files/gcp/inner/c": "", "files/s": "", "files/always": ""}
    assert sorted(rendered(template(tmp_path, files, more=rules))) == ["always", "gcp/b", "prod"]


def test_a_file_that_renders_to_nothing_is_a_file(tmp_path: Path) -> None:
    assert rendered(template(tmp_path, {"files/a.j2": "<% if false %>x<% endif %>"})) == {"a": ""}


@pytest.mark.parametrize(
    ("program", "files"),
    [
        ('"infra"', {"__main__.py", "inference/__init__.py", "inference/contract.py", *CLOUD_FILES}),
        ('{ to = "infra" }', {"__main__.py", "inference/__init__.py", "inference/contract.py", *CLOUD_FILES}),
        ('{ to = "infra", take = ["inference/aws/"] }', {"inference/aws/service.py"}),
        (
            '{ to = "infra", leave = ["inference/aws/", "inference/gcp/", "inference/contract.py"] }',
            {"__main__.py", "inference/__init__.py", "inference/azure/service.py"},
        ),
    ],
)
def test_the_program_is_copied_as_far_as_it_is_taken(program: str, files: set[str], tmp_path: Path) -> None:
    made = rendered(template(tmp_path, {}, more=f"program = {program}\n"))
    assert set(made) == {f"infra/{path}" for path in files}
    assert made.get("infra/inference/contract.py", "<{ not rendered }>") == "<{ not rendered }>"


def test_a_later_template_replaces_and_extends(tmp_path: Path) -> None:
    base = template(
        tmp_path,
        {
            "files/a": "base",
            "files/b": "base",
            "files/c.j2": "<% block top %>top<% endblock %> <% include 'base/parts/p' %>",
            "parts/p": "part of <{ name }>",
        },
        name="base",
    )
    team = template(
        tmp_path,
        {"files/b": "team", "files/c.j2": "<% extends 'base/c.j2' %><% block top %>ours<% endblock %>"},
        name="team",
    )
    assert rendered(base, team) == {"a": "base", "b": "team", "c": "ours part of sentiment"}


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ("a\nb <{ nmae }>", "one/files/a.j2, line 2: 'nmae' is undefined.", "docs/templates.md"),
        ("\n\n<{ name.nope }>", "one/files/a.j2, line 3: 'str object' has no attribute 'nope'.", "docs/templates.md"),
        ("a\n<% if %>", "one/files/a.j2, line 2: Expected an expression, got 'end of statement block'.", "there"),
        ("a\n<% if x %>", "one/files/a.j2, line 2: Unexpected end of template.", "there"),
        ("<{ 1 / 0 }>", "one/files/a.j2, line 1: ZeroDivisionError: division by zero.", "there"),
        ("\n<% include 'one/parts/no' %>", "one/files/a.j2, line 2: there is no template file 'one/parts/no'.", "PATH"),
        ("\n<% include '../secret' %>", "one/files/a.j2, line 2: there is no template file '../secret'.", "PATH"),
        ("<% include '/etc/passwd' %>", "one/files/a.j2, line 1: there is no template file '/etc/passwd'.", "PATH"),
        ("<% include 'one/parts/p' %>", "one/parts/p, line 2: 'wrong' is undefined.", "docs/templates.md"),
        ("<{ ''.__class__ }>", "line 1: access to attribute '__class__' of 'str' object is unsafe.", "Python"),
        ("<{ name.format.__globals__ }>", "line 1: access to attribute '__globals__' of", "Python"),
        ("<{ '{0.__class__}'.format(name) }>", "line 1: access to attribute '__class__'", "Python"),
        ("<% set _ = clouds_list.append(1) %>", "line 1: 'clouds_list' is undefined.", "docs/templates.md"),
        (
            "<% set x = [] %><{ x.append(1) }>",
            "line 1: access to attribute 'append' of 'list' object is unsafe.",
            "Python",
        ),
        ("<% for i in range(999999999) %><% endfor %>", "line 1: OverflowError: Range too big.", "there"),
        ("<{ lipsum() }>", "one/files/a.j2, line 1: 'lipsum' is undefined.", "docs/templates.md"),
        ("<{ clouds | random }>", "one/files/a.j2, line 1: No filter named 'random'.", "there"),
    ],
)
def test_what_is_wrong_in_a_template_is_told_with_file_and_line(
    text: str, message: str, fix: str, tmp_path: Path
) -> None:
    told, way_out = refusal(template(tmp_path, {"files/a.j2": text, "parts/p": "\n<{ wrong }>"}))
    assert message in told
    assert fix in way_out


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ('when = "nmae"', "one/template.toml, line 6, `when`: 'nmae' is undefined."),
        ('when = "("', "one/template.toml, line 6, `when`: unexpected '>'."),
        ('for = "x in nmae"\nto = "y"', "one/template.toml, line 6, `for`: 'nmae' is undefined."),
        ('for = "x in name"\nto = "y"', "one/template.toml, line 6, `for`: 'name' is no list."),
        ('for = "x in stacks"\nto = "same"', "Template one makes same twice."),
        ('to = "<{ nmae }>"', "one/template.toml, line 6, `to`: 'nmae' is undefined."),
        ('to = "../x"', "Template one: a.j2 would be written to '../x', but it has the part '..'."),
        ('to = "/x"', "Template one: a.j2 would be written to '/x', but it does not start inside the project."),
        ('to = "<{ name }>|"', "Template one: a.j2 would be written to 'sentiment|', but it holds the character '|'."),
        ('to = ".git/hooks/post-commit"', "but it lies in git's own folder."),
        ('to = "a/<{ name }>/aux.py"', "but 'aux.py' is a device on Windows."),
        ('to = "x\\u0000y"', "but it holds the character '\\x00'."),
    ],
)
def test_what_is_wrong_in_a_rule_is_told(rule: str, message: str, tmp_path: Path) -> None:
    one = template(tmp_path, {"files/a.j2": ""}, more=f'[[files]]\npath = "a.j2"\n{rule}\n')
    assert message in refusal(one)[0]


def test_a_rule_for_no_file_is_refused(tmp_path: Path) -> None:
    one = template(tmp_path, {"files/a": ""}, more='[[files]]\npath = "b"\nwhen = "true"\n')
    assert refusal(one)[0] == "one/template.toml, line 5: the rule for 'b' matches no file under files/."


@pytest.mark.parametrize("paths", [("README.md", "readme.md"), ("a", "a/b"), ("a/b/c", "A/B")])
def test_paths_that_cannot_lie_in_one_folder_are_refused(paths: tuple[str, str], tmp_path: Path) -> None:
    one = template(tmp_path, {f"files/{paths[0].upper()}": ""}, name="one")
    two = template(tmp_path, {f"files/{paths[1].lower()}": ""}, name="two")
    assert "cannot lie in one folder on every platform" in refusal(one, two)[0]


def test_a_file_to_render_must_be_text(tmp_path: Path) -> None:
    message, fix = refusal(template(tmp_path, {"files/a.j2": b"\xff"}))
    assert message == "one/files/a.j2 is to be rendered but is no UTF-8 text."
    assert fix == "Save it as UTF-8, or take the .j2 ending off to have it copied."


def test_rendering_is_pure(tmp_path: Path) -> None:
    one = template(tmp_path, {"files/a.j2": "<% for c in clouds %><{ c }><% endfor %>"}, more='program = "infra"\n')
    assert render([one], CONTEXT) == render([one], CONTEXT)


@given(text=st.text())
def test_text_without_our_brackets_renders_to_itself(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    for bracket in ("<{", "<%", "<#"):
        text = text.replace(bracket, "")
    text = text.replace("\r", "")
    one = template(tmp_path_factory.mktemp("t"), {"files/a.j2": text.encode("utf-8", "ignore")})
    assert render([one], CONTEXT)["a"] == File(text.encode("utf-8", "ignore"))


@given(path=st.text(alphabet="abAB./\\:.~ \x00conux", max_size=12))
def test_a_path_without_problem_stays_inside_and_is_portable(path: str) -> None:
    if path_problem(path) == "":
        resolved = (Path("/project") / path).resolve()
        assert resolved.is_relative_to("/project")
        assert resolved != Path("/project")
        assert "\\" not in path
        assert collision([path]) is None
