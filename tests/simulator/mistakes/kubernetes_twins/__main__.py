"""Mistakes in Kubernetes, each beside what is right, written without a look at the rules."""

from typing import Any

import pulumi_kubernetes as k8s


def twins(number: str) -> list[tuple[str, bool]]:
    """Give what the wrong one and the right one are called, and which is wrong."""
    return [(number, True), (number.replace("m", "right"), False)]


def dep(title: str, *, spec: Any = None, pod: Any = None, **container: Any) -> None:
    k8s.apps.v1.Deployment(
        title,
        spec={
            "selector": {"match_labels": {"app": title}},
            "template": {
                "metadata": {"labels": {"app": title}},
                "spec": {"containers": [{"name": "a", "image": "nginx:1", **container}], **(pod or {})},
            },
            **(spec or {}),
        },
    )


def hpa(name: str, **spec: Any) -> None:
    target = {"api_version": "apps/v1", "kind": "Deployment", "name": "web"}
    k8s.autoscaling.v2.HorizontalPodAutoscaler(name, spec={"max_replicas": 5, "scale_target_ref": target, **spec})


def resource(**target: Any) -> dict[str, Any]:
    return {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", **target}}}


def svc(name: str, port: Any = None, **spec: Any) -> None:
    k8s.core.v1.Service(name, spec={"selector": {"app": name}, "ports": [{"port": 80, **(port or {})}], **spec})


def ing(name: str, path: Any = None, rule: Any = None, **spec: Any) -> None:
    backend = {"service": {"name": "web", "port": {"number": 80}}}
    one = {"path": "/", "path_type": "Prefix", "backend": backend, **(path or {})}
    k8s.networking.v1.Ingress(name, spec={"rules": [{"http": {"paths": [one]}, **(rule or {})}], **spec})


def net(name: str, **spec: Any) -> None:
    k8s.networking.v1.NetworkPolicy(name, spec={"pod_selector": {}, **spec})


def job(name: str, pod: Any = None, **spec: Any) -> None:
    inner = {"restart_policy": "Never", "containers": [{"name": "a", "image": "nginx:1"}], **(pod or {})}
    k8s.batch.v1.Job(name, spec={"template": {"spec": inner}, **spec})


def cron(name: str, **spec: Any) -> None:
    inner = {"restart_policy": "Never", "containers": [{"name": "a", "image": "nginx:1"}]}
    template = {"spec": {"template": {"spec": inner}}}
    k8s.batch.v1.CronJob(name, spec={"schedule": "0 3 * * *", "job_template": template, **spec})


def sts(name: str, claim: Any = None, **spec: Any) -> None:
    labels = {"app": name}
    request = {"access_modes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}, **(claim or {})}
    pod = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "a", "image": "nginx:1"}]}}
    k8s.apps.v1.StatefulSet(
        name,
        spec={
            "service_name": "db",
            "selector": {"match_labels": labels},
            "template": pod,
            "volume_claim_templates": [{"metadata": {"name": "data"}, "spec": request}],
            **spec,
        },
    )


def affinity(name: str, *terms: Any) -> None:
    required = {"node_selector_terms": [{"match_expressions": list(terms)}]}
    node = {"required_during_scheduling_ignored_during_execution": required}
    dep(name, pod={"affinity": {"node_affinity": node}})


GPU = "nvidia.com/gpu"

for n, bad in twins("m01"):
    hpa(f"{n}-percent", metrics=[resource() if bad else resource(average_utilization=60)])
for n, bad in twins("m02"):
    hpa(f"{n}-window", behavior={"scale_down": {"stabilization_window_seconds": 7200 if bad else 3600}})
for n, bad in twins("m03"):
    policy = {"type": "Pod" if bad else "Pods", "value": 4, "period_seconds": 60}
    hpa(f"{n}-policy", behavior={"scale_up": {"policies": [policy]}})
for n, bad in twins("m04"):
    policy = {"type": "Pods", "value": 4, "period_seconds": 3600 if bad else 1800}
    hpa(f"{n}-period", behavior={"scale_up": {"policies": [policy]}})
for n, bad in twins("m05"):
    hpa(f"{n}-queue", metrics=[{"type": "External", **({} if bad else {"external": {
        "metric": {"name": "depth"}, "target": {"type": "AverageValue", "average_value": "30"}}})}])  # fmt: skip
for n, bad in twins("m06"):
    k8s.policy.v1.PodDisruptionBudget(
        f"{n}-pdb", spec={"max_unavailable": "150%" if bad else "50%", "selector": {"match_labels": {"app": "a"}}}
    )
for n, bad in twins("m07"):
    ing(f"{n}-port", rule={"host": "api.example.com:443" if bad else "api.example.com"})
for n, bad in twins("m08"):
    ing(f"{n}-slash", path={"path": "v1" if bad else "/v1"})
for n, bad in twins("m09"):
    service = {"name": "web", "port": {"number": 80, **({"name": "http"} if bad else {})}}
    ing(f"{n}-both", path={"backend": {"service": service}})
for n, bad in twins("m10"):
    ing(f"{n}-wild", rule={"host": "*.*.example.com" if bad else "*.example.com"})
for n, bad in twins("m11"):
    ing(f"{n}-type", path={"path_type": "prefix" if bad else "Prefix"})
for n, bad in twins("m12"):
    net(f"{n}-types", policy_types=["ingress" if bad else "Ingress"])
for n, bad in twins("m13"):
    net(f"{n}-range", ingress=[{"ports": [{"port": 9000, "end_port": 8000 if bad else 9100}]}])
for n, bad in twins("m14"):
    block = {"cidr": "10.0.0.0/16", "except_": ["10.1.0.0/24" if bad else "10.0.1.0/24"]}
    net(f"{n}-except", ingress=[{"from_": [{"ip_block": block}]}])
for n, bad in twins("m15"):
    peer = {"ip_block": {"cidr": "10.0.0.0/16"}, **({"pod_selector": {}} if bad else {})}
    net(f"{n}-peer", ingress=[{"from_": [peer]}])
for n, bad in twins("m16"):
    svc(f"{n}-headless", type="LoadBalancer" if bad else "ClusterIP", cluster_ip="None")
for n, bad in twins("m17"):
    svc(f"{n}-sticky", session_affinity="Client" if bad else "ClientIP")
for n, bad in twins("m18"):
    svc(f"{n}-local", type="ClusterIP" if bad else "LoadBalancer", external_traffic_policy="Local")
for n, bad in twins("m19"):
    svc(f"{n}-ranges", type="LoadBalancer", load_balancer_source_ranges=["10.0.0.1/33" if bad else "10.0.0.0/8"])
for n, bad in twins("m20"):
    svc(f"{n}-target", port={"target_port": "a-long-port-name" if bad else "http"})
for n, bad in twins("m21"):
    svc(f"{n}-protocol", port={"protocol": "HTTP" if bad else "TCP"})
for n, bad in twins("m22"):
    svc(f"{n}-same", ports=[{"name": "a", "port": 80}, {"name": "a" if bad else "b", "port": 81}])
for n, bad in twins("m23"):
    dep(f"{n}-ready", spec={"min_ready_seconds": 700 if bad else 30, "progress_deadline_seconds": 600})
for n, bad in twins("m24"):
    dep(f"{n}-history", spec={"revision_history_limit": -1 if bad else 3})
for n, bad in twins("m25"):
    dep(f"{n}-surge", spec={"strategy": {"rolling_update": {"max_surge": "50" if bad else "50%"}}})
for n, bad in twins("m26"):
    dep(f"{n}-case", name="Server" if bad else "server")
for n, bad in twins("m27"):
    value = {"name": "A", "value": "1", "value_from": {"field_ref": {"field_path": "metadata.name"}}}
    dep(f"{n}-env", env=[value if bad else {"name": "A", "value": "1"}])
for n, bad in twins("m28"):
    dep(f"{n}-gpu", resources={"requests": {GPU: "1"}, "limits": {GPU: "2" if bad else "1"}})
for n, bad in twins("m29"):
    dep(f"{n}-half", resources={"limits": {GPU: "0.5" if bad else "1"}})
for n, bad in twins("m30"):
    dep(f"{n}-only", resources={"requests": {GPU: "1"}, **({} if bad else {"limits": {GPU: "1"}})})
for n, bad in twins("m31"):
    volumes = [{"name": "v", "empty_dir": {}}, {"name": "v" if bad else "w", "empty_dir": {}}]
    dep(f"{n}-volumes", pod={"volumes": volumes})
for n, bad in twins("m32"):
    mounts = [{"name": "v", "mount_path": "/models"}, {"name": "w", "mount_path": "/models" if bad else "/cache"}]
    dep(f"{n}-mounts", pod={"volumes": [{"name": "v", "empty_dir": {}}, {"name": "w", "empty_dir": {}}]},
        volume_mounts=mounts)  # fmt: skip
for n, bad in twins("m34"):
    files = {"name": "scripts", "default_mode": 777 if bad else 0o755}
    dep(f"{n}-mode", pod={"volumes": [{"name": "scripts", "config_map": files}]})
for n, bad in twins("m35"):
    mount = {"name": "v", "mount_path": "/m", "sub_path": "../x" if bad else "x"}
    dep(f"{n}-sub", pod={"volumes": [{"name": "v", "empty_dir": {}}]}, volume_mounts=[mount])
for n, bad in twins("m36"):
    get = {"path": "/healthz", "port": 80, "scheme": "https" if bad else "HTTPS"}
    dep(f"{n}-scheme", readiness_probe={"http_get": get})
for n, bad in twins("m37"):
    grace = {"termination_grace_period_seconds": 10}
    probe = {"http_get": {"path": "/", "port": 80}}
    dep(f"{n}-grace", readiness_probe={**probe, **(grace if bad else {})}, liveness_probe={**probe, **grace})
for n, bad in twins("m38"):
    both = {"exec_": {"command": ["sleep", "5"]}, **({"sleep": {"seconds": 5}} if bad else {})}
    dep(f"{n}-stop", lifecycle={"pre_stop": both})
for n, bad in twins("m39"):
    dep(f"{n}-user", security_context={"run_as_user": -1 if bad else 1000})
for n, bad in twins("m40"):
    profile = {"type": "Localhost", **({} if bad else {"localhost_profile": "p.json"})}
    dep(f"{n}-seccomp", pod={"security_context": {"seccomp_profile": profile}})
for n, bad in twins("m42"):
    dep(f"{n}-dns", pod={"dns_policy": "None", "dns_config": {} if bad else {"nameservers": ["10.0.0.10"]}})
for n, bad in twins("m43"):
    toleration = {"key": GPU, "operator": "Exists", **({"value": "present"} if bad else {}), "effect": "NoSchedule"}
    dep(f"{n}-exists", pod={"tolerations": [toleration]})
for n, bad in twins("m44"):
    toleration = {"key": "a", "operator": "Exists", "effect": "NoSchedule" if bad else "NoExecute",
                  "toleration_seconds": 60}  # fmt: skip
    dep(f"{n}-seconds", pod={"tolerations": [toleration]})
for n, bad in twins("m45"):
    affinity(f"{n}-operator", {"key": "pool", "operator": "in" if bad else "In", "values": ["gpu"]})
for n, bad in twins("m46"):
    affinity(f"{n}-values", {"key": "pool", "operator": "In", "values": [] if bad else ["gpu"]})
for n, bad in twins("m47"):
    spread = {"max_skew": 0 if bad else 1, "topology_key": "zone", "when_unsatisfiable": "DoNotSchedule"}
    dep(f"{n}-skew", pod={"topology_spread_constraints": [spread]})
for n, bad in twins("m48"):
    spread = {"max_skew": 1, "topology_key": "zone", "when_unsatisfiable": "Schedule" if bad else "ScheduleAnyway"}
    dep(f"{n}-when", pod={"topology_spread_constraints": [spread]})
for n, bad in twins("m49"):
    term = {"label_selector": {"match_labels": {"app": "a"}}, "topology_key": "kubernetes.io/hostname"}
    soft = {"weight": 200 if bad else 100, "pod_affinity_term": term}
    spread = {"preferred_during_scheduling_ignored_during_execution": [soft]}
    dep(f"{n}-weight", pod={"affinity": {"pod_anti_affinity": spread}})
for n, bad in twins("m50"):
    start = {"name": "fetch", "image": "curl:1"}
    probe = {"readiness_probe": {"tcp_socket": {"port": 80}}}
    dep(f"{n}-init", pod={"init_containers": [{**start, **(probe if bad else {})}]})
for n, bad in twins("m51"):
    job(f"{n}-indexed", completion_mode="Indexed", **({} if bad else {"completions": 3}))
for n, bad in twins("m52"):
    job(f"{n}-backoff", backoff_limit=-1 if bad else 2)
for n, bad in twins("m53"):
    rule = {"action": "FailJob", "on_exit_codes": {"operator": "In", "values": [42]}}
    job(f"{n}-failure", pod={"restart_policy": "OnFailure" if bad else "Never"}, pod_failure_policy={"rules": [rule]})
for n, bad in twins("m54"):
    cron(f"{n}-zone", time_zone="Europe/Zurch" if bad else "Europe/Zurich")
for n, bad in twins("m55"):
    cron(f"{n}-tz", schedule="TZ=UTC 0 3 * * *" if bad else "0 3 * * *")
for n, bad in twins("m56"):
    cron(f"{n}-history", failed_jobs_history_limit=-1 if bad else 1)
for n, bad in twins("m57"):
    sts(f"{n}-claim", claim={"access_modes": []} if bad else None)
for n, bad in twins("m58"):
    sts(f"{n}-parallel", pod_management_policy="parallel" if bad else "Parallel")
for n, bad in twins("m59"):
    k8s.core.v1.LimitRange(f"{n}-limits", spec={"limits": [
        {"type": "Container", "min": {"cpu": "2" if bad else "100m"}, "max": {"cpu": "1"}}]})  # fmt: skip
for n, bad in twins("m60"):
    k8s.rbac.v1.Role(f"{n}-verbs", rules=[{"api_groups": [""], "resources": ["pods"], "verbs": [] if bad else ["get"]}])
for n, bad in twins("m61"):
    subject = {"kind": "ServiceAccount", "name": "app", **({} if bad else {"namespace": "prod"})}
    k8s.rbac.v1.ClusterRoleBinding(f"{n}-subject", subjects=[subject],
        role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"})  # fmt: skip
for n, bad in twins("m62"):
    data = {"tls.crt": "LS0t"} if bad else {"tls.crt": "LS0t", "tls.key": "LS0t"}
    k8s.core.v1.Secret(f"{n}-tls", type="kubernetes.io/tls", data=data)
for n, bad in twins("m63"):
    key = "config.json" if bad else ".dockerconfigjson"
    k8s.core.v1.Secret(f"{n}-pull", type="kubernetes.io/dockerconfigjson", string_data={key: '{"auths": {}}'})
for n, bad in twins("m64"):
    k8s.scheduling.v1.PriorityClass(f"{n}-priority", value=2000000000 if bad else 1000000)
for n, bad in twins("m65"):
    k8s.storage.v1.StorageClass(
        f"{n}-class", provisioner="ebs.csi.aws.com",
        volume_binding_mode="WaitForConsumer" if bad else "WaitForFirstConsumer",
    )  # fmt: skip
for n, bad in twins("m66"):
    update = {"max_surge": 1, "max_unavailable": 1 if bad else 0}
    labels = {"app": n}
    k8s.apps.v1.DaemonSet(f"{n}-ds", spec={
        "selector": {"match_labels": labels}, "update_strategy": {"rolling_update": update},
        "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "a", "image": "x"}]}}})  # fmt: skip
