"""Where alerts go."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..settings import Settings
from ._account import account_id, policy_json, service_name


def topic_policy(topic: str, account: str) -> str:
    """Who may post to a topic: this account's alarms, events and budgets, by TLS."""
    return policy_json(
        {
            # https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
            "Sid": "AlarmsAndBudgets",
            "Effect": "Allow",
            "Principal": {"Service": ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]},
            "Action": "sns:Publish",
            "Resource": topic,
            "Condition": {"StringEquals": {"aws:SourceAccount": account}},
        },
        {
            # EventBridge sends the rule's ARN, not the account:
            # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
            "Sid": "Events",
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": topic,
            "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:events:*:{account}:rule/*"}},
        },
        {
            "Sid": "ByTlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sns:Publish",
            "Resource": topic,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    )


def topic(
    name: str,
    settings: Settings,
    *,
    region: str,
    key: pulumi.Input[str],
    labels: Mapping[str, str],
    parent: pulumi.Resource,
) -> pulumi.Output[str]:
    """A topic of a region with every receiver subscribed; an alarm can only post in its own region.

    DIFFERS: each receiver is subscribed once for each region, and must confirm each by the message it gets.
    """
    child = pulumi.ResourceOptions(parent=parent)
    made = aws.sns.Topic(
        f"{name}-topic",
        name=service_name(settings, "alerts", limit=256),
        kms_master_key_id=key,
        region=region,
        tags=labels,
        opts=child,
    )
    aws.sns.TopicPolicy(
        f"{name}-topic-policy",
        arn=made.arn,
        policy=pulumi.Output.all(made.arn, account_id(settings, parent)).apply(
            lambda known: topic_policy(known[0], known[1])
        ),
        region=region,
        opts=child,
    )
    for place, address in enumerate(settings.alert_emails):
        aws.sns.TopicSubscription(
            f"{name}-email-{place}", topic=made.arn, protocol="email", endpoint=address, region=region, opts=child
        )
    for place, address in enumerate(settings.alert_webhooks):
        aws.sns.TopicSubscription(
            f"{name}-webhook-{place}",
            topic=made.arn,
            protocol="https",
            # A webhook's URL carries its token, so it is kept as a secret.
            endpoint=pulumi.Output.secret(address),
            # The receiver confirms on its own time; an update does not wait for it.
            endpoint_auto_confirms=False,
            region=region,
            opts=child,
        )
    return made.arn
