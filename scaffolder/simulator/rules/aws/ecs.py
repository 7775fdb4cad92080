"""ECS: the size of Fargate tasks, services, and what they need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from scaffolder.simulator.facts import read
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

TASK_PAGE: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html"
_SERVICE_PAGE: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html"
_READ: Final = "2026-11-25"
_TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"
_SERVICE: Final = "aws:ecs/service:Service"
_WORDS: Final = re.compile(r"([\d.]+)\s*(vcpu|gb)", re.IGNORECASE)


def is_fargate(task: Given) -> bool:
    """Say whether a task definition is for Fargate."""
    return any(item.text == "FARGATE" for item in task["requiresCompatibilities"].items())


def units_of(given: Given) -> int | None:
    """Give CPU units or MiB, which may be written as `1 vCPU` or `2 GB`."""
    if given.number is not None:
        return int(given.number)
    words = _WORDS.fullmatch(given.text or "")
    return int(float(words[1]) * 1024) if words else None


def _sizes() -> Mapping[int, list[int]]:
    return {int(cpu): memory for cpu, memory in read("aws_fargate")["memory"].items()}


@rule(_TASK, page=TASK_PAGE, read=_READ)
def fargate_sizes_are_pairs(inputs: Given) -> Iterator[Finding]:
    """A Fargate task has one of the pairs of CPU and memory that Fargate offers."""
    if not is_fargate(inputs):
        return
    cpu, memory = inputs["cpu"], inputs["memory"]
    for missing in (one for one in (cpu, memory) if one.absent):
        yield missing.finding(
            f"`{missing.path}` is missing; a Fargate task needs both `cpu` and `memory`.",
            fix='For example cpu="256", memory="512".',
        )
    sizes, units, mib = _sizes(), units_of(cpu), units_of(memory)
    if units is None:
        return
    if units not in sizes:
        yield cpu.finding(
            f"`cpu` is {cpu.shown}; Fargate has {', '.join(map(str, sizes))} units.",
            fix=f"Give {next((size for size in sizes if size > units), max(sizes))}.",
        )
    elif mib is not None and mib not in sizes[units]:
        allowed = sizes[units]
        near = next((size for size in allowed if size >= mib), allowed[-1])
        larger = next((str(size) for size, memories in sizes.items() if mib in memories), None)
        yield memory.finding(
            f"`memory` is {memory.shown}; with `cpu` {cpu.shown}, Fargate has {_listed(allowed)} MiB.",
            fix=f"Give {near}" + (f", or cpu {larger}." if larger else "."),
        )


def _listed(sizes: list[int]) -> str:
    few = 4
    if len(sizes) <= few:
        return ", ".join(map(str, sizes))
    return f"{sizes[0]} to {sizes[-1]} in steps of {sizes[1] - sizes[0]}"


@rule(_TASK, page=TASK_PAGE, read=_READ)
def fargate_tasks_have_their_own_network_interface(inputs: Given) -> Iterator[Finding]:
    """A Fargate task's network mode is awsvpc."""
    mode = inputs["networkMode"]
    if is_fargate(inputs) and not mode.unknown and mode.text != "awsvpc":
        is_ = f"is {mode.shown}" if mode.known else "is missing"
        yield mode.finding(f"`networkMode` {is_}; Fargate knows awsvpc only.", fix='Give network_mode="awsvpc".')


@rule(_SERVICE, page=_SERVICE_PAGE, read=_READ)
def a_launch_type_excludes_capacity_providers(inputs: Given) -> Iterator[Finding]:
    """A service has a launch type or a capacity provider strategy, not both."""
    strategies = inputs["capacityProviderStrategies"]
    if inputs["launchType"].known and strategies.items():
        yield strategies.finding(
            f"`capacityProviderStrategies` and `launchType` {inputs['launchType'].shown} exclude each other.",
            fix="Leave one of them out.",
        )


@rule(_SERVICE, page=_SERVICE_PAGE, read=_READ)
def one_capacity_provider_has_a_base(inputs: Given) -> Iterator[Finding]:
    """At most one capacity provider of a strategy has a base above 0."""
    based = [item["base"] for item in inputs["capacityProviderStrategies"].items() if (item["base"].number or 0) > 0]
    for one in based[1:]:
        yield one.finding(
            f"`{one.path}` is {one.shown}; only one provider of a strategy may have a base.", fix="Leave it out here."
        )


@rule(_SERVICE, page=_SERVICE_PAGE)
def a_rolling_service_has_room_to_roll(inputs: Given) -> Iterator[Finding]:
    """A service's maximum percent is above its minimum healthy percent."""
    most, least = inputs["deploymentMaximumPercent"], inputs["deploymentMinimumHealthyPercent"]
    if inputs["deploymentConfiguration"]["strategy"].text not in {None, "ROLLING"}:
        return
    if most.number is not None and least.number is not None and most.number <= least.number:
        yield most.finding(
            f"`{most.path}` is {most.shown}, and `{least.path}` is {least.shown}; so no task can ever be replaced.",
            fix="Give a higher maximum or a lower minimum.",
        )


@program_rule(_SERVICE, _TASK, page=_SERVICE_PAGE, read=_READ)
def a_service_has_the_network_its_tasks_need(program: Program) -> Iterator[ProgramFinding]:
    """A service of tasks in awsvpc mode has a network configuration."""
    for service in program.of(_SERVICE):
        task, network = program.only_behind(service, "taskDefinition", _TASK), service["networkConfiguration"]
        if task is not None and task["networkMode"].text == "awsvpc" and network.absent:
            yield service.finding(
                network.finding(
                    f"`networkConfiguration` is missing; the tasks of {task.name} have `networkMode` `awsvpc`.",
                    fix="Give the subnets and security groups of its tasks.",
                )
            )


@program_rule(_SERVICE, _TASK, page=_SERVICE_PAGE, read=_READ)
def a_load_balancer_finds_the_container(program: Program) -> Iterator[ProgramFinding]:
    """A service's load balancer names a container of its task definition, and a port that the container opens."""
    for service in program.of(_SERVICE):
        task = program.only_behind(service, "taskDefinition", _TASK)
        containers = task["containerDefinitions"].document() if task is not None else None
        if task is None or containers is None or not containers.complete or not containers.items():
            continue
        mappings = {item["name"].text: item["portMappings"].items() for item in containers.items()}
        for balancer in service["loadBalancers"].items():
            name, port = balancer["containerName"], balancer["containerPort"]
            if name.text is not None and name.text not in mappings:
                yield service.finding(
                    name.finding(
                        f"`{name.path}` is {name.shown}; {task.name} has {', '.join(sorted(filter(None, mappings)))}.",
                        fix="Give the name of one of these containers.",
                    )
                )
            elif name.text is not None and port.number is not None and not _opens(mappings[name.text], port.number):
                yield service.finding(
                    port.finding(
                        f"`{port.path}` is {port.shown}, a port that the container {name.shown} does not open.",
                        fix=f"Add it to the portMappings of {name.shown} in {task.name}.",
                    )
                )


def _opens(mappings: list[Given], port: float) -> bool:
    """Whether a container's mappings have a port; a range of ports is not looked into."""
    return any(one["containerPort"].number == port or not one["containerPortRange"].absent for one in mappings)
