"""Every resource says who pays for it: the label `cost-center`, from a list that finance keeps."""

from __future__ import annotations

from collections.abc import Iterator

import pulumi

from inference.settings import Settings

COST_CENTERS = ("ml-platform", "search", "support")
# How the clouds' resources call their labels.
LABELS = ("tags", "labels", "userLabels")


def check(settings: Settings) -> Iterator[str]:
    """A stack that nobody pays for is refused."""
    given = settings.labels.get("cost-center")
    if given not in COST_CENTERS:
        said = f"labels has cost-center {given!r}" if given else "labels has no cost-center"
        yield f"{said}. Set it: pulumi config set --path labels.cost-center {COST_CENTERS[0]}; {_allowed()}"


def transform(resource: pulumi.ResourceTransformArgs, settings: Settings) -> pulumi.ResourceTransformResult | None:
    """Whatever can carry labels has this one, also where a component or another extension forgot it."""
    props = dict(resource.props)
    for key in LABELS:
        labels = props.get(key)
        if isinstance(labels, dict):
            props[key] = {**labels, "cost-center": settings.labels["cost-center"]}
    return pulumi.ResourceTransformResult(props, resource.opts)


def _allowed() -> str:
    return f"allowed: {', '.join(COST_CENTERS)}."
