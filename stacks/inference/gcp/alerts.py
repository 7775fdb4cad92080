"""Who is told, and of what: objectives at risk, replicas used up, crashing containers, an unreachable address."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_gcp as gcp

from ..contract import MonitoringArgs
from ..objectives import BURN_RATES, LATENCY_QUANTILE_PERCENT, BurnRate
from ._metrics import request_metrics, run_resource
from ._names import behind_front, resource_name
from ._policies import burn_conditions, crash_conditions, saturation_conditions, unreachable_conditions

_OBJECTIVE_DAYS = 28


class Alerts(pulumi.ComponentResource):
    """Objectives for availability and latency with alerts by burn rate, and alerts on what endangers them."""

    receivers: Sequence[pulumi.Output[str]]

    def __init__(self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:Alerts", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        self.receivers = self._channels(name, args)
        for objective, slo in self._objectives(name, args).items():
            for burn in BURN_RATES:
                self._burn_alert(name, args, objective, slo, burn)
        self._policy(
            name,
            args,
            "saturation",
            saturation_conditions(args.settings),
            "The replicas of a region are nearly used up. Raise maxReplicas, or cpu and memoryMib.",
        )
        self._crash_alert(name, args)
        self._uptime_alert(name, args)
        self.register_outputs({"receivers": self.receivers})

    def _channels(self, name: str, args: MonitoringArgs) -> list[pulumi.Output[str]]:
        settings = args.settings
        # A webhook's URL carries its token, so it is kept as a secret.
        wanted = [("email", "email_address", address) for address in settings.alert_emails] + [
            ("webhook_tokenauth", "url", pulumi.Output.secret(url)) for url in settings.alert_webhooks
        ]
        return [
            gcp.monitoring.NotificationChannel(
                f"{name}-receiver-{number}",
                type=kind,
                display_name=f"{settings.name} {settings.environment} {number}",
                project=args.scope,
                labels={label: value},
                user_labels=args.labels,
                opts=self._child,
            ).id
            for number, (kind, label, value) in enumerate(wanted, start=1)
        ]

    def _objectives(self, name: str, args: MonitoringArgs) -> dict[str, gcp.monitoring.Slo]:
        settings = args.settings
        metrics = request_metrics(settings)
        service = gcp.monitoring.CustomService(
            f"{name}-service",
            service_id=resource_name(settings),
            project=args.scope,
            display_name=f"{settings.name} {settings.environment}",
            user_labels=args.labels,
            opts=self._child,
        )
        kinds: dict[str, tuple[float, str, gcp.monitoring.SloRequestBasedSliArgsDict]] = {
            "availability": (
                settings.availability_target,
                f"{settings.availability_target:.3%} of requests succeed",
                {"good_total_ratio": {"total_service_filter": metrics.total, "bad_service_filter": metrics.failed}},
            ),
            "latency": (
                LATENCY_QUANTILE_PERCENT / 100,
                f"{LATENCY_QUANTILE_PERCENT}% of requests take at most {settings.latency_target_ms} ms",
                {
                    "distribution_cut": {
                        "distribution_filter": metrics.latencies,
                        "range": {"min": 0, "max": settings.latency_target_ms},
                    }
                },
            ),
        }
        return {
            objective: gcp.monitoring.Slo(
                f"{name}-{objective}",
                service=service.service_id,
                slo_id=objective,
                project=args.scope,
                display_name=words,
                goal=goal,
                rolling_period_days=_OBJECTIVE_DAYS,
                request_based_sli=indicator,
                user_labels=args.labels,
                opts=self._child,
            )
            for objective, (goal, words, indicator) in kinds.items()
        }

    def _burn_alert(
        self, name: str, args: MonitoringArgs, objective: str, slo: gcp.monitoring.Slo, burn: BurnRate
    ) -> None:
        self._policy(
            name,
            args,
            f"{objective}-{burn.name}",
            burn_conditions(slo.name, slo.goal, burn),
            f"The error budget of {objective} is spent {burn.factor:g} times too fast.",
            combiner="AND",
            severity="CRITICAL" if burn.page else "WARNING",
        )

    def _crash_alert(self, name: str, args: MonitoringArgs) -> None:
        settings = args.settings
        ended = gcp.logging.Metric(
            f"{name}-crashes",
            # Underscores: a hyphen could not be told from a minus in the query.
            name=resource_name(settings, "crashes").replace("-", "_"),
            project=args.scope,
            description="Containers that ended by themselves, or did not start",
            # https://cloud.google.com/run/docs/troubleshooting
            filter=f'{run_resource(settings)} AND log_id("run.googleapis.com/varlog/system") AND '
            '(textPayload=~"Container called exit[(][1-9]" OR textPayload:"probe failed" OR '
            'textPayload:"Memory limit of")',
            metric_descriptor={"metric_kind": "DELTA", "value_type": "INT64", "unit": "1"},
            opts=self._child,
        )
        self._policy(
            name,
            args,
            "crash-loop",
            crash_conditions(ended.name),
            "Containers end again and again. Read the last lines of the newest revision's log.",
            severity="CRITICAL",
        )

    def _uptime_alert(self, name: str, args: MonitoringArgs) -> None:
        settings = args.settings
        # A private service is not reached from outside; one without a warm replica would be woken by every check.
        if settings.access == "private" or (settings.min_replicas == 0 and settings.access == "public"):
            return
        host = pulumi.Output.from_input(args.url).apply(lambda url: url.removeprefix("https://"))
        hosts = {"front": host} if behind_front(settings) else {e.region: e.origin_host for e in args.endpoints}
        for place, address in hosts.items():
            check = gcp.monitoring.UptimeCheckConfig(
                f"{name}-{place}-reached",
                display_name=f"{settings.name} {settings.environment} {place}",
                project=args.scope,
                timeout="10s",
                period="60s",
                monitored_resource={
                    "type": "uptime_url",
                    "labels": {"project_id": args.scope, "host": address},
                },
                http_check={
                    "path": settings.health_path,
                    "port": 443,
                    "use_ssl": True,
                    "validate_ssl": True,
                    # Without a token the service must turn the check away; that it answers shows it is reached.
                    "accepted_response_status_codes": [
                        {"status_class": "STATUS_CLASS_2XX"}
                        if settings.access == "public"
                        else {"status_class": "STATUS_CLASS_4XX"}
                    ],
                },
                user_labels=args.labels,
                opts=self._child,
            )
            self._policy(
                name,
                args,
                f"{place}-unreachable",
                unreachable_conditions(check.uptime_check_id),
                "The address is not reached from two places or more.",
                severity="CRITICAL",
            )

    def _policy(
        self,
        name: str,
        args: MonitoringArgs,
        role: str,
        conditions: list[gcp.monitoring.AlertPolicyConditionArgsDict],
        what: str,
        *,
        combiner: str = "OR",
        severity: str = "WARNING",
    ) -> None:
        settings = args.settings
        gcp.monitoring.AlertPolicy(
            f"{name}-{role}",
            display_name=f"{settings.name} {settings.environment}: {role}",
            project=args.scope,
            combiner=combiner,
            conditions=conditions,
            severity=severity,
            notification_channels=list(self.receivers),
            documentation={"content": what, "mime_type": "text/markdown"},
            alert_strategy={"auto_close": "3600s"},
            user_labels=args.labels,
            opts=self._child,
        )
