"""The name that the Kubernetes provider gives a resource whose program gave none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffolder.simulator.subject import Subject


def with_name(subject: Subject) -> dict[str, Any]:
    """Give inputs with `metadata.name`, as the provider's check returns them.

    The provider appends eight characters and marks the resource as named by it: provider/pkg/metadata/naming.go of
    github.com/pulumi/pulumi-kubernetes.
    """
    inputs = dict(subject.inputs)
    metadata = inputs.get("metadata") or {}
    if subject.kind.endswith(("List", "Patch")) or not isinstance(metadata, Mapping):
        return inputs
    if any(metadata.get(name) is not None for name in ("name", "generateName")):
        return inputs
    annotations = metadata.get("annotations") or {}
    if isinstance(annotations, Mapping):
        annotations = {**annotations, "pulumi.com/autonamed": "true"}
    name = f"{subject.logical_name}-{subject.hex(8)}"
    return {**inputs, "metadata": {**metadata, "annotations": annotations, "name": name}}
