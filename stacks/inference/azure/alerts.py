"""What is watched, and who is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_azure_native as az

from ..contract import MonitoringArgs, RegionalEndpoint
from ..names import short_name
from ..objectives import BURN_RATES, LATENCY_QUANTILE_PERCENT, SATURATION_PERCENT, BurnRate
from . import _queries

_SHORT_NAME_LIMIT = 12
_APPS = "microsoft.app/containerapps"
_RESTARTS = 3
_PAGE, _TICKET = 1, 2
# Longer than the windows of the burn rates, out of the lengths a rule can look back.
_LOOK_BACK = {60: ("PT1H", "PT2H", "PT5M"), 360: ("PT6H", "P1D", "PT15M")}


class Alerts(pulumi.ComponentResource):
    """Burn rates of both objectives for the whole service; saturation and crashes for each region.

    DIFFERS: the latency of a request is Front Door's time, or the ingress's where there is no front.
    """

    receivers: Sequence[pulumi.Output[str]]

    def __init__(self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:Alerts", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        self._name = name
        self._args = args
        group = self._receivers()
        self._group_id = group.id
        settings = args.settings
        for burn in BURN_RATES:
            self._burn(
                f"availability-{burn.name}",
                burn,
                f"More requests fail than {settings.availability_target:.4g} of them succeeding allows.",
                _queries.availability_burn(settings, burn),
            )
            self._burn(
                f"latency-{burn.name}",
                burn,
                f"Fewer than {LATENCY_QUANTILE_PERCENT}% of requests stay within {settings.latency_target_ms} ms.",
                _queries.latency_burn(settings, burn, quantile_percent=LATENCY_QUANTILE_PERCENT),
            )
        for endpoint in args.endpoints:
            self._saturation(endpoint)
            self._restarts(endpoint)
        self.receivers = [group.id]
        self.register_outputs({"receivers": self.receivers})

    def _receivers(self) -> az.monitor.ActionGroup:
        settings = self._args.settings
        return az.monitor.ActionGroup(
            f"{self._name}-receivers",
            action_group_name=short_name(settings.name, settings.environment, "alerts", limit=64),
            group_short_name=short_name(settings.name, limit=_SHORT_NAME_LIMIT),
            resource_group_name=self._args.scope,
            location="Global",
            enabled=True,
            email_receivers=[
                {"name": f"email-{place}", "email_address": address, "use_common_alert_schema": True}
                for place, address in enumerate(settings.alert_emails, start=1)
            ],
            # A webhook's URL carries its token, so it is kept as a secret.
            webhook_receivers=[
                {
                    "name": f"webhook-{place}",
                    "service_uri": pulumi.Output.secret(address),
                    "use_common_alert_schema": True,
                }
                for place, address in enumerate(settings.alert_webhooks, start=1)
            ],
            tags=self._args.labels,
            opts=self._child,
        )

    def _burn(self, role: str, burn: BurnRate, description: str, query: str) -> None:
        window, look_back, frequency = _LOOK_BACK[burn.long_minutes]
        az.monitor.ScheduledQueryRule(
            f"{self._name}-{role}",
            rule_name=role,
            resource_group_name=self._args.scope,
            location=self._args.settings.primary_region,
            display_name=f"{self._args.settings.name} {self._args.settings.environment}: {role}",
            description=description,
            enabled=True,
            severity=_PAGE if burn.page else _TICKET,
            scopes=[self._args.endpoints[0].log_destination],
            evaluation_frequency=frequency,
            window_size=window,
            override_query_time_range=look_back,
            # The tables come with the first requests, which are later than this.
            skip_query_validation=True,
            auto_mitigate=True,
            criteria={
                "all_of": [
                    {
                        "query": query,
                        "time_aggregation": "Count",
                        "operator": "GreaterThan",
                        "threshold": 0,
                        "failing_periods": {"number_of_evaluation_periods": 1, "min_failing_periods_to_alert": 1},
                    }
                ]
            },
            actions={"action_groups": [self._group_id]},
            tags=self._args.labels,
            opts=self._child,
        )

    def _saturation(self, endpoint: RegionalEndpoint) -> None:
        settings = self._args.settings
        share = SATURATION_PERCENT / 100
        self._metric(
            endpoint,
            _MetricRule(
                role="cpu-saturated",
                description=f"The replicas use more than {SATURATION_PERCENT}% of their {settings.cpu:g} vCPU.",
                metric="UsageNanoCores",
                aggregation="Average",
                above=settings.cpu * 1_000_000_000 * share,
            ),
        )
        self._metric(
            endpoint,
            _MetricRule(
                role="memory-saturated",
                description=f"The replicas use more than {SATURATION_PERCENT}% of their {settings.memory_mib} MiB.",
                metric="WorkingSetBytes",
                aggregation="Average",
                above=settings.memory_mib * 1_048_576 * share,
            ),
        )
        if settings.min_replicas < settings.max_replicas:
            self._metric(
                endpoint,
                _MetricRule(
                    role="replicas-exhausted",
                    description=f"All {settings.max_replicas} replicas are in use; more load has nowhere to go.",
                    metric="Replicas",
                    aggregation="Minimum",
                    above=settings.max_replicas - 1,
                ),
            )

    def _restarts(self, endpoint: RegionalEndpoint) -> None:
        self._metric(
            endpoint,
            _MetricRule(
                role="crash-loop",
                description=f"A replica was started again more than {_RESTARTS} times.",
                metric="RestartCount",
                aggregation="Maximum",
                above=_RESTARTS,
            ),
        )

    def _metric(self, endpoint: RegionalEndpoint, rule: _MetricRule) -> None:
        az.monitor.MetricAlert(
            f"{self._name}-{endpoint.region}-{rule.role}",
            rule_name=f"{endpoint.region}-{rule.role}",
            resource_group_name=self._args.scope,
            location="global",
            description=f"{endpoint.region}: {rule.description}",
            enabled=True,
            severity=_TICKET,
            scopes=[endpoint.service_id],
            evaluation_frequency="PT5M",
            window_size="PT15M",
            auto_mitigate=True,
            criteria=az.monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
                odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
                all_of=[
                    az.monitor.MetricCriteriaArgs(
                        criterion_type="StaticThresholdCriterion",
                        name=rule.role,
                        metric_namespace=_APPS,
                        metric_name=rule.metric,
                        operator="GreaterThan",
                        threshold=rule.above,
                        time_aggregation=rule.aggregation,
                    )
                ],
            ),
            actions=[{"action_group_id": self._group_id}],
            tags=self._args.labels,
            opts=self._child,
        )


@dataclass(frozen=True, kw_only=True)
class _MetricRule:
    """A metric of a container app that is too high."""

    role: str
    description: str
    metric: str
    aggregation: str
    above: float
