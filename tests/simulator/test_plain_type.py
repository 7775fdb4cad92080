"""Limits and rules hold for a resource of any API version."""

import pytest

from scaffolder.engine.preview import PreviewResource
from scaffolder.engine.whole_program import program_findings
from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.constraints.plain_type import plain_type

APP = "azure-native:app:ContainerApp"


@pytest.mark.parametrize(
    ("type_", "plain"),
    [
        (APP, APP),
        ("azure-native:app/v20240301:ContainerApp", APP),
        ("azure-native_app_v20240301:app:ContainerApp", APP),
        ("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:Deployment"),
        ("aws:lb/targetGroup:TargetGroup", "aws:lb/targetGroup:TargetGroup"),
    ],
)
def test_the_type_without_its_version(type_: str, plain: str) -> None:
    assert plain_type(type_) == plain


@pytest.mark.parametrize("type_", [APP, "azure-native:app/v20240301:ContainerApp"])
def test_a_resource_of_any_version_is_checked(cloud: SimulatedCloud, type_: str) -> None:
    for scale, wrong in (
        ({"minReplicas": 12, "maxReplicas": 1001}, "maxReplicas"),
        ({"minReplicas": 12}, "minReplicas"),
    ):
        template = {"containers": [{"name": "app"}], "scale": scale}
        problems = cloud.check(urn="u", type_=type_, inputs={"resourceGroupName": "rg", "template": template}).problems
        assert [problem.property for problem in problems] == [f"template.scale.{wrong}"]


def test_a_program_of_any_version_is_checked() -> None:
    inputs = {"location": "westeuropa"}
    resources = [
        PreviewResource(
            urn=f"urn:pulumi:dev::p::{type_}::app",
            type=type_,
            name="app",
            parent="",
            provider="",
            custom=True,
            inputs=inputs,
        )
        for type_ in ("azure-native:app/v20240301:ContainerApp", "azure-native_app_v20240301:app:ContainerApp")
    ]
    said = [(problem.urn, problem.message) for problem in program_findings(resources, {}).problems]
    assert said == [
        (resource.urn, "`location` is `westeuropa`, which is no region of Azure.") for resource in resources
    ]
