"""Durations, which Google's APIs take as text: seconds with an s."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scaffolder.simulator.constraints.checking import walk
from scaffolder.simulator.constraints.constraint import parse_path
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_READ: Final = "2026-11-25"
_DAY: Final = 86400
_CENTURY: Final = 876_000 * 3600
_FOREVER: Final = 10**11
_SECONDS: Final = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)s")


@dataclass(frozen=True)
class _Span:
    """The seconds allowed at a path; `step` of them where only its multiples are, `zero` where 0 is the default."""

    path: str
    least: int
    most: int = _FOREVER
    step: int = 0
    zero: bool = False


def seconds(given: Given) -> float | None:
    """Give the seconds of a duration such as `300s`; None for what is none."""
    found = _SECONDS.fullmatch(given.text or "")
    return float(found[1]) if found else None


def _hold(name: str, says: str, page: str, spans: Mapping[str, Sequence[_Span]]) -> None:
    """Make the rule that holds the durations of some types in their spans, which one page tells."""

    def check(inputs: Given) -> Iterator[Finding]:
        yield from _outside(inputs, spans[inputs.type])

    check.__name__, check.__doc__ = name, says
    rule(*spans, page=page, read=_READ)(check)


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
            elif span.zero and amount == 0:
                continue
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


_hold(
    "run_timeouts_are_in_their_range",
    "A service takes an hour for a request at most, in seconds with an s.",
    "https://cloud.google.com/run/docs/configuring/request-timeout",
    {"gcp:cloudrunv2/service:Service": (_Span("template.timeout", 1, 3600),)},
)
_hold(
    "run_task_timeouts_are_in_their_range",
    "A job takes seven days for a task at most, in seconds with an s.",
    "https://cloud.google.com/run/docs/configuring/task-timeout",
    {"gcp:cloudrunv2/job:Job": (_Span("template.template.timeout", 1, 7 * _DAY),)},
)
_RETENTION: Final = _Span("messageRetentionDuration", 600, 31 * _DAY)
_hold(
    "pubsub_durations_are_in_their_range",
    "Retention, waits and expiry of topics and subscriptions are seconds with an s, in their range.",
    "https://pubsub.googleapis.com/$discovery/rest?version=v1",
    {
        "gcp:pubsub/subscription:Subscription": (
            _RETENTION,
            _Span("retryPolicy.minimumBackoff", 0, 600),
            _Span("retryPolicy.maximumBackoff", 0, 600),
            _Span("expirationPolicy.ttl", _DAY),
            _Span("cloudStorageConfig.maxDuration", 60, 600),
        ),
        "gcp:pubsub/topic:Topic": (_RETENTION,),
    },
)
_ALIGNED: Final = 90_000
_hold(
    "monitoring_durations_are_in_their_range",
    "Durations of alerts, objectives and checks are seconds with an s, in their range and steps.",
    "https://monitoring.googleapis.com/$discovery/rest?version=v3",
    {
        "gcp:monitoring/alertPolicy:AlertPolicy": (
            _Span("conditions[*].conditionThreshold.duration", 0, step=60),
            _Span("conditions[*].conditionThreshold.aggregations[*].alignmentPeriod", 60, _ALIGNED),
            _Span("conditions[*].conditionThreshold.denominatorAggregations[*].alignmentPeriod", 60, _ALIGNED),
            _Span("conditions[*].conditionAbsent.duration", 120, step=60),
            _Span("conditions[*].conditionAbsent.aggregations[*].alignmentPeriod", 60, _ALIGNED),
            _Span("conditions[*].conditionPrometheusQueryLanguage.evaluationInterval", 30, step=30),
        ),
        "gcp:monitoring/slo:Slo": (_Span("windowsBasedSli.windowPeriod", 60, _DAY),),
        "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig": (_Span("timeout", 1, 60),),
    },
)
_hold(
    "schedule_deadline_is_in_its_range",
    "A scheduled call is waited for 15 seconds or more, up to a day and 15 seconds, in seconds with an s.",
    "https://cloudscheduler.googleapis.com/$discovery/rest?version=v1",
    {"gcp:cloudscheduler/job:Job": (_Span("attemptDeadline", 15, _DAY + 15, zero=True),)},
)
_hold(
    "secret_rotation_is_in_its_range",
    "A secret rotates after an hour or more, in seconds with an s.",
    "https://secretmanager.googleapis.com/$discovery/rest?version=v1",
    {"gcp:secretmanager/secret:Secret": (_Span("rotation.rotationPeriod", 3600, _CENTURY),)},
)
_hold(
    "key_rotation_is_in_its_range",
    "A key rotates after a day or more, in seconds with an s.",
    "https://cloudkms.googleapis.com/$discovery/rest?version=v1",
    {"gcp:kms/cryptoKey:CryptoKey": (_Span("rotationPeriod", _DAY, _CENTURY),)},
)
