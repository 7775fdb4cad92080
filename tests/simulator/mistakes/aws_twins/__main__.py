"""Mistakes on AWS, each beside what is right, written without a look at the rules."""

import json
from typing import Any

import pulumi_aws as aws


def twins(number: str) -> list[tuple[str, bool]]:
    """Give what the wrong one and the right one are called, and which is wrong."""
    return [(number, True), (number.replace("m", "right"), False)]


VPC, SUBNETS = "vpc-0a1b2c3d4e5f67890", ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"]
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/service"
BALANCER = f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:loadbalancer/app/web/50dc6c495c0c9188"
LISTENER = f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2"
TARGETS = f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:targetgroup/web/73e2d6bc24d8a067"
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:jobs"


def function(name: str, **more: Any) -> aws.lambda_.Function:
    given = {"role": ROLE, "handler": "app.handler", "runtime": "python3.13", "s3_bucket": "code", "s3_key": "a.zip"}
    return aws.lambda_.Function(name, **{**given, **more})


def policy(name: str, *, version: str = "2012-10-17", **statement: Any) -> None:
    one = {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*", **statement}
    one = {key: value for key, value in one.items() if value is not None}
    aws.iam.Policy(name, policy=json.dumps({"Version": version, "Statement": [one]}))


def group(name: str, **more: Any) -> None:
    aws.lb.TargetGroup(name, **{"port": 8080, "protocol": "HTTP", "vpc_id": VPC, "target_type": "ip", **more})


def alarm(name: str, **more: Any) -> None:
    given = {"comparison_operator": "GreaterThanThreshold", "evaluation_periods": 3, "metric_name": "CPUUtilization",
             "namespace": "AWS/ECS", "period": 60, "statistic": "Average", "threshold": 80}  # fmt: skip
    aws.cloudwatch.MetricAlarm(name, **{key: value for key, value in {**given, **more}.items() if value is not None})


def front(name: str, *, origin: str = "web", behavior: Any = None, **more: Any) -> None:
    given: dict[str, Any] = {
        "enabled": True,
        "origins": [{"origin_id": "web", "domain_name": "web.example.com", "custom_origin_config": {
            "http_port": 80, "https_port": 443, "origin_protocol_policy": "https-only",
            "origin_ssl_protocols": ["TLSv1.2"]}}],
        "default_cache_behavior": {
            "target_origin_id": origin, "viewer_protocol_policy": "redirect-to-https",
            "allowed_methods": ["GET", "HEAD"], "cached_methods": ["GET", "HEAD"],
            "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6", **(behavior or {})},
        "restrictions": {"geo_restriction": {"restriction_type": "none"}},
        "viewer_certificate": {"cloudfront_default_certificate": True},
    }  # fmt: skip
    aws.cloudfront.Distribution(name, **{**given, **more})


def nodes(name: str, **more: Any) -> None:
    sizes = {"min_size": 1, "desired_size": 2, "max_size": 4}
    given = {"cluster_name": "main", "node_role_arn": ROLE, "subnet_ids": SUBNETS, "scaling_config": sizes}
    aws.eks.NodeGroup(name, **{**given, **more})


for n, bad in twins("m01"):
    nodes(f"{n}-nodes", scaling_config={"min_size": 1, "desired_size": 5 if bad else 3, "max_size": 3})
for n, bad in twins("m02"):
    nodes(f"{n}-spot", capacity_type="Spot" if bad else "SPOT")
for n, bad in twins("m03"):
    effect = "NoSchedule" if bad else "NO_SCHEDULE"
    nodes(f"{n}-taint", taints=[{"key": "gpu", "value": "true", "effect": effect}])
for n, bad in twins("m06"):
    function(f"{n}-disk", ephemeral_storage={"size": 256 if bad else 1024})
for n, bad in twins("m07"):
    layer = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:layer:l"
    function(f"{n}-layers", layers=[f"{layer}{number}:1" for number in range(6 if bad else 5)])
for n, bad in twins("m08"):
    image = {"package_type": "Image", "image_uri": f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/a:1"}
    none = {"handler": None, "runtime": None, "s3_bucket": None, "s3_key": None}
    function(f"{n}-image", **{**none, **image, **({"handler": "app.handler"} if bad else {})})
for n, bad in twins("m09"):
    aws.lambda_.FunctionUrl(f"{n}-url", function_name="f", authorization_type="IAM" if bad else "AWS_IAM")
for n, bad in twins("m11"):
    window = {} if bad else {"maximum_batching_window_in_seconds": 5}
    aws.lambda_.EventSourceMapping(f"{n}-batch", event_source_arn=QUEUE, function_name="f", batch_size=100, **window)
for n, bad in twins("m12"):
    jobs = aws.sqs.Queue(f"{n}-jobs", visibility_timeout_seconds=30 if bad else 360)
    worker = function(f"{n}-worker", timeout=60)
    aws.lambda_.EventSourceMapping(f"{n}-source", event_source_arn=jobs.arn, function_name=worker.arn)
for n, bad in twins("m13"):
    aws.sqs.Queue(f"{n}-delay", delay_seconds=1000 if bad else 900)
for n, bad in twins("m14"):
    aws.sqs.Queue(f"{n}-retention", message_retention_seconds=30 if bad else 60)
for n, bad in twins("m15"):
    aws.sqs.Queue(f"{n}-dedup", fifo_queue=not bad or None, content_based_deduplication=True)
for n, bad in twins("m16"):
    url = f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/jobs"
    topic = f"arn:aws:sns:eu-west-1:{ACCOUNT}:events"
    aws.sns.TopicSubscription(f"{n}-sub", topic=topic, protocol="sqs", endpoint=url if bad else QUEUE)
for n, bad in twins("m17"):
    aws.sns.Topic(f"{n}-topic", name="orders" if bad else "orders.fifo", fifo_topic=True)
for n, bad in twins("m18"):
    aws.appautoscaling.Target(
        f"{n}-target", resource_id="main/web" if bad else "service/main/web", min_capacity=1, max_capacity=4,
        scalable_dimension="ecs:service:DesiredCount", service_namespace="ecs",
    )  # fmt: skip
for n, bad in twins("m19"):
    track = {"target_value": 60, "predefined_metric_specification": {
        "predefined_metric_type": "ECSServiceAverageCPUUtilization"}}  # fmt: skip
    aws.appautoscaling.Policy(
        f"{n}-policy", policy_type="StepScaling" if bad else "TargetTrackingScaling", resource_id="service/main/web",
        scalable_dimension="ecs:service:DesiredCount", service_namespace="ecs",
        target_tracking_scaling_policy_configuration=track,
    )  # fmt: skip
for n, bad in twins("m20"):
    aws.appautoscaling.Target(
        f"{n}-space", resource_id="service/main/web", min_capacity=1, max_capacity=4,
        scalable_dimension="dynamodb:table:ReadCapacityUnits" if bad else "ecs:service:DesiredCount",
        service_namespace="ecs",
    )  # fmt: skip
for n, bad in twins("m21"):
    aws.ecs.Service(
        f"{n}-daemon", cluster="main", task_definition="web:1", launch_type="FARGATE" if bad else "EC2",
        scheduling_strategy="DAEMON", network_configuration={"subnets": SUBNETS},
    )  # fmt: skip
for n, bad in twins("m22"):
    strategies = [{"capacity_provider": "FARGATE", "base": 1, "weight": 1},
                  {"capacity_provider": "FARGATE_SPOT", "base": 1 if bad else 0, "weight": 3}]  # fmt: skip
    aws.ecs.Service(f"{n}-base", cluster="main", task_definition="web:1", desired_count=2,
                    capacity_provider_strategies=strategies, network_configuration={"subnets": SUBNETS})  # fmt: skip
for n, bad in twins("m23"):
    aws.ecs.TaskDefinition(
        f"{n}-task", family="web", requires_compatibilities=["FARGATE"], network_mode="awsvpc", cpu="512",
        memory="1024", execution_role_arn=ROLE, ephemeral_storage={"size_in_gib": 10 if bad else 30},
        container_definitions=json.dumps([{"name": "a", "image": "nginx:1"}]),
    )  # fmt: skip
for n, bad in twins("m24"):
    aws.autoscaling.Group(
        f"{n}-asg", min_size=4 if bad else 1, max_size=3, vpc_zone_identifiers=SUBNETS,
        launch_template={"id": "lt-0a1b2c3d4e5f67890"},
    )  # fmt: skip
for n, bad in twins("m26"):
    script = "#!/bin/bash\necho hi\n" if bad else "IyEvYmluL2Jhc2gKZWNobyBoaQo="
    aws.ec2.LaunchTemplate(f"{n}-data", user_data=script, image_id="ami-0a1b2c3d4e5f67890")
for n, bad in twins("m27"):
    aws.ec2.LaunchTemplate(f"{n}-hops", metadata_options={"http_put_response_hop_limit": 100 if bad else 2})
for n, bad in twins("m28"):
    aws.ebs.Volume(f"{n}-iops", availability_zone="eu-west-1a", size=100, type="gp2" if bad else "gp3", iops=3000)
for n, bad in twins("m29"):
    aws.ebs.Volume(f"{n}-io2", availability_zone="eu-west-1a", size=100, type="io2", **({} if bad else {"iops": 3000}))
for n, bad in twins("m30"):
    more = {} if bad else {"provisioned_throughput_in_mibps": 64}
    aws.efs.FileSystem(f"{n}-efs", throughput_mode="provisioned", **more)
for n, bad in twins("m31"):
    days = "AFTER_15_DAYS" if bad else "AFTER_14_DAYS"
    aws.efs.FileSystem(f"{n}-cold", lifecycle_policies=[{"transition_to_ia": days}])
for n, bad in twins("m32"):
    aws.fsx.LustreFileSystem(
        f"{n}-lustre", storage_capacity=1000 if bad else 1200, subnet_ids=SUBNETS[0], deployment_type="SCRATCH_2"
    )
for n, bad in twins("m33"):
    status = "Enable" if bad else "Enabled"
    aws.s3.BucketVersioning(f"{n}-versions", bucket="models", versioning_configuration={"status": status})
for n, bad in twins("m34"):
    text = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::models" if bad else "arn:aws:s3:::models/*"}]}  # fmt: skip
    aws.s3.BucketPolicy(f"{n}-policy", bucket="models", policy=json.dumps(text))
for n, bad in twins("m35"):
    algorithm = {"sse_algorithm": "AES-256" if bad else "AES256"}
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{n}-sse", bucket="models", rules=[{"apply_server_side_encryption_by_default": algorithm}]
    )
for n, bad in twins("m36"):
    front(f"{n}-origin", origin="api" if bad else "web")
for n, bad in twins("m37"):
    front(f"{n}-price", price_class="PriceClass_300" if bad else "PriceClass_200")
for n, bad in twins("m38"):
    certificate = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"
    version = "TLSv1.2_2020" if bad else "TLSv1.2_2021"
    front(f"{n}-tls", viewer_certificate={
        "acm_certificate_arn": certificate, "ssl_support_method": "sni-only",
        "minimum_protocol_version": version})  # fmt: skip
for n, bad in twins("m39"):
    front(f"{n}-alias", **({"aliases": ["api.example.com"]} if bad else {}))
for n, bad in twins("m40"):
    methods = ["GET", "HEAD", "POST"] if bad else ["GET", "HEAD", "OPTIONS"]
    front(f"{n}-methods", behavior={"allowed_methods": methods})
for n, bad in twins("m42"):
    aws.cloudfront.OriginAccessControl(
        f"{n}-oac", origin_access_control_origin_type="s3", signing_behavior="Always" if bad else "always",
        signing_protocol="sigv4",
    )  # fmt: skip
for n, bad in twins("m43"):
    name = "https://api.example.com" if bad else "api.example.com"
    aws.acm.Certificate(f"{n}-cert", domain_name=name, validation_method="DNS")
for n, bad in twins("m45"):
    aws.route53.HealthCheck(
        f"{n}-often", type="TCP", fqdn="a.example.com", port=443, request_interval=60 if bad else 30,
        failure_threshold=3,
    )  # fmt: skip
for n, bad in twins("m46"):
    weight = {} if bad else {"set_identifier": "blue"}
    aws.route53.Record(f"{n}-weight", zone_id="Z0A1B2C3D4", name="a", type="A", ttl=60, records=["192.0.2.1"],
                       weighted_routing_policies=[{"weight": 10}], **weight)  # fmt: skip
for n, bad in twins("m47"):
    target = {"name": "d1.cloudfront.net", "zone_id": "Z2FDTNDATAQYW2", "evaluate_target_health": False}
    aws.route53.Record(f"{n}-alias", zone_id="Z0A1B2C3D4", name="a", type="A", aliases=[target],
                       **({"ttl": 60} if bad else {}))  # fmt: skip
for n, bad in twins("m48"):
    endpoint = {"endpoint_id": BALANCER, "weight": 100}
    listener = f"arn:aws:globalaccelerator::{ACCOUNT}:accelerator/1/listener/2"
    aws.globalaccelerator.EndpointGroup(
        f"{n}-dial",
        listener_arn=listener,
        traffic_dial_percentage=150 if bad else 50,
        endpoint_configurations=[endpoint],
    )
for n, bad in twins("m49"):
    alarm(f"{n}-both", extended_statistic="p99", statistic="Average" if bad else None)
for n, bad in twins("m50"):
    alarm(f"{n}-missing", treat_missing_data="notbreaching" if bad else "notBreaching")
for n, bad in twins("m51"):
    widget = '{"widgets": [' if bad else '{"widgets": []}'
    aws.cloudwatch.Dashboard(f"{n}-board", dashboard_name=n, dashboard_body=widget)
for n, bad in twins("m52"):
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}  # fmt: skip
    seconds = 60000 if bad else 43200
    aws.iam.Role(f"{n}-session", assume_role_policy=json.dumps(trust), max_session_duration=seconds)
for n, bad in twins("m53"):
    policy(f"{n}-version", version="2012-10-18" if bad else "2012-10-17")
for n, bad in twins("m55"):
    policy(f"{n}-actions", NotAction="iam:*" if bad else None)
for n, bad in twins("m56"):
    policy(f"{n}-sid", Sid="allow-read" if bad else "AllowRead")
for n, bad in twins("m57"):
    aws.kms.Alias(f"{n}-alias", name="models" if bad else "alias/models", target_key_id="0a1b2c3d-0a1b")
for n, bad in twins("m58"):
    spec = "SYMMETRIC_DEFAULT" if bad else "ECC_NIST_P256"
    aws.kms.Key(f"{n}-sign", key_usage="SIGN_VERIFY", customer_master_key_spec=spec)
for n, bad in twins("m59"):
    aws.ec2.VpcEndpoint(
        f"{n}-gateway", vpc_id=VPC, service_name="com.amazonaws.eu-west-1.s3", vpc_endpoint_type="Gateway",
        **({"subnet_ids": SUBNETS} if bad else {"route_table_ids": ["rtb-0a1b2c3d4e5f67890"]}),
    )  # fmt: skip
for n, bad in twins("m60"):
    aws.ecr.Repository(f"{n}-images", image_tag_mutability="immutable" if bad else "IMMUTABLE")
for n, bad in twins("m61"):
    rule = {"rulePriority": 1, "action": {"type": "expire"}, "selection": {
        "tagStatus": "untagged", "countType": "sinceImagePushed", "countNumber": 7,
        **({} if bad else {"countUnit": "days"})}}  # fmt: skip
    aws.ecr.LifecyclePolicy(f"{n}-old", repository="images", policy=json.dumps({"rules": [rule]}))
for n, bad in twins("m62"):
    attributes = [{"name": "id", "type": "S"}, *([] if bad else [{"name": "owner", "type": "S"}])]
    index = {
        "name": "by-owner",
        "key_schemas": [{"attribute_name": "owner", "key_type": "HASH"}],
        "projection_type": "ALL",
    }
    aws.dynamodb.Table(f"{n}-table", attributes=attributes, hash_key="id", billing_mode="PAY_PER_REQUEST",
                       global_secondary_indexes=[index])  # fmt: skip
for n, bad in twins("m63"):
    group(f"{n}-sticky", protocol="TCP", stickiness={"type": "lb_cookie" if bad else "source_ip"})
for n, bad in twins("m64"):
    action = {"type": "forward", "target_group_arn": TARGETS}
    path = {"path_pattern": {"values": ["/v1/*"]}}
    aws.lb.ListenerRule(f"{n}-rule", listener_arn=LISTENER, priority=60000 if bad else 100, actions=[action],
                        conditions=[path])  # fmt: skip
for n, bad in twins("m65"):
    group(f"{n}-drain", deregistration_delay=4000 if bad else 3600)
for n, bad in twins("m67"):
    answer = {"content_type": "text/plain", "status_code": "600" if bad else "503"}
    aws.lb.Listener(f"{n}-fixed", load_balancer_arn=BALANCER, port=80,
                    default_actions=[{"type": "fixed-response", "fixed_response": answer}])  # fmt: skip
for n, bad in twins("m68"):
    variant = {"model_name": "m", "variant_name": "all", "initial_instance_count": 1,
               "instance_type": "g5.xlarge" if bad else "ml.g5.xlarge"}  # fmt: skip
    aws.sagemaker.EndpointConfiguration(f"{n}-endpoint", production_variants=[variant])
for n, bad in twins("m69"):
    serverless = {"max_concurrency": 5, "memory_size_in_mb": 1500 if bad else 2048}
    variant = {"model_name": "m", "variant_name": "all", "serverless_config": serverless}
    aws.sagemaker.EndpointConfiguration(f"{n}-serverless", production_variants=[variant])
for n, bad in twins("m70"):
    aws.apigatewayv2.Api(f"{n}-api", protocol_type="REST" if bad else "HTTP")
for n, bad in twins("m71"):
    aws.apigatewayv2.Integration(
        f"{n}-call", api_id="a", integration_type="HTTP_PROXY", integration_method="ANY",
        integration_uri="https://example.com", timeout_milliseconds=60000 if bad else 29000,
    )  # fmt: skip
for n, bad in twins("m72"):
    aws.secretsmanager.SecretRotation(
        f"{n}-rotation", secret_id="s", rotation_lambda_arn=f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:r",
        rotation_rules={"automatically_after_days": 2000 if bad else 30},
    )  # fmt: skip
