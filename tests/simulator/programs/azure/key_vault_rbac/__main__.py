"""A key vault whose secrets an identity reads by role, with its log kept, an alert, and a budget for the group."""

import pulumi
import pulumi_azure_native as az

READER = "4633458b-17de-408a-b874-0445c86b69e6"

group = az.resources.ResourceGroup("secrets", location="westeurope")
client = az.authorization.get_client_config_output()
vault = az.keyvault.Vault(
    "team",
    vault_name="team-secrets-01",
    resource_group_name=group.name,
    properties={
        "tenant_id": client.tenant_id,
        "sku": {"family": "A", "name": "standard"},
        "enable_rbac_authorization": True,
        "enable_soft_delete": True,
        "soft_delete_retention_in_days": 90,
        "enable_purge_protection": True,
        "network_acls": {"bypass": "AzureServices", "default_action": "Allow"},
    },
)
az.keyvault.Secret(
    "api-key", resource_group_name=group.name, vault_name=vault.name, properties={"value": pulumi.Output.secret("s")}
)
az.keyvault.Key(
    "disks",
    resource_group_name=group.name,
    vault_name=vault.name,
    properties={"kty": "RSA", "key_size": 3072, "key_ops": ["wrapKey", "unwrapKey"]},
)
identity = az.managedidentity.UserAssignedIdentity("app", resource_group_name=group.name)
az.managedidentity.FederatedIdentityCredential(
    "github",
    resource_group_name=group.name,
    resource_name_=identity.name,
    issuer="https://token.actions.githubusercontent.com",
    subject="repo:team/app:ref:refs/heads/main",
    audiences=["api://AzureADTokenExchange"],
)
az.authorization.RoleAssignment(
    "app-reads-secrets",
    scope=vault.id,
    principal_id=identity.principal_id,
    principal_type="ServicePrincipal",
    role_definition_id=client.subscription_id.apply(
        lambda account: f"/subscriptions/{account}/providers/Microsoft.Authorization/roleDefinitions/{READER}"
    ),
)
workspace = az.operationalinsights.Workspace("audit", resource_group_name=group.name, sku={"name": "PerGB2018"})
az.monitor.DiagnosticSetting(
    "audit",
    resource_uri=vault.id,
    workspace_id=workspace.id,
    logs=[{"category_group": "audit", "enabled": True}],
    metrics=[{"category": "AllMetrics", "enabled": True}],
)
people = az.monitor.ActionGroup(
    "team",
    resource_group_name=group.name,
    location="Global",
    group_short_name="team",
    enabled=True,
    email_receivers=[{"name": "on-call", "email_address": "on-call@example.com"}],
)
az.monitor.MetricAlert(
    "availability",
    resource_group_name=group.name,
    location="global",
    enabled=True,
    severity=1,
    scopes=[vault.id],
    evaluation_frequency="PT1M",
    window_size="PT5M",
    criteria=az.monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
        odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        all_of=[
            az.monitor.MetricCriteriaArgs(
                criterion_type="StaticThresholdCriterion",
                name="availability",
                metric_name="Availability",
                operator="LessThan",
                threshold=99,
                time_aggregation="Average",
            )
        ],
    ),
    actions=[{"action_group_id": people.id}],
)
az.consumption.Budget(
    "monthly",
    budget_name="secrets-monthly",
    scope=group.id,
    category="Cost",
    amount=100,
    time_grain="Monthly",
    time_period={"start_date": "2026-11-01T00:00:00Z"},
    notifications={
        "half": {
            "enabled": True,
            "operator": "GreaterThan",
            "threshold": 50,
            "contact_emails": ["team@example.com"],
            "contact_groups": [people.id],
        }
    },
)
az.authorization.ManagementLockByScope("vault", scope=vault.id, level="CanNotDelete", lock_name="keep")
