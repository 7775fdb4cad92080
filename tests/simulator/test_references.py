"""What counts as a reference, what a program answers itself, and what it leaves to others."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scaffolder.simulator.constraints.constraint import parse_path
from scaffolder.simulator.references.by_name import Target, target_of, targets
from scaffolder.simulator.references.forms import form_of
from scaffolder.simulator.references.outside import outside
from scaffolder.simulator.rules.program import Program, ProgramResource
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.values import UNKNOWN

# Where a module's folder in the SDK is called otherwise.
SDK_FOLDERS = {"aws:lambda": "lambda_", "kubernetes:networking.k8s.io": "networking"}
SOME_MODULES = {"aws": ["sns", "s3"], "azure-native": ["storage"], "kubernetes": ["core"]}
VPC = "vpc-0123456789abcdef0"
SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001"


@pytest.mark.parametrize(
    ("package", "text", "kind"),
    [
        ("aws", VPC, "id"),
        ("aws", "vpc-0123", None),
        ("aws", "ami-0123456789abcdef0", None),
        ("aws", "arn:aws:iam::123456789012:role/deploy", "ARN"),
        ("aws", "arn:aws:iam::aws:policy/ReadOnlyAccess", None),
        ("aws", "arn:aws:iam::123456789012:root", None),
        ("aws", "arn:aws:iam::123456789012:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX", None),
        ("aws", "arn:aws:s3:::models", "ARN"),
        ("aws", "arn:aws:s3:::models/*", None),
        ("aws", "arn:aws:states:::lambda:invoke", None),
        ("aws", "https://sqs.us-east-1.amazonaws.com/123456789012/jobs", "URL"),
        ("gcp", "projects/shared/global/networks/core", "link"),
        ("gcp", "https://www.googleapis.com/compute/v1/projects/shared/regions/us-east1/subnetworks/core", "link"),
        ("gcp", "//pubsub.googleapis.com/projects/shared/topics/events", "link"),
        ("gcp", "projects/shared/secrets/key/versions/latest", "link"),
        ("gcp", "global/networks/default", None),
        ("gcp", "projects/debian-cloud/global/images/family/debian-12", None),
        ("gcp", "projects/shared", None),
        ("gcp", "serviceAccount:runner@shared.iam.gserviceaccount.com", "service account"),
        ("gcp", "serviceAccount:service-12@gcp-sa-pubsub.iam.gserviceaccount.com", None),
        ("gcp", "12-compute@developer.gserviceaccount.com", None),
        ("azure-native", f"{SUBSCRIPTION}/resourceGroups/core", "id"),
        ("azure-native", f"{SUBSCRIPTION}/resourcegroups/core/providers/Microsoft.Network/virtualNetworks/hub", "id"),
        ("azure-native", SUBSCRIPTION, None),
        ("azure-native", f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7", None),
        ("kubernetes", "arn:aws:iam::123456789012:role/deploy", None),
    ],
)
def test_texts_that_refer_by_their_form(package: str, text: str, kind: str | None) -> None:
    form = form_of(package, text)
    assert (form.kind if form else None) == kind


def made(type_: str, name: str, inputs: Mapping[str, Any], **more: Any) -> ProgramResource:
    return ProgramResource(urn=f"urn:pulumi:dev::demo::{type_}::{name}", type=type_, inputs=inputs, **more)


def texts(*resources: ProgramResource, answered: Sequence[str] = ()) -> list[tuple[str, str, str]]:
    """Who refers, where, and to what is not made: only the texts."""
    found = outside(Program(resources), answered=answered)
    return [(one.urn.rpartition("::")[2], one.path, one.text) for one in found]


def test_an_id_is_held_against_what_is_known() -> None:
    group = made("aws:ec2/securityGroup:SecurityGroup", "web", {"vpcId": VPC})
    assert texts(group) == [("web", "vpcId", VPC)]
    # Given by a function, read by the program, or imported: it is there.
    assert texts(group, answered=[VPC]) == []
    assert texts(made("aws:ec2/vpc:Vpc", "shared", {}, external=True, known=[VPC]), group) == []
    assert texts(made("aws:ec2/vpc:Vpc", "adopted", {}, known=[VPC]), group) == []
    assert texts(made("aws:ec2/securityGroup:SecurityGroup", "web", {"vpcId": UNKNOWN})) == []


def test_what_comes_from_a_resource_that_is_only_read_is_there() -> None:
    shared = made("aws:ec2/vpc:Vpc", "shared", {}, external=True)
    inputs = {"vpcId": VPC}
    group = made("aws:ec2/securityGroup:SecurityGroup", "web", inputs, dependencies={"vpcId": [shared.urn]})
    assert texts(shared, group) == []
    # Its inputs are nobody's to hold.
    assert texts(made("aws:ec2/subnet:Subnet", "seen", inputs, external=True)) == []


@pytest.mark.parametrize(
    ("arn", "answers"),
    [
        ("arn:aws:sqs:us-east-1:123456789012:jobs", True),
        ("arn:aws:sqs:us-east-1:123456789012:job", False),
        ("arn:aws:sqs:us-east-1:123456789012:more-jobs", False),
        ("arn:aws:logs:us-east-1:123456789012:log-group:jobs:log-stream:x", True),
        ("arn:aws:secretsmanager:us-east-1:123456789012:secret:jobs-a1b2c3", True),
        ("arn:aws:ecs:us-east-1:123456789012:service/cluster/jobs", True),
    ],
)
def test_an_arn_is_answered_by_a_resource_of_its_name(arn: str, *, answers: bool) -> None:
    queue = made("aws:sqs/queue:Queue", "jobs", {"name": "jobs"})
    policy = made("aws:iam/policy:Policy", "send", {"policy": f'{{"Statement": [{{"Resource": ["{arn}"]}}]}}'})
    found = [] if answers else [("send", "policy.Statement[0].Resource[0]", arn)]
    assert texts(queue, policy) == found


def test_words_for_people_are_no_references() -> None:
    assert texts(made("aws:sqs/queue:Queue", "jobs", {"tags": {"vpc": VPC}, "description": VPC})) == []


def test_links_and_accounts_of_google_are_answered_by_name() -> None:
    network = made("gcp:compute/network:Network", "core", {"name": "core"})
    account = made("gcp:serviceaccount/account:Account", "runner", {"accountId": "runner"})
    rule = {"network": "projects/demo/global/networks/core"}
    assert texts(network, made("gcp:compute/firewall:Firewall", "open", rule)) == []
    assert texts(made("gcp:compute/firewall:Firewall", "open", rule)) == [("open", "network", rule["network"])]
    key = {"serviceAccountId": "projects/demo/serviceAccounts/runner@demo.iam.gserviceaccount.com"}
    assert texts(account, made("gcp:serviceaccount/key:Key", "key", key)) == []
    grant = {"members": ["serviceAccount:runner@demo.iam.gserviceaccount.com", "allUsers"]}
    assert texts(account, made("gcp:storage/bucketIAMBinding:BucketIAMBinding", "read", grant)) == []
    assert texts(made("gcp:storage/bucketIAMBinding:BucketIAMBinding", "read", grant)) == [
        ("read", "members[0]", "serviceAccount:runner@demo.iam.gserviceaccount.com")
    ]


def test_ids_of_azure_are_answered_in_any_case() -> None:
    network = made("azure-native:network:VirtualNetwork", "hub", {"virtualNetworkName": "Hub"})
    inputs = {
        "subnet": {
            "id": f"{SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.Network/virtualNetworks/hub/subnets/apps"
        }
    }
    endpoint = made("azure-native:network:PrivateEndpoint", "door", inputs)
    assert texts(network, endpoint) == []
    assert texts(endpoint) == [("door", "subnet.id", inputs["subnet"]["id"])]


@pytest.mark.parametrize(
    ("own", "other", "property_", "right", "wrong"),
    [
        (("aws:ecs/cluster:Cluster", "name"), "aws:ecs/service:Service", "cluster", "core", "cor"),
        (("aws:s3/bucket:Bucket", "bucket"), "aws:s3/bucketPolicy:BucketPolicy", "bucket", "core", "cor"),
        (("aws:s3/bucketV2:BucketV2", "bucket"), "aws:s3/bucketPolicy:BucketPolicy", "bucket", "core", "cor"),
        (("aws:lambda/function:Function", "name"), "aws:lambda/alias:Alias", "functionName", "core", "cor"),
        (("aws:lambda/function:Function", "name"), "aws:lambda/permission:Permission", "function", "core:live", "c"),
        (("gcp:pubsub/topic:Topic", "name"), "gcp:pubsub/subscription:Subscription", "topic", "core", "cor"),
        (
            ("gcp:secretmanager/secret:Secret", "secretId"),
            "gcp:secretmanager/secretIamMember:SecretIamMember",
            "secretId",
            "core",
            "cor",
        ),
        (
            ("azure-native:resources:ResourceGroup", "resourceGroupName"),
            "azure-native:storage:StorageAccount",
            "resourceGroupName",
            "CORE",
            "cor",
        ),
        (
            ("azure-native:storage:StorageAccount", "accountName"),
            "azure-native:storage:BlobContainer",
            "accountName",
            "core",
            "cor",
        ),
    ],
)
def test_a_name_is_answered_by_a_resource_of_the_type(
    own: tuple[str, str], other: str, property_: str, right: str, wrong: str
) -> None:
    type_, name = own
    core = made(type_, "core", {name: "core"})
    assert texts(core, made(other, "user", {property_: right})) == []
    assert texts(core, made(other, "user", {property_: wrong})) == [("user", property_, wrong)]
    # A name that is not known yet may be this one.
    assert texts(made(type_, "core", {name: UNKNOWN}), made(other, "user", {property_: wrong})) == []


def test_what_is_always_there_and_what_the_cloud_numbers() -> None:
    assert texts(made("gcp:compute/firewall:Firewall", "open", {"network": "default"})) == []
    assert texts(made("aws:elasticache/cluster:Cluster", "c", {"parameterGroupName": "default.redis7"})) == []
    zone = made("aws:route53/zone:Zone", "zone", {"name": "example.com"})
    record = made("aws:route53/record:Record", "www", {"zoneId": "Z0123456789ABCDEFGHIJ"})
    assert texts(zone, record) == [("www", "zoneId", "Z0123456789ABCDEFGHIJ")]


def pod(**spec: Any) -> ProgramResource:
    return made("kubernetes:apps/v1:Deployment", "app", {"spec": {"template": {"spec": spec}}})


def test_objects_of_kubernetes_name_each_other() -> None:
    uses = pod(
        serviceAccountName="default",
        containers=[{"name": "app", "envFrom": [{"configMapRef": {"name": "settings"}}]}],
    )
    path = "spec.template.spec.containers[0].envFrom[0].configMapRef.name"
    assert texts(uses) == [("app", path, "settings")]
    settings = made("kubernetes:core/v1:ConfigMap", "settings", {"metadata": {"name": "settings"}})
    assert texts(settings, uses) == []
    # What a chart makes is not seen.
    assert texts(made("kubernetes:helm.sh/v3:Release", "chart", {"chart": "x"}), uses) == []


def test_the_nearest_name_is_told() -> None:
    cluster = made("aws:ecs/cluster:Cluster", "c", {"name": "inference-cluster"})
    service = made("aws:ecs/service:Service", "s", {"cluster": "inference-clster"})
    (found,) = outside(Program([cluster, service]))
    assert (found.kind, found.type, found.near) == ("name", "aws:ecs/cluster:Cluster", "inference-cluster")


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.type)
def test_every_property_is_one_of_the_sdk(target: Target, schemas: SchemaStore, site_packages: Path) -> None:
    for type_ in target.types:
        schema = schemas.resource(type_)
        assert schema is not None, type_
        assert not target.name or parse_path(target.name)[0] in schema.inputs
    for pattern, properties in target.sources:
        for property_ in properties:
            first = property_.removeprefix("**.").partition(".")[0]
            assert property_.startswith("**.") or any(
                first in schema.inputs and target_of(type_, property_) is target
                for type_ in types_like(pattern, site_packages)
                if (schema := schemas.resource(type_))
            ), f"{pattern} {property_}"


@cache
def types_in(folder: Path) -> Sequence[str]:
    """The types that the SDK's modules in a folder declare."""
    files = folder.glob("*.py")
    return [type_ for file in files for type_ in re.findall(r"^ {12}'([\w-]+:[\w./-]+:\w+)',$", file.read_text(), re.M)]


def types_like(pattern: str, site_packages: Path) -> Iterator[str]:
    """The types of a pattern; of one for a whole package those of some modules, which is enough."""
    package, _, rest = pattern.partition(":")
    module = rest.partition(":")[0].partition("/")[0]
    home = site_packages / f"pulumi_{package.replace('-', '_')}"
    for name in SOME_MODULES[package] if module == "*" else [SDK_FOLDERS.get(f"{package}:{module}", module)]:
        types = [type_ for folder in (home / name, home / name / "v1") for type_ in types_in(folder)]
        assert types, name
        yield from (type_ for type_ in types if fnmatchcase(type_, pattern))
