"""The policy of a region's encryption key."""

from __future__ import annotations

from ._account import policy_json

_USE = ["kms:Decrypt", "kms:GenerateDataKey*"]


def key_policy(account: str, region: str) -> str:
    """Who may use a key: the account's own IAM policies, its logs in the region, and what posts to its topics."""
    return policy_json(
        {
            # The default of every key: without it nobody could ever change the key again.
            # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
            "Sid": "AccountDecidesByIam",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
            "Sid": "LogsOfThisRegion",
            "Effect": "Allow",
            "Principal": {"Service": f"logs.{region}.amazonaws.com"},
            "Action": ["kms:Encrypt", "kms:ReEncrypt*", "kms:DescribeKey", *_USE],
            "Resource": "*",
            "Condition": {
                "ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{region}:{account}:log-group:*"}
            },
        },
        {
            # No source condition: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html says that
            # EventBridge sends none here; the topics' own policies have it.
            "Sid": "AlarmsAndEvents",
            "Effect": "Allow",
            "Principal": {"Service": ["cloudwatch.amazonaws.com", "events.amazonaws.com", "budgets.amazonaws.com"]},
            "Action": _USE,
            "Resource": "*",
        },
    )
