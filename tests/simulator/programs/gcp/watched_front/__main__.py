"""Cloud Run in two regions behind one front with a firewall, watched by objectives, alerts and checks."""

import pulumi
import pulumi_gcp as gcp

REGIONS = ["us-central1", "europe-west1"]

policy = gcp.compute.SecurityPolicy(
    "front",
    rules=[
        {
            "action": "deny(403)",
            "priority": 1000,
            "match": {"expr": {"expression": "evaluatePreconfiguredWaf('sqli-v33-stable')"}},
        },
        {
            "action": "throttle",
            "priority": 2000,
            "match": {"versioned_expr": "SRC_IPS_V1", "config": {"src_ip_ranges": ["*"]}},
            "rate_limit_options": {
                "conform_action": "allow",
                "exceed_action": "deny(429)",
                "enforce_on_key": "IP",
                "rate_limit_threshold": {"count": 500, "interval_sec": 60},
            },
        },
        {
            "action": "allow",
            "priority": 2147483647,
            "match": {"versioned_expr": "SRC_IPS_V1", "config": {"src_ip_ranges": ["*"]}},
        },
    ],
)
groups = []
for region in REGIONS:
    service = gcp.cloudrunv2.Service(
        f"api-{region}",
        location=region,
        ingress="INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
        template={"containers": [{"image": "us-docker.pkg.dev/cloudrun/container/hello"}]},
    )
    group = gcp.compute.RegionNetworkEndpointGroup(
        f"api-{region}", region=region, network_endpoint_type="SERVERLESS", cloud_run={"service": service.name}
    )
    groups.append(group)
backend = gcp.compute.BackendService(
    "api",
    load_balancing_scheme="EXTERNAL_MANAGED",
    protocol="HTTPS",
    security_policy=policy.self_link,
    backends=[{"group": group.id} for group in groups],
    log_config={"enable": True, "sample_rate": 0.1},
)
urls = gcp.compute.URLMap(
    "api",
    default_service=backend.id,
    host_rules=[{"hosts": ["api.example.com"], "path_matcher": "api"}],
    path_matchers=[
        {
            "name": "api",
            "default_service": backend.id,
            "path_rules": [{"paths": ["/v1", "/v1/*"], "service": backend.id}],
        }
    ],
)
tls = gcp.compute.SSLPolicy("modern", min_tls_version="TLS_1_2", profile="MODERN")
certificate = gcp.compute.ManagedSslCertificate("api", managed={"domains": ["api.example.com"]})
proxy = gcp.compute.TargetHttpsProxy(
    "api", url_map=urls.id, ssl_certificates=[certificate.id], ssl_policy=tls.id, http_keep_alive_timeout_sec=610
)
gcp.compute.GlobalForwardingRule(
    "api", target=proxy.id, port_range="443", load_balancing_scheme="EXTERNAL_MANAGED", ip_protocol="TCP"
)
channel = gcp.monitoring.NotificationChannel("team", type="email", labels={"email_address": "team@example.com"})
watched = gcp.monitoring.CustomService("api", service_id="api", display_name="The API")
slo = gcp.monitoring.Slo(
    "availability",
    service=watched.service_id,
    goal=0.995,
    rolling_period_days=28,
    request_based_sli={
        "good_total_ratio": {
            "good_service_filter": 'metric.type="run.googleapis.com/request_count" metric.labels.response_code_class="2xx"',
            "total_service_filter": 'metric.type="run.googleapis.com/request_count"',
        }
    },
)
errors = gcp.logging.Metric(
    "errors",
    filter='severity>=ERROR AND resource.type="cloud_run_revision"',
    metric_descriptor={
        "metric_kind": "DELTA",
        "value_type": "INT64",
        "labels": [{"key": "service", "value_type": "STRING"}],
    },
    label_extractors={"service": "EXTRACT(resource.labels.service_name)"},
)
gcp.monitoring.AlertPolicy(
    "errors",
    display_name="Errors of the API",
    combiner="OR",
    severity="WARNING",
    notification_channels=[channel.id],
    conditions=[
        {
            "display_name": "many errors",
            "condition_threshold": {
                "filter": pulumi.Output.concat(
                    'metric.type="logging.googleapis.com/user/', errors.name, '" resource.type="cloud_run_revision"'
                ),
                "comparison": "COMPARISON_GT",
                "threshold_value": 10,
                "duration": "300s",
                "aggregations": [
                    {
                        "alignment_period": "60s",
                        "per_series_aligner": "ALIGN_RATE",
                        "cross_series_reducer": "REDUCE_SUM",
                    }
                ],
            },
        },
        {
            "display_name": "burns fast",
            "condition_threshold": {
                "filter": pulumi.Output.concat('select_slo_burn_rate("', slo.name, '", "3600s")'),
                "comparison": "COMPARISON_GT",
                "threshold_value": 14.4,
                "duration": "0s",
            },
        },
    ],
    alert_strategy={"auto_close": "1800s"},
    documentation={"content": "See the runbook.", "mime_type": "text/markdown"},
)
gcp.monitoring.UptimeCheckConfig(
    "api",
    display_name="API answers",
    timeout="10s",
    period="60s",
    selected_regions=["USA", "EUROPE"],
    http_check={"path": "/health", "port": 443, "use_ssl": True, "validate_ssl": True},
    monitored_resource={"type": "uptime_url", "labels": {"host": "api.example.com"}},
)
gcp.billing.Budget(
    "monthly",
    billing_account="012345-6789AB-CDEF01",
    display_name="The API",
    amount={"specified_amount": {"currency_code": "EUR", "units": "500"}},
    budget_filter={"projects": ["projects/123456789"]},
    threshold_rules=[
        {"threshold_percent": 0.5},
        {"threshold_percent": 1.2, "spend_basis": "FORECASTED_SPEND"},
    ],
    all_updates_rule={"monitoring_notification_channels": [channel.id], "disable_default_iam_recipients": True},
)
