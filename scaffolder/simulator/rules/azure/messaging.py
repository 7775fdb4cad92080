"""Service Bus and Event Hubs: durations, and what each tier can do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import DAY, MINUTE, MODELS, READ, SDK, folded, seconds_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_BASIC: Final = "https://learn.microsoft.com/azure/service-bus-messaging/enable-message-sessions"
_HUBS: Final = "https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas"
_BUS: Final = "azure-native:servicebus:Namespace"
_QUEUE: Final = "azure-native:servicebus:Queue"
_TOPIC: Final = "azure-native:servicebus:Topic"
_SUBSCRIPTION: Final = "azure-native:servicebus:Subscription"
_HUBS_NAMESPACE: Final = "azure-native:eventhub:Namespace"
_HUB: Final = "azure-native:eventhub:EventHub"
_GROUP: Final = "azure-native:eventhub:ConsumerGroup"
_UNITS: Final = (1, 2, 4, 8, 16)
# The fewest and the most seconds of each duration, and how the limits are written.
_DURATIONS: Final = {
    "lockDuration": (1, 5 * MINUTE, "PT1S to PT5M"),
    "autoDeleteOnIdle": (5 * MINUTE, None, "PT5M and longer"),
    "duplicateDetectionHistoryTimeWindow": (20, 7 * DAY, "PT20S to P7D"),
    "defaultMessageTimeToLive": (1, None, "PT1S and longer"),
}
_STANDARD_PARTITIONS: Final = 32
_BEYOND_BASIC: Final = (
    "requiresSession", "requiresDuplicateDetection", "forwardTo", "forwardDeadLetteredMessagesTo",
)  # fmt: skip
_RETENTION_DAYS: Final = {"basic": 1, "standard": 7}


@rule(_QUEUE, _TOPIC, _SUBSCRIPTION, page=MODELS + "servicebus", read=READ)
def messages_are_kept_and_locked_for_a_time(inputs: Given) -> Iterator[Finding]:
    """A lock lasts five minutes at most, and every duration is written in ISO 8601."""
    for name, (least, most, said) in _DURATIONS.items():
        given = inputs[name]
        seconds = seconds_of(given)
        if given.text and seconds is None:
            yield given.finding(
                f"`{name}` is {given.shown}, which is no duration; write one such as `PT1M`.",
                fix="P, days with D, then T and hours, minutes and seconds with H, M and S.",
            )
        elif seconds is not None and (seconds < least or (most is not None and seconds > most)):
            longer = " Renew the lock of work that takes longer." if name == "lockDuration" else ""
            yield given.finding(
                f"`{name}` is {given.shown}; allowed are {said}.",
                fix=f"Give a {'longer' if seconds < least else 'shorter'} one.{longer}",
            )


@rule(_BUS, page=SDK, read=READ)
def premium_namespaces_have_whole_units(inputs: Given) -> Iterator[Finding]:
    """A Premium namespace has 1, 2, 4, 8 or 16 messaging units for each of its partitions."""
    units, partitions = inputs["sku"]["capacity"], inputs["premiumMessagingPartitions"]
    if folded(inputs["sku"]["name"]) != "premium" or units.number is None or partitions.unknown:
        return
    taken = [one * max(partitions.number or 1, 1) for one in _UNITS]
    if units.number not in taken:
        many = f" with {partitions.shown} partitions" if taken != list(_UNITS) else ""
        yield units.finding(
            f"`{units.path}` is {units.shown}; a Premium namespace{many} has "
            f"{', '.join(f'{one:g}' for one in taken[:-1])} or {taken[-1]:g} units.",
            fix="Give one of these.",
        )


@program_rule(_TOPIC, _QUEUE, _BUS, page=_BASIC, read=READ)
def basic_namespaces_have_plain_queues(program: Program) -> Iterator[ProgramFinding]:
    """A Basic namespace has no topics, and its queues no sessions, duplicate detection or forwarding."""
    for one in program.of(_TOPIC, _QUEUE):
        namespace = program.only_behind(one, "namespaceName", _BUS)
        if namespace is None or folded(namespace["sku"]["name"]) != "basic":
            continue
        if one.type == _TOPIC:
            yield one.finding(_too_much(one["namespaceName"], namespace.name, "topics"))
        else:
            for given in (one[name] for name in _BEYOND_BASIC):
                if given.flag or given.text:
                    yield one.finding(_too_much(given, namespace.name, f"`{given.path}`"))


def _too_much(given: Given, name: str, what: str) -> Finding:
    return given.finding(
        f"{name} is a Basic namespace, which has no {what}.", fix="Give the namespace the SKU `Standard`."
    )


@program_rule(_GROUP, _HUBS_NAMESPACE, page=_HUBS, read=READ)
def basic_event_hubs_have_one_group(program: Program) -> Iterator[ProgramFinding]:
    """An event hub in a Basic namespace has the consumer group $Default alone."""
    for group in program.of(_GROUP):
        namespace = program.only_behind(group, "namespaceName", _HUBS_NAMESPACE)
        if namespace is not None and folded(namespace["sku"]["name"]) == "basic":
            yield group.finding(
                group["namespaceName"].finding(
                    f"{namespace.name} is a Basic namespace, whose event hubs have the consumer group $Default alone.",
                    fix="Give the namespace the SKU `Standard`, or read with `$Default`.",
                )
            )


@program_rule(_HUB, _HUBS_NAMESPACE, page=_HUBS, read=READ)
def event_hubs_stay_within_their_tier(program: Program) -> Iterator[ProgramFinding]:
    """An event hub keeps events for 1 day in Basic and 7 in Standard, in 32 partitions at most."""
    for hub in program.of(_HUB):
        namespace = program.only_behind(hub, "namespaceName", _HUBS_NAMESPACE)
        tier = folded(namespace["sku"]["name"]) if namespace is not None else ""
        if tier not in _RETENTION_DAYS or namespace is None:
            continue
        for given, most, unit in (
            (hub["messageRetentionInDays"], _RETENTION_DAYS[tier], "days"),
            (hub["partitionCount"], _STANDARD_PARTITIONS, "partitions"),
        ):
            if given.number is not None and given.number > most:
                yield hub.finding(
                    given.finding(
                        f"`{given.path}` is {given.shown}; {namespace.name}, a {tier.title()} namespace, allows {most} "
                        f"{unit}.",
                        fix=f"Give {most} or fewer, or the namespace the SKU `Premium`.",
                    )
                )
