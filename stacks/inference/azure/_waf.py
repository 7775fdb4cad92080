"""The web application firewall at Front Door: Microsoft's rules, and a limit for each client."""

from __future__ import annotations

import pulumi
import pulumi_azure_native as az

from ..contract import FrontArgs
from ..names import compact_name
from ..settings import Settings

_NAME_LIMIT = 128
_WINDOW_MINUTES = 5
# The managed rule sets of the Premium tier, https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-drs
_DEFAULT_RULES = ("Microsoft_DefaultRuleSet", "2.1")
_BOT_RULES = ("Microsoft_BotManagerRuleSet", "1.1")
# A prompt about SQL or a script looks like an attack, so the values in a body pass; their names, the path, the query,
# the headers and the cookies are still looked at.
# https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-exclusion
_PASSED_VALUES = ("RequestBodyJsonArgNames", "RequestBodyPostArgNames")


def firewall(name: str, args: FrontArgs, opts: pulumi.ResourceOptions) -> az.frontdoor.Policy:
    """The policy; Front Door's logs have what it did.

    Bodies are inspected to their first 128 KB and never refused for their size, so that large inputs come through.
    https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-policy-settings
    """
    settings = args.settings
    return az.frontdoor.Policy(
        f"{name}-firewall",
        # Letters and digits only.
        policy_name=compact_name(settings.name, settings.environment, limit=_NAME_LIMIT),
        resource_group_name=args.scope,
        location="Global",
        sku={"name": "Premium_AzureFrontDoor"},
        policy_settings={"enabled_state": "Enabled", "mode": "Prevention", "request_body_check": "Enabled"},
        managed_rules={
            "managed_rule_sets": [
                {
                    "rule_set_type": _DEFAULT_RULES[0],
                    "rule_set_version": _DEFAULT_RULES[1],
                    "rule_set_action": "Block",
                    "exclusions": [
                        {"match_variable": variable, "selector_match_operator": "EqualsAny", "selector": "*"}
                        for variable in _PASSED_VALUES
                    ],
                },
                {"rule_set_type": _BOT_RULES[0], "rule_set_version": _BOT_RULES[1]},
            ]
        },
        custom_rules=az.frontdoor.CustomRuleListArgs(rules=_rate_limit(settings)),
        tags=args.labels,
        opts=opts,
    )


def _rate_limit(settings: Settings) -> list[az.frontdoor.CustomRuleArgs]:
    if not settings.rate_limit_per_5_minutes:
        return []
    return [
        az.frontdoor.CustomRuleArgs(
            name="RateLimit",
            priority=100,
            rule_type="RateLimitRule",
            action="Block",
            enabled_state="Enabled",
            rate_limit_duration_in_minutes=_WINDOW_MINUTES,
            rate_limit_threshold=settings.rate_limit_per_5_minutes,
            group_by=[az.frontdoor.GroupByVariableArgs(variable_name="SocketAddr")],
            # Every request: a path always begins with a slash.
            match_conditions=[
                az.frontdoor.MatchConditionArgs(match_variable="RequestUri", operator="Contains", match_value=["/"])
            ],
        )
    ]
