"""Reads the annotations of generated SDK code into our types, without importing the SDK."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from scaffolder.simulator.types import ANY, SCALARS, EnumOf, ListOf, MapOf, Type, UnionOf

# How a quoted or dotted name of an annotation becomes a type; the SDK's layout decides.
Resolve = Callable[[str], Type]

_NAMES: Final = {
    "str": SCALARS["str"], "int": SCALARS["int"], "float": SCALARS["float"], "bool": SCALARS["bool"], "Any": ANY,
    "pulumi.Asset": SCALARS["asset"], "pulumi.Archive": SCALARS["archive"],
    "pulumi.Resource": SCALARS["resource"], "dict": MapOf(ANY), "list": ListOf(ANY),
}  # fmt: skip
_WRAPPERS: Final = frozenset({"pulumi.Input", "pulumi.Output", "NotRequired", "Awaitable"})
_LISTS: Final = frozenset({"Sequence", "List", "list"})
_MAPS: Final = frozenset({"Mapping", "Dict", "dict"})
_ASSET_OR_ARCHIVE: Final = UnionOf((SCALARS["asset"], SCALARS["archive"]))


def read_annotation(text: str, resolve: Resolve) -> tuple[Type, bool]:
    """Give the type an annotation stands for, and whether it may be left out; `any` for what is not understood."""
    try:
        node = _parse(text)
    except SyntaxError:
        return ANY, True
    return _read(node, resolve)


@lru_cache(maxsize=4096)
def _parse(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def _read(node: ast.expr, resolve: Resolve) -> tuple[Type, bool]:
    if isinstance(node, ast.Subscript):
        return _read_subscript(node, resolve)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _read_union([node.left, node.right], resolve)
    if isinstance(node, ast.Constant):
        return (resolve(node.value), False) if isinstance(node.value, str) else (ANY, True)
    return _named(_dotted(node), resolve), False


def _named(name: str, resolve: Resolve) -> Type:
    name = name.removeprefix("_builtins.").removeprefix("builtins.")
    if name in _NAMES:
        return _NAMES[name]
    if name == "pulumi.AssetArchive":
        return _ASSET_OR_ARCHIVE
    return resolve(name)


def _read_subscript(node: ast.Subscript, resolve: Resolve) -> tuple[Type, bool]:
    outer = _dotted(node.value).removeprefix("typing.")
    parts = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    result: tuple[Type, bool] = ANY, True
    if outer in _WRAPPERS:
        inner, optional = _read(parts[0], resolve)
        result = inner, optional or outer == "NotRequired"
    elif outer == "Optional":
        result = _read(parts[0], resolve)[0], True
    elif outer in _LISTS:
        result = ListOf(_read(parts[0], resolve)[0]), False
    elif outer in _MAPS:
        result = MapOf(_read(parts[-1], resolve)[0]), False
    elif outer == "Union":
        result = _read_union(parts, resolve)
    elif outer == "Literal":
        values = (part.value for part in parts if isinstance(part, ast.Constant))
        result = EnumOf(tuple(value for value in values if isinstance(value, (str, int, float, bool)))), False
    return result


def _read_union(parts: list[ast.expr], resolve: Resolve) -> tuple[Type, bool]:
    optional = any(isinstance(part, ast.Constant) and part.value is None for part in parts)
    members: list[Type] = []
    for part in _without_twins([part for part in parts if not (isinstance(part, ast.Constant) and part.value is None)]):
        member, may_miss = _read(part, resolve)
        optional = optional or may_miss
        members.extend(member.members if isinstance(member, UnionOf) else [member])
    unique = tuple(dict.fromkeys(members))
    if not unique or ANY in unique:
        return ANY, optional
    return (unique[0] if len(unique) == 1 else UnionOf(unique)), optional


def _without_twins(parts: list[ast.expr]) -> list[ast.expr]:
    """Drop what only repeats an Args class of the same union: its TypedDict and its output class."""
    if not any(_ref(part).endswith("Args") for part in parts):
        return parts
    return [part for part in parts if not (_ref(part).endswith("ArgsDict") or "outputs." in _ref(part))]


def _ref(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def enum_values(block: str) -> tuple[str | int | float | bool, ...]:
    """Give the values of an Enum class, from its source."""
    try:
        body = ast.parse(block).body[0]
    except SyntaxError:
        return ()
    values: list[str | int | float | bool] = []
    for statement in body.body if isinstance(body, ast.ClassDef) else []:
        if isinstance(statement, ast.Assign):
            try:
                value = ast.literal_eval(statement.value)
            except ValueError:
                continue
            if isinstance(value, (str, int, float, bool)):
                values.append(value)
    return tuple(dict.fromkeys(values))
