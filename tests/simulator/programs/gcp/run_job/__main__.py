"""A job that runs every night with a secret, and a service with a container beside it and a bucket mounted."""

import pulumi
import pulumi_gcp as gcp

REGION = "europe-west1"

secret = gcp.secretmanager.Secret("token", secret_id="report-token", replication={"auto": {}})
version = gcp.secretmanager.SecretVersion("token", secret=secret.id, secret_data=pulumi.Output.secret("s3cret"))
runner = gcp.serviceaccount.Account("runner", account_id="report-runner")
gcp.secretmanager.SecretIamMember(
    "runner-reads", secret_id=secret.id, role="roles/secretmanager.secretAccessor", member=runner.member
)
job = gcp.cloudrunv2.Job(
    "report",
    location=REGION,
    deletion_protection=False,
    template={
        "task_count": 10,
        "parallelism": 5,
        "template": {
            "max_retries": 2,
            "timeout": "1800s",
            "service_account": runner.email,
            "containers": [
                {
                    "image": "us-docker.pkg.dev/cloudrun/container/job",
                    "args": ["--all"],
                    "envs": [
                        {"name": "MODE", "value": "full"},
                        {
                            "name": "TOKEN",
                            "value_source": {
                                "secret_key_ref": {"secret": secret.secret_id, "version": version.version}
                            },
                        },
                    ],
                    "resources": {"limits": {"cpu": "2", "memory": "4Gi"}},
                }
            ],
        },
    },
)
gcp.cloudscheduler.Job(
    "report",
    region=REGION,
    schedule="0 3 * * *",
    time_zone="Etc/UTC",
    http_target={
        "http_method": "POST",
        "uri": pulumi.Output.concat("https://run.googleapis.com/v2/", job.id, ":run"),
        "oauth_token": {"service_account_email": runner.email},
    },
)
files = gcp.storage.Bucket("files", location=REGION, uniform_bucket_level_access=True)
service = gcp.cloudrunv2.Service(
    "files",
    location=REGION,
    deletion_protection=False,
    ingress="INGRESS_TRAFFIC_ALL",
    template={
        "timeout": "60s",
        "max_instance_request_concurrency": 40,
        "execution_environment": "EXECUTION_ENVIRONMENT_GEN2",
        "scaling": {"min_instance_count": 0, "max_instance_count": 5},
        "volumes": [
            {"name": "files", "gcs": {"bucket": files.name, "read_only": True}},
            {"name": "scratch", "empty_dir": {"medium": "MEMORY", "size_limit": "64Mi"}},
        ],
        "containers": [
            {
                "name": "web",
                "image": "us-docker.pkg.dev/cloudrun/container/hello",
                "ports": {"container_port": 8080},
                "depends_ons": ["collector"],
                "volume_mounts": [{"name": "files", "mount_path": "/files"}],
                "resources": {"limits": {"cpu": "1000m", "memory": "512Mi"}, "cpu_idle": True},
                "startup_probe": {"period_seconds": 5, "failure_threshold": 12, "http_get": {"path": "/"}},
            },
            {
                "name": "collector",
                "image": "us-docker.pkg.dev/cloud-ops-agents-artifacts/google-cloud-opentelemetry-collector/otelcol-google:0.130.0",
                "volume_mounts": [{"name": "scratch", "mount_path": "/scratch"}],
                "resources": {"limits": {"cpu": "0.5", "memory": "256Mi"}},
                "startup_probe": {"tcp_socket": {"port": 4317}},
            },
        ],
    },
    traffics=[{"type": "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", "percent": 100}],
)
gcp.cloudrunv2.ServiceIamBinding(
    "callers",
    location=REGION,
    name=service.name,
    role="roles/run.invoker",
    members=["domain:example.com", runner.member],
)
