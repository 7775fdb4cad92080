"""AWS's rules on alarms and scaling: just inside and just outside."""

import json
from typing import Any

from tests.simulator.rule_cases import Case

ALARM = {"metricName": "Errors", "namespace": "app", "period": 60, "statistic": "Sum", "evaluationPeriods": 3}
POLICY = {"serviceNamespace": "ecs", "scalableDimension": "ecs:service:DesiredCount"}


def track(value: float, metric: str = "ECSServiceAverageCPUUtilization", **more: Any) -> dict[str, Any]:
    return {
        **POLICY,
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": {
            "targetValue": value,
            "predefinedMetricSpecification": {"predefinedMetricType": metric},
            **more,
        },
    }


CASES = [
    Case(
        rule="least_capacity_is_not_above_the_most",
        type="aws:appautoscaling/target:Target",
        good={"minCapacity": 2, "maxCapacity": 2},
        bad={"minCapacity": 3, "maxCapacity": 2},
        path="minCapacity",
        says="`minCapacity` is `3`, more than `maxCapacity` `2`.",
    ),
    Case(
        rule="scheduled_capacity_is_not_above_the_most",
        type="aws:appautoscaling/scheduledAction:ScheduledAction",
        good={"scalableTargetAction": {"minCapacity": "2", "maxCapacity": "2"}},
        bad={"scalableTargetAction": {"minCapacity": "3", "maxCapacity": "2"}},
        path="scalableTargetAction.minCapacity",
        says="`scalableTargetAction.minCapacity` is `3`, more than `scalableTargetAction.maxCapacity` `2`.",
        severity="warning",
    ),
    Case(
        rule="scheduled_capacity_is_not_above_the_most",
        type="aws:appautoscaling/scheduledAction:ScheduledAction",
        good={"scalableTargetAction": {"maxCapacity": "0"}},
        bad={"scalableTargetAction": {}},
        path="scalableTargetAction",
        says="`scalableTargetAction` has neither minCapacity nor maxCapacity, so it would change nothing.",
    ),
    Case(
        rule="dimensions_are_of_their_service",
        type="aws:appautoscaling/target:Target",
        good=POLICY,
        bad={**POLICY, "serviceNamespace": "rds"},
        path="scalableDimension",
        says="`scalableDimension` is `ecs:service:DesiredCount`, which is none of `serviceNamespace` `rds`.",
    ),
    Case(
        rule="a_policy_is_configured_as_its_type_says",
        type="aws:appautoscaling/policy:Policy",
        good=track(60),
        bad={**POLICY, "policyType": "TargetTrackingScaling"},
        path="targetTrackingScalingPolicyConfiguration",
        says="`targetTrackingScalingPolicyConfiguration` is missing; a policy of type `TargetTrackingScaling` needs it.",
    ),
    Case(
        rule="target_tracking_follows_one_metric",
        type="aws:appautoscaling/policy:Policy",
        good=track(100),
        bad=track(101),
        path="targetTrackingScalingPolicyConfiguration.targetValue",
        says="`targetTrackingScalingPolicyConfiguration.targetValue` is `101`; `ECSServiceAverageCPUUtilization` is a percentage, 100 at most.",
        severity="warning",
    ),
    Case(
        rule="target_tracking_follows_one_metric",
        type="aws:appautoscaling/policy:Policy",
        good=track(0.5),
        bad=track(0),
        path="targetTrackingScalingPolicyConfiguration.targetValue",
        says="`targetTrackingScalingPolicyConfiguration.targetValue` is `0`; a target is above 0.",
        severity="warning",
    ),
    Case(
        rule="target_tracking_follows_one_metric",
        type="aws:appautoscaling/policy:Policy",
        good=track(1),
        bad=track(60, customizedMetricSpecification={"metricName": "m"}),
        path="targetTrackingScalingPolicyConfiguration",
        says="`targetTrackingScalingPolicyConfiguration` has a predefined and a customized metric; it follows exactly one.",
    ),
    Case(
        rule="requests_per_target_name_their_target_group",
        type="aws:appautoscaling/policy:Policy",
        good=track(500, "ECSServiceAverageMemoryUtilization") and track(50),
        bad=track(500, "ALBRequestCountPerTarget"),
        path="targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.resourceLabel",
        says="`targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.resourceLabel` is missing; `ALBRequestCountPerTarget` needs to know the load balancer and the target group.",
    ),
    Case(
        rule="a_group_wants_what_its_bounds_allow",
        type="aws:autoscaling/group:Group",
        good={"minSize": 1, "desiredCapacity": 3, "maxSize": 3},
        bad={"minSize": 1, "desiredCapacity": 4, "maxSize": 3},
        path="desiredCapacity",
        says="`desiredCapacity` is `4`, more than `maxSize` `3`.",
    ),
    Case(
        rule="a_node_group_wants_what_its_bounds_allow",
        type="aws:eks/nodeGroup:NodeGroup",
        good={"scalingConfig": {"minSize": 1, "desiredSize": 1, "maxSize": 3}},
        bad={"scalingConfig": {"minSize": 2, "desiredSize": 1, "maxSize": 3}},
        path="scalingConfig.minSize",
        says="`scalingConfig.minSize` is `2`, more than `scalingConfig.desiredSize` `1`.",
    ),
    Case(
        rule="periods_are_of_a_length_that_metrics_have",
        type="aws:cloudwatch/metricAlarm:MetricAlarm",
        good={**ALARM, "period": 120},
        bad={**ALARM, "period": 90},
        path="period",
        says="`period` is `90` seconds; allowed are 10, 20, 30 and multiples of 60.",
    ),
    Case(
        rule="periods_are_of_a_length_that_metrics_have",
        type="aws:cloudwatch/metricAlarm:MetricAlarm",
        good={"metricQueries": [{"id": "a", "metric": {"period": 5}, "returnData": True}]},
        bad={"metricQueries": [{"id": "a", "metric": {"period": 6}, "returnData": True}]},
        path="metricQueries[0].metric.period",
        says="`metricQueries[0].metric.period` is `6` seconds; allowed are 1, 5, 10, 20, 30 and multiples of 60.",
    ),
    Case(
        rule="an_alarm_looks_back_a_day_or_a_week",
        type="aws:cloudwatch/metricAlarm:MetricAlarm",
        good={**ALARM, "period": 300, "evaluationPeriods": 288},
        bad={**ALARM, "period": 300, "evaluationPeriods": 289},
        path="evaluationPeriods",
        says="`evaluationPeriods` is `289` of 300 seconds, 24.0833 hours together; an alarm looks back a day, or seven days with periods of an hour or more at most.",
    ),
    Case(
        rule="an_alarm_looks_back_a_day_or_a_week",
        type="aws:cloudwatch/metricAlarm:MetricAlarm",
        good={**ALARM, "period": 3600, "evaluationPeriods": 168},
        bad={**ALARM, "period": 3600, "evaluationPeriods": 169},
        path="evaluationPeriods",
        says="`evaluationPeriods` is `169` of 3600 seconds, 169 hours together; an alarm looks back seven days at most.",
    ),
    Case(
        rule="datapoints_are_among_the_periods",
        type="aws:cloudwatch/metricAlarm:MetricAlarm",
        good={**ALARM, "datapointsToAlarm": 3},
        bad={**ALARM, "datapointsToAlarm": 4},
        path="datapointsToAlarm",
        says="`datapointsToAlarm` is `4`, more than the `3` of `evaluationPeriods`.",
    ),
    Case(
        rule="one_query_returns_data",
        type="aws:cloudwatch/metricAlarm:MetricAlarm",
        good={
            "metricQueries": [
                {"id": "e", "expression": "a/b", "returnData": True},
                {"id": "a", "metric": {"period": 60}},
            ]
        },
        bad={
            "metricQueries": [
                {"id": "e", "expression": "a/b", "returnData": True},
                {"id": "a", "metric": {"period": 60}, "returnData": True},
            ]
        },
        path="metricQueries",
        says="2 of the 2 queries of `metricQueries` return data; exactly one must.",
    ),
    Case(
        rule="an_alarm_watches_one_thing",
        type="aws:cloudwatch/metricAlarm:MetricAlarm",
        good=ALARM,
        bad={**ALARM, "extendedStatistic": "p99"},
        path="statistic",
        says="An alarm needs either `statistic` or `extendedStatistic`; both are given.",
    ),
    Case(
        rule="a_dashboard_is_a_document_of_widgets",
        type="aws:cloudwatch/dashboard:Dashboard",
        good={"dashboardBody": json.dumps({"widgets": [{"type": "text", "width": 24}]})},
        bad={"dashboardBody": json.dumps({"widgets": [{"type": "text", "width": 25}]})},
        path="dashboardBody.widgets[0].width",
        says="`dashboardBody.widgets[0].width` is `25`; allowed are 1 to 24.",
        severity="warning",
    ),
    Case(
        rule="a_dashboard_is_a_document_of_widgets",
        type="aws:cloudwatch/dashboard:Dashboard",
        good={"dashboardBody": "{}"},
        bad={"dashboardBody": "widgets"},
        path="dashboardBody",
        says="`dashboardBody` is no JSON object.",
    ),
    Case(
        rule="a_rule_has_a_schedule_or_a_pattern",
        type="aws:cloudwatch/eventRule:EventRule",
        good={"eventPattern": "{}"},
        bad={"eventPattern": "[]"},
        path="eventPattern",
        says="`eventPattern` is no JSON object.",
    ),
    Case(
        rule="cron_has_six_fields",
        type="aws:cloudwatch/eventRule:EventRule",
        good={"scheduleExpression": "cron(0 12 * * ? *)"},
        bad={"scheduleExpression": "cron(0 12 * * *)"},
        path="scheduleExpression",
        says="`scheduleExpression` is `cron(0 12 * * *)`, with 5 fields; AWS has six: minutes, hours, day of the month, month, day of the week, year.",
    ),
    Case(
        rule="cron_has_six_fields",
        type="aws:scheduler/schedule:Schedule",
        good={"scheduleExpression": "cron(0 8 ? * MON-FRI *)"},
        bad={"scheduleExpression": "cron(0 8 * * MON-FRI *)"},
        path="scheduleExpression",
        says="`scheduleExpression` is `cron(0 8 * * MON-FRI *)`; either the day of the month or the day of the week is `?`.",
    ),
    Case(
        rule="cron_has_six_fields",
        type="aws:appautoscaling/scheduledAction:ScheduledAction",
        good={"schedule": "cron(0 8 ? * MON-FRI *)"},
        bad={"schedule": "cron(0 8 * * MON-FRI *)"},
        path="schedule",
        says="`schedule` is `cron(0 8 * * MON-FRI *)`; either the day of the month or the day of the week is `?`.",
        severity="warning",
    ),
    Case(
        rule="rates_count_in_words",
        type="aws:cloudwatch/eventRule:EventRule",
        good={"scheduleExpression": "rate(1 hour)"},
        bad={"scheduleExpression": "rate(1 hours)"},
        path="scheduleExpression",
        says="`scheduleExpression` is `rate(1 hours)`; a rate is a number from 1 and minute, hour or day, or minutes, hours or days when there are several.",
    ),
    Case(
        rule="rates_count_in_words",
        type="aws:cloudwatch/eventRule:EventRule",
        good={"scheduleExpression": "rate(2 hours)"},
        bad={"scheduleExpression": "rate(0 hours)"},
        path="scheduleExpression",
        says="`scheduleExpression` is `rate(0 hours)`; a rate is a number from 1 and minute, hour or day, or minutes, hours or days when there are several.",
    ),
]
