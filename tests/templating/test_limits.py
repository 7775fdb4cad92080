"""Templates that mean harm, or never end: each is stopped, soon and in little memory, with its file and line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.errors import ScaffolderError
from scaffolder.templating import meter
from scaffolder.templating.render import render
from tests.templating.minitemplate import template, texts

CONTEXT = {"name": "sentiment", "items": tuple(range(1000)), "table": {str(number): number for number in range(10)}}

STEPS = "It takes more than 1,000,000 steps, as if it had no end."
LONG = "A text would be longer than 2,000,000 characters."
LARGE = "A value holds more than 200,000 others."
WRITES = "It writes more than 16,000,000 characters."
NUMBER = "A number is too large."

LOOPS = [
    ("<% for a in range(99999) %><% for b in range(99999) %><% endfor %><% endfor %>", STEPS),
    ("<% for a in items for b in items %><% endfor %>", "expected token 'end of statement block', got 'for'."),
    ("<% for a in items if a for b in items %><% endfor %>", "expected token 'end of statement block', got 'for'."),
    ("<% macro m(n) %><{ m(n) }><{ m(n) }><% endmacro %><{ m(1) }>", "it is nested too deeply, or calls or includes itself without end."),
    ("<% macro m(n) %><% if n %><{ m(n - 1) }><{ m(n - 1) }><% endif %><% endmacro %><{ m(60) }>", STEPS),
    ("<% include 'one/a.j2' %>", "it is nested too deeply, or calls or includes itself without end."),
    ("<% import 'one/a.j2' as a %>", "it is nested too deeply, or calls or includes itself without end."),
    ("<% extends 'one/a.j2' %>", "it is nested too deeply, or calls or includes itself without end."),
    ("<% block b %><{ self.b() }><% endblock %>", "it is nested too deeply, or calls or includes itself without end."),
    ("<% for a in [[1]] recursive %><{ loop([[1]]) }><{ loop([[1]]) }><% endfor %>", "it is nested too deeply, or calls or includes itself without end."),
    ("<% for i in range(99999) %><{ items | sort | list | length }><% endfor %>", STEPS),
    ("<% for i in range(99999) %><{ items | map('string') | join }><% endfor %>", STEPS),
    ("<% for i in range(99999) %><{ range(99999) | sum }><% endfor %>", STEPS),
    ("<% set n = namespace(x=[0]) %><% for i in range(99999) %><% set n.x = [n.x] %><% endfor %>", STEPS),
    ("<% set v = table.items() %>" + "<% for a in v %>" * 12 + "<% endfor %>" * 12, STEPS),
    ("<% for a in 5 %><% endfor %>", "TypeError: 'int' object is not iterable."),
]  # fmt: skip

TEXTS = [
    ("<{ 'x' * 10 ** 10 }>", LONG),
    ("<{ 10 ** 10 * 'x' }>", LONG),
    ("<{ 'x' * 10000000000 }>", LONG),
    ("<{ [0] * 10 ** 10 }>", "A list would be too long."),
    ("<{ [[0] * 100000] * 100000 }>", LARGE),
    ("<% for i in range(999999999) %><% endfor %>", "OverflowError: Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000)."),
    ("<{ 2 ** (10 ** 9) }>", NUMBER),
    ("<{ 2 ** 1000000000 }>", NUMBER),
    ("<% set n = namespace(x=9) %><% for i in range(60) %><% set n.x = n.x * n.x %><% endfor %>", NUMBER),
    ("<{ 'x' | center(10 ** 9) }>", LONG),
    ("<{ 'x' | center(1000000000) }>", LONG),
    ("<{ 'x'.center(1000000000) }>", LONG),
    ("<{ 'x'.ljust(10 ** 9) }>", LONG),
    ("<{ 'x'.zfill(10 ** 9) }>", LONG),
    ("<{ 'x' | attr('zfill')(10 ** 9) }>", LONG),
    ("<{ '\t'.expandtabs(10 ** 9) }>", LONG),
    ("<{ ('\t' * 10000).expandtabs(10000) }>", LONG),
    ("<{ (1).to_bytes(10 ** 9, 'big') }>", LONG),
    ("<{ 'x' | indent(10 ** 9) }>", LONG),
    ("<{ ('\\n' * 10000) | indent(10000) }>", LONG),
    ("<{ ('\\n' * 10000) | indent(width='x' * 10000) }>", LONG),
    ("<{ '%1000000000d' % 1 }>", "A format's width is too large."),
    ("<{ '%*d' % (1000000000, 1) }>", "A format takes its width from a value."),
    ("<{ '%1000000000d' | format(1) }>", "A format's width is too large."),
    ("<{ '%.*f' | format(1000000000, 1.0) }>", "A format takes its width from a value."),
    ("<{ '{:1000000000}'.format(1) }>", "A format's width is too large."),
    ("<{ '{:{}}'.format(1, 1000000000) }>", "A format's width is too large."),
    ("<{ '{a:{b}}'.format_map({'a': 1, 'b': 1000000000}) }>", "A format's width is too large."),
    ("<{ ('x' * 10000).replace('x', 'y' * 10000) }>", LONG),
    ("<{ ('x' * 10000) | replace('x', 'y' * 10000) }>", LONG),
    ("<{ ('x' * 10000).replace('', 'y' * 10000) }>", LONG),
    ("<{ ('x' * 10000).join(items) }>", LONG),
    ("<{ items | join('x' * 10000) }>", LONG),
    ("<{ items | map('string') | join('x' * 10000) }>", LONG),
    ("<{ ('x' * 10000).translate({120: 'y' * 10000}) }>", LONG),
    ("<{ [1] | batch(10 ** 9, 0) | list }>", "1000000000 is too large."),
    ("<{ [1] | slice(10 ** 9) | list }>", "1000000000 is too large."),
    ("<{ 1.5 | round(10 ** 9, 'ceil') }>", "1000000000 is too large."),
    ("<{ [1] | tojson(indent=10 ** 9) }>", "1000000000 is too large."),
    ("<{ ('x ' * 10000) | wordwrap(1, wrapstring='y' * 10000) }>", LONG),
    ("<% set n = namespace(x='x') %><% for i in range(60) %><% set n.x = n.x ~ n.x %><% endfor %>", LONG),
    ("<% set n = namespace(x='x') %><% for i in range(60) %><% set n.x = n.x + n.x %><% endfor %>", LONG),
    ("<% set n = namespace(x='x') %><% for i in range(60) %><% set n.x %><{ n.x }><{ n.x }><% endset %><% endfor %>", LONG),
    ("<% set n = namespace(x=[0]) %><% for i in range(60) %><% set n.x = [n.x, n.x] %><% endfor %><{ n.x }>", LARGE),
    ("<% set n = namespace(x=(0,)) %><% for i in range(60) %><% set n.x = (n.x, n.x) %><% endfor %><{ {n.x: 1} }>", LARGE),
    ("<% set n = namespace(x={}) %><% for i in range(60) %><% set n.x = {1: n.x, 2: n.x} %><% endfor %><{ n.x | tojson }>", LARGE),
    ("<% set n = namespace(x={}) %><% for i in range(60) %><% set n.x = dict(a=n.x, b=n.x) %><% endfor %><{ n.x }>", LARGE),
    ("<% set n = namespace(x=[0]) %><% for i in range(60) %><% set n.x = n.x + n.x %><% endfor %><{ n.x }>", LARGE),
    ("<% set n = namespace(x=0) %><% for i in range(60) %><% set n.x = namespace(a=n.x, b=n.x) %><% endfor %><{ n.x }>", LARGE),
    ("<% set n = namespace() %><% set n.n = n %><{ n }>", LARGE),
    ("<% for i in range(99999) %><{ 'x' * 1000000 }><% endfor %>", WRITES),
    ("<% for i in range(99999) %>" + "x" * 1000 + "<% endfor %>", WRITES),
    ("<% macro m() %><% for i in range(99999) %>" + "x" * 1000 + "<% endfor %><% endmacro %><{ m() }>", LONG),
    ("<% set x %><% for i in range(99999) %>" + "x" * 1000 + "<% endfor %><% endset %>", LONG),
    ("<{ ('<' * 1000000) | striptags }>", "No filter named 'striptags'."),
    ("<{ ('www.' * 400000) | urlize }>", "No filter named 'urlize'."),
]  # fmt: skip


def told(text: str, tmp_path: Path) -> str:
    with pytest.raises(ScaffolderError) as caught:
        render([template(tmp_path, {"files/a.j2": f"\n{text}"})], CONTEXT)
    return str(caught.value)


@pytest.mark.parametrize(("text", "message"), LOOPS)
def test_what_never_ends_is_stopped(text: str, message: str, tmp_path: Path) -> None:
    assert told(text, tmp_path) == f"one/files/a.j2, line 2: {message}"


@pytest.mark.parametrize(("text", "message"), TEXTS)
def test_what_would_be_huge_is_never_made(text: str, message: str, tmp_path: Path) -> None:
    assert told(text, tmp_path) == f"one/files/a.j2, line 2: {message}"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory is Linux's")
def test_all_of_them_fit_into_little_memory() -> None:
    # Of a process of its own, which Linux lets have one gigabyte of addresses and no more.
    code = (
        "import resource, tempfile\nfrom pathlib import Path\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from tests.templating.test_limits import LOOPS, TEXTS, told\n"
        "for text, message in LOOPS + TEXTS:\n"
        "    with tempfile.TemporaryDirectory() as folder:\n"
        "        assert told(text, Path(folder)).endswith(message), text\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    "text",
    ["<{ " + "(" * 5000 + "1" + ")" * 5000 + " }>", "<{ name" + ".a" * 5000 + " }>", "<% if name %>" * 300 + "<% endif %>" * 300],
)  # fmt: skip
def test_what_is_nested_too_deeply_is_told(text: str, tmp_path: Path) -> None:
    assert told(text, tmp_path) == ("one/files/a.j2: it is nested too deeply, or calls or includes itself without end.")


def test_what_is_usual_is_not_stopped(tmp_path: Path) -> None:
    text = (
        "<% for a in items %><% for b in range(50) %><{ loop.index }>,<% endfor %>\n<% endfor %>"
        "<{ '%-10s|%05.1f' % ('x', 1.5) }> <{ '{:>10}'.format('y') }> <{ 86400000 * 1000 }> <{ 2 ** 64 }>"
        "<{ 'x' | center(20) }><{ ['a', 'b'] | join(', ') }><{ 'a\nb' | indent(4) }><{ {'a': 1} | tojson }>"
        "<{ [3, 1] | sort }><{ ('a', 1) }><{ {'k': [1]} }><{ 'a' ~ 1 }><{ 1.25 | round(1) }><{ table.get(10000000) }>"
    )
    made = texts(render([template(tmp_path, {"files/a.j2": text})], CONTEXT))["a"]
    assert made.endswith(
        "x         |001.5          y 86400000000 18446744073709551616         x          a, ba\n    b"
        "{\"a\": 1}[1, 3]('a', 1){'k': [1]}a11.2None"
    )
    assert made.count(",50,") == 1000


def test_all_files_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "LARGEST_TREE", 10_000)
    rule = '[[files]]\npath = "a.j2"\nfor = "i in items"\nto = "<{ i }>"\n'
    one = template(tmp_path, {"files/a.j2": "x" * 100}, more=rule)
    with pytest.raises(
        ScaffolderError, match=r"^one/files/a\.j2.*: All files together are more than 10,000 characters\.$"
    ):
        render([one], CONTEXT)


def test_all_files_together_have_limited_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "STEPS_OF_ALL", 5000)
    rule = '[[files]]\npath = "a.j2"\nfor = "i in items"\nto = "<{ i }>"\n'
    one = template(tmp_path, {"files/a.j2": "<% for i in items %><% endfor %>"}, more=rule)
    with pytest.raises(ScaffolderError, match=r": It takes more than 5,000 steps, as if it had no end\.$"):
        render([one], CONTEXT)


@pytest.mark.parametrize("place", ["when", "for", "to"])
def test_a_manifests_expressions_have_limits_too(place: str, tmp_path: Path) -> None:
    rules = {
        "when": "when = \"'x' * 10 ** 10\"",
        "for": "for = \"x in range(99999) | map('center', 10 ** 9)\"\nto = 'a'",
        "to": "to = \"<{ 'x' * 10 ** 10 }>\"",
    }
    one = template(tmp_path, {"files/a": ""}, more=f'[[files]]\npath = "a"\n{rules[place]}\n')
    with pytest.raises(ScaffolderError) as caught:
        render([one], CONTEXT)
    assert str(caught.value) == f"one/template.toml, line 6, `{place}`: {LONG}"


def test_a_template_that_is_too_long_is_not_compiled(tmp_path: Path) -> None:
    one = template(tmp_path, {"files/a.j2": "x" * 2_000_001})
    with pytest.raises(
        ScaffolderError, match=r"^one/files/a\.j2 has more than 2,000,000 bytes, too many to be rendered\.$"
    ):
        render([one], CONTEXT)


_ATOMS = st.sampled_from(
    ["'x'", "9", "10 ** 9", "items", "[1, 2]", "name", "1000000000", "table", "''", "n.x", "(1, 2)", "1.5"]
)
_FILTERS = st.sampled_from(
    ["center(10 ** 9)", "list", "join", "join('x' * 999999)", "indent(10 ** 9)", "string", "replace('', 'y' * 9999)", "sort", "sum", "batch(3)",
     "map('string')", "length", "upper", "format(1)", "tojson", "round(9)", "unique | list", "slice(9)", "wordwrap(1)", "pprint", "urlencode"]
)  # fmt: skip
_METHODS = st.sampled_from(["upper()", "center(10 ** 9)", "format(1)", "join(items)", "split()", "replace('x', 'yy' * 9999)", "__class__", "mro()", "zfill(9)", "items()", "append(1)"])  # fmt: skip
_EXPRESSIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds(
            "({} {} {})".format, inner, st.sampled_from(["*", "+", "~", "**", "%", "-", "//", "in", "=="]), inner
        ),
        st.builds("({} | {})".format, inner, _FILTERS),
        st.builds("({}).{}".format, inner, _METHODS),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
    ),
    max_leaves=6,
)
_STATEMENTS = st.recursive(
    st.one_of(
        st.builds("<{{ {} }}>".format, _EXPRESSIONS),
        st.builds("<% set n.x = {} %>".format, _EXPRESSIONS),
        st.sampled_from(["<{ m() }>", "<% include 'one/a.j2' %>", "text\n"]),
    ),
    lambda inner: st.one_of(
        st.builds("<% for i in {} %>{}<% endfor %>".format, _EXPRESSIONS, inner),
        st.builds("<% for i in range(99999) %>{}<% endfor %>".format, inner),
        st.builds("<% set y %>{}<% endset %>".format, inner),
        st.builds("<% macro m() %>{}<% endmacro %>".format, inner),
        st.builds("{}{}".format, inner, inner),
    ),
    max_leaves=5,
)


@given(text=_STATEMENTS)
def test_any_template_ends_as_a_tree_or_as_a_message(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    one = template(tmp_path_factory.mktemp("t"), {"files/a.j2": f"<% set n = namespace(x='x') %>{text}"})
    try:
        tree = render([one], CONTEXT)
    except ScaffolderError as error:
        assert str(error).startswith("one/files/a.j2")
    else:
        assert len(tree["a"].content) <= 4 * meter.LARGEST_FILE
