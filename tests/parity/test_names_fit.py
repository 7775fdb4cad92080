"""The longest names: every name the program sets is one the cloud takes, and two services never share one."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from inference.regions import REGIONS
from scaffolder.engine.embedded import preview_runs
from scaffolder.engine.interpreter import find_interpreter
from scaffolder.engine.preview import Preview
from scaffolder.engine.workspace import Workspace
from scaffolder.simulator.constraints.store import ConstraintStore

REPOSITORY = Path(__file__).parents[2]
# Two services of 40 characters that differ in the last, and the shortest there can be.
SERVICES = ("a" * 18 + "-" + "b" * 20 + "c", "a" * 18 + "-" + "b" * 20 + "d", "zz")
ENVIRONMENT = "e" * 12
HYPHENS = r"[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
# Type, the input that holds the name, the most characters, the alphabet. From the clouds' API references:
# CreateLoadBalancer and CreateTargetGroup, CreateRole, CreateRepository, CreateCluster of AWS; accountId of IAM and
# Service of Cloud Run, RepositoryId of GCP; the naming rules of Azure resources,
# https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
LIMITS = [
    ("aws:lb/loadBalancer:LoadBalancer", "name", 32, HYPHENS),
    ("aws:lb/targetGroup:TargetGroup", "name", 32, HYPHENS),
    ("aws:iam/role:Role", "name", 64, r"[\w+=,.@-]+"),
    ("aws:ecr/repository:Repository", "name", 256, r"[a-z0-9]+(?:[._/-][a-z0-9]+)*"),
    ("aws:ecs/cluster:Cluster", "name", 255, r"[A-Za-z0-9_-]+"),
    ("aws:ecs/taskDefinition:TaskDefinition", "family", 255, r"[A-Za-z0-9_-]+"),
    ("aws:cloudfront/function:Function", "name", 64, r"[A-Za-z0-9-_]+"),
    ("aws:wafv2/webAcl:WebAcl", "name", 128, r"[\w-]+"),
    ("aws:sns/topic:Topic", "name", 256, r"[\w-]+"),
    ("gcp:serviceaccount/account:Account", "accountId", 30, r"[a-z](?:[a-z0-9-]*[a-z0-9])"),
    ("gcp:cloudrunv2/service:Service", "name", 49, r"[a-z](?:[a-z0-9-]*[a-z0-9])"),
    ("gcp:artifactregistry/repository:Repository", "repositoryId", 63, r"[a-z](?:[a-z0-9-]*[a-z0-9])"),
    ("gcp:compute/backendService:BackendService", "name", 63, r"[a-z](?:[a-z0-9-]*[a-z0-9])"),
    ("gcp:compute/securityPolicy:SecurityPolicy", "name", 63, r"[a-z](?:[a-z0-9-]*[a-z0-9])"),
    ("gcp:compute/globalAddress:GlobalAddress", "name", 63, r"[a-z](?:[a-z0-9-]*[a-z0-9])"),
    ("gcp:logging/projectBucketConfig:ProjectBucketConfig", "bucketId", 100, r"[A-Za-z0-9][\w.-]*"),
    ("azure-native:app:ContainerApp", "containerAppName", 32, r"[a-z](?:-?[a-z0-9])*"),
    ("azure-native:app:ManagedEnvironment", "environmentName", 60, r"[a-z](?:-?[a-z0-9])*"),
    ("azure-native:containerregistry:Registry", "registryName", 50, r"[a-z0-9]{5,}"),
    ("azure-native:frontdoor:Policy", "policyName", 128, r"[A-Za-z][A-Za-z0-9]*"),
    ("azure-native:cdn:Profile", "profileName", 260, r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"),
    ("azure-native:operationalinsights:Workspace", "workspaceName", 63, r"[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]"),
    ("azure-native:monitor:ActionGroup", "groupShortName", 12, r".+"),
]
# Azure names resources within a resource group, of which each service has its own.
IN_A_GROUP = "azure-native:"


@pytest.fixture(scope="module")
def previews(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Preview]:
    runs = {}
    for service in SERVICES:
        root = tmp_path_factory.mktemp("names")
        shutil.copytree(
            REPOSITORY / "stacks", root / "stacks", ignore=shutil.ignore_patterns("__pycache__", "Pulumi.*")
        )
        project = (REPOSITORY / "Pulumi.yaml").read_text()
        (root / "Pulumi.yaml").write_text(project.replace("name: inference-service\n", f"name: {service}\n"))
        for cloud, regions in REGIONS.items():
            longest = sorted(regions, key=len)[-2:]
            config = {"cloud": cloud, "environment": ENVIRONMENT, "regions": longest, "waf": "managed", "zones": 1}
            config["maxReplicas"] = 3
            config["schedule"] = [{"start": "0 8 1 * 1", "end": "0 18 * * 1", "minReplicas": 3}]
            config["image"] = f"us-docker.pkg.dev/platform/models/demo@sha256:{'0' * 64}"
            (root / "stacks" / f"Pulumi.{ENVIRONMENT}-{cloud}.yaml").write_text(json.dumps({"config": config}))
            runs[service, cloud] = (Workspace.find(root), f"{ENVIRONMENT}-{cloud}")
    # All in one go: each cloud's SDK is imported once.
    previews = preview_runs(list(runs.values()), find_interpreter(Workspace.find(REPOSITORY)))
    return dict(zip(runs, previews, strict=True))


def named(previews: Mapping[tuple[str, str], Preview], service: str) -> list[tuple[str, str, Any]]:
    ours = [preview for (owner, _), preview in previews.items() if owner == service]
    return [
        (resource.type, key, resource.inputs[key])
        for preview in ours
        for resource in preview.resources
        for type_, key, _, _ in LIMITS
        if resource.type == type_ and key in resource.inputs
    ]


@pytest.mark.xdist_group("names")
def test_the_longest_names_are_served(previews: Mapping[tuple[str, str], Preview]) -> None:
    assert [problem for preview in previews.values() for problem in preview.problems] == []


@pytest.mark.xdist_group("names")
def test_every_name_that_a_provider_makes_has_a_limit_that_is_known(
    previews: Mapping[tuple[str, str], Preview],
) -> None:
    made = {
        (resource.type, key)
        for preview in previews.values()
        for resource in preview.resources
        for key, value in resource.inputs.items()
        if isinstance(value, str) and re.fullmatch(rf"{re.escape(resource.name)}-?[0-9a-f]{{7,8}}", value)
    }
    assert ("aws:iam/rolePolicy:RolePolicy", "name") in made
    store = ConstraintStore()
    known = {(type_, limit.path) for type_, _ in made for limit in store.of(type_) if limit.length}
    assert made - known == set()


@pytest.mark.xdist_group("names")
@pytest.mark.parametrize(("type_", "key", "most", "alphabet"), LIMITS, ids=lambda value: str(value)[:50])
def test_a_name_is_one_the_cloud_takes(
    type_: str, key: str, most: int, alphabet: str, previews: Mapping[tuple[str, str], Preview]
) -> None:
    values = [
        value for service in SERVICES for found, at, value in named(previews, service) if (found, at) == (type_, key)
    ]
    known = [value for value in values if isinstance(value, str)]
    assert values, "the program sets no such name: drop the line"
    assert [value for value in known if len(value) > most or not re.fullmatch(alphabet, value)] == []


@pytest.mark.xdist_group("names")
def test_two_services_of_an_account_share_no_name(previews: Mapping[tuple[str, str], Preview]) -> None:
    one, other = (
        {
            entry
            for entry in named(previews, service)
            if isinstance(entry[2], str) and not entry[0].startswith(IN_A_GROUP)
        }
        for service in SERVICES[:2]
    )
    assert one
    assert one & other == set()
