"""What each stack's program makes. Add here what must hold for your service; every stack of the project is tried."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches

import pulumi
import pytest
import yaml

from cloud_mocks import ROOT, STACKS, Deployed, deploy

# One for each region that serves.
SERVICES = {
    "aws": "aws:ecs/service:Service",
    "gcp": "gcp:cloudrunv2/service:Service",
    "azure": "azure-native:app:ContainerApp",
}


@pytest.mark.parametrize("stack", STACKS)
def test_no_setting_is_misspelt(stack: str) -> None:
    """Nobody reads a setting with another name: it would change nothing. Declare your own in Pulumi.yaml."""
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))
    given = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))
    own = {key.removeprefix(f"{project['name']}:") for key in given["config"]}
    unknown = own - project["config"].keys()
    meant = {key: get_close_matches(key, project["config"], n=1, cutoff=0.85) for key in unknown}
    assert {key: near for key, near in meant.items() if near} == {}


def test_it_exports_what_callers_and_operators_need(deployed: Deployed) -> None:
    assert set(deployed.outputs) == {"url", "regional_urls", "image", "registry", "dashboard_url"}
    assert deployed.outputs["url"].startswith("https://")
    assert list(deployed.outputs["regional_urls"]) == json.loads(deployed.settings["regions"])


def test_every_region_runs_the_service(deployed: Deployed) -> None:
    services = list(deployed.of_type(SERVICES[deployed.cloud]))
    assert len(services) == len(json.loads(deployed.settings["regions"]))


def test_everything_that_can_carry_labels_says_whose_it_is(deployed: Deployed) -> None:
    unlabelled = [
        str(resource)
        for resource in deployed.resources
        if resource.labels is not None and resource.labels.get("service") != deployed.project
    ]
    assert unlabelled == []


def test_no_two_resources_of_a_type_have_the_same_name(deployed: Deployed) -> None:
    names = [str(resource) for resource in deployed.resources]
    assert sorted(set(names)) == sorted(names)


def test_no_secret_is_written_into_the_program(deployed: Deployed) -> None:
    said = json.dumps([resource.inputs for resource in deployed.resources], default=str)
    assert not re.search(r"AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|AIza[0-9A-Za-z_-]{35}", said)


@pytest.mark.parametrize("stack", STACKS)
def test_a_setting_that_cannot_be_served_is_refused_before_anything_is_made(stack: str) -> None:
    with pytest.raises(pulumi.RunError, match="minReplicas 9 is above maxReplicas 3"):
        deploy(stack, minReplicas=9, maxReplicas=3)
