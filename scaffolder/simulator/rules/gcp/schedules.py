"""Cloud Scheduler jobs: when they run, and what they send."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.cron import cron_findings, time_zone_is_none
from scaffolder.simulator.rules.gcp.durations import seconds
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_JOB: Final = "gcp:cloudscheduler/job:Job"
_API: Final = "https://cloudscheduler.googleapis.com/$discovery/rest?version=v1"
_TARGET: Final = (
    "https://github.com/googleapis/googleapis/blob/f8291d2b89f0017ab078a4c7378069bae5686f6f/"
    "google/cloud/scheduler/v1/target.proto"
)
_CRON: Final = "https://cloud.google.com/scheduler/docs/configuring/cron-job-schedules"
_READ: Final = "2026-11-25"
_LONGEST: Final = 1800


@rule(_JOB, page=_CRON, read=_READ)
def schedule_is_one(inputs: Given) -> Iterator[Finding]:
    """A schedule in the form of cron has five fields, each with numbers of its range."""
    schedule = inputs["schedule"]
    fields = (schedule.text or "").split()
    # The other form is English: `every 24 hours`.
    if fields and re.fullmatch(r"[\d*].*", fields[0]):
        yield from cron_findings(schedule)


@rule(_JOB, page=_API, read=_READ)
def schedule_time_zone_is_one(inputs: Given) -> Iterator[Finding]:
    """A time zone is one of the tz database."""
    zone = inputs["timeZone"]
    if time_zone_is_none(zone):
        yield zone.finding(
            f"`{zone.path}` is {zone.shown}, which is no time zone of the tz database.",
            fix="Give a name such as `Europe/Berlin`.",
        )


@rule(_JOB, page=_API, read=_READ)
def schedule_waits_half_an_hour_at_most(inputs: Given) -> Iterator[Finding]:
    """A job that calls by HTTP waits 30 minutes at most."""
    deadline = inputs["attemptDeadline"]
    if inputs["httpTarget"].known and (seconds(deadline) or 0) > _LONGEST:
        yield deadline.finding(
            f"`{deadline.path}` is {deadline.shown}; a job with `httpTarget` waits {_LONGEST}s at most.",
            fix=f"Give `{_LONGEST}s` or less.",
        )


@rule(_JOB, page=_API, read=_READ)
def schedule_sends_a_body_it_can(inputs: Given) -> Iterator[Finding]:
    """A job sends a body by POST, PUT or PATCH."""
    for target in (inputs["httpTarget"], inputs["appEngineHttpTarget"]):
        method, body = target["httpMethod"], target["body"]
        if body.known and method.text in {"GET", "HEAD", "DELETE", "OPTIONS"}:
            yield body.finding(
                f"`{body.path}` is given, and the method is {method.shown}.", fix="Leave it out, or give `POST`."
            )


@rule(_JOB, page=_API, read=_READ)
def schedule_payloads_are_base64(inputs: Given) -> Iterator[Finding]:
    """What a job sends is given in base64."""
    bodies = (inputs["httpTarget"]["body"], inputs["appEngineHttpTarget"]["body"], inputs["pubsubTarget"]["data"])
    for body in bodies:
        if body.text and not _is_base64(body.text):
            yield body.finding(
                f"`{body.path}` is not base64.", fix="Encode it: `base64.b64encode(data).decode()` in Python."
            )


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode("".join(text.splitlines()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


@rule(_JOB, page=_TARGET, read=_READ)
def schedule_proves_who_calls_in_one_way(inputs: Given) -> Iterator[Finding]:
    """A job shows an OAuth token or an OIDC token."""
    target = inputs["httpTarget"]
    if target["oauthToken"].known and target["oidcToken"].known:
        yield target["oidcToken"].finding(
            f"`{target.path}` has `oauthToken` and `oidcToken`; a call has one of them.",
            fix="Keep `oauthToken` for Google's APIs, `oidcToken` for all else.",
        )


@rule(_JOB, page=_API, read=_READ)
def schedule_publishes_something(inputs: Given) -> Iterator[Finding]:
    """A job that publishes has data or attributes, and names its topic in full."""
    target = inputs["pubsubTarget"]
    if target.known and target["data"].absent and target["attributes"].absent:
        yield target.finding(f"`{target.path}` has no `data` and no `attributes`.", fix="Give one of them.")
    topic = target["topicName"]
    if topic.text and not topic.text.startswith("projects/"):
        yield topic.finding(
            f"`{topic.path}` is {topic.shown}; a topic is named as `projects/PROJECT/topics/NAME` here.",
            fix="Give the topic's id.",
        )
