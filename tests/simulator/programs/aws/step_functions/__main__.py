"""A state machine that starts by a rule, waits, asks a function and writes to a table, with its log kept."""

import json

import pulumi
import pulumi_aws as aws


def assumed_by(service: str) -> str:
    """The policy by which a service takes a role on."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


check = aws.lambda_.Function(
    "check",
    role=aws.iam.Role("check", assume_role_policy=assumed_by("lambda.amazonaws.com")).arn,
    runtime="python3.12",
    handler="main.handler",
    code=pulumi.AssetArchive({"main.py": pulumi.StringAsset("def handler(event, context):\n    return event\n")}),
    reserved_concurrent_executions=5,
)
results = aws.dynamodb.Table(
    "results", billing_mode="PAY_PER_REQUEST", hash_key="id", attributes=[{"name": "id", "type": "S"}]
)
role = aws.iam.Role("machine", assume_role_policy=assumed_by("states.amazonaws.com"))
aws.iam.RolePolicy(
    "machine",
    role=role.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": check.arn},
                {"Effect": "Allow", "Action": ["dynamodb:PutItem"], "Resource": [results.arn]},
                {"Effect": "Allow", "Action": ["logs:*", "xray:PutTraceSegments"], "Resource": "*"},
            ],
        }
    ),
)
log = aws.cloudwatch.LogGroup("machine", name="/aws/vendedlogs/states/machine", retention_in_days=30)
machine = aws.sfn.StateMachine(
    "machine",
    role_arn=role.arn,
    type="STANDARD",
    definition=pulumi.Output.json_dumps(
        {
            "Comment": "Checks an order",
            "StartAt": "Wait",
            "States": {
                "Wait": {"Type": "Wait", "Seconds": 5, "Next": "Check"},
                "Check": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke",
                    "Parameters": {"FunctionName": check.arn, "Payload.$": "$"},
                    "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 2, "MaxAttempts": 3}],
                    "Next": "Write",
                },
                "Write": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::dynamodb:putItem",
                    "Parameters": {"TableName": results.name, "Item": {"id": {"S.$": "$.id"}}},
                    "End": True,
                },
            },
        }
    ),
    logging_configuration={
        "level": "ERROR",
        "include_execution_data": False,
        "log_destination": pulumi.Output.concat(log.arn, ":*"),
    },
    tracing_configuration={"enabled": True},
)
caller = aws.iam.Role("caller", assume_role_policy=assumed_by("events.amazonaws.com"))
aws.iam.RolePolicy(
    "caller",
    role=caller.id,
    policy=machine.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": "states:StartExecution", "Resource": arn}],
            }
        )
    ),
)
bus = aws.cloudwatch.EventBus("orders", name="orders")
rule = aws.cloudwatch.EventRule(
    "created",
    event_bus_name=bus.name,
    event_pattern=json.dumps({"source": ["shop"], "detail-type": ["created"]}),
)
aws.cloudwatch.EventTarget(
    "created",
    rule=rule.name,
    event_bus_name=bus.name,
    arn=machine.arn,
    role_arn=caller.arn,
    retry_policy={"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 10},
)
pulumi.export("machine", machine.arn)
