"""CloudWatch: metric alarms, dashboards and event rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_PAGE: Final = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
_DASHBOARD_PAGE: Final = (
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html"
)
_EVENTS_PAGE: Final = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html"
_READ: Final = "2026-11-25"
_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
_HOUR, _DAY, _WEEK = 3600, 86400, 604800
_SHORT_PERIODS: Final = (10, 20, 30)
# A query may look closer than an alarm on one metric.
_QUERY_PERIODS: Final = (1, 5, *_SHORT_PERIODS)


def _periods(inputs: Given) -> list[Given]:
    """The periods an alarm looks at: its own, or those of its queries."""
    given = [inputs["period"]]
    for query in inputs["metricQueries"].items():
        given += [query["period"], query["metric"]["period"]]
    return [period for period in given if period.number is not None]


@rule(_ALARM, page=_PAGE, read=_READ)
def periods_are_of_a_length_that_metrics_have(inputs: Given) -> Iterator[Finding]:
    """A period is 10, 20 or 30 seconds, or a multiple of 60; that of a query may be 1 or 5 seconds too."""
    for period in _periods(inputs):
        number, short = period.number or 0, _SHORT_PERIODS if period.path == "period" else _QUERY_PERIODS
        if number not in short and (number < 1 or number % 60):
            yield period.finding(
                f"`{period.path}` is {period.shown} seconds; allowed are {', '.join(map(str, short))} and multiples "
                "of 60.",
                fix=f"Give {max(60, round(number / 60) * 60)}.",
            )


@rule(_ALARM, page=_PAGE, read=_READ)
def an_alarm_looks_back_a_day_or_a_week(inputs: Given) -> Iterator[Finding]:
    """Evaluation periods times period is a day at most, or seven days when the period is an hour or more."""
    count, periods = inputs["evaluationPeriods"], _periods(inputs)
    if count.number is None or not periods:
        return
    longest = max(period.number or 0 for period in periods)
    window, most = count.number * longest, _WEEK if longest >= _HOUR else _DAY
    if window > most:
        said = "seven days" if most == _WEEK else "a day, or seven days with periods of an hour or more"
        yield count.finding(
            f"`evaluationPeriods` is {count.shown} of {longest:g} seconds, {window / _HOUR:g} hours together; "
            f"an alarm looks back {said} at most.",
            fix=f"Give {int(most // longest)} periods or fewer.",
        )


@rule(_ALARM, page=_PAGE, read=_READ)
def datapoints_are_among_the_periods(inputs: Given) -> Iterator[Finding]:
    """An alarm asks for no more datapoints than it has evaluation periods."""
    points, periods = inputs["datapointsToAlarm"], inputs["evaluationPeriods"]
    if points.number is not None and periods.number is not None and points.number > periods.number:
        yield points.finding(
            f"`datapointsToAlarm` is {points.shown}, more than the {periods.shown} of `evaluationPeriods`.",
            fix=f"Give {periods.number:g} or less.",
        )


@rule(_ALARM, page=_PAGE, read=_READ)
def one_query_returns_data(inputs: Given) -> Iterator[Finding]:
    """Exactly one of an alarm's queries returns data; each has an id of its own, and an expression or a metric."""
    queries = inputs["metricQueries"]
    items = queries.items()
    returning = [item for item in items if item["returnData"].flag is True]
    # An alarm on a band of anomalies returns the metric and the band.
    banded = not inputs["thresholdMetricId"].absent
    known = not any(item.unknown or item["returnData"].unknown for item in items)
    if items and known and not banded and len(returning) != 1:
        yield queries.finding(
            f"{len(returning)} of the {len(items)} queries of `metricQueries` return data; exactly one must.",
            fix="Set return_data on the one to be judged.",
        )
    seen = set()
    for item in items:
        id_ = item["id"]
        if id_.text is not None and id_.text in seen:
            yield id_.finding(f"`{id_.path}` is {id_.shown}, which another query has.", fix="Give another id.")
        seen.add(id_.text)
        if item.known and item["expression"].absent == item["metric"].absent:
            yield item.finding(f"`{item.path}` needs either an expression or a metric.", fix="Give one of the two.")


@rule(_ALARM, page=_PAGE, read=_READ)
def an_alarm_watches_one_thing(inputs: Given) -> Iterator[Finding]:
    """An alarm watches one metric with one statistic, or queries, not both."""
    metric, queries = inputs["metricName"], inputs["metricQueries"]
    if metric.known and queries.items():
        yield queries.finding(
            f"`metricQueries` and `metricName` {metric.shown} exclude each other.", fix="Leave one of them out."
        )
    if not metric.known:
        return
    for needed in ("namespace", "period"):
        if inputs[needed].absent:
            yield inputs[needed].finding(
                f"`{needed}` is missing; an alarm on `metricName` {metric.shown} needs it.", fix=f"Give its {needed}."
            )
    statistic, extended = inputs["statistic"], inputs["extendedStatistic"]
    if statistic.absent == extended.absent:
        said = "neither is given" if statistic.absent else "both are given"
        yield statistic.finding(
            f"An alarm needs either `statistic` or `extendedStatistic`; {said}.", fix="Give exactly one of them."
        )


@rule("aws:cloudwatch/dashboard:Dashboard", page=_DASHBOARD_PAGE, read=_READ)
def a_dashboard_is_a_document_of_widgets(inputs: Given) -> Iterator[Finding]:
    """A dashboard's body is a JSON object, and its widgets lie on the grid."""
    body = inputs["dashboardBody"]
    if not body.known:
        return
    document = body.document()
    if not isinstance(document.value, dict):
        yield body.finding("`dashboardBody` is no JSON object.", fix='Write it with json.dumps({"widgets": [...]}).')
        return
    for widget in document["widgets"].items():
        for name, most in (("width", 24), ("height", 1000), ("x", 23)):
            number = widget[name].number
            if number is not None and not (0 if name == "x" else 1) <= number <= most:
                yield widget[name].finding(
                    f"`{widget[name].path}` is {widget[name].shown}; allowed are {0 if name == 'x' else 1} to {most}.",
                    fix="The grid is 24 units wide.",
                    severity="warning",
                )


@rule("aws:cloudwatch/eventRule:EventRule", page=_EVENTS_PAGE, read=_READ)
def a_rule_has_a_schedule_or_a_pattern(inputs: Given) -> Iterator[Finding]:
    """An event rule has a schedule or a pattern, and the pattern is a JSON object."""
    pattern, schedule = inputs["eventPattern"], inputs["scheduleExpression"]
    if pattern.absent and schedule.absent:
        yield schedule.finding(
            "`scheduleExpression` and `eventPattern` are both missing; a rule needs one of them.", fix="Give one."
        )
    if pattern.known and not isinstance(pattern.document().value, dict):
        yield pattern.finding("`eventPattern` is no JSON object.", fix="Write it with json.dumps({...}).")
