"""How AWS is held to the rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .resource import (
    UNKNOWN,
    Checks,
    Resource,
    StackChecks,
    in_production,
    of_type,
    plain_secrets,
    undigested,
    unlabelled,
)
from .rules import MAX_REPLICAS

_TAGGED = frozenset(
    {
        "aws:cloudfront/distribution:Distribution",
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "aws:dynamodb/table:Table",
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/subnet:Subnet",
        "aws:ec2/vpc:Vpc",
        "aws:ecr/repository:Repository",
        "aws:ecs/cluster:Cluster",
        "aws:ecs/service:Service",
        "aws:ecs/taskDefinition:TaskDefinition",
        "aws:iam/role:Role",
        "aws:kms/key:Key",
        "aws:lambda/function:Function",
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:lb/targetGroup:TargetGroup",
        "aws:rds/instance:Instance",
        "aws:s3/bucket:Bucket",
        "aws:secretsmanager/secret:Secret",
        "aws:sns/topic:Topic",
        "aws:sqs/queue:Queue",
        "aws:wafv2/webAcl:WebAcl",
    }
)
_WEB_PORTS = {80, 443}
_OPEN = {"0.0.0.0/0", "::/0"}
_MODERN_POLICIES = ("ELBSecurityPolicy-TLS13-1-2", "ELBSecurityPolicy-TLS13-1-3")


def containers(resource: Resource) -> list[Mapping[str, Any]]:
    """The containers of a task definition, empty while they are not known."""
    text = resource.get("containerDefinitions")
    if resource.type != "aws:ecs/taskDefinition:TaskDefinition" or not isinstance(text, str):
        return []
    return json.loads(text)


def labelled(resource: Resource) -> Iterator[str]:
    """Tags on what takes them."""
    yield from unlabelled(resource, "tags", _TAGGED)


def image_by_digest(resource: Resource) -> Iterator[str]:
    """The app's own image; a collector beside it may be named by its version."""
    yield from undigested(
        resource, [entry.get("image") for entry in containers(resource) if entry.get("name") == "app"]
    )


def least_privilege(resource: Resource) -> Iterator[str]:
    """No policy of ours allows every action of a service, and none lets everybody in."""
    if resource.type not in {
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/policy:Policy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    }:
        return
    if str(resource.get("policyArn")).endswith(("/AdministratorAccess", "/PowerUserAccess")):
        yield f"{resource.name} attaches {resource.get('policyArn')}: allow the actions that are used."
    text = resource.get("policy")
    if not isinstance(text, str):
        return
    for statement in _listed(json.loads(text).get("Statement")):
        actions = [action for action in _listed(statement.get("Action")) if action == "*" or action.endswith(":*")]
        if statement.get("Effect") == "Allow" and actions:
            yield f"{resource.name} allows {', '.join(actions)}: name the actions that are used."


def secrets_by_reference(resource: Resource) -> Iterator[str]:
    """Variables of the containers."""
    yield from plain_secrets(resource, [entry for one in containers(resource) for entry in one.get("environment", [])])


def closed_network(resource: Resource) -> Iterator[str]:
    """Rules of security groups, alone or inside the group."""
    if resource.type == "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":
        rules = [resource.inputs]
    elif resource.type == "aws:ec2/securityGroup:SecurityGroup":
        rules = resource.each("ingress")
    elif resource.type == "aws:ec2/securityGroupRule:SecurityGroupRule" and resource.get("type") == "ingress":
        rules = [resource.inputs]
    else:
        return
    for rule in rules:
        sources = {
            rule.get("cidrIpv4"),
            rule.get("cidrIpv6"),
            *_listed(rule.get("cidrBlocks")),
            *_listed(rule.get("ipv6CidrBlocks")),
        }
        ports = {rule.get("fromPort"), rule.get("toPort")}
        if sources & _OPEN and not ports <= _WEB_PORTS:
            yield f"{resource.name} opens ports {rule.get('fromPort')} to {rule.get('toPort')} to the internet."


def modern_tls(resource: Resource) -> Iterator[str]:
    """Listeners, and distributions with a certificate of their own; CloudFront's default one fixes its policy."""
    if resource.type == "aws:lb/listener:Listener" and resource.get("protocol") in {"HTTPS", "TLS"}:
        policy = resource.get("sslPolicy")
        if policy is not UNKNOWN and not str(policy).startswith(_MODERN_POLICIES):
            yield f"{resource.name} has the TLS policy {policy}: use ELBSecurityPolicy-TLS13-1-2-2021-06."
    if resource.type == "aws:cloudfront/distribution:Distribution":
        certificate = resource.get("viewerCertificate") or {}
        version = certificate.get("minimumProtocolVersion") if isinstance(certificate, Mapping) else UNKNOWN
        own = isinstance(certificate, Mapping) and not certificate.get("cloudfrontDefaultCertificate")
        if own and version is not UNKNOWN and not str(version).startswith(("TLSv1.2", "TLSv1.3")):
            yield f"{resource.name} accepts {version}: use TLSv1.2_2021."


def health_gated(resource: Resource) -> Iterator[str]:
    """A deployment that fails goes back, and the update says so."""
    if resource.type != "aws:ecs/service:Service":
        return
    breaker = resource.get("deploymentCircuitBreaker")
    rolling = resource.get("deploymentConfiguration", "strategy") in {None, "ROLLING"}
    if rolling and breaker is not UNKNOWN and not (breaker and breaker.get("enable") and breaker.get("rollback")):
        yield f"{resource.name} has no deployment circuit breaker with rollback."
    if resource.get("waitForSteadyState") is not True:
        yield f"{resource.name} does not wait for a steady state: a failed deployment would be reported as success."


def bounded_replicas(resource: Resource) -> Iterator[str]:
    """Scaling targets."""
    most = resource.get("maxCapacity")
    if resource.type == "aws:appautoscaling/target:Target" and isinstance(most, (int, float)) and most > MAX_REPLICAS:
        yield f"{resource.name} may grow to {most:g}: the most is {MAX_REPLICAS}."


def bounded_logs(resource: Resource) -> Iterator[str]:
    """Log groups."""
    if resource.type == "aws:cloudwatch/logGroup:LogGroup" and not resource.get("retentionInDays"):
        yield f"{resource.name} keeps logs for ever: set retentionInDays."


def guarded_registry(resource: Resource) -> Iterator[str]:
    """Repositories."""
    if resource.type != "aws:ecr/repository:Repository":
        return
    if not str(resource.get("imageTagMutability")).startswith("IMMUTABLE"):
        yield f"{resource.name} lets tags move: set imageTagMutability to IMMUTABLE."
    if resource.get("imageScanningConfiguration", "scanOnPush") is not True:
        yield f"{resource.name} does not scan images: set scanOnPush."


def encrypted(resource: Resource) -> Iterator[str]:
    """Topics, queues, and disks and databases where encryption is not the default."""
    needed = {
        "aws:sns/topic:Topic": "kmsMasterKeyId",
        "aws:ebs/volume:Volume": "encrypted",
        "aws:rds/instance:Instance": "storageEncrypted",
        "aws:efs/fileSystem:FileSystem": "encrypted",
    }.get(resource.type)
    if needed and not resource.get(needed):
        yield f"{resource.name} is not encrypted: set {needed}."


def no_plain_http(resources: Sequence[Resource]) -> Iterator[tuple[Resource, str]]:
    """CloudFront redirects; an HTTP listener forwards only where CloudFront's private origins are its users."""
    origins = of_type(resources, "aws:cloudfront/vpcOrigin:VpcOrigin")
    for resource in of_type(resources, "aws:lb/listener:Listener"):
        forwards = any(action.get("type") != "redirect" for action in resource.each("defaultActions"))
        if resource.get("protocol") == "HTTP" and forwards and not origins:
            yield resource, f"{resource.name} serves plain HTTP: redirect it to HTTPS."
    for resource in of_type(resources, "aws:cloudfront/distribution:Distribution"):
        if resource.get("defaultCacheBehavior", "viewerProtocolPolicy") == "allow-all":
            yield resource, f"{resource.name} serves plain HTTP: set viewerProtocolPolicy to redirect-to-https."


def private_replicas(resources: Sequence[Resource]) -> Iterator[tuple[Resource, str]]:
    """No task has a public address."""
    for resource in of_type(resources, "aws:ecs/service:Service"):
        if resource.get("networkConfiguration", "assignPublicIp") is True:
            yield resource, f"{resource.name} gives replicas public addresses: set assignPublicIp to false."


def firewall_in_prod(resources: Sequence[Resource]) -> Iterator[tuple[Resource | None, str]]:
    """A web ACL on what faces users."""
    public = [
        *of_type(
            resources, "aws:cloudfront/distribution:Distribution", "aws:globalaccelerator/accelerator:Accelerator"
        ),
        *(one for one in of_type(resources, "aws:lb/loadBalancer:LoadBalancer") if one.get("internal") is False),
    ]
    if in_production(resources) and public and not of_type(resources, "aws:wafv2/webAcl:WebAcl"):
        yield public[0], f"{public[0].name} is public and has no firewall: set waf to managed."


def protected_in_prod(resources: Sequence[Resource]) -> Iterator[tuple[Resource, str]]:
    """Load balancers and repositories."""
    if not in_production(resources):
        return
    for resource in of_type(resources, "aws:lb/loadBalancer:LoadBalancer"):
        if resource.get("enableDeletionProtection") is not True:
            yield resource, f"{resource.name} can be deleted: set deletionProtection to true."
    for resource in of_type(resources, "aws:ecr/repository:Repository"):
        if resource.get("forceDelete") is True:
            yield resource, f"{resource.name} can be deleted with its images: set deletionProtection to true."


def watched(resources: Sequence[Resource]) -> Iterator[tuple[Resource | None, str]]:
    """Alarms on availability and on latency, and a dashboard."""
    if not of_type(resources, "aws:ecs/service:Service"):
        return
    alarms = of_type(
        resources, "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"
    )
    for subject in ("availability", "latency"):
        if not any(subject in alarm.name for alarm in alarms):
            yield None, f"Nothing watches {subject}."
    if not of_type(resources, "aws:cloudwatch/dashboard:Dashboard"):
        yield None, "There is no dashboard."


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, UNKNOWN) else [value]


RESOURCE_CHECKS: Checks = {
    "labelled": labelled,
    "image-by-digest": image_by_digest,
    "least-privilege": least_privilege,
    "secrets-by-reference": secrets_by_reference,
    "closed-network": closed_network,
    "modern-tls": modern_tls,
    "health-gated": health_gated,
    "bounded-replicas": bounded_replicas,
    "bounded-logs": bounded_logs,
    "guarded-registry": guarded_registry,
    "encrypted": encrypted,
}
STACK_CHECKS: StackChecks = {
    "no-plain-http": no_plain_http,
    "private-replicas": private_replicas,
    "firewall-in-prod": firewall_in_prod,
    "protected-in-prod": protected_in_prod,
    "watched": watched,
}
