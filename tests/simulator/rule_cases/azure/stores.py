"""Vaults, registries, messages, storage and databases."""

from typing import Any

from tests.simulator.rule_cases import Case, ProgramCase, resource

VAULT = "azure-native:keyvault:Vault"
REGISTRY = "azure-native:containerregistry:Registry"
COPY = "azure-native:containerregistry:Replication"
BUS = "azure-native:servicebus:Namespace"
QUEUE = "azure-native:servicebus:Queue"
TOPIC = "azure-native:servicebus:Topic"
HUBS = "azure-native:eventhub:Namespace"
HUB = "azure-native:eventhub:EventHub"
STORAGE = "azure-native:storage:StorageAccount"
CONTAINER = "azure-native:storage:BlobContainer"
SQL = "azure-native:sql:Server"
POSTGRES = "azure-native:dbforpostgresql:Server"
COSMOS = "azure-native:cosmosdb:DatabaseAccount"
ITEMS = "azure-native:cosmosdb:SqlResourceSqlContainer"
TENANT = "11111111-2222-3333-4444-555555555555"


def _locations(*priorities: int) -> dict[str, Any]:
    return {
        "locations": [{"locationName": f"r{place}", "failoverPriority": one} for place, one in enumerate(priorities)]
    }


def _stale(prefix: int, *priorities: int) -> dict[str, Any]:
    policy = {"defaultConsistencyLevel": "BoundedStaleness", "maxStalenessPrefix": prefix}
    return {"consistencyPolicy": policy, **_locations(*priorities)}


CASES = [
    Case(
        rule="purge_protection_is_never_false",
        type=VAULT,
        good={"properties": {"enablePurgeProtection": True}},
        bad={"properties": {"enablePurgeProtection": False}},
        path="properties.enablePurgeProtection",
        says="`properties.enablePurgeProtection` is false; Azure takes true, or nothing.",
    ),
    Case(
        rule="access_policies_are_of_the_vaults_tenant",
        type=VAULT,
        good={"properties": {"tenantId": TENANT, "accessPolicies": [{"tenantId": TENANT}]}},
        bad={"properties": {"tenantId": TENANT, "accessPolicies": [{"tenantId": TENANT.replace("5", "6")}]}},
        path="properties.accessPolicies[0].tenantId",
        says=f"`properties.accessPolicies[0].tenantId` is `{TENANT.replace('5', '6')}`, and the vault's tenant is `{TENANT}`; they must be the same.",
    ),
    Case(
        rule="keys_of_rsa_have_no_curve",
        type="azure-native:keyvault:Key",
        good={"properties": {"kty": "EC"}},
        bad={"properties": {"kty": "RSA", "curveName": "P-256"}},
        path="properties.curveName",
        says="`properties.curveName` is given; an RSA key has a size and no curve.",
        severity="warning",
    ),
    Case(
        rule="registries_have_what_their_tier_has",
        type=REGISTRY,
        good={"sku": {"name": "Premium"}, "publicNetworkAccess": "Disabled"},
        bad={"sku": {"name": "Standard"}, "publicNetworkAccess": "Disabled"},
        path="publicNetworkAccess",
        says="`publicNetworkAccess` is `Disabled`; that needs the Premium tier, and `sku.name` is `Standard`.",
    ),
    Case(
        rule="registries_have_what_their_tier_has",
        type=REGISTRY,
        good={"sku": {"name": "Basic"}, "networkRuleSet": {"defaultAction": "Allow"}},
        bad={"sku": {"name": "Basic"}, "networkRuleSet": {"defaultAction": "Deny"}},
        path="networkRuleSet.defaultAction",
        says="`networkRuleSet.defaultAction` is `Deny`; that needs the Premium tier, and `sku.name` is `Basic`.",
    ),
    Case(
        rule="registries_have_what_their_tier_has",
        type=REGISTRY,
        good={"sku": {"name": "Standard"}, "anonymousPullEnabled": True},
        bad={"sku": {"name": "Basic"}, "anonymousPullEnabled": True},
        path="anonymousPullEnabled",
        says="`anonymousPullEnabled` is true; that needs the Standard or Premium tier, and `sku.name` is `Basic`.",
    ),
    Case(
        rule="soft_deletion_goes_without_retention",
        type=REGISTRY,
        good={"sku": {"name": "Premium"}, "policies": {"softDeletePolicy": {"status": "enabled"}}},
        bad={"policies": {"softDeletePolicy": {"status": "enabled"}, "retentionPolicy": {"status": "enabled"}}},
        path="policies.softDeletePolicy.status",
        says="`policies.softDeletePolicy.status` is `enabled`, and so is `retentionPolicy`; a registry has one of the two.",
    ),
    Case(
        rule="messages_are_kept_and_locked_for_a_time",
        type=QUEUE,
        good={"lockDuration": "PT5M", "defaultMessageTimeToLive": "P14D"},
        bad={"lockDuration": "PT5M1S"},
        path="lockDuration",
        says="`lockDuration` is `PT5M1S`; allowed are PT1S to PT5M.",
    ),
    Case(
        rule="messages_are_kept_and_locked_for_a_time",
        type=TOPIC,
        good={"autoDeleteOnIdle": "PT5M"},
        bad={"defaultMessageTimeToLive": "14 days"},
        path="defaultMessageTimeToLive",
        says="`defaultMessageTimeToLive` is `14 days`, which is no duration; write one such as `PT1M`.",
    ),
    Case(
        rule="premium_namespaces_have_whole_units",
        type=BUS,
        good={"sku": {"name": "Premium", "capacity": 4}},
        bad={"sku": {"name": "Premium", "capacity": 3}},
        path="sku.capacity",
        says="`sku.capacity` is `3`; a Premium namespace has 1, 2, 4, 8 or 16 units.",
    ),
    Case(
        rule="premium_namespaces_have_whole_units",
        type=BUS,
        good={"sku": {"name": "Premium", "capacity": 64}, "premiumMessagingPartitions": 4},
        bad={"sku": {"name": "Premium", "capacity": 2}, "premiumMessagingPartitions": 4},
        path="sku.capacity",
        says="`sku.capacity` is `2`; a Premium namespace with `4` partitions has 4, 8, 16, 32 or 64 units.",
    ),
    Case(
        rule="kinds_of_account_go_with_their_sku",
        type=STORAGE,
        good={"kind": "BlockBlobStorage", "sku": {"name": "Premium_ZRS"}},
        bad={"kind": "BlockBlobStorage", "sku": {"name": "Standard_LRS"}},
        path="sku.name",
        says="`sku.name` is `Standard_LRS`; an account of the kind `BlockBlobStorage` has a Premium SKU.",
    ),
    Case(
        rule="kinds_of_account_go_with_their_sku",
        type=STORAGE,
        good={"kind": "BlobStorage", "sku": {"name": "Standard_GRS"}, "accessTier": "Cool"},
        bad={"kind": "BlobStorage", "sku": {"name": "Standard_GRS"}},
        path="accessTier",
        says="`accessTier` is missing; an account of the kind `BlobStorage` has one.",
    ),
    Case(
        rule="nfs_needs_a_hierarchical_namespace",
        type=STORAGE,
        good={"enableNfsV3": True, "isHnsEnabled": True},
        bad={"enableNfsV3": True},
        path="isHnsEnabled",
        says="`isHnsEnabled` is false where nothing is said; `enableNfsV3` needs a hierarchical namespace.",
    ),
    Case(
        rule="network_rules_have_public_addresses",
        type=STORAGE,
        good={"networkRuleSet": {"ipRules": [{"iPAddressOrRange": "198.51.100.0/30"}]}},
        bad={"networkRuleSet": {"ipRules": [{"iPAddressOrRange": "198.51.100.0/32"}]}},
        path="networkRuleSet.ipRules[0].iPAddressOrRange",
        says="`networkRuleSet.ipRules[0].iPAddressOrRange` is `198.51.100.0/32`; ranges of /31 and /32 are not taken.",
    ),
    Case(
        rule="sql_users_are_not_reserved",
        type=SQL,
        good={"administratorLogin": "dbadmin", "administratorLoginPassword": "x"},
        bad={"administratorLogin": "Admin", "administratorLoginPassword": "x"},
        path="administratorLogin",
        says="`administratorLogin` is `Admin`, a name that the server keeps for itself.",
        severity="warning",
    ),
    Case(
        rule="postgresql_users_are_not_reserved",
        type=POSTGRES,
        good={"administratorLogin": "pgadmin"},
        bad={"administratorLogin": "pg_admin"},
        path="administratorLogin",
        says="`administratorLogin` is `pg_admin`, a name that the server keeps for itself.",
    ),
    Case(
        rule="sql_servers_have_an_administrator",
        type=SQL,
        good={"administrators": {"azureADOnlyAuthentication": True}},
        bad={"administratorLogin": "dbadmin"},
        path="administratorLoginPassword",
        says="`administratorLoginPassword` is missing; `administratorLogin` needs a password.",
    ),
    Case(
        rule="databases_pause_after_a_quarter_of_an_hour",
        type="azure-native:sql:Database",
        good={"autoPauseDelay": 15},
        bad={"autoPauseDelay": 14},
        path="autoPauseDelay",
        says="`autoPauseDelay` is `14`; allowed are 15 to 10080 minutes, and -1.",
    ),
    Case(
        rule="firewalls_of_databases_name_ranges_in_order",
        type="azure-native:sql:FirewallRule",
        good={"startIpAddress": "0.0.0.0", "endIpAddress": "0.0.0.0"},  # noqa: S104 - Azure's way to say itself
        bad={"startIpAddress": "192.0.2.9", "endIpAddress": "192.0.2.8"},
        path="startIpAddress",
        says="`startIpAddress` is `192.0.2.9`, which lies after `192.0.2.8`, the end.",
    ),
    Case(
        rule="burstable_servers_have_no_standby",
        type=POSTGRES,
        good={"sku": {"tier": "GeneralPurpose"}, "highAvailability": {"mode": "ZoneRedundant"}},
        bad={"sku": {"tier": "Burstable"}, "highAvailability": {"mode": "ZoneRedundant"}},
        path="highAvailability.mode",
        says="`highAvailability.mode` is `ZoneRedundant`; a server of the tier `Burstable` has no standby.",
    ),
    Case(
        rule="cosmos_regions_take_over_in_an_order",
        type=COSMOS,
        good=_locations(0, 1),
        bad=_locations(0, 0),
        path="locations[1].failoverPriority",
        says="`locations[1].failoverPriority` is `0` a second time; regions take over one after the other.",
    ),
    Case(
        rule="cosmos_regions_take_over_in_an_order",
        type=COSMOS,
        good=_locations(0),
        bad=_locations(1),
        path="locations[0].failoverPriority",
        says="`locations[0].failoverPriority` is `1`; the priorities of 1 regions go from 0 to 0.",
    ),
    Case(
        rule="throughput_is_fixed_or_scales",
        type=ITEMS,
        good={"options": {"throughput": 400}},
        bad={"options": {"throughput": 400, "autoscaleSettings": {"maxThroughput": 1000}}},
        path="options.throughput",
        says="`options.throughput` is given beside `autoscaleSettings`; throughput is fixed or scales.",
    ),
    Case(
        rule="items_live_for_a_while_or_for_ever",
        type=ITEMS,
        good={"resource": {"defaultTtl": -1}},
        bad={"resource": {"defaultTtl": 0}},
        path="resource.defaultTtl",
        says="`resource.defaultTtl` is `0`; allowed are 1 second and more, and -1.",
    ),
    Case(
        rule="bounded_staleness_spans_the_regions",
        type=COSMOS,
        good=_stale(100_000, 0, 1),
        bad=_stale(99_999, 0, 1),
        path="consistencyPolicy.maxStalenessPrefix",
        says="`consistencyPolicy.maxStalenessPrefix` is `99999`; over several regions it is 100000 at least.",
    ),
    Case(
        rule="basic_databases_span_no_zones",
        type="azure-native:sql:Database",
        good={"zoneRedundant": True, "sku": {"name": "P1", "tier": "Premium"}},
        bad={"zoneRedundant": True, "sku": {"name": "S1", "tier": "Standard"}},
        path="zoneRedundant",
        says="`zoneRedundant` is true; a database of the tier `Standard` lies in one zone.",
    ),
]


def _copied(sku: str, location: str) -> list[Any]:
    registry = resource(REGISTRY, "images", {"sku": {"name": sku}, "location": "West Europe"})
    return [registry, resource(COPY, "copy", {"location": location}, behind={"registryName": [registry]})]


def _in(holder: str, inputs: dict[str, Any], type_: str, property_: str, **given: Any) -> list[Any]:
    outer = resource(holder, "holder", inputs)
    return [outer, resource(type_, "inner", given, behind={property_: [outer]})]


def _bus(sku: str, type_: str, **given: Any) -> list[Any]:
    return _in(BUS, {"sku": {"name": sku}}, type_, "namespaceName", **given)


PROGRAM_CASES = [
    ProgramCase(
        rule="copies_are_of_premium_registries_elsewhere",
        good=_copied("Premium", "swedencentral"),
        bad=_copied("Standard", "swedencentral"),
        name="copy",
        path="registryName",
        says="`registryName` is images, a registry of the tier `Standard`; copies need Premium.",
    ),
    ProgramCase(
        rule="copies_are_of_premium_registries_elsewhere",
        good=_copied("Premium", "northeurope"),
        bad=_copied("Premium", "westeurope"),
        name="copy",
        path="location",
        says="`location` is `westeurope`, where images itself lies; a copy goes elsewhere.",
    ),
    ProgramCase(
        rule="basic_namespaces_have_plain_queues",
        good=_bus("Standard", TOPIC),
        bad=_bus("Basic", TOPIC),
        name="inner",
        path="namespaceName",
        says="holder is a Basic namespace, which has no topics.",
    ),
    ProgramCase(
        rule="basic_namespaces_have_plain_queues",
        good=_bus("Basic", QUEUE, requiresSession=False),
        bad=_bus("Basic", QUEUE, requiresSession=True),
        name="inner",
        path="requiresSession",
        says="holder is a Basic namespace, which has no `requiresSession`.",
    ),
    ProgramCase(
        rule="event_hubs_stay_within_their_tier",
        good=_in(HUBS, {"sku": {"name": "Standard"}}, HUB, "namespaceName", messageRetentionInDays=7),
        bad=_in(HUBS, {"sku": {"name": "Standard"}}, HUB, "namespaceName", messageRetentionInDays=8),
        name="inner",
        path="messageRetentionInDays",
        says="`messageRetentionInDays` is `8`; holder, a Standard namespace, allows 7 days.",
    ),
    ProgramCase(
        rule="public_containers_need_an_account_that_allows_them",
        good=_in(STORAGE, {"allowBlobPublicAccess": True}, CONTAINER, "accountName", publicAccess="Blob"),
        bad=_in(STORAGE, {"allowBlobPublicAccess": False}, CONTAINER, "accountName", publicAccess="Blob"),
        name="inner",
        path="publicAccess",
        says="`publicAccess` is `Blob`; holder, the account, allows none.",
    ),
    ProgramCase(
        rule="serverless_accounts_have_no_throughput",
        good=_in(COSMOS, {}, ITEMS, "accountName", options={"throughput": 400}),
        bad=_in(
            COSMOS, {"capabilities": [{"name": "EnableServerless"}]}, ITEMS, "accountName", options={"throughput": 400}
        ),
        name="inner",
        path="options.throughput",
        says="`options.throughput` is given; holder, the account, is serverless.",
    ),
    ProgramCase(
        rule="basic_event_hubs_have_one_group",
        good=_in(HUBS, {"sku": {"name": "Standard"}}, "azure-native:eventhub:ConsumerGroup", "namespaceName"),
        bad=_in(HUBS, {"sku": {"name": "Basic"}}, "azure-native:eventhub:ConsumerGroup", "namespaceName"),
        name="inner",
        path="namespaceName",
        says="holder is a Basic namespace, whose event hubs have the consumer group $Default alone.",
    ),
]
