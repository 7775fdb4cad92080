"""Answers the functions that programs ask a cloud while they run: zones, accounts, images, policy documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffolder.simulator.checks import check_inputs
from scaffolder.simulator.constraints.store import ANSWERS
from scaffolder.simulator.filler import Filler
from scaffolder.simulator.functions.call import Answers, FunctionCall, Unanswerable
from scaffolder.simulator.functions.coercion import as_declared
from scaffolder.simulator.functions.declared import DeclaredAnswers
from scaffolder.simulator.functions.names import wire_names
from scaffolder.simulator.leniency import is_bridged
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.schema import SchemaStore

_SOURCE: Final = "scaffolder's simulated clouds"
_MADE_UP: Final = "The answer of the function `{}` is made up; no cloud was asked."


def answer(
    schemas: SchemaStore,
    token: str,
    args: Mapping[str, Any],
    *,
    preview: bool,
    provider_inputs: Mapping[str, Any],
    seed: str = "",
    declared: DeclaredAnswers | None = None,
) -> tuple[Mapping[str, Any] | None, tuple[Problem, ...]]:
    """Give a function's result and what is to be said about it; the result is None when there is none to be had.

    What a project has `declared` is the answer. A function that is not simulated answers with what its SDK promises,
    made up.
    """
    schema = schemas.function(token)
    package = token.split(":", maxsplit=1)[0]
    bridged = schema is not None and is_bridged(package)
    if schema and bridged:
        args = wire_names(schemas, args, schema.inputs)
    problems = check_inputs(schemas, schema, args, urn="") if schema and schema.inputs else ()
    problems = tuple(_of_function(problem, token) for problem in problems)
    if schema and bridged:
        args = as_declared(args, schema.inputs)
    call = FunctionCall(token=token, args=args, provider_inputs=provider_inputs, preview=preview, seed=seed)
    known = _answers(token.split(":", maxsplit=1)[0]).get(token)
    said = declared.to(token, args) if declared else None
    try:
        found = said if said is not None else known(call) if known else None
    except Unanswerable as refusal:
        refused = Problem(
            severity="error", urn="", property=refusal.property, value=refusal.value,
            message=f"`{token}`: {refusal.message}", fix=refusal.fix, source=refusal.source or _SOURCE,
        )  # fmt: skip
        return None, (*problems, refused)
    if found is not None and not (schema and schema.outputs):
        return found, problems
    if not (schema and schema.outputs):
        return None, (*problems, _not_simulated(token))
    filler = Filler(schemas, f"{seed}|{token}|{sorted(map(str, args.items()))}", known=call.facts())
    promised = filler.properties(schema.outputs)
    echoed = {name: value for name, value in args.items() if value is not None}
    result = {**promised, **echoed, **(found or {})}
    result = {name: value for name, value in result.items() if name in schema.outputs}
    if found is not None:
        return result, problems
    made_up = Problem(
        severity="warning",
        urn="",
        message=_MADE_UP.format(token),
        fix=f"Do not rely on its value in this preview, or declare it in `constraints/{ANSWERS}`.",
        source=schema.source,
    )
    return result, (*problems, made_up)


def made_up_function(problem: Problem) -> str:
    """Give the function that a problem calls made up; empty when it is about something else."""
    before, after = _MADE_UP.split("{}")
    message = problem.message
    is_one = message.startswith(before) and message.endswith(after)
    return message.removeprefix(before).removesuffix(after) if is_one else ""


def _not_simulated(token: str) -> Problem:
    return Problem(
        severity="error",
        urn="",
        message=f"The function `{token}` is not simulated, and no installed SDK says what it answers.",
        fix=f'Declare its answer in `constraints/{ANSWERS}`: [["{token}"]] with `result = {{ ... }}`.',
        source=_SOURCE,
    )


def _of_function(problem: Problem, token: str) -> Problem:
    return Problem(
        severity=problem.severity, urn=problem.urn, property=problem.property, value=problem.value,
        message=problem.message if f"`{token}`" in problem.message else f"`{token}`: {problem.message}",
        fix=problem.fix, source=problem.source,
    )  # fmt: skip


def _answers(package: str) -> Answers:
    """Give a provider's functions; each provider's file is loaded when it is first asked."""
    if package == "aws":
        from scaffolder.simulator.functions import aws

        return aws.ANSWERS
    if package == "gcp":
        from scaffolder.simulator.functions import gcp

        return gcp.ANSWERS
    if package == "azure-native":
        from scaffolder.simulator.functions import azure

        return azure.ANSWERS
    from scaffolder.simulator.functions import others

    return others.ANSWERS
