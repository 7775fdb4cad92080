"""Monitoring, logging, schedules and budgets: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case

OBJECTIVE = "gcp:monitoring/slo:Slo"
ALERT = "gcp:monitoring/alertPolicy:AlertPolicy"
CHECK = "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig"
CHANNEL = "gcp:monitoring/notificationChannel:NotificationChannel"
RATIO = {"goodTotalRatio": {"goodServiceFilter": 'metric.type="a"', "totalServiceFilter": 'metric.type="b"'}}
METRIC = "gcp:logging/metric:Metric"
SCHEDULED = "gcp:cloudscheduler/job:Job"
BUDGET = "gcp:billing/budget:Budget"


def objective(**more: Any) -> dict[str, Any]:
    return {"service": "s", "goal": 0.99, "rollingPeriodDays": 28, "requestBasedSli": RATIO, **more}


def threshold(**more: Any) -> dict[str, Any]:
    return {
        "displayName": "c",
        "conditionThreshold": {"filter": 'metric.type="a"', "comparison": "COMPARISON_GT", "duration": "60s", **more},
    }


def alert(*conditions: Any, **more: Any) -> dict[str, Any]:
    return {"displayName": "a", "combiner": "OR", "conditions": list(conditions), **more}


def check(**more: Any) -> dict[str, Any]:
    return {
        "displayName": "u",
        "timeout": "10s",
        "monitoredResource": {"type": "uptime_url", "labels": {"host": "example.com"}},
        "httpCheck": {"path": "/"},
        **more,
    }


def job(**more: Any) -> dict[str, Any]:
    return {"schedule": "0 9 * * 1-5", "region": "us-central1", "httpTarget": {"uri": "https://example.com"}, **more}


def budget(**more: Any) -> dict[str, Any]:
    return {"billingAccount": "012345-6789AB-CDEF01", "amount": {"specifiedAmount": {"units": "500"}}, **more}


CASES: list[Case] = [
    Case(
        rule="objective_is_below_all",
        type=OBJECTIVE,
        good=objective(goal=0.9999),
        bad=objective(goal=99.9),
        path="goal",
        says="`goal` is `99.9`; allowed are fractions above 0, up to 0.9999.",
    ),
    Case(
        rule="objective_is_below_all",
        type=OBJECTIVE,
        good=objective(goal=0.001),
        bad=objective(goal=0),
        path="goal",
        says="`goal` is `0`; allowed are fractions above 0, up to 0.9999.",
    ),
    Case(
        rule="objective_compares_two_counts",
        type=OBJECTIVE,
        good=objective(),
        bad=objective(requestBasedSli={"goodTotalRatio": {"goodServiceFilter": "x"}}),
        path="requestBasedSli.goodTotalRatio",
        says="`requestBasedSli.goodTotalRatio` has 1 of `goodServiceFilter`, `badServiceFilter`, `totalServiceFilter`; a ratio is of two.",
    ),
    Case(
        rule="objective_windows_divide_a_day",
        type=OBJECTIVE,
        good=objective(requestBasedSli=None, windowsBasedSli={"windowPeriod": "300s", "goodBadMetricFilter": "x"}),
        bad=objective(requestBasedSli=None, windowsBasedSli={"windowPeriod": "420s", "goodBadMetricFilter": "x"}),
        path="windowsBasedSli.windowPeriod",
        says="`windowsBasedSli.windowPeriod` is `420s`; a day has no whole number of such windows.",
    ),
    Case(
        rule="alert_condition_is_of_one_kind",
        type=ALERT,
        good=alert(threshold()),
        bad=alert({"displayName": "c"}),
        path="conditions[0]",
        says="`conditions[0]` has none of its kinds, such as `conditionThreshold`; a condition has one.",
    ),
    Case(
        rule="alert_on_logs_is_limited",
        type=ALERT,
        good=alert(
            {"conditionMatchedLog": {"filter": "severity>=ERROR"}},
            alertStrategy={"notificationRateLimit": {"period": "300s"}},
        ),
        bad=alert({"conditionMatchedLog": {"filter": "severity>=ERROR"}}),
        path="alertStrategy.notificationRateLimit",
        says="`alertStrategy.notificationRateLimit` is missing; an alert on log entries needs it.",
    ),
    Case(
        rule="alert_compares_by_more_or_less",
        type=ALERT,
        good=alert(threshold()),
        bad=alert(threshold(comparison="COMPARISON_GE")),
        path="conditions[0].conditionThreshold.comparison",
        says="`conditions[0].conditionThreshold.comparison` is `COMPARISON_GE`; supported are COMPARISON_GT and COMPARISON_LT.",
    ),
    Case(
        rule="alert_aligns_over_a_period",
        type=ALERT,
        good=alert(threshold(aggregations=[{"alignmentPeriod": "60s", "perSeriesAligner": "ALIGN_RATE"}])),
        bad=alert(threshold(aggregations=[{"perSeriesAligner": "ALIGN_RATE"}])),
        path="conditions[0].conditionThreshold.aggregations[0].alignmentPeriod",
        says="`conditions[0].conditionThreshold.aggregations[0].alignmentPeriod` is missing; the aligner `ALIGN_RATE` needs it.",
    ),
    Case(
        rule="alert_aligns_over_a_period",
        type=ALERT,
        good=alert(threshold(aggregations=[{"alignmentPeriod": "60s"}])),
        bad=alert(threshold(aggregations=[{"alignmentPeriod": "60s", "crossSeriesReducer": "REDUCE_SUM"}])),
        path="conditions[0].conditionThreshold.aggregations[0].perSeriesAligner",
        says="`conditions[0].conditionThreshold.aggregations[0].perSeriesAligner` is missing; the reducer `REDUCE_SUM` needs aligned series.",
    ),
    Case(
        rule="alert_triggers_by_count_or_percent",
        type=ALERT,
        good=alert(threshold(trigger={"count": 1})),
        bad=alert(threshold(trigger={"count": 1, "percent": 50})),
        path="conditions[0].conditionThreshold.trigger.percent",
        says="`conditions[0].conditionThreshold.trigger` has `count` and `percent`; it has one of them.",
    ),
    Case(
        rule="check_runs_from_three_locations",
        type=CHECK,
        good=check(selectedRegions=["USA"]),
        bad=check(selectedRegions=["EUROPE", "ASIA_PACIFIC"]),
        path="selectedRegions",
        says="`selectedRegions` has 2 regions; three locations are needed, which `USA` alone has.",
    ),
    Case(
        rule="check_sends_a_body_by_post",
        type=CHECK,
        good=check(httpCheck={"path": "/", "requestMethod": "POST", "contentType": "URL_ENCODED", "body": "YT1i"}),
        bad=check(httpCheck={"path": "/", "body": "YT1i"}),
        path="httpCheck.body",
        says="`httpCheck.body` is given, and the method is GET.",
    ),
    Case(
        rule="channel_says_where_it_leads",
        type=CHANNEL,
        good={"type": "email", "labels": {"email_address": "a@example.com"}},
        bad={"type": "email", "labels": {"address": "a@example.com"}},
        path="labels.email_address",
        says="`labels.email_address` is missing; a channel of the type `email` needs it.",
        severity="warning",
    ),
    Case(
        rule="log_metric_of_values_extracts_them",
        type=METRIC,
        good={
            "filter": "x",
            "metricDescriptor": {"metricKind": "DELTA", "valueType": "DISTRIBUTION"},
            "valueExtractor": "EXTRACT(a)",
        },
        bad={"filter": "x", "metricDescriptor": {"metricKind": "DELTA", "valueType": "DISTRIBUTION"}},
        path="valueExtractor",
        says="`valueExtractor` is missing; a metric of the type `DISTRIBUTION` needs it.",
    ),
    Case(
        rule="log_metric_labels_are_extracted",
        type=METRIC,
        good={
            "filter": "x",
            "metricDescriptor": {"metricKind": "DELTA", "valueType": "INT64", "labels": [{"key": "code"}]},
            "labelExtractors": {"code": "EXTRACT(a)"},
        },
        bad={
            "filter": "x",
            "metricDescriptor": {"metricKind": "DELTA", "valueType": "INT64", "labels": [{"key": "code"}]},
        },
        path="metricDescriptor.labels[0].key",
        says="`metricDescriptor.labels[0].key` is `code`, which `labelExtractors` does not extract.",
    ),
    Case(
        rule="log_metric_labels_are_extracted",
        type=METRIC,
        good={"filter": "x", "metricDescriptor": {"metricKind": "DELTA", "valueType": "INT64"}},
        bad={
            "filter": "x",
            "metricDescriptor": {"metricKind": "DELTA", "valueType": "INT64"},
            "labelExtractors": {"code": "EXTRACT(a)"},
        },
        path="labelExtractors.code",
        says="`labelExtractors.code` extracts `code`, which is no label of the metric.",
        severity="warning",
    ),
    Case(
        rule="log_metric_bounds_grow",
        type=METRIC,
        good={"filter": "x", "bucketOptions": {"explicitBuckets": {"bounds": [1, 2]}}},
        bad={"filter": "x", "bucketOptions": {"explicitBuckets": {"bounds": [2, 2]}}},
        path="bucketOptions.explicitBuckets.bounds",
        says="`bucketOptions.explicitBuckets.bounds` do not grow; each bound is above the one before.",
    ),
    Case(
        rule="schedule_is_one",
        type=SCHEDULED,
        good=job(schedule="*/15 8-18 * jan-jun mon-fri"),
        bad=job(schedule="0 24 * * *"),
        path="schedule",
        says="`schedule` is `0 24 * * *`, whose hour is `24`; allowed are 0 to 23.",
    ),
    Case(
        rule="schedule_is_one",
        type=SCHEDULED,
        good=job(schedule="every 24 hours"),
        bad=job(schedule="0 9 * *"),
        path="schedule",
        says="`schedule` is `0 9 * *`, which has 4 fields; a schedule has five.",
    ),
    Case(
        rule="schedule_is_one",
        type=SCHEDULED,
        good=job(schedule="0 9 * * 7"),
        bad=job(schedule="0 9 ? * 1"),
        path="schedule",
        says="`schedule` is `0 9 ? * 1`, whose day of the month is `?`; allowed are 1 to 31.",
    ),
    Case(
        rule="schedule_time_zone_is_one",
        type=SCHEDULED,
        good=job(timeZone="Europe/Berlin"),
        bad=job(timeZone="Europe/Bern"),
        path="timeZone",
        says="`timeZone` is `Europe/Bern`, which is no time zone of the tz database.",
    ),
    Case(
        rule="schedule_waits_half_an_hour_at_most",
        type=SCHEDULED,
        good=job(attemptDeadline="1800s"),
        bad=job(attemptDeadline="1801s"),
        path="attemptDeadline",
        says="`attemptDeadline` is `1801s`; a job with `httpTarget` waits 1800s at most.",
    ),
    Case(
        rule="schedule_sends_a_body_it_can",
        type=SCHEDULED,
        good=job(httpTarget={"uri": "https://example.com", "httpMethod": "PUT", "body": "YQ=="}),
        bad=job(httpTarget={"uri": "https://example.com", "httpMethod": "GET", "body": "YQ=="}),
        path="httpTarget.body",
        says="`httpTarget.body` is given, and the method is `GET`.",
    ),
    Case(
        rule="schedule_payloads_are_base64",
        type=SCHEDULED,
        good=job(httpTarget={"uri": "https://example.com", "body": "e30="}),
        bad=job(httpTarget={"uri": "https://example.com", "body": "{}"}),
        path="httpTarget.body",
        says="`httpTarget.body` is not base64.",
    ),
    Case(
        rule="schedule_proves_who_calls_in_one_way",
        type=SCHEDULED,
        good=job(httpTarget={"uri": "https://example.com", "oidcToken": {"serviceAccountEmail": "a"}}),
        bad=job(
            httpTarget={
                "uri": "https://example.com",
                "oidcToken": {"serviceAccountEmail": "a"},
                "oauthToken": {"serviceAccountEmail": "a"},
            }
        ),
        path="httpTarget.oidcToken",
        says="`httpTarget` has `oauthToken` and `oidcToken`; a call has one of them.",
    ),
    Case(
        rule="schedule_publishes_something",
        type=SCHEDULED,
        good={"schedule": "0 9 * * *", "pubsubTarget": {"topicName": "projects/p/topics/t", "data": "YQ=="}},
        bad={"schedule": "0 9 * * *", "pubsubTarget": {"topicName": "projects/p/topics/t"}},
        path="pubsubTarget",
        says="`pubsubTarget` has no `data` and no `attributes`.",
    ),
    Case(
        rule="budget_has_one_period",
        type=BUDGET,
        good=budget(budgetFilter={"calendarPeriod": "MONTH"}),
        bad=budget(
            budgetFilter={
                "calendarPeriod": "MONTH",
                "customPeriod": {"startDate": {"year": 2026, "month": 1, "day": 1}},
            }
        ),
        path="budgetFilter.customPeriod",
        says="`budgetFilter.calendarPeriod` and `budgetFilter.customPeriod` are given; a budget has one period.",
    ),
    Case(
        rule="budget_thresholds_are_fractions",
        type=BUDGET,
        good=budget(thresholdRules=[{"thresholdPercent": 1.5}]),
        bad=budget(thresholdRules=[{"thresholdPercent": 90}]),
        path="thresholdRules[0].thresholdPercent",
        says="`thresholdRules[0].thresholdPercent` is `90`, that is 9000% of the budget.",
        severity="warning",
    ),
    Case(
        rule="budget_names_are_full",
        type=BUDGET,
        good=budget(budgetFilter={"projects": ["projects/123"]}),
        bad=budget(budgetFilter={"projects": ["123"]}),
        path="budgetFilter.projects[0]",
        says="`budgetFilter.projects[0]` is `123`; it begins with `projects/`.",
    ),
]
