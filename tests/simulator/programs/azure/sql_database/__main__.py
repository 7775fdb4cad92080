"""A serverless SQL database reached over a private endpoint, and a PostgreSQL server with a standby."""

import pulumi
import pulumi_azure_native as az
import pulumi_random as random

group = az.resources.ResourceGroup("data", location="northeurope")
password = random.RandomPassword("sql", length=32, min_upper=1, min_lower=1, min_numeric=1)
server = az.sql.Server(
    "orders",
    resource_group_name=group.name,
    administrator_login="dbadmin",
    administrator_login_password=password.result,
    minimal_tls_version="1.2",
    public_network_access="Enabled",
    version="12.0",
)
database = az.sql.Database(
    "orders",
    database_name="orders",
    resource_group_name=group.name,
    server_name=server.name,
    sku={"name": "GP_S_Gen5", "tier": "GeneralPurpose", "family": "Gen5", "capacity": 2},
    auto_pause_delay=60,
    min_capacity=0.5,
    zone_redundant=False,
)
az.sql.FirewallRule(
    "azure",
    firewall_rule_name="AllowAllWindowsAzureIps",
    resource_group_name=group.name,
    server_name=server.name,
    start_ip_address="0.0.0.0",  # noqa: S104 - Azure's way to say itself
    end_ip_address="0.0.0.0",  # noqa: S104
)
network = az.network.VirtualNetwork(
    "data", resource_group_name=group.name, location="northeurope", address_space={"address_prefixes": ["10.0.0.0/16"]}
)
subnet = az.network.Subnet(
    "private",
    resource_group_name=group.name,
    virtual_network_name=network.name,
    address_prefix="10.0.1.0/27",
    private_endpoint_network_policies="Disabled",
)
az.network.PrivateEndpoint(
    "orders",
    resource_group_name=group.name,
    subnet={"id": subnet.id},
    private_link_service_connections=[
        {"name": "orders", "private_link_service_id": server.id, "group_ids": ["sqlServer"]}
    ],
)
postgres = az.dbforpostgresql.Server(
    "events",
    server_name="team-events",
    resource_group_name=group.name,
    location="North Europe",
    administrator_login="pgadmin",
    administrator_login_password=password.result,
    version="16",
    sku={"name": "Standard_D2ds_v5", "tier": "GeneralPurpose"},
    storage={"storage_size_gb": 128, "auto_grow": "Enabled"},
    backup={"backup_retention_days": 14, "geo_redundant_backup": "Enabled"},
    high_availability={"mode": "ZoneRedundant", "standby_availability_zone": "2"},
    availability_zone="1",
)
az.dbforpostgresql.Database(
    "events", database_name="events", resource_group_name=group.name, server_name=postgres.name, charset="UTF8"
)
pulumi.export("server", server.fully_qualified_domain_name)
