"""Queues and topics of Service Bus, and an event hub whose events are kept in a storage account."""

import pulumi_azure_native as az

group = az.resources.ResourceGroup("messages", location="westeurope")
bus = az.servicebus.Namespace(
    "orders",
    resource_group_name=group.name,
    sku={"name": "Standard", "tier": "Standard"},
    minimum_tls_version="1.2",
)
az.servicebus.Queue(
    "new",
    queue_name="orders/new",
    resource_group_name=group.name,
    namespace_name=bus.name,
    lock_duration="PT1M",
    max_delivery_count=10,
    default_message_time_to_live="P14D",
    dead_lettering_on_message_expiration=True,
    requires_session=True,
    max_size_in_megabytes=1024,
)
topic = az.servicebus.Topic(
    "paid",
    resource_group_name=group.name,
    namespace_name=bus.name,
    duplicate_detection_history_time_window="PT10M",
    requires_duplicate_detection=True,
)
subscription = az.servicebus.Subscription(
    "billing",
    resource_group_name=group.name,
    namespace_name=bus.name,
    topic_name=topic.name,
    max_delivery_count=5,
    auto_delete_on_idle="P10675199DT2H48M5.4775807S",
)
az.servicebus.Rule(
    "large",
    resource_group_name=group.name,
    namespace_name=bus.name,
    topic_name=topic.name,
    subscription_name=subscription.name,
    filter_type="SqlFilter",
    sql_filter={"sql_expression": "amount > 100"},
)
az.servicebus.NamespaceAuthorizationRule(
    "sender", resource_group_name=group.name, namespace_name=bus.name, rights=["Send"]
)
hubs = az.eventhub.Namespace(
    "clicks",
    resource_group_name=group.name,
    sku={"name": "Standard", "tier": "Standard", "capacity": 1},
    is_auto_inflate_enabled=True,
    maximum_throughput_units=10,
)
storage = az.storage.StorageAccount(
    "clicks", resource_group_name=group.name, kind="StorageV2", sku={"name": "Standard_ZRS"}
)
container = az.storage.BlobContainer("clicks", resource_group_name=group.name, account_name=storage.name)
hub = az.eventhub.EventHub(
    "clicks",
    resource_group_name=group.name,
    namespace_name=hubs.name,
    partition_count=4,
    message_retention_in_days=7,
    capture_description={
        "enabled": True,
        "encoding": "Avro",
        "interval_in_seconds": 300,
        "size_limit_in_bytes": 314572800,
        "destination": {
            "name": "EventHubArchive.AzureBlockBlob",
            "storage_account_resource_id": storage.id,
            "blob_container": container.name,
            "archive_name_format": "{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}",
        },
    },
)
az.eventhub.ConsumerGroup(
    "reports",
    resource_group_name=group.name,
    namespace_name=hubs.name,
    event_hub_name=hub.name,
)
