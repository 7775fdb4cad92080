"""Deployments, sets, jobs and what scales them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.cron import cron_findings
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import APPS, BATCH, JOB, POLICY, READ, SCALING, template_of
from scaffolder.simulator.rules.registry import rule

_SELECTING: Final = (
    "kubernetes:apps/v1:DaemonSet",
    "kubernetes:apps/v1:Deployment",
    "kubernetes:apps/v1:ReplicaSet",
    "kubernetes:apps/v1:StatefulSet",
)
_DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
_JOB: Final = "kubernetes:batch/v1:Job"
_JOBS: Final = (_JOB, "kubernetes:batch/v1:CronJob")
_SCALERS: Final = (
    "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
)
_BUDGET: Final = "kubernetes:policy/v1:PodDisruptionBudget"
_PERCENT: Final = re.compile(r"\d+%")
_NONE: Final = (0, "0%", "0")
_LONGEST_LABEL: Final = 63
# What a metric of each type has.
_METRICS: Final = {
    "ContainerResource": "containerResource", "External": "external", "Object": "object", "Pods": "pods",
    "Resource": "resource",
}  # fmt: skip


@rule(*_SELECTING, page=APPS, read=READ)
def selector_matches_the_pods(inputs: Given) -> Iterator[Finding]:
    """What a workload selects are the labels of its own pods."""
    selector = inputs["spec"]["selector"]["matchLabels"]
    labels = template_of(inputs)["metadata"]["labels"]
    if labels.unknown or template_of(inputs).unknown or template_of(inputs)["metadata"].unknown:
        return
    there = dict(labels.entries())
    for name, given in selector.entries():
        label = there.get(name)
        if label is None or (given.known and label.known and given.value != label.value):
            has = f"have {label.shown}" if label is not None else "do not have it"
            yield given.finding(
                f"`{given.path}` is {given.shown}, and the labels of the pods {has}.",
                fix="Give the pods the labels that are selected.",
            )


@rule(*_SELECTING, page=APPS, read=READ)
def pods_of_a_set_always_restart(inputs: Given) -> Iterator[Finding]:
    """The pods of a deployment or set restart always."""
    policy = template_of(inputs)["spec"]["restartPolicy"]
    if policy.text and policy.text != "Always":
        yield policy.finding(f"`{policy.path}` is {policy.shown}; it must be `Always` here.", fix="Leave it out.")


@rule(*_JOBS, page=BATCH, read=READ)
def pods_of_a_job_end(inputs: Given) -> Iterator[Finding]:
    """The pods of a job restart on failure, or never."""
    policy = template_of(inputs)["spec"]["restartPolicy"]
    if template_of(inputs)["spec"].known and not policy.unknown and policy.text not in {"OnFailure", "Never"}:
        said = policy.shown if policy.known else "missing, and `Always` then"
        yield policy.finding(f"`{policy.path}` is {said}; a job ends.", fix="Give `OnFailure` or `Never`.")


@rule(_JOB, page=JOB, read=READ)
def job_has_a_name_that_labels_take(inputs: Given) -> Iterator[Finding]:
    """A job's name fits into a label of its pods, unless its selector is given by hand."""
    name, by_hand = inputs["metadata"]["name"], inputs["spec"]["manualSelector"]
    if name.text and len(name.text) > _LONGEST_LABEL and not by_hand.unknown and not by_hand.flag:
        yield name.finding(
            f"`{name.path}` is {name.shown}, of {len(name.text)} characters; the pods of a job carry its name in a "
            f"label, which takes {_LONGEST_LABEL}.",
            fix="Give a shorter name.",
        )


@rule(_DEPLOYMENT, page=APPS, read=READ)
def deployment_rolls_when_it_says_how(inputs: Given) -> Iterator[Finding]:
    """A deployment that recreates its pods says nothing of how they roll."""
    strategy = inputs["spec"]["strategy"]
    if strategy["type"].text == "Recreate" and strategy["rollingUpdate"].known:
        given = strategy["rollingUpdate"]
        yield given.finding(
            f"`{given.path}` is given, and the strategy is `Recreate`.", fix="Leave it out, or give `RollingUpdate`."
        )


@rule(_DEPLOYMENT, page=APPS, read=READ)
def deployment_can_roll(inputs: Given) -> Iterator[Finding]:
    """A deployment may have a pod more, or a pod less, while it rolls."""
    rolling = inputs["spec"]["strategy"]["rollingUpdate"]
    more, less = rolling["maxSurge"], rolling["maxUnavailable"]
    if more.value in _NONE and less.value in _NONE and not isinstance(more.value, bool):
        yield less.finding(
            f"`{less.path}` and `{more.path}` are 0; no pod could be replaced.", fix="Give one of them 1 or more."
        )


@rule(*_SCALERS, page=SCALING, read=READ)
def scaler_most_is_not_below_least(inputs: Given) -> Iterator[Finding]:
    """A scaler's least number of pods is not above its most."""
    least, most = inputs["spec"]["minReplicas"], inputs["spec"]["maxReplicas"]
    if most.number is None:
        return
    if (least.number or 1) > most.number:
        given = least if least.known else most
        yield given.finding(
            f"`{least.path}` is `{least.number or 1:g}`, above `{most.path}`, which is {most.shown}.",
            fix="Give more at most.",
        )


@rule(_BUDGET, page=POLICY, read=READ)
def budget_of_disruption_counts_in_one_way(inputs: Given) -> Iterator[Finding]:
    """A disruption budget says how many stay, or how many may go."""
    stay, go = inputs["spec"]["minAvailable"], inputs["spec"]["maxUnavailable"]
    if stay.known and go.known:
        yield go.finding(f"`{stay.path}` and `{go.path}` are given; it has one of them.", fix="Keep one of them.")


@rule(_BUDGET, page=POLICY, read=READ)
def budget_of_disruption_is_a_number_or_share(inputs: Given) -> Iterator[Finding]:
    """What a disruption budget counts is a number or a percentage."""
    for name in ("minAvailable", "maxUnavailable"):
        given = inputs["spec"][name]
        if given.text and not _PERCENT.fullmatch(given.text):
            yield given.finding(
                f"`{given.path}` is {given.shown}; allowed are numbers, and percentages such as `50%`.",
                fix="Give a number without quotes, or a percentage.",
            )


@rule("kubernetes:batch/v1:CronJob", page=BATCH, read=READ)
def schedule_of_a_job_is_cron(inputs: Given) -> Iterator[Finding]:
    """A schedule has the five fields of cron, or is a word such as @hourly."""
    schedule = inputs["spec"]["schedule"]
    text = schedule.text or ""
    if text and not text.startswith(("@", "TZ=", "CRON_TZ=")):
        yield from cron_findings(schedule, sunday=6, question_mark=True)


@rule("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", page=SCALING, read=READ)
def metrics_are_of_their_type(inputs: Given) -> Iterator[Finding]:
    """A metric of an autoscaler has what its type names."""
    for metric in inputs["spec"]["metrics"].items():
        kind = metric["type"]
        source = metric[_METRICS.get(kind.text or "", "")]
        if kind.text in _METRICS and source.absent:
            yield source.finding(
                f"`{source.path}` is missing; a metric of the type {kind.shown} has it.", fix="Give it."
            )
