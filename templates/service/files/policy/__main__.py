"""Holds the rules of guard/rules.py against every resource and stack, on whichever clouds this project has.

`pulumi preview --policy-pack policy` and `scaffold preview --policy policy` run it.
"""

from collections.abc import Callable

import pulumi_policy

from guard.clouds import CLOUDS
from guard.resource import Resource
from guard.rules import RESOURCE_RULES, STACK_RULES, Rule


def resource_policy(rule: Rule) -> pulumi_policy.ResourceValidationPolicy:
    """A rule about one resource, as Pulumi runs it."""

    def validate(args: pulumi_policy.ResourceValidationArgs, report: Callable[[str, str | None], None]) -> None:
        resource = Resource.read(args.resource_type, args.name, args.urn, args.props)
        for cloud in CLOUDS.values():
            for complaint in cloud.RESOURCE_CHECKS[rule.name](resource):
                report(complaint, None)

    return pulumi_policy.ResourceValidationPolicy(name=rule.name, description=rule.description, validate=validate)


def stack_policy(rule: Rule) -> pulumi_policy.StackValidationPolicy:
    """A rule about a whole stack, as Pulumi runs it."""

    def validate(args: pulumi_policy.StackValidationArgs, report: Callable[[str, str | None], None]) -> None:
        resources = [Resource.read(entry.resource_type, entry.name, entry.urn, entry.props) for entry in args.resources]
        for cloud in CLOUDS.values():
            for resource, complaint in cloud.STACK_CHECKS[rule.name](resources):
                report(complaint, resource.urn if resource else None)

    return pulumi_policy.StackValidationPolicy(name=rule.name, description=rule.description, validate=validate)


pulumi_policy.PolicyPack(
    name="guard",
    enforcement_level=pulumi_policy.EnforcementLevel.MANDATORY,
    policies=[*map(resource_policy, RESOURCE_RULES), *map(stack_policy, STACK_RULES)],
)
