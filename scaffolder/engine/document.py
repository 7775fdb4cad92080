"""The JSON document of a preview, and its JSON Schema: a contract for scripts and dashboards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from scaffolder.engine.preview import NOT_KNOWN_OFFLINE, Preview, PreviewResource
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.wire import to_plain

VERSION: Final = 1


def preview_document(project: str, previews: Sequence[Preview]) -> dict[str, Any]:
    """The document of these previews; what is unknown or secret is marked, not shown."""
    return {
        "schema": VERSION,
        "project": project,
        "previews": [_preview(preview) for preview in previews],
        "notes": [NOT_KNOWN_OFFLINE],
    }


def _preview(preview: Preview) -> dict[str, Any]:
    return {
        "stack": preview.stack,
        "cloud": preview.cloud,
        "environment": preview.environment,
        "engine": preview.engine,
        "engine_version": preview.engine_version,
        "live": preview.live,
        "resources": [_resource(resource) for resource in preview.resources],
        "outputs": to_plain(preview.outputs),
        "problems": [problem_document(problem) for problem in preview.problems],
        "externals": [
            {"urn": one.urn, "property": one.path, "value": one.text, "kind": one.kind} for one in preview.outside
        ],
        "changes": dict(preview.changes),
        "seconds": round(preview.seconds, 3),
    }


def _resource(resource: PreviewResource) -> dict[str, Any]:
    return {
        "urn": resource.urn,
        "type": resource.type,
        "name": resource.name,
        "parent": resource.parent,
        "provider": resource.provider,
        "custom": resource.custom,
        # What providers keep beside the inputs for themselves is nobody else's.
        "inputs": to_plain({name: value for name, value in resource.inputs.items() if not name.startswith("__")}),
        "property_dependencies": {name: list(urns) for name, urns in resource.property_dependencies.items()},
    }


def problem_document(problem: Problem) -> dict[str, Any]:
    """One problem as the documents hold it."""
    return {
        "severity": problem.severity,
        "urn": problem.urn,
        "property": problem.property,
        "value": to_plain(problem.value),
        "message": problem.message,
        "fix": problem.fix,
        "source": problem.source,
    }


def schema_object(title: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of an object that has these properties, and no others."""
    return {
        "title": title,
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def schema_text(description: str, **more: Any) -> dict[str, Any]:
    """The schema of a text."""
    return {"type": "string", "description": description, **more}


_URN: Final = r"^$|^urn:pulumi:[^:]+::[^:]+::.+::.*$"

PREVIEW_SCHEMA: Final[Mapping[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What `scaffold preview --json` prints",
    **schema_object(
        "Document",
        {
            "schema": {"const": VERSION, "description": "The version of this contract."},
            "project": schema_text("The project's name."),
            "previews": {"type": "array", "items": {"$ref": "#/$defs/preview"}},
            "notes": {
                "type": "array",
                "items": {"type": "string"},
                "description": "What holds for all previews of the document.",
            },
        },
    ),
    "$defs": {
        "preview": schema_object(
            "One stack's program, run without changing anything",
            {
                "stack": schema_text("The stack."),
                "cloud": schema_text("The cloud of the stack's settings.", enum=["aws", "gcp", "azure", ""]),
                "environment": schema_text("The environment of the stack's settings."),
                "engine": schema_text("What ran the program.", enum=["pulumi", "embedded"]),
                "engine_version": schema_text("Its version."),
                "live": {"type": "boolean", "description": "Whether real clouds were asked."},
                "resources": {"type": "array", "items": {"$ref": "#/$defs/resource"}},
                "outputs": {"type": "object", "description": "The stack's outputs.", "$ref": "#/$defs/values"},
                "problems": {"type": "array", "items": {"$ref": "#/$defs/problem"}},
                "externals": {
                    "type": "array",
                    "description": "What the program refers to, does not make, and may.",
                    "items": {"$ref": "#/$defs/external"},
                },
                "changes": {
                    "type": "object",
                    "description": "How many resources of each operation.",
                    "additionalProperties": {"type": "integer", "minimum": 0},
                },
                "seconds": {"type": "number", "minimum": 0},
            },
        ),
        "resource": schema_object(
            "A resource as the program registered it",
            {
                "urn": schema_text("Its URN.", pattern=_URN),
                "type": schema_text("Its type token."),
                "name": schema_text("Its name in the program."),
                "parent": schema_text("The URN of its parent, empty for the stack itself.", pattern=_URN),
                "provider": schema_text("The provider's URN and id, empty for components."),
                "custom": {"type": "boolean", "description": "True for a cloud's resource, false for a component."},
                "inputs": {"description": "camelCase, as the provider gets them.", "$ref": "#/$defs/values"},
                "property_dependencies": {
                    "type": "object",
                    "description": "The URNs of the resources that each input is made from.",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                },
            },
        ),
        "external": schema_object(
            "A reference to what is there already",
            {
                "urn": schema_text("The resource that refers to it.", pattern=_URN),
                "property": schema_text("The path inside the resource's inputs."),
                "value": schema_text("The id, ARN, link or name there."),
                "kind": schema_text("Which of these it is."),
            },
        ),
        "problem": schema_object(
            "Something wrong, or worth knowing",
            {
                "severity": {"enum": ["error", "warning"]},
                "urn": schema_text("The resource it is about, empty for the program itself.", pattern=_URN),
                "property": schema_text("The path inside the resource's inputs, empty when all of it is meant."),
                "value": {"description": "The value there."},
                "message": schema_text("What is wrong and what is allowed."),
                "fix": schema_text("What to do about it."),
                "source": schema_text("The page, model or SDK that the rule comes from."),
            },
        ),
        "values": {
            "type": "object",
            "description": 'Plain JSON, but {"$unknown": true} for what is known only after deployment and '
            '{"$secret": true} for secrets.',
        },
    },
}
