"""Container Apps: how large a replica is, how it is seen to be well, and what its parts refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import AZURERM, READ, filled, folded, missing, repeats, twice
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_CONTAINERS: Final = "https://learn.microsoft.com/azure/container-apps/containers"
_PROBES: Final = "https://learn.microsoft.com/azure/container-apps/health-probes"
_SECRETS: Final = "https://learn.microsoft.com/azure/container-apps/manage-secrets"
_PROVIDER: Final = AZURERM + "website/docs/r/container_app.html.markdown"
_THRESHOLDS: Final = AZURERM + "internal/services/containerapps/helpers/container_apps.go"
_VOLUMES: Final = "https://learn.microsoft.com/azure/container-apps/storage-mounts"
_JOBS: Final = "https://learn.microsoft.com/azure/container-apps/jobs"
_APP: Final = "azure-native:app:ContainerApp"
_JOB: Final = "azure-native:app:Job"
_MEMORY: Final = re.compile(r"(\d+(?:\.\d+)?)Gi")
_CPU_STEP, _MOST_CPU = 0.25, 4.0
_CRON_FIELDS: Final = 5
_MOST_FAILURES: Final = {"liveness": 30, "readiness": 48, "startup": 240}


def _containers(inputs: Given) -> list[Given]:
    return inputs["template"]["containers"].items()


def _memory_of(given: Given) -> float | None:
    found = _MEMORY.fullmatch(given.text or "")
    return float(found[1]) if found else None


@rule(_APP, _JOB, page=_CONTAINERS, read=READ)
def replicas_have_two_gib_for_each_vcpu(inputs: Given) -> Iterator[Finding]:
    """On the Consumption profile a replica has 0.25 to 4 vCPU in steps of 0.25, and twice as many GiB."""
    profile = inputs["workloadProfileName"]
    sizes = [container["resources"] for container in _containers(inputs)]
    if profile.unknown or (profile.text and folded(profile) != "consumption") or not sizes:
        return
    cpus, memories = [size["cpu"].number for size in sizes], [_memory_of(size["memory"]) for size in sizes]
    cpu = sum(one for one in cpus if one is not None)
    memory = sum(one for one in memories if one is not None)
    if None in cpus or None in memories:
        return
    # What is far out of range has no steps to count.
    steps = max(0.0, min(cpu, 2 * _MOST_CPU)) / _CPU_STEP
    size, total = sizes[0], " in all" if len(sizes) > 1 else ""
    if abs(steps - round(steps)) > 1e-9 or not _CPU_STEP <= cpu <= _MOST_CPU:  # noqa: PLR2004 - binary fractions
        near = min(max(round(steps), 1) * _CPU_STEP, _MOST_CPU)
        yield size["cpu"].finding(
            f"`{size['cpu'].path}` makes {cpu:g} vCPU{total}; the Consumption profile has 0.25 to 4 in steps of 0.25.",
            fix=f"Give {near:g} vCPU and `{near * 2:g}Gi`, or a dedicated workload profile.",
        )
    elif abs(memory - 2 * cpu) > 1e-9:  # noqa: PLR2004 - binary fractions
        yield size["memory"].finding(
            f"`{size['memory'].path}` makes {memory:g} GiB{total} beside {cpu:g} vCPU; "
            f"the Consumption profile has twice as many GiB as vCPU.",
            fix=f"Give `{2 * cpu:g}Gi`{total}, or a dedicated workload profile.",
        )


@rule(_APP, _JOB, page=_THRESHOLDS, read=READ)
def replicas_have_a_container(inputs: Given) -> Iterator[Finding]:
    """A replica has a container."""
    containers = inputs["template"]["containers"]
    if inputs["template"].known and not filled(containers):
        yield containers.finding(f"`{containers.path}` is empty; a replica has a container.", fix="Give one.")


@rule(_APP, _JOB, page=_CONTAINERS)
def containers_have_names_of_their_own(inputs: Given) -> Iterator[Finding]:
    """The containers of a replica have names of their own."""
    template = inputs["template"]
    every = [*template["containers"].items(), *template["initContainers"].items()]
    yield from twice((container["name"] for container in every), of="the containers of a replica")


@rule(_APP, _JOB, page=_PROBES, read=READ)
def probes_are_of_one_kind_each(inputs: Given) -> Iterator[Finding]:
    """A container has one probe of each type, over HTTP or TCP, and only a readiness probe needs several successes."""
    for container in _containers(inputs):
        probes = container["probes"].items()
        for type_ in repeats(probe["type"] for probe in probes):
            yield type_.finding(
                f"`{type_.path}` is {type_.shown} a second time; a container has one probe of each type.",
                fix="Leave one of the two out.",
            )
        for probe in probes:
            if filled(probe["httpGet"]) and filled(probe["tcpSocket"]):
                yield probe["tcpSocket"].finding(
                    f"`{probe['tcpSocket'].path}` is given beside `httpGet`; a probe asks in one way.",
                    fix="Leave one of the two out.",
                    severity="warning",
                )
            successes = probe["successThreshold"]
            if folded(probe["type"]) in {"liveness", "startup"} and successes.number not in {None, 1}:
                yield successes.finding(
                    f"`{successes.path}` is {successes.shown}; a {folded(probe['type'])} probe needs one success.",
                    fix="Give 1, or leave it out.",
                )


@rule(_APP, _JOB, page=_THRESHOLDS, read=READ)
def probes_bear_as_many_failures_as_their_type(inputs: Given) -> Iterator[Finding]:
    """A liveness probe bears 30 failures at most, a readiness probe 48, a startup probe 240."""
    for container in _containers(inputs):
        for probe in container["probes"].items():
            failures, most = probe["failureThreshold"], _MOST_FAILURES.get(folded(probe["type"]))
            if most is not None and failures.number is not None and failures.number > most:
                yield failures.finding(
                    f"`{failures.path}` is {failures.shown}; a {folded(probe['type'])} probe bears {most} failures at "
                    "most.",
                    fix=f"Give {most} or fewer, and a longer `periodSeconds` where the app needs longer.",
                )


@rule(_APP, _JOB, page=_SECRETS, read=READ)
def secrets_that_are_used_are_there(inputs: Given) -> Iterator[Finding]:
    """A secret that a container, a registry or a scale rule refers to is one of the app's."""
    secrets = inputs["configuration"]["secrets"]
    names = [secret["name"] for secret in secrets.items()]
    if secrets.unknown or any(not name.known for name in names):
        return
    known = {folded(name) for name in names}
    for used in _uses(inputs):
        if used.text and folded(used) not in known:
            has = ", ".join(f"`{name.text}`" for name in names) or "none"
            yield used.finding(
                f"`{used.path}` is {used.shown}, which is no secret of this app; `configuration.secrets` has {has}.",
                fix="Add it there, or correct the name.",
            )


def _uses(inputs: Given) -> Iterator[Given]:
    template, configuration = inputs["template"], inputs["configuration"]
    for container in [*template["containers"].items(), *template["initContainers"].items()]:
        yield from (variable["secretRef"] for variable in container["env"].items())
    yield from (registry["passwordSecretRef"] for registry in configuration["registries"].items())
    for volume in template["volumes"].items():
        yield from (secret["secretRef"] for secret in volume["secrets"].items())
    for scaling in template["scale"]["rules"].items():
        for kind in ("azureQueue", "custom", "http", "tcp"):
            yield from (auth["secretRef"] for auth in scaling[kind]["auth"].items())


@rule(_APP, _JOB, page=_PROVIDER, read=READ)
def secrets_have_one_source(inputs: Given) -> Iterator[Finding]:
    """A secret has a value, or the address of one in a key vault and the identity that reads it."""
    secrets = inputs["configuration"]["secrets"].items()
    yield from twice((secret["name"] for secret in secrets), of="an app's secrets")
    for secret in secrets:
        value, address = secret["value"], secret["keyVaultUrl"]
        if not value.absent and not address.absent:
            yield address.finding(
                f"`{address.path}` is given beside `value`; a secret has one of the two.",
                fix="Leave `value` out, so that the vault's secret is read.",
                # Azure reads the vault's then.
                severity="warning",
            )
        elif value.absent and not address.absent and secret["identity"].absent:
            yield missing(
                secret["identity"],
                "a secret of a key vault is read with an identity.",
                fix="Give the id of a user-assigned identity of the app, or `system`.",
            )


@rule(_APP, _JOB, page=_PROVIDER, read=READ)
def registries_are_entered_in_one_way(inputs: Given) -> Iterator[Finding]:
    """A registry is entered with an identity, or with a user and the secret of its password."""
    for registry in inputs["configuration"]["registries"].items():
        user, password = registry["username"], registry["passwordSecretRef"]
        if not registry["identity"].absent and (not user.absent or not password.absent):
            yield registry["identity"].finding(
                f"`{registry['identity'].path}` is given beside a user or password; a registry is entered in one way.",
                fix="Leave `username` and `passwordSecretRef` out.",
            )
        elif not user.absent and password.absent:
            yield missing(password, "`username` needs a password.", fix="Name one of `configuration.secrets`.")


@rule(_APP, _JOB, page=_VOLUMES, read=READ)
def volumes_that_are_mounted_are_there(inputs: Given) -> Iterator[Finding]:
    """A volume that a container mounts is one of the template's."""
    template = inputs["template"]
    names = [volume["name"] for volume in template["volumes"].items()]
    if template["volumes"].unknown or any(not name.known for name in names):
        return
    for container in [*template["containers"].items(), *template["initContainers"].items()]:
        for mount in container["volumeMounts"].items():
            used = mount["volumeName"]
            if used.text and folded(used) not in {folded(name) for name in names}:
                yield used.finding(
                    f"`{used.path}` is {used.shown}, which is none of `template.volumes`.",
                    fix="Add it there, or correct the name.",
                )


@rule(_JOB, page=_JOBS, read=READ)
def jobs_say_how_they_start(inputs: Given) -> Iterator[Finding]:
    """A job has the settings of its trigger, and a schedule of five fields."""
    configuration = inputs["configuration"]
    trigger = configuration["triggerType"]
    wanted = {"schedule": "scheduleTriggerConfig", "event": "eventTriggerConfig", "manual": "manualTriggerConfig"}
    name = wanted.get(folded(trigger))
    if name is None or folded(trigger) == "manual":
        return
    if configuration[name].absent:
        yield missing(
            configuration[name], f"a job whose `triggerType` is {trigger.shown} needs it.", fix=f"Give `{name}`."
        )
    cron = configuration["scheduleTriggerConfig"]["cronExpression"]
    if cron.text and len(cron.text.split()) != _CRON_FIELDS:
        yield cron.finding(
            f"`{cron.path}` is {cron.shown}; a schedule has five fields: minute, hour, day, month, weekday.",
            fix="For example `0 3 * * *`, every day at 3 in UTC.",
        )
