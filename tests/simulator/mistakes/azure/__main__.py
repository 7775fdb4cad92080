"""Mistakes on Azure, a number each, written without a look at the rules."""

from typing import Any

import pulumi_azure_native as az

rg = az.resources.ResourceGroup("rg")
R = rg.name
az.resources.ResourceGroup("m01-loc", location="westeurop")
az.storage.StorageAccount("m02-Name-With-Dash", resource_group_name=R, kind="StorageV2", sku={"name": "Standard_LRS"})
m03 = az.storage.StorageAccount("m03sku", resource_group_name=R, kind="StorageV2", sku={"name": "Standard_XRS"})
az.storage.StorageAccount("m04hns", resource_group_name=R, kind="BlobStorage", sku={"name": "Standard_LRS"})
az.storage.BlobContainer("m05-Up", resource_group_name=R, account_name=m03.name, container_name="Upper--x")
vnet = az.network.VirtualNetwork("vnet", resource_group_name=R, address_space={"address_prefixes": ["10.0.0.0/16"]})
m06a = az.network.Subnet(
    "m06-first", resource_group_name=R, virtual_network_name=vnet.name, address_prefix="10.0.0.0/24"
)
az.network.Subnet("m06-overlap", resource_group_name=R, virtual_network_name=vnet.name, address_prefix="10.0.0.128/25")
az.network.Subnet("m07-outside", resource_group_name=R, virtual_network_name=vnet.name, address_prefix="10.9.0.0/24")
az.network.Subnet("m08-small", resource_group_name=R, virtual_network_name=vnet.name, address_prefix="10.0.1.0/30")
az.network.NetworkSecurityGroup(
    "m09-nsg",
    resource_group_name=R,
    security_rules=[
        {
            "name": "a",
            "priority": 50,
            "direction": "Inbound",
            "access": "Allow",
            "protocol": "Tcp",
            "source_address_prefix": "*",
            "source_port_range": "*",
            "destination_address_prefix": "*",
            "destination_port_range": "443",
        }
    ],
)
az.network.NetworkSecurityGroup(
    "m10-nsg",
    resource_group_name=R,
    security_rules=[
        {
            "name": n,
            "priority": 150,
            "direction": "Inbound",
            "access": "Allow",
            "protocol": "Tcp",
            "source_address_prefix": "*",
            "source_port_range": "*",
            "destination_address_prefix": "*",
            "destination_port_range": "70000",
        }
        for n in "ab"
    ],
)
ws = az.operationalinsights.Workspace("m11-ws", resource_group_name=R, retention_in_days=5, sku={"name": "PerGB2018"})
env = az.app.ManagedEnvironment("env", resource_group_name=R)


def app(n: str, c: Any = None, t: Any = None, conf: Any = None, **k: Any) -> None:
    az.app.ContainerApp(
        n,
        resource_group_name=R,
        managed_environment_id=env.id,
        configuration=conf or {},
        template={"containers": [{"name": "a", "image": "mcr.microsoft.com/x:1", **(c or {})}], **(t or {})},
        **k,
    )


app("m12-cpu", {"resources": {"cpu": 1, "memory": "3Gi"}})
app("m13-cpu", {"resources": {"cpu": 0.3, "memory": "0.6Gi"}})
app("m14-big", {"resources": {"cpu": 8, "memory": "16Gi"}})
app("m15-probe", {"probes": [{"type": "Liveness", "period_seconds": 300, "http_get": {"port": 80, "path": "/"}}]})
app("m16-probe", {"probes": [{"type": "Livenes", "http_get": {"port": 80, "path": "/"}}]})
app("m17-scale", t={"scale": {"min_replicas": 5, "max_replicas": 2}})
app("m18-scale", t={"scale": {"max_replicas": 2000}})
app(
    "m19-traffic",
    conf={"ingress": {"external": True, "target_port": 80, "traffic": [{"latest_revision": True, "weight": 60}]}},
)
app("m20-port", conf={"ingress": {"external": True, "target_port": 80000}})
app("m21-secret", {"env": [{"name": "X", "secret_ref": "nope"}]})
app("m22-mode", conf={"active_revisions_mode": "Many"})
app("m23-a-container-app-with-a-name-too-long", container_app_name="a-container-app-with-a-name-too-long-x")
app("m24-up", container_app_name="Upper")
app("m25-tcp", conf={"ingress": {"external": True, "target_port": 80, "transport": "tpc"}})
app("m27-none", t={"containers": []})
app("m28-regsecret", conf={"registries": [{"server": "x.azurecr.io", "username": "u", "password_secret_ref": "nope"}]})
az.containerregistry.Registry("m29-reg", resource_group_name=R, registry_name="my-registry", sku={"name": "Basic"})
az.containerregistry.Registry("m30reg", resource_group_name=R, sku={"name": "Ultra"})
az.keyvault.Vault(
    "m31-kv",
    resource_group_name=R,
    vault_name="a-vault-with-a-name-that-is-too-long",
    properties={"tenant_id": "00000000-0000-0000-0000-000000000001", "sku": {"family": "A", "name": "standard"}},
)
az.keyvault.Vault(
    "m32-kv", resource_group_name=R, properties={"tenant_id": "not-a-guid", "sku": {"family": "A", "name": "standard"}}
)
az.keyvault.Vault(
    "m33-kv",
    resource_group_name=R,
    properties={
        "tenant_id": "00000000-0000-0000-0000-000000000001",
        "sku": {"family": "A", "name": "standard"},
        "soft_delete_retention_in_days": 3,
    },
)
az.keyvault.Vault(
    "m34-kv",
    resource_group_name=R,
    properties={
        "tenant_id": "00000000-0000-0000-0000-000000000001",
        "sku": {"family": "A", "name": "standard"},
        "enable_purge_protection": False,
    },
)
az.authorization.RoleAssignment(
    "m35-ra",
    scope=rg.id,
    principal_id="not-a-guid",
    role_definition_id="/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7",
)
az.authorization.RoleAssignment(
    "m36-ra", scope=rg.id, principal_id="00000000-0000-0000-0000-000000000001", role_definition_id="Reader"
)
prof = az.cdn.Profile("prof", resource_group_name=R, location="Global", sku={"name": "Standard_AzureFrontDoor"})
az.cdn.Profile("m37-prof", resource_group_name=R, location="westeurope", sku={"name": "Standard_AzureFrontDoor"})
az.cdn.AFDOriginGroup(
    "m38-og",
    resource_group_name=R,
    profile_name=prof.name,
    health_probe_settings={
        "probe_interval_in_seconds": 1000,
        "probe_path": "/",
        "probe_protocol": "Https",
        "probe_request_type": "GET",
    },
    load_balancing_settings={"sample_size": 4, "successful_samples_required": 5},
)
og = az.cdn.AFDOriginGroup(
    "og",
    resource_group_name=R,
    profile_name=prof.name,
    load_balancing_settings={"sample_size": 4, "successful_samples_required": 3},
)
az.cdn.AFDOrigin(
    "m39-o",
    resource_group_name=R,
    profile_name=prof.name,
    origin_group_name=og.name,
    host_name="x.example.com",
    priority=9,
    weight=2000,
)
az.cdn.AFDOrigin(
    "m40-pl",
    resource_group_name=R,
    profile_name=prof.name,
    origin_group_name=og.name,
    host_name="x.example.com",
    shared_private_link_resource={
        "private_link": {"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/e"},
        "private_link_location": "westeurope",
        "group_id": "managedEnvironments",
        "request_message": "x",
    },
)
az.frontdoor.Policy(
    "m41-waf",
    resource_group_name=R,
    policy_name="with-dash",
    location="Global",
    sku={"name": "Standard_AzureFrontDoor"},
)
az.frontdoor.Policy(
    "m42waf",
    resource_group_name=R,
    location="Global",
    sku={"name": "Standard_AzureFrontDoor"},
    custom_rules={
        "rules": [
            {
                "name": n,
                "priority": 1,
                "rule_type": "RateLimitRule",
                "action": "Block",
                "match_conditions": [
                    {"match_variable": "RemoteAddr", "operator": "IPMatch", "match_value": ["0.0.0.0/0"]}
                ],
            }
            for n in ("a", "b")
        ]
    },
)
az.frontdoor.Policy(
    "m43waf",
    resource_group_name=R,
    location="Global",
    sku={"name": "Standard_AzureFrontDoor"},
    managed_rules={"managed_rule_sets": [{"rule_set_type": "Microsoft_DefaultRuleSet", "rule_set_version": "2.1"}]},
)
az.monitor.MetricAlert(
    "m44-al",
    resource_group_name=R,
    location="global",
    enabled=True,
    severity=7,
    evaluation_frequency="PT1M",
    window_size="PT5M",
    scopes=[env.id],
    criteria={
        "odata_type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        "all_of": [
            {
                "name": "c",
                "metric_name": "x",
                "operator": "GreaterThan",
                "threshold": 1,
                "time_aggregation": "Average",
                "criterion_type": "StaticThresholdCriterion",
            }
        ],
    },
)
az.monitor.MetricAlert(
    "m45-al",
    resource_group_name=R,
    location="global",
    enabled=True,
    severity=2,
    evaluation_frequency="PT5M",
    window_size="PT1M",
    scopes=[env.id],
    criteria={
        "odata_type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        "all_of": [
            {
                "name": "c",
                "metric_name": "x",
                "operator": "GreaterThan",
                "threshold": 1,
                "time_aggregation": "Average",
                "criterion_type": "StaticThresholdCriterion",
            }
        ],
    },
)
az.monitor.ScheduledQueryRule(
    "m46-q",
    resource_group_name=R,
    enabled=True,
    severity=2,
    evaluation_frequency="PT7M",
    window_size="PT5M",
    scopes=[ws.id],
    criteria={
        "all_of": [
            {
                "query": "x",
                "operator": "GreaterThan",
                "threshold": 1,
                "time_aggregation": "Count",
                "failing_periods": {"number_of_evaluation_periods": 3, "min_failing_periods_to_alert": 5},
            }
        ]
    },
)
az.consumption.Budget(
    "m47-b",
    scope=rg.id,
    amount=10,
    category="Cost",
    time_grain="Monthly",
    time_period={"start_date": "2026-11-15T00:00:00Z"},
)
az.consumption.Budget(
    "m48-b",
    scope=rg.id,
    amount=10,
    category="Cost",
    time_grain="Weekly",
    time_period={"start_date": "2026-11-01T00:00:00Z"},
    notifications={
        "x": {"enabled": True, "operator": "GreaterThan", "threshold": 2000, "contact_emails": ["a@example.com"]}
    },
)
az.containerservice.ManagedCluster(
    "m49-aks",
    resource_group_name=R,
    dns_prefix="x",
    identity={"type": "SystemAssigned"},
    agent_pool_profiles=[{"name": "Nodepool-1", "count": 1, "vm_size": "Standard_D2s_v5", "mode": "System"}],
)
az.containerservice.ManagedCluster(
    "m50-aks",
    resource_group_name=R,
    dns_prefix="x",
    identity={"type": "SystemAssigned"},
    agent_pool_profiles=[
        {
            "name": "np",
            "count": 1,
            "vm_size": "Standard_D2s_v5",
            "mode": "System",
            "enable_auto_scaling": True,
            "min_count": 5,
            "max_count": 2,
        }
    ],
)
az.containerservice.ManagedCluster(
    "m51-aks",
    resource_group_name=R,
    dns_prefix="x",
    identity={"type": "SystemAssigned"},
    agent_pool_profiles=[{"name": "np", "count": 1, "vm_size": "Standard_D2s_v5", "mode": "User"}],
)
az.containerservice.ManagedCluster(
    "m52-aks",
    resource_group_name=R,
    dns_prefix="x",
    identity={"type": "SystemAssigned"},
    agent_pool_profiles=[{"name": "np", "count": 1, "vm_size": "Standard_D2s_v5", "mode": "System"}],
    network_profile={"network_plugin": "azure", "service_cidr": "10.0.0.0/16", "dns_service_ip": "10.1.0.10"},
)
sql = az.sql.Server("m53-sql", resource_group_name=R, administrator_login="admin", administrator_login_password="short")
az.dbforpostgresql.Server(
    "m54-pg",
    resource_group_name=R,
    version="16",
    sku={"name": "Standard_B1ms", "tier": "GeneralPurpose"},
    storage={"storage_size_gb": 33},
    administrator_login="azure_superuser",
    administrator_login_password="x",
)
az.dbforpostgresql.Server(
    "m55-pg",
    resource_group_name=R,
    version="16",
    sku={"name": "Standard_B1ms", "tier": "Burstable"},
    storage={"storage_size_gb": 32},
    high_availability={"mode": "ZoneRedundant"},
    backup={"backup_retention_days": 60},
)
az.redis.Redis("m56-redis", resource_group_name=R, sku={"name": "Basic", "family": "P", "capacity": 9})
sb = az.servicebus.Namespace("sb", resource_group_name=R, sku={"name": "Basic"})
az.servicebus.Topic("m57-top", resource_group_name=R, namespace_name=sb.name)
az.servicebus.Queue("m58-q", resource_group_name=R, namespace_name=sb.name, lock_duration="PT10M", max_delivery_count=0)
az.eventhub.EventHub(
    "m59-eh", resource_group_name=R, namespace_name="x", message_retention_in_days=100, partition_count=64
)
az.compute.VirtualMachine(
    "m60-vm",
    resource_group_name=R,
    hardware_profile={"vm_size": "D2s_v5"},
    network_profile={"network_interfaces": [{"id": m06a.id}]},
    os_profile={"computer_name": "x", "admin_username": "admin", "admin_password": "x"},
    storage_profile={
        "os_disk": {"create_option": "FromImage"},
        "image_reference": {"publisher": "a", "offer": "b", "sku": "c", "version": "latest"},
    },
)
az.network.PublicIPAddress(
    "m61-pip", resource_group_name=R, sku={"name": "Standard"}, public_ip_allocation_method="Dynamic"
)
az.network.NatGateway("m62-nat", resource_group_name=R, sku={"name": "Standard"}, idle_timeout_in_minutes=2)
dns = az.dns.Zone("m63-zone", resource_group_name=R, location="westeurope", zone_name="example.com")
az.dns.RecordSet(
    "m64-rs",
    resource_group_name=R,
    zone_name="example.com",
    record_type="A",
    ttl=60,
    relative_record_set_name="www",
    a_records=[{"ipv4_address": "1.2.3.400"}],
)
az.monitor.DiagnosticSetting("m66-diag", resource_uri=env.id, logs=[{"category_group": "allLogs", "enabled": True}])
az.web.AppServicePlan("m67-plan", resource_group_name=R, kind="Linux", sku={"name": "X1", "tier": "Basic"})
az.web.WebApp("m68-Web_App", resource_group_name=R, name="web_app")
tags = az.resources.ResourceGroup("m69-tags", tags={"a<b": "x"})
az.applicationinsights.Component(
    "m70-ai", resource_group_name=R, kind="web", application_type="webb", retention_in_days=45
)
az.app.Job(
    "m71-job",
    resource_group_name=R,
    environment_id=env.id,
    configuration={"trigger_type": "Schedule", "replica_timeout": 0},
    template={"containers": [{"name": "a", "image": "x"}]},
)
az.app.ContainerApp(
    "m73-loc",
    resource_group_name=R,
    location="northeurope",
    managed_environment_id=env.id,
    configuration={},
    template={"containers": [{"name": "a", "image": "x"}]},
)
az.cosmosdb.DatabaseAccount(
    "m74-cos",
    resource_group_name=R,
    database_account_offer_type="Standard",
    locations=[
        {"location_name": "westeurope", "failover_priority": 0},
        {"location_name": "northeurope", "failover_priority": 0},
    ],
    consistency_policy={
        "default_consistency_level": "BoundedStaleness",
        "max_staleness_prefix": 1,
        "max_interval_in_seconds": 1,
    },
)
az.network.LoadBalancer("m75-lb", resource_group_name=R, sku={"name": "Basicc"})
