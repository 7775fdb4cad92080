"""Cloud Monitoring: objectives, alert policies, uptime checks and channels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.gcp.durations import seconds
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_SLO: Final = "gcp:monitoring/slo:Slo"
_POLICY: Final = "gcp:monitoring/alertPolicy:AlertPolicy"
_CHECK: Final = "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig"
_CHANNEL: Final = "gcp:monitoring/notificationChannel:NotificationChannel"
_API: Final = "https://monitoring.googleapis.com/$discovery/rest?version=v3"
_ALERTS: Final = (
    "https://github.com/googleapis/googleapis/blob/f8291d2b89f0017ab078a4c7378069bae5686f6f/"
    "google/monitoring/v3/alert.proto"
)
_CHANNELS: Final = "https://cloud.google.com/monitoring/support/notification-options"
_READ: Final = "2026-11-25"
_HIGHEST_GOAL: Final = 0.9999
_DAY: Final = 86400
_RATIO: Final = ("goodServiceFilter", "badServiceFilter", "totalServiceFilter")
_CONDITIONS: Final = (
    "conditionAbsent", "conditionMatchedLog", "conditionMonitoringQueryLanguage",
    "conditionPrometheusQueryLanguage", "conditionSql", "conditionThreshold",
)  # fmt: skip
_AGGREGATING: Final = ("conditionAbsent", "conditionThreshold")
_COMPARISONS: Final = ("COMPARISON_GT", "COMPARISON_LT")
# The one place of a check that has three locations by itself.
_WIDE: Final = "USA"
_LOCATIONS: Final = 3
# What a channel of each kind cannot do without.
_LABELS: Final = {
    "email": ("email_address",),
    "pubsub": ("topic",),
    "sms": ("number",),
    "webhook_basicauth": ("url", "username"),
    "webhook_tokenauth": ("url",),
}


@rule(_SLO, page=_API, read=_READ)
def objective_is_below_all(inputs: Given) -> Iterator[Finding]:
    """An objective's goal is above 0, and 0.9999 at most."""
    goal = inputs["goal"]
    if goal.number is not None and not 0 < goal.number <= _HIGHEST_GOAL:
        percent = goal.number > 1
        yield goal.finding(
            f"`{goal.path}` is {goal.shown}; allowed are fractions above 0, up to 0.9999.",
            fix=f"Give {goal.number / 100:g} for {goal.number:g} percent." if percent else "Give 0.9999 or less.",
        )


@rule(_SLO, page=_API, read=_READ)
def objective_compares_two_counts(inputs: Given) -> Iterator[Finding]:
    """A ratio is of two counts among good, bad and total."""
    ratio = inputs["requestBasedSli"]["goodTotalRatio"]
    given = [ratio[name] for name in _RATIO if ratio[name].value is not None]
    if ratio.known and len(given) in {1, 3}:
        yield ratio.finding(
            f"`{ratio.path}` has {len(given)} of {', '.join(f'`{name}`' for name in _RATIO)}; a ratio is of two.",
            fix="Give two of them.",
        )


@rule(_SLO, page=_API, read=_READ)
def objective_windows_divide_a_day(inputs: Given) -> Iterator[Finding]:
    """The windows of an objective fit into a day a whole number of times."""
    window = inputs["windowsBasedSli"]["windowPeriod"]
    length = seconds(window)
    if length and _DAY % length:
        yield window.finding(
            f"`{window.path}` is {window.shown}; a day has no whole number of such windows.", fix="Give `300s`, say."
        )


@rule(_POLICY, page=_ALERTS, read=_READ)
def alert_condition_is_of_one_kind(inputs: Given) -> Iterator[Finding]:
    """A condition of an alert is of exactly one kind."""
    for condition in inputs["conditions"].items():
        kinds = [name for name in _CONDITIONS if condition[name].value is not None]
        if condition.known and len(kinds) != 1:
            said = " and ".join(f"`{name}`" for name in kinds) or "none of its kinds, such as `conditionThreshold`"
            yield condition.finding(f"`{condition.path}` has {said}; a condition has one.", fix="Give one of them.")


@rule(_POLICY, page=_API, read=_READ)
def alert_on_logs_is_limited(inputs: Given) -> Iterator[Finding]:
    """An alert on log entries limits how often it notifies."""
    limit = inputs["alertStrategy"]["notificationRateLimit"]
    for condition in inputs["conditions"].items():
        if condition["conditionMatchedLog"].known and limit.absent:
            yield limit.finding(
                f"`{limit.path}` is missing; an alert on log entries needs it.", fix="Give a `period` such as `300s`."
            )
            return


@rule(_POLICY, page=_API, read=_READ)
def alert_compares_by_more_or_less(inputs: Given) -> Iterator[Finding]:
    """A threshold is compared with by GT or LT."""
    for condition in inputs["conditions"].items():
        comparison = condition["conditionThreshold"]["comparison"]
        if comparison.text and comparison.text not in _COMPARISONS:
            yield comparison.finding(
                f"`{comparison.path}` is {comparison.shown}; supported are {' and '.join(_COMPARISONS)}.",
                fix="Give one of them.",
            )


@rule(_POLICY, page=_API, read=_READ)
def alert_aligns_over_a_period(inputs: Given) -> Iterator[Finding]:
    """What aligns a series says over which period, and what reduces series aligns them."""
    for condition in inputs["conditions"].items():
        for kind in _AGGREGATING:
            for one in condition[kind]["aggregations"].items():
                aligner, period, reducer = one["perSeriesAligner"], one["alignmentPeriod"], one["crossSeriesReducer"]
                if aligner.text and aligner.text != "ALIGN_NONE" and period.absent:
                    yield period.finding(
                        f"`{period.path}` is missing; the aligner {aligner.shown} needs it.", fix="Give `60s` or more."
                    )
                if reducer.text and reducer.text != "REDUCE_NONE" and (aligner.absent or aligner.text == "ALIGN_NONE"):
                    yield aligner.finding(
                        f"`{aligner.path}` is {aligner.shown if aligner.known else 'missing'}; "
                        f"the reducer {reducer.shown} needs aligned series.",
                        fix="Give an aligner such as `ALIGN_RATE`.",
                    )


@rule(_POLICY, page=_ALERTS, read=_READ)
def alert_triggers_by_count_or_percent(inputs: Given) -> Iterator[Finding]:
    """A condition triggers by a count or a percentage of series."""
    for condition in inputs["conditions"].items():
        for kind in _AGGREGATING:
            trigger = condition[kind]["trigger"]
            if trigger["count"].number and trigger["percent"].number:
                yield trigger["percent"].finding(
                    f"`{trigger.path}` has `count` and `percent`; it has one of them.", fix="Keep one of them."
                )


@rule(_CHECK, page=_API, read=_READ)
def check_runs_from_three_locations(inputs: Given) -> Iterator[Finding]:
    """The regions of an uptime check have three locations or more."""
    regions = inputs["selectedRegions"]
    names = [one.text for one in regions.items()]
    if inputs["checkerType"].text == "VPC_CHECKERS":
        return
    if names and regions.complete and _WIDE not in names and len(set(names)) < _LOCATIONS:
        yield regions.finding(
            f"`{regions.path}` has {len(set(names))} {'region' if len(set(names)) == 1 else 'regions'}; "
            "three locations are needed, which `USA` alone has.",
            fix="Give three regions, or leave it out for all.",
        )


@rule(_CHECK, page=_API, read=_READ)
def check_sends_a_body_by_post(inputs: Given) -> Iterator[Finding]:
    """An uptime check has a body and a type of it when its method is POST."""
    check = inputs["httpCheck"]
    method, body = check["requestMethod"], check["body"]
    if body.known and not method.unknown and method.text != "POST":
        yield body.finding(
            f"`{body.path}` is given, and the method is {method.shown if method.known else 'GET'}.",
            fix="Give `requestMethod` as `POST`, or leave the body out.",
        )


@rule(_CHANNEL, page=_CHANNELS)
def channel_says_where_it_leads(inputs: Given) -> Iterator[Finding]:
    """A notification channel has the labels that its type needs."""
    kind, labels = inputs["type"], inputs["labels"]
    for name in _LABELS.get(kind.text or "", ()):
        if labels[name].absent:
            yield labels[name].finding(
                f"`{labels[name].path}` is missing; a channel of the type {kind.shown} needs it.",
                fix=f"Give `{name}` in `labels`.",
            )
