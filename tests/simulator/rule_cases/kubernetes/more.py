"""Volumes, privileges, schedules, metrics, bindings and policies: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case
from tests.simulator.rule_cases.kubernetes.pods import POD, pod

SERVICE = "kubernetes:core/v1:Service"
CRON = "kubernetes:batch/v1:CronJob"
SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
BINDING = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"
CLUSTER_BINDING = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
LOCKED = {"allowPrivilegeEscalation": False}


def cron(schedule: str) -> dict[str, Any]:
    return {"spec": {"schedule": schedule, "jobTemplate": {"spec": {"template": pod({}, restartPolicy="Never")}}}}


def scaler(metric: Any) -> dict[str, Any]:
    return {"spec": {"maxReplicas": 3, "metrics": [metric]}}


def policy(block: Any) -> dict[str, Any]:
    return {"spec": {"podSelector": {}, "ingress": [{"from": [{"ipBlock": block}]}]}}


CASES: list[Case] = [
    Case(
        rule="containers_have_an_image",
        type=POD,
        good=pod({}),
        bad=pod({"image": None}),
        path="spec.containers[0].image",
        says="`spec.containers[0].image` is missing; a container has an image.",
    ),
    Case(
        rule="privileged_containers_may_escalate",
        type=POD,
        good=pod({"securityContext": {**LOCKED, "privileged": False}}),
        bad=pod({"securityContext": {**LOCKED, "privileged": True}}),
        path="spec.containers[0].securityContext.allowPrivilegeEscalation",
        says="`spec.containers[0].securityContext.allowPrivilegeEscalation` is false, and the container is privileged.",
    ),
    Case(
        rule="privileged_containers_may_escalate",
        type=POD,
        good=pod({"securityContext": {**LOCKED, "capabilities": {"add": ["NET_BIND_SERVICE"]}}}),
        bad=pod({"securityContext": {**LOCKED, "capabilities": {"add": ["CAP_SYS_ADMIN"]}}}),
        path="spec.containers[0].securityContext.allowPrivilegeEscalation",
        says="`spec.containers[0].securityContext.allowPrivilegeEscalation` is false, and the container has CAP_SYS_ADMIN.",
    ),
    Case(
        rule="volumes_are_of_one_kind",
        type=POD,
        good=pod({}, volumes=[{"name": "v", "emptyDir": {}}]),
        bad=pod({}, volumes=[{"name": "v", "emptyDir": {}, "configMap": {"name": "c"}}]),
        path="spec.volumes[0]",
        says="`spec.volumes[0]` has `configMap` and `emptyDir`; a volume has one of them.",
    ),
    Case(
        rule="ports_of_the_host_are_the_containers",
        type=POD,
        good=pod({"ports": [{"containerPort": 80, "hostPort": 80}]}, hostNetwork=True),
        bad=pod({"ports": [{"containerPort": 80, "hostPort": 81}]}, hostNetwork=True),
        path="spec.containers[0].ports[0].hostPort",
        says="`spec.containers[0].ports[0].hostPort` is `81`, and `containerPort` is `80`; in the network of the host they are the same.",
    ),
    Case(
        rule="service_inside_has_no_port_on_nodes",
        type=SERVICE,
        good={"spec": {"type": "LoadBalancer", "ports": [{"port": 80, "nodePort": 30080}]}},
        bad={"spec": {"ports": [{"port": 80, "nodePort": 30080}]}},
        path="spec.ports[0].nodePort",
        says="`spec.ports[0].nodePort` is `30080`; a service of the type `ClusterIP` has no port on the nodes.",
    ),
    Case(
        rule="schedule_of_a_job_is_cron",
        type=CRON,
        good=cron("@hourly"),
        bad=cron("every day"),
        path="spec.schedule",
        says="`spec.schedule` is `every day`, which has 2 fields; a schedule has five.",
    ),
    Case(
        rule="schedule_of_a_job_is_cron",
        type=CRON,
        good=cron("*/15 8-18 ? JAN,2 mon-6"),
        bad=cron("0 0 * * 7"),
        path="spec.schedule",
        says="`spec.schedule` is `0 0 * * 7`, whose day of the week is `7`; allowed are 0 to 6.",
    ),
    Case(
        rule="metrics_are_of_their_type",
        type=SCALER,
        good=scaler(
            {
                "type": "Resource",
                "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 60}},
            }
        ),
        bad=scaler({"type": "Resource", "pods": {}}),
        path="spec.metrics[0].resource",
        says="`spec.metrics[0].resource` is missing; a metric of the type `Resource` has it.",
    ),
    Case(
        rule="bindings_name_a_role_and_subjects",
        type=BINDING,
        good={"roleRef": {"kind": "Role", "name": "r"}, "subjects": [{"kind": "User", "name": "u"}]},
        bad={"roleRef": {"kind": "Role", "name": "r"}, "subjects": [{"kind": "Serviceaccount", "name": "u"}]},
        path="subjects[0].kind",
        says="`subjects[0].kind` is `Serviceaccount`; allowed are ServiceAccount, User, Group.",
    ),
    Case(
        rule="bindings_name_a_role_and_subjects",
        type=CLUSTER_BINDING,
        good={"roleRef": {"kind": "ClusterRole", "name": "r"}},
        bad={"roleRef": {"kind": "Role", "name": "r"}},
        path="roleRef.kind",
        says="`roleRef.kind` is `Role`; allowed are ClusterRole.",
    ),
    Case(
        rule="ranges_of_a_policy_are_cidr",
        type=POLICY,
        good=policy({"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}),
        bad=policy({"cidr": "10.0.0/8"}),
        path="spec.ingress[0].from[0].ipBlock.cidr",
        says="`spec.ingress[0].from[0].ipBlock.cidr` is `10.0.0/8`, which is no address range.",
    ),
    Case(
        rule="ranges_of_a_policy_are_cidr",
        type=POLICY,
        good=policy({"cidr": "10.0.0.0/8"}),
        bad=policy({"cidr": "10.0.0.0/8", "except": ["11.1.0.0/16"]}),
        path="spec.ingress[0].from[0].ipBlock.except[0]",
        says="`spec.ingress[0].from[0].ipBlock.except[0]` is `11.1.0.0/16`, which is not inside `10.0.0.0/8`.",
    ),
]
