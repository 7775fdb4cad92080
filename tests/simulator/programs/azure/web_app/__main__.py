"""A web app from a container on a Linux plan, with a slot, traces, and a rule that adds instances."""

import pulumi
import pulumi_azure_native as az

group = az.resources.ResourceGroup("web", location="westeurope")
plan = az.web.AppServicePlan(
    "web", resource_group_name=group.name, kind="Linux", reserved=True, sku={"name": "P1v3", "tier": "PremiumV3"}
)
workspace = az.operationalinsights.Workspace("web", resource_group_name=group.name, retention_in_days=90)
traces = az.applicationinsights.Component(
    "web",
    resource_group_name=group.name,
    kind="web",
    application_type="web",
    workspace_resource_id=workspace.id,
)
app = az.web.WebApp(
    "web",
    resource_group_name=group.name,
    server_farm_id=plan.id,
    https_only=True,
    identity={"type": az.web.ManagedServiceIdentityType.SYSTEM_ASSIGNED},
    site_config=az.web.SiteConfigArgs(
        linux_fx_version="DOCKER|nginx:1.27",
        always_on=True,
        health_check_path="/health",
        ftps_state="Disabled",
        min_tls_version="1.2",
        app_settings=[
            {"name": "WEBSITES_PORT", "value": "80"},
            {"name": "APPLICATIONINSIGHTS_CONNECTION_STRING", "value": traces.connection_string},
        ],
    ),
)
az.web.WebAppSlot(
    "staging", name=app.name, slot="staging", resource_group_name=group.name, server_farm_id=plan.id, https_only=True
)
az.monitor.AutoscaleSetting(
    "web",
    resource_group_name=group.name,
    target_resource_uri=plan.id,
    enabled=True,
    profiles=[
        {
            "name": "by use",
            "capacity": {"minimum": "1", "default": "2", "maximum": "5"},
            "rules": [
                {
                    "metric_trigger": {
                        "metric_name": "CpuPercentage",
                        "metric_resource_uri": plan.id,
                        "operator": "GreaterThan",
                        "statistic": "Average",
                        "threshold": 70,
                        "time_aggregation": "Average",
                        "time_grain": "PT1M",
                        "time_window": "PT10M",
                    },
                    "scale_action": {"direction": "Increase", "type": "ChangeCount", "value": "1", "cooldown": "PT5M"},
                }
            ],
        }
    ],
)
pulumi.export("url", pulumi.Output.concat("https://", app.default_host_name))
