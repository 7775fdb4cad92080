"""Mistakes on Google Cloud, each beside what is right, written without a look at the rules."""

import json
from typing import Any

import pulumi_gcp as gcp


def twins(number: str) -> list[tuple[str, bool]]:
    """Give what the wrong one and the right one are called, and which is wrong."""
    return [(number, True), (number.replace("m", "right"), False)]


REGION = "us-central1"
IMAGE = "us-docker.pkg.dev/cloudrun/container/hello"


def run(name: str, container: Any = None, **template: Any) -> None:
    inside = {"containers": [{"image": IMAGE, **(container or {})}], **template}
    gcp.cloudrunv2.Service(name, location=REGION, template=inside)


def pool(name: str, config: Any = None, **more: Any) -> None:
    node = {"machine_type": "e2-standard-4", **(config or {})}
    gcp.container.NodePool(
        name, **{"cluster": "main", "location": REGION, "initial_node_count": 1, "node_config": node, **more}
    )


def cluster(name: str, **more: Any) -> None:
    gcp.container.Cluster(name, **{"location": REGION, "initial_node_count": 1, **more})


def vm(name: str, **more: Any) -> None:
    disk = {"initialize_params": {"image": "debian-cloud/debian-12"}}
    given = {"machine_type": "n1-standard-4", "zone": "us-central1-a", "boot_disk": disk,
             "network_interfaces": [{"network": "default"}]}  # fmt: skip
    gcp.compute.Instance(name, **{**given, **more})


def backend(name: str, **more: Any) -> None:
    given = {"protocol": "HTTP", "load_balancing_scheme": "EXTERNAL_MANAGED"}
    gcp.compute.BackendService(name, **{**given, **more})


def urls(name: str, matcher: str = "paths", paths: Any = ("/v1/*",)) -> None:
    backends = "projects/p-123456/global/backendServices/web"
    gcp.compute.URLMap(
        name, default_service=backends,
        host_rules=[{"hosts": ["api.example.com"], "path_matcher": "paths"}],
        path_matchers=[{"name": matcher, "default_service": backends,
                        "path_rules": [{"paths": list(paths), "service": backends}]}],
    )  # fmt: skip


def nat(name: str, **more: Any) -> None:
    given = {"router": "main", "region": REGION, "nat_ip_allocate_option": "AUTO_ONLY",
             "source_subnetwork_ip_ranges_to_nat": "ALL_SUBNETWORKS_ALL_IP_RANGES"}  # fmt: skip
    gcp.compute.RouterNat(name, **{**given, **more})


def subscription(name: str, **more: Any) -> None:
    gcp.pubsub.Subscription(name, topic="projects/p-123456/topics/jobs", **more)


def scheduled(name: str, target: Any = None, **more: Any) -> None:
    http = {"uri": "https://example.com/run", "http_method": "POST", **(target or {})}
    gcp.cloudscheduler.Job(name, **{"region": REGION, "schedule": "0 3 * * *", "http_target": http, **more})


def alert(name: str, threshold: Any = None, **more: Any) -> None:
    kind = 'metric.type="run.googleapis.com/request_count" AND resource.type="cloud_run_revision"'
    condition = {"filter": kind, "comparison": "COMPARISON_GT", "threshold_value": 1, "duration": "60s",
                 "aggregations": [{"alignment_period": "60s", "per_series_aligner": "ALIGN_RATE"}],
                 **(threshold or {})}  # fmt: skip
    conditions = [{"display_name": "c", "condition_threshold": condition}]
    gcp.monitoring.AlertPolicy(name, **{"display_name": name, "combiner": "OR", "conditions": conditions, **more})


def record(name: str, **more: Any) -> None:
    gcp.dns.RecordSet(name, **{"managed_zone": "z", "name": f"{name}.example.com.", "ttl": 60, **more})


def uptime(name: str, **more: Any) -> None:
    resource = {"type": "uptime_url", "labels": {"project_id": "p-123456", "host": "example.com"}}
    given = {"display_name": name, "timeout": "10s", "monitored_resource": resource, "http_check": {"path": "/"}}
    gcp.monitoring.UptimeCheckConfig(name, **{**given, **more})


for n, bad in twins("m01"):
    inside = {"containers": [{"image": IMAGE}], "timeout": "3600" if bad else "3600s"}
    gcp.cloudrunv2.Job(f"{n}-job", location=REGION, template={"template": inside})
for n, bad in twins("m02"):
    face = {"network_interfaces": [{"network": "default", "subnetwork": "default"}]}
    link = {"connector": "projects/p-123456/locations/us-central1/connectors/c"}
    run(f"{n}-vpc", vpc_access={**face, **(link if bad else {})})
for n, bad in twins("m04"):
    member = "allusers" if bad else "allUsers"
    gcp.cloudrunv2.ServiceIamMember(f"{n}-open", location=REGION, name="web", role="roles/run.invoker", member=member)
for n, bad in twins("m06"):
    pool(f"{n}-sizes", autoscaling={"min_node_count": 5 if bad else 1, "max_node_count": 3})
for n, bad in twins("m09"):
    pool(f"{n}-taint", {"taints": [{"key": "gpu", "value": "true", "effect": "NoSchedule" if bad else "NO_SCHEDULE"}]})
for n, bad in twins("m10"):
    private = {"enable_private_nodes": True, "master_ipv4_cidr_block": "172.16.0.0/24" if bad else "172.16.0.0/28"}
    cluster(f"{n}-master", private_cluster_config=private, ip_allocation_policy={})
for n, bad in twins("m11"):
    cluster(f"{n}-pool", workload_identity_config={"workload_pool": "p-123456" if bad else "p-123456.svc.id.goog"})
for n, bad in twins("m12"):
    cluster(f"{n}-channel", release_channel={"channel": "rapid" if bad else "RAPID"})
for n, bad in twins("m13"):
    cluster(f"{n}-window", maintenance_policy={"daily_maintenance_window": {"start_time": "3am" if bad else "03:00"}})
for n, bad in twins("m14"):
    accelerator = {"guest_accelerators": [{"type": "nvidia-tesla-t4", "count": 1}]}
    vm(f"{n}-gpu", scheduling={"on_host_maintenance": "MIGRATE" if bad else "TERMINATE"}, **accelerator)
for n, bad in twins("m15"):
    vm(f"{n}-preempt", scheduling={"preemptible": True, "automatic_restart": bad})
for n, bad in twins("m16"):
    vm(f"{n}-tag", tags=["Web_Server" if bad else "web-server"])
for n, bad in twins("m17"):
    target = {"target": 80 if bad else 0.8}
    gcp.compute.RegionAutoscaler(f"{n}-cpu", region=REGION, target="m", autoscaling_policy={
        "min_replicas": 1, "max_replicas": 3, "cpu_utilization": target})  # fmt: skip
for n, bad in twins("m18"):
    gcp.compute.RegionAutoscaler(f"{n}-sizes", region=REGION, target="m", autoscaling_policy={
        "min_replicas": 5 if bad else 1, "max_replicas": 3})  # fmt: skip
for n, bad in twins("m19"):
    update = {"type": "PROACTIVE", "minimal_action": "REPLACE", "max_surge_fixed": 3,
              **({"max_surge_percent": 50} if bad else {})}  # fmt: skip
    gcp.compute.RegionInstanceGroupManager(
        f"{n}-surge", region=REGION, base_instance_name="web", target_size=3, update_policy=update,
        versions=[{"instance_template": "projects/p-123456/global/instanceTemplates/t"}],
    )  # fmt: skip
for n, bad in twins("m20"):
    gcp.compute.HealthCheck(f"{n}-times", check_interval_sec=5, timeout_sec=10 if bad else 5,
                            http_health_check={"port": 80})  # fmt: skip
for n, bad in twins("m21"):
    backend(f"{n}-drain", connection_draining_timeout_sec=4000 if bad else 3600)
for n, bad in twins("m22"):
    backend(f"{n}-sticky", session_affinity="COOKIE" if bad else "GENERATED_COOKIE")
for n, bad in twins("m23"):
    codes = [{"code": 500 if bad else 404, "ttl": 60}]
    backend(f"{n}-codes", enable_cdn=True, cdn_policy={"negative_caching": True, "negative_caching_policies": codes,
                                                       "signed_url_cache_max_age_sec": 60})  # fmt: skip
for n, bad in twins("m24"):
    urls(f"{n}-matcher", matcher="other" if bad else "paths")
for n, bad in twins("m25"):
    urls(f"{n}-slash", paths=["v1/*" if bad else "/v1/*"])
for n, bad in twins("m26"):
    urls(f"{n}-star", paths=["/v1*" if bad else "/v1/*"])
for n, bad in twins("m27"):
    gcp.compute.ManagedSslCertificate(f"{n}-cert", managed={"domains": ["*.example.com" if bad else "api.example.com"]})
for n, bad in twins("m28"):
    more = {"profile": "MODERN" if bad else "CUSTOM", "custom_features": ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]}
    gcp.compute.SSLPolicy(f"{n}-tls", min_tls_version="TLS_1_2", **more)
for n, bad in twins("m31"):
    gcp.vpcaccess.Connector(f"{n}-d", region=REGION, network="default", ip_cidr_range="10.8.0.0/28",
                            min_instances=1 if bad else 2, max_instances=3)  # fmt: skip
for n, bad in twins("m32"):
    nat(f"{n}-ips", **({"nat_ip_allocate_option": "MANUAL_ONLY"} if bad else {}))
for n, bad in twins("m35"):
    gcp.compute.Firewall(f"{n}-icmp", network="default", source_ranges=["10.0.0.0/8"],
                         allows=[{"protocol": "icmp", **({"ports": ["80"]} if bad else {})}])  # fmt: skip
for n, bad in twins("m37"):
    gcp.compute.Subnetwork(f"{n}-flows", network="main", region=REGION, ip_cidr_range="10.1.0.0/24" if bad else "10.2.0.0/24",
                           log_config={"flow_sampling": 50 if bad else 0.5})  # fmt: skip
for n, bad in twins("m38"):
    record(f"{n}-cname", type="CNAME", rrdatas=["a.example.net.", "b.example.net."] if bad else ["a.example.net."])
for n, bad in twins("m42"):
    subscription(f"{n}-retry", retry_policy={"minimum_backoff": "300s" if bad else "10s", "maximum_backoff": "60s"})
for n, bad in twins("m44"):
    table = {"bigquery_config": {"table": "p-123456.d.t"}}
    push = {"push_config": {"push_endpoint": "https://worker.example.com"}}
    subscription(f"{n}-two", **{**table, **(push if bad else {})})
for n, bad in twins("m45"):
    scheduled(f"{n}-method", {"http_method": "post" if bad else "POST"})
for n, bad in twins("m46"):
    scheduled(f"{n}-deadline", attempt_deadline="3600s" if bad else "1800s")
for n, bad in twins("m47"):
    gcp.cloudtasks.Queue(f"{n}-queue", location=REGION, rate_limits={"max_dispatches_per_second": 1000 if bad else 500})
for n, bad in twins("m48"):
    topics = {} if bad else {"topics": [{"name": "projects/p-123456/topics/rotate"}]}
    gcp.secretmanager.Secret(
        f"{n}-rotate", secret_id=f"{n}-rotate", replication={"auto": {}}, **topics,
        rotation={"rotation_period": "86400s", "next_rotation_time": "2027-01-01T00:00:00Z"},
    )  # fmt: skip
for n, bad in twins("m49"):
    gcp.secretmanager.Secret(
        f"{n}-ends", secret_id=f"{n}-ends", replication={"auto": {}}, ttl="86400s",
        **({"expire_time": "2027-01-01T00:00:00Z"} if bad else {}),
    )  # fmt: skip
for n, bad in twins("m50"):
    rule = {"action": {"type": "Delete", **({"storage_class": "NEARLINE"} if bad else {})}, "condition": {"age": 30}}
    gcp.storage.Bucket(f"{n}-old", location="EU", lifecycle_rules=[rule])
for n, bad in twins("m53"):
    gcp.projects.IAMCustomRole(f"{n}-role", role_id="model-reader" if bad else "modelReader", title="t",
                               permissions=["storage.objects.get"])  # fmt: skip
for n, bad in twins("m54"):
    gcp.iam.WorkloadIdentityPool(f"{n}-wif", workload_identity_pool_id="gcp-github" if bad else "github")
for n, bad in twins("m55"):
    mapping = {"google.subject": "assertion.sub"}
    gcp.iam.WorkloadIdentityPoolProvider(
        f"{n}-oidc", workload_identity_pool_id="github", workload_identity_pool_provider_id="actions",
        attribute_mapping={"attribute.repo": "assertion.repository"} if bad else mapping,
        attribute_condition="true", oidc={"issuer_uri": "https://token.actions.githubusercontent.com"},
    )  # fmt: skip
for n, bad in twins("m57"):
    alert(f"{n}-duration", {"duration": "60" if bad else "60s"})
for n, bad in twins("m58"):
    alert(f"{n}-compare", {"comparison": "GREATER" if bad else "COMPARISON_GT"})
for n, bad in twins("m59"):
    alert(f"{n}-minutes", {"duration": "90s" if bad else "120s"})
for n, bad in twins("m60"):
    uptime(f"{n}-slow", timeout="90s" if bad else "60s")
for n, bad in twins("m61"):
    uptime(f"{n}-often", period="120s" if bad else "300s")
for n, bad in twins("m62"):
    labels = {"address": "a@example.com"} if bad else {"email_address": "a@example.com"}
    gcp.monitoring.NotificationChannel(f"{n}-mail", display_name="m", type="email", labels=labels)
for n, bad in twins("m63"):
    place = "" if bad else "storage.googleapis.com/"
    gcp.logging.ProjectSink(f"{n}-sink", destination=f"{place}logs-archive-1234", unique_writer_identity=True)
for n, bad in twins("m64"):
    backup = {"enabled": not bad}
    gcp.sql.DatabaseInstance(f"{n}-ha", region=REGION, database_version="POSTGRES_16", settings={
        "tier": "db-custom-2-7680", "availability_type": "REGIONAL",
        "backup_configuration": {**backup, "point_in_time_recovery_enabled": not bad}})  # fmt: skip
for n, bad in twins("m65"):
    gcp.sql.DatabaseInstance(f"{n}-version", region=REGION, database_version="POSTGRES16" if bad else "POSTGRES_16",
                             settings={"tier": "db-custom-2-7680"})  # fmt: skip
for n, bad in twins("m66"):
    gcp.redis.Instance(f"{n}-cache", region=REGION, memory_size_gb=500 if bad else 5)
for n, bad in twins("m67"):
    gcp.redis.Instance(f"{n}-replicas", region=REGION, memory_size_gb=5, tier="BASIC" if bad else "STANDARD_HA",
                       replica_count=1, read_replicas_mode="READ_REPLICAS_ENABLED")  # fmt: skip
for n, bad in twins("m68"):
    match = {"versioned_expr": "SRC_IPS_V1", "config": {"src_ip_ranges": ["*"]}}
    allow = {"priority": 2147483647, "action": "allow", "match": match}
    deny = {"priority": 10, "action": f"deny({405 if bad else 403})", "match": match}
    gcp.compute.SecurityPolicy(f"{n}-deny", rules=[deny, allow])
for n, bad in twins("m69"):
    board = {"displayName": "d", "gridLayout": {"widgets": []}}
    gcp.monitoring.Dashboard(f"{n}-board", dashboard_json="{" if bad else json.dumps(board))
for n, bad in twins("m70"):
    gcp.serviceaccount.IAMMember(
        f"{n}-wi", service_account_id="projects/p-123456/serviceAccounts/a@p-123456.iam.gserviceaccount.com",
        role="roles/iam.workloadIdentityUser",
        member="serviceAccount:p-123456.svc.id.goog/prod/app" if bad else
        "serviceAccount:p-123456.svc.id.goog[prod/app]",
    )  # fmt: skip
