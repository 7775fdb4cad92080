"""PostgreSQL in two zones with a private address, and MySQL with a replica in another region."""

import pulumi
import pulumi_gcp as gcp
import pulumi_random as random

network = gcp.compute.Network("data", auto_create_subnetworks=False)
peering = gcp.compute.GlobalAddress(
    "peering", purpose="VPC_PEERING", address_type="INTERNAL", prefix_length=16, network=network.id
)
connection = gcp.servicenetworking.Connection(
    "peering",
    network=network.id,
    service="servicenetworking.googleapis.com",
    reserved_peering_ranges=[peering.name],
)
postgres = gcp.sql.DatabaseInstance(
    "orders",
    database_version="POSTGRES_17",
    region="europe-west1",
    deletion_protection=False,
    settings={
        "tier": "db-custom-2-7680",
        "edition": "ENTERPRISE",
        "availability_type": "REGIONAL",
        "disk_size": 50,
        "disk_type": "PD_SSD",
        "ip_configuration": {
            "ipv4_enabled": False,
            "private_network": network.id,
            "ssl_mode": "ENCRYPTED_ONLY",
        },
        "backup_configuration": {
            "enabled": True,
            "start_time": "03:30",
            "point_in_time_recovery_enabled": True,
            "transaction_log_retention_days": 7,
            "backup_retention_settings": {"retained_backups": 30},
        },
        "maintenance_window": {"day": 7, "hour": 4, "update_track": "stable"},
        "location_preference": {"zone": "europe-west1-b"},
        "database_flags": [{"name": "max_connections", "value": "200"}],
        "insights_config": {"query_insights_enabled": True, "query_string_length": 1024},
        "user_labels": {"team": "orders"},
    },
    opts=pulumi.ResourceOptions(depends_on=[connection]),
)
database = gcp.sql.Database("orders", instance=postgres.name, name="orders")
password = random.RandomPassword("orders", length=32, special=False)
gcp.sql.User("orders", instance=postgres.name, name="orders", password=password.result)

mysql = gcp.sql.DatabaseInstance(
    "shop",
    database_version="MYSQL_8_0",
    region="us-central1",
    settings={
        "tier": "db-f1-micro",
        "backup_configuration": {"enabled": True, "binary_log_enabled": True},
        "ip_configuration": {"authorized_networks": [{"name": "office", "value": "192.0.2.0/24"}]},
    },
)
gcp.sql.DatabaseInstance(
    "shop-replica",
    database_version="MYSQL_8_0",
    region="us-east1",
    master_instance_name=mysql.name,
    settings={"tier": "db-f1-micro"},
)
pulumi.export("connection", postgres.connection_name)
