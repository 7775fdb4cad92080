"""The rules of the web application firewall (Cloud Armor) in front of the service."""

from __future__ import annotations

import pulumi_gcp as gcp

from ..settings import Settings

# Version 4.22 of the OWASP core rule set: https://cloud.google.com/armor/docs/waf-rules. Several sets make one rule,
# because a project has 20 rules of this kind and a rule at most five expressions: https://cloud.google.com/armor/quotas.
# The first ones look for attacks in the body too, where a prompt about SQL or a shell looks like one.
_BODY_RULE_SETS = (("sqli", "xss"), ("lfi", "rfi", "rce"), ("php", "java"))
_OTHER_RULE_SETS = (("protocolattack", "scannerdetection", "sessionfixation"),)
_VERSION = "v422-stable"
# The most certain signatures only: https://cloud.google.com/armor/docs/rule-tuning#sensitivity_levels
_SENSITIVITY = 1
_RATE_WINDOW_SECONDS = 300


def firewall_rules(settings: Settings) -> list[gcp.compute.SecurityPolicyRuleArgsDict]:
    """The rate limit, the managed rules, and at the end the default that lets everything else in."""
    managed = [
        _managed_rule(2000 + 100 * number, rule_sets, open_body=rule_sets in _BODY_RULE_SETS)
        for number, rule_sets in enumerate((*_BODY_RULE_SETS, *_OTHER_RULE_SETS))
    ]
    known_holes = _deny(1900, "evaluatePreconfiguredExpr('cve-canary')", "Widely exploited vulnerabilities")
    limits = [_rate_limit(settings.rate_limit_per_5_minutes)] if settings.rate_limit_per_5_minutes else []
    return [*limits, known_holes, *managed, _default_rule()]


def _rate_limit(requests: int) -> gcp.compute.SecurityPolicyRuleArgsDict:
    return {
        "priority": 1000,
        "action": "throttle",
        "description": f"At most {requests} requests in five minutes from one address",
        "match": {"versioned_expr": "SRC_IPS_V1", "config": {"src_ip_ranges": ["*"]}},
        "rate_limit_options": {
            "conform_action": "allow",
            "exceed_action": "deny(429)",
            "enforce_on_key": "IP",
            "rate_limit_threshold": {"count": requests, "interval_sec": _RATE_WINDOW_SECONDS},
        },
    }


def _managed_rule(
    priority: int, rule_sets: tuple[str, ...], *, open_body: bool
) -> gcp.compute.SecurityPolicyRuleArgsDict:
    named = [f"{rule_set}-{_VERSION}" for rule_set in rule_sets]
    rule = _deny(
        priority,
        " || ".join(f"evaluatePreconfiguredWaf('{rule_set}', {{'sensitivity': {_SENSITIVITY}}})" for rule_set in named),
        f"OWASP core rule set: {', '.join(rule_sets)}",
    )
    if open_body:
        # The fields of a JSON body are matched as parameters; so what a caller asks the model passes, and the path,
        # the headers and the cookies are still looked at: https://cloud.google.com/armor/docs/rule-tuning#exclude-fields
        rule["preconfigured_waf_config"] = {
            "exclusions": [
                {"target_rule_set": rule_set, "request_query_params": [{"operator": "EQUALS_ANY"}]}
                for rule_set in named
            ]
        }
    return rule


def _deny(priority: int, expression: str, description: str) -> gcp.compute.SecurityPolicyRuleArgsDict:
    return {
        "priority": priority,
        "action": "deny(403)",
        "description": description,
        "match": {"expr": {"expression": expression}},
    }


def _default_rule() -> gcp.compute.SecurityPolicyRuleArgsDict:
    return {
        "priority": 2147483647,
        "action": "allow",
        "description": "Everything else",
        "match": {"versioned_expr": "SRC_IPS_V1", "config": {"src_ip_ranges": ["*"]}},
    }
