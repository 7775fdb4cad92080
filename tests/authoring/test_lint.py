"""What the linter finds in a template, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.authoring.lint import lint
from scaffolder.authoring.subject import find_subject
from scaffolder.shipped import templates_dir
from tests.authoring.authored import author
from tests.repositories import manifest
from tests.templating.minitemplate import build_tree

TEAM = '[questions.team]\ntype = "text"\ndefault = "a"\n'


def found(folder: Path, files: dict[str, str], more: str = "") -> list[tuple[str, str, str, str]]:
    return [(item.check, item.where, item.message, item.fix) for item in lint(author(folder, files, more=more))]


@pytest.mark.parametrize(
    "text",
    [
        "<{ team }> <{ name }>",
        "<{ answers.team }>",
        "<{ answers['team'] }>",
        "<{ answers | json }>",
        "<% for stack in stacks if team %><{ loop.index }><{ stack.name }><% endfor %>",
        "<% set x = team %><{ x }><{ range(2) | list }>",
        "<% macro m(a) %><{ a }><% endmacro %><{ m(team) }>",
        "<% import 'acme/parts/m' as m with context %><{ m.x(team) }>",
    ],
)
def test_nothing_is_found_where_nothing_is_wrong(text: str, tmp_path: Path) -> None:
    part = "<% macro x(a) %><{ a }><% endmacro %>"
    assert found(tmp_path, {"files/a.j2": text, "parts/m": part}, TEAM) == []


def test_names_that_nothing_makes_known_are_found_with_their_lines(tmp_path: Path) -> None:
    more = (
        f'{TEAM}[questions.gpu]\ntype = "boolean"\ndefault = false\n'
        '[[files]]\npath = "b.j2"\nfor = "stack in stacs"\nto = "<{ stack.name }>-<{ stak }>"\n'
    )
    files = {"files/a.j2": "<{ team }>\n<{ nmae }> <{ nmae }>\n<{ answers.tam }>", "files/b.j2": "<{ stack }><{ gpu }>"}
    assert found(tmp_path, files, more) == [
        ("undefined", "acme/files/a.j2, line 2", "'nmae' is not known.", "Did you mean name?"),
        ("undefined", "acme/files/a.j2, line 3", "Nothing asks 'tam', which answers.tam is.", "Did you mean team?"),
        ("undefined", "acme/template.toml, line 12", "'stacs' is not known.", "Did you mean stacks?"),
        ("undefined", "acme/template.toml, line 13", "'stak' is not known.", "Did you mean stack?"),
    ]


def test_questions_that_make_no_difference_are_found(tmp_path: Path) -> None:
    more = f'{TEAM}[questions.other]\ntype = "text"\ndefault = "<{{ team }}>"\n'
    assert found(tmp_path, {"files/a": "<{ other }>"}, more) == [
        ("unused", "acme/template.toml, line 7", "The answer to other is used nowhere.", "Use it, or take the question out."),
    ]  # fmt: skip


def test_blocks_and_files_that_are_not_there_are_found(tmp_path: Path) -> None:
    build_tree(
        tmp_path / "base",
        {
            "template.toml": manifest("base"),
            "parts/top.j2": "<% block top %><% endblock %>",
            "files/a.j2": "<% extends 'base/parts/top.j2' %><% block usage %><% block inner %><% endblock %><% endblock %>",
        },
    )
    files = {
        "files/a.j2": "<% extends 'base/files/a.j2' %>",
        "files/b.j2": "<% extends 'base/a.j2' %>\n<% block top %><% block new %><% endblock %><% endblock %>\n"
        "<% block inner %><% endblock %>\n<% block usages %><% endblock %>",
        "files/c.j2": "<% include 'acme/parts/no' %><% include 'acme/parts/no' ignore missing %>",
    }
    assert found(tmp_path, files, 'extends = ["base"]') == [
        ("blocks", "acme/files/b.j2, line 4", "base/a.j2 has no block 'usages', so this one is left out.", "Did you mean usage?"),
        ("missing", "acme/files/a.j2, line 1", "There is no template file 'base/files/a.j2'.", 'Name it as "TEMPLATE/PATH", of a template that this one lies on.'),
        ("missing", "acme/files/c.j2, line 1", "There is no template file 'acme/parts/no'.", 'Name it as "TEMPLATE/PATH", of a template that this one lies on.'),
    ]  # fmt: skip


def test_files_that_no_answer_yields_and_rules_that_match_nothing_are_found(tmp_path: Path) -> None:
    rules = '[[files]]\npath = "a.j2"\nwhen = "\'oracle\' in clouds"\n[[files]]\npath = "b"\nwhen = "multi_cloud"\n'
    assert found(tmp_path, {"files/a.j2": "", "files/b": ""}, rules) == [
        ("yield", "acme/files/a.j2", "None of 4 projects tried has it.", "Correct its `when`, or give an answer that takes it in tests/cases.toml."),
    ]  # fmt: skip
    assert found(tmp_path, {}, f'{rules}[[files]]\npath = "c"\n') == [
        ("render", "aws", "acme/template.toml, line 11: the rule for 'c' matches no file under files/.", "Correct its path, or take the rule out."),
    ]  # fmt: skip


def test_a_template_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    assert found(tmp_path, {"files/a.j2": "\n<% if %>"}) == [
        ("syntax", "acme", "acme/files/a.j2, line 2: Expected an expression, got 'end of statement block'.", "Correct the template there."),
    ]  # fmt: skip
    assert found(tmp_path, {"files/a.j2": "<{ name | uper }>\n<{ name is lwer }>"}) == [
        ("syntax", "acme", "acme/files/a.j2, line 1: No filter named 'uper'.", "Correct the template there."),
    ]
    assert found(tmp_path, {"files/a.j2": ""}, "version = 1")[0][0] == "read"
    assert (
        found(tmp_path, {}, f'{TEAM}when = "taem"\n')[0][2]
        == "acme/template.toml, line 7, `when`: 'taem' is undefined."
    )


def test_a_part_knows_what_those_set_that_include_it(tmp_path: Path) -> None:
    files = {
        "files/a.j2": "<% set extra = 1 %><% include 'acme/parts/p.j2' %>",
        "files/b.j2": "<% for stack in stacks %><% include ['acme/parts/no', 'acme/parts/p.j2'] %><% endfor %>",
        "parts/p.j2": "<{ extra }><{ stack }><{ other }>",
    }
    assert [message for _, _, message, _ in found(tmp_path, files)] == ["'other' is not known."]


@pytest.mark.parametrize("name", sorted(path.name for path in templates_dir().iterdir() if path.is_dir()))
def test_nothing_is_wrong_in_a_built_in_template(name: str) -> None:
    assert list(lint(find_subject(templates_dir() / name, ()))) == []
