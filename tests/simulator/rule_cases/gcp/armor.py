"""Cloud Armor: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case

POLICY = "gcp:compute/securityPolicy:SecurityPolicy"
ANYONE = {"versionedExpr": "SRC_IPS_V1", "config": {"srcIpRanges": ["*"]}}
SOME = {"versionedExpr": "SRC_IPS_V1", "config": {"srcIpRanges": ["192.0.2.0/24"]}}
LIMIT = {
    "conformAction": "allow",
    "exceedAction": "deny(429)",
    "enforceOnKey": "IP",
    "rateLimitThreshold": {"count": 100, "intervalSec": 60},
}


DEFAULT = {"action": "allow", "priority": 2147483647, "match": ANYONE}


def policy(*rules: Any) -> dict[str, Any]:
    return {"rules": [*rules, DEFAULT]}


def one(action: str = "deny(403)", priority: int = 1, match: Any = SOME, **more: Any) -> dict[str, Any]:
    return {"action": action, "priority": priority, "match": match, **more}


CASES: list[Case] = [
    Case(
        rule="armor_priorities_are_unique",
        type=POLICY,
        good=policy(one(), one(priority=2)),
        bad=policy(one(), one()),
        path="rules[1].priority",
        says="`rules[1].priority` is `1`, as `rules[0].priority` is; each rule has a priority of its own.",
    ),
    Case(
        rule="armor_ends_with_a_default",
        type=POLICY,
        good=policy(one()),
        bad={"rules": [one()]},
        path="rules",
        says="`rules` has no default rule; a policy has one with priority 2147483647 that matches `*`.",
        severity="warning",
    ),
    Case(
        rule="armor_default_matches_everything",
        type=POLICY,
        good=policy(one()),
        bad={"rules": [{**DEFAULT, "match": SOME}]},
        path="rules[0].match.config.srcIpRanges",
        says="`rules[0].match.config.srcIpRanges` is `['192.0.2.0/24']`; the rule of priority 2147483647 matches `*` alone.",
    ),
    Case(
        rule="armor_denies_with_a_status_it_has",
        type=POLICY,
        good=policy(one("deny(502)")),
        bad=policy(one("deny(401)")),
        path="rules[0].action",
        says="`rules[0].action` is `deny(401)`; allowed are deny(403), deny(404), deny(429) and deny(502).",
    ),
    Case(
        rule="armor_rate_limits_where_it_counts",
        type=POLICY,
        good=policy(one("throttle", rateLimitOptions=LIMIT)),
        bad=policy(one("throttle")),
        path="rules[0].rateLimitOptions",
        says="`rules[0].rateLimitOptions` is missing; the action `throttle` needs it.",
    ),
    Case(
        rule="armor_rate_limits_where_it_counts",
        type=POLICY,
        good=policy(one("allow")),
        bad=policy(one("allow", rateLimitOptions=LIMIT)),
        path="rules[0].rateLimitOptions",
        says="`rules[0].rateLimitOptions` is given, and the action is `allow`; throttles and bans have it.",
    ),
    Case(
        rule="armor_bans_with_a_duration",
        type=POLICY,
        good=policy(one("rate_based_ban", rateLimitOptions={**LIMIT, "banDurationSec": 600})),
        bad=policy(one("rate_based_ban", rateLimitOptions=LIMIT)),
        path="rules[0].rateLimitOptions.banDurationSec",
        says="`rules[0].rateLimitOptions.banDurationSec` is missing; the action `rate_based_ban` needs it.",
        severity="warning",
    ),
    Case(
        rule="armor_names_the_key_it_counts_by",
        type=POLICY,
        good=policy(
            one("throttle", rateLimitOptions={**LIMIT, "enforceOnKey": "HTTP_HEADER", "enforceOnKeyName": "X-Key"})
        ),
        bad=policy(one("throttle", rateLimitOptions={**LIMIT, "enforceOnKey": "HTTP_HEADER"})),
        path="rules[0].rateLimitOptions.enforceOnKeyName",
        says="`rules[0].rateLimitOptions.enforceOnKeyName` is missing; `rules[0].rateLimitOptions.enforceOnKey` is `HTTP_HEADER`, which needs a name.",
    ),
    Case(
        rule="armor_matches_addresses_or_an_expression",
        type=POLICY,
        good=policy(one(match={"expr": {"expression": "true"}})),
        bad=policy(one(match={"config": {"srcIpRanges": ["192.0.2.0/24"]}})),
        path="rules[0].match.versionedExpr",
        says="`rules[0].match.versionedExpr` is missing; a match by `config` needs it.",
    ),
    Case(
        rule="armor_source_ranges_are_addresses",
        type=POLICY,
        good=policy(one(match={**SOME, "config": {"srcIpRanges": ["192.0.2.7"]}})),
        bad=policy(one(match={**SOME, "config": {"srcIpRanges": ["192.0.2.0/33"]}})),
        path="rules[0].match.config.srcIpRanges[0]",
        says="`rules[0].match.config.srcIpRanges[0]` is `192.0.2.0/33`, which is no address range.",
    ),
]
