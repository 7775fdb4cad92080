"""Constraint files and what they say: reading, walking paths, words, secrets, a project's own."""

from pathlib import Path
from typing import Any

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.constraints.checking import check_constraints
from scaffolder.simulator.constraints.own import check_own
from scaffolder.simulator.constraints.reading import read_constraints
from scaffolder.simulator.constraints.store import ConstraintStore
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.values import UNKNOWN, Secret

QUEUE = "aws:sqs/queue:Queue"
URN = f"urn:pulumi:dev::p::{QUEUE}::jobs"


def _read(tmp_path: Path, entry: str, *, type_: str = "a:b:C") -> tuple[Problem, ...]:
    file = tmp_path / "team.toml"
    file.write_text(f'[["{type_}"]]\n{entry}\n')
    return read_constraints(file, shown="team.toml")[type_]


def _problems(tmp_path: Path, entry: str, inputs: dict[str, Any]) -> list[Problem]:
    return list(check_constraints(_read(tmp_path, entry), inputs, urn="u"))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("path = 'a'\nrangee = [1, 2]", "`rangee` is not known; known are path, source, severity, unit, any_case, says, note, good, bad, range, min, max, step, allowed, pattern, length, bytes, items, unique"),
        ("path = 'a'", "it allows everything; give one of range, min, max, step, allowed, pattern, length, bytes, items, unique"),
        ("min = 1", "`path` is None; write a property path such as `name`, `rules[*].priority` or `tags.*`"),
        ("path = 'a[0]'\nmin = 1", "`path` is 'a[0]'; write a property path such as `name`, `rules[*].priority` or `tags.*`"),
        ("path = '.a'\nmin = 1", "`path` is '.a'; write a property path such as `name`, `rules[*].priority` or `tags.*`"),
        ("path = 'a'\nrange = [2, 1]", "`range` is [2, 1]; the first number must be the smaller one"),
        ("path = 'a'\nrange = [1]", "`range` is [1]; give two numbers, the least and the most"),
        ("path = 'a'\nrange = [1, 2]\nmin = 1", "give `range`, or `min` and `max`, not both"),
        ("path = 'a'\nmin = '1'", "`min` is '1'; give a number"),
        ("path = 'a'\nstep = 0", "`step` is 0; give a number above 0"),
        ("path = 'a'\nlength = [-1, 2]", "`length` is [-1, 2]; give two whole numbers from 0 up"),
        ("path = 'a'\npattern = '('", "`pattern` is '(', which is no regular expression: missing ), unterminated subpattern at position 0"),
        ("path = 'a'\nallowed = []", "`allowed` is []; give a list of values"),
        ("path = 'a'\nunique = false", "`unique` is False; give true, or leave it out"),
        ("path = 'a'\nmin = 1\nseverity = 'bad'", "`severity` is 'bad'; allowed are error and warning"),
        ("path = 'a'\nmin = 1\nunit = 3", "`unit` is 3; give a string"),
        ("path = 'a'\nmin = 1\nsource = 'x'", "`source` is 'x'; [sources] has none"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named_with_what_is_allowed(tmp_path: Path, entry: str, said: str) -> None:
    with pytest.raises(ScaffolderError) as raised:
        _read(tmp_path, entry)
    assert str(raised.value) == f'team.toml, [["a:b:C"]], entry 1: {said}.'
    assert raised.value.fix == "docs/constraints.md has the format."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = ", "team.toml is no TOML file: Invalid value (at end of document)."),
        ("[['Queue']]\npath = 'a'", 'team.toml, [["Queue"]]: is no resource type; write one such as `aws:sqs/queue:Queue`.'),
        ("['a:b:C']\npath = 'a'", 'team.toml, [["a:b:C"]]: must be a list of entries; write [["a:b:C"]] above each.'),
        ("[sources]\nx = 'page'", 'team.toml, [sources]: `x` must be { page = "...", read = 2026-01-31 }.'),
        ("sources = 1", "team.toml, [sources]: must be a table of names."),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "team.toml").write_text(text)
    with pytest.raises(ScaffolderError) as raised:
        read_constraints(tmp_path / "team.toml", shown="team.toml")
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("entry", "inputs", "said"),
    [
        ("path = 'a'\nrange = [1, 5]\nunit = 'days'", {"a": 6}, ("a", "`a` is `6`; allowed are 1 to 5 days.", "Give 5 days or less.")),
        ("path = 'a'\nmin = 0.25", {"a": "0.2"}, ("a", "`a` is `0.2`; allowed are 0.25 or more.", "Give 0.25 or more.")),
        ("path = 'a'\nmax = 9\nnote = 'We pay.'", {"a": 10}, ("a", "`a` is `10`; allowed are 9 or less.", "Give 9 or less. We pay.")),
        ("path = 'a'\nmin = 1\nstep = 0.25", {"a": 1.3}, ("a", "`a` is `1.3`; allowed are steps of 0.25 from 1.", "Give 1.25 or 1.5.")),
        ("path = 'a[*].b'\nallowed = [1, 3]", {"a": [{"b": 1}, {"b": 4}]}, ("a[1].b", "`a[1].b` is `4`; allowed are 1, 3.", "Did you mean `3`?")),
        ("path = 'a'\nallowed = ['x', 'y']", {"a": "Y"}, ("a", "`a` is `Y`; allowed are x, y.", "Did you mean `y`?")),
        ("path = 'a'\nallowed = ['x', 'y']", {"a": 7}, ("a", "`a` is `7`; allowed are x, y.", "Give one of these.")),
        ("path = 't.*'\npattern = '[a-z]+'\nsays = 'small letters'\ngood = ['ab']", {"t": {"k.x": "B"}}, ('t["k.x"]', '`t["k.x"]` is `B`; allowed are small letters.', "For example `ab`.")),
        ("path = 'a'\npattern = '[a-z]+'", {"a": "B"}, ("a", "`a` is `B`; allowed are values that match [a-z]+.", "")),
        ("path = 'a'\nlength = [2, 4]", {"a": "abcdef"}, ("a", "`a` has 6 characters; allowed are 2 to 4 characters.", "Shorten it by 2.")),
        ("path = 'a'\nlength = [2, 2]", {"a": "a"}, ("a", "`a` has 1 characters; allowed are 2 characters.", "Lengthen it by 1.")),
        ("path = 'a'\nbytes = [1, 3]", {"a": "éé"}, ("a", "`a` has 4 bytes; allowed are 1 to 3 bytes.", "Shorten it by 1.")),
        ("path = 'a'\nitems = [2, 3]", {"a": [UNKNOWN]}, ("a", "`a` has 1 entry; allowed are 2 to 3.", "Add 1.")),
        ("path = 'a'\nunique = true", {"a": ["x", UNKNOWN, "x"]}, ("a", "`a` holds `x` twice; each must be there once.", "Leave out the second one.")),
    ],
)  # fmt: skip
def test_a_refusal_names_property_value_allowed_and_fix(
    tmp_path: Path, entry: str, inputs: dict[str, Any], said: tuple[str, str, str]
) -> None:
    (problem,) = _problems(tmp_path, entry, inputs)
    assert (problem.property, problem.message, problem.fix) == said
    assert problem.source == "team.toml"


@pytest.mark.parametrize(
    "inputs",
    [{}, {"a": None}, {"a": UNKNOWN}, {"a": ""}, {"a": []}, {"a": {}}, {"a": True}, {"a": Secret(UNKNOWN)}, {"a": Secret(5)}, {"a": "5"}],
)  # fmt: skip
def test_what_is_unknown_absent_or_of_another_type_passes(tmp_path: Path, inputs: dict[str, Any]) -> None:
    assert _problems(tmp_path, "path = 'a'\nrange = [1, 5]", inputs) == []


def test_words_may_be_allowed_in_any_case(tmp_path: Path) -> None:
    entry = "path = 'a'\nallowed = ['HTTP', 'TCP']\nany_case = true"
    assert _problems(tmp_path, entry, {"a": "http"}) == []
    assert [problem.message for problem in _problems(tmp_path, entry, {"a": "htp"})] == [
        "`a` is `htp`; allowed are HTTP, TCP."
    ]


@pytest.mark.parametrize(
    ("entry", "inputs", "said"),
    [
        ("path = 'a'\nmax = 5", {"a": Secret(77)}, "`a` is a secret value; allowed are 5 or less."),
        ("path = 'a.b'\nallowed = ['x', 'y']", {"a": Secret({"b": "77"})}, "`a.b` is a secret value; allowed are x, y."),
        ("path = 'a'\nunique = true", {"a": Secret(["77", "77"])}, "`a` holds a value twice; each must be there once."),
        ("path = 'a'\nstep = 2", {"a": Secret(77)}, "`a` is a secret value; allowed are steps of 2."),
    ],
)  # fmt: skip
def test_a_secret_is_checked_and_never_shown(tmp_path: Path, entry: str, inputs: dict[str, Any], said: str) -> None:
    (problem,) = _problems(tmp_path, entry, inputs)
    assert problem.message == said
    assert "77" not in repr(problem)


def test_a_projects_own_constraints_add_to_the_clouds(tmp_path: Path, schemas: SchemaStore) -> None:
    (tmp_path / "a.toml").write_text(f'[["{QUEUE}"]]\npath = "delaySeconds"\nmax = 5\n')
    (tmp_path / "b.toml").write_text(f'[["{QUEUE}"]]\npath = "delaySeconds"\nmin = 3\nseverity = "warning"\n')
    cloud = SimulatedCloud(schemas, constraints=ConstraintStore(tmp_path))

    def said(value: int) -> list[tuple[str, str]]:
        found = cloud.check(urn=URN, type_=QUEUE, inputs={"delaySeconds": value}).problems
        return [(problem.severity, problem.message) for problem in found]

    assert said(4) == []
    assert said(6) == [("error", "`delaySeconds` is `6`; allowed are 5 or less.")]
    assert said(2) == [("warning", "`delaySeconds` is `2`; allowed are 3 or more.")]


def test_a_path_that_the_sdk_does_not_have_is_named(tmp_path: Path, schemas: SchemaStore) -> None:
    folder = tmp_path / "constraints"
    folder.mkdir()
    check_own(folder, schemas)
    for path, said in (
        ("delaySecond", "the resource has no property `delaySecond`; did you mean `delaySeconds`?"),
        ("nothing", "the resource has no property `nothing`."),
        ("delaySeconds[*]", "`delaySeconds` is no list."),
        ("tags.*.x", "`.*` has no property `x`."),
        ("name.*", "`name` is no map."),
    ):
        (folder / "team.toml").write_text(f'[["{QUEUE}"]]\npath = "{path}"\nmax = 5\n')
        with pytest.raises(ScaffolderError) as raised:
            check_own(folder, schemas)
        assert str(raised.value) == f'constraints/team.toml, [["{QUEUE}"]]: `path` is {path!r}, and {said}'
        assert raised.value.fix == "Correct it there."


def test_without_checks_everything_passes(schemas: SchemaStore) -> None:
    cloud = SimulatedCloud(schemas, checks=False)
    checked = cloud.check(urn=URN, type_=QUEUE, inputs={"delaySeconds": "x", "nothing": 1, "name": "jobs"})
    assert checked.problems == ()
    assert checked.inputs == {"delaySeconds": "x", "nothing": 1, "name": "jobs", "__defaults": []}
