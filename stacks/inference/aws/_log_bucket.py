"""A bucket for the logs that AWS can only deliver to S3."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pulumi
import pulumi_aws as aws

from ..settings import Settings
from ._account import account_id, policy_json, service_name

# Makes a statement of the policy from the bucket's name and the account.
Statement = Callable[[str, str], dict[str, object]]


def bucket_policy(bucket: str, account: str, writers: tuple[Statement, ...]) -> str:
    """Who may use the bucket: these writers, and nobody without TLS."""
    return policy_json(
        *[writer(bucket, account) for writer in writers],
        {
            "Sid": "ByTlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    )


def log_bucket(
    name: str,
    settings: Settings,
    *,
    region: str,
    writers: tuple[Statement, ...],
    labels: Mapping[str, str],
    parent: pulumi.Resource,
) -> tuple[aws.s3.Bucket, aws.s3.BucketPolicy]:
    """A closed bucket that empties itself after the time logs are kept, and the policy its writers wait for.

    It is a log itself, so it has none, tells nobody of what arrives, and is not copied to another region.
    """
    child = pulumi.ResourceOptions(parent=parent)
    protected = settings.deletion_protection
    bucket = aws.s3.Bucket(
        name,
        # The names of buckets are shared by the world, so AWS adds a random end; 37 characters are left for ours.
        bucket_prefix=f"{service_name(settings, 'logs', limit=36)}-",
        force_destroy=not protected,
        region=region,
        tags=labels,
        opts=pulumi.ResourceOptions(parent=parent, protect=protected),
    )
    closed = aws.s3.BucketPublicAccessBlock(
        f"{name}-closed",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        region=region,
        opts=child,
    )
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        bucket=bucket.id,
        # Load balancers write to buckets under S3's own key only:
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
        rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
        region=region,
        opts=child,
    )
    versioning = aws.s3.BucketVersioning(
        f"{name}-versions",
        bucket=bucket.id,
        versioning_configuration={"status": "Enabled"},
        region=region,
        opts=child,
    )
    aws.s3.BucketLifecycleConfiguration(
        f"{name}-retention",
        bucket=bucket.id,
        rules=[
            {
                "id": "retention",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "expiration": {"days": settings.log_retention_days},
                "noncurrent_version_expiration": {"noncurrent_days": 1},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 1},
            }
        ],
        region=region,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[versioning]),
    )
    policy = aws.s3.BucketPolicy(
        f"{name}-policy",
        bucket=bucket.id,
        policy=pulumi.Output.all(bucket.id, account_id(settings, parent)).apply(
            lambda known: bucket_policy(known[0], known[1], writers)
        ),
        region=region,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[closed]),
    )
    return bucket, policy
