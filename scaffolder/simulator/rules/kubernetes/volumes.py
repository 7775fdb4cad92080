"""Volumes and the network of pods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import CORE, READ, WORKLOADS, containers_of, pod_of
from scaffolder.simulator.rules.registry import rule

_MOST_MODE: Final = 0o777


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


@rule(*WORKLOADS, page=CORE, read=READ)
def volumes_and_mounts_are_there_once(inputs: Given) -> Iterator[Finding]:
    """A volume has a name of its own, and what is mounted in a container a path of its own."""
    places = [[volume["name"] for volume in pod_of(inputs)["volumes"].items()]]
    places += [[mount["mountPath"] for mount in one["volumeMounts"].items()] for one in containers_of(inputs)]
    for place in places:
        seen: dict[str, Given] = {}
        for given in place:
            if given.text and seen.setdefault(given.text, given) is not given:
                yield given.finding(
                    f"`{given.path}` is {given.shown}, as `{seen[given.text].path}` is.", fix="Give another."
                )


@rule(*WORKLOADS, page=CORE, read=READ)
def mounts_stay_in_their_volume(inputs: Given) -> Iterator[Finding]:
    """A path in a volume is relative, and leads nowhere else."""
    for container in containers_of(inputs):
        for mount in container["volumeMounts"].items():
            given = mount["subPath"]
            if given.text and (given.text.startswith("/") or ".." in given.text.split("/")):
                yield given.finding(
                    f"`{given.path}` is {given.shown}; allowed are relative paths without `..`.",
                    fix="Give a path in the volume.",
                )


@rule(*WORKLOADS, page=CORE, read=READ)
def modes_of_files_have_nine_bits(inputs: Given) -> Iterator[Finding]:
    """The mode of a volume's files is 0 to 0o777."""
    for volume in pod_of(inputs)["volumes"].items():
        for name in ("configMap", "downwardAPI", "projected", "secret"):
            mode = volume[name]["defaultMode"]
            if mode.number is not None and not 0 <= mode.number <= _MOST_MODE:
                yield mode.finding(
                    f"`{mode.path}` is {mode.shown}; allowed are 0 to {_MOST_MODE}, which is 0o777.",
                    fix="Write it in Python as `0o755`: a number without `0o` is decimal.",
                )
