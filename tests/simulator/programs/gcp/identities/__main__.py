"""GitHub's workflows without keys, a registry that tidies itself, a key ring, a queue, a cache and a role."""

import pulumi
import pulumi_gcp as gcp

pool = gcp.iam.WorkloadIdentityPool("github", workload_identity_pool_id="github", display_name="GitHub")
gcp.iam.WorkloadIdentityPoolProvider(
    "github",
    workload_identity_pool_id=pool.workload_identity_pool_id,
    workload_identity_pool_provider_id="workflows",
    attribute_mapping={"google.subject": "assertion.sub", "attribute.repository": "assertion.repository"},
    attribute_condition='assertion.repository_owner == "example"',
    oidc={"issuer_uri": "https://token.actions.githubusercontent.com"},
)
deployer = gcp.serviceaccount.Account("deployer", account_id="deployer", description="Deploys from GitHub")
gcp.serviceaccount.IAMBinding(
    "github-deploys",
    service_account_id=deployer.name,
    role="roles/iam.workloadIdentityUser",
    members=[
        pulumi.Output.concat("principalSet://iam.googleapis.com/", pool.name, "/attribute.repository/example/service")
    ],
)
role = gcp.projects.IAMCustomRole(
    "deployer",
    role_id="service_deployer",
    title="Deploys services",
    permissions=["run.services.get", "run.services.update"],
)
gcp.projects.IAMMember("deployer", project="my-project", role=role.name, member=deployer.member)
for api in ("run", "artifactregistry", "cloudkms"):
    gcp.projects.Service(api, service=f"{api}.googleapis.com", disable_on_destroy=False)
images = gcp.artifactregistry.Repository(
    "images",
    location="europe",
    repository_id="images",
    format="DOCKER",
    docker_config={"immutable_tags": True},
    cleanup_policy_dry_run=False,
    cleanup_policies=[
        {"id": "drop-old", "action": "DELETE", "condition": {"tag_state": "UNTAGGED", "older_than": "2592000s"}},
        {"id": "keep-ten", "action": "KEEP", "most_recent_versions": {"keep_count": 10}},
    ],
)
gcp.artifactregistry.RepositoryIamMember(
    "deployer-pushes",
    location=images.location,
    repository=images.name,
    role="roles/artifactregistry.writer",
    member=deployer.member,
)
ring = gcp.kms.KeyRing("main", location="europe-west1")
gcp.kms.CryptoKey("data", key_ring=ring.id, rotation_period="7776000s", purpose="ENCRYPT_DECRYPT")
gcp.cloudtasks.Queue(
    "mail",
    location="europe-west1",
    rate_limits={"max_dispatches_per_second": 10, "max_concurrent_dispatches": 100},
    retry_config={"max_attempts": 5, "min_backoff": "1s", "max_backoff": "60s"},
)
gcp.redis.Instance(
    "cache",
    region="europe-west1",
    tier="STANDARD_HA",
    memory_size_gb=5,
    redis_version="REDIS_7_2",
    replica_count=1,
    read_replicas_mode="READ_REPLICAS_ENABLED",
    transit_encryption_mode="SERVER_AUTHENTICATION",
    redis_configs={"maxmemory-policy": "allkeys-lru"},
)
