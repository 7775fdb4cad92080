"""Pods and their containers: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case

STATEFUL = "kubernetes:apps/v1:StatefulSet"
POD = "kubernetes:core/v1:Pod"


def pod(*containers: Any, **more: Any) -> dict[str, Any]:
    return {"spec": {"containers": [{"name": "app", "image": "i", **one} for one in containers], **more}}


def asks(requests: Any, limits: Any) -> dict[str, Any]:
    return {"resources": {"requests": requests, "limits": limits}}


CASES: list[Case] = [
    Case(
        rule="container_names_are_unique",
        type=POD,
        good=pod({}, {"name": "log"}),
        bad=pod({}, {}),
        path="spec.containers[1].name",
        says="`spec.containers[1].name` is `app`, as `spec.containers[0].name` is.",
    ),
    Case(
        rule="container_mounts_have_a_volume",
        type=POD,
        good=pod({"volumeMounts": [{"name": "data"}]}, volumes=[{"name": "data"}]),
        bad=pod({"volumeMounts": [{"name": "date"}]}, volumes=[{"name": "data"}]),
        path="spec.containers[0].volumeMounts[0].name",
        says="`spec.containers[0].volumeMounts[0].name` is `date`, and the pod has no such volume.",
    ),
    Case(
        rule="container_mounts_have_a_volume",
        type=STATEFUL,
        good={
            "spec": {
                "volumeClaimTemplates": [{"metadata": {"name": "data"}}],
                "template": pod({"volumeMounts": [{"name": "data"}]}),
            }
        },
        bad={"spec": {"template": pod({"volumeMounts": [{"name": "data"}]})}},
        path="spec.template.spec.containers[0].volumeMounts[0].name",
        says="`spec.template.spec.containers[0].volumeMounts[0].name` is `data`, and the pod has no such volume.",
    ),
    Case(
        rule="container_port_names_are_short",
        type=POD,
        good=pod({"ports": [{"name": "metrics-and-log"}]}),
        bad=pod({"ports": [{"name": "metrics-and-logs"}]}),
        path="spec.containers[0].ports[0].name",
        says="`spec.containers[0].ports[0].name` is `metrics-and-logs`; the name of a port has up to 15 lower-case letters, digits and single hyphens, a letter among them.",
    ),
    Case(
        rule="container_variables_have_one_value",
        type=POD,
        good=pod({"env": [{"name": "A", "value": ""}]}),
        bad=pod({"env": [{"name": "A", "value": "1", "valueFrom": {"fieldRef": {"fieldPath": "x"}}}]}),
        path="spec.containers[0].env[0].valueFrom",
        says="`spec.containers[0].env[0]` has `value` and `valueFrom`; a variable has one of them.",
    ),
    Case(
        rule="container_variables_have_a_name_they_can",
        type=POD,
        good=pod({"env": [{"name": "my.name-1"}]}),
        bad=pod({"env": [{"name": "A=B"}]}),
        path="spec.containers[0].env[0].name",
        says="`spec.containers[0].env[0].name` is `A=B`; a name has printable ASCII characters other than `=`.",
    ),
    Case(
        rule="amounts_are_quantities",
        type=POD,
        good=pod(asks({"memory": "1.5Gi"}, {"memory": 2000000000})),
        bad=pod(asks({"memory": "1.5GB"}, {})),
        path="spec.containers[0].resources.requests.memory",
        says="`spec.containers[0].resources.requests.memory` is `1.5GB`, which is no quantity.",
    ),
    Case(
        rule="memory_is_not_in_thousandths",
        type=POD,
        good=pod(asks({"memory": "256Mi"}, {})),
        bad=pod(asks({"memory": "256m"}, {})),
        path="spec.containers[0].resources.requests.memory",
        says="`spec.containers[0].resources.requests.memory` is `256m`, that is 0.256 bytes.",
        severity="warning",
    ),
    Case(
        rule="requests_are_within_limits",
        type=POD,
        good=pod(asks({"cpu": "500m"}, {"cpu": 0.5})),
        bad=pod(asks({"cpu": "501m"}, {"cpu": "0.5"})),
        path="spec.containers[0].resources.requests.cpu",
        says="`spec.containers[0].resources.requests.cpu` is `501m`, above the limit, which is `0.5`.",
    ),
    Case(
        rule="requests_are_within_limits",
        type=POD,
        good=pod(asks({"nvidia.com/gpu": 2}, {"nvidia.com/gpu": 2})),
        bad=pod(asks({"nvidia.com/gpu": 1}, {"nvidia.com/gpu": 2})),
        path='spec.containers[0].resources.requests["nvidia.com/gpu"]',
        says='`spec.containers[0].resources.requests["nvidia.com/gpu"]` is `1`, and the limit is `2`; `nvidia.com/gpu` cannot be shared.',
    ),
    Case(
        rule="requests_are_within_limits",
        type=POD,
        good=pod(asks({"scheduling.kubernetes.io/slots": 1}, {"scheduling.kubernetes.io/slots": 2})),
        bad=pod(asks({"hugepages-2Mi": "2Mi"}, {"hugepages-2Mi": "4Mi"})),
        path="spec.containers[0].resources.requests.hugepages-2Mi",
        says="`spec.containers[0].resources.requests.hugepages-2Mi` is `2Mi`, and the limit is `4Mi`; `hugepages-2Mi` cannot be shared.",
    ),
    Case(
        rule="amounts_are_quantities",
        type=POD,
        good=pod(asks({"cpu": ".5"}, {"cpu": "1e0"})),
        bad=pod(asks({"cpu": "-1"}, {})),
        path="spec.containers[0].resources.requests.cpu",
        says="`spec.containers[0].resources.requests.cpu` is `-1`, which is no quantity.",
    ),
    Case(
        rule="probe_asks_in_one_way",
        type=POD,
        good=pod({"livenessProbe": {"httpGet": {"port": 80}}}),
        bad=pod({"livenessProbe": {"periodSeconds": 5}}),
        path="spec.containers[0].livenessProbe",
        says="`spec.containers[0].livenessProbe` has none of `exec`, `grpc`, `httpGet`, `tcpSocket`; it has exactly one.",
    ),
    Case(
        rule="probe_numbers_are_not_negative",
        type=POD,
        good=pod({"startupProbe": {"grpc": {"port": 80}, "initialDelaySeconds": 0}}),
        bad=pod({"startupProbe": {"grpc": {"port": 80}, "initialDelaySeconds": -1}}),
        path="spec.containers[0].startupProbe.initialDelaySeconds",
        says="`spec.containers[0].startupProbe.initialDelaySeconds` is `-1`; allowed are 0 or more.",
    ),
    Case(
        rule="probe_of_life_succeeds_at_once",
        type=POD,
        good=pod({"livenessProbe": {"exec": {}, "successThreshold": 1}}),
        bad=pod({"livenessProbe": {"exec": {}, "successThreshold": 2}}),
        path="spec.containers[0].livenessProbe.successThreshold",
        says="`spec.containers[0].livenessProbe.successThreshold` is `2`; it must be 1.",
    ),
    Case(
        rule="probe_ports_are_ports",
        type=POD,
        good=pod({"readinessProbe": {"tcpSocket": {"port": 65535}}}),
        bad=pod({"readinessProbe": {"tcpSocket": {"port": 65536}}}),
        path="spec.containers[0].readinessProbe.tcpSocket.port",
        says="`spec.containers[0].readinessProbe.tcpSocket.port` is `65536`; allowed are 1 to 65535.",
    ),
    Case(
        rule="probe_ports_are_ports",
        type=POD,
        good=pod({"ports": [{"name": "http"}], "readinessProbe": {"httpGet": {"port": "http"}}}),
        bad=pod({"ports": [{"name": "http"}], "readinessProbe": {"httpGet": {"port": "web"}}}),
        path="spec.containers[0].readinessProbe.httpGet.port",
        says="`spec.containers[0].readinessProbe.httpGet.port` is `web`, which is the name of no port of the container.",
        severity="warning",
    ),
]
