"""Compute Engine instances."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_INSTANCES: Final = ("gcp:compute/instance:Instance", "gcp:compute/instanceTemplate:InstanceTemplate")
_API: Final = "https://compute.googleapis.com/$discovery/rest?version=v1"
_DOCUMENTED: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "website/docs/r/compute_instance.html.markdown"
)
_PROVIDER: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "google-beta/services/compute/compute_instance_helpers.go"
)
_READ: Final = "2026-11-25"
_WAYS: Final = ("network", "subnetwork", "networkAttachment")


@rule(*_INSTANCES, page=_PROVIDER, read=_READ)
def instance_interfaces_have_a_network(inputs: Given) -> Iterator[Finding]:
    """An instance's network interface names a network or a subnet."""
    for interface in inputs["networkInterfaces"].items():
        if not interface.unknown and all(interface[way].absent for way in _WAYS):
            yield interface.finding(
                f"`{interface.path}` has no `network` and no `subnetwork`.",
                fix="Give one of them, such as `network` as `default`.",
            )


@rule(*_INSTANCES, page=_API, read=_READ)
def preemptible_instance_does_not_restart(inputs: Given) -> Iterator[Finding]:
    """An instance that may be taken away does not restart by itself."""
    scheduling = inputs["scheduling"]
    spot = scheduling["preemptible"].flag or scheduling["provisioningModel"].text == "SPOT"
    restart = scheduling["automaticRestart"]
    if spot and (restart.absent or restart.flag):
        yield restart.finding(
            f"`{restart.path}` is {'missing, and true then' if restart.absent else '`true`'}; "
            "an instance that may be taken away does not restart by itself.",
            fix="Give false.",
        )


@rule(*_INSTANCES, page=_DOCUMENTED, read=_READ)
def instance_with_a_gpu_is_not_moved(inputs: Given) -> Iterator[Finding]:
    """An instance with a GPU ends when its host is maintained; it cannot be moved."""
    scheduling, accelerators = inputs["scheduling"], inputs["guestAccelerators"]
    maintenance = scheduling["onHostMaintenance"]
    attached = any((one["count"].number or 0) > 0 for one in accelerators.items())
    if attached and maintenance.text == "MIGRATE":
        yield maintenance.finding(
            f"`{maintenance.path}` is {maintenance.shown}; an instance with a GPU cannot be moved.",
            fix="Give `TERMINATE`.",
        )
