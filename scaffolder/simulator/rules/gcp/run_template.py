"""Where the parts of Cloud Run's services, of both APIs, and of its jobs lie, the same for all."""

from __future__ import annotations

from typing import Final

from scaffolder.simulator.rules.given import Given

SERVICE: Final = "gcp:cloudrunv2/service:Service"
JOB: Final = "gcp:cloudrunv2/job:Job"
# The first API's service, which is Knative's.
KNATIVE: Final = "gcp:cloudrun/service:Service"


def template_of(inputs: Given) -> Given:
    """Give what holds the containers: a service's template, or what lies inside that of a job or of Knative."""
    outer = inputs["template"]
    return next((outer[name] for name in ("template", "spec") if outer[name].known), outer)


def containers_of(inputs: Given) -> list[Given]:
    """Give the containers of a service or job."""
    return template_of(inputs)["containers"].items()


def limits_of(container: Given) -> Given:
    """Give the resource limits of a container."""
    return container["resources"]["limits"]
