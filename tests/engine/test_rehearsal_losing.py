"""What a deployed graph is worth without one of its regions."""

from collections.abc import Mapping
from typing import Any

import pytest

from scaffolder.engine.rehearsal.graph import Graph, one_region, read_graph, region_of_arn
from scaffolder.engine.rehearsal.losing import checked_region, lose
from scaffolder.engine.rehearsal.loss import Capacity, OnlyThere
from scaffolder.errors import ScaffolderError

SERVICE = "urn:pulumi:prod::demo::inference:aws:InferenceService"
SETTINGS = {"maxReplicas": "10", "concurrency": "16"}


def resource(type_: str, name: str, region: str, *, parent: str = "") -> Mapping[str, Any]:
    return {
        "urn": f"{SERVICE}${parent}{type_}::demo-prod-{name}",
        "type": type_,
        "id": name,
        "custom": True,
        "inputs": {"region": region} if region else {},
        "outputs": {},
    }


def stack(*regions: str, more: tuple[Mapping[str, Any], ...] = ()) -> Graph:
    top = {"urn": f"{SERVICE}::demo-prod", "type": "inference:aws:InferenceService", "custom": False}
    each = [
        one
        for region in regions
        for one in (
            resource("aws:ecr/repository:Repository", f"{region}-images", region),
            resource("aws:ecs/service:Service", f"{region}-service", region, parent="inference:aws:RegionalService$"),
        )
    ]
    return read_graph([top, *each, *more])


def test_what_serves_and_what_it_carries() -> None:
    loss = lose(stack("us-east-1", "us-west-2", "eu-west-1"), "us-west-2", settings=SETTINGS)
    assert (loss.region, loss.resources, loss.serving) == ("us-west-2", 2, ("us-east-1", "eu-west-1"))
    assert loss.capacity == Capacity(regions=3, left=2, max_replicas=10, concurrency=16)
    assert (loss.capacity.before, loss.capacity.after, loss.capacity.percent) == (480, 320, 66)
    assert loss.capacity.replicas_for_all == 15
    assert loss.only_there == ()


def test_the_only_region_takes_the_service_with_it() -> None:
    loss = lose(stack("us-east-1"), "us-east-1", settings=SETTINGS)
    assert loss.serving == ()
    assert loss.capacity == Capacity(regions=1, left=0, max_replicas=10, concurrency=16)
    assert (loss.capacity.after, loss.capacity.percent, loss.capacity.replicas_for_all) == (0, 0, 0)


@pytest.mark.parametrize("settings", [{}, {"maxReplicas": "10"}, {"maxReplicas": "many", "concurrency": "16"}])
def test_other_peoples_settings_tell_of_no_capacity(settings: dict[str, str]) -> None:
    assert lose(stack("us-east-1", "us-west-2"), "us-east-1", settings=settings).capacity is None


def test_what_the_lost_region_alone_held_is_named() -> None:
    more = (
        resource("aws:cloudwatch/metricAlarm:MetricAlarm", "front-failing", "us-east-1"),
        resource("aws:cloudwatch/metricAlarm:MetricAlarm", "us-east-1-slow", "us-east-1"),
        resource("aws:cloudwatch/metricAlarm:MetricAlarm", "us-west-2-slow", "us-west-2"),
        resource("aws:cloudwatch/logGroup:LogGroup", "requests", "us-east-1"),
        resource("aws:ec2/vpc:Vpc", "alone", "us-east-1"),
    )
    loss = lose(stack("us-east-1", "us-west-2", more=more), "us-east-1", settings={})
    assert loss.only_there == (
        OnlyThere(role="alarms", names=["front-failing"]),
        OnlyThere(role="logs", names=["requests"]),
    )
    assert lose(stack("us-east-1", "us-west-2", more=more), "us-west-2", settings={}).only_there == ()


def test_a_registry_with_a_replica_can_still_be_pulled_from() -> None:
    more = (
        resource("azure-native:containerregistry/v20250401:Registry", "images", "swedencentral"),
        resource("azure-native:containerregistry:Replication", "westeurope", "westeurope"),
    )
    graph = read_graph(more)
    loss = lose(graph, "swedencentral", settings={})
    assert [one.role for one in loss.only_there] == [
        "images (pulled from the replica in westeurope; nothing can be pushed)"
    ]


def test_a_region_that_the_stack_has_not_is_refused_with_those_it_has() -> None:
    with pytest.raises(ScaffolderError) as refused:
        checked_region(("us-east-1", "us-west-2"), "us-west-1")
    assert str(refused.value) == "--lose us-west-1: this stack serves from us-east-1, us-west-2."
    assert refused.value.fix == "--lose us-west-2"


def test_a_stack_without_regions_has_none_to_lose() -> None:
    with pytest.raises(ScaffolderError) as refused:
        checked_region((), "us-west-1")
    assert str(refused.value) == "--lose us-west-1: nothing of this stack lies in one region."


def test_azures_display_names_are_its_regions() -> None:
    assert checked_region(("westeurope",), "West Europe") == "westeurope"


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ("us-east-1", "us-east-1"),
        ("ap-southeast-2", "ap-southeast-2"),
        ("us-gov-west-1", "us-gov-west-1"),
        ("us-central1", "us-central1"),
        ("northamerica-northeast2", "northamerica-northeast2"),
        ("West Europe", "westeurope"),
        ("eastus2", "eastus2"),
        ("Global", ""),
        ("global", ""),
        ("us", ""),
        ("EU", ""),
        ("europe", ""),
        ("", ""),
    ],
)
def test_a_place_is_one_region_or_none(place: str, region: str) -> None:
    assert one_region(place) == region


@pytest.mark.parametrize(
    ("text", "region"),
    [("arn:aws:ecs:us-east-1:1:service/a/b", "us-east-1"), ("arn:aws:iam::1:role/a", ""), ("sg-1", ""), ("", "")],
)
def test_an_arn_names_its_region(text: str, region: str) -> None:
    assert region_of_arn(text) == region
