"""Alerts, logs and budgets."""

from typing import Any

from tests.simulator.rule_cases import Case, ProgramCase

METRIC = "azure-native:monitor:MetricAlert"
LOG = "azure-native:monitor:ScheduledQueryRule"
WORKSPACE = "azure-native:operationalinsights:Workspace"
SETTING = "azure-native:monitor:DiagnosticSetting"
BUDGET = "azure-native:consumption:Budget"


def _periods(number: int, least: int, window: str = "PT1H") -> dict[str, Any]:
    periods = {"numberOfEvaluationPeriods": number, "minFailingPeriodsToAlert": least}
    return {"windowSize": window, "criteria": {"allOf": [{"failingPeriods": periods}]}}


CASES = [
    Case(
        rule="metric_alerts_look_back_as_azure_does",
        type=METRIC,
        good={"evaluationFrequency": "PT5M", "windowSize": "PT60M"},
        bad={"evaluationFrequency": "PT5M", "windowSize": "PT10M"},
        path="windowSize",
        says="`windowSize` is `PT10M`; allowed are PT1M, PT5M, PT15M, PT30M, PT1H, PT6H, PT12H, P1D.",
    ),
    Case(
        rule="metric_alerts_look_back_as_azure_does",
        type=METRIC,
        good={"evaluationFrequency": "PT5M", "windowSize": "PT5M"},
        bad={"evaluationFrequency": "PT15M", "windowSize": "PT5M"},
        path="evaluationFrequency",
        says="`evaluationFrequency` is `PT15M`, and `windowSize` `PT5M`; what comes between two looks would not be seen.",
    ),
    Case(
        rule="criteria_have_names_of_their_own",
        type=METRIC,
        good={"criteria": {"allOf": [{"name": "a"}, {"name": "b"}]}},
        bad={"criteria": {"allOf": [{"name": "a"}, {"name": "a"}]}},
        path="criteria.allOf[1].name",
        says="`criteria.allOf[1].name` is `a` a second time; the criteria of an alert must each have a name of their own.",
        severity="warning",
    ),
    Case(
        rule="log_alerts_look_back_as_azure_does",
        type=LOG,
        good={"evaluationFrequency": "PT5M", "windowSize": "P2D"},
        bad={"evaluationFrequency": "PT5M", "windowSize": "P3D"},
        path="windowSize",
        says="`windowSize` is `P3D`; allowed are PT1M, PT5M, PT10M, PT15M, PT20M, PT30M, PT45M, PT1H, PT2H, PT3H, PT4H, PT5H, PT6H, P1D, P2D.",
    ),
    Case(
        rule="log_alerts_look_back_as_azure_does",
        type=LOG,
        good={"evaluationFrequency": "PT2H", **_periods(2, 2)},
        bad={"evaluationFrequency": "PT3H", **_periods(2, 2)},
        path="evaluationFrequency",
        says="`evaluationFrequency` is `PT3H`, and `windowSize` `PT1H`, 2 times; what comes between two looks would not be seen.",
    ),
    Case(
        rule="failing_periods_fit_into_two_days",
        type=LOG,
        good=_periods(2, 2, "P1D"),
        bad=_periods(3, 2, "P1D"),
        path="criteria.allOf[0].failingPeriods.numberOfEvaluationPeriods",
        says="`criteria.allOf[0].failingPeriods.numberOfEvaluationPeriods` is `3`; with a window of `P1D` that is more than two days.",
    ),
    Case(
        rule="failing_periods_fit_into_two_days",
        type=LOG,
        good=_periods(4, 4),
        bad=_periods(4, 5),
        path="criteria.allOf[0].failingPeriods.minFailingPeriodsToAlert",
        says="`criteria.allOf[0].failingPeriods.minFailingPeriodsToAlert` is `5` of `4` periods; it cannot ask for more than there are.",
    ),
    Case(
        rule="workspaces_keep_logs_as_their_tier_does",
        type=WORKSPACE,
        good={"sku": {"name": "PerGB2018"}, "retentionInDays": 730},
        bad={"sku": {"name": "PerGB2018"}, "retentionInDays": 731},
        path="retentionInDays",
        says="`retentionInDays` is `731`; allowed are 30 to 730 days.",
    ),
    Case(
        rule="workspaces_keep_logs_as_their_tier_does",
        type=WORKSPACE,
        good={"retentionInDays": 30},
        bad={"retentionInDays": 29},
        path="retentionInDays",
        says="`retentionInDays` is `29`; allowed are 30 to 730 days.",
        severity="warning",
    ),
    Case(
        rule="workspaces_keep_logs_as_their_tier_does",
        type=WORKSPACE,
        good={"sku": {"name": "Free"}, "retentionInDays": 7},
        bad={"sku": {"name": "Free"}, "retentionInDays": 30},
        path="retentionInDays",
        says="`retentionInDays` is `30`; the free tier keeps logs for 7 days.",
        severity="warning",
    ),
    Case(
        rule="diagnostic_settings_send_something_somewhere",
        type=SETTING,
        good={"workspaceId": "/x", "logs": [{"categoryGroup": "allLogs", "enabled": True}]},
        bad={"logs": [{"categoryGroup": "allLogs", "enabled": True}]},
        path="workspaceId",
        says="`workspaceId` is missing; a diagnostic setting has a destination: a workspace, a storage account or an event hub.",
    ),
    Case(
        rule="diagnostic_settings_send_something_somewhere",
        type=SETTING,
        good={"storageAccountId": "/x", "logs": [{"category": "Audit", "enabled": True}]},
        bad={"storageAccountId": "/x", "logs": [{"category": "Audit", "categoryGroup": "allLogs", "enabled": True}]},
        path="logs[0]",
        says="`logs[0]` has a category and a group; a log is one of them.",
    ),
    Case(
        rule="receivers_have_names_of_their_own",
        type="azure-native:monitor:ActionGroup",
        good={"emailReceivers": [{"name": "a"}], "smsReceivers": [{"name": "b"}]},
        bad={"emailReceivers": [{"name": "a"}], "smsReceivers": [{"name": "a"}]},
        path="smsReceivers[0].name",
        says="`smsReceivers[0].name` is `a` a second time; the receivers of a group must each have a name of their own.",
    ),
    Case(
        rule="capacities_are_in_order",
        type="azure-native:monitor:AutoscaleSetting",
        good={"profiles": [{"capacity": {"minimum": "1", "default": "1", "maximum": "3"}}]},
        bad={"profiles": [{"capacity": {"minimum": "2", "default": "1", "maximum": "3"}}]},
        path="profiles[0].capacity.default",
        says="`profiles[0].capacity.default` is `1`; it lies between `minimum`, `2`, and `maximum`, `3`.",
    ),
    Case(
        rule="budgets_begin_with_a_month",
        type=BUDGET,
        good={"timePeriod": {"startDate": "2017-06-01T00:00:00Z", "endDate": "2018-06-30T00:00:00Z"}},
        bad={"timePeriod": {"startDate": "2026-11-02T00:00:00Z"}},
        path="timePeriod.startDate",
        says="`timePeriod.startDate` is `2026-11-02T00:00:00Z`; a budget begins on the first of a month.",
    ),
    Case(
        rule="budgets_begin_with_a_month",
        type=BUDGET,
        good={"timePeriod": {"startDate": "2026-11-01"}},
        bad={"timePeriod": {"startDate": "2017-05-01T00:00:00Z"}},
        path="timePeriod.startDate",
        says="`timePeriod.startDate` is `2017-05-01T00:00:00Z`; a budget begins in June 2017 or later.",
    ),
    Case(
        rule="budgets_tell_somebody",
        type=BUDGET,
        good={"notifications": {"half": {"threshold": 50, "contactRoles": ["Owner"]}}},
        bad={"notifications": {"half": {"threshold": 50, "contactEmails": []}}},
        path="notifications.half.contactEmails",
        says="`notifications.half.contactEmails` is missing; a notification reaches an address, an action group or a role.",
    ),
]

PROGRAM_CASES: list[ProgramCase] = []
