"""Where Azure's resources come to lie without a location of their own, in both engines."""

from pathlib import Path

import pytest

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.real import preview_real
from scaffolder.engine.workspace import Workspace
from scaffolder.simulator.values import UNKNOWN
from tests.projects import write_project

PROGRAM = """
    import pulumi, pulumi_azure_native as az
    group = az.resources.ResourceGroup("group")
    az.storage.StorageAccount("store", resource_group_name=group.name, sku={"name": "Standard_LRS"}, kind="StorageV2")
    there = pulumi.ResourceOptions(provider=az.Provider("there", subscription_id="s"))
    other = az.resources.ResourceGroup("other", location="eastus", opts=there)
    az.network.NetworkSecurityGroup("wall", resource_group_name=other.name, opts=there)
    """


@pytest.mark.usefixtures("engine")
def test_the_provider_gives_one_else_the_group(tmp_path: Path) -> None:
    settings = {"Pulumi.dev.yaml": "config:\n  azure-native:location: westeurope\n"}
    workspace = Workspace.find(write_project(tmp_path, PROGRAM, files=settings))
    for preview in (*preview_real(workspace, ["dev"]), *preview_embedded(workspace, ["dev"])):
        places = {one.name: one.inputs.get("location") for one in preview.resources if one.type.count(":") == 2}
        places = {name: places[name] for name in ("group", "store", "other", "wall")}
        assert places == {"group": "westeurope", "store": "westeurope", "other": "eastus", "wall": UNKNOWN}
        assert preview.problems == ()
