from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.types import EnumOf, ListOf, MapOf, ObjectRef, Property, Scalar, Type, UnionOf
from scaffolder.simulator.values import UNKNOWN, Asset, ResourceReference, Secret

_PACKAGES = ["aws", "gcp", "azure_native", "kubernetes", "docker_build", "random"]
_SAMPLE = 220
_DEEPEST = 4


class _Maker:
    """Makes values that a schema allows."""

    def __init__(self, schemas: SchemaStore, chance: random.Random) -> None:
        self._schemas = schemas
        self._chance = chance

    def inputs(self, properties: dict[str, Property], depth: int = 0) -> dict[str, Any]:
        share = 0.5 if depth < 2 else 0.1
        return {
            name: self.value(property_.type, depth) if property_.constant is None else property_.constant
            for name, property_ in properties.items()
            if property_.required or (depth < _DEEPEST and self._chance.random() < share)
        }

    def value(self, type_: Type, depth: int) -> Any:
        match type_:
            case Scalar(name):
                made: Any = {
                    "str": "text", "int": 3.0, "float": 0.5, "bool": True, "any": {"free": [1]}, "asset": Asset(text=""),
                    "archive": Asset(archive=True), "resource": ResourceReference(urn="u", id="i"),
                }[name]  # fmt: skip
            case EnumOf(values):
                made = self._chance.choice(values)
            case ListOf(items):
                made = [self.value(items, depth + 1)] if depth < _DEEPEST else []
            case MapOf(values):
                made = {"key": self.value(values, depth + 1)}
            case UnionOf(members):
                made = self.value(self._chance.choice(members), depth)
            case ObjectRef(ref):
                properties = self._schemas.object_properties(ref)
                made = self.inputs(dict(properties), depth + 1) if properties and depth < 12 else UNKNOWN
        return self._chance.choices([made, Secret(made), UNKNOWN], [20, 1, 1])[0]


def _tokens(site_packages: Path, package: str) -> list[str]:
    registry = (site_packages / f"pulumi_{package}" / "__init__.py").read_text()
    modules = json.loads(re.findall(r'resource_modules="""(.*?)"""', registry, re.DOTALL)[0])
    return sorted(token for entry in modules for token in entry["classes"])


@pytest.mark.parametrize("package", _PACKAGES)
def test_what_the_schema_allows_is_no_error(cloud: SimulatedCloud, site_packages: Path, package: str) -> None:
    chance = random.Random(package)  # noqa: S311 - a sample, the same each time
    tokens = _tokens(site_packages, package)
    maker = _Maker(cloud.schemas, chance)
    for token in chance.sample(tokens, min(_SAMPLE, len(tokens))):
        schema = cloud.schemas.resource(token)
        assert schema is not None, token
        checked = cloud.check(urn="urn", type_=token, inputs=maker.inputs(dict(schema.inputs)))
        # Constraints and rules know more than a schema: what it allows may still be out of range.
        found = [problem for problem in checked.problems if problem.source == schema.source]
        assert [problem for problem in found if problem.severity == "error"] == [], token


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(UNKNOWN)
    | st.just(Asset(text="")) | st.just(ResourceReference(urn="u")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3) | st.builds(Secret, inner),
    max_leaves=6,
)  # fmt: skip
_TYPES = [
    "aws:ecs/service:Service", "aws:wafv2/webAcl:WebAcl", "aws:iam/role:Role", "aws:lambda/function:Function",
    "gcp:cloudrunv2/service:Service", "azure-native:app:ContainerApp", "azure-native:cdn:SecurityPolicy",
    "kubernetes:apps/v1:Deployment", "kubernetes:core/v1:Service", "docker-build:index:Image", "pulumi:providers:aws",
]  # fmt: skip


@given(data=st.data())
def test_no_input_breaks_the_check(cloud: SimulatedCloud, data: st.DataObject) -> None:
    token = data.draw(st.sampled_from(_TYPES))
    schema = cloud.schemas.resource(token)
    assert schema is not None
    names = st.sampled_from(sorted(schema.inputs)) | st.text(max_size=6)
    inputs = data.draw(st.dictionaries(names, _ANYTHING, max_size=4))
    first = cloud.check(urn="urn", type_=token, inputs=inputs).problems
    assert first == cloud.check(urn="urn", type_=token, inputs=dict(reversed(inputs.items()))).problems
