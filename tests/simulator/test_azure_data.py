"""Facts about Azure that no SDK has: they name what the installed SDK has, and each list is in order."""

import json
import tomllib
from importlib import resources
from typing import Any

import pytest

from inference.regions import DEFAULT_REGIONS
from scaffolder.simulator.constraints.constraint import Constraint, Source
from scaffolder.simulator.constraints.own import wrong_step
from scaffolder.simulator.ids_azure import id_of, outputs_of
from scaffolder.simulator.paths_azure import names_in
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.subject import Subject

DATA = resources.files("scaffolder.simulator").joinpath("data")
CREATE_ONLY = tomllib.loads(DATA.joinpath("azure_create_only.toml").read_text(encoding="utf-8"))
PATHS = tomllib.loads(DATA.joinpath("azure_paths.toml").read_text(encoding="utf-8"))["paths"]
FIXED = {type_: paths for type_, paths in CREATE_ONLY.items() if type_ != "sources"}


def _is_there(schemas: SchemaStore, type_: str, path: str) -> bool:
    return wrong_step(schemas, Constraint(type=type_, path=path, source=Source(page=""))) is None


@pytest.mark.parametrize("type_", FIXED)
def test_what_cannot_be_changed_is_an_input(type_: str, schemas: SchemaStore) -> None:
    assert schemas.resource(type_) is not None
    assert set(FIXED[type_]) <= {"replaces", "refused"}
    for paths in FIXED[type_].values():
        assert paths == sorted(set(paths))
        assert [path for path in paths if not _is_there(schemas, type_, path)] == []


@pytest.mark.parametrize(
    ("type_", "paths"),
    [
        ("azure-native:app:ContainerApp", {"containerAppName", "environmentId", "location", "resourceGroupName"}),
        ("azure-native:storage:StorageAccount", {"accountName", "isHnsEnabled", "location"}),
        ("azure-native:authorization:RoleAssignment", {"principalId", "roleAssignmentName", "scope"}),
    ],
)
def test_what_replaces_a_resource(type_: str, paths: set[str]) -> None:
    assert paths <= set(FIXED[type_]["replaces"])


def test_sources_say_when_they_were_read() -> None:
    sources: dict[str, Any] = CREATE_ONLY["sources"]
    assert all(source["page"] and source["read"] for source in sources.values())


def test_regions_are_named_as_the_api_names_them() -> None:
    regions = json.loads(DATA.joinpath("azure_regions.json").read_text(encoding="utf-8"))
    assert list(regions["zones"]) == sorted(regions["zones"])
    assert all(name.isalnum() and name.islower() for name in regions["zones"])
    assert set(regions["zones"].values()) == {0, 3, 4, None}
    assert set(DEFAULT_REGIONS["azure"]) <= set(regions["zones"])


@pytest.mark.parametrize("type_", PATHS)
def test_paths_name_inputs_and_the_last_is_the_resources_own(type_: str, schemas: SchemaStore) -> None:
    schema = schemas.resource(type_)
    assert schema is not None
    assert set(names_in(PATHS[type_])) <= set(schema.inputs)
    assert set(names_in(PATHS[type_])) | {"resourceGroupName"} <= set(FIXED[type_]["replaces"])


@pytest.mark.parametrize(
    ("type_", "inputs", "path", "arm"),
    [
        (
            "servicebus:Subscription",
            {"namespaceName": "bus", "topicName": "paid", "subscriptionName": "billing"},
            "Microsoft.ServiceBus/namespaces/bus/topics/paid/subscriptions/billing",
            "Microsoft.ServiceBus/namespaces/topics/subscriptions",
        ),
        (
            "storage:BlobContainer",
            {"accountName": "files", "containerName": "images"},
            "Microsoft.Storage/storageAccounts/files/blobServices/default/containers/images",
            "Microsoft.Storage/storageAccounts/blobServices/containers",
        ),
        ("web:AppServicePlan", {"name": "plan"}, "Microsoft.Web/serverfarms/plan", "Microsoft.Web/serverfarms"),
        (
            "monitor:DiagnosticSetting",
            {"resourceUri": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.App/jobs/j", "name": "logs"},
            "Microsoft.App/jobs/j/providers/Microsoft.Insights/diagnosticSettings/logs",
            "Microsoft.Insights/diagnosticSettings",
        ),
        (
            "dns:RecordSet",
            {"zoneName": "example.com", "recordType": "A", "relativeRecordSetName": "www"},
            "Microsoft.Network/dnsZones/example.com/A/www",
            "Microsoft.Network/dnsZones/A",
        ),
    ],
)
def test_ids_are_as_azure_gives_them(type_: str, inputs: dict[str, str], path: str, arm: str) -> None:
    subject = Subject(
        urn=f"urn:pulumi:d::p::azure-native:{type_}::x",
        type=f"azure-native:{type_}",
        inputs=inputs if "resourceUri" in inputs else {"resourceGroupName": "rg", **inputs},
        provider={"subscriptionId": "s"},
    )
    assert id_of(subject) == f"/subscriptions/s/resourceGroups/rg/providers/{path}"
    assert outputs_of(subject)["type"] == arm
