"""What a deployed graph is worth without one of its regions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from scaffolder.engine.rehearsal.fronts import front_view
from scaffolder.engine.rehearsal.graph import Deployed, Graph, one_region, unversioned
from scaffolder.engine.rehearsal.loss import Capacity, Loss, OnlyThere
from scaffolder.errors import ScaffolderError

# What an operator misses first when a region is gone, by the resource types that are it.
_ROLES: Final[Mapping[str, re.Pattern[str]]] = {
    "images": re.compile(r"ecr/repository:|artifactregistry/repository:|containerregistry:Registry$"),
    "alarms": re.compile(r"cloudwatch/(metric|composite)Alarm:|:monitor:(MetricAlert|ScheduledQueryRule)$"),
    "alert receivers": re.compile(r"sns/topic:|:monitor:ActionGroup$"),
    "logs": re.compile(r"cloudwatch/logGroup:|logging/projectBucketConfig:|:operationalinsights:Workspace$"),
    "keys": re.compile(r"kms/key:|kms/cryptoKey:|:keyvault:Key$"),
    "secrets": re.compile(r"secretsmanager/secret:|secretmanager/secret:|:keyvault:(Vault|Secret)$"),
    "data": re.compile(r"s3/bucket:|storage/bucket:|:storage:StorageAccount$|dynamodb/table:|rds/|sql/"),
}
_REPLICA: Final = "azure-native:containerregistry:Replication"


def lose(graph: Graph, region: str, *, settings: Mapping[str, str]) -> Loss:
    """The graph without `region`; `settings` are the stack's own, by their short keys.

    Raises:
        ScaffolderError: the stack does not serve from that region.
    """
    lost = checked_region(graph.serving_regions(), region)
    serving = tuple(one for one in graph.serving_regions() if one != lost)
    return Loss(
        region=lost,
        resources=sum(one.custom and one.region == lost for one in graph.resources),
        serving=serving,
        front=front_view(graph, lost),
        capacity=_capacity(graph, len(serving), settings),
        only_there=_only_there(graph, lost),
    )


def checked_region(regions: Sequence[str], asked: str) -> str:
    """The region asked for as the stack writes it; an error when it serves from no such region."""
    wanted = one_region(asked) or asked
    if wanted in regions:
        return wanted
    if not regions:
        raise ScaffolderError(
            f"--lose {asked}: nothing of this stack lies in one region.", fix="Leave --lose out for this stack."
        )
    near = get_close_matches(wanted, regions, n=1)
    raise ScaffolderError(
        f"--lose {asked}: this stack serves from {', '.join(regions)}.",
        fix=f"--lose {near[0] if near else regions[0]}",
    )


def _capacity(graph: Graph, left: int, settings: Mapping[str, str]) -> Capacity | None:
    """What the replicas carry; None for a program whose settings are not ours."""
    try:
        most, concurrency = int(settings["maxReplicas"]), int(settings["concurrency"])
    except (KeyError, ValueError):
        return None
    return Capacity(regions=len(graph.serving_regions()), left=left, max_replicas=most, concurrency=concurrency)


def _only_there(graph: Graph, lost: str) -> tuple[OnlyThere, ...]:
    """What no other region has the like of: the same type under the same name but for the region in it."""
    elsewhere = {_like(one) for one in graph.resources if one.custom and one.region not in {lost, ""}}
    alone = [one for one in graph.resources if one.custom and one.region == lost and _like(one) not in elsewhere]
    replicas = sorted({one.region for one in graph.of_type(_REPLICA) if one.region not in {lost, ""}})
    service = next((one.name for one in graph.resources if one.type.endswith(":InferenceService")), "")
    found = []
    for role, pattern in _ROLES.items():
        names = sorted(_short(one, service) for one in alone if pattern.search(unversioned(one.type)))
        if names:
            kept = f" (pulled from the replica in {', '.join(replicas)}; nothing can be pushed)"
            found.append(OnlyThere(role=role + kept if role == "images" and replicas else role, names=names))
    return tuple(found)


def _short(one: Deployed, service: str) -> str:
    """A resource's name without the service's own, which begins every name of our programs."""
    return one.name.removeprefix(f"{service}-") if service else one.name


def _like(one: Deployed) -> tuple[str, str]:
    return unversioned(one.type), one.name.replace(one.region, "*") if one.region else one.name
