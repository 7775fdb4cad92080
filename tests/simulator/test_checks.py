from __future__ import annotations

from typing import Any

import pytest

from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.leniency import of_package
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.values import UNKNOWN, Asset, ResourceReference, Secret

_LISTENER = {"loadBalancerArn": "arn", "defaultActions": [{"type": "forward", "targetGroupArn": "arn"}]}
_LAMBDA = {"role": "arn", "handler": "app.handler", "runtime": "python3.13"}
_TARGETS = {"port": 80, "protocol": "HTTP", "vpcId": "vpc-12345678"}
_APP = {"resourceGroupName": "rg"}
_CONTAINER = {"name": "web", "image": "nginx"}


def _check(cloud: SimulatedCloud, type_: str, inputs: dict[str, Any]) -> tuple[Problem, ...]:
    return cloud.check(urn=f"urn:pulumi:dev::p::{type_}::x", type_=type_, inputs=inputs).problems


def _rule_group(addresses: dict[str, Any]) -> dict[str, Any]:
    sources = {"rulesString": "pass tcp any any -> any any"}
    variables = {"ipSets": [{"key": "HOME", "ipSet": addresses}]}
    group = {"ruleVariables": variables, "rulesSource": sources}
    return {"capacity": 10, "type": "STATEFUL", "ruleGroup": group}


def _deployment(container: dict[str, Any], **spec: Any) -> dict[str, Any]:
    pod = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [container]}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "spec": {"selector": {"matchLabels": {"app": "web"}}, "template": pod, **spec},
    }


@pytest.mark.parametrize(
    ("type_", "inputs"),
    [
        ("aws:lb/listener:Listener", _LISTENER),
        ("aws:lb/listener:Listener", {**_LISTENER, "port": "443", "tags": {"count": 3, "on": True}}),
        ("aws:lb/listener:Listener", {**_LISTENER, "port": UNKNOWN, "defaultActions": UNKNOWN}),
        ("aws:lb/listener:Listener", {**_LISTENER, "port": Secret(443), "tags": {"a": Secret(UNKNOWN)}}),
        ("aws:lb/listener:Listener", {**_LISTENER, "defaultActions": [UNKNOWN]}),
        ("aws:lb/listener:Listener", {**_LISTENER, "sslPolicy": None, "__defaults": [], "__internal": {}}),
        ("aws:lb/listener:Listener", {**_LISTENER, "loadBalancerArn": ResourceReference(urn="u", id="arn")}),
        ("aws:ec2/vpc:Vpc", {"enableDnsSupport": "true"}),
        ("aws:iam/role:Role", {"assumeRolePolicy": "{}"}),
        ("aws:iam/role:Role", {"assumeRolePolicy": {"Version": "2012-10-17", "Statement": []}}),
        ("aws:lambda/function:Function", {**_LAMBDA, "code": Asset(path="app.zip", archive=True)}),
        ("aws:lambda/function:Function", {**_LAMBDA, "runtime": "java17.al2023"}),
        ("gcp:compute/network:Network", {"autoCreateSubnetworks": False, "mtu": 0}),
        ("gcp:cloudrunv2/service:Service", {"location": "us-central1", "template": {"containers": [{"image": "i"}]}}),
        ("azure-native:app:ContainerApp", {**_APP, "configuration": {"ingress": {"transport": "HTTP2"}}}),
        ("kubernetes:apps/v1:Deployment", _deployment({**_CONTAINER, "ports": [{"containerPort": 80}]})),
        # A quantity may be a number.
        (
            "kubernetes:apps/v1:Deployment",
            _deployment({**_CONTAINER, "resources": {"limits": {"nvidia.com/gpu": 1, "cpu": 0.5}}}),
        ),
        ("kubernetes:core/v1:ResourceQuota", {"spec": {"hard": {"pods": 10}}}),
        ("kubernetes:core/v1:Service", {"spec": {"ports": [{"port": 80, "targetPort": "http"}]}}),
        ("kubernetes:core/v1:Service", {"spec": {"ports": [{"port": 80, "targetPort": 8080}]}}),
        ("kubernetes:keda.sh/v1alpha1:ScaledObject", {"spec": {"anything": [1]}}),
        ("pulumi:providers:aws", {"region": "eu-west-1", "version": "7.51.1", "defaultTags": '{"tags":{"a":"b"}}'}),
        ("pulumi:providers:aws", {"maxRetries": "3", "skipMetadataApiCheck": "true", "defaultTags": UNKNOWN}),
        ("pulumi-python:dynamic:Resource", {"__provider": "code", "anything": 1}),
    ],
)
def test_what_the_provider_takes_is_no_problem(cloud: SimulatedCloud, type_: str, inputs: dict[str, Any]) -> None:
    assert _check(cloud, type_, inputs) == ()


@pytest.mark.parametrize(
    ("type_", "inputs", "expected"),
    [
        (
            "aws:lb/listener:Listener",
            {**_LISTENER, "sslPolicies": "p"},
            (
                "sslPolicies",
                "error",
                "`aws:lb/listener:Listener` has no property `sslPolicies`; did you mean `sslPolicy`?",
                "Write `sslPolicy` there (`ssl_policy` as an argument in Python).",
            ),
        ),
        (
            "aws:lb/listener:Listener",
            {**_LISTENER, "ssl_policy": "p"},
            (
                "ssl_policy",
                "warning",
                "`aws:lb/listener:Listener` has no property `ssl_policy`; the provider takes it for `sslPolicy`.",
                "Write `sslPolicy` there (`ssl_policy` as an argument in Python).",
            ),
        ),
        (
            "aws:networkfirewall/ruleGroup:RuleGroup",
            _rule_group({"definition": ["10.0.0.0/8"]}),
            (
                "ruleGroup.ruleVariables.ipSets[0].ipSet.definition",
                "warning",
                "`ruleGroup.ruleVariables.ipSets[0].ipSet` has no property `definition`; "
                "the provider takes it for `definitions`.",
                "Write `definitions` there (`definitions` as an argument in Python).",
            ),
        ),
        (
            "aws:lambda/function:Function",
            {**_LAMBDA, "code": "../app.zip"},
            ("code", "warning", '`code` must be an archive, not the string "../app.zip".', "Give an archive."),
        ),
        (
            "azure-native:network:VirtualNetwork",
            {"resourceGroupName": "rg", "dhcpOptions": {"leaseHours": 1}},
            (
                "dhcpOptions.leaseHours",
                "warning",
                "`dhcpOptions` has no property `leaseHours`. The provider leaves it out.",
                "It has: dnsServers.",
            ),
        ),
        (
            "azure-native:network:VirtualNetwork",
            {"resourceGroupName": "rg", "dhcpOptions": {"dnsServers": "10.0.0.4"}},
            (
                "dhcpOptions.dnsServers",
                "error",
                '`dhcpOptions.dnsServers` must be a list, each item a string, not the string "10.0.0.4".',
                "Put it in a list.",
            ),
        ),
        (
            "aws:ecs/service:Service",
            {"networkConfiguration": {"subnets": ["s"], "assignPublicIps": True}},
            (
                "networkConfiguration.assignPublicIps",
                "error",
                "`networkConfiguration` has no property `assignPublicIps`; did you mean `assignPublicIp`?",
                "Write `assignPublicIp` there (`assign_public_ip` as an argument in Python).",
            ),
        ),
        (
            "aws:lb/listener:Listener",
            {"defaultActions": [{"targetGroupArn": "arn"}], "loadBalancerArn": "arn"},
            ("defaultActions[0].type", "error", "`type` is missing; `defaultActions[0]` needs it: a string.", None),
        ),
        (
            "aws:lb/listener:Listener",
            {**_LISTENER, "loadBalancerArn": None},
            (
                "loadBalancerArn",
                "error",
                "`loadBalancerArn` is missing; `aws:lb/listener:Listener` needs it: a string.",
                "Give `load_balancer_arn`. ARN of the load balancer.",
            ),
        ),
        (
            "aws:ecs/service:Service",
            {"desiredCount": "three"},
            (
                "desiredCount",
                "error",
                '`desiredCount` must be a whole number, not the string "three".',
                "Give a whole number.",
            ),
        ),
        (
            "aws:ecs/service:Service",
            {"desiredCount": 1.5},
            (
                "desiredCount",
                "error",
                "`desiredCount` must be a whole number, not the number 1.5.",
                "Give a whole number.",
            ),
        ),
        (
            "aws:ecs/service:Service",
            {"desiredCount": Secret("three")},
            ("desiredCount", "error", "`desiredCount` must be a whole number, not a string.", "Give a whole number."),
        ),
        (
            "aws:ecs/service:Service",
            {"networkConfiguration": {"subnets": "subnet-1"}},
            (
                "networkConfiguration.subnets",
                "warning",
                '`networkConfiguration.subnets` must be a list, each item a string, not the string "subnet-1".',
                "Put it in a list.",
            ),
        ),
        (
            "aws:ecs/service:Service",
            {"networkConfiguration": "public"},
            (
                "networkConfiguration",
                "error",
                '`networkConfiguration` must be an object (ServiceNetworkConfiguration), not the string "public".',
                "Give an object (ServiceNetworkConfiguration).",
            ),
        ),
        (
            "aws:lb/listener:Listener",
            {**_LISTENER, "tags": {"kubernetes.io/role": ["x"]}},
            (
                'tags["kubernetes.io/role"]',
                "error",
                '`tags["kubernetes.io/role"]` must be a string, not a list.',
                "Give a string.",
            ),
        ),
        (
            "aws:s3/bucket:Bucket",
            {"acl": "private"},
            (
                "acl",
                "warning",
                "`acl` is deprecated: acl is deprecated. Use the s3.BucketAcl resource instead.",
                "Move to what it names instead.",
            ),
        ),
        (
            "azure-native:app:ContainerApp",
            {**_APP, "configuration": {"ingress": {"transport": "htttp"}}},
            (
                "configuration.ingress.transport",
                "warning",
                "`configuration.ingress.transport` is `htttp`, which the SDK does not list.",
                "Did you mean `http`? Known: auto, http, http2, tcp.",
            ),
        ),
        (
            "azure-native:app:ContainerApp",
            {**_APP, "template": {"containers": [{"resources": {"cpu": 0.5, "memory": "1Gi", "gpus": 1}}]}},
            (
                "template.containers[0].resources.gpus",
                "error",
                "`template.containers[0].resources` has no property `gpus`; did you mean `gpu`?",
                "Write `gpu` there (`gpu` as an argument in Python).",
            ),
        ),
        (
            "kubernetes:apps/v1:Deployment",
            _deployment({**_CONTAINER, "env": [{"name": "A", "value": 1}]}),
            (
                "spec.template.spec.containers[0].env[0].value",
                "error",
                "`spec.template.spec.containers[0].env[0].value` must be a string, not the number 1.",
                "Give a string.",
            ),
        ),
        (
            "kubernetes:apps/v1:Deployment",
            {**_deployment(_CONTAINER), "kind": "StatefulSet"},
            ("kind", "error", "`kind` cannot be `StatefulSet`.", "Allowed: Deployment."),
        ),
        (
            "pulumi:providers:kubernetes",
            {"flavour": "x"},
            (
                "flavour",
                "warning",
                "`pulumi:providers:kubernetes` has no property `flavour`. The provider leaves it out.",
                None,
            ),
        ),
        (
            "pulumi:providers:aws",
            {"flavour": "x"},
            ("flavour", "error", "`pulumi:providers:aws` has no property `flavour`.", None),
        ),
        (
            "pulumi:providers:aws",
            {"defaultTags": '{"tagz":{}}'},
            (
                "defaultTags.tagz",
                "error",
                "`defaultTags` has no property `tagz`; did you mean `tags`?",
                "Write `tags` there (`tags` as an argument in Python).",
            ),
        ),
    ],
)
def test_what_is_wrong_is_named(
    cloud: SimulatedCloud, type_: str, inputs: dict[str, Any], expected: tuple[str, str, str, str | None]
) -> None:
    (problem,) = _check(cloud, type_, inputs)
    *said, fix = expected
    assert [problem.property, problem.severity, problem.message] == said
    assert fix is None or problem.fix == fix
    assert problem.urn == f"urn:pulumi:dev::p::{type_}::x"
    assert problem.source.endswith(f" {type_}")


def test_a_secret_is_not_shown(cloud: SimulatedCloud) -> None:
    (problem,) = _check(cloud, "aws:ecs/service:Service", {"desiredCount": Secret("hunter2")})
    assert "hunter2" not in repr(problem)


def test_a_secret_around_an_object_is_seen_through(cloud: SimulatedCloud) -> None:
    inputs = {"networkConfiguration": Secret({"subnets": ["s"], "assignPublicIp": "hunter2"})}
    (problem,) = _check(cloud, "aws:ecs/service:Service", inputs)
    assert problem.property == "networkConfiguration.assignPublicIp"
    assert "hunter2" not in repr(problem)


def test_problems_come_in_one_order(cloud: SimulatedCloud) -> None:
    inputs = {"zz": 1, "desiredCount": "x", "aa": 1, "networkConfiguration": {"b": 1, "a": 1}}
    paths = [problem.property for problem in _check(cloud, "aws:ecs/service:Service", inputs)]
    backwards = dict(reversed(inputs.items()))
    assert paths == sorted(paths)
    assert paths == [problem.property for problem in _check(cloud, "aws:ecs/service:Service", backwards)]


def test_the_branch_of_a_union_is_told_by_its_constant(cloud: SimulatedCloud) -> None:
    type_ = "azure-native:cdn:SecurityPolicy"
    association = {"domains": [{"id": "d"}], "patternsToMatch": ["/*"], "pattern": 1}
    inputs = {
        "resourceGroupName": "rg",
        "profileName": "p",
        "parameters": {"type": "WebApplicationFirewall", "associations": [association]},
    }
    (problem,) = _check(cloud, type_, inputs)
    assert problem.property == "parameters.associations[0].pattern"


def test_a_plain_dict_where_several_types_could_be_meant_keeps_the_keys_of_python(cloud: SimulatedCloud) -> None:
    # https://github.com/pulumi/pulumi/issues/21830: the SDK does not translate them there.
    criteria = {"odata_type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", "all_of": []}
    problems = _check(cloud, "azure-native:monitor:MetricAlert", {"criteria": criteria})
    assert [(one.message, one.fix) for one in problems if one.property.startswith("criteria")] == [
        (
            f"`criteria` has no property `{key}`; did you mean `{meant}`?",
            f"Write `{meant}`, or give the SDK's args class: a plain dict goes to the provider as it is here.",
        )
        for key, meant in (("all_of", "allOf"), ("odata_type", "odataType"))
    ]


def test_what_the_provider_takes_by_another_name_is_held_to_the_limits_of_its_own(cloud: SimulatedCloud) -> None:
    found = _check(cloud, "aws:lb/targetGroup:TargetGroup", {**_TARGETS, "healthCheck": {"healthy_threshold": 99}})
    assert [(problem.severity, problem.property) for problem in found] == [
        ("error", "healthCheck.healthyThreshold"),
        ("warning", "healthCheck.healthy_threshold"),
    ]


def test_a_required_property_may_come_by_another_name(cloud: SimulatedCloud) -> None:
    found = _check(
        cloud, "aws:lb/listener:Listener", {"load_balancer_arn": "arn", "default_action": [{"type": "forward"}]}
    )
    assert [(problem.severity, problem.property) for problem in found] == [
        ("warning", "default_action"),
        ("warning", "load_balancer_arn"),
    ]


@pytest.mark.parametrize(
    ("package", "value", "right"),
    [("google-native", {"location": "l"}, True), ("google-native", 1, False), ("azure-native", {"a": "b"}, False)],
)
def test_maps_of_objects_that_an_sdk_has_as_maps_of_strings(package: str, value: object, right: bool) -> None:
    assert of_package(package).in_map(value) is right
