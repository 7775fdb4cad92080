"""Cloud Run: CPU, memory and accelerators of containers, and what they allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator import facts
from scaffolder.simulator.rules.gcp.run_template import JOB, KNATIVE, SERVICE, containers_of, limits_of, template_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.quantities import GIB, MIB, quantity
from scaffolder.simulator.rules.registry import rule

_CPU: Final = "https://cloud.google.com/run/docs/configuring/services/cpu"
_MEMORY: Final = "https://cloud.google.com/run/docs/configuring/services/memory-limits"
_GPU: Final = "https://cloud.google.com/run/docs/configuring/services/gpu"
_READ: Final = "2026-11-25"

_LEAST_CPU: Final = 0.08
_MOST_CPU: Final = 8
# More memory than this needs at least so many CPUs; the first that holds counts.
_CPU_FOR_MEMORY: Final = ((24 * GIB, 8), (16 * GIB, 6), (8 * GIB, 4), (4 * GIB, 2), (1 * GIB, 1), (512 * MIB, 0.5))
# At least so many CPUs need at least this much memory.
_MEMORY_FOR_CPU: Final = ((6, 4 * GIB, "4Gi"), (4, 2 * GIB, "2Gi"))
_GPU_KEY: Final = "nvidia.com/gpu"
_ACCELERATORS: Final = facts.read("gcp_accelerators")


@rule(SERVICE, JOB, KNATIVE, page=_CPU, read=_READ)
def run_offers_the_cpu(inputs: Given) -> Iterator[Finding]:
    """Cloud Run gives 0.08 to 1 CPU, or 2, 4, 6 or 8; more only with an accelerator."""
    accelerated = not template_of(inputs)["nodeSelector"].absent
    for container in containers_of(inputs):
        given = limits_of(container)["cpu"]
        cpu = quantity(given.value)
        if cpu is None:
            continue
        fix = "Give `1`, `2`, `4`, `6` or `8`, or a part of one CPU such as `500m`."
        if cpu < _LEAST_CPU or (cpu > _MOST_CPU and not accelerated) or (cpu > 1 and cpu != int(cpu)):
            yield given.finding(f"`{given.path}` is {given.shown}; allowed are 0.08 to 1, and 2, 4, 6 and 8.", fix=fix)
        elif cpu in {3, 5, 7}:
            message = f"`{given.path}` is {given.shown}; Cloud Run documents 1, 2, 4, 6 and 8."
            yield given.finding(message, fix=fix, severity="warning")


@rule(SERVICE, JOB, KNATIVE, page=_MEMORY, read=_READ)
def run_memory_suits_the_cpu(inputs: Given) -> Iterator[Finding]:
    """A container's memory is neither too much nor too little for its CPU."""
    containers = containers_of(inputs)
    if len(containers) != 1 or not template_of(inputs)["nodeSelector"].absent:
        # Containers side by side share an instance, and accelerators have sizes of their own.
        return
    limits = limits_of(containers[0])
    cpu = 1.0 if limits["cpu"].absent else quantity(limits["cpu"].value)
    memory = 512.0 * MIB if limits["memory"].absent else quantity(limits["memory"].value)
    if cpu is None or memory is None:
        return
    given = limits["memory"]
    size = "`512Mi` (not given)" if given.absent else given.shown
    least = next(((bound, named) for cpus, bound, named in _MEMORY_FOR_CPU if cpu >= cpus), (0, ""))
    if memory < least[0]:
        yield given.finding(
            f"`{given.path}` is {size}; a container with {cpu:g} CPU needs {least[1]} or more.",
            fix=f"Give `{least[1]}` or more, or less CPU.",
        )
    needed = next((cpus for bound, cpus in _CPU_FOR_MEMORY if memory > bound), 0)
    if memory > 32 * GIB:
        yield given.finding(f"`{given.path}` is {size}; allowed are 32Gi at most.", fix="Give `32Gi` or less.")
    elif cpu < needed:
        yield given.finding(
            f"`{given.path}` is {size}; so much memory needs {needed:g} CPU or more, not {cpu:g}.",
            fix=f"Give less memory, or a `cpu` of {needed:g}.",
        )


@rule(SERVICE, page=_CPU, read=_READ)
def run_less_than_one_cpu_serves_one_request(inputs: Given) -> Iterator[Finding]:
    """A service with less than one CPU serves one request at a time, and has CPU only while it does."""
    template = inputs["template"]
    small = [one for one in containers_of(inputs) if 0 < (quantity(limits_of(one)["cpu"].value) or 1) < 1]
    if not small or len(containers_of(inputs)) != 1:
        return
    concurrency, idle, place = (
        template["maxInstanceRequestConcurrency"],
        small[0]["resources"]["cpuIdle"],
        template["executionEnvironment"],
    )
    if (concurrency.number or 0) > 1:
        yield concurrency.finding(
            f"`{concurrency.path}` is {concurrency.shown}; with less than one CPU it must be 1.",
            fix="Give 1, or a `cpu` of 1 or more.",
        )
    if idle.flag is False:
        yield idle.finding(
            f"`{idle.path}` is `false`; with less than one CPU, CPU is given only while a request is served.",
            fix="Give true, or a `cpu` of 1 or more.",
        )
    if place.text == "EXECUTION_ENVIRONMENT_GEN2":
        yield place.finding(
            f"`{place.path}` is {place.shown}; less than one CPU is for the first generation.",
            fix="Give `EXECUTION_ENVIRONMENT_GEN1`, or a `cpu` of 1 or more.",
        )


@rule(SERVICE, JOB, page=_MEMORY, read=_READ)
def run_second_generation_has_memory(inputs: Given) -> Iterator[Finding]:
    """The second generation of Cloud Run takes 512 MiB of memory or more, the first 128 MiB."""
    second = template_of(inputs)["executionEnvironment"].text == "EXECUTION_ENVIRONMENT_GEN2"
    least, named = (512 * MIB, "512Mi") if second else (128 * MIB, "128Mi")
    containers = containers_of(inputs)
    for container in containers if len(containers) == 1 else ():
        given = limits_of(container)["memory"]
        memory = quantity(given.value)
        if memory is not None and memory < least:
            yield given.finding(
                f"`{given.path}` is {given.shown}; allowed are {named} or more.", fix=f"Give `{named}` or more."
            )


@rule(SERVICE, JOB, page=_GPU, read=_READ)
def run_accelerator_has_room(inputs: Given) -> Iterator[Finding]:
    """A container with a GPU has one of them, CPU at all times, and for an L4 4 CPU and 16 GiB."""
    kind = template_of(inputs)["nodeSelector"]["accelerator"]
    for container in containers_of(inputs):
        limits, idle = limits_of(container), container["resources"]["cpuIdle"]
        count = next((given for name, given in limits.entries() if name == _GPU_KEY), None)
        if count is None or not count.known:
            continue
        if count.number != 1:
            yield count.finding(f"`{count.path}` is {count.shown}; an instance has one GPU.", fix="Give `1`.")
        if idle.flag:
            yield idle.finding(
                f"`{idle.path}` is `true`; a container with a GPU has its CPU at all times.", fix="Give false."
            )
        if kind.text == "nvidia-l4":
            for name, least, named in (("cpu", 4, "4"), ("memory", 16 * GIB, "16Gi")):
                given = limits[name]
                amount = quantity(given.value)
                if amount is not None and amount < least:
                    yield given.finding(
                        f"`{given.path}` is {given.shown}; a container with an L4 needs {named} or more.",
                        fix=f"Give `{named}` or more.",
                    )


@rule(SERVICE, JOB, page=_ACCELERATORS["source"], read=_ACCELERATORS["date"])
def run_has_the_accelerator_there(inputs: Given) -> Iterator[Finding]:
    """An accelerator is asked for in a region that has it."""
    kind, place = template_of(inputs)["nodeSelector"]["accelerator"], inputs["location"]
    regions = _ACCELERATORS["regions"].get(kind.text or "")
    if regions and place.text and place.text not in regions:
        yield kind.finding(
            f"`{kind.path}` is {kind.shown}, which Cloud Run had not in {place.text} on {_ACCELERATORS['date']}.",
            fix=f"Known are {', '.join(regions)}.",
            severity="warning",
        )
