"""Checks data by a JSON Schema, in the words that the schema has for people.

It knows the keywords that our schemas use and no others; a test holds it to a whole validator's verdicts. Beside them a
schema says `x-fix`, how to put it right, and `x-says`, what is wrong where the value itself does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]
Schema = Mapping[str, Any] | bool

_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


class Problem:
    """Something that a schema does not allow: where, what, and how to put it right."""

    def __init__(self, *, path: Path, message: str, fix: str) -> None:
        self.path = path
        self.message = message
        self.fix = fix


def first_problem(data: object, schema: Mapping[str, Any]) -> Problem | None:
    """Give the first thing in `data` that `schema` does not allow."""
    return next(_Check(schema).problems(data, schema, ()), None)


class _Check:
    """One schema, and what its `$ref`s point to."""

    def __init__(self, whole: Mapping[str, Any]) -> None:
        self._definitions: Mapping[str, Mapping[str, Any]] = whole.get("$defs", {})

    def problems(self, value: Any, schema: Schema, path: Path) -> Iterator[Problem]:
        """Give what is wrong with `value`, outermost first."""
        if isinstance(schema, bool):
            if not schema:
                yield self._wrong(value, {}, path)
            return
        if "$ref" in schema:
            yield from self.problems(value, self._definitions[schema["$ref"].removeprefix("#/$defs/")], path)
        if not _fits(value, schema):
            yield self._wrong(value, schema, path)
            return
        if isinstance(value, dict):
            yield from self._table(value, schema, path)
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from self.problems(item, schema.get("items", True), (*path, number))
        yield from self._combined(value, schema, path)

    def _table(self, value: dict[str, Any], schema: Mapping[str, Any], path: Path) -> Iterator[Problem]:
        known = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        for key, item in value.items():
            if key not in known and others is False:
                fix = _nearest(key, known)
                yield Problem(path=(*path, key), message=f"{key} is no key of {schema['title']}.", fix=fix)
            elif not _fits(key, schema.get("propertyNames", {})):
                yield self._wrong(key, schema["propertyNames"], (*path, key))
            else:
                yield from self.problems(item, known.get(key, others), (*path, key))
        for name in schema.get("required", ()):
            if name not in value:
                message = f"{schema.get('title', 'it')} has no {name}." if path else f"{name} is missing."
                fix = _fix(known.get(name, {})) if path else f'Add {name} = "..." at the top.'
                yield Problem(path=path, message=message, fix=fix)

    def _combined(self, value: Any, schema: Mapping[str, Any], path: Path) -> Iterator[Problem]:
        if "anyOf" in schema and not any(self._holds(value, choice, path) for choice in schema["anyOf"]):
            # The one that is meant says more than that none holds.
            meant = next((choice for choice in schema["anyOf"] if _fits(value, choice)), None)
            told = meant is None or "x-says" in schema
            yield from [self._wrong(value, schema, path)] if told else self.problems(value, meant, path)
        if "not" in schema and self._holds(value, schema["not"], path):
            yield self._wrong(value, schema, path)
        for part in schema.get("allOf", ()):
            if "if" not in part:
                yield from self.problems(value, part, path)
            elif self._holds(value, part["if"], path):
                yield from self.problems(value, part["then"], path)

    def _holds(self, value: Any, schema: Schema, path: Path) -> bool:
        return next(self.problems(value, schema, path), None) is None

    @staticmethod
    def _wrong(value: object, schema: Mapping[str, Any], path: Path) -> Problem:
        key = next((part for part in reversed(path) if isinstance(part, str)), "the file")
        return Problem(path=path, message=schema.get("x-says", f"{key} is {value!r}."), fix=_fix(schema))


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a value itself, whatever it holds, is what a schema asks for."""
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(_TYPES[kind](value) for kind in kinds):
            return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str):
        return re.search(schema.get("pattern", ""), value) is not None
    if isinstance(value, list):
        return schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
    return not isinstance(value, dict) or len(value) >= schema.get("minProperties", 0)


def _fix(schema: Schema) -> str:
    return "Correct it." if isinstance(schema, bool) else schema.get("x-fix", "Correct it.")


def _nearest(key: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"The keys are: {', '.join(known)}."
