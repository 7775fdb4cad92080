"""What calls and scales: event sources, scalable targets, daemons, and keys that sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_SOURCE: Final = "botocore 1.44.8, lambda/CreateEventSourceMappingRequest"
_TARGET: Final = "botocore 1.44.8, application-autoscaling/RegisterScalableTargetRequest"
_SERVICE: Final = "botocore 1.44.8, ecs/CreateServiceRequest"
_METHODS: Final = "botocore 1.44.8, cloudfront/AllowedMethods"
_KEY: Final = "botocore 1.44.8, kms/CreateKeyRequest"
_STICKINESS: Final = "botocore 1.44.8, elbv2/TargetGroupAttribute"
_READ: Final = "2026-11-25"
_ALONE: Final = 10
_QUEUE: Final = re.compile(r"arn:[\w-]+:sqs:[\w-]*:\d*:.+")
_ECS_SERVICE: Final = re.compile(r"service/[^/]+/[^/]+")
_READING: Final = ({"GET", "HEAD"}, {"GET", "HEAD", "OPTIONS"})
_ALL: Final = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
_NETWORK: Final = ("QUIC", "TCP", "TCP_QUIC", "TCP_UDP", "TLS", "UDP")
_COOKIES: Final = ("app_cookie", "lb_cookie")


@rule("aws:lambda/eventSourceMapping:EventSourceMapping", page=_SOURCE, read=_READ)
def large_batches_are_waited_for(inputs: Given) -> Iterator[Finding]:
    """A batch of more than ten messages of a queue is waited for."""
    size, window = inputs["batchSize"], inputs["maximumBatchingWindowInSeconds"]
    queue = inputs["eventSourceArn"].text or ""
    waits = window.unknown or window.number not in (None, 0)
    if _QUEUE.fullmatch(queue) and size.number is not None and size.number > _ALONE and not waits:
        yield size.finding(
            f"`{size.path}` is {size.shown}; above {_ALONE} `maximumBatchingWindowInSeconds` is 1 or more.",
            fix="Give the window too.",
        )


@rule("aws:appautoscaling/target:Target", "aws:appautoscaling/policy:Policy", page=_TARGET, read=_READ)
def services_that_scale_are_named_with_their_cluster(inputs: Given) -> Iterator[Finding]:
    """A service of ECS that scales is named with its cluster."""
    given = inputs["resourceId"]
    if inputs["serviceNamespace"].text == "ecs" and given.text and not _ECS_SERVICE.fullmatch(given.text):
        yield given.finding(
            f"`{given.path}` is {given.shown}; a service is `service/CLUSTER/SERVICE`.", fix="Give it so."
        )


@rule("aws:ecs/service:Service", page=_SERVICE, read=_READ)
def fargate_runs_no_daemons(inputs: Given) -> Iterator[Finding]:
    """A service with one task for each machine runs on machines, not on Fargate."""
    strategy = inputs["schedulingStrategy"]
    if strategy.text == "DAEMON" and inputs["launchType"].text == "FARGATE":
        yield strategy.finding(
            f"`{strategy.path}` is {strategy.shown}, and `launchType` is `FARGATE`; Fargate has no such services.",
            fix="Give REPLICA, or the launch type EC2.",
        )


@rule("aws:cloudfront/distribution:Distribution", page=_METHODS, read=_READ)
def methods_come_in_three_sets(inputs: Given) -> Iterator[Finding]:
    """A behaviour lets GET and HEAD pass, or OPTIONS too, or every method."""
    for behavior in (inputs["defaultCacheBehavior"], *inputs["orderedCacheBehaviors"].items()):
        methods = behavior["allowedMethods"]
        given = {one.text for one in methods.items()}
        if methods.complete and methods.items() and None not in given and given not in (*_READING, _ALL):
            yield methods.finding(
                f"`{methods.path}` is {methods.shown}; allowed are GET and HEAD, these and OPTIONS, and all seven.",
                fix="Give all seven to let any other pass.",
            )


@rule("aws:kms/key:Key", page=_KEY, read=_READ)
def symmetric_keys_encrypt(inputs: Given) -> Iterator[Finding]:
    """A symmetric key encrypts; a pair of keys of an elliptic curve does not."""
    usage, spec = inputs["keyUsage"], inputs["customerMasterKeySpec"]
    symmetric = spec.absent or spec.text == "SYMMETRIC_DEFAULT"
    curve = (spec.text or "").startswith(("ECC_", "ML_DSA_"))
    if symmetric and usage.text and usage.text != "ENCRYPT_DECRYPT":
        yield usage.finding(
            f"`{usage.path}` is {usage.shown}; a symmetric key is for `ENCRYPT_DECRYPT`.",
            fix="Give `customerMasterKeySpec` too, such as ECC_NIST_P256.",
        )
    elif curve and (usage.absent or usage.text == "ENCRYPT_DECRYPT"):
        yield spec.finding(
            f"`{spec.path}` is {spec.shown}; a key of this kind does not encrypt.", fix="Give SIGN_VERIFY as its usage."
        )


@rule("aws:lb/targetGroup:TargetGroup", page=_STICKINESS, read=_READ)
def network_targets_know_no_cookies(inputs: Given) -> Iterator[Finding]:
    """Targets of a network load balancer are kept by address, those of an application load balancer by cookie."""
    protocol, kind = inputs["protocol"], inputs["stickiness"]["type"]
    if inputs["stickiness"]["enabled"].flag is False:
        return
    if protocol.text in _NETWORK and kind.text in _COOKIES:
        yield kind.finding(
            f"`{kind.path}` is {kind.shown}, and `protocol` is {protocol.shown}; "
            "a network load balancer has no cookies.",
            fix="Give source_ip.",
        )
    elif protocol.text in ("HTTP", "HTTPS") and kind.text == "source_ip":
        yield kind.finding(
            f"`{kind.path}` is {kind.shown}, and `protocol` is {protocol.shown}; "
            "an application load balancer has cookies.",
            fix="Give lb_cookie.",
        )
