"""Cloud Logging: metrics made from log entries."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_METRIC: Final = "gcp:logging/metric:Metric"
_API: Final = "https://logging.googleapis.com/$discovery/rest?version=v2"
_READ: Final = "2026-11-25"


@rule(_METRIC, page=_API, read=_READ)
def log_metric_of_values_extracts_them(inputs: Given) -> Iterator[Finding]:
    """A metric of a distribution says what it extracts from an entry, and no other metric does."""
    kind, extractor = inputs["metricDescriptor"]["valueType"], inputs["valueExtractor"]
    if kind.text == "DISTRIBUTION" and extractor.absent:
        yield extractor.finding(
            f"`{extractor.path}` is missing; a metric of the type {kind.shown} needs it.",
            fix="Give `EXTRACT(jsonPayload.FIELD)`, say.",
        )
    elif kind.text in {"INT64", "BOOL", "STRING"} and extractor.known:
        yield extractor.finding(
            f"`{extractor.path}` is given, and the metric's type is {kind.shown}.",
            fix="Give `DISTRIBUTION`, or leave it out.",
            severity="warning",
        )


@rule(_METRIC, page=_API, read=_READ)
def log_metric_labels_are_extracted(inputs: Given) -> Iterator[Finding]:
    """Each label of a log metric is extracted, and each that is extracted is a label."""
    labels, extractors = inputs["metricDescriptor"]["labels"], inputs["labelExtractors"]
    keys = {one["key"].text for one in labels.items()}
    if labels.unknown or extractors.unknown or None in keys:
        return
    extracted = {key for key, _ in extractors.entries()}
    for one in labels.items():
        if one["key"].text not in extracted:
            yield one["key"].finding(
                f"`{one['key'].path}` is {one['key'].shown}, which `labelExtractors` does not extract.",
                fix="Add it there, or leave the label out.",
            )
    for key, given in extractors.entries():
        if key not in keys:
            yield given.finding(
                f"`{given.path}` extracts `{key}`, which is no label of the metric.",
                fix="Add it to `metricDescriptor.labels`, or leave it out.",
                # The API tells only the other way round.
                severity="warning",
            )


@rule(_METRIC, page=_API, read=_READ)
def log_metric_bounds_grow(inputs: Given) -> Iterator[Finding]:
    """The bounds of a distribution's buckets grow."""
    bounds = inputs["bucketOptions"]["explicitBuckets"]["bounds"]
    numbers = [one.number for one in bounds.items()]
    known = [number for number in numbers if number is not None]
    if len(known) == len(numbers) and any(low >= high for low, high in pairwise(known)):
        yield bounds.finding(f"`{bounds.path}` do not grow; each bound is above the one before.", fix="Sort them.")
