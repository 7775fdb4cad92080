"""A topic with a schema, a pulled and a pushed subscription, and a topic for what cannot be delivered."""

import json

import pulumi
import pulumi_gcp as gcp

schema = gcp.pubsub.Schema(
    "order",
    type="AVRO",
    definition=json.dumps({"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}]}),
)
orders = gcp.pubsub.Topic(
    "orders",
    message_retention_duration="86400s",
    schema_settings={"schema": schema.id, "encoding": "JSON"},
    labels={"team": "orders"},
)
dead = gcp.pubsub.Topic("orders-dead")
work = gcp.pubsub.Subscription(
    "work",
    topic=orders.id,
    ack_deadline_seconds=60,
    message_retention_duration="604800s",
    enable_exactly_once_delivery=True,
    expiration_policy={"ttl": ""},
    filter='attributes.kind = "new"',
    retry_policy={"minimum_backoff": "10s", "maximum_backoff": "600s"},
    dead_letter_policy={"dead_letter_topic": dead.id, "max_delivery_attempts": 5},
)
caller = gcp.serviceaccount.Account("caller", account_id="orders-push")
gcp.pubsub.Subscription(
    "push",
    topic=orders.name,
    push_config={
        "push_endpoint": "https://orders.example.com/events",
        "oidc_token": {"service_account_email": caller.email},
    },
)
gcp.pubsub.Subscription("dead", topic=dead.id, ack_deadline_seconds=600)
project = gcp.organizations.get_project_output()
agent = pulumi.Output.concat("serviceAccount:service-", project.number, "@gcp-sa-pubsub.iam.gserviceaccount.com")
gcp.pubsub.TopicIAMMember("agent-publishes", topic=dead.name, role="roles/pubsub.publisher", member=agent)
gcp.pubsub.SubscriptionIAMMember(
    "agent-acknowledges", subscription=work.name, role="roles/pubsub.subscriber", member=agent
)
