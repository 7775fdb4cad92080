"""Container Apps: how many replicas there are, and which revision gets the traffic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from scaffolder.simulator.rules.azure._values import READ, folded, twice
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_SCALE: Final = "https://learn.microsoft.com/azure/container-apps/scale-app"
_BOUNDS: Final = "https://github.com/MicrosoftDocs/azure-docs/issues/89742"
_KINDS_PAGE: Final = "https://github.com/MicrosoftDocs/azure-docs/issues/90247"
_TRAFFIC: Final = "https://learn.microsoft.com/azure/container-apps/traffic-splitting"
_INGRESS: Final = "https://learn.microsoft.com/azure/container-apps/ingress-overview"
_APP: Final = "azure-native:app:ContainerApp"
_KINDS: Final = ("azureQueue", "custom", "http", "tcp")
_DEFAULT_MOST: Final = 10
_WHOLE: Final = 100


@rule(_APP, page=_BOUNDS, read=READ)
def fewest_replicas_are_not_above_the_most(inputs: Given) -> Iterator[Finding]:
    """An app's fewest replicas are not more than its most, which are 10 where nothing is said."""
    scale = inputs["template"]["scale"]
    least, most = scale["minReplicas"], scale["maxReplicas"]
    highest = _DEFAULT_MOST if most.absent else most.number
    if least.number is not None and highest is not None and least.number > highest:
        yield least.finding(
            f"`{least.path}` is {least.shown}, and `maxReplicas` is {highest:g}; the fewest cannot be above the most.",
            fix="Give fewer, or a higher `maxReplicas`.",
        )


@rule(_APP, page=_KINDS_PAGE, read=READ)
def scale_rules_are_of_one_kind(inputs: Given) -> Iterator[Finding]:
    """A scale rule is one of azureQueue, custom, http and tcp, with a name of its own."""
    rules = inputs["template"]["scale"]["rules"].items()
    for found in twice((one["name"] for one in rules), of="scale rules"):
        yield replace(found, severity="warning")
    for one in rules:
        kinds = [kind for kind in _KINDS if not one[kind].absent]
        if one.known and len(kinds) != 1:
            said = f"has {' and '.join(kinds)}" if kinds else "has none of azureQueue, custom, http and tcp"
            yield one.finding(
                f"`{one.path}` {said}; a scale rule is of one kind.",
                fix="Give each a rule of its own.",
                # The page says that Azure refuses a rule of no kind, and nothing of several.
                severity="warning" if kinds else "error",
            )


@rule(_APP, page=_SCALE, read=READ)
def use_of_cpu_or_memory_wakes_no_app(inputs: Given) -> Iterator[Finding]:
    """An app that scales by CPU or memory alone keeps one replica: at zero nothing would wake it."""
    scale = inputs["template"]["scale"]
    rules, least = scale["rules"].items(), scale["minReplicas"]
    if not rules or least.unknown or least.number not in {None, 0}:
        return
    if all(folded(one["custom"]["type"]) in {"cpu", "memory"} for one in rules):
        yield least.finding(
            f"`{least.path}` is {'0 where nothing is said' if least.absent else '0'}; an app that scales by CPU or "
            "memory alone cannot go to zero.",
            fix="Give 1 or more, or add a rule that wakes it, such as `http`.",
            severity="warning",
        )


@rule(_APP, page=_TRAFFIC, read=READ)
def traffic_weights_make_a_hundred(inputs: Given) -> Iterator[Finding]:
    """The weights of an app's traffic make 100 percent."""
    traffic = inputs["configuration"]["ingress"]["traffic"]
    weights = [one["weight"] for one in traffic.items()]
    if not weights or any(weight.unknown or one.unknown for weight, one in zip(weights, traffic.items(), strict=True)):
        return
    total = sum(weight.number or 0 for weight in weights)
    if total != _WHOLE:
        yield traffic.finding(
            f"`{traffic.path}` has weights of {total:g} percent in all; they must make 100.",
            fix=f"{'Add' if total < _WHOLE else 'Take away'} {abs(_WHOLE - total):g} percent.",
        )


@rule(_APP, page=_TRAFFIC, read=READ)
def several_revisions_need_multiple_mode(inputs: Given) -> Iterator[Finding]:
    """Traffic goes to several revisions in the mode Multiple only."""
    configuration = inputs["configuration"]
    mode = configuration["activeRevisionsMode"]
    shares = [one for one in configuration["ingress"]["traffic"].items() if one["weight"].number != 0]
    if len(shares) > 1 and not mode.unknown and folded(mode) in {"", "single"}:
        yield mode.finding(
            f"`{mode.path}` is {'Single where nothing is said' if mode.absent else mode.shown}; "
            f"traffic to {len(shares)} revisions needs Multiple.",
            fix="Give `Multiple`, or all traffic to one revision.",
        )


@rule(_APP, page=_INGRESS, read=READ)
def exposed_ports_are_for_tcp(inputs: Given) -> Iterator[Finding]:
    """Only an ingress over TCP exposes a port of its choice; over HTTP it is 80 and 443."""
    ingress = inputs["configuration"]["ingress"]
    exposed, transport = ingress["exposedPort"], ingress["transport"]
    if exposed.number and not transport.unknown and folded(transport) != "tcp":
        yield exposed.finding(
            f"`{exposed.path}` is {exposed.shown}; an ingress over HTTP has 80 and 443.",
            fix="Leave it out, or give `transport` as `Tcp`.",
        )
