"""Which of Google's metrics tell about the service, in the filter language of Cloud Monitoring.

https://cloud.google.com/monitoring/api/metrics_gcp
"""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import Settings
from ._names import behind_front, front_name, service_name


@dataclass(frozen=True, kw_only=True)
class RequestMetrics:
    """Requests as callers see them: at the load balancer where there is one, else at Cloud Run."""

    total: str
    good: str
    failed: str
    latencies: str
    sent_bytes: str


def request_metrics(settings: Settings) -> RequestMetrics:
    """The metrics of requests to the whole service."""
    if behind_front(settings):
        resource = f'resource.type="https_lb_rule" AND resource.labels.url_map_name="{front_name(settings)}"'
        kind, latencies, failed = "loadbalancing.googleapis.com/https", "total_latencies", "500"
        sent = "response_bytes_count"
    else:
        resource, kind, latencies, failed = run_resource(settings), "run.googleapis.com", "request_latencies", '"5xx"'
        sent = "container/network/sent_bytes_count"
    total = f'metric.type="{kind}/request_count" AND {resource}'
    return RequestMetrics(
        total=total,
        good=f"{total} AND metric.labels.response_code_class!={failed}",
        failed=f"{total} AND metric.labels.response_code_class={failed}",
        latencies=f'metric.type="{kind}/{latencies}" AND {resource}',
        sent_bytes=f'metric.type="{kind}/{sent}" AND {resource}',
    )


def run_resource(settings: Settings) -> str:
    """The service's replicas in every region."""
    return f'resource.type="cloud_run_revision" AND resource.labels.service_name="{service_name(settings)}"'


def run_metric(settings: Settings, metric: str) -> str:
    """A metric of the service's replicas."""
    return f'metric.type="run.googleapis.com/{metric}" AND {run_resource(settings)}'
