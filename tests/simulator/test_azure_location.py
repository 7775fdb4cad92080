"""The location that Azure's provider gives a resource whose program gave none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scaffolder.simulator.azure_location import WITHOUT
from scaffolder.simulator.cloud import Checked, SimulatedCloud
from scaffolder.simulator.kept import KeptCloud
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.state import CloudState
from scaffolder.simulator.values import UNKNOWN, Secret

GROUP, NETWORK = "azure-native:resources:ResourceGroup", "azure-native:network:VirtualNetwork"


def _check(cloud: SimulatedCloud, type_: str, inputs: dict[str, Any], **more: Any) -> Checked:
    return cloud.check(urn=f"urn:pulumi:dev::p::{type_}::web", type_=type_, inputs=inputs, **more)


@pytest.mark.parametrize(
    ("inputs", "old", "provider", "expected"),
    [
        ({"location": "eastus"}, {"location": "westus"}, {"location": "northeurope"}, "eastus"),
        ({}, {"location": "westus"}, {"location": "northeurope"}, "westus"),
        ({"resourceGroupName": "g"}, {}, {"location": "northeurope"}, "northeurope"),
        ({"resourceGroupName": "g"}, {}, {"location": Secret("northeurope")}, "northeurope"),
        ({"resourceGroupName": "g"}, {}, {"location": UNKNOWN}, UNKNOWN),
        ({"resourceGroupName": UNKNOWN}, {}, {}, UNKNOWN),
        ({"resourceGroupName": "g"}, {}, {}, None),
        ({}, {}, {}, None),
    ],
)
def test_what_is_deployed_and_the_provider_come_before_the_group(
    cloud: SimulatedCloud, inputs: Any, old: Any, provider: Any, expected: Any
) -> None:
    found = _check(cloud, NETWORK, inputs, old=old, provider_inputs=provider).inputs
    assert found.get("location") == expected


def test_a_group_that_is_there_gives_its_own(schemas: SchemaStore, tmp_path: Path) -> None:
    cloud = SimulatedCloud(schemas, kept=KeptCloud(CloudState(tmp_path / "clouds.sqlite")))
    inputs = {"resourceGroupName": "g", "location": "Sweden Central"}
    cloud.create(urn=f"urn:pulumi:dev::p::{GROUP}::g", type_=GROUP, inputs=inputs, preview=False)
    assert _check(cloud, NETWORK, {"resourceGroupName": "g"}).inputs["location"] == "Sweden Central"
    assert "location" not in _check(cloud, NETWORK, {"resourceGroupName": "other"}).inputs


@pytest.mark.parametrize(
    "type_",
    [
        "azure-native:resources:Deployment",
        "azure-native:cosmosdb:SqlResourceSqlDatabase",
        "azure-native:network:Subnet",
        "azure-native:nowhere:Thing",
        "aws:s3/bucket:Bucket",
    ],
)
def test_what_takes_none_gets_none(cloud: SimulatedCloud, type_: str) -> None:
    found = _check(cloud, type_, {"resourceGroupName": UNKNOWN}, provider_inputs={"location": "westus"})
    assert "location" not in found.inputs


def test_every_type_that_takes_none_is_one(schemas: SchemaStore) -> None:
    assert [type_ for type_ in sorted(WITHOUT) if schemas.resource(type_) is None] == []


def test_a_group_that_nothing_gives_a_location_is_a_problem(cloud: SimulatedCloud) -> None:
    (problem,) = _check(cloud, GROUP, {}).problems
    assert (problem.property, problem.severity) == ("location", "error")
    assert problem.message == (
        "A resource group needs a location; neither the program nor the provider's settings have one."
    )
    for location in ("westus", UNKNOWN):
        assert _check(cloud, GROUP, {}, provider_inputs={"location": location}).problems == ()
        assert _check(cloud, GROUP, {"location": location}).problems == ()
