"""A dataset with a partitioned table, a view on it, readers, and logs that flow into it."""

import json

import pulumi
import pulumi_gcp as gcp

events = gcp.bigquery.Dataset(
    "events",
    dataset_id="events_v1",
    location="EU",
    default_table_expiration_ms=31536000000,
    max_time_travel_hours="48",
    storage_billing_model="PHYSICAL",
    labels={"kind": "events"},
)
clicks = gcp.bigquery.Table(
    "clicks",
    dataset_id=events.dataset_id,
    table_id="clicks",
    deletion_protection=False,
    schema=json.dumps(
        [
            {"name": "at", "type": "TIMESTAMP", "mode": "REQUIRED"},
            {"name": "user", "type": "STRING", "mode": "NULLABLE"},
            {"name": "page", "type": "STRING"},
        ]
    ),
    time_partitioning={"type": "DAY", "field": "at", "expiration_ms": 7776000000},
    clusterings=["user", "page"],
)
gcp.bigquery.Table(
    "daily",
    dataset_id=events.dataset_id,
    table_id="daily",
    deletion_protection=False,
    view={
        "query": pulumi.Output.concat(
            "SELECT DATE(at) AS day, COUNT(*) AS n FROM `", clicks.table_id, "` GROUP BY day"
        ),
        "use_legacy_sql": False,
    },
)
readers = gcp.serviceaccount.Account("readers", account_id="dashboard-reader")
gcp.bigquery.DatasetIamMember(
    "readers", dataset_id=events.dataset_id, role="roles/bigquery.dataViewer", member=readers.member
)
gcp.bigquery.DatasetIamBinding(
    "writers", dataset_id=events.dataset_id, role="roles/bigquery.dataEditor", members=["group:data@example.com"]
)
sink = gcp.logging.ProjectSink(
    "audit",
    destination=pulumi.Output.concat("bigquery.googleapis.com/", events.id),
    filter='logName:"cloudaudit.googleapis.com"',
    unique_writer_identity=True,
    bigquery_options={"use_partitioned_tables": True},
    exclusions=[{"name": "health", "filter": 'httpRequest.requestUrl:"/health"'}],
)
gcp.projects.IAMMember(
    "sink-writes", project="my-project", role="roles/bigquery.dataEditor", member=sink.writer_identity
)
