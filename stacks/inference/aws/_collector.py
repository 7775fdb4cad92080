"""The image of the collector that sends traces on."""

from __future__ import annotations

import pulumi

from ..settings import Settings
from ._account import service_name

_VERSION = "v0.47.0"
# AWS's distribution of the OpenTelemetry collector, by the tag of one release: the public registry gives no digest
# without asking it, and AWS does not move these tags. https://gallery.ecr.aws/aws-observability/aws-otel-collector
PUBLIC_IMAGE = f"public.ecr.aws/aws-observability/aws-otel-collector:{_VERSION}"


def is_copied(settings: Settings) -> bool:
    """Whether the image is copied beside the service's own.

    A private network reaches no public registry. A pull-through cache does not help, since its first pull needs a way
    to the internet: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
    """
    return settings.egress == "private" and settings.trace_sample_percent > 0 and not settings.image


def copied_image(settings: Settings, account: pulumi.Input[str], region: str) -> pulumi.Output[str]:
    """Where the copy of a region is; its tag is immutable."""
    repository = service_name(settings, limit=200)
    return pulumi.Output.concat(account, f".dkr.ecr.{region}.amazonaws.com/{repository}:collector-{_VERSION}")


def collector_image(settings: Settings, account: pulumi.Input[str], region: str) -> pulumi.Output[str]:
    """The image that a region's replicas pull."""
    if is_copied(settings):
        return copied_image(settings, account, region)
    return pulumi.Output.from_input(PUBLIC_IMAGE)
