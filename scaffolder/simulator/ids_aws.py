"""Ids, ARNs and names as AWS gives them."""

from __future__ import annotations

from string import Formatter
from typing import Final

from scaffolder.simulator.plausible import AWS_ACCOUNT, aws_partition
from scaffolder.simulator.subject import Subject

# Id prefixes of EC2's resources: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
_EC2_PREFIXES: Final = {
    "Vpc": "vpc", "Subnet": "subnet", "SecurityGroup": "sg", "DefaultSecurityGroup": "sg", "RouteTable": "rtb",
    "DefaultRouteTable": "rtb", "InternetGateway": "igw", "NatGateway": "nat", "Eip": "eipalloc", "Instance": "i",
    "LaunchTemplate": "lt", "FlowLog": "fl", "VpcEndpoint": "vpce", "NetworkAcl": "acl", "NetworkInterface": "eni",
    "RouteTableAssociation": "rtbassoc", "Route": "r-rtb", "KeyPair": "key", "Volume": "vol", "Ami": "ami",
    "EgressOnlyInternetGateway": "eigw", "VpcPeeringConnection": "pcx", "SecurityGroupIngressRule": "sgr",
    "SecurityGroupEgressRule": "sgr", "SecurityGroupRule": "sgrule", "ManagedPrefixList": "pl",
    "VpcDhcpOptions": "dopt", "PlacementGroup": "pg", "VpcIpv4CidrBlockAssociation": "vpc-cidr-assoc",
}  # fmt: skip

# The service part of an ARN where it is not the module's name:
# https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
_SERVICES: Final = {
    "lb": "elasticloadbalancing", "alb": "elasticloadbalancing", "elb": "elasticloadbalancing",
    "appautoscaling": "application-autoscaling", "vpc": "ec2", "cfg": "config", "efs": "elasticfilesystem",
    "lambda": "lambda", "msk": "kafka", "mq": "mq", "opensearch": "es", "sfn": "states", "ses": "ses",
    "apigatewayv2": "apigateway", "stepfunctions": "states", "cloudwatchlogs": "logs", "transfer": "transfer",
}  # fmt: skip
_GLOBAL: Final = frozenset({"iam", "route53", "cloudfront", "globalaccelerator", "budgets", "organizations", "s3"})
_ID_IS_ARN: Final = frozenset({
    "aws:lb/loadBalancer:LoadBalancer", "aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule",
    "aws:lb/targetGroup:TargetGroup", "aws:ecs/cluster:Cluster", "aws:ecs/service:Service",
    "aws:ecs/capacityProvider:CapacityProvider", "aws:sns/topic:Topic", "aws:sns/topicSubscription:TopicSubscription",
    "aws:acm/certificate:Certificate", "aws:acm/certificateValidation:CertificateValidation",
    "aws:secretsmanager/secret:Secret", "aws:iam/policy:Policy", "aws:globalaccelerator/accelerator:Accelerator",
    "aws:globalaccelerator/listener:Listener", "aws:globalaccelerator/endpointGroup:EndpointGroup",
    "aws:xray/group:Group", "aws:sfn/stateMachine:StateMachine", "aws:kinesis/stream:Stream",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
})  # fmt: skip
_ID_IS_GUID: Final = frozenset({
    "aws:kms/key:Key", "aws:wafv2/webAcl:WebAcl", "aws:wafv2/ipSet:IpSet", "aws:route53/healthCheck:HealthCheck",
})  # fmt: skip
# The last part of an ARN where it is not `kind/name`: the ARN formats of the page named at `_SERVICES`.
_RESOURCE_PARTS: Final = {
    "aws:s3/bucket:Bucket": "{name}",
    "aws:s3/bucketV2:BucketV2": "{name}",
    "aws:sns/topic:Topic": "{name}",
    "aws:sqs/queue:Queue": "{name}",
    "aws:lambda/function:Function": "function:{name}",
    "aws:cloudwatch/logGroup:LogGroup": "log-group:{name}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "alarm:{name}",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": "alarm:{name}",
    "aws:ecs/service:Service": "service/{cluster}/{name}",
    "aws:ecs/taskDefinition:TaskDefinition": "task-definition/{name}:{generation}",
    "aws:ecs/capacityProvider:CapacityProvider": "capacity-provider/{name}",
    "aws:lb/loadBalancer:LoadBalancer": "loadbalancer/{balancer}/{name}/{hex}",
    "aws:lb/targetGroup:TargetGroup": "targetgroup/{name}/{hex}",
    "aws:lb/listener:Listener": "listener/{of_balancer}/{hex}",
    "aws:lb/listenerRule:ListenerRule": "listener-rule/{of_listener}/{hex}",
    "aws:secretsmanager/secret:Secret": "secret:{name}-{hex:.6}",
    "aws:wafv2/webAcl:WebAcl": "{scope}/webacl/{name}/{guid}",
    "aws:kms/key:Key": "key/{guid}",
    "aws:acm/certificate:Certificate": "certificate/{guid}",
    "aws:globalaccelerator/accelerator:Accelerator": "accelerator/{guid}",
    "aws:globalaccelerator/listener:Listener": "{of_accelerator}/listener/{hex:.8}",
    "aws:globalaccelerator/endpointGroup:EndpointGroup": "{within_listener}/endpoint-group/{hex:.12}",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "oidc-provider/{host}",
    "aws:rds/instance:Instance": "db:{name}",
    "aws:sfn/stateMachine:StateMachine": "stateMachine:{name}",
}
# The ids of what has its name within another resource, as `pulumi import` takes them: the Import sections in the
# classes of pulumi-aws 7.51. Some real ids are less, as an object's key; these tell apart what lies in two buckets.
_WITHIN: Final = {
    "aws:s3/bucketObject:BucketObject": "{bucket}/{key}",
    "aws:s3/bucketObjectv2:BucketObjectv2": "{bucket}/{key}",
    "aws:s3/objectCopy:ObjectCopy": "{bucket}/{key}",
    "aws:eks/nodeGroup:NodeGroup": "{clusterName}:{nodeGroupName}",
    "aws:eks/fargateProfile:FargateProfile": "{clusterName}:{fargateProfileName}",
    "aws:eks/addon:Addon": "{clusterName}:{addonName}",
    "aws:eks/accessEntry:AccessEntry": "{clusterName}:{principalArn}",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "{clusterName}#{principalArn}#{policyArn}",
    "aws:iam/rolePolicy:RolePolicy": "{role}:{name}",
    "aws:iam/userPolicy:UserPolicy": "{user}:{name}",
    "aws:iam/groupPolicy:GroupPolicy": "{group}:{name}",
    "aws:apigatewayv2/stage:Stage": "{apiId}/{name}",
    "aws:cloudwatch/eventTarget:EventTarget": "{rule}/{targetId}",
    "aws:cloudwatch/logStream:LogStream": "{logGroupName}:{name}",
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": "{logGroupName}:{name}",
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": "{logGroup}|{name}",
    "aws:lambda/alias:Alias": "{functionName}/{name}",
    "aws:lambda/permission:Permission": "{function}/{statementId}",
    "aws:glue/catalogTable:CatalogTable": f"{AWS_ACCOUNT}:{{databaseName}}:{{name}}",
    "aws:appautoscaling/policy:Policy": "{serviceNamespace}/{resourceId}/{scalableDimension}/{name}",
    "aws:appautoscaling/scheduledAction:ScheduledAction": "{serviceNamespace}/{resourceId}/{scalableDimension}/{name}",
}
# The inputs that hold a resource's name; no type has two of them in use.
_NAME_INPUTS: Final = (
    "name", "bucket", "family", "identifier", "clusterIdentifier", "dashboardName", "alarmName", "keyName", "clusterId",
    "replicationGroupId", "brokerName", "nodeGroupName", "fargateProfileName", "clusterName", "deploymentConfigName",
    "targetId", "statementId",
)  # fmt: skip
# Alphabetic identifiers of CloudFront, Route 53 and IAM are upper case.
_LETTERS: Final = str.maketrans("0123456789abcdef", "ABCDEFGHIJKLMNOP")


def region_of(subject: Subject) -> str:
    """Give the region a resource lies in: its own `region`, else that of its ARNs, else the provider's."""
    region = subject.text("region")
    if region:
        return region
    for value in subject.inputs.values():
        if isinstance(value, str) and value.startswith("arn:") and value.count(":") > 4:  # noqa: PLR2004 - arn:p:s:R:a:r
            found = value.split(":")[3]
            if found:
                return found
    zone = subject.text("availabilityZone")
    return zone[:-1] if zone else subject.provider_text("region", "us-east-1")


def place_of(subject: Subject) -> str:
    """Give what tells two resources of AWS with one id apart: the region; empty for what has one name everywhere.

    The ids of the other clouds say where they are.
    """
    if not subject.type.startswith("aws:"):
        return ""
    service = _SERVICES.get(subject.module, subject.module)
    return "" if service in _GLOBAL else region_of(subject)


def name_of(subject: Subject) -> str:
    """Give the name the cloud knows a resource by: the one asked for, else the logical one with Pulumi's suffix."""
    asked = subject.text(*_NAME_INPUTS)
    return asked or f"{subject.logical_name}-{subject.hex(7, 'name')}"


def arn_of(subject: Subject) -> str:
    """Give a resource's ARN."""
    region = region_of(subject)
    service = _SERVICES.get(subject.module, subject.module)
    if subject.type in {"aws:cloudwatch/logGroup:LogGroup", "aws:cloudwatch/logStream:LogStream"}:
        service = "logs"
    elif subject.module == "cloudwatch" and subject.kind.startswith("Event"):
        service = "events"
    where = "" if service in _GLOBAL else region
    account = "" if service in {"s3", "route53"} else AWS_ACCOUNT
    return f"arn:{aws_partition(region)}:{service}:{where}:{account}:{_resource_part(subject, service)}"


def _resource_part(subject: Subject, service: str) -> str:
    name = name_of(subject)
    kind = subject.kind[0].lower() + subject.kind[1:]
    if subject.type in _RESOURCE_PARTS:
        return _RESOURCE_PARTS[subject.type].format(
            name=name,
            hex=subject.hex(16),
            generation=subject.generation,
            guid=guid_of(subject),
            cluster=subject.text("cluster").rpartition("/")[2] or "default",
            balancer={"network": "net", "gateway": "gwy"}.get(subject.text("loadBalancerType"), "app"),
            of_balancer=subject.text("loadBalancerArn").partition("loadbalancer/")[2] or "app/unknown",
            of_listener=subject.text("listenerArn").partition("listener/")[2] or "app/unknown",
            of_accelerator=subject.text("acceleratorArn").rpartition(":")[2] or "accelerator/unknown",
            within_listener=subject.text("listenerArn").rpartition(":")[2] or "accelerator/unknown/listener/unknown",
            scope=subject.text("scope", default="REGIONAL").lower(),
            host=subject.text("url").removeprefix("https://"),
        )
    if service == "ec2":
        dashed = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in subject.kind)
        return f"{dashed.lstrip('-')}/{id_of(subject)}"
    return f"{kind.lower()}/{id_of(subject) if service == 'cloudfront' else name}"


def guid_of(subject: Subject) -> str:
    """Give the UUID that some services know a resource by."""
    digits = subject.hex(32, "guid")
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def letters_of(subject: Subject, length: int) -> str:
    """Give upper-case letters of a resource's own, as CloudFront and Route 53 use."""
    return subject.hex(length, "letters").translate(_LETTERS)


def id_of(subject: Subject) -> str:
    """Give a resource's id, in the form its service uses."""
    id_ = name_of(subject)
    if within := _WITHIN.get(subject.type):
        parts = {name: subject.text(name) for _, name, _, _ in Formatter().parse(within) if name}
        # What the program leaves out (a permission's statement) has a name of its own.
        return within.format(
            **{name: text or f"{subject.logical_name}-{subject.hex(7, name)}" for name, text in parts.items()}
        )
    if subject.type in _ID_IS_ARN:
        id_ = arn_of(subject)
    elif subject.type in _ID_IS_GUID:
        id_ = guid_of(subject)
    elif subject.module in {"ec2", "vpc"} and subject.kind in _EC2_PREFIXES:
        id_ = f"{_EC2_PREFIXES[subject.kind]}-0{subject.hex(16)}"
    elif subject.type == "aws:route53/zone:Zone":
        id_ = "Z" + letters_of(subject, 20)
    elif subject.type == "aws:route53/record:Record":
        # https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_record#import
        parts = (subject.text("zoneId"), id_.rstrip("."), subject.text("type"), subject.text("setIdentifier"))
        id_ = "_".join(part for part in parts if part)
    elif subject.module == "cloudfront":
        id_ = "E" + letters_of(subject, 13)
    elif subject.type == "aws:sqs/queue:Queue":
        id_ = f"https://sqs.{region_of(subject)}.amazonaws.com/{AWS_ACCOUNT}/{id_}"
    return id_
