"""What a project's extensions change: the worked examples on every cloud, and how a wrong one is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview, PreviewResource
from scaffolder.engine.workspace import Workspace
from tests.stacks.extended import ORDERED, REGIONS, write_extended

SERVICES = {
    "aws": "aws:ecs/taskDefinition:TaskDefinition",
    "gcp": "gcp:cloudrunv2/service:Service",
    "azure": "azure-native:app:ContainerApp",
}
Written = Callable[..., Workspace]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a project of one cloud with extensions."""
    return partial(write_extended, tmp_path)


def previewed(workspace: Workspace) -> Preview:
    (preview,) = preview_embedded(workspace, ["dev"])
    return preview


def accepted(workspace: Workspace) -> Preview:
    preview = previewed(workspace)
    assert [problem.message for problem in preview.problems] == []
    return preview


def of_type(preview: Preview, type_: str) -> list[PreviewResource]:
    return [resource for resource in preview.resources if resource.type == type_]


def containers(resource: PreviewResource) -> list[Mapping[str, Any]]:
    if "containerDefinitions" in resource.inputs:
        return json.loads(resource.inputs["containerDefinitions"])
    return resource.inputs["template"]["containers"]


def variables(container: Mapping[str, Any]) -> dict[str, Any]:
    pairs = container.get("environment") or container.get("envs") or container.get("env") or []
    return {pair["name"]: pair.get("value") for pair in pairs}


@pytest.mark.parametrize("cloud", REGIONS)
def test_the_examples_of_labels_and_a_sidecar(cloud: str, written: Written) -> None:
    settings = {"labels": {"cost-center": "search"}}
    preview = accepted(written(cloud, "10_costs.py", "20_sidecar.py", settings=settings))
    services = of_type(preview, SERVICES[cloud])
    assert len(services) == 2
    for service in services:
        agent = containers(service)[-1]
        assert agent["name"] == "agent"
        assert variables(agent) == {"DD_SERVICE": "demo", "DD_ENV": "dev", "DD_APM_RECEIVER_PORT": "8126"}
        assert containers(service)[0]["name"] == "app"
    labelled = [
        labels
        for resource in preview.resources
        if isinstance(labels := resource.inputs.get("labels", resource.inputs.get("tags")), Mapping)
        and "managed-by" in labels
    ]
    assert len(labelled) > 2
    assert {labels["cost-center"] for labels in labelled} == {"search"}


@pytest.mark.parametrize("cloud", REGIONS)
def test_the_example_of_a_bucket_in_every_region(cloud: str, written: Written) -> None:
    preview = accepted(written(cloud, "30_models.py"))
    made = [resource for resource in preview.resources if "inference:extensions:Region" in resource.urn]
    components = [resource for resource in made if not resource.custom]
    assert [component.name for component in components] == [
        f"demo-dev-{region}-extensions" for region in REGIONS[cloud]
    ]
    buckets = {
        "aws": "aws:s3/bucket:Bucket",
        "gcp": "gcp:storage/bucket:Bucket",
        "azure": "azure-native:storage:StorageAccount",
    }
    made_buckets = [bucket for bucket in of_type(preview, buckets[cloud]) if bucket in made]
    assert [bucket.name for bucket in made_buckets] == [f"demo-dev-{region}-models" for region in REGIONS[cloud]]
    grants = {
        "aws": "aws:iam/rolePolicy:RolePolicy",
        "gcp": "gcp:storage/bucketIAMMember:BucketIAMMember",
        "azure": "azure-native:authorization:RoleAssignment",
    }
    reads = [grant for grant in of_type(preview, grants[cloud]) if grant.name.endswith("-models-read")]
    assert len(reads) == 2
    # The replicas get the bucket's name, so they come after it.
    for service, bucket in zip(of_type(preview, SERVICES[cloud]), made_buckets, strict=True):
        sources = {urn for urns in service.property_dependencies.values() for urn in urns}
        assert bucket.urn in sources or cloud == "azure"
    if cloud != "aws":
        assert all("MODEL_BUCKET" in variables(containers(service)[0]) for service in of_type(preview, SERVICES[cloud]))


def test_extensions_run_in_the_order_of_their_names(written: Written) -> None:
    words = {name: ORDERED.replace("{word}", name) for name in ("z_last", "b_second", "a_first")}
    preview = accepted(written("gcp", _helper="raise RuntimeError('a helper is loaded by those who want it')", **words))
    (description,) = {service.inputs["description"] for service in of_type(preview, SERVICES["gcp"])}
    assert description == "demo, dev a_first b_second z_last"


def revisions(preview: Preview) -> set[str]:
    return {service.inputs["template"]["revision"] for service in of_type(preview, SERVICES["gcp"])}


VARIABLE = 'def extend_region(region):\n    return {"PLACE": f"here-{region.region}"}\n'


def test_a_revision_of_cloud_run_is_named_by_what_extensions_make_of_it(tmp_path: Path, written: Written) -> None:
    workspace = written("gcp", a=VARIABLE)
    (first,) = revisions(accepted(workspace))
    assert {variables(containers(one)[0])["PLACE"] for one in of_type(accepted(workspace), SERVICES["gcp"])} == {
        "here-us-central1",
        "here-us-east4",
    }
    (tmp_path / "infra" / "extensions" / "a.py").write_text(VARIABLE.replace("here", "there"))
    (second,) = revisions(accepted(workspace))
    (tmp_path / "infra" / "extensions" / "a.py").unlink()
    (without,) = revisions(accepted(workspace))
    assert len({first, second, without}) == 3


GLOBAL = """
import pulumi
import pulumi_gcp as gcp


def extend_service(service):
    topic = gcp.pubsub.Topic(f"{service.name}-events", project=service.scope, labels=service.labels, opts=service.opts)
    pulumi.export("events", topic.name)
    pulumi.export("regions", [endpoint.region for endpoint in service.endpoints])
"""


def test_an_extension_adds_to_the_whole_service_and_to_its_outputs(written: Written) -> None:
    preview = accepted(written("gcp", events=GLOBAL))
    (topic,) = of_type(preview, "gcp:pubsub/topic:Topic")
    assert "inference:extensions:Service$gcp:pubsub/topic:Topic" in topic.urn
    assert preview.outputs["regions"] == REGIONS["gcp"]
    assert "events" in preview.outputs


REFUSED = {
    "nothing in it": ("X = 1\n", "extensions/bad.py has none of the functions check, transform, extend_region, "
                      "extend_service. Write one of them."),
    "other parameters": ("def transform(resource): ...\n", "extensions/bad.py: transform cannot be called as "
                         "transform(resource, settings). Write it so."),
    "a reserved variable": ('def extend_region(region): return {"PORT": "1"}\n', "extensions/bad.py: extend_region "
                            "returned 'PORT', but it is set by the cloud or by this program. Choose another name."),
    "no variable": ('def extend_region(region): return {"a-b": "1"}\n', "extensions/bad.py: extend_region returned "
                    "'a-b', but it cannot be an environment variable. Allowed: letters, digits and _, no digit first."),
    "a variable of the settings": ('def extend_region(region): return {"MODE": "1"}\n', "extensions/bad.py: "
                                   "extend_region returned 'MODE', but the settings have it already. Keep it in one of "
                                   "the two."),
    "a refusal": ('def check(settings):\n    yield "labels has no owner."\n    yield "And more."\n',
                  "this stack's settings are refused:\nextensions/bad.py: labels has no owner.\n"
                  "extensions/bad.py: And more."),
    "no result": ("def transform(resource, settings): return {}\n", "extensions/bad.py: transform returned dict for"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_an_extension_that_cannot_be_used_is_refused_by_its_file(case: str, written: Written) -> None:
    code, message = REFUSED[case]
    preview = previewed(written("gcp", settings={"env": {"MODE": "fast"}}, bad=code))
    (problem,) = [problem for problem in preview.problems if problem.severity == "error"]
    assert message in problem.message
    assert "Traceback" not in problem.message


def test_two_extensions_cannot_set_one_variable(written: Written) -> None:
    preview = previewed(written("gcp", a=VARIABLE, b=VARIABLE))
    (problem,) = preview.problems
    assert (
        "extensions/b.py: extend_region returned 'PLACE', but another extension returned it already." in problem.message
    )
