"""A table with an index, a stream to a function, and another whose capacity follows its use."""

import json

import pulumi
import pulumi_aws as aws

orders = aws.dynamodb.Table(
    "orders",
    billing_mode="PAY_PER_REQUEST",
    hash_key="customer",
    range_key="order",
    attributes=[
        {"name": "customer", "type": "S"},
        {"name": "order", "type": "S"},
        {"name": "day", "type": "S"},
        {"name": "total", "type": "N"},
    ],
    global_secondary_indexes=[
        {
            "name": "by-day",
            "key_schemas": [
                {"attribute_name": "day", "key_type": "HASH"},
                {"attribute_name": "total", "key_type": "RANGE"},
            ],
            "projection_type": "KEYS_ONLY",
        }
    ],
    stream_enabled=True,
    stream_view_type="NEW_AND_OLD_IMAGES",
    ttl={"attribute_name": "expires", "enabled": True},
    point_in_time_recovery={"enabled": True},
    server_side_encryption={"enabled": True},
)
role = aws.iam.Role(
    "stream",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["lambda.amazonaws.com"]}}
            ],
        }
    ),
)
aws.iam.RolePolicy(
    "stream",
    role=role.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "ReadTheStream",
                    "Effect": "Allow",
                    "Action": ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"],
                    "Resource": orders.stream_arn,
                },
                {"Effect": "Allow", "Action": "dynamodb:ListStreams", "Resource": "*"},
            ],
        }
    ),
)
failed = aws.sqs.Queue("failed", message_retention_seconds=1209600)
function = aws.lambda_.Function(
    "stream",
    role=role.arn,
    runtime="nodejs22.x",
    handler="index.handler",
    code=pulumi.AssetArchive({"index.mjs": pulumi.StringAsset("export const handler = async () => {}")}),
)
aws.lambda_.EventSourceMapping(
    "stream",
    event_source_arn=orders.stream_arn,
    function_name=function.arn,
    starting_position="LATEST",
    batch_size=100,
    maximum_retry_attempts=3,
    bisect_batch_on_function_error=True,
    destination_config={"on_failure": {"destination_arn": failed.arn}},
)
counters = aws.dynamodb.Table(
    "counters",
    billing_mode="PROVISIONED",
    read_capacity=5,
    write_capacity=5,
    hash_key="name",
    attributes=[{"name": "name", "type": "S"}],
)
target = aws.appautoscaling.Target(
    "counters-write",
    min_capacity=5,
    max_capacity=100,
    resource_id=pulumi.Output.concat("table/", counters.name),
    scalable_dimension="dynamodb:table:WriteCapacityUnits",
    service_namespace="dynamodb",
)
aws.appautoscaling.Policy(
    "counters-write",
    policy_type="TargetTrackingScaling",
    resource_id=target.resource_id,
    scalable_dimension=target.scalable_dimension,
    service_namespace=target.service_namespace,
    target_tracking_scaling_policy_configuration={
        "predefined_metric_specification": {"predefined_metric_type": "DynamoDBWriteCapacityUtilization"},
        "target_value": 70,
    },
)
aws.dynamodb.TableItem(
    "first",
    table_name=counters.name,
    hash_key=counters.hash_key,
    item=json.dumps({"name": {"S": "visits"}, "count": {"N": "0"}}),
)
pulumi.export("table", orders.name)
