"""The JSON Schema of `[[migrations]]`, which `migrations.py` reads."""

from __future__ import annotations

from typing import Any

_NO_SPACE = r"^\S+(?![\s\S])"
_NAMES = {
    "type": "object",
    "minProperties": 1,
    "x-fix": 'Write it as { old = "new" }.',
    "additionalProperties": {"type": "string", "pattern": _NO_SPACE, "x-fix": "Give the new name."},
}
_PATH = {"type": "string", "pattern": r"^\S(.*\S)?(?![\s\S])", "x-fix": "Give the new path."}
_NAME = {
    "type": "string",
    "pattern": r"^[^\s*]*\*?[^\s*]*(?![\s\S])",
    "x-fix": "Give a name, perhaps with one * for what stays.",
}
_TOKEN = {"type": "string", "pattern": _NO_SPACE, "x-fix": "Give a type token, like aws:ecr/repository:Repository."}

MIGRATIONS_SCHEMA: dict[str, Any] = {
    "type": "array",
    "x-says": "migrations is no list of tables.",
    "x-fix": "Write each under its own [[migrations]] line.",
    "description": "What is called differently since a version: users' edits, answers and deployed resources follow.",
    "items": {
        "type": "object",
        "title": "a [[migrations]] table",
        "additionalProperties": False,
        "x-fix": "Write each under its own [[migrations]] line.",
        "properties": {
            "to": {
                "type": "string",
                "pattern": r"^\d+\.\d+\.\d+(?![\s\S])",
                "x-fix": "Write it as MAJOR.MINOR.PATCH, like 2.0.0.",
                "description": "The version that first has the new names.",
            },
            "files": {
                **_NAMES,
                "additionalProperties": _PATH,
                "description": "Old path in the project to new; a folder ends in /.",
            },
            "settings": {**_NAMES, "description": "Old key in the stacks' files to new."},
            "answers": {**_NAMES, "description": "Old key of a question to new."},
            "resources": {
                "type": "array",
                "minItems": 1,
                "x-fix": 'Write it as [{ type = "...", was = "*-old", now = "*-new" }].',
                "description": "Resources of the program that have another name or type.",
                "items": {
                    "type": "object",
                    "title": "a resource that is called differently",
                    "additionalProperties": False,
                    "x-fix": 'Write it as { type = "...", was = "*-old", now = "*-new" }.',
                    "properties": {
                        "type": {**_TOKEN, "description": "Its type now."},
                        "was_type": {**_TOKEN, "description": "Its type before, where that changed."},
                        "was": {**_NAME, "description": "Its name before; one * stands for anything."},
                        "now": {**_NAME, "description": "Its name now, with the same *."},
                    },
                    "required": ["type"],
                    "allOf": [
                        {
                            "anyOf": [{"required": ["was_type"]}, {"required": ["was", "now"]}],
                            "x-says": "A resource is called as it was.",
                            "x-fix": "Give was and now, or was_type.",
                        }
                    ],
                },
            },
        },
        "required": ["to"],
    },
}
