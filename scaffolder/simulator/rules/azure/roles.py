"""Role assignments: who gets a role, and what kind of principal that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import READ, folded
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule

_PAGE: Final = "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting"
_ASSIGNMENT: Final = "azure-native:authorization:RoleAssignment"
_IDENTITY: Final = "azure-native:managedidentity:UserAssignedIdentity"


@program_rule(_ASSIGNMENT, _IDENTITY, page=_PAGE, read=READ)
def roles_of_new_identities_say_their_kind(program: Program) -> Iterator[ProgramFinding]:
    """A role for an identity of the same program says that this is a ServicePrincipal."""
    for assignment in program.of(_ASSIGNMENT):
        kind = assignment["principalType"]
        identity = program.only_behind(assignment, "principalId", _IDENTITY)
        if identity is None or kind.unknown or folded(kind) == "serviceprincipal":
            continue
        if kind.absent:
            finding = kind.finding(
                f"`principalType` is missing; {identity.name} is made by this program, and without it Azure may not "
                "find it yet.",
                fix="Give `ServicePrincipal`.",
                severity="warning",
            )
        else:
            finding = kind.finding(
                f"`principalType` is {kind.shown}; {identity.name} is a ServicePrincipal.",
                fix="Give `ServicePrincipal`.",
            )
        yield assignment.finding(finding)
