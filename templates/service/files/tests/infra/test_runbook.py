"""Every alert that can wake somebody has an answer in docs/runbook.md, under its name."""

from __future__ import annotations

import re

from cloud_mocks import ROOT, Deployed

ALERTS = (
    "aws:cloudwatch/compositeAlarm:CompositeAlarm",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "azure-native:monitor:MetricAlert",
    "azure-native:monitor:ScheduledQueryRule",
    "gcp:monitoring/alertPolicy:AlertPolicy",
)


def test_every_alert_has_an_answer(deployed: Deployed) -> None:
    runbook = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    answered = [
        name for heading in re.findall(r"^### (.+)$", runbook, re.MULTILINE) for name in re.findall(r"`(.+?)`", heading)
    ]
    alerts = list(deployed.of_type(*ALERTS))
    unanswered = [
        str(alert)
        for alert in alerts
        # By its name here or by the one that is shown.
        if not any(name in f"{alert.name} {alert.inputs.get('name')}" for name in answered)
    ]
    assert alerts
    assert unanswered == []
