"""A machine with a static address, and a group of machines behind a NAT that heals and scales itself."""

import pulumi
import pulumi_gcp as gcp

REGION, ZONE = "us-east1", "us-east1-b"

network = gcp.compute.Network("main", auto_create_subnetworks=False, mtu=1460)
subnet = gcp.compute.Subnetwork(
    "main",
    region=REGION,
    network=network.id,
    ip_cidr_range="10.0.0.0/24",
    log_config={"aggregation_interval": "INTERVAL_10_MIN", "flow_sampling": 0.5, "metadata": "INCLUDE_ALL_METADATA"},
)
gcp.compute.Firewall(
    "web",
    network=network.name,
    priority=900,
    source_ranges=["0.0.0.0/0"],
    target_tags=["web"],
    allows=[{"protocol": "tcp", "ports": ["80", "443", "8000-8080"]}],
)
gcp.compute.Firewall(
    "checks",
    network=network.name,
    source_ranges=["130.211.0.0/22", "35.191.0.0/16"],
    allows=[{"protocol": "tcp"}, {"protocol": "icmp"}],
)
gcp.compute.Firewall(
    "no-mail",
    network=network.name,
    direction="EGRESS",
    destination_ranges=["0.0.0.0/0"],
    denies=[{"protocol": "tcp", "ports": ["25"]}],
)
address = gcp.compute.Address("web", region=REGION)
image = gcp.compute.get_image(family="debian-12", project="debian-cloud")
disk = gcp.compute.Disk("data", zone=ZONE, size=100, type="pd-balanced")
gcp.compute.Instance(
    "web",
    machine_type="e2-medium",
    zone=ZONE,
    tags=["web"],
    boot_disk={"initialize_params": {"image": image.self_link, "size": 20}},
    attached_disks=[{"source": disk.id, "mode": "READ_WRITE"}],
    network_interfaces=[{"subnetwork": subnet.id, "access_configs": [{"nat_ip": address.address}]}],
    metadata={"enable-oslogin": "TRUE"},
    metadata_startup_script="#!/bin/bash\necho hello > /var/www/index.html\n",
    scheduling={"preemptible": True, "automatic_restart": False, "provisioning_model": "SPOT"},
    shielded_instance_config={"enable_secure_boot": True},
    labels={"kind": "web"},
)
router = gcp.compute.Router("nat", region=REGION, network=network.id, bgp={"asn": 64514})
gcp.compute.RouterNat(
    "nat",
    region=REGION,
    router=router.name,
    nat_ip_allocate_option="AUTO_ONLY",
    source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
    log_config={"enable": True, "filter": "ERRORS_ONLY"},
)
template = gcp.compute.InstanceTemplate(
    "workers",
    machine_type="e2-small",
    disks=[{"source_image": "debian-cloud/debian-12", "boot": True, "disk_size_gb": 20}],
    network_interfaces=[{"subnetwork": subnet.id}],
)
alive = gcp.compute.HealthCheck(
    "alive", check_interval_sec=10, timeout_sec=5, unhealthy_threshold=3, http_health_check={"port": 8080}
)
group = gcp.compute.RegionInstanceGroupManager(
    "workers",
    region=REGION,
    base_instance_name="worker",
    versions=[{"instance_template": template.self_link_unique}],
    distribution_policy_zones=[ZONE, "us-east1-c"],
    auto_healing_policies={"health_check": alive.id, "initial_delay_sec": 300},
    named_ports=[{"name": "http", "port": 8080}],
    update_policy={"type": "PROACTIVE", "minimal_action": "REPLACE", "max_surge_fixed": 2, "max_unavailable_fixed": 0},
)
gcp.compute.RegionAutoscaler(
    "workers",
    region=REGION,
    target=group.id,
    autoscaling_policy={
        "min_replicas": 1,
        "max_replicas": 5,
        "cooldown_period": 60,
        "cpu_utilization": {"target": 0.6},
    },
)
pulumi.export("address", address.address)
