"""ECS container definitions: a JSON document inside a task definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.aws.ecs import TASK_PAGE, is_fargate, units_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_NAMES_PAGE: Final = "https://github.com/aws/aws-cli/issues/5924"
_ROLE_PAGE: Final = "https://github.com/virtual-kubelet/virtual-kubelet/issues/193"
_READ: Final = "2026-11-25"
_TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"
_PORTS: Final = range(65536)
_HEALTH: Final = {"interval": (5, 300), "timeout": (2, 60), "retries": (1, 10), "startPeriod": (0, 300)}


def _containers(inputs: Given) -> list[Given]:
    return inputs["containerDefinitions"].document().items()


@rule(_TASK, page=TASK_PAGE, read=_READ)
def container_definitions_are_a_list(inputs: Given) -> Iterator[Finding]:
    """Container definitions are a JSON list with at least one container."""
    given = inputs["containerDefinitions"]
    if not given.known:
        return
    document = given.document()
    if document.value is None or not isinstance(document.value, list) or not document.value:
        yield given.finding(
            "`containerDefinitions` is no JSON list of containers.", fix="Write it with json.dumps([{...}])."
        )


@rule(_TASK, page=_NAMES_PAGE, read=_READ)
def containers_have_a_name_and_an_image(inputs: Given) -> Iterator[Finding]:
    """Every container has an image and a name of its own."""
    seen = set()
    for item in _containers(inputs):
        for needed in ("name", "image"):
            if not item.unknown and item[needed].absent:
                yield item[needed].finding(
                    f"`{item[needed].path}` is missing; every container needs one.", fix=f"Give its {needed}."
                )
        name = item["name"]
        if name.text is not None and name.text in seen:
            yield name.finding(
                f"`{name.path}` is {name.shown}, which another container has.",
                fix="Give another name.",
                severity="warning",
            )
        seen.add(name.text)


@rule(_TASK, page=TASK_PAGE, read=_READ)
def one_container_is_essential(inputs: Given) -> Iterator[Finding]:
    """At least one container is essential, as all are that do not say otherwise."""
    items = _containers(inputs)
    if items and all(item["essential"].flag is False for item in items):
        yield items[0]["essential"].finding(
            "No container is essential; a task needs one that it lives and dies with.",
            fix="Set essential to true for the container that serves.",
        )


@rule(_TASK, page=TASK_PAGE, read=_READ)
def ports_of_containers_fit(inputs: Given) -> Iterator[Finding]:
    """Container ports are 0 to 65535, and in awsvpc mode each is there once and is the host's port too."""
    seen = set()
    for item in _containers(inputs):
        for mapping in item["portMappings"].items():
            port, host = mapping["containerPort"], mapping["hostPort"]
            if port.number is None:
                continue
            if port.number not in _PORTS:
                yield port.finding(f"`{port.path}` is {port.shown}; allowed are 0 to 65535.", fix="Give a port.")
                continue
            if inputs["networkMode"].text != "awsvpc":
                continue
            if host.number is not None and host.number not in {0, port.number}:
                yield host.finding(
                    f"`{host.path}` is {host.shown}, and the container's port is {port.shown}; with `networkMode` "
                    "`awsvpc` they are the same.",
                    fix="Leave hostPort out.",
                )
            key = (port.number, mapping["protocol"].text or "tcp")
            if key in seen and mapping["containerPortRange"].absent:
                yield port.finding(
                    f"`{port.path}` is {port.shown}, which another mapping has; the containers share the task's ports.",
                    fix="Give each container a port of its own.",
                    severity="warning",
                )
            seen.add(key)


@rule(_TASK, page=TASK_PAGE, read=_READ)
def memory_of_containers_fits_the_task(inputs: Given) -> Iterator[Finding]:
    """A container's memory, and the memory reserved by all, fit into the task's; a reservation is below the limit."""
    # Windows containers on EC2 ignore the task's size.
    windows = (inputs["runtimePlatform"]["operatingSystemFamily"].text or "").startswith("WINDOWS")
    task = None if windows and not is_fargate(inputs) else units_of(inputs["memory"])
    reserved = 0.0
    for item in _containers(inputs):
        memory, reservation = item["memory"], item["memoryReservation"]
        if memory.number is not None and reservation.number is not None and reservation.number > memory.number:
            yield reservation.finding(
                f"`{reservation.path}` is {reservation.shown}, more than the container's `memory` {memory.shown}.",
                fix="Give a lower reservation or more memory.",
            )
        if task is not None and memory.number is not None and memory.number > task:
            yield memory.finding(
                f"`{memory.path}` is {memory.shown} MiB, more than the task's {task}.",
                fix="Give the container less or the task more.",
            )
        reserved += reservation.number or memory.number or 0
    if task is not None and reserved > task and len(_containers(inputs)) > 1:
        yield inputs["memory"].finding(
            f"`memory` is {inputs['memory'].shown}, and the containers reserve {reserved:g} MiB together.",
            fix="Give the task more or the containers less.",
        )


@rule(_TASK, page=TASK_PAGE, read=_READ)
def cpu_of_containers_fits_the_task(inputs: Given) -> Iterator[Finding]:
    """The CPU of all containers of a Fargate task fits into the task's."""
    task = units_of(inputs["cpu"]) if is_fargate(inputs) else None
    asked = sum(item["cpu"].number or 0 for item in _containers(inputs))
    if task is not None and asked > task:
        yield inputs["cpu"].finding(
            f"`cpu` is {inputs['cpu'].shown}, and the containers ask for {asked:g} units together.",
            fix="Give the task more or the containers less.",
        )


@rule(_TASK, page=TASK_PAGE, read=_READ)
def health_checks_of_containers_are_in_range(inputs: Given) -> Iterator[Finding]:
    """A container's health check begins with CMD or CMD-SHELL, and its numbers are in range."""
    for item in _containers(inputs):
        check = item["healthCheck"]
        for name, (low, high) in _HEALTH.items():
            number = check[name].number
            # 0 and less stand for the default.
            if number is not None and number != 0 and not low <= number <= high:
                yield check[name].finding(
                    f"`{check[name].path}` is {check[name].shown}; allowed are {low} to {high}.",
                    fix=f"Give {low if number < low else high}.",
                )
        command = check["command"].items()
        if command and command[0].text is not None and command[0].text not in {"CMD", "CMD-SHELL", "NONE"}:
            yield command[0].finding(
                f"`{command[0].path}` is {command[0].shown}; a health check begins with CMD or CMD-SHELL.",
                fix='Put "CMD" before it.',
            )


@rule(_TASK, page=TASK_PAGE)
def containers_depend_on_each_other_by_name(inputs: Given) -> Iterator[Finding]:
    """A container depends on containers of the same task."""
    items = _containers(inputs)
    names = {item["name"].text for item in items}
    if any(item["name"].unknown for item in items):
        return
    for item in items:
        for wanted in item["dependsOn"].items():
            name = wanted["containerName"]
            if name.text is not None and name.text not in names:
                yield name.finding(
                    f"`{name.path}` is {name.shown}, which is no container of this task.",
                    fix=f"There are {', '.join(sorted(filter(None, names)))}.",
                )


@rule(_TASK, page=_ROLE_PAGE, read=_READ)
def fargate_needs_a_role_to_start_with(inputs: Given) -> Iterator[Finding]:
    """A Fargate task that logs to CloudWatch or takes secrets has an execution role."""
    role = inputs["executionRoleArn"]
    if not is_fargate(inputs) or not role.absent:
        return
    for item in _containers(inputs):
        logs = item["logConfiguration"]["logDriver"].text == "awslogs"
        if logs or item["secrets"].items():
            why = "logs to CloudWatch" if logs else "takes secrets"
            yield role.finding(
                f"`executionRoleArn` is missing; the container {item['name'].shown} {why} as that role.",
                fix="Give a role with the policy AmazonECSTaskExecutionRolePolicy.",
                severity="error" if logs else "warning",
            )
            return
