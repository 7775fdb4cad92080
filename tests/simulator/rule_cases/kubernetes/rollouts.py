"""Rollouts, schedules, secrets, limits and who is let in: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case
from tests.simulator.rule_cases.kubernetes.pods import pod

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
DAEMONS = "kubernetes:apps/v1:DaemonSet"
JOB = "kubernetes:batch/v1:Job"
CRON = "kubernetes:batch/v1:CronJob"
SET = "kubernetes:apps/v1:StatefulSet"
BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"
SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
NETWORK = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role"
BINDING = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"
LIMITS = "kubernetes:core/v1:LimitRange"
SECRET = "kubernetes:core/v1:Secret"
SERVICE = "kubernetes:core/v1:Service"
PRIORITY = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
GET = {"httpGet": {"path": "/", "port": 80}}


def deployment(**spec: Any) -> dict[str, Any]:
    labels = {"app": "a"}
    template = {"metadata": {"labels": labels}, **pod({})}
    return {"spec": {"selector": {"matchLabels": labels}, "template": template, **spec}}


def job(restart: str = "Never", **spec: Any) -> dict[str, Any]:
    return {"spec": {"template": pod({}, restartPolicy=restart), **spec}}


def cron(**spec: Any) -> dict[str, Any]:
    return {"spec": {"schedule": "0 3 * * *", "jobTemplate": job(), **spec}}


def claiming(**spec: Any) -> dict[str, Any]:
    asked = {"resources": {"requests": {"storage": "1Gi"}}, **spec}
    return deployment(volumeClaimTemplates=[{"metadata": {"name": "data"}, "spec": asked}])


def scaling(**target: Any) -> dict[str, Any]:
    metric = {"type": "Resource", "resource": {"name": "cpu", "target": target}}
    return {"spec": {"maxReplicas": 3, "metrics": [metric]}}


def letting_in(**rule: Any) -> dict[str, Any]:
    return {"spec": {"podSelector": {}, "ingress": [rule]}}


def bound(**subject: Any) -> dict[str, Any]:
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"}
    return {"roleRef": role, "subjects": [{"kind": "ServiceAccount", "name": "a", **subject}]}


def service(**spec: Any) -> dict[str, Any]:
    return {"spec": {"ports": [{"port": 80}], **spec}}


CASES: list[Case] = [
    Case(
        rule="deployments_wait_for_what_is_ready",
        type=DEPLOYMENT,
        good=deployment(minReadySeconds=599),
        bad=deployment(minReadySeconds=600),
        path="spec.minReadySeconds",
        says="`spec.minReadySeconds` is `600`; it is below `progressDeadlineSeconds`, which is 600.",
    ),
    Case(
        rule="surges_are_numbers_or_percentages",
        type=DEPLOYMENT,
        good=deployment(strategy={"rollingUpdate": {"maxSurge": "50%", "maxUnavailable": 1}}),
        bad=deployment(strategy={"rollingUpdate": {"maxSurge": "50"}}),
        path="spec.strategy.rollingUpdate.maxSurge",
        says="`spec.strategy.rollingUpdate.maxSurge` is `50`; allowed are whole numbers, and percentages such as `25%`.",
    ),
    Case(
        rule="daemons_surge_or_stop",
        type=DAEMONS,
        good=deployment(updateStrategy={"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}),
        bad=deployment(updateStrategy={"rollingUpdate": {"maxSurge": 1}}),
        path="spec.updateStrategy.rollingUpdate.maxSurge",
        says="`spec.updateStrategy.rollingUpdate.maxSurge` is `1`, and `maxUnavailable` is 1; one of them is 0.",
    ),
    Case(
        rule="budgets_are_parts_of_a_whole",
        type=BUDGET,
        good={"spec": {"minAvailable": "100%"}},
        bad={"spec": {"minAvailable": "101%"}},
        path="spec.minAvailable",
        says="`spec.minAvailable` is `101%`; allowed are 100% or less.",
    ),
    Case(
        rule="jobs_with_an_index_say_how_many",
        type=JOB,
        good=job(completionMode="Indexed", completions=3),
        bad=job(completionMode="Indexed"),
        path="spec.completions",
        says="`spec.completions` is missing; a job whose pods have an index needs it.",
    ),
    Case(
        rule="jobs_that_judge_failures_restart_nothing",
        type=JOB,
        good=job(podFailurePolicy={"rules": []}),
        bad=job("OnFailure", podFailurePolicy={"rules": []}),
        path="spec.template.spec.restartPolicy",
        says="`spec.template.spec.restartPolicy` is `OnFailure`; a job with `podFailurePolicy` has `Never`.",
    ),
    Case(
        rule="schedules_have_their_zone_beside_them",
        type=CRON,
        good=cron(timeZone="Europe/Zurich"),
        bad=cron(timeZone="Europe/Zurch"),
        path="spec.timeZone",
        says="`spec.timeZone` is `Europe/Zurch`, which is no time zone.",
    ),
    Case(
        rule="claims_of_a_set_are_complete",
        type=SET,
        good=claiming(accessModes=["ReadWriteOnce"]),
        bad=claiming(),
        path="spec.volumeClaimTemplates[0].spec.accessModes",
        says="`spec.volumeClaimTemplates[0].spec.accessModes` is missing; a claim has a mode.",
    ),
    Case(
        rule="priorities_leave_the_highest_to_the_system",
        type=PRIORITY,
        good={"value": 1000000000},
        bad={"value": 1000000001},
        path="value",
        says="`value` is `1000000001`; allowed are 1000000000 or less.",
    ),
    Case(
        rule="metrics_of_a_resource_have_one_target",
        type=SCALER,
        good=scaling(type="Utilization", averageUtilization=60),
        bad=scaling(type="Utilization"),
        path="spec.metrics[0].resource.target",
        says="`spec.metrics[0].resource.target` has none of `averageUtilization` and `averageValue`; it has exactly one.",
    ),
    Case(
        rule="network_ports_end_after_they_begin",
        type=NETWORK,
        good=letting_in(ports=[{"port": 80, "endPort": 80}]),
        bad=letting_in(ports=[{"port": 80, "endPort": 79}]),
        path="spec.ingress[0].ports[0].endPort",
        says="`spec.ingress[0].ports[0].endPort` is `79`, below `port`, which is `80`.",
    ),
    Case(
        rule="network_ports_end_after_they_begin",
        type=NETWORK,
        good=letting_in(ports=[{"port": "http"}]),
        bad=letting_in(ports=[{"port": "http", "endPort": 90}]),
        path="spec.ingress[0].ports[0].endPort",
        says="`spec.ingress[0].ports[0].endPort` is given; it needs a number as `port`.",
    ),
    Case(
        rule="network_peers_are_addresses_or_pods",
        type=NETWORK,
        good=letting_in(**{"from": [{"podSelector": {}, "namespaceSelector": {}}]}),
        bad=letting_in(**{"from": [{"podSelector": {}, "ipBlock": {"cidr": "10.0.0.0/8"}}]}),
        path="spec.ingress[0].from[0].ipBlock",
        says="`spec.ingress[0].from[0]` has `ipBlock` and `podSelector`; a peer has one of them.",
    ),
    Case(
        rule="roles_say_what_may_be_done",
        type=ROLE,
        good={"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]},
        bad={"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": []}]},
        path="rules[0].verbs",
        says="`rules[0].verbs` is empty; a rule has at least one.",
    ),
    Case(
        rule="bound_accounts_have_a_namespace",
        type=BINDING,
        good=bound(namespace="n"),
        bad=bound(),
        path="subjects[0].namespace",
        says="`subjects[0].namespace` is missing; a service account has one.",
    ),
    Case(
        rule="limits_of_a_namespace_leave_room",
        type=LIMITS,
        good={"spec": {"limits": [{"type": "Container", "min": {"cpu": "1"}, "max": {"cpu": 1}}]}},
        bad={"spec": {"limits": [{"type": "Container", "min": {"cpu": "1001m"}, "max": {"cpu": 1}}]}},
        path="spec.limits[0].min.cpu",
        says="`spec.limits[0].min.cpu` is `1001m`, above the most, which is `1`.",
    ),
    Case(
        rule="secrets_have_the_keys_of_their_type",
        type=SECRET,
        good={"type": "kubernetes.io/tls", "stringData": {"tls.crt": "c", "tls.key": "k"}},
        bad={"type": "kubernetes.io/tls", "stringData": {"tls.crt": "c"}},
        path="type",
        says="`data` has no `tls.key`; a secret of the type `kubernetes.io/tls` has one.",
    ),
    Case(
        rule="service_with_an_address_is_not_headless",
        type=SERVICE,
        good=service(type="ClusterIP", clusterIP="None"),
        bad=service(type="NodePort", clusterIP="None"),
        path="spec.clusterIP",
        says="`spec.clusterIP` is `None`; a service of the type `NodePort` has an address.",
    ),
    Case(
        rule="service_inside_is_open_to_nobody",
        type=SERVICE,
        good=service(type="LoadBalancer", externalTrafficPolicy="Local"),
        bad=service(externalTrafficPolicy="Local"),
        path="spec.externalTrafficPolicy",
        says="`spec.externalTrafficPolicy` is given; a service of the type `ClusterIP` is reached from inside.",
    ),
    Case(
        rule="service_inside_is_open_to_nobody",
        type=SERVICE,
        good=service(type="LoadBalancer", loadBalancerSourceRanges=["10.0.0.0/8 "]),
        bad=service(type="LoadBalancer", loadBalancerSourceRanges=["10.0.0.0/33"]),
        path="spec.loadBalancerSourceRanges[0]",
        says="`spec.loadBalancerSourceRanges[0]` is `10.0.0.0/33`, which is no address range.",
    ),
    Case(
        rule="service_leads_to_a_port_there_can_be",
        type=SERVICE,
        good=service(ports=[{"port": 80, "targetPort": "http"}]),
        bad=service(ports=[{"port": 80, "targetPort": "http_port"}]),
        path="spec.ports[0].targetPort",
        says="`spec.ports[0].targetPort` is `http_port`; the name of a port has up to 15 lower-case letters, digits and single hyphens, a letter among them.",
    ),
]
