"""The JSON Schema of a `template.toml`: what editors complete by, and what `manifest.py` checks with."""

from __future__ import annotations

from typing import Any

from scaffolder.templating.migrations_schema import MIGRATIONS_SCHEMA

NAME = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
QUESTION_TYPES = ("text", "integer", "number", "boolean", "choice", "multi-choice", "secret", "list")

_VERSION = r"\d+\.\d+\.\d+"
_KEY = "[A-Za-z_][A-Za-z0-9_]*"
_LOOP = r"\s*[A-Za-z_][A-Za-z0-9_]*\s+in\s+\S[\s\S]*"
# Relative, with forward slashes and no "..": the rest is looked at when the path is rendered.
_PATH = r"(?!/)(?![\s\S]*\\)(?!(?:[\s\S]*/)?\.\.(?:/|(?![\s\S])))[\s\S]*\S[\s\S]*"


def _whole(pattern: str) -> str:
    """A pattern that the whole text must match; `$` alone would let a line break follow."""
    return rf"^(?:{pattern})(?![\s\S])"


def _text(fix: str, pattern: str = r"[\s\S]*\S[\s\S]*", **more: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": _whole(pattern), "x-fix": fix, **more}


def _table(title: str, properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "title": title, "additionalProperties": False, "properties": properties, **more}


def _tables(name: str, item: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "type": "array",
        "items": {**item, "x-fix": f"Write each under its own [[{name}]] line."},
        "x-says": f"{name} is no list of tables.",
        "x-fix": f"Write each under its own [[{name}]] line.",
        "description": description,
    }


_WHEN = _text("Give a condition, like \"'gcp' in clouds\".", description="Only where this holds.")
_FOR = _text('Write it as "item in items".', _LOOP, description="Once for each item.")
_FILE_PATH = _text(
    "Give a path under files/, with forward slashes.", _PATH, description="A file under files/, or a folder."
)
_MADE_PATH = _text("Give a path inside the project, with forward slashes.", _PATH)
_SCALAR = {"type": ["string", "number", "boolean"], "x-fix": "Give a text, a number, true or false."}

_EXTENDS = {
    "type": "array",
    "description": "Templates that this one lies on, in the order they are laid down.",
    "x-fix": 'Give a list of template names, like ["base"].',
    "items": {
        "x-fix": 'Give the name of a template, or { name = "aws", when = "\'aws\' in clouds" }.',
        "anyOf": [
            _text("Give the name of a template.", NAME),
            _table(
                "a template in extends",
                {"name": _text("Give the name of a template.", NAME), "when": _WHEN},
                required=["name"],
            ),
        ],
    },
}

_PROGRAM = {
    "description": "Puts the Pulumi program that comes with the command into the project.",
    "x-fix": "Give the name of one folder, like infra.",
    "anyOf": [
        _text("Give the name of one folder, like infra.", NAME),
        _table(
            "a template's program",
            {
                "to": _text("Give the name of one folder, like infra.", NAME),
                "take": {
                    "type": "array",
                    "items": _text('Give paths in the program, like "inference/aws/".', _PATH),
                    "x-fix": 'Give a list of paths, like ["inference/aws/"].',
                    "description": "Only these files and folders of the program; else all.",
                },
                "leave": {
                    "type": "array",
                    "items": _text('Give paths in the program, like "inference/aws/".', _PATH),
                    "x-fix": 'Give a list of paths, like ["inference/aws/"].',
                    "description": "None of these.",
                },
            },
            required=["to"],
        ),
    ],
}

_FILE_RULE = _table(
    "a [[files]] rule",
    {
        "path": _FILE_PATH,
        "when": _WHEN,
        "for": _FOR,
        "to": _text('Give a path in the project, like "<{ item }>.txt".', description="Where it goes; rendered."),
    },
    required=["path"],
    allOf=[
        {
            "if": {"required": ["for"]},
            "then": {
                "anyOf": [{"required": ["to"]}],
                "x-says": "`for` without `to` writes one file many times.",
                "x-fix": 'Add to = "<{ item }>.txt".',
            },
        },
        {
            "if": {"required": ["path"], "properties": {"path": {"type": "string", "pattern": "/(?![\\s\\S])"}}},
            "then": {
                "not": {"anyOf": [{"required": ["for"]}, {"required": ["to"]}]},
                "x-says": "A rule for a folder has `for` or `to`.",
                "x-fix": "Give each file its own rule.",
            },
        },
    ],
)

_QUESTION = _table(
    "a question",
    {
        "type": {
            "enum": list(QUESTION_TYPES),
            "x-fix": f"Use one of: {', '.join(QUESTION_TYPES)}.",
            "description": "Needed where the question is new; left out where a layer changes one below.",
        },
        "ask": _text("Give the words of the question.", description="What is asked; else the help."),
        "help": _text("Give a text.", description="What the answer is for."),
        "default": {
            "x-fix": "Give a text, a number, true, false, or a list of them.",
            "description": "A value; a text is rendered, with the answers before it.",
            "anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}],
        },
        "choices": {
            "type": "array",
            "minItems": 1,
            "x-fix": "Give a list of values, or of { value = ..., label = ... }.",
            "items": {
                "x-fix": "Give a value, or { value = ..., label = ... }.",
                "anyOf": [
                    _SCALAR,
                    _table("a choice", {"value": _SCALAR, "label": _text("Give a text.")}, required=["value"]),
                ],
            },
        },
        "pattern": _text("Give a regular expression.", description="What the whole text, or each item, matches."),
        "min": {
            "type": "number",
            "x-fix": "Give a number.",
            "description": "Of a number, a text's length, or a list's.",
        },
        "max": {"type": "number", "x-fix": "Give a number."},
        "range": {
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "items": {"type": "number", "x-fix": "Give two numbers, like [1, 10]."},
            "x-fix": "Give two numbers, like [1, 10].",
            "description": "`min` and `max` in one.",
        },
        "when": _WHEN,
    },
    minProperties=1,
    **{"x-fix": 'Give it a type, like type = "text".'},
    allOf=[
        {
            "if": {"required": ["range"]},
            "then": {
                "not": {"anyOf": [{"required": ["min"]}, {"required": ["max"]}]},
                "x-says": "`range` stands beside `min` or `max`.",
                "x-fix": "Give one of them.",
            },
        },
        {
            "if": {"required": ["type"], "properties": {"type": {"enum": ["choice", "multi-choice"]}}},
            "then": {
                "anyOf": [{"required": ["choices"]}],
                "x-says": "A question with choices has none.",
                "x-fix": 'Add choices = ["one", "two"].',
            },
        },
    ],
)

_LOCK = _table(
    "a lock",
    {
        "value": {"description": "What it is, whatever is asked for."},
        "why": _text("Say why in a sentence.", description="What a user who wants another value is told."),
        "environments": {
            "type": "array",
            "minItems": 1,
            "items": _text("Give the name of an environment."),
            "x-fix": 'Give a list of environments, like ["prod"].',
            "description": "Only there; for a setting.",
        },
    },
    required=["value", "why"],
    **{"x-fix": 'Write it as { value = ..., why = "..." }.'},
)

_REMOVE = {
    "type": "array",
    "description": "Files and folders of the layers below that the project does without.",
    "x-fix": 'Give a list of paths in the project, like ["docs/runbook.md", "policy/"].',
    "items": {
        "x-fix": 'Give a path in the project, or { path = "...", when = "..." }.',
        "anyOf": [_MADE_PATH, _table("a path to remove", {"path": _MADE_PATH, "when": _WHEN}, required=["path"])],
    },
}

_CHANGES = {
    "type": "object",
    "minProperties": 1,
    "x-fix": 'Write it as { "config.cpu.default" = 2 }.',
}

_PATCH = _table(
    "a [[patches]] table",
    {
        "path": {**_MADE_PATH, "description": "A YAML, TOML or JSON file that a layer makes; rendered."},
        "when": _WHEN,
        "for": _FOR,
        "set": {**_CHANGES, "description": "Place in the file to value; the last key may be new."},
        "append": {
            **_CHANGES,
            "additionalProperties": {"type": "array", "x-fix": "Give a list of what is added."},
            "description": "Place of a list to what is added to it.",
        },
        "delete": {
            "type": "array",
            "minItems": 1,
            "items": _text("Give a place in the file, like config.cpu."),
            "x-fix": 'Give a list of places, like ["config.cpu"].',
            "description": "Places that are taken out.",
        },
    },
    required=["path"],
    allOf=[
        {
            "anyOf": [{"required": ["set"]}, {"required": ["append"]}, {"required": ["delete"]}],
            "x-says": "A [[patches]] table changes nothing.",
            "x-fix": "Give it set, append or delete.",
        }
    ],
)

MANIFEST_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_table(
        "a template's manifest",
        {
            "name": _text("Use lower-case letters, digits and single hyphens.", NAME, description="The folder's name."),
            "version": _text("Write it as MAJOR.MINOR.PATCH, like 1.0.0.", _VERSION),
            "description": _text('Add description = "..." at the top.'),
            "scaffolder": _text('Write it as ">=0.1".', r">=\s*\d+(?:\.\d+){0,2}", description="The oldest that can."),
            "extends": _EXTENDS,
            "program": _PROGRAM,
            "questions": {
                "type": "object",
                "propertyNames": _text("Use letters, digits and underscores.", _KEY),
                "additionalProperties": _QUESTION,
                "x-fix": "Write each question under its own [questions.KEY] line.",
                "description": "What is asked beyond the name, clouds, environments and regions.",
            },
            "settings": {
                "type": "object",
                "x-fix": "Write it as a [settings] table of setting to value.",
                "description": "What settings of the program are, in every environment, where nothing is asked for.",
            },
            "locked": {
                "type": "object",
                "additionalProperties": _LOCK,
                "x-fix": "Write each under its own [locked.KEY] line.",
                "description": "Settings and answers that cannot be changed.",
            },
            "files": _tables("files", _FILE_RULE, "What of files/ is taken when, and where to."),
            "remove": _REMOVE,
            "patches": _tables("patches", _PATCH, "Changes to YAML, TOML and JSON files of the layers below."),
            "migrations": MIGRATIONS_SCHEMA,
        },
        required=["name", "version", "description"],
    ),
}
