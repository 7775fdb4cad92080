"""Ids, ARNs and names as AWS gives them."""

from __future__ import annotations

from typing import Any, Final

from scaffolder.simulator.plausible import AWS_ACCOUNT, aws_partition, decimal_digits
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


def name_of(subject: Subject) -> str:
    """Give the name the cloud knows a resource by: the one asked for, else the logical one with Pulumi's suffix."""
    asked = subject.text("name", "bucket", "family", "clusterIdentifier", "identifier", "dashboardName", "alarmName")
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
    cluster = subject.text("cluster").rpartition("/")[2] or "default"
    parts: dict[str, str] = {
        "aws:s3/bucket:Bucket": name,
        "aws:s3/bucketV2:BucketV2": name,
        "aws:sns/topic:Topic": name,
        "aws:sqs/queue:Queue": name,
        "aws:lambda/function:Function": f"function:{name}",
        "aws:cloudwatch/logGroup:LogGroup": f"log-group:{name}",
        "aws:cloudwatch/metricAlarm:MetricAlarm": f"alarm:{name}",
        "aws:cloudwatch/compositeAlarm:CompositeAlarm": f"alarm:{name}",
        "aws:ecs/service:Service": f"service/{cluster}/{name}",
        "aws:ecs/taskDefinition:TaskDefinition": f"task-definition/{name}:1",
        "aws:ecs/capacityProvider:CapacityProvider": f"capacity-provider/{name}",
        "aws:lb/loadBalancer:LoadBalancer": f"loadbalancer/{_lb_kind(subject)}/{name}/{subject.hex(16)}",
        "aws:lb/targetGroup:TargetGroup": f"targetgroup/{name}/{subject.hex(16)}",
        "aws:secretsmanager/secret:Secret": f"secret:{name}-{subject.hex(6)}",
        "aws:wafv2/webAcl:WebAcl": f"{subject.text('scope', default='REGIONAL').lower()}/webacl/{name}/{subject.hex(32)}",
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "oidc-provider/"
        + subject.text("url").removeprefix("https://"),
        "aws:dynamodb/table:Table": f"table/{name}",
        "aws:rds/instance:Instance": f"db:{name}",
        "aws:sfn/stateMachine:StateMachine": f"stateMachine:{name}",
    }
    if subject.type == "aws:lb/listener:Listener":
        balancer = subject.text("loadBalancerArn").partition("loadbalancer/")[2]
        return f"listener/{balancer or 'app/unknown'}/{subject.hex(16)}"
    if subject.type == "aws:lb/listenerRule:ListenerRule":
        listener = subject.text("listenerArn").partition("listener/")[2]
        return f"listener-rule/{listener or 'app/unknown'}/{subject.hex(16)}"
    if subject.type in parts:
        return parts[subject.type]
    if subject.type in {
        "aws:kms/key:Key",
        "aws:acm/certificate:Certificate",
        "aws:globalaccelerator/accelerator:Accelerator",
    }:
        return f"{kind}/{_guid(subject)}"
    if service == "ec2":
        return f"{_dashed(subject.kind)}/{id_of(subject)}"
    if service == "cloudfront":
        return f"{kind.lower()}/{id_of(subject)}"
    return f"{kind.lower()}/{name}"


def _lb_kind(subject: Subject) -> str:
    kinds = {"network": "net", "gateway": "gwy"}
    return kinds.get(subject.text("loadBalancerType"), "app")


def _dashed(kind: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in kind).lstrip("-")


def _guid(subject: Subject) -> str:
    digits = subject.hex(32, "guid")
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _letters(subject: Subject, length: int) -> str:
    return subject.hex(length, "letters").translate(_LETTERS)


def id_of(subject: Subject) -> str:
    """Give a resource's id, in the form its service uses."""
    if subject.type in _ID_IS_ARN:
        return arn_of(subject)
    if subject.module in {"ec2", "vpc"} and subject.kind in _EC2_PREFIXES:
        return f"{_EC2_PREFIXES[subject.kind]}-0{subject.hex(16)}"
    if subject.type == "aws:route53/zone:Zone":
        return "Z" + _letters(subject, 20)
    if subject.module == "cloudfront":
        return "E" + _letters(subject, 13)
    if subject.type in {"aws:kms/key:Key", "aws:wafv2/webAcl:WebAcl", "aws:route53/healthCheck:HealthCheck"}:
        return _guid(subject)
    if subject.type == "aws:sqs/queue:Queue":
        return f"https://sqs.{region_of(subject)}.amazonaws.com/{AWS_ACCOUNT}/{name_of(subject)}"
    return name_of(subject)


def outputs_of(subject: Subject) -> dict[str, Any]:
    """Give the computed outputs that AWS's resources share or that are known by type."""
    region, name, arn, id_ = region_of(subject), name_of(subject), arn_of(subject), id_of(subject)
    suffix = "amazonaws.com.cn" if aws_partition(region) == "aws-cn" else "amazonaws.com"
    common: dict[str, Any] = {
        "arn": arn,
        "region": region,
        "tagsAll": dict(subject.inputs.get("tags") or {}) if isinstance(subject.inputs.get("tags"), dict) else {},
        "ownerId": AWS_ACCOUNT,
        "accountId": AWS_ACCOUNT,
        "registryId": AWS_ACCOUNT,
    }
    if subject.type == "aws:lb/loadBalancer:LoadBalancer":
        internal = "internal-" if subject.inputs.get("internal") is True else ""
        common |= {
            "arnSuffix": arn.partition("loadbalancer/")[2],
            "dnsName": f"{internal}{name}-{decimal_digits(subject.hex(16), 10)}.{region}.elb.{suffix}",
            "zoneId": "Z" + _letters(subject, 13),
        }
    elif subject.type == "aws:lb/targetGroup:TargetGroup":
        common["arnSuffix"] = arn.rpartition(":")[2]
    elif subject.type == "aws:ecr/repository:Repository":
        common["repositoryUrl"] = f"{AWS_ACCOUNT}.dkr.ecr.{region}.{suffix}/{name}"
    elif subject.module == "cloudfront":
        common |= {"domainName": f"d{subject.hex(13)}.cloudfront.net", "hostedZoneId": "Z2FDTNDATAQYW2", "etag": id_}
    elif subject.module == "globalaccelerator":
        common |= {"dnsName": f"a{subject.hex(16)}.awsglobalaccelerator.com", "hostedZoneId": "Z2BJ6XQ5FK7U4H"}
    elif subject.type in {"aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"}:
        common |= {
            "bucket": name,
            "bucketDomainName": f"{name}.s3.{suffix}",
            "bucketRegionalDomainName": f"{name}.s3.{region}.{suffix}",
        }
    elif subject.type == "aws:ecs/taskDefinition:TaskDefinition":
        common |= {"revision": 1, "arnWithoutRevision": arn.rpartition(":")[0]}
    elif subject.type == "aws:route53/zone:Zone":
        common |= {
            "zoneId": id_,
            "nameServers": [
                f"ns-{100 + 512 * at}.awsdns-{12 + at}.{end}" for at, end in enumerate(("com", "net", "org", "co.uk"))
            ],
        }
    elif subject.type == "aws:sqs/queue:Queue":
        common["url"] = id_
    elif subject.type == "aws:kms/key:Key":
        common["keyId"] = id_
    return common
