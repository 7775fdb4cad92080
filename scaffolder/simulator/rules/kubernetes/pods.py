"""Where the pods of each workload lie, and what their parts have to do with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_PATHS: Final[Mapping[str, tuple[str, ...]]] = {
    "kubernetes:apps/v1:DaemonSet": ("spec", "template"),
    "kubernetes:apps/v1:Deployment": ("spec", "template"),
    "kubernetes:apps/v1:ReplicaSet": ("spec", "template"),
    "kubernetes:apps/v1:StatefulSet": ("spec", "template"),
    "kubernetes:batch/v1:CronJob": ("spec", "jobTemplate", "spec", "template"),
    "kubernetes:batch/v1:Job": ("spec", "template"),
    "kubernetes:core/v1:Pod": (),
}
WORKLOADS: Final = tuple(_PATHS)
_SOURCE: Final = "https://github.com/kubernetes/kubernetes/blob/v1.37.2"
_APIS: Final = f"{_SOURCE}/pkg/apis"
_MACHINERY: Final = f"{_SOURCE}/staging/src/k8s.io/apimachinery/pkg"
# What the API server holds objects against.
APPS: Final = f"{_APIS}/apps/validation/validation.go"
BATCH: Final = f"{_APIS}/batch/validation/validation.go"
CORE: Final = f"{_APIS}/core/validation/validation.go"
JOB: Final = f"{_SOURCE}/pkg/registry/batch/job/strategy.go"
METADATA: Final = f"{_MACHINERY}/api/validation/objectmeta.go"
NETWORKING: Final = f"{_APIS}/networking/validation/validation.go"
NAMES: Final = f"{_MACHINERY}/util/validation/validation.go"
POLICY: Final = f"{_APIS}/policy/validation/validation.go"
QUANTITY: Final = f"{_MACHINERY}/api/resource/quantity.go"
RBAC: Final = f"{_APIS}/rbac/validation/validation.go"
SCHEDULING: Final = f"{_APIS}/scheduling/validation/validation.go"
SCALING: Final = f"{_APIS}/autoscaling/validation/validation.go"
READ: Final = "2026-11-25"
_PORT_NAME: Final = re.compile(r"(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_PORT_NAME: Final = 15


def is_port_name(text: str) -> bool:
    """Say whether a port can have this name."""
    return len(text) <= _LONGEST_PORT_NAME and bool(_PORT_NAME.fullmatch(text))


def template_of(inputs: Given) -> Given:
    """Give what holds a pod's metadata and spec."""
    for name in _PATHS[inputs.type]:
        inputs = inputs[name]
    return inputs


def pod_of(inputs: Given) -> Given:
    """Give the spec of a workload's pods."""
    return template_of(inputs)["spec"]


def containers_of(inputs: Given) -> list[Given]:
    """Give the containers of a workload's pods, those that run first included."""
    pod = pod_of(inputs)
    return [*pod["initContainers"].items(), *pod["containers"].items()]


@rule(*WORKLOADS, page=CORE, read=READ)
def container_names_are_unique(inputs: Given) -> Iterator[Finding]:
    """The containers of a pod have different names."""
    seen: dict[str, Given] = {}
    for container in containers_of(inputs):
        name = container["name"]
        if name.text and seen.setdefault(name.text, name) is not name:
            yield name.finding(
                f"`{name.path}` is {name.shown}, as `{seen[name.text].path}` is.", fix="Give another name."
            )


@rule(*WORKLOADS, page=CORE, read=READ)
def container_mounts_have_a_volume(inputs: Given) -> Iterator[Finding]:
    """What a container mounts is among the volumes of the pod, or a claim of the set."""
    volumes, claims = pod_of(inputs)["volumes"], inputs["spec"]["volumeClaimTemplates"]
    names = {one["name"].text for one in volumes.items()} | {one["metadata"]["name"].text for one in claims.items()}
    if volumes.unknown or claims.unknown or None in names:
        return
    for container in containers_of(inputs):
        for mount in container["volumeMounts"].items():
            name = mount["name"]
            if name.text and name.text not in names:
                there = ", ".join(sorted(filter(None, names)))
                yield name.finding(
                    f"`{name.path}` is {name.shown}, and the pod has no such volume.",
                    fix=f"Give one of {there}." if there else "Add it to `volumes`.",
                )


@rule(*WORKLOADS, page=NAMES, read=READ)
def container_port_names_are_short(inputs: Given) -> Iterator[Finding]:
    """A container's port is named with up to 15 lower-case letters, digits and hyphens."""
    for container in containers_of(inputs):
        for port in container["ports"].items():
            name = port["name"]
            if name.text and not is_port_name(name.text):
                yield name.finding(
                    f"`{name.path}` is {name.shown}; the name of a port has up to 15 lower-case letters, digits and "
                    "single hyphens, a letter among them.",
                    fix="Give a name such as `http`.",
                )


@rule(*WORKLOADS, page=CORE, read=READ)
def container_variables_have_one_value(inputs: Given) -> Iterator[Finding]:
    """An environment variable has a value, or where it comes from, not both."""
    for container in containers_of(inputs):
        for variable in container["env"].items():
            if variable["value"].known and variable["valueFrom"].known:
                given = variable["valueFrom"]
                yield given.finding(
                    f"`{variable.path}` has `value` and `valueFrom`; a variable has one of them.",
                    fix="Keep one of them.",
                )


@rule(*WORKLOADS, page=NAMES, read=READ)
def container_variables_have_a_name_they_can(inputs: Given) -> Iterator[Finding]:
    """The name of an environment variable is printable ASCII without `=`."""
    for container in containers_of(inputs):
        for variable in container["env"].items():
            name = variable["name"]
            if name.text and not re.fullmatch(r"[ -<>-~]+", name.text):
                yield name.finding(
                    f"`{name.path}` is {name.shown}; a name has printable ASCII characters other than `=`.",
                    fix="Give a name such as `LOG_LEVEL`.",
                )


@rule(*WORKLOADS, page=CORE, read=READ)
def pods_that_ask_nobody_say_whom(inputs: Given) -> Iterator[Finding]:
    """A pod with a resolver of its own names a server."""
    policy, servers = pod_of(inputs)["dnsPolicy"], pod_of(inputs)["dnsConfig"]["nameservers"]
    if policy.text == "None" and not servers.unknown and not servers.items():
        yield servers.finding(
            f"`{servers.path}` is missing; with the policy {policy.shown} a pod asks no other server.",
            fix="Give one, or leave `dnsPolicy` out.",
        )
