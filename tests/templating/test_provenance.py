"""What made each line of a tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.generate import built_in_layers, plan_project
from scaffolder.templating.provenance import Cause, Tracer
from scaffolder.templating.render import render
from scaffolder.templating.template import Template
from tests.cli.test_new_golden import CASES
from tests.templating.minitemplate import template

CONTEXT = {"name": "sentiment", "clouds": ("aws", "gcp"), "team": "red", "answers": {"team": "red"}}


def traced(*templates: Template) -> tuple[dict[str, list[str]], Tracer]:
    """Each line of each file with what made it, as LINE <- TEMPLATE SOURCE:LINE BLOCK NAMES."""
    tracer = Tracer()
    tree = render(templates, CONTEXT, tracer.sandbox, watcher=tracer)
    assert tree == render(templates, CONTEXT)
    lines = {path: file.content.decode().splitlines() for path, file in tree.items()}
    assert {path: len(of) for path, of in lines.items()} == {path: len(tracer.causes[path]) for path in lines}
    return {path: list(map(shown, of, tracer.causes[path])) for path, of in lines.items()}, tracer


def shown(line: str, cause: Cause) -> str:
    where = f"{cause.template} {cause.source}:{cause.line}"
    return " ".join(filter(None, [line, "<-", where, cause.block, ",".join(cause.names)]))


def test_lines_know_their_template_block_and_names(tmp_path: Path) -> None:
    base = template(
        tmp_path,
        {
            "files/a.j2": (
                "# <{ name }>\n"
                "<# not written #>\n"
                "<% block top %>\n"
                "of base\n"
                "<% endblock %>\n"
                "<% for cloud in clouds %>\n"
                "- <{ cloud }>\n"
                "<% endfor %>\n"
                "<% include 'base/parts/p' %>\n"
                "<% if answers.team == 'red' %>red<% else %>blue<% endif %>.\n"
                "end\n"
            ),
            "parts/p": "\nof a part\n",
        },
        name="base",
    )
    own = "<% extends 'base/a.j2' %>\n<% block top %>\n<{ super() }>of team <{ team }>\n<% endblock %>\n"
    team = template(tmp_path, {"files/a.j2": own}, name="team")
    assert traced(base)[0]["a"] == [
        "# sentiment <- base files/a.j2:1 name",
        "of base <- base files/a.j2:4 top",
        "- aws <- base files/a.j2:7 clouds,cloud",
        "- gcp <- base files/a.j2:7 clouds,cloud",
        "<- base parts/p:1",
        "of a part <- base parts/p:2",
        "red. <- base files/a.j2:10 answers.team",
        "end <- base files/a.j2:11",
    ]
    assert traced(base, team)[0]["a"][:4] == [
        "# sentiment <- base files/a.j2:1 name",
        "of base <- team files/a.j2:3 top super",
        "of team red <- team files/a.j2:3 top team",
        "- aws <- base files/a.j2:7 clouds,cloud",
    ]


def test_copied_files_and_the_program_know_their_lines(tmp_path: Path) -> None:
    one = template(tmp_path, {"files/a": "x\n<{ y }>\n"}, more='program = "infra"\n')
    lines, tracer = traced(one)
    assert lines["a"] == ["x <- one files/a:1", "<{ y }> <- one files/a:2"]
    assert lines["infra/__main__.py"] == ["main <- one infra/__main__.py:1"]
    assert tracer.causes["infra/__main__.py"][0].how == "program"


def test_patched_lines_know_their_patch_and_others_stay(tmp_path: Path) -> None:
    base = template(tmp_path, {"files/a.yaml": "a: 1\nb: 2\nc: 3\n"}, name="base")
    patch = '[[patches]]\npath = "a.yaml"\nset = { b = 5, d = 6 }\n'
    team = template(tmp_path, {}, name="team", more=patch)
    lines, tracer = traced(base, team)
    assert lines["a.yaml"] == [
        "a: 1 <- base files/a.yaml:1",
        "b: 5 <- team template.toml:4",
        "c: 3 <- base files/a.yaml:3",
        "d: 6 <- team template.toml:4",
    ]
    assert tracer.layers["a.yaml"] == ["base", "team"]


@pytest.mark.parametrize("case", CASES)
def test_tracing_changes_nothing_and_misses_no_line(case: str) -> None:
    layers = built_in_layers(CASES[case])
    tracer = Tracer()
    made = plan_project(CASES[case], layers, sandbox=tracer.sandbox, watcher=tracer)
    assert (made.tree == plan_project(CASES[case], layers).tree) is True
    for path, causes in tracer.causes.items():
        lines = made.tree[path].content.split(b"\n")
        assert len(causes) == len(lines) - (not lines[-1]), path
        names = {layer.name: layer for layer in layers}
        for cause in causes:
            own = names[cause.template]
            assert (
                cause.how == "program"
                or {**own.parts, **{f"files/{name}": of for name, of in own.files.items()}}[cause.source]
            )
