"""A Cosmos DB account in two regions with a database that scales, and a role on its data for an identity."""

import pulumi_azure_native as az

group = az.resources.ResourceGroup("documents", location="westeurope")
account = az.cosmosdb.DatabaseAccount(
    "documents",
    resource_group_name=group.name,
    kind="GlobalDocumentDB",
    database_account_offer_type=az.cosmosdb.DatabaseAccountOfferType.STANDARD,
    consistency_policy={
        "default_consistency_level": "BoundedStaleness",
        "max_interval_in_seconds": 300,
        "max_staleness_prefix": 100000,
    },
    locations=[
        {"location_name": "West Europe", "failover_priority": 0, "is_zone_redundant": True},
        {"location_name": "northeurope", "failover_priority": 1},
    ],
    enable_automatic_failover=True,
    backup_policy={"type": "Continuous", "continuous_mode_properties": {"tier": "Continuous7Days"}},
)
database = az.cosmosdb.SqlResourceSqlDatabase(
    "orders",
    resource_group_name=group.name,
    account_name=account.name,
    database_name="orders",
    resource={"id": "orders"},
    options={"autoscale_settings": {"max_throughput": 4000}},
)
az.cosmosdb.SqlResourceSqlContainer(
    "lines",
    resource_group_name=group.name,
    account_name=account.name,
    database_name=database.name,
    container_name="lines",
    resource={
        "id": "lines",
        "partition_key": {"paths": ["/customer", "/order"], "kind": "MultiHash", "version": 2},
        "default_ttl": -1,
        "indexing_policy": {
            "indexing_mode": "consistent",
            "included_paths": [{"path": "/*"}],
            "excluded_paths": [{"path": '/"_etag"/?'}],
        },
    },
)
identity = az.managedidentity.UserAssignedIdentity("reader", resource_group_name=group.name)
az.cosmosdb.SqlResourceSqlRoleAssignment(
    "reader",
    resource_group_name=group.name,
    account_name=account.name,
    principal_id=identity.principal_id,
    role_definition_id=account.id.apply(lambda id_: f"{id_}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000001"),
    scope=account.id,
)
