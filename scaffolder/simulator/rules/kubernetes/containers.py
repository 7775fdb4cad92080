"""Resources and probes of containers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import CORE, QUANTITY, READ, WORKLOADS, containers_of
from scaffolder.simulator.rules.quantities import quantity
from scaffolder.simulator.rules.registry import rule

_RESOURCES: Final = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"
_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_ONCE: Final = ("livenessProbe", "startupProbe")
_WAYS: Final = ("exec", "grpc", "httpGet", "tcpSocket")
_NUMBERS: Final = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")
_HIGHEST_PORT: Final = 65535


def _amounts(inputs: Given) -> Iterator[Given]:
    for container in containers_of(inputs):
        for kind in ("requests", "limits"):
            for _, given in container["resources"][kind].entries():
                yield given


@rule(*WORKLOADS, page=QUANTITY, read=READ)
def amounts_are_quantities(inputs: Given) -> Iterator[Finding]:
    """Requests and limits are quantities such as `500m` and `256Mi`."""
    for given in _amounts(inputs):
        amount = quantity(given.value)
        if given.known and (amount is None or amount < 0):
            yield given.finding(
                f"`{given.path}` is {given.shown}, which is no quantity.",
                fix="Give a number with a suffix of Kubernetes: `500m`, `256Mi`, `1Gi`.",
            )


@rule(*WORKLOADS, page=_RESOURCES, read=READ)
def memory_is_not_in_thousandths(inputs: Given) -> Iterator[Finding]:
    """Memory is counted in bytes, not in thousandths of one."""
    for container in containers_of(inputs):
        for kind in ("requests", "limits"):
            given = container["resources"][kind]["memory"]
            amount = quantity(given.value)
            if given.text and given.text.endswith("m") and amount is not None:
                yield given.finding(
                    f"`{given.path}` is {given.shown}, that is {amount:g} bytes.",
                    fix="Give a suffix such as `Mi`.",
                    severity="warning",
                )


def _is_shared(name: str) -> bool:
    """Whether containers may be promised more of a resource than there is."""
    native = "/" not in name or "kubernetes.io/" in name
    return native and not name.startswith("hugepages-")


@rule(*WORKLOADS, page=CORE, read=READ)
def requests_are_within_limits(inputs: Given) -> Iterator[Finding]:
    """What a container requests is not above its limit; of what cannot be shared, it is the limit."""
    for container in containers_of(inputs):
        limits = dict(container["resources"]["limits"].entries())
        for name, request in container["resources"]["requests"].entries():
            limit = limits.get(name)
            asked, most = quantity(request.value), quantity(limit.value) if limit else None
            if limit is None or asked is None or most is None:
                continue
            if asked > most:
                yield request.finding(
                    f"`{request.path}` is {request.shown}, above the limit, which is {limit.shown}.",
                    fix=f"Give {limit.shown} or less.",
                )
            elif asked < most and not _is_shared(name):
                yield request.finding(
                    f"`{request.path}` is {request.shown}, and the limit is {limit.shown}; `{name}` cannot be shared.",
                    fix="Give both the same.",
                )


@rule(*WORKLOADS, page=CORE, read=READ)
def probe_asks_in_one_way(inputs: Given) -> Iterator[Finding]:
    """A probe asks in exactly one way."""
    for container in containers_of(inputs):
        for name in _PROBES:
            probe = container[name]
            ways = [way for way in _WAYS if probe[way].value is not None]
            if probe.known and len(ways) != 1:
                said = " and ".join(f"`{way}`" for way in ways) or "none"
                yield probe.finding(
                    f"`{probe.path}` has {said} of {', '.join(f'`{way}`' for way in _WAYS)}; it has exactly one.",
                    fix="Give one of them.",
                )


@rule(*WORKLOADS, page=CORE, read=READ)
def probe_numbers_are_not_negative(inputs: Given) -> Iterator[Finding]:
    """A probe's times and thresholds are not negative; 0 stands for the default."""
    for container in containers_of(inputs):
        for name in _PROBES:
            for key in _NUMBERS:
                given = container[name][key]
                if given.number is not None and given.number < 0:
                    yield given.finding(f"`{given.path}` is {given.shown}; allowed are 0 or more.", fix="Give more.")


@rule(*WORKLOADS, page=CORE, read=READ)
def probe_of_life_succeeds_at_once(inputs: Given) -> Iterator[Finding]:
    """A liveness or startup probe counts as passed after one success."""
    for container in containers_of(inputs):
        for name in _ONCE:
            given = container[name]["successThreshold"]
            if given.number is not None and given.number > 1:
                yield given.finding(f"`{given.path}` is {given.shown}; it must be 1.", fix="Leave it out.")


@rule(*WORKLOADS, page=CORE, read=READ)
def probe_ports_are_ports(inputs: Given) -> Iterator[Finding]:
    """A probe's port is a number from 1 to 65535, or the name of one; with a name of none, the probe fails."""
    for container in containers_of(inputs):
        names = {port["name"].text for port in container["ports"].items()}
        unknown = container["ports"].unknown or any(port["name"].unknown for port in container["ports"].items())
        for name in _PROBES:
            for way in ("httpGet", "tcpSocket"):
                port = container[name][way]["port"]
                if isinstance(port.value, (int, float)) and not 1 <= port.value <= _HIGHEST_PORT:
                    message = f"`{port.path}` is {port.shown}; allowed are 1 to {_HIGHEST_PORT}."
                    yield port.finding(message, fix="Give the container's port.")
                elif port.text and not unknown and not port.text.isdecimal() and port.text not in names:
                    message = f"`{port.path}` is {port.shown}, which is the name of no port of the container."
                    yield port.finding(message, fix="Give the number, or name the port in `ports`.", severity="warning")


@rule(*WORKLOADS, page=CORE, read=READ)
def containers_have_an_image(inputs: Given) -> Iterator[Finding]:
    """Every container has an image."""
    for container in containers_of(inputs):
        image = container["image"]
        if image.absent and container.known:
            yield image.finding(f"`{image.path}` is missing; a container has an image.", fix="Give one.")


@rule(*WORKLOADS, page=CORE, read=READ)
def privileged_containers_may_escalate(inputs: Given) -> Iterator[Finding]:
    """A container that is privileged, or has CAP_SYS_ADMIN, is not forbidden to gain privileges."""
    for container in containers_of(inputs):
        context = container["securityContext"]
        escalation = context["allowPrivilegeEscalation"]
        added = any(one.text == "CAP_SYS_ADMIN" for one in context["capabilities"]["add"].items())
        if escalation.flag is False and (context["privileged"].flag or added):
            yield escalation.finding(
                f"`{escalation.path}` is false, and the container {'has CAP_SYS_ADMIN' if added else 'is privileged'}.",
                fix="Leave one of them out.",
            )


@rule(*WORKLOADS, page=CORE, read=READ)
def devices_are_whole_and_limited(inputs: Given) -> Iterator[Finding]:
    """A device such as a GPU is given as a whole, and as a limit."""
    for container in containers_of(inputs):
        resources = container["resources"]
        for kind in ("requests", "limits"):
            for name, given in resources[kind].entries():
                amount = quantity(given.value)
                if _is_shared(name) or name.startswith("hugepages-"):
                    continue
                if amount is not None and amount % 1:
                    yield given.finding(
                        f"`{given.path}` is {given.shown}; `{name}` is given in whole numbers.", fix="Give 1, say."
                    )
                elif kind == "requests" and not resources["limits"].unknown and resources["limits"][name].absent:
                    yield given.finding(
                        f"`{given.path}` is given, and no limit; `{name}` cannot be shared.",
                        fix="Give the same as a limit: the request follows from it.",
                    )
