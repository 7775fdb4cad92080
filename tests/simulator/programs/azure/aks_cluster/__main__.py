"""A Kubernetes cluster in a network of its own, with a system pool, a pool that scales, and a pool of spot nodes."""

import pulumi_azure_native as az

group = az.resources.ResourceGroup("cluster", location="West Europe")
network = az.network.VirtualNetwork(
    "cluster", resource_group_name=group.name, address_space={"address_prefixes": ["10.10.0.0/16"]}
)
nodes = az.network.Subnet(
    "nodes", resource_group_name=group.name, virtual_network_name=network.name, address_prefix="10.10.0.0/20"
)
workspace = az.operationalinsights.Workspace(
    "cluster", resource_group_name=group.name, sku={"name": "PerGB2018"}, retention_in_days=30
)
cluster = az.containerservice.ManagedCluster(
    "cluster",
    resource_group_name=group.name,
    dns_prefix="team-cluster",
    kubernetes_version="1.33",
    enable_rbac=True,
    identity={"type": az.containerservice.ResourceIdentityType.SYSTEM_ASSIGNED},
    sku={"name": "Base", "tier": "Standard"},
    agent_pool_profiles=[
        {
            "name": "system",
            "mode": "System",
            "count": 3,
            "vm_size": "Standard_D2s_v5",
            "os_type": "Linux",
            "availability_zones": ["1", "2", "3"],
            "vnet_subnet_id": nodes.id,
            "max_pods": 50,
        }
    ],
    network_profile={
        "network_plugin": "azure",
        "network_policy": "calico",
        "service_cidr": "10.20.0.0/16",
        "dns_service_ip": "10.20.0.10",
        "load_balancer_sku": "standard",
    },
    addon_profiles={"omsagent": {"enabled": True, "config": {"logAnalyticsWorkspaceResourceID": workspace.id}}},
    oidc_issuer_profile={"enabled": True},
    security_profile={"workload_identity": {"enabled": True}},
    auto_upgrade_profile={"upgrade_channel": "stable"},
)
az.containerservice.AgentPool(
    "general",
    agent_pool_name="general",
    resource_group_name=group.name,
    resource_name_=cluster.name,
    mode="User",
    vm_size="Standard_D4s_v5",
    enable_auto_scaling=True,
    min_count=0,
    max_count=10,
    count=1,
    vnet_subnet_id=nodes.id,
)
az.containerservice.AgentPool(
    "spot",
    agent_pool_name="spot",
    resource_group_name=group.name,
    resource_name_=cluster.name,
    mode="User",
    vm_size="Standard_D4s_v5",
    count=1,
    scale_set_priority="Spot",
    scale_set_eviction_policy="Delete",
    spot_max_price=-1,
    node_taints=["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
)
credentials = az.containerservice.list_managed_cluster_user_credentials_output(
    resource_group_name=group.name, resource_name=cluster.name
)
