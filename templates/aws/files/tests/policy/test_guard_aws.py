"""Each rule on aws, with what breaks it."""

import json

import pytest

from guard import aws
from guard.resource import UNKNOWN
from guard.rules import RESOURCE_RULES, STACK_RULES
from guard_cases import LABELS, Cases, complaints, resource

SERVICE, TASK = "aws:ecs/service:Service", "aws:ecs/taskDefinition:TaskDefinition"
DISTRIBUTION, LISTENER = "aws:cloudfront/distribution:Distribution", "aws:lb/listener:Listener"
ALARM, DASHBOARD = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/dashboard:Dashboard"
GROUP_RULE, REPOSITORY = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:ecr/repository:Repository"
DIGEST = f"repository@sha256:{'a' * 64}"
BREAKER = {"enable": True, "rollback": True}


def task(**container: object) -> str:
    return json.dumps([{"name": "app", "image": DIGEST, **container}])


BREAKS: Cases = {
    "labelled": [[resource("aws:s3/bucket:Bucket")], [resource(SERVICE, tags={"service": "demo"})]],
    "image-by-digest": [[resource(TASK, containerDefinitions=task(image="nginx:latest"))]],
    "least-privilege": [
        [
            resource(
                "aws:iam/rolePolicy:RolePolicy",
                policy=json.dumps({"Statement": [{"Effect": "Allow", "Action": "s3:*"}]}),
            )
        ],
        [
            resource(
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                policyArn="arn:aws:iam::aws:policy/AdministratorAccess",
            )
        ],
    ],
    "secrets-by-reference": [
        [resource(TASK, containerDefinitions=task(environment=[{"name": "API_KEY", "value": "x"}]))]
    ],
    "closed-network": [
        [resource(GROUP_RULE, cidrIpv4="0.0.0.0/0", fromPort=22, toPort=22)],
        [
            resource(
                "aws:ec2/securityGroup:SecurityGroup",
                ingress=[{"cidrBlocks": ["0.0.0.0/0"], "fromPort": 0, "toPort": 65535}],
            )
        ],
    ],
    "modern-tls": [
        [resource(LISTENER, protocol="HTTPS", sslPolicy="ELBSecurityPolicy-2016-08")],
        [resource(DISTRIBUTION, viewerCertificate={"acmCertificateArn": "arn", "minimumProtocolVersion": "TLSv1"})],
    ],
    "health-gated": [
        [resource(SERVICE, waitForSteadyState=True)],
        [resource(SERVICE, deploymentCircuitBreaker=BREAKER)],
    ],
    "bounded-replicas": [[resource("aws:appautoscaling/target:Target", maxCapacity=500)]],
    "bounded-logs": [[resource("aws:cloudwatch/logGroup:LogGroup")]],
    "guarded-registry": [
        [resource(REPOSITORY, imageTagMutability="MUTABLE", imageScanningConfiguration={"scanOnPush": True})]
    ],
    "encrypted": [[resource("aws:sns/topic:Topic")]],
    "no-plain-http": [
        [resource(LISTENER, protocol="HTTP", defaultActions=[{"type": "forward"}])],
        [resource(DISTRIBUTION, defaultCacheBehavior={"viewerProtocolPolicy": "allow-all"})],
    ],
    "private-replicas": [[resource(SERVICE, networkConfiguration={"assignPublicIp": True})]],
    "firewall-in-prod": [[resource(DISTRIBUTION, tags=LABELS)]],
    "protected-in-prod": [[resource("aws:lb/loadBalancer:LoadBalancer", tags=LABELS, enableDeletionProtection=False)]],
    "watched": [[resource(SERVICE), resource(DASHBOARD), resource(ALARM, "latency")]],
}
KEEPS: Cases = {
    "labelled": [[resource(SERVICE, tags=LABELS)], [resource(SERVICE, tags=UNKNOWN)]],
    "image-by-digest": [[resource(TASK, containerDefinitions=task())], [resource(TASK, containerDefinitions=UNKNOWN)]],
    "secrets-by-reference": [
        [resource(TASK, containerDefinitions=task(secrets=[{"name": "API_KEY", "valueFrom": "arn"}]))]
    ],
    "closed-network": [[resource(GROUP_RULE, cidrIpv4="0.0.0.0/0", fromPort=443, toPort=443)]],
    "modern-tls": [[resource(DISTRIBUTION, viewerCertificate={"cloudfrontDefaultCertificate": True})]],
    "health-gated": [[resource(SERVICE, waitForSteadyState=True, deploymentCircuitBreaker=BREAKER)]],
    "no-plain-http": [
        [resource(LISTENER, protocol="HTTP", defaultActions=[{"type": "redirect"}])],
        [
            resource("aws:cloudfront/vpcOrigin:VpcOrigin"),
            resource(LISTENER, protocol="HTTP", defaultActions=[{"type": "forward"}]),
        ],
    ],
    "watched": [[resource(SERVICE), resource(DASHBOARD), resource(ALARM, "latency"), resource(ALARM, "availability")]],
}


@pytest.mark.parametrize("rule", [rule.name for rule in (*RESOURCE_RULES, *STACK_RULES)])
def test_what_breaks_a_rule_is_told(rule: str) -> None:
    assert all(complaints(aws, rule, case) for case in BREAKS[rule])


@pytest.mark.parametrize("rule", KEEPS)
def test_what_keeps_a_rule_is_left_alone(rule: str) -> None:
    assert [complaints(aws, rule, case) for case in KEEPS[rule]] == [[]] * len(KEEPS[rule])
