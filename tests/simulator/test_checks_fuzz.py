from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.values import UNKNOWN, Asset, ResourceReference, Secret
from tests.simulator.making import Maker, tokens_of

_PACKAGES = ["aws", "gcp", "azure_native", "kubernetes", "docker_build", "random"]
_SAMPLE = 220


@pytest.mark.parametrize("package", _PACKAGES)
def test_what_the_schema_allows_is_no_error(cloud: SimulatedCloud, site_packages: Path, package: str) -> None:
    chance = random.Random(package)  # noqa: S311 - a sample, the same each time
    tokens = tokens_of(site_packages, package)
    maker = Maker(cloud.schemas, chance)
    for token in chance.sample(tokens, min(_SAMPLE, len(tokens))):
        schema = cloud.schemas.resource(token)
        assert schema is not None, token
        checked = cloud.check(urn="urn", type_=token, inputs=maker.inputs(schema.inputs))
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
