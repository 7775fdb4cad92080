"""How workloads change and end: deadlines, surges, failures and schedules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from scaffolder.simulator.rules.cron import time_zone_is_none
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import APPS, BATCH, CORE, POLICY, READ, SCALING, SCHEDULING, pod_of
from scaffolder.simulator.rules.registry import rule

_PERCENT: Final = re.compile(r"\d+%")
_MOST_PERCENT: Final = 100
_HIGHEST_PRIORITY: Final = 1_000_000_000


def _none(value: Any) -> bool:
    return str(value).rstrip("%") in ("0", "0.0")


@rule("kubernetes:apps/v1:Deployment", page=APPS, read=READ)
def deployments_wait_for_what_is_ready(inputs: Given) -> Iterator[Finding]:
    """A rollout is given more time than its pods take to count as available."""
    ready, deadline = inputs["spec"]["minReadySeconds"], inputs["spec"]["progressDeadlineSeconds"]
    seconds = 600 if deadline.absent else deadline.number
    if ready.number is not None and seconds is not None and ready.number >= seconds:
        yield ready.finding(
            f"`{ready.path}` is {ready.shown}; it is below `progressDeadlineSeconds`, which is {seconds:g}.",
            fix="Give less, or a longer deadline.",
        )


@rule("kubernetes:apps/v1:Deployment", page=APPS, read=READ)
def surges_are_numbers_or_percentages(inputs: Given) -> Iterator[Finding]:
    """How many pods may be more or missing is a number, or a percentage."""
    for name in ("maxSurge", "maxUnavailable"):
        given = inputs["spec"]["strategy"]["rollingUpdate"][name]
        if given.text and not _PERCENT.fullmatch(given.text):
            yield given.finding(
                f"`{given.path}` is {given.shown}; allowed are whole numbers, and percentages such as `25%`.",
                fix="Give a number, or add the percent sign.",
            )


@rule("kubernetes:apps/v1:DaemonSet", page=APPS, read=READ)
def daemons_surge_or_stop(inputs: Given) -> Iterator[Finding]:
    """A node has a second pod for a while, or none: not both."""
    update = inputs["spec"]["updateStrategy"]["rollingUpdate"]
    surge, missing = update["maxSurge"], update["maxUnavailable"]
    # What is left out is one missing pod.
    stops = not missing.unknown and not _none(missing.value)
    if surge.known and not _none(surge.value) and stops:
        yield surge.finding(
            f"`{surge.path}` is {surge.shown}, and `maxUnavailable` is {1 if missing.absent else missing.shown}; "
            "one of them is 0.",
            fix="Give `maxUnavailable` as 0.",
        )


@rule("kubernetes:policy/v1:PodDisruptionBudget", page=POLICY, read=READ)
def budgets_are_parts_of_a_whole(inputs: Given) -> Iterator[Finding]:
    """A budget is at most 100%."""
    for name in ("minAvailable", "maxUnavailable"):
        given = inputs["spec"][name]
        if given.text and _PERCENT.fullmatch(given.text) and int(given.text[:-1]) > _MOST_PERCENT:
            yield given.finding(f"`{given.path}` is {given.shown}; allowed are 100% or less.", fix="Give less.")


@rule("kubernetes:batch/v1:Job", page=BATCH, read=READ)
def jobs_with_an_index_say_how_many(inputs: Given) -> Iterator[Finding]:
    """A job whose pods have an index says how many there are."""
    completions = inputs["spec"]["completions"]
    if inputs["spec"]["completionMode"].text == "Indexed" and completions.absent:
        yield completions.finding(
            f"`{completions.path}` is missing; a job whose pods have an index needs it.", fix="Give their number."
        )


@rule("kubernetes:batch/v1:Job", page=BATCH, read=READ)
def jobs_that_judge_failures_restart_nothing(inputs: Given) -> Iterator[Finding]:
    """A job that judges how its pods fail does not restart what is in them."""
    restart = pod_of(inputs)["restartPolicy"]
    if inputs["spec"]["podFailurePolicy"].known and restart.text == "OnFailure":
        yield restart.finding(
            f"`{restart.path}` is {restart.shown}; a job with `podFailurePolicy` has `Never`.", fix="Give `Never`."
        )


@rule("kubernetes:batch/v1:CronJob", page=BATCH, read=READ)
def schedules_have_their_zone_beside_them(inputs: Given) -> Iterator[Finding]:
    """A schedule names no time zone, and the one beside it is there."""
    schedule, zone = inputs["spec"]["schedule"], inputs["spec"]["timeZone"]
    if schedule.text and "TZ" in schedule.text:
        yield schedule.finding(
            f"`{schedule.path}` is {schedule.shown}; the time zone is given as `timeZone`.", fix="Move it there."
        )
    if time_zone_is_none(zone):
        yield zone.finding(
            f"`{zone.path}` is {zone.shown}, which is no time zone.", fix="Give one such as `Europe/Zurich`."
        )


@rule("kubernetes:apps/v1:StatefulSet", page=CORE, read=READ)
def claims_of_a_set_are_complete(inputs: Given) -> Iterator[Finding]:
    """What the pods of a set claim has a mode, and says how much it wants."""
    for claim in inputs["spec"]["volumeClaimTemplates"].items():
        modes, asked = claim["spec"]["accessModes"], claim["spec"]["resources"]["requests"]["storage"]
        if claim["spec"].absent:
            continue
        if not modes.unknown and not modes.items():
            yield modes.finding(f"`{modes.path}` is missing; a claim has a mode.", fix="Give `ReadWriteOnce`.")
        if asked.absent:
            yield asked.finding(f"`{asked.path}` is missing; a claim says how much it wants.", fix="Give `1Gi`.")


@rule("kubernetes:scheduling.k8s.io/v1:PriorityClass", page=SCHEDULING, read=READ)
def priorities_leave_the_highest_to_the_system(inputs: Given) -> Iterator[Finding]:
    """A priority is up to a thousand million; what is above is the system's."""
    name, value = inputs["metadata"]["name"], inputs["value"]
    ours = not name.unknown and not (name.text or "").startswith("system-")
    if ours and value.number is not None and value.number > _HIGHEST_PRIORITY:
        yield value.finding(
            f"`{value.path}` is {value.shown}; allowed are {_HIGHEST_PRIORITY} or less.", fix="Give less."
        )


@rule("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", page=SCALING, read=READ)
def metrics_of_a_resource_have_one_target(inputs: Given) -> Iterator[Finding]:
    """A metric of a resource has one target: an average value, or how much of it is used."""
    for metric in inputs["spec"]["metrics"].items():
        for name in ("resource", "containerResource"):
            target = metric[name]["target"]
            ways = [way for way in ("averageUtilization", "averageValue") if target[way].value is not None]
            if target.known and len(ways) != 1:
                yield target.finding(
                    f"`{target.path}` has {'both' if ways else 'none'} of `averageUtilization` and `averageValue`; "
                    "it has exactly one.",
                    fix="Give one of them.",
                )
