"""Mistakes on Azure, each beside what is right, written without a look at the rules."""

from typing import Any

import pulumi_azure_native as az


def twins(number: str) -> list[tuple[str, bool]]:
    """Give what the wrong one and the right one are called, and which is wrong."""
    return [(number, True), (number.replace("m", "right"), False)]


SUBSCRIPTION = "/subscriptions/0a1b2c3d-0a1b-4a1b-8a1b-0a1b2c3d4e5f"
IN = f"{SUBSCRIPTION}/resourceGroups/rg/providers"
G: dict[str, Any] = {"resource_group_name": "rg", "location": "westeurope"}
R: dict[str, Any] = {"resource_group_name": "rg"}


def aks(name: str, pools: Any = None, **more: Any) -> None:
    pool = {"name": "system", "count": 2, "vm_size": "Standard_D4s_v5", "mode": "System"}
    az.containerservice.ManagedCluster(
        name, **{**G, "dns_prefix": "main", "identity": {"type": "SystemAssigned"},
                 "agent_pool_profiles": pools or [pool], **more}
    )  # fmt: skip


def pool(name: str, **more: Any) -> None:
    given = {"agent_pool_name": "gpu", "count": 1, "vm_size": "Standard_NC4as_T4_v3", "mode": "User"}
    az.containerservice.AgentPool(name, **{**R, "resource_name_": "main", **given, **more})


def app(name: str, configuration: Any = None, container: Any = None, **template: Any) -> None:
    inside = {"containers": [{"name": "a", "image": "nginx:1", **(container or {})}], **template}
    az.app.ContainerApp(name, **G, managed_environment_id=f"{IN}/Microsoft.App/managedEnvironments/e",
                        configuration=configuration or {}, template=inside)  # fmt: skip


def job(name: str, **more: Any) -> None:
    given = {"replica_timeout": 600, "trigger_type": "Manual", "manual_trigger_config": {"parallelism": 1}, **more}
    az.app.Job(name, **G, environment_id=f"{IN}/Microsoft.App/managedEnvironments/e", configuration=given,
               template={"containers": [{"name": "a", "image": "nginx:1"}]})  # fmt: skip


def registry(name: str, sku: str = "Premium", **more: Any) -> None:
    az.containerregistry.Registry(name, **G, registry_name=name.replace("-", ""), sku={"name": sku}, **more)


def storage(name: str, **more: Any) -> None:
    given = {"account_name": name.replace("-", ""), "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    az.storage.StorageAccount(name, **{**G, **given, **more})


def rule(name: str, **more: Any) -> None:
    given = {"access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp",
             "source_address_prefix": "10.0.0.0/8", "source_port_range": "*", "destination_address_prefix": "*",
             "destination_port_range": "443"}  # fmt: skip
    az.network.SecurityRule(name, **{**R, "network_security_group_name": name, **given, **more})


def subnet(name: str, title: str, prefix: str) -> None:
    az.network.Subnet(name, **R, virtual_network_name="v", subnet_name=title, address_prefix=prefix)


def alert(name: str, **more: Any) -> None:
    criterion = {"criterionType": "StaticThresholdCriterion", "metricName": "Requests", "name": "c",
                 "operator": "GreaterThan", "threshold": 5, "timeAggregation": "Total"}  # fmt: skip
    given = {"severity": 2, "enabled": True, "evaluation_frequency": "PT1M", "window_size": "PT5M",
             "scopes": [f"{IN}/Microsoft.App/containerApps/a"], "criteria": {
                 "odataType": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
                 "allOf": [criterion]}}  # fmt: skip
    az.monitor.MetricAlert(name, **{**R, "location": "global", **given, **more})


def postgres(name: str, **more: Any) -> None:
    given = {"version": "16", "sku": {"name": "Standard_D2ds_v5", "tier": "GeneralPurpose"},
             "storage": {"storage_size_gb": 128}, "administrator_login": "dba",
             "administrator_login_password": "Longer-than-8"}  # fmt: skip
    az.dbforpostgresql.Server(name, **{**G, **given, **more})


def origin(name: str, **more: Any) -> None:
    az.cdn.AFDOrigin(name, **R, profile_name="p", origin_group_name="g", host_name="a.example.com", **more)


def group(name: str, **more: Any) -> None:
    given = {"load_balancing_settings": {"sample_size": 4, "successful_samples_required": 3},
             "health_probe_settings": {"probe_interval_in_seconds": 60, "probe_path": "/", "probe_protocol": "Https",
                                       "probe_request_type": "HEAD"}}  # fmt: skip
    az.cdn.AFDOriginGroup(name, **{**R, "profile_name": "p", **given, **more})


for n, bad in twins("m01"):
    pool(f"{n}-name", agent_pool_name="GPU" if bad else "gpu")
for n, bad in twins("m02"):
    pool(f"{n}-long", agent_pool_name="inferencepools" if bad else "inference")
for n, bad in twins("m03"):
    pool(f"{n}-pods", max_pods=5 if bad else 30)
for n, bad in twins("m04"):
    pool(f"{n}-sizes", enable_auto_scaling=True, min_count=4 if bad else 1, max_count=3)
for n, bad in twins("m05"):
    pool(f"{n}-spot", scale_set_priority="Spot", mode="System" if bad else "User")
for n, bad in twins("m06"):
    pool(f"{n}-taint", node_taints=["gpu=true" if bad else "gpu=true:NoSchedule"])
for n, bad in twins("m07"):
    pool(f"{n}-disk", os_disk_size_gb=4096 if bad else 128)
for n, bad in twins("m08"):
    network = {"network_plugin": "azure", "service_cidr": "10.2.0.0/16",
               "dns_service_ip": "10.3.0.10" if bad else "10.2.0.10"}  # fmt: skip
    aks(f"{n}-dns", network_profile=network)
for n, bad in twins("m09"):
    aks(f"{n}-plugin", network_profile={"network_plugin": "azurecni" if bad else "azure"})
for n, bad in twins("m10"):
    mode = "User" if bad else "System"
    aks(f"{n}-system", pools=[{"name": "one", "count": 1, "vm_size": "Standard_D4s_v5", "mode": mode}])
for n, bad in twins("m11"):
    aks(f"{n}-upgrade", auto_upgrade_profile={"upgrade_channel": "Stable" if bad else "stable", "node_os_upgrade_channel": "NodeImages" if bad else "NodeImage"})  # fmt: skip
for n, bad in twins("m12"):
    aks(f"{n}-prefix", dns_prefix="-main" if bad else "main")
for n, bad in twins("m13"):
    network = {"network_rule_set": {"default_action": "Deny"}}
    registry(f"{n}-rules", sku="Standard" if bad else "Premium", **network)
for n, bad in twins("m15"):
    az.containerregistry.Replication(f"{n}-r", **G, registry_name="images",
                                     replication_name="west-europe" if bad else "westeurope")  # fmt: skip
for n, bad in twins("m16"):
    storage(f"{n}-tls", minimum_tls_version="TLS1.2" if bad else "TLS1_2")
for n, bad in twins("m17"):
    storage(f"{n}-files", kind="FileStorage", sku={"name": "Standard_LRS" if bad else "Premium_LRS"})
for n, bad in twins("m18"):
    storage(f"{n}-tier", access_tier="Archive" if bad else "Cool")
for n, bad in twins("m19"):
    az.storage.BlobContainer(f"{n}-c", **R, account_name="models1234", container_name="Models" if bad else "models")
for n, bad in twins("m20"):
    az.storage.Queue(f"{n}-q", **R, account_name="models1234", queue_name="jobs_in" if bad else "jobs-in")
for n, bad in twins("m21"):
    az.storage.FileShare(f"{n}-s", **R, account_name="models1234", share_name="models", share_quota=0 if bad else 100)
for n, bad in twins("m22"):
    az.keyvault.Secret(f"{n}-s", **R, vault_name="kv", secret_name="api_key" if bad else "api-key",
                       properties={"value": "x"})  # fmt: skip
for n, bad in twins("m23"):
    az.keyvault.Key(f"{n}-k", **R, vault_name="kv", key_name="k",
                    properties={"kty": "RSA", "key_size": 1024 if bad else 2048})  # fmt: skip
for n, bad in twins("m24"):
    az.keyvault.Vault(f"{n}-v", **G, properties={
        "tenant_id": "0a1b2c3d-0a1b-4a1b-8a1b-0a1b2c3d4e5f", "sku": {"family": "A", "name": "standard"},
        "enable_rbac_authorization": True, "soft_delete_retention_in_days": 5 if bad else 7})  # fmt: skip
for n, bad in twins("m26"):
    az.privatedns.PrivateZone(f"{n}-z", **R, location="westeurope" if bad else "global",
                              private_zone_name="privatelink.blob.core.windows.net")  # fmt: skip
for n, bad in twins("m27"):
    subnet(f"{n}-bastion", "AzureBastionSubnet", "10.1.0.0/27" if bad else "10.1.0.0/26")
for n, bad in twins("m28"):
    subnet(f"{n}-firewall", "AzureFirewallSubnet", "10.2.0.0/27" if bad else "10.2.0.0/26")
for n, bad in twins("m29"):
    rule(f"{n}-ports", destination_port_range="80,443" if bad else "443")
for n, bad in twins("m30"):
    rule(f"{n}-priority", priority=5000 if bad else 4096)
for n, bad in twins("m33"):
    az.network.PublicIPAddress(f"{n}-ip", **G, sku={"name": "Standard"}, public_ip_allocation_method="Static",
                               dns_settings={"domain_name_label": "Web_API" if bad else f"web-api-{n}"})  # fmt: skip
for n, bad in twins("m34"):
    az.network.NatGateway(f"{n}-nat", **G, sku={"name": "Standard"}, idle_timeout_in_minutes=200 if bad else 120)
for n, bad in twins("m35"):
    origin(f"{n}-weight", weight=2000 if bad else 1000, priority=1)
for n, bad in twins("m36"):
    origin(f"{n}-priority", weight=100, priority=9 if bad else 5)
for n, bad in twins("m37"):
    group(f"{n}-sample", load_balancing_settings={"sample_size": 4, "successful_samples_required": 6 if bad else 3})
for n, bad in twins("m38"):
    method = {"probe_request_type": "POST" if bad else "HEAD"}
    group(f"{n}-probe", health_probe_settings={"probe_interval_in_seconds": 60, "probe_path": "/", **method})
for n, bad in twins("m39"):
    az.cdn.RuleSet(f"{n}-rules", **R, profile_name="p", rule_set_name="my-rules" if bad else "myrules")
for n, bad in twins("m40"):
    app(f"{n}-secret", {"secrets": [{"name": "API_KEY" if bad else "api-key", "value": "x"}]})
for n, bad in twins("m41"):
    env = [{"name": "K", "secret_ref": "other" if bad else "k"}]
    app(f"{n}-ref", {"secrets": [{"name": "k", "value": "x"}]}, {"env": env})
for n, bad in twins("m42"):
    app(f"{n}-http", {"ingress": {"target_port": 80, "transport": "grpc" if bad else "http2"}})
for n, bad in twins("m45"):
    cron = {"cron_expression": "0 0 3 * * *" if bad else "0 3 * * *", "parallelism": 1}
    job(f"{n}-cron", trigger_type="Schedule", schedule_trigger_config=cron, manual_trigger_config=None)
for n, bad in twins("m46"):
    job(f"{n}-trigger", trigger_type="Schedule" if bad else "Manual")
for n, bad in twins("m47"):
    az.monitor.ActionGroup(f"{n}-ag", **R, location="Global", enabled=True,
                           group_short_name="inference-oncall" if bad else "oncall")  # fmt: skip
for n, bad in twins("m48"):
    alert(f"{n}-often", evaluation_frequency="PT2M" if bad else "PT5M")
for n, bad in twins("m49"):
    alert(f"{n}-severity", severity=5 if bad else 4)
for n, bad in twins("m50"):
    capacity = {"minimum": "1", "maximum": "3", "default": "5" if bad else "2"}
    az.monitor.AutoscaleSetting(f"{n}-auto", **G, profiles=[{"name": "p", "capacity": capacity, "rules": []}],
                                target_resource_uri=f"{IN}/Microsoft.Compute/virtualMachineScaleSets/s")  # fmt: skip
for n, bad in twins("m51"):
    az.servicebus.Queue(f"{n}-q", **R, namespace_name="jobs1234", lock_duration="PT10M" if bad else "PT5M")
for n, bad in twins("m52"):
    az.servicebus.Queue(f"{n}-d", **R, namespace_name="jobs1234", max_delivery_count=0 if bad else 10)
for n, bad in twins("m53"):
    az.servicebus.Namespace(f"{n}-ns", **G, namespace_name="jobs-sb" if bad else "jobs-1234", sku={"name": "Standard"})
for n, bad in twins("m54"):
    postgres(f"{n}-ha", sku={"name": "Standard_B1ms" if bad else "Standard_D2ds_v5",
             "tier": "Burstable" if bad else "GeneralPurpose"}, high_availability={"mode": "ZoneRedundant"})  # fmt: skip
for n, bad in twins("m55"):
    postgres(f"{n}-backup", backup={"backup_retention_days": 40 if bad else 35})
for n, bad in twins("m56"):
    postgres(f"{n}-tier", sku={"name": "Standard_B1ms" if bad else "Standard_D2ds_v5", "tier": "GeneralPurpose"})
for n, bad in twins("m58"):
    places = [{"location_name": "westeurope", "failover_priority": 0},
              {"location_name": "northeurope", "failover_priority": 0 if bad else 1}]  # fmt: skip
    az.cosmosdb.DatabaseAccount(f"{n}-places", **G, database_account_offer_type="Standard", locations=places)
for n, bad in twins("m60"):
    az.redis.Redis(f"{n}-redis", **G, sku={"name": "Premium", "family": "C" if bad else "P", "capacity": 1})
for n, bad in twins("m61"):
    more = {} if bad else {"eviction_policy": "Deallocate"}
    aks(f"{n}-evict", pools=[{"name": "system", "count": 1, "vm_size": "Standard_D4s_v5", "mode": "System",
        **({"scale_set_eviction_policy": "Stop"} if bad else {})}])  # fmt: skip
for n, bad in twins("m63"):
    az.cognitiveservices.Account(
        f"{n}-acl", **G, kind="OpenAI", sku={"name": "S0"},
        properties={"network_acls": {"default_action": "Deny"},
                    **({} if bad else {"custom_sub_domain_name": "ai-1234-acl"})},
    )  # fmt: skip
for n, bad in twins("m65"):
    az.operationalinsights.Workspace(f"{n}-ws", **G, sku={"name": "PerGB2018"}, retention_in_days=20 if bad else 30)
