"""A private GKE cluster with its own network, a pool of nodes and an identity for a workload."""

import pulumi
import pulumi_gcp as gcp

REGION = "europe-west4"

network = gcp.compute.Network("cluster", auto_create_subnetworks=False, routing_mode="REGIONAL")
subnet = gcp.compute.Subnetwork(
    "nodes",
    region=REGION,
    network=network.id,
    ip_cidr_range="10.10.0.0/20",
    private_ip_google_access=True,
    secondary_ip_ranges=[
        {"range_name": "pods", "ip_cidr_range": "10.20.0.0/14"},
        {"range_name": "services", "ip_cidr_range": "10.40.0.0/20"},
    ],
)
nodes = gcp.serviceaccount.Account("nodes", account_id="gke-nodes", display_name="Nodes of the cluster")
project = gcp.config.project or "my-project"
cluster = gcp.container.Cluster(
    "main",
    location=REGION,
    network=network.name,
    subnetwork=subnet.name,
    initial_node_count=1,
    remove_default_node_pool=True,
    deletion_protection=False,
    ip_allocation_policy={"cluster_secondary_range_name": "pods", "services_secondary_range_name": "services"},
    private_cluster_config={"enable_private_nodes": True, "master_ipv4_cidr_block": "172.16.0.0/28"},
    release_channel={"channel": "REGULAR"},
    workload_identity_config={"workload_pool": f"{project}.svc.id.goog"},
    maintenance_policy={"daily_maintenance_window": {"start_time": "03:00"}},
    resource_labels={"team": "platform"},
)
gcp.container.NodePool(
    "spot",
    cluster=cluster.id,
    location=REGION,
    initial_node_count=1,
    autoscaling={"min_node_count": 0, "max_node_count": 5},
    management={"auto_repair": True, "auto_upgrade": True},
    node_config={
        "machine_type": "e2-standard-4",
        "spot": True,
        "disk_size_gb": 50,
        "service_account": nodes.email,
        "oauth_scopes": ["https://www.googleapis.com/auth/cloud-platform"],
        "workload_metadata_config": {"mode": "GKE_METADATA"},
        "labels": {"app.kubernetes.io/part-of": "spot"},
        "taints": [{"key": "spot", "value": "true", "effect": "NO_SCHEDULE"}],
        "tags": ["spot-nodes"],
    },
)
workload = gcp.serviceaccount.Account("workload", account_id="orders-api")
gcp.serviceaccount.IAMMember(
    "workload-in-cluster",
    service_account_id=workload.name,
    role="roles/iam.workloadIdentityUser",
    member=f"serviceAccount:{project}.svc.id.goog[orders/api]",
)
gcp.projects.IAMMember("nodes-log", project=project, role="roles/logging.logWriter", member=nodes.member)
pulumi.export("endpoint", cluster.endpoint)
