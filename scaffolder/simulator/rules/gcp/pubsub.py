"""Pub/Sub: what the settings of a subscription have to do with each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.gcp.durations import seconds
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_SUBSCRIPTION: Final = "gcp:pubsub/subscription:Subscription"
_API: Final = "https://pubsub.googleapis.com/$discovery/rest?version=v1"
_READ: Final = "2026-11-25"
_LEAST_DEADLINE: Final = 10
_LEAST_ATTEMPTS: Final = 5


@rule(_SUBSCRIPTION, page=_API, read=_READ)
def subscription_leaves_time_to_acknowledge(inputs: Given) -> Iterator[Finding]:
    """The time to acknowledge a message is 10 seconds or more; 0 stands for the default."""
    deadline = inputs["ackDeadlineSeconds"]
    if deadline.number is not None and 0 < deadline.number < _LEAST_DEADLINE:
        yield deadline.finding(
            f"`{deadline.path}` is {deadline.shown}; allowed are 10 to 600 seconds.", fix="Give 10 or more."
        )


@rule(_SUBSCRIPTION, page=_API, read=_READ)
def subscription_tries_before_it_gives_up(inputs: Given) -> Iterator[Finding]:
    """A message goes to the dead letters after 5 attempts or more; 0 stands for 5."""
    attempts = inputs["deadLetterPolicy"]["maxDeliveryAttempts"]
    if attempts.number is not None and 0 < attempts.number < _LEAST_ATTEMPTS:
        yield attempts.finding(f"`{attempts.path}` is {attempts.shown}; allowed are 5 to 100.", fix="Give 5 or more.")


@rule(_SUBSCRIPTION, page=_API, read=_READ)
def subscription_names_topics_in_full(inputs: Given) -> Iterator[Finding]:
    """The dead letter topic is named in full, with its project."""
    topic = inputs["deadLetterPolicy"]["deadLetterTopic"]
    if topic.text and not topic.text.startswith("projects/"):
        yield topic.finding(
            f"`{topic.path}` is {topic.shown}; a topic is named as `projects/PROJECT/topics/NAME` here.",
            fix="Give the topic's id.",
        )


@rule(_SUBSCRIPTION, page=_API, read=_READ)
def subscription_waits_less_first(inputs: Given) -> Iterator[Finding]:
    """The shortest wait before a retry is not above the longest."""
    least, most = inputs["retryPolicy"]["minimumBackoff"], inputs["retryPolicy"]["maximumBackoff"]
    first, last = seconds(least), seconds(most)
    if first is not None and last is not None and first > last:
        yield least.finding(
            f"`{least.path}` is {least.shown}, above `{most.path}`, which is {most.shown}.",
            fix=f"Give {most.shown} or less.",
        )


@rule(_SUBSCRIPTION, page="https://cloud.google.com/pubsub/docs/exactly-once-delivery", read=_READ)
def subscription_delivers_once_when_pulled(inputs: Given) -> Iterator[Finding]:
    """Delivery exactly once is for subscriptions that are pulled."""
    once, push = inputs["enableExactlyOnceDelivery"], inputs["pushConfig"]["pushEndpoint"]
    if once.flag and push.known:
        yield once.finding(
            f"`{once.path}` is `true`, and the subscription pushes; exactly once is for pull.",
            fix="Leave it out, or pull.",
        )
