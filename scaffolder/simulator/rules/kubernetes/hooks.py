"""What is done to a container while it lives: probes, hooks, and the user that it runs as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import CORE, READ, WORKLOADS, containers_of, pod_of
from scaffolder.simulator.rules.registry import rule

_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_HANDLERS: Final = ("exec", "httpGet", "sleep", "tcpSocket")
_SCHEMES: Final = ("HTTP", "HTTPS")
_IDS: Final = ("runAsUser", "runAsGroup", "fsGroup")


@rule(*WORKLOADS, page=CORE, read=READ)
def probe_asks_by_a_scheme_there_is(inputs: Given) -> Iterator[Finding]:
    """A probe asks by HTTP or HTTPS, in capitals."""
    for container in containers_of(inputs):
        for name in _PROBES:
            scheme = container[name]["httpGet"]["scheme"]
            if scheme.text and scheme.text not in _SCHEMES:
                yield scheme.finding(
                    f"`{scheme.path}` is {scheme.shown}; allowed are {', '.join(_SCHEMES)}.", fix="Give one of these."
                )


@rule(*WORKLOADS, page=CORE, read=READ)
def probe_of_readiness_ends_nothing(inputs: Given) -> Iterator[Finding]:
    """A readiness probe ends no container, and gives it no time to."""
    for container in containers_of(inputs):
        given = container["readinessProbe"]["terminationGracePeriodSeconds"]
        if given.known:
            yield given.finding(f"`{given.path}` is given; a readiness probe ends no container.", fix="Leave it out.")


@rule(*WORKLOADS, page=CORE, read=READ)
def hook_does_one_thing(inputs: Given) -> Iterator[Finding]:
    """A hook does exactly one thing."""
    for container in containers_of(inputs):
        for name in ("preStop", "postStart"):
            hook = container["lifecycle"][name]
            ways = [way for way in _HANDLERS if hook[way].value is not None]
            if hook.known and len(ways) != 1:
                said = " and ".join(f"`{way}`" for way in ways) or "none"
                yield hook.finding(
                    f"`{hook.path}` has {said} of {', '.join(f'`{way}`' for way in _HANDLERS)}; it has exactly one.",
                    fix="Give one of them.",
                )


@rule(*WORKLOADS, page=CORE, read=READ)
def containers_that_run_first_are_not_asked(inputs: Given) -> Iterator[Finding]:
    """A container that runs to its end before the others has no probes and hooks."""
    for container in pod_of(inputs)["initContainers"].items():
        restart = container["restartPolicy"]
        for name in (*_PROBES, "lifecycle") if not restart.unknown and restart.text != "Always" else ():
            given = container[name]
            if given.known:
                yield given.finding(
                    f"`{given.path}` is given; a container that runs before the others has none.",
                    fix="Leave it out, or give the container `restartPolicy: Always`, which makes it a sidecar.",
                )


@rule(*WORKLOADS, page=CORE, read=READ)
def users_have_a_number(inputs: Given) -> Iterator[Finding]:
    """A user or group is 0 or a positive number."""
    for holder in (pod_of(inputs), *containers_of(inputs)):
        for name in _IDS:
            given = holder["securityContext"][name]
            if given.number is not None and given.number < 0:
                yield given.finding(f"`{given.path}` is {given.shown}; allowed are 0 or more.", fix="Give more.")


@rule(*WORKLOADS, page=CORE, read=READ)
def profiles_of_the_node_are_named(inputs: Given) -> Iterator[Finding]:
    """A seccomp profile of the node is named, and no other is."""
    for holder in (pod_of(inputs), *containers_of(inputs)):
        profile = holder["securityContext"]["seccompProfile"]
        kind, name = profile["type"], profile["localhostProfile"]
        if kind.text == "Localhost" and name.absent:
            yield name.finding(f"`{name.path}` is missing; the type {kind.shown} needs it.", fix="Give the file.")
        elif kind.text and kind.text != "Localhost" and name.known:
            yield name.finding(f"`{name.path}` is given; the type {kind.shown} has none.", fix="Leave it out.")
