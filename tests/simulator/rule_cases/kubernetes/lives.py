"""Scheduling, hooks, volumes and devices: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case
from tests.simulator.rule_cases.kubernetes.pods import POD, pod

GPU = "nvidia.com/gpu"
GET = {"httpGet": {"path": "/", "port": 80}}


def tolerating(**toleration: Any) -> dict[str, Any]:
    return pod({}, tolerations=[{"key": "gpu", **toleration}])


def near(operator: str, *values: str) -> dict[str, Any]:
    term = {"matchExpressions": [{"key": "pool", "operator": operator, "values": list(values)}]}
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}}
    return pod({}, affinity={"nodeAffinity": required})


def weighing(weight: int) -> dict[str, Any]:
    preferred = [{"weight": weight, "podAffinityTerm": {"topologyKey": "zone"}}]
    return pod({}, affinity={"podAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": preferred}})


def spread(skew: int, otherwise: str) -> dict[str, Any]:
    one = {"maxSkew": skew, "topologyKey": "zone", "whenUnsatisfiable": otherwise}
    return pod({}, topologySpreadConstraints=[one])


def first(**container: Any) -> dict[str, Any]:
    return pod({}, initContainers=[{"name": "first", "image": "i", **container}])


def mounting(**mount: Any) -> dict[str, Any]:
    mounts = [{"name": "v", "mountPath": "/models"}, {"name": "v", "mountPath": "/cache", **mount}]
    return pod({"volumeMounts": mounts}, volumes=[{"name": "v", "emptyDir": {}}])


CASES: list[Case] = [
    Case(
        rule="tolerations_fit_their_operator",
        type=POD,
        good=tolerating(operator="Exists", effect="NoExecute", tolerationSeconds=60),
        bad=tolerating(operator="Exists", value="1", effect="NoSchedule"),
        path="spec.tolerations[0].value",
        says="`spec.tolerations[0].value` is `1`; a toleration with the operator `Exists` has no value.",
    ),
    Case(
        rule="tolerations_fit_their_operator",
        type=POD,
        good=tolerating(operator="Equal", value="1", effect="NoSchedule"),
        bad=tolerating(operator="Exists", effect="NoSchedule", tolerationSeconds=60),
        path="spec.tolerations[0].tolerationSeconds",
        says="`spec.tolerations[0].tolerationSeconds` is `60`; only the effect `NoExecute` ends after a while.",
    ),
    Case(
        rule="node_terms_fit_their_operator",
        type=POD,
        good=near("In", "a"),
        bad=near("in", "a"),
        path="spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator",
        says="`spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator` is `in`; allowed are In, NotIn, Exists, DoesNotExist, Gt, Lt.",
    ),
    Case(
        rule="node_terms_fit_their_operator",
        type=POD,
        good=near("Exists"),
        bad=near("In"),
        path="spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values",
        says="`spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values` is empty; the operator `In` needs a value.",
    ),
    Case(
        rule="node_terms_fit_their_operator",
        type=POD,
        good=near("Gt", "1"),
        bad=near("Exists", "a"),
        path="spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values",
        says="`spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values` has values; the operator `Exists` takes none.",
    ),
    Case(
        rule="preferences_weigh_up_to_100",
        type=POD,
        good=weighing(100),
        bad=weighing(101),
        path="spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight",
        says="`spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight` is `101`; allowed are 1 to 100.",
    ),
    Case(
        rule="pods_spread_in_a_way_there_is",
        type=POD,
        good=spread(1, "ScheduleAnyway"),
        bad=spread(0, "ScheduleAnyway"),
        path="spec.topologySpreadConstraints[0].maxSkew",
        says="`spec.topologySpreadConstraints[0].maxSkew` is `0`; allowed are 1 or more.",
    ),
    Case(
        rule="pods_spread_in_a_way_there_is",
        type=POD,
        good=spread(1, "DoNotSchedule"),
        bad=spread(1, "Schedule"),
        path="spec.topologySpreadConstraints[0].whenUnsatisfiable",
        says="`spec.topologySpreadConstraints[0].whenUnsatisfiable` is `Schedule`; allowed are DoNotSchedule, ScheduleAnyway.",
    ),
    Case(
        rule="pods_that_ask_nobody_say_whom",
        type=POD,
        good=pod({}, dnsPolicy="None", dnsConfig={"nameservers": ["10.0.0.10"]}),
        bad=pod({}, dnsPolicy="None"),
        path="spec.dnsConfig.nameservers",
        says="`spec.dnsConfig.nameservers` is missing; with the policy `None` a pod asks no other server.",
    ),
    Case(
        rule="probe_asks_by_a_scheme_there_is",
        type=POD,
        good=pod({"livenessProbe": {"httpGet": {"path": "/", "port": 80, "scheme": "HTTPS"}}}),
        bad=pod({"livenessProbe": {"httpGet": {"path": "/", "port": 80, "scheme": "https"}}}),
        path="spec.containers[0].livenessProbe.httpGet.scheme",
        says="`spec.containers[0].livenessProbe.httpGet.scheme` is `https`; allowed are HTTP, HTTPS.",
    ),
    Case(
        rule="probe_of_readiness_ends_nothing",
        type=POD,
        good=pod({"livenessProbe": {**GET, "terminationGracePeriodSeconds": 5}}),
        bad=pod({"readinessProbe": {**GET, "terminationGracePeriodSeconds": 5}}),
        path="spec.containers[0].readinessProbe.terminationGracePeriodSeconds",
        says="`spec.containers[0].readinessProbe.terminationGracePeriodSeconds` is given; a readiness probe ends no container.",
    ),
    Case(
        rule="hook_does_one_thing",
        type=POD,
        good=pod({"lifecycle": {"preStop": {"sleep": {"seconds": 5}}}}),
        bad=pod({"lifecycle": {"preStop": {"sleep": {"seconds": 5}, "exec": {"command": ["true"]}}}}),
        path="spec.containers[0].lifecycle.preStop",
        says="`spec.containers[0].lifecycle.preStop` has `exec` and `sleep` of `exec`, `httpGet`, `sleep`, `tcpSocket`; it has exactly one.",
    ),
    Case(
        rule="containers_that_run_first_are_not_asked",
        type=POD,
        good=first(restartPolicy="Always", readinessProbe=GET),
        bad=first(readinessProbe=GET),
        path="spec.initContainers[0].readinessProbe",
        says="`spec.initContainers[0].readinessProbe` is given; a container that runs before the others has none.",
    ),
    Case(
        rule="users_have_a_number",
        type=POD,
        good=pod({"securityContext": {"runAsUser": 0}}),
        bad=pod({"securityContext": {"runAsUser": -1}}),
        path="spec.containers[0].securityContext.runAsUser",
        says="`spec.containers[0].securityContext.runAsUser` is `-1`; allowed are 0 or more.",
    ),
    Case(
        rule="profiles_of_the_node_are_named",
        type=POD,
        good=pod({}, securityContext={"seccompProfile": {"type": "Localhost", "localhostProfile": "p.json"}}),
        bad=pod({}, securityContext={"seccompProfile": {"type": "Localhost"}}),
        path="spec.securityContext.seccompProfile.localhostProfile",
        says="`spec.securityContext.seccompProfile.localhostProfile` is missing; the type `Localhost` needs it.",
    ),
    Case(
        rule="profiles_of_the_node_are_named",
        type=POD,
        good=pod({}, securityContext={"seccompProfile": {"type": "RuntimeDefault"}}),
        bad=pod({}, securityContext={"seccompProfile": {"type": "RuntimeDefault", "localhostProfile": "p.json"}}),
        path="spec.securityContext.seccompProfile.localhostProfile",
        says="`spec.securityContext.seccompProfile.localhostProfile` is given; the type `RuntimeDefault` has none.",
    ),
    Case(
        rule="volumes_and_mounts_are_there_once",
        type=POD,
        good=mounting(),
        bad=mounting(mountPath="/models"),
        path="spec.containers[0].volumeMounts[1].mountPath",
        says="`spec.containers[0].volumeMounts[1].mountPath` is `/models`, as `spec.containers[0].volumeMounts[0].mountPath` is.",
    ),
    Case(
        rule="mounts_stay_in_their_volume",
        type=POD,
        good=mounting(subPath="a..b/c"),
        bad=mounting(subPath="a/../../b"),
        path="spec.containers[0].volumeMounts[1].subPath",
        says="`spec.containers[0].volumeMounts[1].subPath` is `a/../../b`; allowed are relative paths without `..`.",
    ),
    Case(
        rule="modes_of_files_have_nine_bits",
        type=POD,
        good=pod({}, volumes=[{"name": "v", "configMap": {"name": "c", "defaultMode": 511}}]),
        bad=pod({}, volumes=[{"name": "v", "configMap": {"name": "c", "defaultMode": 512}}]),
        path="spec.volumes[0].configMap.defaultMode",
        says="`spec.volumes[0].configMap.defaultMode` is `512`; allowed are 0 to 511, which is 0o777.",
    ),
    Case(
        rule="devices_are_whole_and_limited",
        type=POD,
        good=pod({"resources": {"requests": {GPU: 1, "cpu": "0.5"}, "limits": {GPU: 1}}}),
        bad=pod({"resources": {"limits": {GPU: "0.5"}}}),
        path='spec.containers[0].resources.limits["nvidia.com/gpu"]',
        says='`spec.containers[0].resources.limits["nvidia.com/gpu"]` is `0.5`; `nvidia.com/gpu` is given in whole numbers.',
    ),
    Case(
        rule="devices_are_whole_and_limited",
        type=POD,
        good=pod({"resources": {"requests": {"cpu": "1"}, "limits": {GPU: "1"}}}),
        bad=pod({"resources": {"requests": {GPU: "1"}}}),
        path='spec.containers[0].resources.requests["nvidia.com/gpu"]',
        says='`spec.containers[0].resources.requests["nvidia.com/gpu"]` is given, and no limit; `nvidia.com/gpu` cannot be shared.',
    ),
]
