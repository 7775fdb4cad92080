"""SQS, SNS, Lambda, DynamoDB and ECR: small documents and settings that go together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_QUEUE_PAGE: Final = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html"
_REDRIVE_PAGE: Final = (
    "https://github.com/softwaremill/elasticmq/blob/master/rest/rest-sqs/src/main/scala/org/elasticmq/rest/sqs/"
    "CreateQueueDirectives.scala"
)
_TOPIC_PAGE: Final = "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html"
_READ: Final = "2026-11-25"
_QUEUE: Final = "aws:sqs/queue:Queue"
_MOST_RECEIVES: Final = 1000


@rule(_QUEUE, page=_QUEUE_PAGE, read=_READ)
def fifo_is_said_in_a_queues_name(inputs: Given) -> Iterator[Finding]:
    """The name of a FIFO queue ends in .fifo, and that of no other does."""
    yield from _fifo(inputs["name"], inputs["fifoQueue"])


@rule("aws:sns/topic:Topic", page=_TOPIC_PAGE, read=_READ)
def fifo_is_said_in_a_topics_name(inputs: Given) -> Iterator[Finding]:
    """The name of a FIFO topic ends in .fifo, and that of no other does."""
    yield from _fifo(inputs["name"], inputs["fifoTopic"])


def _fifo(name: Given, fifo: Given) -> Iterator[Finding]:
    if name.text is None or fifo.unknown:
        return
    if fifo.flag and not name.text.endswith(".fifo"):
        yield name.finding(f"`name` is {name.shown}, and `{fifo.path}` is true.", fix=f"Give `{name.text}.fifo`.")
    elif not fifo.flag and name.text.endswith(".fifo"):
        yield fifo.finding(f"`name` is {name.shown}, and `{fifo.path}` is not true.", fix=f"Set {fifo.path} to true.")


@rule(_QUEUE, page=_QUEUE_PAGE, read=_READ)
def fifo_settings_are_for_fifo_queues(inputs: Given) -> Iterator[Finding]:
    """Deduplication and its scope are settings of FIFO queues alone."""
    if inputs["fifoQueue"].unknown or inputs["fifoQueue"].flag:
        return
    for name in ("contentBasedDeduplication", "deduplicationScope", "fifoThroughputLimit"):
        one = inputs[name]
        if one.known and one.flag is not False:
            yield one.finding(
                f"`{name}` is {one.shown}, and the queue is no FIFO queue.",
                fix="Leave it out, or set fifoQueue to true.",
            )


@rule(_QUEUE, page=_REDRIVE_PAGE, read=_READ)
def redrive_policies_name_a_queue(inputs: Given) -> Iterator[Finding]:
    """A redrive policy is a JSON object with the ARN of a queue and a receive count of 1 to 1000."""
    policy = inputs["redrivePolicy"]
    if not policy.known:
        return
    document = policy.document()
    if not isinstance(document.value, dict):
        yield policy.finding("`redrivePolicy` is no JSON object.", fix="Write it with json.dumps({...}).")
        return
    target, count = document["deadLetterTargetArn"], document["maxReceiveCount"]
    if target.absent:
        yield target.finding(f"`{target.path}` is missing.", fix="Give the ARN of the dead-letter queue.")
    if count.absent or (count.number is not None and not 1 <= count.number <= _MOST_RECEIVES):
        said = "missing" if count.absent else count.shown
        yield count.finding(f"`{count.path}` is {said}; allowed are 1 to {_MOST_RECEIVES}.", fix="For example 5.")


@rule("aws:sqs/queue:Queue", page=_QUEUE_PAGE, read=_READ)
def one_key_encrypts_a_queue(inputs: Given) -> Iterator[Finding]:
    """A queue is encrypted by SQS or by a key, not by both."""
    key, managed = inputs["kmsMasterKeyId"], inputs["sqsManagedSseEnabled"]
    if key.known and managed.flag:
        yield managed.finding(
            "`sqsManagedSseEnabled` is true, and `kmsMasterKeyId` is given; they exclude each other.",
            fix="Leave one out.",
        )


@rule(
    "aws:lambda/function:Function",
    page="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
    read=_READ,
)
def a_function_is_an_image_or_a_package(inputs: Given) -> Iterator[Finding]:
    """A function from an image has no handler, runtime or layers; one from a package has both handler and runtime."""
    kind = inputs["packageType"]
    if kind.text == "Image":
        if inputs["imageUri"].absent:
            yield inputs["imageUri"].finding("`imageUri` is missing; `packageType` is `Image`.", fix="Give image_uri.")
        for name in ("handler", "runtime", "layers"):
            if inputs[name].known and inputs[name].value:
                yield inputs[name].finding(f"`{name}` is given, and `packageType` is `Image`.", fix="Leave it out.")
    elif not kind.unknown and inputs["imageUri"].absent:
        for name in ("handler", "runtime"):
            if inputs[name].absent:
                yield inputs[name].finding(
                    f"`{name}` is missing; a function that is no image needs it.", fix=f"Give its {name}."
                )


@rule(
    "aws:lambda/function:Function",
    page="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    read=_READ,
)
def environment_variables_are_not_lambdas_own(inputs: Given) -> Iterator[Finding]:
    """A function's environment variables have names that Lambda takes and does not use itself, 4 KB in all."""
    variables = inputs["environment"]["variables"]
    size = 0
    for name, value in variables.entries():
        size += len(name.encode()) + len((value.text or "").encode())
        if not name.replace("_", "").isalnum() or not name[0].isalpha():
            yield value.finding(
                f"`{value.path}` is no name that Lambda takes: a letter first, then letters, digits and _.",
                fix="Rename it.",
            )
        elif name in _RESERVED:
            yield value.finding(f"`{value.path}` is a name that Lambda keeps for itself.", fix="Rename it.")
    if size > 4096:  # noqa: PLR2004 - 4 KB
        yield variables.finding(
            f"`{variables.path}` has {size} bytes; allowed are 4096.", fix="Read some from elsewhere."
        )


_RESERVED: Final = frozenset({
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
})  # fmt: skip


@rule(
    "aws:dynamodb/table:Table",
    page="https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/dynamodb/table.go",
    read=_READ,
)
def attributes_are_those_of_the_keys(inputs: Given) -> Iterator[Finding]:
    """A table declares the attributes of its keys and indexes, and no others."""
    declared = {item["name"].text: item["name"] for item in inputs["attributes"].items()}
    keys = [inputs["hashKey"], inputs["rangeKey"]]
    for kind in ("globalSecondaryIndexes", "localSecondaryIndexes"):
        for index in inputs[kind].items():
            keys += [index["hashKey"], index["rangeKey"], *index["hashKeys"].items(), *index["rangeKeys"].items()]
            keys += [schema["attributeName"] for schema in index["keySchemas"].items()]
    if not inputs["attributes"].complete or not all(key.complete for key in keys):
        return
    for key in keys:
        if key.text is not None and key.text not in declared:
            yield key.finding(
                f"`{key.path}` is {key.shown}, which `attributes` does not have.", fix="Declare it there."
            )
    used = {key.text for key in keys}
    nothing_from_elsewhere = (
        inputs["restoreSourceName"].absent and inputs["restoreSourceTableArn"].absent and inputs["hashKey"].known
    )
    for name, given in declared.items():
        if name is not None and name not in used and nothing_from_elsewhere:
            yield given.finding(
                f"`{given.path}` is {given.shown}, which no key and no index uses.",
                fix="Leave it out; only keys are declared.",
            )


@rule(
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    page="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
    read=_READ,
)
def lifecycle_rules_are_whole(inputs: Given) -> Iterator[Finding]:
    """A lifecycle policy is a JSON object whose rules have priorities of their own and say what they keep."""
    policy = inputs["policy"]
    if not policy.known:
        return
    document = policy.document()
    if not isinstance(document.value, dict) or not document["rules"].value:
        yield policy.finding(
            "`policy` is no JSON object with rules.", fix='Write it with json.dumps({"rules": [...]}).'
        )
        return
    seen = set()
    for item in document["rules"].items():
        priority, selection = item["rulePriority"], item["selection"]
        if (priority.number is None and not priority.unknown) or (priority.number is not None and priority.number < 1):
            yield priority.finding(f"`{priority.path}` is no whole number from 1.", fix="Give each rule a priority.")
        elif priority.number in seen:
            yield priority.finding(
                f"`{priority.path}` is {priority.shown}, which another rule has.", fix="Give another."
            )
        seen.add(priority.number)
        status = selection["tagStatus"]
        if selection.known and not status.unknown and status.text not in {"tagged", "untagged", "any"}:
            said = status.shown if status.known else "missing"
            yield status.finding(
                f"`{status.path}` is {said}; allowed are tagged, untagged, any.", fix='For example "any".'
            )
        if status.text == "tagged" and selection["tagPrefixList"].absent and selection["tagPatternList"].absent:
            yield selection["tagPrefixList"].finding(
                f"`{selection['tagPrefixList'].path}` is missing; tagged images are chosen by prefix or pattern.",
                fix="Give tagPrefixList or tagPatternList.",
            )
        unit = selection["countUnit"]
        if selection["countType"].text == "sinceImagePushed" and unit.absent:
            yield unit.finding(f"`{unit.path}` is missing; `sinceImagePushed` needs it.", fix='Give "days".')
