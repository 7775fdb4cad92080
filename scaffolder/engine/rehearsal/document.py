"""The JSON document of a rehearsal, and its JSON Schema: a contract for scripts and dashboards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from scaffolder.engine.document import problem_document, schema_object, schema_text
from scaffolder.engine.rehearsal.loss import Capacity, Loss
from scaffolder.engine.rehearsal.timeline import Rehearsal, Step, Verdict

VERSION: Final = 1


def rehearsal_document(rehearsal: Rehearsal) -> dict[str, Any]:
    """The document of a rehearsal."""
    about = rehearsal.about
    return {
        "schema": VERSION,
        "project": about.project,
        "stack": about.stack,
        "cloud": about.cloud,
        "environment": about.environment,
        "engine_version": about.engine_version,
        "seed": about.seed,
        "notes": list(about.notes),
        "held": not rehearsal.failed,
        "steps": [_step(step) for step in rehearsal.steps],
        "losses": [_loss(loss) for loss in rehearsal.losses],
        "seconds": round(rehearsal.seconds, 3),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "title": step.title,
        "verdict": step.verdict.value,
        "commands": list(step.commands),
        "began": round(step.began, 3),
        "seconds": round(step.seconds, 3),
        "counts": dict(step.counts),
        "notes": list(step.notes),
        "said": list(step.said),
        "findings": [asdict(finding) for finding in step.findings],
        "rolled": [{**asdict(one), "began": round(one.began, 3), "ended": round(one.ended, 3)} for one in step.rolled],
        "problems": [problem_document(problem) for problem in step.problems],
    }


def _loss(loss: Loss) -> dict[str, Any]:
    return {
        "region": loss.region,
        "resources": loss.resources,
        "serving": list(loss.serving),
        "front": {
            "kind": loss.front.kind,
            "lost": list(loss.front.lost),
            "left": list(loss.front.left),
            "noticed": [asdict(one) for one in loss.front.noticed],
        },
        "capacity": _capacity(loss.capacity) if loss.capacity else None,
        "only_there": [{"role": one.role, "names": list(one.names)} for one in loss.only_there],
    }


def _capacity(capacity: Capacity) -> dict[str, Any]:
    return {
        **asdict(capacity),
        "before": capacity.before,
        "after": capacity.after,
        "percent": capacity.percent,
        "replicas_for_all": capacity.replicas_for_all,
    }


def _texts(description: str) -> dict[str, Any]:
    return {"type": "array", "description": description, "items": {"type": "string"}}


def _count(description: str) -> dict[str, Any]:
    return {"type": "integer", "description": description, "minimum": 0}


_SECONDS: Final = {"type": "number", "minimum": 0}

REHEARSAL_SCHEMA: Final[Mapping[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **schema_object(
        "What `scaffold rehearse --json` prints",
        {
            "schema": {"const": VERSION, "description": "The version of this contract."},
            "project": schema_text("The project's name."),
            "stack": schema_text("The stack."),
            "cloud": schema_text("The cloud of the stack's settings.", enum=["aws", "gcp", "azure", ""]),
            "environment": schema_text("The environment of the stack's settings."),
            "engine_version": schema_text("The version of the `pulumi` command."),
            "seed": schema_text("What the simulated clouds made ids and addresses from."),
            "notes": _texts("What to know about how it was run."),
            "held": {"type": "boolean", "description": "Whether every step held."},
            "steps": {"type": "array", "items": {"$ref": "#/$defs/step"}},
            "losses": {"type": "array", "items": {"$ref": "#/$defs/loss"}},
            "seconds": _SECONDS,
        },
    ),
    "$defs": {
        "step": schema_object(
            "One step of the stack's life",
            {
                "name": schema_text("What it is."),
                "title": schema_text("The same in words."),
                "verdict": {"enum": [verdict.value for verdict in Verdict]},
                "commands": _texts("What an operator would type."),
                "began": {**_SECONDS, "description": "Seconds since the rehearsal began."},
                "seconds": {**_SECONDS, "description": "How long it took."},
                "counts": {
                    "type": "object",
                    "description": "How many resources of each operation, as the engine counts.",
                    "additionalProperties": {"type": "integer", "minimum": 0},
                },
                "notes": _texts("What it showed, or why it was skipped."),
                "said": _texts("What the engine said of a failure that was asked for."),
                "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
                "rolled": {"type": "array", "items": {"$ref": "#/$defs/rolled"}},
                "problems": {"type": "array", "description": "As in `scaffold preview --json`.", "items": {}},
            },
        ),
        "finding": schema_object(
            "Why a step did not hold",
            {
                "message": schema_text("What was wrong."),
                "urn": schema_text("The resource, empty when it is about none."),
            },
        ),
        "rolled": schema_object(
            "A region as an update reached it",
            {
                "region": schema_text("The region."),
                "resources": _count("How many of its service's resources were changed."),
                "began": {**_SECONDS, "description": "Seconds since the update began."},
                "ended": {**_SECONDS, "description": "Seconds since the update began."},
            },
        ),
        "loss": schema_object(
            "What the deployed graph is worth without a region",
            {
                "region": schema_text("The region that is lost."),
                "resources": _count("How many resources lay in it."),
                "serving": _texts("The regions that still serve."),
                "front": schema_object(
                    "What stands before the regions",
                    {
                        "kind": schema_text("What it is, empty where each region answers for itself."),
                        "lost": _texts("What of it led to the lost region."),
                        "left": _texts("What of it leads elsewhere."),
                        "noticed": {"type": "array", "items": {"$ref": "#/$defs/noticed"}},
                    },
                ),
                "capacity": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/capacity"}]},
                "only_there": {
                    "type": "array",
                    "items": schema_object(
                        "What the lost region alone held",
                        {"role": schema_text("What it is for."), "names": _texts("Its resources.")},
                    ),
                },
            },
        ),
        "noticed": schema_object(
            "How the front comes to leave the lost region out",
            {
                "by": schema_text("What notices."),
                "seconds": {"type": ["number", "null"], "description": "After how long; null when it never does."},
                "formula": schema_text("How that is worked out from the front's settings."),
                "what": schema_text("What then happens."),
                "source": schema_text("The page this is read from."),
            },
        ),
        "capacity": schema_object(
            "Requests worked on at the same time, at the most replicas",
            {
                "regions": _count("The regions that serve."),
                "left": _count("Those that are left."),
                "max_replicas": _count("The most replicas in each."),
                "concurrency": _count("The requests of one replica."),
                "before": _count("What all regions carry."),
                "after": _count("What those that are left carry."),
                "percent": _count("The same, of the whole."),
                "replicas_for_all": _count(
                    "The most replicas a region needs to carry the whole; 0 where none is left."
                ),
            },
        ),
    },
}
