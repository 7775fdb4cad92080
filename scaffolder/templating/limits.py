"""A sandbox of Jinja in which templates can neither reach into Python nor take what time or memory they like.

Loops, calls, filters and what is included are counted as steps; texts, lists and numbers are measured, where they could
be huge before they are made. The code that Jinja makes of a template is changed for it: what a loop goes through, each
list, table and text put together go through a filter that counts.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from functools import update_wrapper
from typing import Any, cast

from jinja2 import Template, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from scaffolder.templating.meter import LONGEST_TEXT, Meter, TooMuchError, check_format, check_power, check_width

# What a file calls the one of the layer below at the same place.
BELOW = "below"

# No template can call these: their names have a space.
_EACH, _WHOLE = "each item", "the whole"
# What leaves something to chance, and what looks for addresses and tags, which takes long and is for web pages.
_NO_FILTERS = ("random", "urlize", "striptags")
_NO_GLOBALS = ("lipsum",)
_PADDING = ("center", "ljust", "rjust", "zfill")
_OPERATORS = frozenset(("+", "*", "**", "%"))


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with a meter."""

    intercepted_binops = _OPERATORS

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.meter = Meter()
        self._safe: dict[tuple[type, str], bool] = {}
        for name in _NO_GLOBALS:
            del self.globals[name]
        for name in _NO_FILTERS:
            del self.filters[name]
        for name, function in self.filters.items():
            self.add_filter(name, function)
        self.filters[_EACH] = pass_context(lambda _, items: self.meter.each(items))
        self.filters[_WHOLE] = pass_context(lambda _, value: self.meter.whole(value))
        self.finalize = self._finalize
        self.beneath: dict[str, str] = {}  # TEMPLATE/PATH to the file of the layer below at the same place
        self.stacked: set[str] = set()  # those that said `BELOW`
        self.concat = self.meter.joined  # ty: ignore[invalid-assignment] - a function of pieces, as Jinja's own

    def add_filter(self, name: str, function: Callable[..., Any]) -> None:
        """Let templates use a filter, measured."""
        self.filters[name] = _metered(self.meter, name, function)

    def rendered(self, name: str, known: Mapping[str, Any]) -> str:
        """Render a template, and stop when it writes too much."""
        self.meter.start()
        template = self.get_template(name)
        pieces, length = [], 0
        try:
            writing = template.root_render_func(template.new_context(dict(known)))
            for piece in writing:
                length += len(piece)
                if problem := self.meter.written(len(piece), length):
                    cast("Generator[str]", writing).throw(problem)  # there, so that it has the line
                pieces.append(piece)
        except Exception:  # noqa: BLE001 - Jinja's own way: it puts the template's file and line into the traceback
            self.handle_exception()
        return self._joined(pieces)

    def _joined(self, pieces: Sequence[str]) -> str:
        """Make a file of what its template wrote."""
        return "".join(pieces)

    def _generate(self, source: nodes.Template, *arguments: Any, **options: Any) -> str:
        return super()._generate(_Counting().visit(source), *arguments, **options)

    def _finalize(self, value: Any) -> str:
        """Give the text of a value that is written."""
        if isinstance(value, str):
            self.meter.text(len(value))
            return value
        return str(self.meter.whole(value))

    def get_template(self, *arguments: Any, **options: Any) -> Template:
        """Count what is included, imported or extended."""
        self.meter.spend(1)
        return super().get_template(*arguments, **options)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute, which is so for all of a type or for none."""
        asked = type(obj), attr
        if asked not in self._safe:
            self._safe[asked] = super().is_safe_attribute(obj, attr, value)
        return self._safe[asked]

    def join_path(self, template: str, parent: str) -> str:
        """Find what `BELOW` stands for in a file."""
        if template != BELOW:
            return template
        self.stacked.add(parent)
        return self.beneath.get(parent, template)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute `+`, `*`, `**` or `%` when what comes out is not too large."""
        if operator == "*":
            _check_repeated(self.meter, left, right)
            _check_repeated(self.meter, right, left)
        elif operator == "**":
            check_power(left, right)
        elif operator == "%" and isinstance(left, str):
            _check_percent(left)
        elif operator == "+" and isinstance(left, str) and isinstance(right, str):
            self.meter.text(len(left) + len(right))
        return self.meter.whole(super().call_binop(context, operator, left, right))

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - Jinja's signature
        """Call what a template calls, when it is not too much."""
        meter = __self.meter
        meter.spend(1)
        args = tuple(list(meter.counted(item)) if isinstance(item, Iterator) else meter.whole(item) for item in args)
        for value in kwargs.values():
            meter.whole(value)
        owner = getattr(__obj, "__self__", None)
        if isinstance(owner, (str, bytes, int)):
            meter.whole(owner)
            _check_method(meter, owner, getattr(__obj, "__name__", ""), args, kwargs)
        return meter.whole(super().call(__context, __obj, *args, **kwargs))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Let `format` pad to no width that is too large."""
        inner = super().wrap_str_format(value)
        if inner is None:
            return None

        def wrapped(*args: Any, **kwargs: Any) -> str:
            tables = [item for arg in args if isinstance(arg, dict) for item in arg.values()]
            for text in (value.__self__, *args, *kwargs.values(), *tables):
                # A width can come from a value, `{:{}}`.
                check_format(text if isinstance(text, str) else str(text) if isinstance(text, int) else "")
            return inner(*args, **kwargs)

        return update_wrapper(wrapped, value)


class _Counting(NodeTransformer):
    """Sends through a filter what a loop goes through, and what is put together."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja's name for it
        self.generic_visit(node)
        node.iter = _filtered(node.iter, _EACH)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja's name for it
        return _filtered(self.generic_visit(node), _WHOLE)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802 - Jinja's name for it
        return _filtered(self.generic_visit(node), _WHOLE)

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802 - Jinja's name for it
        return _filtered(self.generic_visit(node), _WHOLE)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802 - Jinja's name for it
        self.generic_visit(node)
        return _filtered(node, _WHOLE) if node.ctx == "load" else node


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _metered(meter: Meter, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a filter that measures what it is given and what it makes."""
    first = 1 if hasattr(function, "jinja_pass_arg") else 0
    check = _CHECKS.get(name)

    def metered(*args: Any, **kwargs: Any) -> Any:
        meter.spend(1)
        for value in (*args[first:], *kwargs.values()):
            meter.whole(value)
        if check:
            check(meter, *args[first:], **kwargs)
        made = function(*args, **kwargs)
        return meter.counted(made) if isinstance(made, Iterator) else meter.whole(made)

    vars(metered).update(getattr(function, "__dict__", {}))  # what Jinja notes there, as that it wants the context
    return metered


def _check_method(meter: Meter, owner: Any, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Measure what a method of a text or a number would make."""
    for value in (*args, *kwargs.values()):
        check_width(value)
    size = len(owner) if isinstance(owner, (str, bytes)) else 0
    if name == "replace" and len(args) > 1:
        _check_replaced(meter, owner, args[0], args[1])
    elif name == "join" and args and isinstance(args[0], (list, tuple)):
        _check_joined(meter, args[0], owner)
    elif name == "expandtabs":
        widths = [value for value in (*args, *kwargs.values()) if isinstance(value, int)]
        meter.text(size * (1 + max(widths, default=8)))
    elif name == "translate":
        table = args[0] if args and isinstance(args[0], dict) else {}
        meter.text(size * max([1, *(len(value) for value in table.values() if isinstance(value, str))]))


def _check_repeated(meter: Meter, what: Any, times: Any) -> None:
    if isinstance(what, (str, bytes)) and isinstance(times, int):
        meter.text(len(what) * max(times, 0))
    elif isinstance(what, (list, tuple)) and isinstance(times, int) and len(what) * times > LONGEST_TEXT:
        raise TooMuchError("A list would be too long.")


def _check_percent(text: str) -> None:
    check_format(text)
    if "*" in text:
        raise TooMuchError("A format takes its width from a value.")


def _check_replaced(meter: Meter, text: Any, old: Any, new: Any, *_: Any, **__: Any) -> None:
    if isinstance(text, str) and isinstance(old, str) and isinstance(new, str):
        meter.text(len(text) + text.count(old) * len(new))


def _check_joined(meter: Meter, items: Any, between: Any = "", *_: Any, **__: Any) -> None:
    if isinstance(items, (list, tuple)) and isinstance(between, (str, bytes)):
        meter.text(sum(len(item) for item in items if isinstance(item, str)) + len(items) * len(between))


def _check_padded(_: Meter, __: Any, width: Any = 0, *___: Any, **more: Any) -> None:
    for value in (width, *more.values()):
        check_width(value)


def _check_indented(meter: Meter, text: Any, width: Any = 4, *_: Any, **more: Any) -> None:
    width = more.get("width", width)
    wide = len(width) if isinstance(width, str) else width if isinstance(width, int) else 0
    if isinstance(text, str):
        meter.text(len(text) + (1 + text.count("\n")) * max(wide, 0))


def _check_wrapped(meter: Meter, text: Any, *args: Any, **more: Any) -> None:
    longest = max([0, *(len(value) for value in (*args, *more.values()) if isinstance(value, str))])
    if isinstance(text, str):
        meter.text(len(text) * (1 + longest))


def _check_small(_: Meter, __: Any, *args: Any, **more: Any) -> None:
    for value in (*args, *more.values()):
        if isinstance(value, int) and abs(value) > 100_000:  # noqa: PLR2004 - columns, digits, items: nobody has so many
            raise TooMuchError(f"{value} is too large.")


def _check_formatted(_: Meter, text: Any, *__: Any, **___: Any) -> None:
    _check_percent(str(text))


def _check_summed(meter: Meter, items: Any, *args: Any, **more: Any) -> None:
    start = more.get("start", args[1] if len(args) > 1 else 0)
    if not isinstance(start, (int, float)):
        meter.spend(len(items) ** 2 // 16 if isinstance(items, (list, tuple)) else LONGEST_TEXT)


_CHECKS: dict[str, Callable[..., None]] = {
    "batch": _check_small,
    "center": _check_padded,
    "format": _check_formatted,
    "indent": _check_indented,
    "join": _check_joined,
    "replace": _check_replaced,
    "round": _check_small,
    "slice": _check_small,
    "sum": _check_summed,
    "tojson": _check_small,
    "truncate": _check_padded,
    "wordwrap": _check_wrapped,
}
