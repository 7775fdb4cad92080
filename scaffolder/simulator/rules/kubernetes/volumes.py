"""Volumes and the network of pods."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import CORE, READ, WORKLOADS, containers_of, pod_of
from scaffolder.simulator.rules.registry import rule


@rule(*WORKLOADS, page=CORE, read=READ)
def volumes_are_of_one_kind(inputs: Given) -> Iterator[Finding]:
    """A volume comes from one place."""
    for volume in pod_of(inputs)["volumes"].items():
        kinds = sorted(name for name, given in volume.entries() if name != "name" and not given.absent)
        if len(kinds) > 1:
            yield volume.finding(
                f"`{volume.path}` has {' and '.join(f'`{kind}`' for kind in kinds)}; a volume has one of them.",
                fix="Make a volume of each.",
            )


@rule(*WORKLOADS, page=CORE, read=READ)
def ports_of_the_host_are_the_containers(inputs: Given) -> Iterator[Finding]:
    """In the network of the host a container's port is the host's."""
    if not pod_of(inputs)["hostNetwork"].flag:
        return
    for container in containers_of(inputs):
        for port in container["ports"].items():
            outside, inside = port["hostPort"], port["containerPort"]
            if outside.number and inside.number is not None and outside.number != inside.number:
                yield outside.finding(
                    f"`{outside.path}` is {outside.shown}, and `containerPort` is {inside.shown}; in the network of "
                    "the host they are the same.",
                    fix="Leave it out.",
                )
