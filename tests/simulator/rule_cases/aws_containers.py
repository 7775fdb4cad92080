"""AWS's rules on ECS tasks, containers and services: just inside and just outside."""

import json
from typing import Any

from tests.simulator.rule_cases import Case

TASK = "aws:ecs/taskDefinition:TaskDefinition"
SVC = "aws:ecs/service:Service"


def tasks(*containers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"containerDefinitions": json.dumps(containers), **more}


C = {"name": "web", "image": "nginx"}
ALONE = {"networkMode": "awsvpc"}
PORT = {"containerPort": 80}
FARGATE = {"requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc"}
ROLE = "arn:aws:iam::111111111111:role/start"
SECRET = {"name": "PASSWORD", "valueFrom": "arn:aws:ssm:eu-west-1:111111111111:parameter/password"}
WINDOWS = {"runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}}

CASES = [
    Case(
        rule="fargate_sizes_are_pairs",
        type=TASK,
        good={"requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "2048"},
        bad={"requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "4096"},
        path="memory",
        says="`memory` is `4096`; with `cpu` `256`, Fargate has 512, 1024, 2048 MiB.",
    ),
    Case(
        rule="fargate_sizes_are_pairs",
        type=TASK,
        good={"requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "16384", "memory": "122880"},
        bad={"requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "300", "memory": "512"},
        path="cpu",
        says="`cpu` is `300`; Fargate has 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 units.",
    ),
    Case(
        rule="fargate_sizes_are_pairs",
        type=TASK,
        good={"requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": ".5 vCPU", "memory": "1 GB"},
        bad={"requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256"},
        path="memory",
        says="`memory` is missing; a Fargate task needs both `cpu` and `memory`.",
    ),
    Case(
        rule="fargate_tasks_have_their_own_network_interface",
        type=TASK,
        good={"requiresCompatibilities": ["EC2"]},
        bad={"requiresCompatibilities": ["FARGATE"]},
        path="networkMode",
        says="`networkMode` is missing; Fargate knows awsvpc only.",
    ),
    Case(
        rule="a_launch_type_excludes_capacity_providers",
        type=SVC,
        good={"capacityProviderStrategies": [{"capacityProvider": "FARGATE"}]},
        bad={"launchType": "FARGATE", "capacityProviderStrategies": [{"capacityProvider": "FARGATE"}]},
        path="capacityProviderStrategies",
        says="`capacityProviderStrategies` and `launchType` `FARGATE` exclude each other.",
    ),
    Case(
        rule="one_capacity_provider_has_a_base",
        type=SVC,
        good={"capacityProviderStrategies": [{"base": 1}, {"base": 0}]},
        bad={"capacityProviderStrategies": [{"base": 1}, {"base": 1}]},
        path="capacityProviderStrategies[1].base",
        says="`capacityProviderStrategies[1].base` is `1`; only one provider of a strategy may have a base.",
    ),
    Case(
        rule="a_rolling_service_has_room_to_roll",
        type=SVC,
        good={"deploymentMaximumPercent": 101, "deploymentMinimumHealthyPercent": 100},
        bad={"deploymentMaximumPercent": 100, "deploymentMinimumHealthyPercent": 100},
        path="deploymentMaximumPercent",
        says="`deploymentMaximumPercent` is `100`, and `deploymentMinimumHealthyPercent` is `100`; so no task can ever be replaced.",
        severity="warning",
    ),
    Case(
        rule="container_definitions_are_a_list",
        type=TASK,
        good=tasks(C),
        bad={"containerDefinitions": "[]"},
        path="containerDefinitions",
        says="`containerDefinitions` is no JSON list of containers.",
    ),
    Case(
        rule="containers_have_a_name_and_an_image",
        type=TASK,
        good=tasks(C, {**C, "name": "log"}),
        bad=tasks(C, C),
        path="containerDefinitions[1].name",
        says="`containerDefinitions[1].name` is `web`, which another container has.",
        severity="warning",
    ),
    Case(
        rule="containers_have_a_name_and_an_image",
        type=TASK,
        good=tasks(C),
        bad=tasks({"name": "web"}),
        path="containerDefinitions[0].image",
        says="`containerDefinitions[0].image` is missing; every container needs one.",
    ),
    Case(
        rule="one_container_is_essential",
        type=TASK,
        good=tasks({**C, "essential": False}, {**C, "name": "b"}),
        bad=tasks({**C, "essential": False}),
        path="containerDefinitions[0].essential",
        says="No container is essential; a task needs one that it lives and dies with.",
    ),
    Case(
        rule="ports_of_containers_fit",
        type=TASK,
        good=tasks({**C, "portMappings": [{"containerPort": 65535, "hostPort": 65535}]}, networkMode="awsvpc"),
        bad=tasks({**C, "portMappings": [{"containerPort": 65536}]}),
        path="containerDefinitions[0].portMappings[0].containerPort",
        says="`containerDefinitions[0].portMappings[0].containerPort` is `65536`; allowed are 0 to 65535.",
    ),
    Case(
        rule="ports_of_containers_fit",
        type=TASK,
        good=tasks({**C, "portMappings": [{"containerPort": 80, "hostPort": 8080}]}),
        bad=tasks({**C, "portMappings": [{"containerPort": 80, "hostPort": 8080}]}, networkMode="awsvpc"),
        path="containerDefinitions[0].portMappings[0].hostPort",
        says="`containerDefinitions[0].portMappings[0].hostPort` is `8080`, and the container's port is `80`; with `networkMode` `awsvpc` they are the same.",
    ),
    Case(
        rule="ports_of_containers_fit",
        type=TASK,
        good=tasks({**C, "portMappings": [PORT]}, {**C, "name": "b", "portMappings": [{"containerPort": 81}]}, **ALONE),
        bad=tasks({**C, "portMappings": [PORT]}, {**C, "name": "b", "portMappings": [PORT]}, **ALONE),
        path="containerDefinitions[1].portMappings[0].containerPort",
        says="`containerDefinitions[1].portMappings[0].containerPort` is `80`, which another mapping has; the containers share the task's ports.",
        severity="warning",
    ),
    Case(
        rule="memory_of_containers_fits_the_task",
        type=TASK,
        good=tasks({**C, "memory": 512}, memory="512"),
        bad=tasks({**C, "memory": 513}, memory="512"),
        path="containerDefinitions[0].memory",
        says="`containerDefinitions[0].memory` is `513` MiB, more than the task's 512.",
    ),
    Case(
        rule="memory_of_containers_fits_the_task",
        type=TASK,
        good=tasks({**C, "memory": 512, "memoryReservation": 512}),
        bad=tasks({**C, "memory": 512, "memoryReservation": 513}),
        path="containerDefinitions[0].memoryReservation",
        says="`containerDefinitions[0].memoryReservation` is `513`, more than the container's `memory` `512`.",
    ),
    Case(
        rule="memory_of_containers_fits_the_task",
        type=TASK,
        good=tasks({**C, "memory": 513}, memory="512", **WINDOWS),
        bad=tasks({**C, "memory": 513}, memory="512", **WINDOWS, **FARGATE),
        path="containerDefinitions[0].memory",
        says="`containerDefinitions[0].memory` is `513` MiB, more than the task's 512.",
    ),
    Case(
        rule="cpu_of_containers_fits_the_task",
        type=TASK,
        good=tasks({**C, "cpu": 128}, {**C, "name": "b", "cpu": 128}, cpu="256", memory="512", **FARGATE),
        bad=tasks({**C, "cpu": 128}, {**C, "name": "b", "cpu": 129}, cpu="256", memory="512", **FARGATE),
        path="cpu",
        says="`cpu` is `256`, and the containers ask for 257 units together.",
    ),
    Case(
        rule="cpu_of_containers_fits_the_task",
        type=TASK,
        good=tasks({**C, "cpu": 257}, cpu="256"),
        bad=tasks({**C, "cpu": 257}, cpu="256", memory="512", **FARGATE),
        path="cpu",
        says="`cpu` is `256`, and the containers ask for 257 units together.",
    ),
    Case(
        rule="health_checks_of_containers_are_in_range",
        type=TASK,
        good=tasks({**C, "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 300}}),
        bad=tasks({**C, "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 301}}),
        path="containerDefinitions[0].healthCheck.interval",
        says="`containerDefinitions[0].healthCheck.interval` is `301`; allowed are 5 to 300.",
    ),
    Case(
        rule="containers_depend_on_each_other_by_name",
        type=TASK,
        good=tasks(C, {**C, "name": "b", "dependsOn": [{"containerName": "web"}]}),
        bad=tasks(C, {**C, "name": "b", "dependsOn": [{"containerName": "wbe"}]}),
        path="containerDefinitions[1].dependsOn[0].containerName",
        says="`containerDefinitions[1].dependsOn[0].containerName` is `wbe`, which is no container of this task.",
        severity="warning",
    ),
    Case(
        rule="fargate_needs_a_role_to_start_with",
        type=TASK,
        good=tasks(
            {**C, "logConfiguration": {"logDriver": "awsfirelens"}},
            requiresCompatibilities=["FARGATE"],
            networkMode="awsvpc",
            cpu="256",
            memory="512",
        ),
        bad=tasks(
            {**C, "logConfiguration": {"logDriver": "awslogs"}},
            requiresCompatibilities=["FARGATE"],
            networkMode="awsvpc",
            cpu="256",
            memory="512",
        ),
        path="executionRoleArn",
        says="`executionRoleArn` is missing; the container `web` logs to CloudWatch as that role.",
    ),
    Case(
        rule="fargate_needs_a_role_to_start_with",
        type=TASK,
        good=tasks({**C, "secrets": [SECRET]}, cpu="256", memory="512", executionRoleArn=ROLE, **FARGATE),
        bad=tasks({**C, "secrets": [SECRET]}, cpu="256", memory="512", **FARGATE),
        path="executionRoleArn",
        says="`executionRoleArn` is missing; the container `web` takes secrets as that role.",
        severity="warning",
    ),
]
