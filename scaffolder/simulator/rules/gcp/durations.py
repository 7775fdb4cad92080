"""Durations, which Google's APIs take as text: seconds with an s."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from scaffolder.simulator.constraints.checking import walk
from scaffolder.simulator.constraints.constraint import parse_path
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_READ: Final = "2026-11-25"
_DAY: Final = 86400
_FOREVER: Final = 10**11
_SECONDS: Final = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)s")


@dataclass(frozen=True)
class _Span:
    """The seconds allowed at a path; `step` of them where only its multiples are."""

    path: str
    least: int
    most: int
    step: int = 0


_RETENTION: Final = _Span("messageRetentionDuration", 600, 31 * _DAY)
_RUN: Final = {
    "gcp:cloudrunv2/job:Job": (_Span("template.template.timeout", 1, 7 * _DAY),),
    "gcp:cloudrunv2/service:Service": (_Span("template.timeout", 1, 3600),),
}
_PUBSUB: Final = {
    "gcp:pubsub/subscription:Subscription": (
        _RETENTION,
        _Span("retryPolicy.minimumBackoff", 0, 600),
        _Span("retryPolicy.maximumBackoff", 0, 600),
        _Span("expirationPolicy.ttl", _DAY, _FOREVER),
        _Span("cloudStorageConfig.maxDuration", 60, 600),
    ),
    "gcp:pubsub/topic:Topic": (_RETENTION,),
}
_MONITORING: Final = {
    "gcp:monitoring/alertPolicy:AlertPolicy": (
        _Span("conditions[*].conditionThreshold.duration", 0, 7 * _DAY, 60),
        _Span("conditions[*].conditionThreshold.aggregations[*].alignmentPeriod", 60, 90 * _DAY),
        _Span("conditions[*].conditionThreshold.denominatorAggregations[*].alignmentPeriod", 60, 90 * _DAY),
        _Span("conditions[*].conditionAbsent.duration", 120, 7 * _DAY, 60),
        _Span("conditions[*].conditionAbsent.aggregations[*].alignmentPeriod", 60, 90 * _DAY),
        _Span("conditions[*].conditionPrometheusQueryLanguage.evaluationInterval", 30, _DAY, 30),
    ),
    "gcp:monitoring/slo:Slo": (_Span("windowsBasedSli.windowPeriod", 60, _DAY),),
    "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig": (_Span("timeout", 1, 60),),
}
_SCHEDULER: Final = {"gcp:cloudscheduler/job:Job": (_Span("attemptDeadline", 15, _DAY + 915),)}
_SECRETS: Final = {"gcp:secretmanager/secret:Secret": (_Span("rotation.rotationPeriod", 3600, 3153600000),)}
_KEYS: Final = {"gcp:kms/cryptoKey:CryptoKey": (_Span("rotationPeriod", _DAY, _FOREVER),)}


def seconds(given: Given) -> float | None:
    """Give the seconds of a duration such as `300s`; None for what is none."""
    found = _SECONDS.fullmatch(given.text or "")
    return float(found[1]) if found else None


@rule(*_RUN, page="https://cloud.google.com/run/docs/configuring/request-timeout", read=_READ)
def run_timeouts_are_in_their_range(inputs: Given) -> Iterator[Finding]:
    """A service takes an hour for a request at most, a job a week for a task; both are seconds with an s."""
    yield from _outside(inputs, _RUN[inputs.type])


@rule(*_PUBSUB, page="https://pubsub.googleapis.com/$discovery/rest?version=v1", read=_READ)
def pubsub_durations_are_in_their_range(inputs: Given) -> Iterator[Finding]:
    """Retention, waits and expiry of topics and subscriptions are seconds with an s, in their range."""
    yield from _outside(inputs, _PUBSUB[inputs.type])


@rule(*_MONITORING, page="https://monitoring.googleapis.com/$discovery/rest?version=v3", read=_READ)
def monitoring_durations_are_in_their_range(inputs: Given) -> Iterator[Finding]:
    """Durations of alerts, objectives and checks are seconds with an s, in their range and steps."""
    yield from _outside(inputs, _MONITORING[inputs.type])


@rule(*_SCHEDULER, page="https://cloudscheduler.googleapis.com/$discovery/rest?version=v1", read=_READ)
def schedule_deadline_is_in_its_range(inputs: Given) -> Iterator[Finding]:
    """A scheduled call is waited for 15 seconds or more, up to a day, in seconds with an s."""
    yield from _outside(inputs, _SCHEDULER[inputs.type])


@rule(*_SECRETS, page="https://secretmanager.googleapis.com/$discovery/rest?version=v1", read=_READ)
def secret_rotation_is_in_its_range(inputs: Given) -> Iterator[Finding]:
    """A secret rotates after an hour or more, in seconds with an s."""
    yield from _outside(inputs, _SECRETS[inputs.type])


@rule(*_KEYS, page="https://cloud.google.com/kms/docs/key-rotation", read=_READ)
def key_rotation_is_in_its_range(inputs: Given) -> Iterator[Finding]:
    """A key rotates after a day or more, in seconds with an s."""
    yield from _outside(inputs, _KEYS[inputs.type])


def _outside(inputs: Given, spans: Sequence[_Span]) -> Iterator[Finding]:
    for span in spans:
        for found in walk(inputs.value, parse_path(span.path)):
            given = Given(found.value, found.path, found.secret)
            if given.text is None:
                continue
            amount = seconds(given)
            if amount is None:
                message = f"`{given.path}` is {given.shown}; a duration is seconds with an s, such as `300s`."
                yield given.finding(message, fix="Give seconds with an s.")
            elif not span.least <= amount <= span.most:
                fix = f"Give `{span.least}s` or more." if amount < span.least else f"Give `{span.most}s` or less."
                yield given.finding(f"`{given.path}` is {given.shown}; allowed are {_range(span)}.", fix=fix)
            elif span.step and amount % span.step:
                yield given.finding(
                    f"`{given.path}` is {given.shown}; allowed are multiples of {span.step}s.",
                    fix=f"Give `{int(amount // span.step + 1) * span.step}s`.",
                )


def _range(span: _Span) -> str:
    return f"{span.least}s to {span.most}s" if span.most < _FOREVER else f"{span.least}s or more"
