"""Mistakes on AWS, a number each, written without a look at the rules."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws


def doc(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
aws.ec2.Vpc("m01-vpc-too-large", cidr_block="10.0.0.0/8")
a = aws.ec2.Subnet("a", vpc_id=vpc.id, cidr_block="10.0.0.0/24", availability_zone="us-east-1a")
a2 = aws.ec2.Subnet("m02-overlap", vpc_id=vpc.id, cidr_block="10.0.0.64/26", availability_zone="us-east-1a")
b = aws.ec2.Subnet("m03-outside", vpc_id=vpc.id, cidr_block="192.168.0.0/24", availability_zone="us-east-1a")
c = aws.ec2.Subnet("m04-zone", vpc_id=vpc.id, cidr_block="10.0.7.0/24", availability_zone="eu-west-1a")
aws.ec2.Subnet("m05-nozone", vpc_id=vpc.id, cidr_block="10.0.8.0/24", availability_zone="us-east-1q")
aws.ec2.Subnet("m06-badcidr", vpc_id=vpc.id, cidr_block="10.0.300.0/24")
aws.ec2.Subnet("m07-hostbits", vpc_id=vpc.id, cidr_block="10.0.9.5/24")
sg = aws.ec2.SecurityGroup(
    "m08-ports",
    vpc_id=vpc.id,
    ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"]}],
)
aws.ec2.SecurityGroup(
    "m09-proto",
    vpc_id=vpc.id,
    ingress=[{"protocol": "tpc", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}],
)
aws.lb.LoadBalancer("m10-one-subnet", subnets=[a.id], security_groups=[sg.id])
aws.lb.LoadBalancer("m11-one-zone", subnets=[a.id, a2.id], security_groups=[sg.id])
lb = aws.lb.LoadBalancer(
    "m12-a-load-balancer-with-a-very-long-name", name="a-load-balancer-with-a-very-long-name", subnets=[a.id, c.id]
)
tg = aws.lb.TargetGroup("tg", port=80, protocol="HTTP", vpc_id=vpc.id, target_type="ip")
aws.lb.TargetGroup(
    "m13-tcp-with-path", port=80, protocol="TCP", vpc_id=vpc.id, health_check={"protocol": "TCP", "path": "/x"}
)
aws.lb.TargetGroup("m14-timeout", port=80, protocol="HTTP", vpc_id=vpc.id, health_check={"interval": 10, "timeout": 10})
aws.lb.TargetGroup("m15-nothing", vpc_id=vpc.id, target_type="ip")
aws.lb.Listener(
    "m16-https-no-cert",
    load_balancer_arn=lb.arn,
    port=443,
    protocol="HTTPS",
    default_actions=[{"type": "forward", "target_group_arn": tg.arn}],
)
aws.lb.Listener(
    "m17-tcp-on-alb",
    load_balancer_arn=lb.arn,
    port=444,
    protocol="TCP",
    default_actions=[{"type": "forward", "target_group_arn": tg.arn}],
)
aws.lb.Listener(
    "m18-no-action-target", load_balancer_arn=lb.arn, port=445, protocol="HTTP", default_actions=[{"type": "forward"}]
)
li4 = aws.lb.Listener(
    "m19-same-port",
    load_balancer_arn=lb.arn,
    port=445,
    protocol="HTTP",
    default_actions=[{"type": "forward", "target_group_arn": tg.arn}],
)
aws.lb.Listener(
    "m20-weights",
    load_balancer_arn=lb.arn,
    port=446,
    protocol="HTTP",
    default_actions=[{"type": "forward", "forward": {"target_groups": [{"arn": tg.arn, "weight": 1000}]}}],
)
aws.lb.ListenerRule(
    "m21-first",
    listener_arn=li4.arn,
    priority=5,
    actions=[{"type": "forward", "target_group_arn": tg.arn}],
    conditions=[{"path_pattern": {"values": ["/a"]}}],
)
aws.lb.ListenerRule(
    "m21-same-prio",
    listener_arn=li4.arn,
    priority=5,
    actions=[{"type": "forward", "target_group_arn": tg.arn}],
    conditions=[{"path_pattern": {"values": ["/b"]}}],
)
role = aws.iam.Role(
    "role",
    assume_role_policy=doc(
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}
    ),
)
aws.iam.Role("m22-bad-json", assume_role_policy="{not json")
aws.iam.Role(
    "m23-effect",
    assume_role_policy=doc(
        {"Effect": "allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}
    ),
)
aws.iam.Role(
    "m24-session",
    max_session_duration=60,
    assume_role_policy=doc(
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}
    ),
)
aws.iam.Role("m25-noprincipal", assume_role_policy=doc({"Effect": "Allow", "Action": "sts:AssumeRole"}))
aws.iam.RolePolicy(
    "m26-action", role=role.id, policy=doc({"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "*"})
)
aws.iam.RolePolicy(
    "m27-principal",
    role=role.id,
    policy=doc({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Principal": "*"}),
)
aws.iam.RolePolicy("m28-noresource", role=role.id, policy=doc({"Effect": "Allow", "Action": "s3:GetObject"}))
aws.iam.RolePolicy(
    "m29-service", role=role.id, policy=doc({"Effect": "Allow", "Action": "sss:GetObject", "Resource": "*"})
)
aws.iam.RolePolicy(
    "m30-arn", role=role.id, policy=doc({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "aws:s3:::x"})
)
aws.iam.RolePolicy(
    "m31-operator",
    role=role.id,
    policy=doc(
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEqual": {"aws:x": "y"}}}
    ),
)
aws.ecs.TaskDefinition(
    "m32-fargate",
    family="x",
    cpu="1024",
    memory="1024",
    requires_compatibilities=["FARGATE"],
    network_mode="awsvpc",
    container_definitions=json.dumps([{"name": "a", "image": "x", "essential": True}]),
)
aws.ecs.TaskDefinition(
    "m33-netmode",
    family="x",
    cpu="256",
    memory="512",
    requires_compatibilities=["FARGATE"],
    network_mode="bridge",
    container_definitions=json.dumps([{"name": "a", "image": "x", "essential": True}]),
)
aws.ecs.TaskDefinition(
    "m34-noessential",
    family="x",
    cpu="256",
    memory="512",
    requires_compatibilities=["FARGATE"],
    network_mode="awsvpc",
    container_definitions=json.dumps([{"name": "a", "image": "x", "essential": False}]),
)
aws.ecs.TaskDefinition(
    "m35-containersum",
    family="x",
    cpu="256",
    memory="512",
    requires_compatibilities=["FARGATE"],
    network_mode="awsvpc",
    execution_role_arn=role.arn,
    container_definitions=json.dumps([{"name": "a", "image": "x", "essential": True, "memory": 1024}]),
)
aws.ecs.TaskDefinition(
    "m36-hostport",
    family="x",
    cpu="256",
    memory="512",
    requires_compatibilities=["FARGATE"],
    network_mode="awsvpc",
    container_definitions=json.dumps(
        [{"name": "a", "image": "x", "essential": True, "portMappings": [{"containerPort": 80, "hostPort": 8080}]}]
    ),
)
td6 = aws.ecs.TaskDefinition(
    "td6",
    family="x",
    cpu="256",
    memory="512",
    requires_compatibilities=["FARGATE"],
    network_mode="awsvpc",
    container_definitions=json.dumps(
        [{"name": "a", "image": "x", "essential": True, "portMappings": [{"containerPort": 80}]}]
    ),
)
cl = aws.ecs.Cluster("cl")
aws.ecs.Service(
    "m37-wrong-container",
    cluster=cl.arn,
    task_definition=td6.arn,
    launch_type="FARGATE",
    desired_count=1,
    network_configuration={"subnets": [a.id]},
    load_balancers=[{"target_group_arn": tg.arn, "container_name": "b", "container_port": 80}],
)
aws.ecs.Service("m38-no-netconf", cluster=cl.arn, task_definition=td6.arn, launch_type="FARGATE", desired_count=1)
s3 = aws.ecs.Service(
    "m39-percent",
    cluster=cl.arn,
    task_definition=td6.arn,
    launch_type="FARGATE",
    desired_count=1,
    deployment_minimum_healthy_percent=100,
    deployment_maximum_percent=100,
    network_configuration={"subnets": [a.id]},
)
aws.appautoscaling.Target(
    "m40-min-max",
    min_capacity=10,
    max_capacity=2,
    resource_id="service/x/y",
    scalable_dimension="ecs:service:DesiredCount",
    service_namespace="ecs",
)
aws.appautoscaling.Policy(
    "m41-nometric",
    policy_type="TargetTrackingScaling",
    resource_id="service/x/y",
    scalable_dimension="ecs:service:DesiredCount",
    service_namespace="ecs",
    target_tracking_scaling_policy_configuration={"target_value": 50},
)
aws.appautoscaling.Target(
    "m42-dim",
    min_capacity=1,
    max_capacity=2,
    resource_id="service/x/y",
    scalable_dimension="ecs:service:Desired",
    service_namespace="ecs",
)
aws.cloudwatch.LogGroup("m43-retention", retention_in_days=31)
aws.cloudwatch.MetricAlarm(
    "m44-eval",
    comparison_operator="GreaterThanThreshold",
    evaluation_periods=3,
    datapoints_to_alarm=5,
    metric_name="x",
    namespace="AWS/ECS",
    period=60,
    statistic="Average",
    threshold=1,
)
aws.cloudwatch.MetricAlarm(
    "m45-period",
    comparison_operator="GreaterThanThreshold",
    evaluation_periods=3,
    metric_name="x",
    namespace="AWS/ECS",
    period=45,
    statistic="Average",
    threshold=1,
)
aws.cloudwatch.MetricAlarm(
    "m46-window",
    comparison_operator="GreaterThanThreshold",
    evaluation_periods=200,
    metric_name="x",
    namespace="AWS/ECS",
    period=3600,
    statistic="Average",
    threshold=1,
)
aws.cloudwatch.MetricAlarm(
    "m47-operator",
    comparison_operator="GreaterThan",
    evaluation_periods=2,
    metric_name="x",
    namespace="AWS/ECS",
    period=60,
    statistic="Mean",
    threshold=1,
)
aws.wafv2.WebAcl(
    "m48-prio",
    scope="REGIONAL",
    default_action={"allow": {}},
    visibility_config={"cloudwatch_metrics_enabled": True, "metric_name": "x", "sampled_requests_enabled": True},
    rules=[
        {
            "name": n,
            "priority": 1,
            "action": {"block": {}},
            "statement": {"geo_match_statement": {"country_codes": ["XX1"]}},
            "visibility_config": {
                "cloudwatch_metrics_enabled": True,
                "metric_name": "x",
                "sampled_requests_enabled": True,
            },
        }
        for n in ("a", "b")
    ],
)
aws.wafv2.WebAcl(
    "m49-rate",
    scope="REGIONAL",
    default_action={"allow": {}},
    visibility_config={"cloudwatch_metrics_enabled": True, "metric_name": "x", "sampled_requests_enabled": True},
    rules=[
        {
            "name": "r",
            "priority": 1,
            "action": {"block": {}},
            "statement": {"rate_based_statement": {"limit": 1}},
            "visibility_config": {
                "cloudwatch_metrics_enabled": True,
                "metric_name": "x",
                "sampled_requests_enabled": True,
            },
        }
    ],
)
aws.wafv2.WebAcl(
    "m50-cf-region",
    scope="CLOUDFRONT",
    region="eu-west-1",
    default_action={"allow": {}},
    visibility_config={"cloudwatch_metrics_enabled": True, "metric_name": "x", "sampled_requests_enabled": True},
)
aws.s3.Bucket("m51-bucket", bucket="My_Bucket")
aws.s3.Bucket("m52-bucket-ip", bucket="192.168.1.1")
aws.s3.Bucket("m53-first", bucket="same-name-bucket")
aws.s3.Bucket("m53-same", bucket="same-name-bucket")
aws.sqs.Queue("m54-fifo", fifo_queue=True, name="jobs")
aws.sqs.Queue("m55-vis", visibility_timeout_seconds=50000)
q3 = aws.sqs.Queue("q3", visibility_timeout_seconds=30)
aws.sqs.Queue(
    "m56-redrive",
    redrive_policy=json.dumps({"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:x", "maxReceiveCount": 0}),
)
worker = aws.iam.Role(
    "worker",
    assume_role_policy=doc(
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
    ),
)
aws.lambda_.Function(
    "m57-memory", runtime="python3.12", handler="a.b", role=worker.arn, memory_size=64, code=pulumi.FileArchive(".")
)
aws.lambda_.Function(
    "m58-timeout", runtime="python3.12", handler="a.b", role=worker.arn, timeout=5401, code=pulumi.FileArchive(".")
)
aws.lambda_.Function(
    "m59-runtime", runtime="python3.99", handler="a.b", role=worker.arn, timeout=300, code=pulumi.FileArchive(".")
)
fn4 = aws.lambda_.Function(
    "m60-role-trust", runtime="python3.12", handler="a.b", role=role.arn, timeout=300, code=pulumi.FileArchive(".")
)
aws.lambda_.EventSourceMapping("m61-visibility", event_source_arn=q3.arn, function_name=fn4.arn)
aws.rds.Instance(
    "m62-storage",
    engine="postgres",
    instance_class="db.t4g.micro",
    allocated_storage=5,
    username="admin",
    password="short",
    skip_final_snapshot=True,
)
aws.rds.Instance(
    "m63-class",
    engine="postgres",
    instance_class="t4g.micro",
    allocated_storage=20,
    username="x",
    password="longenough1",
    skip_final_snapshot=True,
)
aws.ec2.Route("m64-route", route_table_id="rtb-0123456789abcdef0", destination_cidr_block="0.0.0.0/0")
aws.route53.Record(
    "m65-cname-ttl", zone_id="Z0123456789ABCDEF", name="a.example.com", type="CNAME", records=["b.example.com"]
)
aws.route53.Record(
    "m66-a-record", zone_id="Z0123456789ABCDEF", name="a.example.com", type="A", ttl=60, records=["b.example.com"]
)
aws.cloudfront.Distribution(
    "m67-cf-cert",
    enabled=True,
    origins=[
        {
            "domain_name": "x.example.com",
            "origin_id": "o",
            "custom_origin_config": {
                "http_port": 80,
                "https_port": 443,
                "origin_protocol_policy": "https-only",
                "origin_ssl_protocols": ["TLSv1.2"],
                "origin_read_timeout": 300,
            },
        }
    ],
    default_cache_behavior={
        "target_origin_id": "p",
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": ["GET"],
        "cached_methods": ["GET", "HEAD"],
    },
    restrictions={"geo_restriction": {"restriction_type": "none"}},
    viewer_certificate={
        "acm_certificate_arn": "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
        "ssl_support_method": "sni-only",
    },
)
aws.dynamodb.Table("m68-ddb", billing_mode="PROVISIONED", hash_key="id", attributes=[{"name": "other", "type": "S"}])
kms = aws.kms.Key("m69-kms", deletion_window_in_days=3)
aws.secretsmanager.Secret("m70-recovery", recovery_window_in_days=5)
aws.cloudwatch.EventRule("m71-rate", schedule_expression="rate(1 minutes)")
aws.cloudwatch.EventRule("m72-cron", schedule_expression="cron(0 12 * * * *)")
ecr = aws.ecr.Repository("m73-repo", name="Upper/Case")
eks = aws.eks.Cluster("m74-eks", role_arn=role.arn, version="1.5", vpc_config={"subnet_ids": [a.id]})
aws.eks.NodeGroup(
    "m75-scaling",
    cluster_name=eks.name,
    node_role_arn=role.arn,
    subnet_ids=[a.id],
    scaling_config={"min_size": 3, "max_size": 2, "desired_size": 5},
)
aws.elasticache.ReplicationGroup(
    "m76-redis", description="x", automatic_failover_enabled=True, num_cache_clusters=1, node_type="cache.t4g.micro"
)
aws.ec2.NatGateway("m77-nat", subnet_id=a.id)
aws.sns.Topic("m78-tags", tags={"aws:x": "y"})
aws.ec2.Subnet("m79-region", vpc_id=vpc.id, region="eu-west-1", cidr_block="10.0.11.0/24")
aws.budgets.Budget("m80-budget", budget_type="COST", limit_amount="-5", limit_unit="USD", time_unit="WEEKLY")
