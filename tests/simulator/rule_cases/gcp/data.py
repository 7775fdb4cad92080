"""Pub/Sub, storage and databases: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case

SUBSCRIPTION = "gcp:pubsub/subscription:Subscription"
BUCKET = "gcp:storage/bucket:Bucket"
DATABASE = "gcp:sql/databaseInstance:DatabaseInstance"


def lifecycle(action: Any, condition: Any) -> dict[str, Any]:
    return {"location": "EU", "lifecycleRules": [{"action": action, "condition": condition}]}


def database(version: str = "POSTGRES_17", **more: Any) -> dict[str, Any]:
    return {"databaseVersion": version, "region": "us-central1", "settings": {"tier": "db-f1-micro", **more}}


CASES: list[Case] = [
    Case(
        rule="subscription_leaves_time_to_acknowledge",
        type=SUBSCRIPTION,
        good={"topic": "t", "ackDeadlineSeconds": 10},
        bad={"topic": "t", "ackDeadlineSeconds": 9},
        path="ackDeadlineSeconds",
        says="`ackDeadlineSeconds` is `9`; allowed are 10 to 600 seconds.",
    ),
    Case(
        rule="subscription_tries_before_it_gives_up",
        type=SUBSCRIPTION,
        good={"topic": "t", "deadLetterPolicy": {"maxDeliveryAttempts": 5}},
        bad={"topic": "t", "deadLetterPolicy": {"maxDeliveryAttempts": 4}},
        path="deadLetterPolicy.maxDeliveryAttempts",
        says="`deadLetterPolicy.maxDeliveryAttempts` is `4`; allowed are 5 to 100.",
    ),
    Case(
        rule="subscription_names_topics_in_full",
        type=SUBSCRIPTION,
        good={"topic": "t", "deadLetterPolicy": {"deadLetterTopic": "projects/p/topics/dead"}},
        bad={"topic": "t", "deadLetterPolicy": {"deadLetterTopic": "dead"}},
        path="deadLetterPolicy.deadLetterTopic",
        says="`deadLetterPolicy.deadLetterTopic` is `dead`; a topic is named as `projects/PROJECT/topics/NAME` here.",
    ),
    Case(
        rule="subscription_waits_less_first",
        type=SUBSCRIPTION,
        good={"topic": "t", "retryPolicy": {"minimumBackoff": "10s", "maximumBackoff": "10s"}},
        bad={"topic": "t", "retryPolicy": {"minimumBackoff": "11s", "maximumBackoff": "10s"}},
        path="retryPolicy.minimumBackoff",
        says="`retryPolicy.minimumBackoff` is `11s`, above `retryPolicy.maximumBackoff`, which is `10s`.",
    ),
    Case(
        rule="subscription_delivers_once_when_pulled",
        type=SUBSCRIPTION,
        good={"topic": "t", "enableExactlyOnceDelivery": True},
        bad={"topic": "t", "enableExactlyOnceDelivery": True, "pushConfig": {"pushEndpoint": "https://example.com"}},
        path="enableExactlyOnceDelivery",
        says="`enableExactlyOnceDelivery` is `true`, and the subscription pushes; exactly once is for pull.",
    ),
    Case(
        rule="lifecycle_changes_to_a_class",
        type=BUCKET,
        good=lifecycle({"type": "SetStorageClass", "storageClass": "NEARLINE"}, {"age": 30}),
        bad=lifecycle({"type": "SetStorageClass"}, {"age": 30}),
        path="lifecycleRules[0].action.storageClass",
        says="`lifecycleRules[0].action.storageClass` is missing; the action `SetStorageClass` needs it.",
    ),
    Case(
        rule="lifecycle_has_a_condition",
        type=BUCKET,
        good=lifecycle({"type": "Delete"}, {"age": 30}),
        bad=lifecycle({"type": "Delete"}, {}),
        path="lifecycleRules[0].condition",
        says="`lifecycleRules[0].condition` is empty; a lifecycle rule has at least one condition.",
    ),
    Case(
        rule="lifecycle_ends_uploads_by_age_or_name",
        type=BUCKET,
        good=lifecycle({"type": "AbortIncompleteMultipartUpload"}, {"age": 7}),
        bad=lifecycle({"type": "AbortIncompleteMultipartUpload"}, {"age": 7, "numNewerVersions": 1}),
        path="lifecycleRules[0].condition.numNewerVersions",
        says="`lifecycleRules[0].condition.numNewerVersions` is given; `AbortIncompleteMultipartUpload` goes by `age`, `matchesPrefixes` and `matchesSuffixes`.",
        severity="warning",
    ),
    Case(
        rule="bucket_with_folders_has_uniform_access",
        type=BUCKET,
        good={"location": "EU", "uniformBucketLevelAccess": True, "hierarchicalNamespace": {"enabled": True}},
        bad={"location": "EU", "hierarchicalNamespace": {"enabled": True}},
        path="hierarchicalNamespace.enabled",
        says="`hierarchicalNamespace.enabled` is `true`, and `uniformBucketLevelAccess` is not.",
        severity="warning",
    ),
    Case(
        rule="database_recovers_to_a_point_by_its_engine",
        type=DATABASE,
        good=database("MYSQL_8_0", backupConfiguration={"enabled": True, "binaryLogEnabled": True}),
        bad=database("MYSQL_8_0", backupConfiguration={"enabled": True, "pointInTimeRecoveryEnabled": True}),
        path="settings.backupConfiguration.pointInTimeRecoveryEnabled",
        says="`settings.backupConfiguration.pointInTimeRecoveryEnabled` is `true`, and the engine is `MYSQL_8_0`.",
    ),
    Case(
        rule="database_in_two_zones_has_backups",
        type=DATABASE,
        good=database(availabilityType="REGIONAL", backupConfiguration={"enabled": True}),
        bad=database(availabilityType="REGIONAL"),
        path="settings.backupConfiguration.enabled",
        says="`settings.backupConfiguration.enabled` is missing; two zones need backups.",
        severity="warning",
    ),
    Case(
        rule="database_size_is_offered",
        type=DATABASE,
        good=database(tier="db-custom-2-7680"),
        bad=database(tier="db-custom-3-7680"),
        path="settings.tier",
        says="`settings.tier` is `db-custom-3-7680`; allowed are 1 CPU and even numbers up to 96.",
    ),
    Case(
        rule="database_size_is_offered",
        type=DATABASE,
        good=database(tier="db-custom-96-368640"),
        bad=database(tier="db-custom-128-491520"),
        path="settings.tier",
        says="`settings.tier` is `db-custom-128-491520`; allowed are 1 CPU and even numbers up to 96.",
        severity="warning",
    ),
    Case(
        rule="database_size_is_offered",
        type=DATABASE,
        good=database(tier="db-custom-1-3840"),
        bad=database(tier="db-custom-1-3800"),
        path="settings.tier",
        says="`settings.tier` is `db-custom-1-3800`; memory is 3840 MiB or more, in steps of 256.",
    ),
    Case(
        rule="database_can_be_reached",
        type=DATABASE,
        good=database(ipConfiguration={"ipv4Enabled": False, "privateNetwork": "projects/p/global/networks/n"}),
        bad=database(ipConfiguration={"ipv4Enabled": False}),
        path="settings.ipConfiguration.ipv4Enabled",
        says="`settings.ipConfiguration.ipv4Enabled` is `false`, and there is no `privateNetwork` and no `pscConfigs`.",
    ),
    Case(
        rule="sql_server_has_a_password",
        type=DATABASE,
        good={**database("SQLSERVER_2022_STANDARD"), "rootPassword": "x"},
        bad=database("SQLSERVER_2022_STANDARD"),
        path="rootPassword",
        says="`rootPassword` is missing; `SQLSERVER_2022_STANDARD` needs it.",
    ),
]
