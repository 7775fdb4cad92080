"""A function behind an HTTP API and a REST API, called every morning too, with its log kept and an alarm."""

import json

import pulumi
import pulumi_aws as aws

CODE = pulumi.AssetArchive(
    {"main.py": pulumi.StringAsset("def handler(event, context):\n    return {'statusCode': 200}\n")}
)

role = aws.iam.Role(
    "hello",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
            ],
        }
    ),
)
aws.iam.RolePolicyAttachment(
    "hello-logs",
    role=role.name,
    policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
)
log = aws.cloudwatch.LogGroup("hello", name="/aws/lambda/hello", retention_in_days=14)
function = aws.lambda_.Function(
    "hello",
    name="hello",
    role=role.arn,
    runtime="python3.13",
    handler="main.handler",
    code=CODE,
    memory_size=256,
    timeout=29,
    architectures=["arm64"],
    environment={"variables": {"MODE": "prod"}},
    tracing_config={"mode": "Active"},
    opts=pulumi.ResourceOptions(depends_on=[log]),
)
api = aws.apigatewayv2.Api(
    "hello",
    protocol_type="HTTP",
    cors_configuration={"allow_origins": ["https://example.com"], "allow_methods": ["GET"], "max_age": 3600},
)
integration = aws.apigatewayv2.Integration(
    "hello",
    api_id=api.id,
    integration_type="AWS_PROXY",
    integration_uri=function.arn,
    payload_format_version="2.0",
    timeout_milliseconds=29000,
)
aws.apigatewayv2.Route(
    "hello", api_id=api.id, route_key="GET /hello", target=pulumi.Output.concat("integrations/", integration.id)
)
aws.apigatewayv2.Stage(
    "default",
    api_id=api.id,
    name="$default",
    auto_deploy=True,
    default_route_settings={"throttling_burst_limit": 100, "throttling_rate_limit": 50},
)
aws.lambda_.Permission(
    "http",
    action="lambda:InvokeFunction",
    function=function.name,
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(api.execution_arn, "/*/*"),
)
rest = aws.apigateway.RestApi("hello", name="hello", endpoint_configuration={"types": "REGIONAL"})
resource = aws.apigateway.Resource("hello", rest_api=rest.id, parent_id=rest.root_resource_id, path_part="hello")
method = aws.apigateway.Method(
    "hello", rest_api=rest.id, resource_id=resource.id, http_method="GET", authorization="NONE"
)
call = aws.apigateway.Integration(
    "hello",
    rest_api=rest.id,
    resource_id=resource.id,
    http_method=method.http_method,
    integration_http_method="POST",
    type="AWS_PROXY",
    uri=function.invoke_arn,
)
deployment = aws.apigateway.Deployment("hello", rest_api=rest.id, opts=pulumi.ResourceOptions(depends_on=[call]))
aws.apigateway.Stage("v1", rest_api=rest.id, deployment=deployment.id, stage_name="v1")
morning = aws.cloudwatch.EventRule("morning", schedule_expression="cron(0 6 ? * MON-FRI *)")
aws.cloudwatch.EventTarget("morning", rule=morning.name, arn=function.arn, input=json.dumps({"wake": True}))
aws.lambda_.Permission(
    "morning",
    action="lambda:InvokeFunction",
    function=function.name,
    principal="events.amazonaws.com",
    source_arn=morning.arn,
)
aws.cloudwatch.MetricAlarm(
    "errors",
    comparison_operator="GreaterThanThreshold",
    evaluation_periods=2,
    datapoints_to_alarm=2,
    metric_name="Errors",
    namespace="AWS/Lambda",
    dimensions={"FunctionName": function.name},
    period=60,
    statistic="Sum",
    threshold=1,
    treat_missing_data="notBreaching",
)
pulumi.export("url", api.api_endpoint)
