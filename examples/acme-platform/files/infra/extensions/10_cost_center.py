"""Every resource says who pays for it: the label `cost-center`, which finance gives out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pulumi

from inference.settings import Settings

LABEL = "cost-center"
COST_CENTER = re.compile(r"cc-[0-9]{4}")
# How the clouds' resources call their labels.
LABELS = ("tags", "labels", "userLabels")


def check(settings: Settings) -> Iterator[str]:
    """A stack that nobody pays for is refused."""
    given = settings.labels.get(LABEL, "")
    if not COST_CENTER.fullmatch(given):
        yield f"labels has {LABEL} {given!r}. Finance gives it out: cc- and four digits."


def transform(resource: pulumi.ResourceTransformArgs, settings: Settings) -> pulumi.ResourceTransformResult | None:
    """Whatever can carry labels has this one, also where a component or another extension forgot it."""
    props = dict(resource.props)
    for key in LABELS:
        labels = props.get(key)
        if isinstance(labels, dict):
            props[key] = {**labels, LABEL: settings.labels[LABEL]}
    return pulumi.ResourceTransformResult(props, resource.opts)
