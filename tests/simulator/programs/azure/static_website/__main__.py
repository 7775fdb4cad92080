"""A website in a storage account, with a page of its own for what is not there, and a container for uploads."""

import pulumi
import pulumi_azure_native as az

group = az.resources.ResourceGroup("site", location="westeurope")
account = az.storage.StorageAccount(
    "site",
    account_name="teamwebsite01",
    resource_group_name=group.name,
    kind=az.storage.Kind.STORAGE_V2,
    sku={"name": az.storage.SkuName.STANDARD_LRS},
    access_tier="Hot",
    minimum_tls_version="TLS1_2",
    enable_https_traffic_only=True,
    allow_blob_public_access=True,
    network_rule_set={"default_action": "Allow", "ip_rules": [{"i_p_address_or_range": "198.51.100.7"}]},
    tags={"team": "web", "cost center": "42"},
)
website = az.storage.StorageAccountStaticWebsite(
    "site",
    account_name=account.name,
    resource_group_name=group.name,
    index_document="index.html",
    error404_document="404.html",
)
for page in ("index", "404"):
    az.storage.Blob(
        page,
        blob_name=f"{page}.html",
        resource_group_name=group.name,
        account_name=account.name,
        container_name=website.container_name,
        source=pulumi.StringAsset(f"<h1>{page}</h1>"),
        content_type="text/html",
    )
az.storage.BlobContainer(
    "uploads", resource_group_name=group.name, account_name=account.name, public_access="Blob", container_name="uploads"
)
az.storage.BlobServiceProperties(
    "site",
    blob_services_name="default",
    resource_group_name=group.name,
    account_name=account.name,
    delete_retention_policy={"enabled": True, "days": 14},
    is_versioning_enabled=True,
)
az.storage.ManagementPolicy(
    "old",
    management_policy_name="default",
    resource_group_name=group.name,
    account_name=account.name,
    policy={
        "rules": [
            {
                "name": "uploads",
                "enabled": True,
                "type": "Lifecycle",
                "definition": {
                    "actions": {"base_blob": {"delete": {"days_after_modification_greater_than": 365}}},
                    "filters": {"blob_types": ["blockBlob"], "prefix_match": ["uploads/"]},
                },
            }
        ]
    },
)
pulumi.export("url", account.primary_endpoints.web)
