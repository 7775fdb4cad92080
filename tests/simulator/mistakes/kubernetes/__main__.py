"""Mistakes in Kubernetes, a number each, written without a look at the rules."""

from typing import Any

import pulumi_kubernetes as k8s


def dep(
    n: str, *, spec: Any = None, pod: Any = None, c: Any = None, meta: Any = None, labels: Any = None, sel: Any = None
) -> None:
    k8s.apps.v1.Deployment(
        n,
        metadata=meta or {},
        spec={
            "selector": {"match_labels": sel or {"app": "a"}},
            "template": {
                "metadata": {"labels": labels or {"app": "a"}},
                "spec": {"containers": [{"name": "a", "image": "nginx:1", **(c or {})}], **(pod or {})},
            },
            **(spec or {}),
        },
    )


dep("m01-sel", labels={"app": "b"})
dep("m02-repl", spec={"replicas": -1})
dep("m03-cpu", c={"resources": {"requests": {"cpu": "2"}, "limits": {"cpu": "1"}}})
dep("m04-mem", c={"resources": {"requests": {"memory": "1GB!"}}})
dep("m05-port", c={"ports": [{"container_port": 70000}]})
dep("m06-portname", c={"ports": [{"container_port": 80, "name": "this-name-is-way-too-long"}]})
dep("m07-probe", c={"liveness_probe": {"http_get": {"path": "/", "port": 80}, "tcp_socket": {"port": 80}}})
dep("m08-probe", c={"liveness_probe": {"http_get": {"path": "/", "port": 80}, "success_threshold": 3}})
dep("m09-probe", c={"readiness_probe": {"http_get": {"path": "/", "port": "http"}}})
dep("m11-mount", c={"volume_mounts": [{"name": "nope", "mount_path": "/x"}]})
dep("m12-vol", pod={"volumes": [{"name": "v", "empty_dir": {}, "config_map": {"name": "x"}}]})
dep("m13-pull", c={"image_pull_policy": "Sometimes"})
dep("m14-restart", pod={"restart_policy": "Never"})
dep("m15-strategy", spec={"strategy": {"type": "Recreate", "rolling_update": {"max_surge": 1}}})
dep("m16-zero", spec={"strategy": {"type": "RollingUpdate", "rolling_update": {"max_surge": 0, "max_unavailable": 0}}})
dep("m17-name", meta={"name": "Upper_Case"})
dep("m18-label", meta={"labels": {"app": "has space"}})
dep("m19-dup", pod={"containers": [{"name": "a", "image": "x"}, {"name": "a", "image": "y"}]})
dep("m20-noimage", pod={"containers": [{"name": "a"}]})
dep("m21-grace", pod={"termination_grace_period_seconds": -5})
dep("m23-priv", c={"security_context": {"privileged": True, "allow_privilege_escalation": False}})
dep("m24-host", pod={"host_network": True}, c={"ports": [{"container_port": 80, "host_port": 81}]})
k8s.core.v1.Service("m25-port", spec={"ports": [{"port": 0}], "selector": {"app": "a"}})
k8s.core.v1.Service("m26-multi", spec={"ports": [{"port": 80}, {"port": 81}], "selector": {"app": "a"}})
k8s.core.v1.Service("m27-type", spec={"type": "Loadbalancer", "ports": [{"port": 80}], "selector": {"app": "a"}})
k8s.core.v1.Service(
    "m28-nodeport", spec={"type": "ClusterIP", "ports": [{"port": 80, "node_port": 30000}], "selector": {"app": "a"}}
)
k8s.core.v1.Service("m29-ext", spec={"type": "ExternalName"})
k8s.autoscaling.v2.HorizontalPodAutoscaler(
    "m31-hpa",
    spec={
        "min_replicas": 5,
        "max_replicas": 2,
        "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": "x"},
    },
)
k8s.autoscaling.v2.HorizontalPodAutoscaler(
    "m32-hpa",
    spec={
        "max_replicas": 2,
        "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": "x"},
        "metrics": [{"type": "Resource"}],
    },
)
k8s.networking.v1.Ingress(
    "m33-ing",
    spec={
        "rules": [
            {
                "host": "*.*.example.com",
                "http": {
                    "paths": [
                        {
                            "path": "x",
                            "path_type": "Prefix",
                            "backend": {"service": {"name": "s", "port": {"number": 80}}},
                        }
                    ]
                },
            }
        ]
    },
)
k8s.networking.v1.Ingress(
    "m34-ing",
    spec={
        "rules": [
            {
                "http": {
                    "paths": [
                        {"path": "/", "backend": {"service": {"name": "s", "port": {"number": 80, "name": "http"}}}}
                    ]
                }
            }
        ]
    },
)
k8s.networking.v1.Ingress("m35-none", spec={})
k8s.batch.v1.CronJob(
    "m36-cron",
    spec={
        "schedule": "every day",
        "job_template": {
            "spec": {"template": {"spec": {"restart_policy": "OnFailure", "containers": [{"name": "a", "image": "x"}]}}}
        },
    },
)
k8s.batch.v1.CronJob(
    "m37-restart",
    spec={
        "schedule": "0 0 * * *",
        "job_template": {
            "spec": {"template": {"spec": {"restart_policy": "Always", "containers": [{"name": "a", "image": "x"}]}}}
        },
    },
)
k8s.batch.v1.CronJob(
    "m38-conc",
    spec={
        "schedule": "0 0 * * *",
        "concurrency_policy": "Never",
        "job_template": {
            "spec": {"template": {"spec": {"restart_policy": "Never", "containers": [{"name": "a", "image": "x"}]}}}
        },
    },
)
k8s.core.v1.Secret("m39-b64", data={"x": "not base64!"})
k8s.core.v1.ConfigMap("m40-key", data={"bad key": "x"})
k8s.core.v1.PersistentVolumeClaim(
    "m41-pvc", spec={"access_modes": ["ReadWrite"], "resources": {"requests": {"storage": "10"}}}
)
k8s.core.v1.PersistentVolumeClaim("m42-pvc", spec={"access_modes": ["ReadWriteOnce"], "resources": {}})
k8s.rbac.v1.RoleBinding(
    "m43-rb",
    role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "Rolle", "name": "x"},
    subjects=[{"kind": "ServiceAccount", "name": "x"}],
)
k8s.policy.v1.PodDisruptionBudget(
    "m44-pdb", spec={"min_available": 1, "max_unavailable": 1, "selector": {"match_labels": {"a": "b"}}}
)
k8s.networking.v1.NetworkPolicy("m45-np", spec={"pod_selector": {}, "policy_types": ["In"]})
k8s.networking.v1.NetworkPolicy(
    "m46-cidr", spec={"pod_selector": {}, "ingress": [{"from": [{"ip_block": {"cidr": "10.0.0/8"}}]}]}
)
k8s.core.v1.Namespace("m47-ns", metadata={"name": "Bad_NS"})
k8s.apps.v1.StatefulSet(
    "m48-sts",
    spec={
        "selector": {"match_labels": {"app": "a"}},
        "template": {"metadata": {"labels": {"app": "a"}}, "spec": {"containers": [{"name": "a", "image": "x"}]}},
        "pod_management_policy": "Sequential",
    },
)
