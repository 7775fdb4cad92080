"""Every output that an SDK declares is there after creation, with a value of its type, for types of every kind."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scaffolder.simulator.checks import check_inputs
from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.schema import ResourceSchema
from scaffolder.simulator.types import Scalar
from scaffolder.simulator.values import UNKNOWN
from tests.simulator.making import Maker, tokens_of

# One type in so many is tried; SCAFFOLDER_EVERY=1 tries all, of which five of Azure's 2,288 fail: their outputs hold
# themselves without end.
_EVERY = int(os.environ.get("SCAFFOLDER_EVERY", "20"))


def _emitted() -> list[str]:
    """The types of the program's own resources, as the files of replacements and constraints know them."""
    return [
        "aws:cloudfront/distribution:Distribution", "aws:ecs/service:Service", "aws:ecs/taskDefinition:TaskDefinition",
        "aws:lb/listener:Listener", "aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup",
        "aws:wafv2/webAcl:WebAcl", "azure-native:app:ContainerApp", "azure-native:app:ManagedEnvironment",
        "azure-native:cdn:AFDEndpoint", "azure-native:cdn:Route", "azure-native:containerregistry:Registry",
        "azure-native:keyvault:Vault", "azure-native:network:VirtualNetwork", "gcp:cloudrunv2/service:Service",
        "gcp:compute/backendService:BackendService", "gcp:compute/globalForwardingRule:GlobalForwardingRule",
        "gcp:compute/uRLMap:URLMap", "gcp:monitoring/alertPolicy:AlertPolicy",
    ]  # fmt: skip


def _means_another(schema: ResourceSchema, name: str, inputs: Mapping[str, Any]) -> bool:
    """Whether an input only shares its name with an output: `priority` in a path, and the number beside it."""
    given, gives = schema.inputs.get(name), schema.outputs[name]
    if given is None or name not in inputs:
        return False
    return given.type != gives.type and Scalar in {type(given.type), type(gives.type)}


@pytest.mark.parametrize("package", ["aws", "gcp", "azure_native", "kubernetes", "random"])
def test_creation_fills_every_output(cloud: SimulatedCloud, site_packages: Path, package: str) -> None:
    chance = random.Random(package)  # noqa: S311 - a sample, the same each time
    maker = Maker(cloud.schemas, chance, wrapped=False)
    own = [token for token in _emitted() if token.startswith(package.replace("_", "-") + ":")]
    for token in (*own, *tokens_of(site_packages, package)[::_EVERY]):
        schema = cloud.schemas.resource(token)
        assert schema is not None, token
        urn = f"urn:pulumi:dev::p::{token}::made"
        inputs = cloud.check(urn=urn, type_=token, inputs=maker.inputs(schema.inputs)).inputs
        created = cloud.create(urn=urn, type_=token, inputs=inputs, preview=False)
        assert created == cloud.create(urn=urn, type_=token, inputs=inputs, preview=False), token
        assert isinstance(created.id, str), token
        assert created.id, token
        # What a resource gives is held against what its class declares as an input would be; that some of what was put
        # in comes back although no output has it is no harm.
        given = replace(schema, inputs=schema.outputs, deprecated="", as_json=frozenset())
        outputs = {
            name: UNKNOWN if _means_another(schema, name, inputs) else value
            for name, value in created.properties.items()
            if name in schema.outputs
        }
        problems = check_inputs(cloud.schemas, given, outputs, urn=urn)
        wrong = [problem.message for problem in problems if problem.severity == "error"]
        assert [message for message in wrong if "has no property" not in message] == [], token
