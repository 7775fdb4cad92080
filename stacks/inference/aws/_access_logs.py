"""The record of every request a load balancer got."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import RegionalServiceArgs
from ._account import account_id, policy_json, service_name

ACCESS_PREFIX = "requests"


def access_log_policy(bucket: str, account: str, region: str) -> str:
    """Who may use the bucket of access logs: the load balancers of this account and region write, by TLS."""
    return policy_json(
        {
            # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
            "Sid": "LoadBalancersWrite",
            "Effect": "Allow",
            "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{bucket}/{ACCESS_PREFIX}/AWSLogs/{account}/*",
            "Condition": {
                "ArnLike": {"aws:SourceArn": f"arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/*"}
            },
        },
        {
            "Sid": "ByTlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    )


def access_logs(
    name: str, args: RegionalServiceArgs, parent: pulumi.Resource
) -> tuple[aws.s3.Bucket, aws.s3.BucketPolicy]:
    """A closed bucket that empties itself after the time logs are kept, and the policy its writers wait for."""
    child = pulumi.ResourceOptions(parent=parent)
    settings = args.settings
    protected = settings.deletion_protection
    bucket = aws.s3.Bucket(
        f"{name}-requests",
        # The names of buckets are shared by the world, so AWS adds a random end; 37 characters are left for ours.
        bucket_prefix=f"{service_name(settings, 'requests', limit=36)}-",
        force_destroy=not protected,
        region=args.region,
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent, protect=protected),
    )
    closed = aws.s3.BucketPublicAccessBlock(
        f"{name}-requests-closed",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        region=args.region,
        opts=child,
    )
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-requests-encryption",
        bucket=bucket.id,
        # Load balancers can write to buckets under S3's own key only (same page as above).
        rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
        region=args.region,
        opts=child,
    )
    versioning = aws.s3.BucketVersioning(
        f"{name}-requests-versions",
        bucket=bucket.id,
        versioning_configuration={"status": "Enabled"},
        region=args.region,
        opts=child,
    )
    aws.s3.BucketLifecycleConfiguration(
        f"{name}-requests-retention",
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
        region=args.region,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[versioning]),
    )
    policy = aws.s3.BucketPolicy(
        f"{name}-requests-policy",
        bucket=bucket.id,
        policy=pulumi.Output.all(bucket.id, account_id(settings, parent)).apply(
            lambda known: access_log_policy(known[0], known[1], args.region)
        ),
        region=args.region,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[closed]),
    )
    return bucket, policy
