"""How the rules are tried: for each, a resource or a stack that breaks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from guard.resource import Resource

LABELS = {"service": "demo", "environment": "prod", "stack": "prod", "managed-by": "pulumi"}


def resource(type_: str, name: str = "it", /, **inputs: Any) -> Resource:
    """A resource as the policies see it."""
    return Resource(type=type_, name=name, inputs=inputs)


def complaints(cloud: ModuleType, rule: str, resources: Sequence[Resource]) -> list[str]:
    """What a rule says, whether it is about each resource or about all of them."""
    if rule in cloud.RESOURCE_CHECKS:
        return [complaint for entry in resources for complaint in cloud.RESOURCE_CHECKS[rule](entry)]
    return [complaint for _, complaint in cloud.STACK_CHECKS[rule](resources)]


Cases = Mapping[str, Sequence[Sequence[Resource]]]
