"""The record of every request a load balancer got, and of every connection an accelerator took."""

from __future__ import annotations

from ._log_bucket import Statement

REQUESTS = "requests"
CONNECTIONS = "connections"


def balancers_of(region: str) -> tuple[Statement, ...]:
    """The load balancers of an account in a region.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    """

    def write(bucket: str, account: str) -> dict[str, object]:
        return {
            "Sid": "LoadBalancersWrite",
            "Effect": "Allow",
            "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{bucket}/{REQUESTS}/AWSLogs/{account}/*",
            "Condition": {
                "ArnLike": {"aws:SourceArn": f"arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/*"}
            },
        }

    return (write,)


def accelerators() -> tuple[Statement, ...]:
    """The accelerators of an account.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
    """
    delivery: dict[str, object] = {"Effect": "Allow", "Principal": {"Service": "delivery.logs.amazonaws.com"}}

    def write(bucket: str, account: str) -> dict[str, object]:
        return {
            **delivery,
            "Sid": "AcceleratorsWrite",
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{bucket}/{CONNECTIONS}/AWSLogs/{account}/*",
            "Condition": {"StringEquals": {"aws:SourceAccount": account, "s3:x-amz-acl": "bucket-owner-full-control"}},
        }

    def look(bucket: str, account: str) -> dict[str, object]:
        return {
            **delivery,
            "Sid": "AcceleratorsLook",
            "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
            "Resource": f"arn:aws:s3:::{bucket}",
            "Condition": {"StringEquals": {"aws:SourceAccount": account}},
        }

    return (write, look)
