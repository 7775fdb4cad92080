"""The web application firewall: AWS's managed rules, and a limit for each client."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..settings import Settings
from ._account import service_name

# Managed groups and their capacity: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
_MANAGED_GROUPS = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
)
# Rules of a group that only count. Bodies above 8 KB are what an inference service gets, and a prompt about a script or
# a path looks like an attack; the path, the query, the headers and the cookies are still looked at:
# https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html#aws-managed-rule-groups-baseline-crs
_COUNTED = {
    "AWSManagedRulesCommonRuleSet": (
        "SizeRestrictions_BODY",
        "CrossSiteScripting_BODY",
        "GenericLFI_BODY",
        "GenericRFI_BODY",
        "EC2MetaDataSSRF_BODY",
    )
}


def firewall_rules(settings: Settings) -> list[aws.wafv2.WebAclRuleArgsDict]:
    """The rules in the order they are asked; what none of them blocks is let through."""
    limit = settings.rate_limit_per_5_minutes
    limits = [_rate_rule(limit)] if limit else []
    return limits + [
        _managed_rule(group, priority) for priority, group in enumerate(_MANAGED_GROUPS, start=len(limits))
    ]


def firewall(
    name: str,
    settings: Settings,
    *,
    scope: str,
    region: str,
    key: pulumi.Input[str],
    labels: dict[str, str],
    parent: pulumi.Resource,
) -> aws.wafv2.WebAcl:
    """A web ACL that logs what it did to a group of its own."""
    child = pulumi.ResourceOptions(parent=parent)
    acl = aws.wafv2.WebAcl(
        f"{name}-firewall",
        name=service_name(settings, scope.lower(), limit=128),
        description=f"Guards {settings.name} {settings.environment}.",
        scope=scope,
        default_action={"allow": {}},
        rules=firewall_rules(settings),
        visibility_config={
            "cloudwatch_metrics_enabled": True,
            "metric_name": "firewall",
            "sampled_requests_enabled": True,
        },
        region=region,
        tags=labels,
        opts=child,
    )
    group = aws.cloudwatch.LogGroup(
        f"{name}-firewall-logs",
        # The name must begin like this: https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
        name=f"aws-waf-logs-{service_name(settings, scope.lower(), limit=200)}",
        retention_in_days=settings.log_retention_days,
        kms_key_id=key,
        region=region,
        tags=labels,
        opts=child,
    )
    aws.wafv2.WebAclLoggingConfiguration(
        f"{name}-firewall-logging",
        resource_arn=acl.arn,
        log_destination_configs=[group.arn],
        # Credentials do not belong in a log.
        redacted_fields=[{"single_header": {"name": header}} for header in ("authorization", "cookie")],
        region=region,
        opts=child,
    )
    return acl


def _rate_rule(limit: int) -> aws.wafv2.WebAclRuleArgsDict:
    return {
        "name": "rate-limit",
        "priority": 0,
        "action": {"block": {"custom_response": {"response_code": 429}}},
        "statement": {
            "rate_based_statement": {"limit": limit, "evaluation_window_sec": 300, "aggregate_key_type": "IP"}
        },
        "visibility_config": _visibility("rate-limit"),
    }


def _managed_rule(group: str, priority: int) -> aws.wafv2.WebAclRuleArgsDict:
    return {
        "name": group,
        "priority": priority,
        # The group's own actions stand.
        "override_action": {"none": {}},
        "statement": {
            "managed_rule_group_statement": {
                "vendor_name": "AWS",
                "name": group,
                "rule_action_overrides": [
                    {"name": rule, "action_to_use": {"count": {}}} for rule in _COUNTED.get(group, ())
                ],
            }
        },
        "visibility_config": _visibility(group),
    }


def _visibility(metric: str) -> aws.wafv2.WebAclRuleVisibilityConfigArgsDict:
    return {"cloudwatch_metrics_enabled": True, "metric_name": metric, "sampled_requests_enabled": True}
