"""Tags: how many, and how long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import AZURERM, READ
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule

_PAGE: Final = AZURERM + "vendor/github.com/hashicorp/go-azure-helpers/resourcemanager/tags/validate.go"
_PACKAGE: Final = "azure-native:"
_ACCOUNT: Final = "azure-native:storage:StorageAccount"
_MOST, _LONGEST_NAME, _LONGEST_VALUE = 50, 512, 256
_LONGEST_STORAGE_NAME: Final = 128
_REFUSED: Final = frozenset("<>%&\\?/")


@program_rule("azure-native:resources:ResourceGroup", page=_PAGE, read=READ)
def tags_fit(program: Program) -> Iterator[ProgramFinding]:
    """A resource has 50 tags at most; a name has 512 characters, 128 in storage, and a value 256."""
    for resource in program.resources:
        if resource.type.startswith(_PACKAGE):
            longest = _LONGEST_STORAGE_NAME if resource.type == _ACCOUNT else _LONGEST_NAME
            for finding in _findings(resource["tags"], longest):
                yield resource.finding(finding)


def _findings(tags: Given, longest: int) -> Iterator[Finding]:
    entries = list(tags.entries())
    if len(entries) > _MOST:
        yield tags.finding(
            f"`tags` has {len(entries)} entries; a resource has {_MOST} tags at most.",
            fix=f"Leave out {len(entries) - _MOST}, or put several into one value.",
        )
    for name, value in entries:
        odd = "".join(sorted(_REFUSED & set(name)))
        if odd:
            yield value.finding(f"`{value.path}` has {odd} in its name, which Azure refuses.", fix="Take it out.")
        if len(name) > longest:
            yield value.finding(
                f"`{value.path}` has a name of {len(name)} characters; allowed are {longest}.", fix="Shorten it."
            )
        if value.text and len(value.text) > _LONGEST_VALUE:
            yield value.finding(
                f"`{value.path}` has {len(value.text)} characters; a tag's value has {_LONGEST_VALUE} at most.",
                fix="Shorten it.",
            )
