"""Elastic Load Balancing: load balancers, listeners and target groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_TARGET_GROUP: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html"
_LISTENER: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html"


@rule("aws:lb/targetGroup:TargetGroup", page=_TARGET_GROUP, read="2026-11-25")
def health_check_ends_before_the_next(inputs: Given) -> Iterator[Finding]:
    """A health check's timeout is shorter than its interval."""
    check = inputs["healthCheck"]
    timeout, interval = check["timeout"], check["interval"]
    # HTTP checks of Lambda targets and of Network Load Balancers have other defaults; only what is given counts.
    if timeout.number is not None and interval.number is not None and timeout.number >= interval.number:
        yield timeout.finding(
            f"`{timeout.path}` is {timeout.shown} seconds, and the next check begins after {interval.shown}; "
            "a check must end before the next one.",
            fix="Give a shorter timeout or a longer interval.",
        )


@rule("aws:lb/listener:Listener", page=_LISTENER, read="2026-11-25")
def secure_listeners_have_a_certificate(inputs: Given) -> Iterator[Finding]:
    """An HTTPS or TLS listener has a certificate."""
    protocol = inputs["protocol"]
    if protocol.text in {"HTTPS", "TLS"} and inputs["certificateArn"].absent:
        yield inputs["certificateArn"].finding(
            f"`certificateArn` is missing; a listener whose `protocol` is {protocol.shown} needs a certificate.",
            fix="Give the ARN of a certificate in the load balancer's region.",
        )
