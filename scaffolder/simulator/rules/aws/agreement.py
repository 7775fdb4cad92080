"""Regions of resources that refer to each other, and names that may be there once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from scaffolder.simulator.facts import aws_zones
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule

_REGION_PAGE: Final = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resources.html"
_ZONES_PAGE: Final = "cfn-lint 1.58.0, AVAILABILITY_ZONES"
_CDN_PAGE: Final = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html"
_WAF_PAGE: Final = "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html"
_NAMES_PAGE: Final = "botocore 1.44.8, what CreateBucket, CreateRole and the like say and throw"
_READ: Final = "2026-11-25"
_US: Final = "us-east-1"
_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
_INGRESS: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
_EGRESS: Final = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"

# Resources that must lie in the region of what their input names: the type, the input, and the types it names.
_TOGETHER: Final[tuple[tuple[str, str, str], ...]] = (
    ("aws:ec2/subnet:Subnet", "vpcId", "aws:ec2/vpc:Vpc"),
    ("aws:ec2/internetGateway:InternetGateway", "vpcId", "aws:ec2/vpc:Vpc"),
    ("aws:ec2/routeTable:RouteTable", "vpcId", "aws:ec2/vpc:Vpc"),
    ("aws:ec2/securityGroup:SecurityGroup", "vpcId", "aws:ec2/vpc:Vpc"),
    ("aws:ec2/vpcEndpoint:VpcEndpoint", "vpcId", "aws:ec2/vpc:Vpc"),
    ("aws:ec2/routeTableAssociation:RouteTableAssociation", "subnetId", "aws:ec2/subnet:Subnet"),
    ("aws:ec2/natGateway:NatGateway", "subnetId", "aws:ec2/subnet:Subnet"),
    ("aws:ec2/natGateway:NatGateway", "allocationId", "aws:ec2/eip:Eip"),
    ("aws:ec2/route:Route", "routeTableId", "aws:ec2/routeTable:RouteTable"),
    ("aws:ec2/route:Route", "natGatewayId", "aws:ec2/natGateway:NatGateway"),
    ("aws:ec2/route:Route", "gatewayId", "aws:ec2/internetGateway:InternetGateway"),
    ("aws:ec2/instance:Instance", "subnetId", "aws:ec2/subnet:Subnet"),
    ("aws:lb/targetGroup:TargetGroup", "vpcId", "aws:ec2/vpc:Vpc"),
    ("aws:lb/loadBalancer:LoadBalancer", "subnets", "aws:ec2/subnet:Subnet"),
    ("aws:lb/listener:Listener", "loadBalancerArn", "aws:lb/loadBalancer:LoadBalancer"),
    ("aws:lb/listener:Listener", "certificateArn", "aws:acm/certificate:Certificate"),
    ("aws:lb/listener:Listener", "defaultActions", "aws:lb/targetGroup:TargetGroup"),
    ("aws:lb/listenerRule:ListenerRule", "listenerArn", "aws:lb/listener:Listener"),
    ("aws:lb/listenerRule:ListenerRule", "actions", "aws:lb/targetGroup:TargetGroup"),
    ("aws:ecs/service:Service", "cluster", "aws:ecs/cluster:Cluster"),
    ("aws:ecs/service:Service", "taskDefinition", "aws:ecs/taskDefinition:TaskDefinition"),
    ("aws:ecs/service:Service", "loadBalancers", "aws:lb/targetGroup:TargetGroup"),
    (_INGRESS, "securityGroupId", _GROUP),
    (_EGRESS, "securityGroupId", _GROUP),
    ("aws:cloudwatch/logGroup:LogGroup", "kmsKeyId", "aws:kms/key:Key"),
    ("aws:sns/topic:Topic", "kmsMasterKeyId", "aws:kms/key:Key"),
    ("aws:kms/alias:Alias", "targetKeyId", "aws:kms/key:Key"),
    ("aws:sns/topicSubscription:TopicSubscription", "topic", "aws:sns/topic:Topic"),
    ("aws:cloudwatch/eventTarget:EventTarget", "rule", "aws:cloudwatch/eventRule:EventRule"),
    ("aws:lambda/eventSourceMapping:EventSourceMapping", "functionName", "aws:lambda/function:Function"),
    ("aws:lambda/permission:Permission", "function", "aws:lambda/function:Function"),
    ("aws:wafv2/webAclAssociation:WebAclAssociation", "webAclArn", "aws:wafv2/webAcl:WebAcl"),
    ("aws:acm/certificateValidation:CertificateValidation", "certificateArn", "aws:acm/certificate:Certificate"),
    ("aws:rds/instance:Instance", "dbSubnetGroupName", "aws:rds/subnetGroup:SubnetGroup"),
)  # fmt: skip

# Names that an account, or a region of it, has once: the type, the input, and whether all regions share them.
_ONCE: Final[Mapping[str, tuple[str, bool]]] = {
    "aws:s3/bucket:Bucket": ("bucket", True),
    "aws:iam/role:Role": ("name", True),
    "aws:iam/user:User": ("name", True),
    "aws:iam/group:Group": ("name", True),
    "aws:iam/instanceProfile:InstanceProfile": ("name", True),
    "aws:cloudfront/function:Function": ("name", True),
    "aws:lb/loadBalancer:LoadBalancer": ("name", False),
    "aws:lb/targetGroup:TargetGroup": ("name", False),
    "aws:ecs/cluster:Cluster": ("name", False),
    "aws:ecr/repository:Repository": ("name", False),
    "aws:sqs/queue:Queue": ("name", False),
    "aws:sns/topic:Topic": ("name", False),
    "aws:dynamodb/table:Table": ("name", False),
    "aws:lambda/function:Function": ("name", False),
    "aws:cloudwatch/logGroup:LogGroup": ("name", False),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("name", False),
    "aws:cloudwatch/dashboard:Dashboard": ("dashboardName", True),
    "aws:kms/alias:Alias": ("name", False),
    "aws:secretsmanager/secret:Secret": ("name", False),
    "aws:ssm/parameter:Parameter": ("name", False),
    "aws:rds/instance:Instance": ("identifier", False),
    "aws:eks/cluster:Cluster": ("name", False),
}
# Of these, what is there already is taken or overwritten: two of one name end as one.
_MERGED: Final = frozenset({
    "aws:ecs/cluster:Cluster", "aws:sqs/queue:Queue", "aws:sns/topic:Topic",
    "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/dashboard:Dashboard",
})  # fmt: skip


def region_of(resource: ProgramResource) -> str | None:
    """Give the region of a resource: its own, else its provider's; None when neither is known."""
    own = resource["region"]
    return own.text if not own.absent else resource.settings["region"].text


def account_of(resource: ProgramResource) -> tuple[str, ...] | None:
    """Give what tells one account's resources from another's; None when that is known after deployment alone."""
    settings = [resource.settings[name] for name in ("profile", "assumeRoles", "accessKey", "allowedAccountIds")]
    return tuple(str(one.value) for one in settings) if all(one.complete for one in settings) else None


@program_rule(*dict.fromkeys(type_ for type_, _, _ in _TOGETHER), page=_REGION_PAGE, read=_READ)
def regions_agree(program: Program) -> Iterator[ProgramFinding]:
    """A resource lies in the region of what it belongs to: a listener in that of its load balancer, and so on."""
    for type_, name, wanted in _TOGETHER:
        for resource in program.of(type_):
            here, others = region_of(resource), program.behind(resource, name, wanted)
            regions = [region_of(other) for other in others]
            # An input may be chosen from several resources: one of them in this region is enough.
            if not others or here is None or resource[name].absent or None in regions or here in regions:
                continue
            yield resource.finding(
                resource[name].finding(
                    f"`{name}` is of {others[0].name} in `{regions[0]}`, and this resource is in `{here}`.",
                    fix=f'Make both in one region: region="{regions[0]}" here, or region="{here}" there.',
                )
            )


@program_rule("aws:ec2/subnet:Subnet", page=_ZONES_PAGE, read=_READ)
def zones_are_of_the_region(program: Program) -> Iterator[ProgramFinding]:
    """A subnet's availability zone is one of its region."""
    for subnet in program.of("aws:ec2/subnet:Subnet"):
        zone, region = subnet["availabilityZone"], region_of(subnet)
        known = aws_zones().get((zone.text or "")[:-1])
        if known is not None and region in aws_zones() and not (zone.text or "").startswith(region or ""):
            yield subnet.finding(
                zone.finding(
                    f"`availabilityZone` is {zone.shown}, and the subnet is in `{region}`.",
                    fix=f"Give one of {', '.join(aws_zones()[region or ''])}.",
                )
            )


@program_rule("aws:wafv2/webAcl:WebAcl", "aws:wafv2/ipSet:IpSet", page=_WAF_PAGE, read=_READ)
def cloudfront_is_protected_from_us_east_1(program: Program) -> Iterator[ProgramFinding]:
    """A web ACL or IP set of scope CLOUDFRONT lies in us-east-1."""
    for acl in program.of("aws:wafv2/webAcl:WebAcl", "aws:wafv2/ipSet:IpSet"):
        region = region_of(acl)
        if acl["scope"].text == "CLOUDFRONT" and region is not None and region != _US:
            yield acl.finding(
                acl["scope"].finding(
                    f"`scope` is {acl['scope'].shown}, and the region is `{region}`; it must be {_US}.",
                    fix=f'Give region="{_US}".',
                )
            )


@program_rule("aws:cloudfront/distribution:Distribution", page=_CDN_PAGE, read=_READ)
def certificates_of_cloudfront_lie_in_us_east_1(program: Program) -> Iterator[ProgramFinding]:
    """A distribution's certificate from ACM lies in us-east-1."""
    for distribution in program.of("aws:cloudfront/distribution:Distribution"):
        certificate = distribution["viewerCertificate"]["acmCertificateArn"]
        parts = (certificate.text or "").split(":")
        region = parts[3] if len(parts) > 3 else None  # noqa: PLR2004 - arn:aws:acm:REGION
        if region is None and certificate.unknown:
            made = program.only_behind(distribution, "viewerCertificate", "aws:acm/certificate:Certificate")
            region = region_of(made) if made is not None else None
        if region is not None and region != _US:
            yield distribution.finding(
                certificate.finding(
                    f"`{certificate.path}` is of a certificate in `{region}`; CloudFront takes those of {_US} alone.",
                    fix=f'Make it with region="{_US}".',
                )
            )


@program_rule(*_ONCE, page=_NAMES_PAGE, read=_READ)
def names_are_there_once(program: Program) -> Iterator[ProgramFinding]:
    """No two resources of a type have one name in the region, or in all regions where AWS wants that."""
    for type_, (property_, everywhere) in _ONCE.items():
        seen: dict[tuple[object, ...], ProgramResource] = {}
        for resource in program.of(type_):
            name, region, account = resource[property_], region_of(resource), account_of(resource)
            if name.text is None or account is None:
                continue
            key = (name.text, account, None if everywhere else region)
            first = seen.setdefault(key, resource)
            if first is not resource:
                yield resource.finding(
                    name.finding(
                        f"`{property_}` is {name.shown}, which {first.name} has too"
                        + ("." if everywhere or region is None else f" in `{region}`."),
                        fix="Give each a name of its own, or let Pulumi name them.",
                        severity="warning" if type_ in _MERGED or resource["overwrite"].flag else "error",
                    )
                )
