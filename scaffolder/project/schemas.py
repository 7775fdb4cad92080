"""JSON Schemas of what a project is made from, for editors, portals and checks: from the table of settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffolder.project.answers import CLOUDS, DEFAULT_ENVIRONMENTS
from scaffolder.shipped import program_module

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string"}
_NOT_GIVEN = frozenset({"cloud", "environment"})


def settings_schema() -> dict[str, Any]:
    """Give the schema of a stack's settings, as its file holds them."""
    return {
        "$schema": _DIALECT,
        "title": "The settings of a stack",
        "type": "object",
        "additionalProperties": False,
        "properties": {item.key: _setting(item) for item in program_module("settings").SETTINGS},
    }


def answers_schema() -> dict[str, Any]:
    """Give the schema of an answers file for `scaffold new --answers`."""
    clouds = {"enum": list(CLOUDS)}
    regions = program_module("regions").REGIONS
    settings = {"$ref": "#/$defs/settings"}
    return {
        "$schema": _DIALECT,
        "title": "Answers for scaffold new",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "$schema": _TEXT,
            "name": {**_TEXT, "description": "The service's name.", "minLength": 2, "maxLength": 40},
            "clouds": {
                **_list(clouds),
                "minItems": 1,
                "description": "Where it runs; several make one stack for each environment and cloud.",
            },
            "environments": {
                **_list({**_TEXT, "pattern": f"^(?:{_known()['environment'].pattern})$"}),
                "minItems": 1,
                "default": list(DEFAULT_ENVIRONMENTS),
                "description": "What is deployed separately.",
            },
            "regions": {
                "description": "The regions that serve, the first of a cloud is its primary. Else the usual ones.",
                "oneOf": [
                    _list({"enum": [region for cloud in CLOUDS for region in regions[cloud]]}),
                    {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {cloud: _list({"enum": list(regions[cloud])}) for cloud in CLOUDS},
                    },
                ],
            },
            "image": _setting(_known()["image"]),
            "settings": {**settings, "description": "Settings of every stack."},
            "overrides": {
                "type": "object",
                "additionalProperties": settings,
                "description": "Settings of a cloud, an environment or a stack, by its name.",
            },
            "plain_stacks": {
                **_list(clouds),
                "maxItems": 1,
                "description": "The cloud whose stacks are called by their environment alone, of several.",
            },
            "templates": {
                **_list(_TEXT),
                "description": "Where its templates come from, later ones on top. Else the built-in one.",
            },
            "answers": {"type": "object", "description": "Answers to the templates' own questions."},
        },
        "$defs": {
            "settings": {
                "type": "object",
                "additionalProperties": False,
                "properties": {key: _setting(item) for key, item in _known().items() if key not in _NOT_GIVEN},
            }
        },
    }


def _known() -> dict[str, Any]:
    return {item.key: item for item in program_module("settings").SETTINGS}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(items), "uniqueItems": True}


def _setting(item: Any) -> dict[str, Any]:
    """The schema of one setting; a fraction may be given as text, as Pulumi's config has none."""
    schema: dict[str, Any] = {"description": item.description, "default": item.config_default}
    bounds = {"minimum": item.minimum, "maximum": item.maximum}
    bounds = {name: bound for name, bound in bounds.items() if bound is not None}
    if item.number:
        return {**schema, "anyOf": [{"type": "number", **bounds}, {**_TEXT, "pattern": r"^\d+(\.\d+)?$"}]}
    if item.type == "array":
        items = {"type": item.items, **_text_bounds(item)}
        return {**schema, "type": "array", "items": items}
    if item.type == "object":
        return {**schema, "type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}}
    return {**schema, "type": item.type, **bounds, **_text_bounds(item)}


def _text_bounds(item: Any) -> dict[str, Any]:
    if item.choices:
        return {"enum": list(item.choices)}
    if item.pattern:
        # The empty text stands for the default, as it does in the program.
        whole = f"^(?:{item.pattern})$" if item.type == "array" else f"^(?:{item.pattern})?$"
        return {"pattern": whole}
    return {}
