"""Mistakes on Google Cloud, a number each, written without a look at the rules."""

from typing import Any

import pulumi_gcp as gcp

net = gcp.compute.Network("net", auto_create_subnetworks=False)
sub = gcp.compute.Subnetwork("m01-first", network=net.id, ip_cidr_range="10.0.0.0/24", region="us-central1")
gcp.compute.Subnetwork("m01-overlap", network=net.id, ip_cidr_range="10.0.0.128/25", region="us-central1")
gcp.compute.Subnetwork("m02-bad", network=net.id, ip_cidr_range="10.0.300.0/24", region="us-central1")
gcp.compute.Subnetwork("m03-region", network=net.id, ip_cidr_range="10.1.0.0/24", region="us-central7")
gcp.compute.Network("m04-Upper_Name", name="Upper_Name")
gcp.compute.Firewall("m05-nothing", network=net.id)
gcp.compute.Firewall(
    "m06-prio",
    network=net.id,
    priority=70000,
    allows=[{"protocol": "tcp", "ports": ["99999"]}],
    source_ranges=["0.0.0.0/0"],
)
gcp.compute.Firewall(
    "m07-both", network=net.id, allows=[{"protocol": "tcp"}], denies=[{"protocol": "udp"}], source_ranges=["0.0.0.0/0"]
)


def run(n: str, t: Any = None, **k: Any) -> gcp.cloudrunv2.Service:
    return gcp.cloudrunv2.Service(
        n, location="us-central1", template={"containers": [{"image": "us-docker.pkg.dev/a/b/c"}], **(t or {})}, **k
    )


run("m08-timeout", {"timeout": "2h"})
run("m09-too-long", {"timeout": "7200s"})
run("m10-concurrency", {"max_instance_request_concurrency": 2000})
run("m11-scaling", {"scaling": {"min_instance_count": 5, "max_instance_count": 2}})
run("m12-mem", {"containers": [{"image": "x", "resources": {"limits": {"cpu": "1", "memory": "8Gi"}}}]})
run("m13-cpu", {"containers": [{"image": "x", "resources": {"limits": {"cpu": "3", "memory": "2Gi"}}}]})
run(
    "m14-cpuconc",
    {
        "max_instance_request_concurrency": 80,
        "containers": [{"image": "x", "resources": {"limits": {"cpu": "0.5", "memory": "512Mi"}}}],
    },
)
m15 = run("m15-traffic", traffics=[{"type": "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", "percent": 60}])
run(
    "m16-ports",
    {"containers": [{"image": "x", "ports": {"container_port": 80}}, {"image": "y", "ports": {"container_port": 81}}]},
)
run("m17-env", {"containers": [{"image": "x", "envs": [{"name": "PORT", "value": "1"}]}]})
run(
    "m18-probe",
    {
        "containers": [
            {"image": "x", "startup_probe": {"period_seconds": 5, "timeout_seconds": 10, "http_get": {"path": "/"}}}
        ]
    },
)
run("m19-ingress", ingress="INGRESS_TRAFFIC_PUBLIC")
run("m20-a-very-long-name-for-a-service", name="a-very-long-name-for-a-cloud-run-service-that-is-over-the-limit")
run(
    "m21-gpu",
    {
        "containers": [{"image": "x", "resources": {"limits": {"cpu": "1", "memory": "1Gi", "nvidia.com/gpu": "1"}}}],
        "node_selector": {"accelerator": "nvidia-l4"},
    },
)
gcp.cloudrunv2.Service("m23-loc", location="us-central9", template={"containers": [{"image": "x"}]})
neg = gcp.compute.RegionNetworkEndpointGroup(
    "neg", region="us-central1", network_endpoint_type="SERVERLESS", cloud_run={"service": m15.name}
)
gcp.compute.BackendService(
    "m24-neg-timeout", backends=[{"group": neg.id}], load_balancing_scheme="EXTERNAL_MANAGED", timeout_sec=30
)
hc = gcp.compute.HealthCheck("m25-hc", check_interval_sec=5, timeout_sec=10, http_health_check={"port": 80})
gcp.compute.HealthCheck("m26-nokind")
gcp.compute.BackendService(
    "m27-neg-hc", backends=[{"group": neg.id}], load_balancing_scheme="EXTERNAL_MANAGED", health_checks=hc.id
)
gcp.compute.BackendService("m28-scheme", load_balancing_scheme="EXTERNAL_MANGED")
gcp.compute.URLMap("m29-none")
gcp.compute.SecurityPolicy(
    "m30-prio",
    rules=[
        {
            "action": "allow",
            "priority": 2147483647,
            "match": {"versioned_expr": "SRC_IPS_V1", "config": {"src_ip_ranges": ["*"]}},
        },
        {
            "action": "deny(403)",
            "priority": 5,
            "match": {"versioned_expr": "SRC_IPS_V1", "config": {"src_ip_ranges": ["1.2.3.4"]}},
        },
        {
            "action": "deny(403)",
            "priority": 5,
            "match": {"versioned_expr": "SRC_IPS_V1", "config": {"src_ip_ranges": ["1.2.3.5"]}},
        },
    ],
)
gcp.compute.SecurityPolicy(
    "m31-nodefault",
    rules=[
        {
            "action": "deny(499)",
            "priority": 5,
            "match": {"versioned_expr": "SRC_IPS_V1", "config": {"src_ip_ranges": ["1.2.3.4"]}},
        }
    ],
)
gcp.compute.SecurityPolicy(
    "m32-throttle",
    rules=[
        {
            "action": "throttle",
            "priority": 2147483647,
            "match": {"versioned_expr": "SRC_IPS_V1", "config": {"src_ip_ranges": ["*"]}},
        }
    ],
)
gcp.storage.Bucket("m33-bucket", name="goog-bucket", location="US")
m34 = gcp.storage.Bucket("m34-class", location="US", storage_class="COLDER")
gcp.storage.BucketIAMMember(
    "m36-member",
    bucket=m34.name,
    role="roles/storage.objectViewer",
    member="runner@team-project.iam.gserviceaccount.com",
)
gcp.storage.BucketIAMMember("m37-role", bucket=m34.name, role="storage.objectViewer", member="allUsers")
gcp.serviceaccount.Account("m38-sa", account_id="sa")
gcp.pubsub.Subscription("m39-ack", topic="t", ack_deadline_seconds=700)
gcp.pubsub.Subscription("m40-ret", topic="t", message_retention_duration="3000000s")
gcp.pubsub.Subscription(
    "m41-dl", topic="t", dead_letter_policy={"dead_letter_topic": "projects/a/topics/x", "max_delivery_attempts": 2}
)
gcp.pubsub.Topic("m42-topic", name="goog-topic")
gcp.sql.DatabaseInstance(
    "m43-sql", database_version="POSTGRES_99", region="us-central1", settings={"tier": "db-custom-3-100"}
)
gcp.sql.DatabaseInstance(
    "m44-disk",
    database_version="POSTGRES_16",
    region="us-central1",
    settings={"tier": "db-custom-2-7680", "disk_size": 5},
)
gcp.container.Cluster("m45-gke", location="us-central1", initial_node_count=0)
gcp.container.Cluster("m46-auto", location="us-central1", enable_autopilot=True, remove_default_node_pool=True)
gcp.container.NodePool(
    "m47-np", cluster="c", location="us-central1", autoscaling={"min_node_count": 5, "max_node_count": 2}
)
gcp.container.NodePool(
    "m48-machine", cluster="c", location="us-central1", node_count=1, node_config={"disk_size_gb": 5}
)
gcp.monitoring.AlertPolicy(
    "m49-alert",
    display_name="x",
    combiner="OR",
    conditions=[
        {"display_name": "c", "condition_threshold": {"filter": "x", "comparison": "COMPARISON_GT", "duration": "90s"}}
    ],
)
gcp.monitoring.Slo(
    "m50-slo", service="s", goal=1.2, rolling_period_days=28, basic_sli={"availability": {"enabled": True}}
)
gcp.monitoring.Slo(
    "m51-slo", service="s", goal=0.99, rolling_period_days=45, basic_sli={"availability": {"enabled": True}}
)
gcp.monitoring.UptimeCheckConfig(
    "m52-up",
    display_name="x",
    timeout="90s",
    http_check={"path": "/"},
    monitored_resource={"type": "uptime_url", "labels": {"host": "x.example.com", "project_id": "team-project"}},
)
gcp.monitoring.UptimeCheckConfig(
    "m53-up",
    display_name="x",
    timeout="10s",
    period="120s",
    http_check={"path": "/"},
    monitored_resource={"type": "uptime_url", "labels": {"host": "x.example.com", "project_id": "team-project"}},
)
gcp.dns.RecordSet("m54-dot", managed_zone="z", name="www.example.com", type="A", ttl=60, rrdatas=["1.2.3.4"])
gcp.dns.RecordSet("m55-a", managed_zone="z", name="www.example.com.", type="A", ttl=60, rrdatas=["example.com."])
gcp.dns.ManagedZone("m56-zone", dns_name="example.com")
m57 = gcp.compute.Router("r", network=net.id, region="us-central1")
gcp.compute.RouterNat(
    "m58-nat",
    router=m57.name,
    region="us-central1",
    nat_ip_allocate_option="MANUAL_ONLY",
    source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
)
gcp.compute.RouterNat(
    "m59-region",
    router=m57.name,
    region="europe-west1",
    nat_ip_allocate_option="AUTO_ONLY",
    source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
)
gcp.compute.Instance(
    "m60-zone",
    zone="us-central1-q",
    machine_type="e2-small",
    boot_disk={"initialize_params": {"image": "debian-cloud/debian-12"}},
    network_interfaces=[{"subnetwork": sub.id}],
)
gcp.compute.Instance(
    "m61-subregion",
    zone="europe-west1-b",
    machine_type="e2-small",
    boot_disk={"initialize_params": {"image": "debian-cloud/debian-12"}},
    network_interfaces=[{"subnetwork": sub.id}],
)
gcp.secretmanager.Secret("m62-sec", secret_id="a b", replication={"auto": {}})
gcp.secretmanager.Secret("m63-rep", secret_id="ab", replication={})
gcp.artifactregistry.Repository("m64-repo", repository_id="Repo", format="DOCKER", location="us-central1")
gcp.artifactregistry.Repository("m65-fmt", repository_id="repo", format="DOKER", location="us-central1")
gcp.cloudscheduler.Job(
    "m67-tz", schedule="*/5 * * * *", time_zone="Mars/Base", region="us-central1", http_target={"uri": "https://x"}
)
gcp.cloudtasks.Queue("m68-q", location="us-central1", rate_limits={"max_dispatches_per_second": 1000})
gcp.redis.Instance("m70-tier", memory_size_gb=1, tier="PREMIUM")
gcp.kms.CryptoKey("m71-rot", key_ring="projects/p/locations/l/keyRings/k", rotation_period="3600s")
gcp.logging.ProjectBucketConfig(
    "m72-ret", project="team-project", location="global", bucket_id="x", retention_days=4000
)
gcp.compute.Address("m73-lab", region="us-central1", labels={"Team": "X"})
gcp.compute.ManagedSslCertificate("m74-cert", managed={"domains": ["*.example.com"]})
gcp.projects.Service("m76-api", service="run")
gcp.projects.IAMMember("m77-owner", project="team-project", role="roles/owner", member="group:x")
gcp.compute.Autoscaler(
    "m79-as",
    zone="us-central1-a",
    target="x",
    autoscaling_policy={"min_replicas": 5, "max_replicas": 2, "cpu_utilization": {"target": 60}},
)
gcp.bigquery.Dataset("m80-ds", dataset_id="a-b", location="US")
