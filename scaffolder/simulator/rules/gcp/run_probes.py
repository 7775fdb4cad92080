"""Cloud Run: the probes of a service's containers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.gcp.run_template import SERVICE, containers_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_API: Final = "https://run.googleapis.com/$discovery/rest?version=v2"
_PAGE: Final = "https://cloud.google.com/run/docs/reference/container-contract"
_READ: Final = "2026-11-25"
_PROBES: Final = ("startupProbe", "livenessProbe", "readinessProbe")
_WAYS: Final = ("httpGet", "tcpSocket", "grpc")
_PERIOD: Final = 10
_STARTUP: Final = 240


def _probes(inputs: Given) -> Iterator[Given]:
    yield from (container[name] for container in containers_of(inputs) for name in _PROBES)


@rule(SERVICE, page=_API, read=_READ)
def run_probe_ends_before_the_next(inputs: Given) -> Iterator[Finding]:
    """A probe's timeout is not longer than its period."""
    for probe in _probes(inputs):
        timeout, period = probe["timeoutSeconds"], probe["periodSeconds"]
        if timeout.number is None or period.unknown:
            continue
        seconds = period.number or _PERIOD
        if timeout.number > seconds:
            yield timeout.finding(
                f"`{timeout.path}` is {timeout.shown} seconds, and the next probe begins after `{seconds:g}`; "
                "a probe must end before the next one.",
                fix="Give a shorter timeout or a longer period.",
            )


@rule(SERVICE, page=_API, read=_READ)
def run_probe_asks_in_one_way(inputs: Given) -> Iterator[Finding]:
    """A probe asks by HTTP, TCP or gRPC, by one of them."""
    for probe in _probes(inputs):
        ways = [name for name in _WAYS if probe[name].known]
        if len(ways) > 1:
            yield probe[ways[1]].finding(
                f"`{probe.path}` has {' and '.join(f'`{name}`' for name in ways)}; a probe asks in one way.",
                fix=f"Keep `{ways[0]}`, or the other.",
            )


@rule(SERVICE, page=_PAGE, read=_READ)
def run_starts_within_four_minutes(inputs: Given) -> Iterator[Finding]:
    """A container is given 240 seconds at most to start."""
    for container in containers_of(inputs):
        probe = container["startupProbe"]
        period, failures = probe["periodSeconds"].number, probe["failureThreshold"].number
        if period and failures and period * failures > _STARTUP:
            yield probe["failureThreshold"].finding(
                f"`{probe.path}` waits {period * failures:g} seconds for the start; Cloud Run ends it after 240.",
                fix="Give a period and a number of failures whose product is 240 or less.",
                severity="warning",
            )
