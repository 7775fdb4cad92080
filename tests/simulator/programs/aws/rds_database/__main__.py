"""A PostgreSQL database with a standby and a replica, an Aurora cluster, and a cache."""

import pulumi
import pulumi_aws as aws
import pulumi_random as random

vpc = aws.ec2.Vpc("data", cidr_block="10.1.0.0/16")
subnets = [
    aws.ec2.Subnet(f"data-{zone}", vpc_id=vpc.id, cidr_block=f"10.1.{place}.0/24", availability_zone=f"us-east-1{zone}")
    for place, zone in enumerate("abc")
]
group = aws.rds.SubnetGroup("data", subnet_ids=[subnet.id for subnet in subnets])
access = aws.ec2.SecurityGroup("data", vpc_id=vpc.id, description="Databases")
aws.ec2.SecurityGroupRule(
    "postgres",
    type="ingress",
    security_group_id=access.id,
    protocol="tcp",
    from_port=5432,
    to_port=5432,
    cidr_blocks=["10.1.0.0/16"],
)
password = random.RandomPassword("orders", length=32, special=False)
parameters = aws.rds.ParameterGroup(
    "orders", family="postgres16", parameters=[{"name": "log_min_duration_statement", "value": "500"}]
)
orders = aws.rds.Instance(
    "orders",
    engine="postgres",
    engine_version="16",
    instance_class="db.t4g.medium",
    allocated_storage=50,
    max_allocated_storage=200,
    storage_type="gp3",
    storage_encrypted=True,
    db_name="orders",
    username="orders",
    password=password.result,
    parameter_group_name=parameters.name,
    db_subnet_group_name=group.name,
    vpc_security_group_ids=[access.id],
    multi_az=True,
    backup_retention_period=14,
    backup_window="03:00-04:00",
    maintenance_window="sun:04:30-sun:05:30",
    performance_insights_enabled=True,
    deletion_protection=True,
    skip_final_snapshot=False,
    final_snapshot_identifier="orders-last",
)
aws.rds.Instance(
    "orders-replica",
    replicate_source_db=orders.identifier,
    instance_class="db.t4g.medium",
    skip_final_snapshot=True,
)
cluster = aws.rds.Cluster(
    "events",
    engine="aurora-postgresql",
    engine_version="16.6",
    database_name="events",
    master_username="events",
    manage_master_user_password=True,
    db_subnet_group_name=group.name,
    vpc_security_group_ids=[access.id],
    storage_encrypted=True,
    serverlessv2_scaling_configuration={"min_capacity": 0.5, "max_capacity": 8},
    skip_final_snapshot=True,
)
aws.rds.ClusterInstance(
    "events-1", cluster_identifier=cluster.id, engine="aurora-postgresql", instance_class="db.serverless"
)
cache = aws.elasticache.ReplicationGroup(
    "sessions",
    description="Sessions",
    engine="redis",
    node_type="cache.t4g.small",
    num_cache_clusters=2,
    automatic_failover_enabled=True,
    at_rest_encryption_enabled=True,
    transit_encryption_enabled=True,
    subnet_group_name=aws.elasticache.SubnetGroup("sessions", subnet_ids=[subnet.id for subnet in subnets]).name,
)
pulumi.export("orders", orders.endpoint)
