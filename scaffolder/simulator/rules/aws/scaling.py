"""Application Auto Scaling, and EC2's Auto Scaling groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_PAGE: Final = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html"
_POLICY_PAGE: Final = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html"
_GROUP_PAGE: Final = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html"
_ACTION_PAGE: Final = "https://github.com/aws-cloudformation/community-registry-extensions/issues/255"
# A refusal of the API itself, word for word.
_REFUSAL: Final = (
    "https://github.com/glg-public/gds-cc-screamer/blob/16dccbf6020cc2c40f11bc6e2917ab154970a761/checks/"
    "validate-capacity.js"
)
_READ: Final = "2026-11-25"
_TARGET: Final = "aws:appautoscaling/target:Target"
_POLICY: Final = "aws:appautoscaling/policy:Policy"
_ACTION: Final = "aws:appautoscaling/scheduledAction:ScheduledAction"
_CONFIGURATIONS: Final = {
    "StepScaling": "stepScalingPolicyConfiguration",
    "TargetTrackingScaling": "targetTrackingScalingPolicyConfiguration",
    "PredictiveScaling": "predictiveScalingPolicyConfiguration",
}
_HIGHEST_PERCENT: Final = 100


def _above(least: Given, most: Given) -> Iterator[Finding]:
    if least.number is not None and most.number is not None and least.number > most.number:
        yield least.finding(
            f"`{least.path}` is {least.shown}, more than `{most.path}` {most.shown}.",
            fix=f"Give {most.number:g} or less, or a higher {most.path.rpartition('.')[2]}.",
        )


@rule(_TARGET, page=_REFUSAL, read=_READ)
def least_capacity_is_not_above_the_most(inputs: Given) -> Iterator[Finding]:
    """A scalable target's minimum capacity is not above its maximum."""
    yield from _above(inputs["minCapacity"], inputs["maxCapacity"])


@rule(_ACTION, page=_ACTION_PAGE, read=_READ)
def scheduled_capacity_is_not_above_the_most(inputs: Given) -> Iterator[Finding]:
    """A scheduled action's minimum capacity is not above its maximum, and it gives at least one of them."""
    action = inputs["scalableTargetAction"]
    if action.known and action["minCapacity"].absent and action["maxCapacity"].absent:
        yield action.finding(
            f"`{action.path}` has neither minCapacity nor maxCapacity, so it would change nothing.", fix="Give one."
        )
    for found in _above(action["minCapacity"], action["maxCapacity"]):
        yield replace(found, severity="warning")


@rule(_TARGET, _POLICY, _ACTION, page=_PAGE, read=_READ)
def dimensions_are_of_their_service(inputs: Given) -> Iterator[Finding]:
    """A scalable dimension belongs to the service namespace beside it."""
    space, dimension = inputs["serviceNamespace"], inputs["scalableDimension"]
    if space.text and dimension.text and dimension.text.partition(":")[0] != space.text:
        yield dimension.finding(
            f"`{dimension.path}` is {dimension.shown}, which is none of `{space.path}` {space.shown}.",
            fix=f"Give a dimension that begins with `{space.text}:`.",
        )


@rule(_POLICY, page=_POLICY_PAGE, read=_READ)
def a_policy_is_configured_as_its_type_says(inputs: Given) -> Iterator[Finding]:
    """A scaling policy has the configuration of its type and no other."""
    kind = inputs["policyType"]
    # The provider takes StepScaling where nothing is said.
    named = "StepScaling" if kind.absent else kind.text
    if named not in _CONFIGURATIONS:
        return
    wanted = inputs[_CONFIGURATIONS[named]]
    if wanted.absent or wanted.value == []:
        yield wanted.finding(
            f"`{wanted.path}` is missing; a policy of type `{named}` needs it.",
            fix="Give it, or the policy_type of the configuration that is there.",
        )
    for other, name in _CONFIGURATIONS.items():
        if other != named and inputs[name].value:
            yield inputs[name].finding(
                f"`{name}` belongs to policies of type `{other}`, and this one is `{named}`.",
                fix=f'Leave it out, or give policy_type="{other}".',
            )


@rule(_POLICY, page=_POLICY_PAGE, read=_READ)
def target_tracking_follows_one_metric(inputs: Given) -> Iterator[Finding]:
    """A target tracking policy follows one metric, predefined or customized, to a target that the metric can have."""
    tracking = inputs["targetTrackingScalingPolicyConfiguration"]
    if not tracking.known:
        return
    predefined, customized = tracking["predefinedMetricSpecification"], tracking["customizedMetricSpecification"]
    if predefined.absent == customized.absent:
        said = (
            "neither a predefined nor a customized metric"
            if predefined.absent
            else "a predefined and a customized metric"
        )
        yield tracking.finding(f"`{tracking.path}` has {said}; it follows exactly one.", fix="Give one of the two.")
    target, metric = tracking["targetValue"], predefined["predefinedMetricType"]
    if target.number is None:
        return
    if target.number <= 0:
        yield target.finding(
            f"`{target.path}` is {target.shown}; a target is above 0.",
            fix="Give a positive number.",
            severity="warning",
        )
    elif metric.text and metric.text.endswith("Utilization") and target.number > _HIGHEST_PERCENT:
        yield target.finding(
            f"`{target.path}` is {target.shown}; {metric.shown} is a percentage, 100 at most.",
            fix="Give 100 or less.",
            severity="warning",
        )


@rule(_POLICY, page=_POLICY_PAGE, read=_READ)
def requests_per_target_name_their_target_group(inputs: Given) -> Iterator[Finding]:
    """A policy on ALBRequestCountPerTarget has a resource label, and no other predefined metric has one."""
    metric = inputs["targetTrackingScalingPolicyConfiguration"]["predefinedMetricSpecification"]
    kind, label = metric["predefinedMetricType"], metric["resourceLabel"]
    if kind.text == "ALBRequestCountPerTarget" and label.absent:
        yield label.finding(
            f"`{label.path}` is missing; {kind.shown} needs to know the load balancer and the target group.",
            fix="Join their arn_suffix with a slash.",
        )
    elif kind.text and kind.text.startswith("ECSService") and label.known:
        yield label.finding(f"`{label.path}` is given, and {kind.shown} takes none.", fix="Leave it out.")


@rule("aws:autoscaling/group:Group", page=_GROUP_PAGE, read=_READ)
def a_group_wants_what_its_bounds_allow(inputs: Given) -> Iterator[Finding]:
    """An Auto Scaling group's desired capacity lies between its minimum and maximum size."""
    yield from _above(inputs["minSize"], inputs["maxSize"])
    yield from _above(inputs["minSize"], inputs["desiredCapacity"])
    yield from _above(inputs["desiredCapacity"], inputs["maxSize"])


@rule(
    "aws:eks/nodeGroup:NodeGroup",
    page="https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3521",
    read=_READ,
)
def a_node_group_wants_what_its_bounds_allow(inputs: Given) -> Iterator[Finding]:
    """An EKS node group's desired size lies between its minimum and maximum size."""
    sizes = inputs["scalingConfig"]
    yield from _above(sizes["minSize"], sizes["maxSize"])
    yield from _above(sizes["minSize"], sizes["desiredSize"])
    yield from _above(sizes["desiredSize"], sizes["maxSize"])
