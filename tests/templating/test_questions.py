"""Questions laid over each other, and how answers are read."""

from __future__ import annotations

import re
import signal
from pathlib import Path
from typing import Any

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.templating import patterns
from scaffolder.templating.answering import Answered, answer, check_answered
from scaffolder.templating.claims import Claims
from scaffolder.templating.layers import settle_layers
from scaffolder.templating.questions import Question, merge_questions
from scaffolder.templating.sandbox import Sandbox
from scaffolder.templating.template import Template
from tests.templating.minitemplate import template

KNOWN = {"name": "sentiment", "clouds": ("aws", "gcp")}


def question(tmp_path: Path, toml: str) -> Question:
    return merge_questions([template(tmp_path, {}, more=f"[questions.q]\n{toml}\n")])["q"]


def answered(tmp_path: Path, toml: str, **given: Any) -> Answered:
    return answer(merge_questions([template(tmp_path, {}, more=toml)]), given, KNOWN, Sandbox())


def refusal(call: Any, *arguments: Any, **more: Any) -> tuple[str, str]:
    with pytest.raises(ScaffolderError) as caught:
        call(*arguments, **more)
    return str(caught.value), caught.value.fix


@pytest.mark.parametrize(
    ("toml", "given", "read"),
    [
        ('type = "text"', "x", "x"),
        ('type = "text"\npattern = "[a-z]+"', "ab", "ab"),
        ('type = "integer"', " 42 ", 42),
        ('type = "integer"\nrange = [1, 3]', 3, 3),
        ('type = "number"', "1.5", 1.5),
        ('type = "number"', "-2", -2),
        ('type = "boolean"', "Yes", True),
        ('type = "boolean"', False, False),
        ('type = "choice"\nchoices = ["a", "b"]', "b", "b"),
        ('type = "choice"\nchoices = [1, { value = 2, label = "two" }]', "2", 2),
        ('type = "multi-choice"\nchoices = ["a", "b", "c"]', "a,c", ["a", "c"]),
        ('type = "multi-choice"\nchoices = [1, 2]', [2], [2]),
        ('type = "list"', "a, b,", ["a", "b"]),
        ('type = "list"\nmax = 2', '["a,b", "c"]', ["a,b", "c"]),
        ('type = "list"', "", []),
        ('type = "secret"\npattern = "[a-z]+"', "hidden", True),
        ('type = "secret"', "", False),
        ('type = "secret"', True, True),
    ],
)
def test_an_answer_is_read_by_its_type(toml: str, given: Any, read: Any, tmp_path: Path) -> None:
    found = question(tmp_path, toml).read(given)
    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(
    ("toml", "given", "problem"),
    [
        ('type = "text"', 1, "1 is no text."),
        ('type = "text"\npattern = "[a-z]+"', "a\n", "'a\\n' does not match [a-z]+."),
        ('type = "text"\nmin = 2', "a", "'a' is out of range; it can be 2 or more characters."),
        ('type = "integer"', "1.5", "'1.5' is no whole number."),
        ('type = "integer"', True, "True is no whole number."),
        ('type = "integer"\nrange = [1, 3]', "4", "4 is out of range; it can be 1 to 3."),
        ('type = "number"', "nan", "'nan' is no number."),
        ('type = "boolean"', "perhaps", "'perhaps' is neither true nor false."),
        ('type = "choice"\nchoices = ["a", "b"]', "c", "'c' is none of the choices; it can be a, b."),
        ('type = "multi-choice"\nchoices = ["a", "b"]', "a,c", "'c' is none of the choices; it can be a, b."),
        ('type = "list"', 1, "1 is no list."),
        ('type = "list"', "[1", "'[1' is no list."),
        ('type = "list"\nmax = 1', "a,b", "['a', 'b'] is out of range; it can be at most 1 items."),
        ('type = "list"\npattern = "a+"', "a,b", "'b' does not match a+."),
        ('type = "secret"\npattern = "[a-z]+"', "S3CRET", "what is given does not match [a-z]+."),
        ('type = "secret"', 12345, "what is given is no text."),
    ],
)
def test_a_wrong_answer_is_told(toml: str, given: Any, problem: str, tmp_path: Path) -> None:
    asked = question(tmp_path, toml)
    with pytest.raises(ValueError, match=f"^{re.escape(problem)}$"):
        asked.read(given)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="nothing can interrupt a match there")
def test_a_pattern_that_takes_years_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_SECONDS", 0.2)
    asked = question(tmp_path, 'type = "text"\npattern = "(a+)+b"')
    with pytest.raises(ValueError, match=r"^the pattern \(a\+\)\+b takes too long\.$"):
        asked.read("a" * 60)
    assert asked.read("aab") == "aab"
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_defaults_know_the_answers_before_them(tmp_path: Path) -> None:
    toml = """
[questions.team]
type = "text"
default = "<{ name }>-team"
[questions.mail]
type = "list"
default = ["<{ team }>@example.com", "<{ answers.team }>@example.org"]
[questions.several]
type = "boolean"
default = "<{ clouds | length > 1 }>"
"""
    assert answered(tmp_path, toml).values == {
        "team": "sentiment-team",
        "mail": ["sentiment-team@example.com", "sentiment-team@example.org"],
        "several": True,
    }
    assert answered(tmp_path, toml, team="red").values["mail"] == ["red@example.com", "red@example.org"]


def test_a_question_is_asked_only_where_its_condition_holds(tmp_path: Path) -> None:
    toml = """
[questions.database]
type = "boolean"
default = false
[questions.size]
type = "integer"
when = "database"
[questions.engine]
type = "choice"
choices = ["a", "b"]
default = "b"
when = "database"
"""
    without = answered(tmp_path, toml, size="7")
    assert (without.values, without.asked, without.open) == (
        {"database": False, "size": None, "engine": "b"}, ["database"], [],
    )  # fmt: skip
    with_it = answered(tmp_path, toml, database="yes")
    assert (with_it.values, with_it.asked, with_it.open) == (
        {"database": True, "engine": "b"}, ["database", "size", "engine"], ["size"],
    )  # fmt: skip


def test_what_is_missing_and_what_is_wrong_is_one_error_each(tmp_path: Path) -> None:
    toml = '[questions.a]\ntype = "text"\nask = "What is a?"\n[questions.b]\ntype = "integer"\n[questions.c]\ntype = "integer"\n'
    questions = merge_questions([template(tmp_path, {}, more=toml)])
    assert refusal(check_answered, answered(tmp_path, toml, b=1), questions) == (
        "There is no answer to what has no default:\n  - a: What is a?\n  - c: c?",
        "Give each: --set a=VALUE, or under `answers` in the answers file.",
    )
    assert refusal(check_answered, answered(tmp_path, toml, b="x", a="", c="y"), questions) == (
        "2 answers are wrong:\n  - b: 'x' is no whole number.\n  - c: 'y' is no whole number.",
        "Correct each of them.",
    )
    assert refusal(check_answered, answered(tmp_path, toml, b="x", a="", c=1), questions) == (
        "b: 'x' is no whole number.",
        "It is asked by the template one.",
    )


def layers(tmp_path: Path, *manifests: str) -> list[Template]:
    return [template(tmp_path, {}, name=f"l{number}", more=toml) for number, toml in enumerate(manifests)]


def test_a_later_layer_changes_what_it_names_and_locks(tmp_path: Path) -> None:
    base = '[questions.q]\ntype = "choice"\nask = "Which?"\nchoices = ["a", "b"]\ndefault = "a"\n'
    made = layers(
        tmp_path,
        base,
        '[questions.q]\nchoices = ["b", "c"]\ndefault = "c"\n[questions.more]\ntype = "boolean"\n',
        '[locked.q]\nvalue = "b"\nwhy = "We said so."\n',
        '[locked.q]\nvalue = "c"\nwhy = "Not we."\n',
    )
    claims = Claims(made)
    questions = merge_questions(made, claims)
    found = questions["q"]
    assert (found.words, [choice.value for choice in found.choices], found.default) == ("Which?", ["b", "c"], "c")
    assert answer(questions, {"q": "c", "more": True}, KNOWN, Sandbox()).values == {"q": "b", "more": True}
    assert found.lock
    assert found.lock.why == "We said so."
    assert [(conflict.what, conflict.winner, conflict.loser) for conflict in claims.conflicts] == [
        ("default of the question q", "l1", "l0"),
        ("choices of the question q", "l1", "l0"),
        ("the lock of q", "l2", "l3"),
    ]


@pytest.mark.parametrize(
    ("manifests", "message"),
    [
        (['[questions.q]\ndefault = "a"'], "l0/template.toml, line 4: q has no type, and no layer below asks it."),
        (
            ['[questions.q]\ntype = "text"', '[questions.q]\ntype = "list"'],
            "l1/template.toml, line 5: q is a text in l0.",
        ),
        (
            ['[questions.q]\ntype = "text"\npattern = "("'],
            "l0/template.toml, line 6: pattern is no regular expression: missing ), unterminated subpattern at position 0.",
        ),
    ],
)
def test_questions_that_do_not_fit_are_refused(manifests: list[str], message: str, tmp_path: Path) -> None:
    assert refusal(merge_questions, layers(tmp_path, *manifests))[0] == message


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('type = "integer"\ndefault = "x"', "one/template.toml, line 6: default of q: 'x' is no whole number."),
        ('type = "text"\ndefault = "<{ nmae }>"', "one/template.toml, line 6, `default`: 'nmae' is undefined."),
        ('type = "text"\nwhen = "later"', "one/template.toml, line 6, `when`: 'later' is undefined."),
        ('type = "text"\nwhen = "("', "one/template.toml, line 6, `when`: unexpected '>'."),
    ],
)
def test_a_wrong_default_or_condition_is_the_templates_fault(toml: str, message: str, tmp_path: Path) -> None:
    assert refusal(answered, tmp_path, f"[questions.q]\n{toml}\n")[0] == message


def settled(tmp_path: Path, manifests: dict[str, str], **given: Any) -> list[str]:
    """The names of the layers that `top` comes to, read as sources are: each below what extends it."""
    made = {name: template(tmp_path, {}, name=name, more=toml) for name, toml in manifests.items()}

    def read(wanted: Any) -> list[Template]:
        found: list[Template] = []

        def add(one: Template) -> None:
            for number, base in enumerate(one.manifest.extends):
                if wanted(one, number):
                    add(made[base.name])
            found.append(one)

        add(made["top"])
        return found

    return [one.name for one in settle_layers(read, known=KNOWN, given=given, sandbox=Sandbox())]


def test_layers_follow_from_answers_and_bring_questions(tmp_path: Path) -> None:
    manifests = {
        "top": 'extends = [{ name = "aws", when = "\'aws\' in clouds" }, { name = "azure", when = "\'azure\' in clouds" },'
        ' { name = "db", when = "features == \'db\'" }, { name = "big", when = "size > 3" }]\n'
        '[questions.features]\ntype = "text"\ndefault = ""\n[questions.size]\ntype = "integer"\ndefault = 1\n',
        "aws": "",
        "db": "[questions.size]\ndefault = 5\n",
        "big": "",
    }
    assert settled(tmp_path, manifests) == ["aws", "top"]
    assert refusal(settled, tmp_path, manifests, features="db")[0] == (
        "db/template.toml, line 4: size has no type, and no layer below asks it."
    )
    manifests["db"] = '[questions.rows]\ntype = "integer"\ndefault = 5\n'
    manifests["top"] = manifests["top"].replace("size > 3", "rows is defined and rows > 3")
    assert settled(tmp_path, manifests, features="db") == ["aws", "db", "big", "top"]
    assert settled(tmp_path, manifests, features="db", rows=1) == ["aws", "db", "top"]


def test_a_condition_with_a_name_that_nothing_gives_is_told(tmp_path: Path) -> None:
    for more in ("", '[questions.q]\ntype = "text"\ndefault = ""\n'):
        manifests = {"top": f'extends = [{{ name = "x", when = "nmae" }}]\n{more}', "x": ""}
        assert refusal(settled, tmp_path, manifests)[0] == "top/template.toml, line 4, `when`: 'nmae' is undefined."


def test_layers_that_never_settle_are_refused(tmp_path: Path) -> None:
    manifests = {
        "top": 'extends = ["low", { name = "x", when = "q == \'a\'" }]\n',
        "low": '[questions.q]\ntype = "text"\ndefault = "a"\n',
        "x": '[questions.q]\ndefault = "b"\n',
    }
    assert refusal(settled, tmp_path, manifests)[0].endswith(
        "never settle: each time the answers change which there are."
    )
