"""An app on Kubernetes: a deployment that scales, a database with a volume, a nightly job, and a way in."""

import pulumi
import pulumi_kubernetes as k8s

labels = {"app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop"}
shop = k8s.core.v1.Namespace("shop", metadata={"name": "shop"})
settings = k8s.core.v1.ConfigMap(
    "settings", metadata={"namespace": shop.metadata.name}, data={"LOG_LEVEL": "info", "app.yaml": "debug: false\n"}
)
token = k8s.core.v1.Secret(
    "token", metadata={"namespace": shop.metadata.name}, string_data={"token": pulumi.Output.secret("s3cret")}
)
web = k8s.apps.v1.Deployment(
    "web",
    metadata={"namespace": shop.metadata.name, "labels": labels, "annotations": {"example.com/Owner": "The shop team"}},
    spec={
        "replicas": 2,
        "selector": {"match_labels": labels},
        "strategy": {"type": "RollingUpdate", "rolling_update": {"max_surge": "25%", "max_unavailable": 0}},
        "template": {
            "metadata": {"labels": {**labels, "version": "1.2.3"}},
            "spec": {
                "security_context": {"run_as_non_root": True},
                "init_containers": [{"name": "migrate", "image": "shop/web:1.2.3", "command": ["migrate"]}],
                "containers": [
                    {
                        "name": "web",
                        "image": "shop/web:1.2.3",
                        "ports": [{"name": "http", "container_port": 8080}],
                        "env": [
                            {"name": "MODE", "value": "full"},
                            {
                                "name": "TOKEN",
                                "value_from": {"secret_key_ref": {"name": token.metadata.name, "key": "token"}},
                            },
                        ],
                        "env_from": [{"config_map_ref": {"name": settings.metadata.name}}],
                        "resources": {
                            "requests": {"cpu": "100m", "memory": "128Mi"},
                            "limits": {"cpu": "1", "memory": "256Mi"},
                        },
                        "liveness_probe": {"http_get": {"path": "/live", "port": "http"}, "period_seconds": 10},
                        "readiness_probe": {"http_get": {"path": "/ready", "port": 8080}, "success_threshold": 2},
                        "volume_mounts": [{"name": "settings", "mount_path": "/etc/app"}],
                    }
                ],
                "volumes": [{"name": "settings", "config_map": {"name": settings.metadata.name}}],
            },
        },
    },
)
k8s.autoscaling.v2.HorizontalPodAutoscaler(
    "web",
    metadata={"namespace": shop.metadata.name},
    spec={
        "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": web.metadata.name},
        "min_replicas": 2,
        "max_replicas": 10,
        "metrics": [
            {
                "type": "Resource",
                "resource": {"name": "cpu", "target": {"type": "Utilization", "average_utilization": 70}},
            }
        ],
    },
)
k8s.policy.v1.PodDisruptionBudget(
    "web",
    metadata={"namespace": shop.metadata.name},
    spec={"min_available": "50%", "selector": {"match_labels": labels}},
)
service = k8s.core.v1.Service(
    "web",
    metadata={"namespace": shop.metadata.name},
    spec={
        "type": "ClusterIP",
        "selector": labels,
        "ports": [{"name": "http", "port": 80, "target_port": "http"}, {"name": "metrics", "port": 9090}],
    },
)
k8s.networking.v1.Ingress(
    "web",
    metadata={
        "namespace": shop.metadata.name,
        "annotations": {"cert-manager.io/cluster-issuer": "letsencrypt"},
    },
    spec={
        "ingress_class_name": "nginx",
        "tls": [{"hosts": ["shop.example.com"], "secret_name": "shop-tls"}],
        "rules": [
            {
                "host": "shop.example.com",
                "http": {
                    "paths": [
                        {
                            "path": "/",
                            "path_type": "Prefix",
                            "backend": {"service": {"name": service.metadata.name, "port": {"name": "http"}}},
                        }
                    ]
                },
            }
        ],
    },
)
database = {"app": "db"}
k8s.apps.v1.StatefulSet(
    "db",
    metadata={"namespace": shop.metadata.name},
    spec={
        "service_name": "db",
        "replicas": 1,
        "selector": {"match_labels": database},
        "template": {
            "metadata": {"labels": database},
            "spec": {
                "containers": [
                    {
                        "name": "postgres",
                        "image": "postgres:17",
                        "ports": [{"container_port": 5432}],
                        "volume_mounts": [{"name": "data", "mount_path": "/var/lib/postgresql/data"}],
                        "startup_probe": {"exec": {"command": ["pg_isready"]}, "failure_threshold": 30},
                    }
                ]
            },
        },
        "volume_claim_templates": [
            {
                "metadata": {"name": "data"},
                "spec": {"access_modes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "20Gi"}}},
            }
        ],
    },
)
k8s.core.v1.Service(
    "db",
    metadata={"name": "db", "namespace": shop.metadata.name},
    spec={"cluster_ip": "None", "selector": database, "ports": [{"port": 5432}]},
)
k8s.batch.v1.CronJob(
    "report",
    metadata={"namespace": shop.metadata.name},
    spec={
        "schedule": "0 3 * * *",
        "concurrency_policy": "Forbid",
        "job_template": {
            "spec": {
                "backoff_limit": 2,
                "template": {
                    "spec": {
                        "restart_policy": "OnFailure",
                        "containers": [{"name": "report", "image": "shop/report:1.2.3"}],
                    }
                },
            }
        },
    },
)
k8s.networking.v1.NetworkPolicy(
    "db",
    metadata={"namespace": shop.metadata.name},
    spec={
        "pod_selector": {"match_labels": database},
        "policy_types": ["Ingress"],
        "ingress": [{"from_": [{"pod_selector": {"match_labels": labels}}], "ports": [{"port": 5432}]}],
    },
)
k8s.core.v1.PersistentVolumeClaim(
    "uploads",
    metadata={"namespace": shop.metadata.name},
    spec={"access_modes": ["ReadWriteMany"], "resources": {"requests": {"storage": "100Gi"}}},
)
