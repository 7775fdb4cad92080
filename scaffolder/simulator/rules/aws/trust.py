"""Roles and those who take them: a service can only take a role that trusts it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Given
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule

_PAGE: Final = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html"
_FUNCTION: Final = "aws:lambda/function:Function"
_ROLE: Final = "aws:iam/role:Role"


@program_rule(_FUNCTION, _ROLE, page=_PAGE, read="2026-11-25")
def functions_have_a_role_that_trusts_lambda(program: Program) -> Iterator[ProgramFinding]:
    """A Lambda function's role trusts lambda.amazonaws.com."""
    for function in program.of(_FUNCTION):
        role = program.only_behind(function, "role", _ROLE)
        if role is not None and not _may_trust(role, "lambda."):
            yield function.finding(
                function["role"].finding(
                    f"`role` is {role.name}, whose trust policy does not let Lambda assume it.",
                    fix=f"Add `lambda.amazonaws.com` to the services in assume_role_policy of {role.name}.",
                )
            )


def _may_trust(role: ProgramResource, service: str) -> bool:
    """Whether a role trusts a service, or its policy cannot be told."""
    policy = role["assumeRolePolicy"]
    statements = policy.document()["Statement"]
    given = [statements] if isinstance(statements.value, dict) else statements.items()
    if policy.unknown or not given or not all(one.complete for one in given):
        return True
    return any(_names(one, service) for one in given)


def _names(statement: Given, service: str) -> bool:
    principal = statement["Principal"]
    services = principal["Service"]
    names = [services.text or "", *(one.text or "" for one in services.items())]
    anybody = "*" in (principal.text, principal["AWS"].text)
    return anybody or not statement["NotPrincipal"].absent or any(n.startswith(service) for n in names)
