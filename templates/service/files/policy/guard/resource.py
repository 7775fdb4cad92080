"""A resource as the checks see it: plain values, and one mark for what is not known before deployment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pulumi_policy.proxy import UnknownValueError

from .rules import PRODUCTION, REQUIRED_LABELS


class Unknown:
    """What is not known before deployment; it breaks no rule, and the update checks it again."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()
_SECRET_NAME = re.compile(r"(?:^|_)(?:KEY|TOKEN|PASSWORD|PASSWD|SECRET|CREDENTIALS?)$", re.IGNORECASE)
_DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A resource's type, name and inputs."""

    type: str
    name: str
    inputs: Mapping[str, Any]
    urn: str = ""

    @classmethod
    def read(cls, type_: str, name: str, urn: str, props: Mapping[str, Any]) -> Resource:
        """The resource that Pulumi hands to a policy; reading an unknown value there raises."""
        return cls(type=type_, name=name, urn=urn, inputs=_plain(props))

    def get(self, *path: str | int) -> Any:
        """The value at a path; None where there is none, `UNKNOWN` where it or what holds it is not known."""
        value: Any = self.inputs
        for part in path:
            if value is UNKNOWN:
                return UNKNOWN
            if isinstance(value, Mapping):
                value = value.get(part)
            elif isinstance(value, Sequence) and isinstance(part, int):
                value = value[part] if part < len(value) else None
            else:
                return None
        return value

    def each(self, *path: str | int) -> list[Any]:
        """The known items of the list at a path."""
        value = self.get(*path)
        return [item for item in value if item is not UNKNOWN] if isinstance(value, list) else []


# By rule name: what is wrong with a resource, or with resources of a stack (None where something is missing).
Checks = Mapping[str, Callable[[Resource], Iterator[str]]]
StackChecks = Mapping[str, Callable[[Sequence[Resource]], Iterator[tuple[Resource | None, str]]]]


def unlabelled(resource: Resource, key: str, types: frozenset[str]) -> Iterator[str]:
    """A complaint when a resource of one of these types lacks a label in `key`."""
    labels = resource.get(key)
    if resource.type in types and labels is not UNKNOWN:
        missing = [label for label in REQUIRED_LABELS if label not in (labels or {})]
        if missing:
            yield f"{resource.name} has no label {', '.join(missing)}: give it service_labels(settings) as {key}."


def undigested(resource: Resource, images: Sequence[Any]) -> Iterator[str]:
    """A complaint for each image that a tag could move."""
    for image in images:
        if isinstance(image, str) and not _DIGEST.search(image):
            yield f"{resource.name} runs {image}, which is not named by its digest: use name@sha256:..."


def plain_secrets(resource: Resource, variables: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A complaint for each variable whose name says secret and whose value is plain text."""
    for variable in variables:
        name = variable.get("name")
        if isinstance(name, str) and _SECRET_NAME.search(name) and variable.get("value") not in (None, "", UNKNOWN):
            yield f"{resource.name} holds {name} as plain text: put it into the setting `secrets`."


def in_production(resources: Sequence[Resource]) -> bool:
    """Whether the labels say that this stack is production."""
    return any(
        labels.get("environment") in PRODUCTION
        for resource in resources
        for key in ("tags", "labels")
        if isinstance(labels := resource.get(key), Mapping)
    )


def of_type(resources: Sequence[Resource], *types: str) -> list[Resource]:
    """The resources of these types."""
    return [resource for resource in resources if resource.type in types]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _read(value, key) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_read(value, place) for place in range(len(value))]
    return value


def _read(holder: Any, key: Any) -> Any:
    try:
        return _plain(holder[key])
    except UnknownValueError:
        return UNKNOWN
