"""Workloads, services and what all objects have: just inside each rule and just outside."""

from dataclasses import replace
from typing import Any

from tests.simulator.rule_cases import Case, ProgramCase, resource

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
JOB = "kubernetes:batch/v1:Job"
SERVICE = "kubernetes:core/v1:Service"
INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"
MAP = "kubernetes:core/v1:ConfigMap"
SECRET = "kubernetes:core/v1:Secret"
CLAIM = "kubernetes:core/v1:PersistentVolumeClaim"


def deployment(labels: Any = None, spec: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "spec": {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": labels or {"app": "web"}}, "spec": spec or {}},
            **more,
        }
    }


def job(name: str, **more: Any) -> dict[str, Any]:
    return {"metadata": {"name": name}, "spec": {"template": {"spec": {"restartPolicy": "Never"}}, **more}}


def service(*ports: Any, **more: Any) -> dict[str, Any]:
    return {"spec": {"ports": list(ports), **more}}


def ingress(host: str = "www.example.com", port: Any = None, **path: Any) -> dict[str, Any]:
    return {
        "spec": {
            "rules": [
                {
                    "host": host,
                    "http": {
                        "paths": [
                            {
                                "path": "/",
                                "pathType": "Prefix",
                                "backend": {"service": {"name": "web", "port": port or {"number": 80}}},
                                **path,
                            }
                        ]
                    },
                }
            ]
        }
    }


def named(second: str, **provider: Any) -> list[Any]:
    return [
        replace(resource(MAP, name, {"metadata": {"name": "settings", "namespace": space}}), provider=provider)
        for name, space in (("first", "web"), ("second", second))
    ]


CASES: list[Case] = [
    Case(
        rule="selector_matches_the_pods",
        type=DEPLOYMENT,
        good=deployment({"app": "web", "tier": "front"}),
        bad=deployment({"app": "api"}),
        path="spec.selector.matchLabels.app",
        says="`spec.selector.matchLabels.app` is `web`, and the labels of the pods have `api`.",
    ),
    Case(
        rule="pods_of_a_set_always_restart",
        type=DEPLOYMENT,
        good=deployment(spec={"restartPolicy": "Always"}),
        bad=deployment(spec={"restartPolicy": "Never"}),
        path="spec.template.spec.restartPolicy",
        says="`spec.template.spec.restartPolicy` is `Never`; it must be `Always` here.",
    ),
    Case(
        rule="pods_of_a_job_end",
        type=JOB,
        good={"spec": {"template": {"spec": {"restartPolicy": "Never"}}}},
        bad={"spec": {"template": {"spec": {"containers": []}}}},
        path="spec.template.spec.restartPolicy",
        says="`spec.template.spec.restartPolicy` is missing, and `Always` then; a job ends.",
    ),
    Case(
        rule="job_has_a_name_that_labels_take",
        type=JOB,
        good=job("a" * 63),
        bad=job("a" * 64),
        path="metadata.name",
        says=f"`metadata.name` is `{'a' * 57}...`, of 64 characters; the pods of a job carry its name in a label, which takes 63.",
    ),
    Case(
        rule="job_has_a_name_that_labels_take",
        type=JOB,
        good=job("a" * 64, manualSelector=True),
        bad=job("a" * 64, manualSelector=False),
        path="metadata.name",
        says=f"`metadata.name` is `{'a' * 57}...`, of 64 characters; the pods of a job carry its name in a label, which takes 63.",
    ),
    Case(
        rule="deployment_rolls_when_it_says_how",
        type=DEPLOYMENT,
        good=deployment(strategy={"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}),
        bad=deployment(strategy={"type": "Recreate", "rollingUpdate": {"maxSurge": 1}}),
        path="spec.strategy.rollingUpdate",
        says="`spec.strategy.rollingUpdate` is given, and the strategy is `Recreate`.",
    ),
    Case(
        rule="deployment_can_roll",
        type=DEPLOYMENT,
        good=deployment(strategy={"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}),
        bad=deployment(strategy={"rollingUpdate": {"maxSurge": 0, "maxUnavailable": "0%"}}),
        path="spec.strategy.rollingUpdate.maxUnavailable",
        says="`spec.strategy.rollingUpdate.maxUnavailable` and `spec.strategy.rollingUpdate.maxSurge` are 0; no pod could be replaced.",
    ),
    Case(
        rule="scaler_most_is_not_below_least",
        type=SCALER,
        good={"spec": {"minReplicas": 3, "maxReplicas": 3}},
        bad={"spec": {"minReplicas": 4, "maxReplicas": 3}},
        path="spec.minReplicas",
        says="`spec.minReplicas` is `4`, above `spec.maxReplicas`, which is `3`.",
    ),
    Case(
        rule="budget_of_disruption_counts_in_one_way",
        type=BUDGET,
        good={"spec": {"minAvailable": 1}},
        bad={"spec": {"minAvailable": 1, "maxUnavailable": 1}},
        path="spec.maxUnavailable",
        says="`spec.minAvailable` and `spec.maxUnavailable` are given; it has one of them.",
    ),
    Case(
        rule="budget_of_disruption_is_a_number_or_share",
        type=BUDGET,
        good={"spec": {"minAvailable": "50%"}},
        bad={"spec": {"minAvailable": "50"}},
        path="spec.minAvailable",
        says="`spec.minAvailable` is `50`; allowed are numbers, and percentages such as `50%`.",
    ),
    Case(
        rule="service_names_its_ports",
        type=SERVICE,
        good=service({"port": 80, "name": "http"}, {"port": 443, "name": "https"}),
        bad=service({"port": 80, "name": "http"}, {"port": 443}),
        path="spec.ports[1].name",
        says="`spec.ports[1].name` is missing; a service with 2 ports names each.",
    ),
    Case(
        rule="service_has_a_port_once",
        type=SERVICE,
        good=service({"port": 53, "name": "a"}, {"port": 53, "name": "b", "protocol": "UDP"}),
        bad=service({"port": 53, "name": "a"}, {"port": 53, "name": "b"}),
        path="spec.ports[1].port",
        says="`spec.ports[1].port` is `53`, as `spec.ports[0].port` is.",
    ),
    Case(
        rule="service_of_another_name_says_which",
        type=SERVICE,
        good=service(type="ExternalName", externalName="db.example.com"),
        bad=service(type="ExternalName"),
        path="spec.externalName",
        says="`spec.externalName` is missing; a service of the type `ExternalName` needs it.",
    ),
    Case(
        rule="service_of_another_name_says_which",
        type=SERVICE,
        good=service(clusterIP="None"),
        bad=service(type="ClusterIP"),
        path="spec.ports",
        says="`spec.ports` is missing; a service has a port.",
    ),
    Case(
        rule="ingress_paths_begin_with_a_slash",
        type=INGRESS,
        good=ingress(),
        bad=ingress(path="api"),
        path="spec.rules[0].http.paths[0].path",
        says="`spec.rules[0].http.paths[0].path` is `api`; a path begins with `/`.",
    ),
    Case(
        rule="ingress_leads_to_a_port_in_one_way",
        type=INGRESS,
        good=ingress(),
        bad=ingress(port={"name": "http", "number": 80}),
        path="spec.rules[0].http.paths[0].backend.service.port",
        says="`spec.rules[0].http.paths[0].backend.service.port` has both of `name` and `number`; it has one of them.",
    ),
    Case(
        rule="ingress_leads_to_a_port_in_one_way",
        type=INGRESS,
        good=ingress(port={"name": "", "number": 80}),
        bad=ingress(port={"number": 0}),
        path="spec.rules[0].http.paths[0].backend.service.port",
        says="`spec.rules[0].http.paths[0].backend.service.port` has none of `name` and `number`; it has one of them.",
    ),
    Case(
        rule="ingress_hosts_are_names",
        type=INGRESS,
        good=ingress("*.example.com"),
        bad=ingress("https://www.example.com"),
        path="spec.rules[0].host",
        says="`spec.rules[0].host` is `https://www.example.com`; a host is a name alone.",
    ),
    Case(
        rule="ingress_leads_somewhere",
        type=INGRESS,
        good={"spec": {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}}},
        bad={"spec": {"tls": []}},
        path="spec.rules",
        says="`spec.rules` and `defaultBackend` are missing; an ingress leads somewhere.",
    ),
    Case(
        rule="keys_of_labels_are_names",
        type=MAP,
        good={"metadata": {"labels": {"app.kubernetes.io/name": "web"}, "annotations": {"Example.com/Team": "web"}}},
        bad={"metadata": {"labels": {"app/kubernetes/name": "web"}}},
        path='metadata.labels["app/kubernetes/name"]',
        says="The key `app/kubernetes/name` in `metadata.labels` is not allowed; a key has 1 to 63 letters, digits, `-`, `_` and `.`, a letter or digit at both ends, and may have a domain and `/` before it.",
    ),
    Case(
        rule="keys_of_labels_are_names",
        type=MAP,
        good={"metadata": {"labels": {"example.com/Team": "web"}}},
        bad={"metadata": {"labels": {"Example.com/Team": "web"}}},
        path='metadata.labels["Example.com/Team"]',
        says="The key `Example.com/Team` in `metadata.labels` is not allowed; a key has 1 to 63 letters, digits, `-`, `_` and `.`, a letter or digit at both ends, and may have a domain and `/` before it.",
    ),
    Case(
        rule="values_of_labels_are_short",
        type=MAP,
        good={"metadata": {"labels": {"app": "web_1.0-a"}}},
        bad={"metadata": {"labels": {"app": "my web"}}},
        path="metadata.labels.app",
        says="`metadata.labels.app` is `my web`; a value has up to 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.",
    ),
    Case(
        rule="keys_of_data_are_names",
        type=MAP,
        good={"data": {"config.yaml": ""}},
        bad={"data": {"conf/config.yaml": ""}},
        path='data["conf/config.yaml"]',
        says="The key `conf/config.yaml` in `data` is not allowed; a key has letters, digits, `-`, `_` and `.`.",
    ),
    Case(
        rule="keys_of_data_are_names",
        type=SECRET,
        good={"stringData": {".config": ""}},
        bad={"stringData": {"..config": ""}},
        path='stringData["..config"]',
        says="The key `..config` in `stringData` is not allowed; a key has letters, digits, `-`, `_` and `.`.",
    ),
    Case(
        rule="data_of_secrets_is_base64",
        type=SECRET,
        good={"data": {"key": "czNjcmV0"}},
        bad={"data": {"key": "s3cret!"}},
        path="data.key",
        says="`data.key` is not base64.",
    ),
    Case(
        rule="claim_says_how_much",
        type=CLAIM,
        good={"spec": {"resources": {"requests": {"storage": "10Gi"}}}},
        bad={"spec": {"resources": {}}},
        path="spec.resources.requests.storage",
        says="`spec.resources.requests.storage` is missing; a claim says how much it wants.",
    ),
]

PROGRAM_CASES: list[ProgramCase] = [
    ProgramCase(
        rule="objects_are_named_once",
        good=named("api"),
        bad=named("web"),
        name="second",
        path="metadata.name",
        says="`metadata.name` is `settings`, as that of first is, of the same kind.",
    ),
    ProgramCase(
        rule="objects_are_named_once",
        good=named("web", upsertExistingObjects="true"),
        bad=named("web", upsertExistingObjects="false"),
        name="second",
        path="metadata.name",
        says="`metadata.name` is `settings`, as that of first is, of the same kind.",
    ),
]
