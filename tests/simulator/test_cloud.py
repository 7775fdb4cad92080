from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

from scaffolder.simulator.cloud import Created, SimulatedCloud
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.values import UNKNOWN, ResourceReference, Secret


def _urn(type_: str, name: str = "x") -> str:
    return f"urn:pulumi:dev::p::{type_}::{name}"


_ENTRY = {"made": "up"}
_REPLICAS = ("replicas", "readyReplicas", "availableReplicas", "updatedReplicas")


def _create(cloud: SimulatedCloud, type_: str, inputs: dict[str, Any], **provider: Any) -> Created:
    return cloud.create(urn=_urn(type_), type_=type_, inputs=inputs, preview=False, provider_inputs=provider)


def test_a_preview_knows_only_the_inputs(cloud: SimulatedCloud) -> None:
    type_ = "aws:ecs/cluster:Cluster"
    created = cloud.create(urn=_urn(type_), type_=type_, inputs={"name": "c", "__defaults": []}, preview=True)
    assert created == Created(id=UNKNOWN, properties={"name": "c"})


def test_a_preview_does_not_know_what_the_cloud_adds_inside_an_input(cloud: SimulatedCloud) -> None:
    type_ = "azure-native:app:ContainerApp"
    inputs = {"resourceGroupName": "rg", "configuration": {"ingress": {"targetPort": 80}}}
    created = cloud.create(urn=_urn(type_), type_=type_, inputs=inputs, preview=True)
    assert created.properties["configuration"] == {"ingress": {"targetPort": 80, "fqdn": UNKNOWN}}


def test_a_preview_of_a_bridged_resource_leaves_open_what_may_be_computed_inside(cloud: SimulatedCloud) -> None:
    type_ = "aws:apigatewayv2/domainName:DomainName"
    inputs = {"domainNameConfiguration": {"certificateArn": "arn", "endpointType": "REGIONAL", "securityPolicy": "T"}}
    created = cloud.create(urn=_urn(type_), type_=type_, inputs=inputs, preview=True)
    inside = created.properties["domainNameConfiguration"]
    assert (inside["targetDomainName"], inside["hostedZoneId"]) == (UNKNOWN, UNKNOWN)


@pytest.mark.parametrize("preview", [True, False])
def test_a_list_of_identities_comes_back_as_a_map(cloud: SimulatedCloud, *, preview: bool) -> None:
    type_ = "azure-native:app:ContainerApp"
    identity = {"type": "UserAssigned", "userAssignedIdentities": ["/identity"]}
    created = cloud.create(urn=_urn(type_), type_=type_, inputs={"identity": Secret(identity)}, preview=preview)
    identities = created.properties["identity"].value["userAssignedIdentities"]
    assert set(identities) == {"/identity"}
    assert (identities["/identity"] is UNKNOWN) == preview


@pytest.mark.parametrize(
    ("type_", "inputs", "provider", "expected"),
    [
        (
            "aws:ecs/cluster:Cluster",
            {"name": "c"},
            {"region": "eu-west-1"},
            (
                "arn:aws:ecs:eu-west-1:123456789012:cluster/c",
                {"arn": "arn:aws:ecs:eu-west-1:123456789012:cluster/c", "region": "eu-west-1"},
            ),
        ),
        (
            "aws:ecr/repository:Repository",
            {"name": "images", "region": "us-west-2", "tags": {"a": "b"}},
            {"region": "eu-west-1"},
            (
                "images",
                {
                    "repositoryUrl": "123456789012.dkr.ecr.us-west-2.amazonaws.com/images",
                    "registryId": "123456789012",
                    "tagsAll": {"a": "b"},
                },
            ),
        ),
        (
            "aws:iam/role:Role",
            {"name": "r", "assumeRolePolicy": "{}"},
            {},
            ("r", {"arn": "arn:aws:iam::123456789012:role/r"}),
        ),
        (
            "gcp:cloudrunv2/service:Service",
            {"name": "svc", "location": "europe-west1", "template": {}},
            {"project": "mine"},
            (
                "projects/mine/locations/europe-west1/services/svc",
                {"uri": "https://svc-123456789012.europe-west1.run.app", "project": "mine"},
            ),
        ),
        (
            "gcp:serviceaccount/account:Account",
            {"accountId": "runner"},
            {"project": "mine"},
            (
                "projects/mine/serviceAccounts/runner@mine.iam.gserviceaccount.com",
                {"email": "runner@mine.iam.gserviceaccount.com"},
            ),
        ),
        (
            "gcp:dns/recordSet:RecordSet",
            {"managedZone": "z", "name": "example.com.", "type": "MX", "rrdatas": ["10 mail.example.com."]},
            {"project": "mine"},
            ("projects/mine/managedZones/z/rrsets/example.com./MX", {"name": "example.com."}),
        ),
        (
            "gcp:projects/iAMCustomRole:IAMCustomRole",
            {"roleId": "reader", "title": "Reads", "permissions": ["run.services.get"]},
            {"project": "mine"},
            ("projects/mine/roles/reader", {"name": "projects/mine/roles/reader"}),
        ),
        (
            "gcp:logging/projectSink:ProjectSink",
            {"name": "audit", "destination": "storage.googleapis.com/logs"},
            {"project": "mine"},
            (
                "projects/mine/sinks/audit",
                {
                    "writerIdentity": "serviceAccount:service-123456789012@gcp-sa-logging.iam.gserviceaccount.com",
                },
            ),
        ),
        (
            "gcp:compute/router:Router",
            {"name": "nat", "network": "n"},
            {"project": "mine", "region": "europe-west1"},
            ("projects/mine/regions/europe-west1/routers/nat", {"region": "europe-west1"}),
        ),
        (
            "gcp:projects/serviceIdentity:ServiceIdentity",
            {"service": "pubsub.googleapis.com"},
            {"project": "mine"},
            (
                "projects/mine/serviceIdentities/x-5fda523",
                {
                    "member": "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com",
                    "email": "service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com",
                },
            ),
        ),
        (
            "gcp:bigquery/table:Table",
            {"datasetId": "events", "tableId": "clicks"},
            {"project": "mine"},
            ("projects/mine/datasets/events/tables/clicks", {"tableId": "clicks"}),
        ),
        (
            "gcp:compute/regionHealthCheck:RegionHealthCheck",
            {"name": "alive", "region": "us-east1"},
            {"project": "mine"},
            (
                "projects/mine/regions/us-east1/healthChecks/alive",
                {
                    "selfLink": "https://www.googleapis.com/compute/v1/projects/mine/regions/us-east1/healthChecks/alive",
                },
            ),
        ),
        (
            "gcp:certificatemanager/dnsAuthorization:DnsAuthorization",
            {"name": "a", "domain": "example.com"},
            {"project": "mine"},
            (
                "projects/mine/dnsAuthorizations/a",
                {
                    "dnsResourceRecords": [
                        {
                            "name": "_acme-challenge.example.com.",
                            "type": "CNAME",
                            "data": "4e1910c38dabb606c64b55f82071cf5f.1.authorize.certificatemanager.goog.",
                        }
                    ]
                },
            ),
        ),
        (
            "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
            {"name": "svc", "location": "us-east4", "role": "roles/run.invoker", "member": "user:a@example.com"},
            {"project": "mine"},
            ("mine/us-east4/svc/roles/run.invoker/user:a@example.com", {"project": "mine"}),
        ),
        (
            "aws:route53/record:Record",
            {"zoneId": "Z1", "name": "api.example.com", "type": "A", "setIdentifier": "us-east-1"},
            {},
            ("Z1_api.example.com_A_us-east-1", {"name": "api.example.com"}),
        ),
        (
            "aws:globalaccelerator/endpointGroup:EndpointGroup",
            {"listenerArn": "arn:aws:globalaccelerator::1:accelerator/a/listener/b"},
            {},
            (
                "arn:aws:globalaccelerator::123456789012:accelerator/a/listener/b/endpoint-group/c2e6b058878a",
                {"listenerArn": "arn:aws:globalaccelerator::1:accelerator/a/listener/b"},
            ),
        ),
        (
            "aws:eks/cluster:Cluster",
            {"name": "team", "roleArn": "arn", "vpcConfig": {"subnetIds": ["a", "b"]}},
            {"region": "eu-west-1"},
            (
                "team",
                {
                    "identities": [
                        {
                            "oidcs": [
                                {
                                    "issuer": "https://oidc.eks.eu-west-1.amazonaws.com/id/1442C3F6DB28411C9979060589EE798E"
                                }
                            ]
                        }
                    ],
                },
            ),
        ),
        (
            "azure-native:containerregistry:Registry",
            {"resourceGroupName": "rg", "registryName": "images", "sku": {"name": "Basic"}},
            {"subscriptionId": "s"},
            (
                "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/images",
                {"loginServer": "images.azurecr.io", "name": "images"},
            ),
        ),
        (
            "azure-native:cdn:AFDOrigin",
            {"resourceGroupName": "rg", "profileName": "p", "originGroupName": "g", "originName": "o", "hostName": "h"},
            {"subscriptionId": "s"},
            (
                "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Cdn/profiles/p/originGroups/g/origins/o",
                {"name": "o"},
            ),
        ),
        (
            "azure-native:monitor:DiagnosticSetting",
            {
                "name": "logs",
                "resourceUri": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.App/x/y",
                "logs": [],
            },
            {"subscriptionId": "s"},
            (
                "/subscriptions/s/resourceGroups/rg/providers/Microsoft.App/x/y/providers/Microsoft.Insights/"
                "diagnosticSettings/logs",
                {"name": "logs"},
            ),
        ),
        (
            "kubernetes:core/v1:Namespace",
            {"metadata": {"name": "web"}},
            {},
            ("web", {"metadata": {"name": "web"}}),
        ),
    ],
)
def test_what_is_created_looks_like_the_clouds(
    cloud: SimulatedCloud,
    type_: str,
    inputs: dict[str, Any],
    provider: dict[str, Any],
    expected: tuple[str, dict[str, Any]],
) -> None:
    created = _create(cloud, type_, inputs, **provider)
    assert (created.id, {name: created.properties[name] for name in expected[1]}) == expected


_TYPES = [
    "aws:lb/loadBalancer:LoadBalancer", "aws:wafv2/webAcl:WebAcl", "gcp:compute/globalAddress:GlobalAddress",
    "azure-native:app:ManagedEnvironment", "kubernetes:apps/v1:Deployment", "random:index/randomString:RandomString",
    "docker-build:index:Image",
]  # fmt: skip


@pytest.mark.parametrize("type_", _TYPES)
def test_every_promised_output_is_filled_and_the_same_each_time(cloud: SimulatedCloud, type_: str) -> None:
    schema = cloud.schemas.resource(type_)
    assert schema is not None
    created = _create(cloud, type_, {})
    promised = {name for name, property_ in schema.outputs.items() if property_.required}
    assert promised <= set(created.properties)
    assert created == _create(cloud, type_, {})
    other = cloud.create(urn=_urn(type_, "y"), type_=type_, inputs={}, preview=False)
    assert other.id != created.id


def test_a_seed_changes_what_is_made_up(schemas: SchemaStore, cloud: SimulatedCloud) -> None:
    type_ = "aws:ec2/vpc:Vpc"
    assert _create(SimulatedCloud(schemas, seed="2"), type_, {}).id != _create(cloud, type_, {}).id


def test_a_type_of_no_sdk_is_created_from_its_inputs(cloud: SimulatedCloud) -> None:
    created = _create(cloud, "pulumi-python:dynamic:Resource", {"__provider": "code", "a": 1})
    assert created.properties == {"a": 1}


def test_an_update_keeps_what_the_cloud_made_up(cloud: SimulatedCloud) -> None:
    type_ = "aws:lb/loadBalancer:LoadBalancer"
    created = _create(cloud, type_, {"name": "lb", "idleTimeout": 60})
    updated = cloud.update(
        urn=_urn(type_),
        type_=type_,
        id_=created.id,
        old=created.properties,
        new={"name": "lb", "idleTimeout": 90},
        preview=False,
    )
    assert dict(updated) == {**created.properties, "idleTimeout": 90}


def test_a_read_finds_what_was_created(cloud: SimulatedCloud) -> None:
    type_ = "aws:ecs/cluster:Cluster"
    created = _create(cloud, type_, {"name": "c"})
    found = cloud.read(urn=_urn(type_), type_=type_, id_=created.id, inputs=created.properties)
    assert found is not None
    assert found.properties == created.properties


def test_a_diff_names_the_inputs_that_changed(cloud: SimulatedCloud) -> None:
    old = {"name": "a", "tags": {"x": "1"}, "region": "eu-west-1", "__defaults": []}
    new = {"name": "b", "tags": {"x": "1"}, "settings": [{}], "__defaults": ["name"]}
    assert cloud.diff(type_="aws:ecs/cluster:Cluster", old=old, new=new).changed == ("name", "region", "settings")


def test_the_provider_gets_ids_for_resources(cloud: SimulatedCloud) -> None:
    inputs = {
        "vpcId": ResourceReference(urn="u", id=UNKNOWN),
        "tags": {"a": Secret(ResourceReference(urn="u", id="vpc-1")), "b": ResourceReference(urn="component")},
    }
    checked = cloud.check(urn=_urn("aws:ec2/subnet:Subnet"), type_="aws:ec2/subnet:Subnet", inputs=inputs)
    assert checked.inputs == {"vpcId": UNKNOWN, "tags": {"a": Secret("vpc-1"), "b": "component"}, "__defaults": []}
    assert checked.problems == ()


def test_a_kubernetes_resource_gets_a_name_and_keeps_its_own(cloud: SimulatedCloud) -> None:
    type_ = "kubernetes:core/v1:ConfigMap"
    unnamed = cloud.check(urn=_urn(type_, "web"), type_=type_, inputs={"metadata": {"annotations": {"a": "b"}}}).inputs
    name = unnamed["metadata"]["name"]
    assert re.fullmatch("web-[0-9a-f]{8}", name)
    assert unnamed["metadata"]["annotations"] == {"a": "b", "pulumi.com/autonamed": "true"}
    assert cloud.check(urn=_urn(type_, "web"), type_=type_, inputs={}).inputs["metadata"]["name"] == name
    for metadata in ({"name": "mine"}, {"generateName": "mine-"}, {"name": UNKNOWN}, UNKNOWN):
        inputs = {"metadata": metadata}
        assert cloud.check(urn=_urn(type_), type_=type_, inputs=inputs).inputs == inputs


@pytest.mark.parametrize(
    ("type_", "inputs", "output", "form"),
    [
        ("docker-build:index:Image", {"tags": ["r/i:1"], "push": True}, "ref", "r/i:1@sha256:[0-9a-f]{64}"),
        ("random:index/randomPassword:RandomPassword", {"length": 24}, "result", "[0-9a-f]{24}"),
        ("random:index/randomInteger:RandomInteger", {"min": 5, "max": 7}, "result", "[567]"),
        ("random:index/randomId:RandomId", {"byteLength": 4, "prefix": "p-"}, "hex", "p-[0-9a-f]{8}"),
        ("random:index/randomUuid:RandomUuid", {}, "result", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("random:index/randomPet:RandomPet", {}, "id", "simulated-[a-z]+"),
    ],
)
def test_what_is_made_without_a_cloud_has_its_form(
    cloud: SimulatedCloud, type_: str, inputs: dict[str, Any], output: str, form: str
) -> None:
    created = _create(cloud, type_, inputs)
    assert re.fullmatch(form, str(created.id if output == "id" else created.properties[output]))


@pytest.mark.parametrize(
    ("kind", "spec", "status"),
    [
        ("core/v1:Service", {"type": "ClusterIP"}, {"loadBalancer": {}}),
        ("core/v1:Service", {}, {"loadBalancer": {}}),
        ("core/v1:Service", {"type": "LoadBalancer"}, {"loadBalancer": {"ingress": [_ENTRY]}}),
        ("networking.k8s.io/v1:Ingress", {}, {"loadBalancer": {"ingress": [_ENTRY]}}),
        ("apps/v1:Deployment", {"replicas": 3}, dict.fromkeys(_REPLICAS, 3)),
        ("apps/v1:StatefulSet", {}, dict.fromkeys(_REPLICAS, 1)),
    ],
)
def test_kubernetes_tells_how_what_was_made_is(
    cloud: SimulatedCloud, kind: str, spec: dict[str, Any], status: dict[str, Any]
) -> None:
    found = dict(_create(cloud, f"kubernetes:{kind}", {"spec": spec}).properties["status"])
    for entry in found.get("loadBalancer", {}).get("ingress", []):
        assert entry.pop("ip").startswith("203.0.113.")
        assert entry.pop("hostname").endswith(".simulated.example.com")
        entry.update(_ENTRY)
    assert found | status == found


def test_the_key_of_a_service_account_is_a_file_in_base64(cloud: SimulatedCloud) -> None:
    created = _create(cloud, "gcp:serviceaccount/key:Key", {"serviceAccountId": "sa@p.iam.gserviceaccount.com"})
    assert json.loads(base64.b64decode(created.properties["privateKey"]))["type"] == "service_account"
    assert base64.b64decode(created.properties["publicKey"]).startswith(b"simulated ")
