"""A function on messages, one on requests, and a schedule that calls the second."""

import pulumi
import pulumi_gcp as gcp

REGION = "us-central1"

code = gcp.storage.Bucket("code", location="US", uniform_bucket_level_access=True)
archive = gcp.storage.BucketObject(
    "code",
    bucket=code.name,
    source=pulumi.AssetArchive({"main.py": pulumi.StringAsset("def handle(event):\n    return 'ok'\n")}),
)
events = gcp.pubsub.Topic("events")
runner = gcp.serviceaccount.Account("runner", account_id="function-runner")
build = {
    "runtime": "python312",
    "entry_point": "handle",
    "source": {"storage_source": {"bucket": code.name, "object": archive.name}},
}
gcp.cloudfunctionsv2.Function(
    "on-message",
    location=REGION,
    build_config=build,
    event_trigger={
        "trigger_region": REGION,
        "event_type": "google.cloud.pubsub.topic.v1.messagePublished",
        "pubsub_topic": events.id,
        "retry_policy": "RETRY_POLICY_RETRY",
    },
    service_config={"available_memory": "256M", "timeout_seconds": 60, "service_account_email": runner.email},
)
on_request = gcp.cloudfunctionsv2.Function(
    "on-request",
    location=REGION,
    build_config=build,
    service_config={
        "available_memory": "512Mi",
        "available_cpu": "1",
        "max_instance_count": 10,
        "min_instance_count": 0,
        "max_instance_request_concurrency": 20,
        "timeout_seconds": 300,
        "ingress_settings": "ALLOW_ALL",
        "environment_variables": {"LOG_LEVEL": "info"},
        "service_account_email": runner.email,
    },
    labels={"kind": "http"},
)
caller = gcp.serviceaccount.Account("caller", account_id="function-caller")
gcp.cloudrunv2.ServiceIamMember(
    "caller",
    location=REGION,
    name=on_request.name,
    role="roles/run.invoker",
    member=pulumi.Output.concat("serviceAccount:", caller.email),
)
gcp.cloudscheduler.Job(
    "nightly",
    region=REGION,
    schedule="30 2 * * mon-fri",
    time_zone="Europe/Berlin",
    attempt_deadline="320s",
    retry_config={"retry_count": 3, "min_backoff_duration": "5s"},
    http_target={
        "uri": on_request.url,
        "http_method": "POST",
        "body": "e30=",
        "oidc_token": {"service_account_email": caller.email},
    },
)
