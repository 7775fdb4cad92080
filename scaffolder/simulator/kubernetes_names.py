"""The name that the Kubernetes provider gives a resource whose program gave none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffolder.simulator.subject import Subject, plain

_MARK: Final = "pulumi.com/autonamed"


def with_name(subject: Subject, old: Mapping[str, Any]) -> dict[str, Any]:
    """Give inputs with `metadata.name`, as the provider's check returns them; what it has named keeps the `old` name.

    The provider appends eight characters and marks the resource as named by it: provider/pkg/metadata/naming.go of
    github.com/pulumi/pulumi-kubernetes.
    """
    inputs = dict(subject.inputs)
    metadata = inputs.get("metadata") or {}
    if is_named(subject.kind, metadata):
        return inputs
    annotations = metadata.get("annotations") or {}
    if isinstance(annotations, Mapping):
        annotations = {**annotations, _MARK: "true"}
    asked = subject.naming
    name = _old_name(old) or (asked.name if asked else f"{subject.logical_name}-{subject.hex(8)}")
    if not name:
        return inputs
    return {**inputs, "metadata": {**metadata, "annotations": annotations, "name": name}}


def is_named(kind: str, metadata: Any) -> bool:
    """Whether a resource has a name, or gets none from the provider."""
    if kind.endswith(("List", "Patch")) or not isinstance(metadata, Mapping | None):
        return True
    return any((metadata or {}).get(name) is not None for name in ("name", "generateName"))


def _old_name(old: Mapping[str, Any]) -> str:
    metadata = plain(old.get("metadata"))
    annotations = plain(metadata.get("annotations")) if isinstance(metadata, Mapping) else None
    if not isinstance(annotations, Mapping) or annotations.get(_MARK) != "true":
        return ""
    name = plain(metadata.get("name"))
    return name if isinstance(name, str) else ""
