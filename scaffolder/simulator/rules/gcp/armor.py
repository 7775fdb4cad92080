"""Cloud Armor: the rules of a security policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.addresses import network_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_POLICY: Final = "gcp:compute/securityPolicy:SecurityPolicy"
_API: Final = "https://compute.googleapis.com/$discovery/rest?version=v1"
_PROVIDER: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "google-beta/services/compute/resource_compute_security_policy.go"
)
_READ: Final = "2026-11-25"
_LAST: Final = 2147483647
_RATED: Final = frozenset({"throttle", "rate_based_ban"})
_UNRATED: Final = ("allow", "deny", "redirect")
_STATUSES: Final = frozenset({"403", "404", "429", "502"})
_NAMED_KEYS: Final = frozenset({"HTTP_HEADER", "HTTP_COOKIE"})
_DENY: Final = re.compile(r"deny\((.*)\)")


@rule(_POLICY, page=_PROVIDER, read=_READ)
def armor_priorities_are_unique(inputs: Given) -> Iterator[Finding]:
    """No two rules of a security policy have the same priority."""
    seen: dict[float, Given] = {}
    for one in inputs["rules"].items():
        priority = one["priority"]
        if priority.number is None:
            continue
        first = seen.setdefault(priority.number, priority)
        if first is not priority:
            yield priority.finding(
                f"`{priority.path}` is {priority.shown}, as `{first.path}` is; each rule has a priority of its own.",
                fix="Give another priority; the lowest number counts first.",
            )


@rule(_POLICY, page=_API, read=_READ)
def armor_ends_with_a_default(inputs: Given) -> Iterator[Finding]:
    """A security policy with rules has the default rule, the one of priority 2147483647."""
    rules = inputs["rules"]
    priorities = [one["priority"] for one in rules.items()]
    if priorities and all(one.number is not None and one.number != _LAST for one in priorities):
        yield rules.finding(
            f"`{rules.path}` has no default rule; a policy has one with priority {_LAST} that matches `*`.",
            fix="Add it, with the action for what no other rule matches.",
            severity="warning",
        )


@rule(_POLICY, page=_API, read=_READ)
def armor_default_matches_everything(inputs: Given) -> Iterator[Finding]:
    """The default rule of a security policy matches every address."""
    for one in inputs["rules"].items():
        ranges = one["match"]["config"]["srcIpRanges"]
        values = [item.text for item in ranges.items()]
        if one["priority"].number == _LAST and ranges.complete and values and values != ["*"]:
            yield ranges.finding(
                f"`{ranges.path}` is {ranges.shown}; the rule of priority {_LAST} matches `*` alone.",
                fix="Give `*` there, and these ranges to a rule of another priority.",
            )


@rule(_POLICY, page=_PROVIDER, read=_READ)
def armor_denies_with_a_status_it_has(inputs: Given) -> Iterator[Finding]:
    """A rule denies with 403, 404, 429 or 502."""
    for one in inputs["rules"].items():
        for action in (one["action"], one["rateLimitOptions"]["exceedAction"]):
            found = _DENY.fullmatch(action.text or "")
            if found and found[1] not in _STATUSES:
                yield action.finding(
                    f"`{action.path}` is {action.shown}; allowed are deny(403), deny(404), deny(429) and deny(502).",
                    fix="Give one of these.",
                )


@rule(_POLICY, page=_API, read=_READ)
def armor_rate_limits_where_it_counts(inputs: Given) -> Iterator[Finding]:
    """A rule has rate limit options when its action is `throttle` or `rate_based_ban`, and only then."""
    for one in inputs["rules"].items():
        action, options = one["action"], one["rateLimitOptions"]
        if action.text in _RATED and options.absent:
            yield options.finding(
                f"`{options.path}` is missing; the action {action.shown} needs it.",
                fix="Give the threshold, what exceeds it and the key it is counted by.",
            )
        elif (action.text or "").startswith(_UNRATED) and options.known:
            yield options.finding(
                f"`{options.path}` is given, and the action is {action.shown}; throttles and bans have it.",
                fix="Leave it out, or give one of these actions.",
            )


@rule(_POLICY, page=_API, read=_READ)
def armor_bans_with_a_duration(inputs: Given) -> Iterator[Finding]:
    """How long is banned is said for the action `rate_based_ban`, and only for it."""
    for one in inputs["rules"].items():
        action, options = one["action"], one["rateLimitOptions"]
        duration = options["banDurationSec"]
        if not options.known or not action.known:
            continue
        if action.text == "rate_based_ban" and duration.absent:
            yield duration.finding(
                f"`{duration.path}` is missing; the action {action.shown} needs it.",
                fix="Give it in seconds.",
                # The API tells only that no other action has it.
                severity="warning",
            )
        elif action.text == "throttle" and duration.known and duration.number:
            yield duration.finding(
                f"`{duration.path}` is given, and the action is {action.shown}; it is for `rate_based_ban`.",
                fix="Leave it out, or ban.",
            )


@rule(_POLICY, page=_API, read=_READ)
def armor_names_the_key_it_counts_by(inputs: Given) -> Iterator[Finding]:
    """What is counted by a header or cookie names it."""
    for one in inputs["rules"].items():
        options = one["rateLimitOptions"]
        keys = [(options["enforceOnKey"], options["enforceOnKeyName"])]
        keys += [(key["enforceOnKeyType"], key["enforceOnKeyName"]) for key in options["enforceOnKeyConfigs"].items()]
        for kind, name in keys:
            if kind.text in _NAMED_KEYS and name.absent:
                yield name.finding(
                    f"`{name.path}` is missing; `{kind.path}` is {kind.shown}, which needs a name.",
                    fix="Give the name of the header or cookie.",
                )


@rule(_POLICY, page=_API, read=_READ)
def armor_matches_addresses_or_an_expression(inputs: Given) -> Iterator[Finding]:
    """A rule matches by source addresses, for which it names their version, or by an expression."""
    for one in inputs["rules"].items():
        match = one["match"]
        config, version, expression = match["config"], match["versionedExpr"], match["expr"]
        if config.known and version.absent:
            yield version.finding(
                f"`{version.path}` is missing; a match by `config` needs it.", fix="Give `SRC_IPS_V1`."
            )
        elif version.known and config.absent:
            yield config.finding(
                f"`{config.path}` is missing; a match by {version.shown} needs it.", fix="Give `srcIpRanges` in it."
            )
        if version.known and expression.known:
            yield expression.finding(
                f"`{expression.path}` and `{version.path}` are given; a rule matches by one of them.",
                fix="Keep one of them, or make two rules.",
            )


@rule(_POLICY, page=_API, read=_READ)
def armor_source_ranges_are_addresses(inputs: Given) -> Iterator[Finding]:
    """Source ranges are addresses or CIDR ranges, or `*`."""
    for one in inputs["rules"].items():
        for item in one["match"]["config"]["srcIpRanges"].items():
            if item.text and item.text != "*" and network_of(item.text) is None:
                yield item.finding(
                    f"`{item.path}` is {item.shown}, which is no address range.",
                    fix="Give a range such as `192.0.2.0/24`.",
                )
