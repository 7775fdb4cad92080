"""What is delivered where: subscriptions, event sources, dead letters, and the targets of a service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_SUBSCRIBE_PAGE: Final = "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"
_SOURCE_PAGE: Final = "https://github.com/hashicorp/terraform-provider-aws/issues/18099"
_DEAD_LETTERS_PAGE: Final = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html"
_TARGETS_PAGE: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html"
_READ: Final = "2026-11-25"
_QUEUE: Final = "aws:sqs/queue:Queue"
_FUNCTION: Final = "aws:lambda/function:Function"
# What an endpoint begins with, by protocol.
_ENDPOINTS: Final = {
    "http": "http://", "https": "https://", "sqs": "arn:", "lambda": "arn:", "firehose": "arn:", "application": "arn:",
}  # fmt: skip
_SERVICES: Final = {"sqs": "sqs", "lambda": "lambda", "firehose": "firehose", "application": "sns"}
# What AWS takes where a function or a queue does not say.
_FUNCTION_SECONDS, _QUEUE_SECONDS = 3, 30


@rule("aws:sns/topicSubscription:TopicSubscription", page=_SUBSCRIBE_PAGE, read=_READ)
def endpoints_are_of_their_protocol(inputs: Given) -> Iterator[Finding]:
    """A subscription's endpoint is what its protocol delivers to: an address, a URL or the ARN of its service."""
    protocol, endpoint = inputs["protocol"], inputs["endpoint"]
    kind, text = protocol.text or "", endpoint.text
    if text is None:
        return
    start = _ENDPOINTS.get(kind, "")
    parts = text.split(":")
    wrong = not text.startswith(start) or (kind in {"email", "email-json"} and "@" not in text)
    if not wrong and kind in _SERVICES and len(parts) > 2:  # noqa: PLR2004 - arn:aws:SERVICE
        wrong = parts[2] != _SERVICES[kind]
    if wrong:
        yield endpoint.finding(
            f"`endpoint` is {endpoint.shown}, and `protocol` is {protocol.shown}.",
            fix=f"Give the ARN of a resource of {_SERVICES[kind]}."
            if kind in _SERVICES
            else "Give what it delivers to.",
        )


@program_rule("aws:lambda/eventSourceMapping:EventSourceMapping", page=_SOURCE_PAGE, read=_READ)
def messages_stay_hidden_while_they_are_worked_on(program: Program) -> Iterator[ProgramFinding]:
    """A queue hides a message for as long as the function that reads it may take, or longer."""
    for mapping in program.of("aws:lambda/eventSourceMapping:EventSourceMapping"):
        queue = program.only_behind(mapping, "eventSourceArn", _QUEUE)
        function = program.only_behind(mapping, "functionName", _FUNCTION)
        if queue is None or function is None:
            continue
        hidden, taken = queue["visibilityTimeoutSeconds"], function["timeout"]
        if hidden.unknown or taken.unknown:
            continue
        seconds = _QUEUE_SECONDS if hidden.absent else hidden.number
        longest = _FUNCTION_SECONDS if taken.absent else taken.number
        if seconds is not None and longest is not None and seconds < longest:
            yield mapping.finding(
                mapping["eventSourceArn"].finding(
                    f"{queue.name} hides messages for {seconds:g} seconds, and the function {function.name} may "
                    f"take {longest:g}; AWS refuses this mapping.",
                    fix=f"Give {queue.name} visibility_timeout_seconds={longest:g} or more, better six times that.",
                )
            )


@program_rule(_QUEUE, page=_DEAD_LETTERS_PAGE, read=_READ)
def dead_letters_lie_in_a_queue_of_the_same_kind(program: Program) -> Iterator[ProgramFinding]:
    """The dead-letter queue of a FIFO queue is a FIFO queue, that of any other is none."""
    for queue in program.of(_QUEUE):
        target, policy = program.only_behind(queue, "redrivePolicy", _QUEUE), queue["redrivePolicy"]
        if target is None or queue["fifoQueue"].unknown or target["fifoQueue"].unknown:
            continue
        fifo = bool(queue["fifoQueue"].flag)
        if bool(target["fifoQueue"].flag) != fifo:
            kinds = ("a FIFO queue", "no FIFO queue")
            yield queue.finding(
                policy.finding(
                    f"`redrivePolicy` names {target.name}, which is {kinds[fifo]}; this one is {kinds[not fifo]}.",
                    fix="Make both of one kind.",
                )
            )


@program_rule("aws:ecs/service:Service", "aws:lb/targetGroup:TargetGroup", page=_TARGETS_PAGE, read=_READ)
def tasks_with_their_own_interface_are_targets_by_ip(program: Program) -> Iterator[ProgramFinding]:
    """A target group of a service whose tasks are in awsvpc mode takes targets by IP address."""
    for service in program.of("aws:ecs/service:Service"):
        task = program.only_behind(service, "taskDefinition", "aws:ecs/taskDefinition:TaskDefinition")
        if task is None or task["networkMode"].text != "awsvpc":
            continue
        for group in program.behind(service, "loadBalancers", "aws:lb/targetGroup:TargetGroup"):
            kind = group["targetType"]
            if not kind.unknown and kind.text != "ip":
                yield service.finding(
                    service["loadBalancers"].finding(
                        f"`loadBalancers` names {group.name}, of targetType `{kind.text or 'instance'}`; tasks in "
                        "awsvpc mode are targets by IP address.",
                        fix=f'Give {group.name} target_type="ip".',
                    )
                )
