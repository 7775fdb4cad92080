"""What Azure keeps as it was made: its provider sends the change, and Azure refuses it."""

from pathlib import Path
from typing import Any

import pytest

from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.fixed import fixed_change
from scaffolder.simulator.kept import KeptCloud
from scaffolder.simulator.refusals import CloudRefusalError
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.state import CloudState
from scaffolder.simulator.values import Secret

ENVIRONMENT = "azure-native:app:ManagedEnvironment"
GROUP = "azure-native:network:NetworkSecurityGroup"


@pytest.mark.parametrize(
    ("type_", "old", "new", "path"),
    [
        (ENVIRONMENT, {"vnetConfiguration": {"internal": True}}, {"vnetConfiguration": {"internal": True}}, ""),
        (
            ENVIRONMENT,
            {"vnetConfiguration": {"internal": True}},
            {"vnetConfiguration": {"internal": False}},
            "vnetConfiguration.internal",
        ),
        (ENVIRONMENT, {"vnetConfiguration": {"internal": True}}, {"tags": {"a": "b"}}, ""),
        (GROUP, {"location": "West Europe"}, {"location": "westeurope"}, ""),
        (GROUP, {"location": Secret("westeurope")}, {"location": "northeurope"}, "location"),
        ("azure-native:network/v20240501:NetworkSecurityGroup", {"location": "a"}, {"location": "b"}, "location"),
        ("aws:s3/bucket:Bucket", {"location": "a"}, {"location": "b"}, ""),
    ],
)
def test_a_change_of_what_is_fixed_is_told(type_: str, old: dict[str, Any], new: dict[str, Any], path: str) -> None:
    assert fixed_change(type_, old, new) == path


def test_a_cloud_refuses_to_change_what_is_fixed(schemas: SchemaStore, tmp_path: Path) -> None:
    cloud = SimulatedCloud(schemas, kept=KeptCloud(CloudState(tmp_path / "clouds.sqlite")))
    urn = f"urn:pulumi:dev::p::{GROUP}::rules"
    old = {"resourceGroupName": "rg", "networkSecurityGroupName": "rules", "location": "westeurope"}
    created = cloud.create(urn=urn, type_=GROUP, inputs=old, preview=False)
    new = {**old, "location": "northeurope"}
    with pytest.raises(CloudRefusalError) as raised:
        cloud.update(urn=urn, type_=GROUP, id_=created.id, old=created.properties, new=new, preview=False)
    assert (
        str(raised.value) == 'Code="InvalidResourceLocation" Message="Changing property \'location\' is not allowed."'
    )
    tagged = {**old, "tags": {"team": "web"}}
    updated = cloud.update(urn=urn, type_=GROUP, id_=created.id, old=created.properties, new=tagged, preview=False)
    assert updated["tags"] == {"team": "web"}
