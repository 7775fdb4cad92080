"""Where the parts of a Cloud Run service and of a job lie, the same for both."""

from __future__ import annotations

from typing import Final

from scaffolder.simulator.rules.given import Given

SERVICE: Final = "gcp:cloudrunv2/service:Service"
JOB: Final = "gcp:cloudrunv2/job:Job"


def template_of(inputs: Given) -> Given:
    """Give what holds the containers: a service's template, or the template inside a job's."""
    outer = inputs["template"]
    inner = outer["template"]
    return outer if inner.absent or inner.unknown else inner


def containers_of(inputs: Given) -> list[Given]:
    """Give the containers of a service or job."""
    return template_of(inputs)["containers"].items()


def limits_of(container: Given) -> Given:
    """Give the resource limits of a container."""
    return container["resources"]["limits"]
