"""Two container apps in one environment, an image registry, a job that runs at night, and a revision on trial."""

import pulumi
import pulumi_azure_native as az

group = az.resources.ResourceGroup("apps", location="Sweden Central")
workspace = az.operationalinsights.Workspace("apps", resource_group_name=group.name, sku={"name": "PerGB2018"})
keys = az.operationalinsights.get_shared_keys_output(resource_group_name=group.name, workspace_name=workspace.name)
network = az.network.VirtualNetwork(
    "apps", resource_group_name=group.name, address_space={"address_prefixes": ["10.4.0.0/16"]}
)
subnet = az.network.Subnet(
    "apps",
    resource_group_name=group.name,
    virtual_network_name=network.name,
    address_prefix="10.4.0.0/27",
    delegations=[{"name": "apps", "service_name": "Microsoft.App/environments"}],
)
environment = az.app.ManagedEnvironment(
    "apps",
    resource_group_name=group.name,
    zone_redundant=True,
    vnet_configuration={"infrastructure_subnet_id": subnet.id, "internal": False},
    workload_profiles=[
        {"name": "Consumption", "workload_profile_type": "Consumption"},
        {"name": "memory", "workload_profile_type": "E4", "minimum_count": 1, "maximum_count": 3},
    ],
    app_logs_configuration={
        "destination": "log-analytics",
        "log_analytics_configuration": {
            "customer_id": workspace.customer_id,
            "shared_key": keys.apply(lambda both: both.primary_shared_key or ""),
        },
    },
)
registry = az.containerregistry.Registry(
    "apps", registry_name="teamapps01", resource_group_name=group.name, sku={"name": "Basic"}, admin_user_enabled=True
)
login = az.containerregistry.list_registry_credentials_output(
    resource_group_name=group.name, registry_name=registry.name
)
api = az.app.ContainerApp(
    "api",
    container_app_name="api",
    resource_group_name=group.name,
    environment_id=environment.id,
    configuration={
        "active_revisions_mode": "Multiple",
        "ingress": {
            "external": True,
            "target_port": 8080,
            "traffic": [
                {"revision_name": "api--v1", "weight": 80},
                {"latest_revision": True, "weight": 20, "label": "trial"},
            ],
        },
        "registries": [
            {
                "server": registry.login_server,
                "username": login.apply(lambda found: found.username or ""),
                "password_secret_ref": "registry",
            }
        ],
        "secrets": [
            {"name": "registry", "value": login.apply(lambda found: (found.passwords or [{}])[0].get("value"))},
            {"name": "api-key", "value": pulumi.Output.secret("s3cret")},
        ],
    },
    template={
        "revision_suffix": "v2",
        "containers": [
            {
                "name": "api",
                "image": pulumi.Output.concat(registry.login_server, "/api:2"),
                "resources": {"cpu": 0.5, "memory": "1Gi"},
                "env": [{"name": "API_KEY", "secret_ref": "api-key"}],
                "probes": [
                    {"type": "Liveness", "http_get": {"path": "/live", "port": 8080}, "period_seconds": 10},
                    {"type": "Startup", "tcp_socket": {"port": 8080}, "failure_threshold": 10, "period_seconds": 30},
                ],
            },
            {"name": "proxy", "image": "nginx:1.27", "resources": {"cpu": 0.25, "memory": "0.5Gi"}},
        ],
        "scale": {
            "min_replicas": 0,
            "max_replicas": 30,
            "rules": [{"name": "http", "http": {"metadata": {"concurrentRequests": "50"}}}],
        },
    },
)
az.app.ContainerApp(
    "cache",
    container_app_name="cache",
    resource_group_name=group.name,
    environment_id=environment.id,
    workload_profile_name="memory",
    configuration={"ingress": {"external": False, "transport": "Tcp", "target_port": 6379, "exposed_port": 6379}},
    template={
        "containers": [
            {
                "name": "cache",
                "image": "redis:7",
                "resources": {"cpu": 1, "memory": "12Gi"},
                "volume_mounts": [{"volume_name": "data", "mount_path": "/data"}],
            }
        ],
        "volumes": [{"name": "data", "storage_type": "EmptyDir"}],
        "scale": {"min_replicas": 1, "max_replicas": 1},
    },
)
az.app.Job(
    "nightly",
    job_name="nightly",
    resource_group_name=group.name,
    environment_id=environment.id,
    configuration={
        "trigger_type": "Schedule",
        "replica_timeout": 3600,
        "replica_retry_limit": 1,
        "schedule_trigger_config": {"cron_expression": "30 2 * * *", "parallelism": 1, "replica_completion_count": 1},
    },
    template={"containers": [{"name": "job", "image": "busybox:1", "resources": {"cpu": 2, "memory": "4Gi"}}]},
)
pulumi.export("url", api.configuration.apply(lambda found: found.ingress.fqdn if found and found.ingress else None))
