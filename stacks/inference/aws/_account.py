"""The account that is deployed to, and the names in it that are known before anything exists.

ARNs are made from names rather than read from resources where AWS fixes their form: a preview, a policy pack and a
reviewer then see the whole of an IAM policy instead of "known after deployment".
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..names import short_name
from ..settings import Settings


def account_id(settings: Settings, parent: pulumi.Resource) -> pulumi.Output[str]:
    """The account the settings name, else that of the credentials."""
    if settings.account:
        return pulumi.Output.from_input(settings.account)
    return aws.get_caller_identity_output(opts=pulumi.InvokeOptions(parent=parent)).account_id


def service_name(settings: Settings, *parts: str, limit: int) -> str:
    """A name in the account for this service in this environment."""
    return short_name(settings.name, settings.environment, *parts, limit=limit)


def log_group_name(settings: Settings) -> str:
    """The log group of the containers, the same in every region."""
    return f"/service/{settings.name}-{settings.environment}"


def last_part(arn: pulumi.Input[str], separator: str = "/") -> pulumi.Output[str]:
    """What follows the last separator of an ARN: a cluster's or a service's name."""
    return pulumi.Output.from_input(arn).apply(lambda text: text.rpartition(separator)[2])


def policy_json(*statements: Mapping[str, object]) -> str:
    """An IAM policy of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions: list[str], resource: str | list[str], **conditions: Mapping[str, object]) -> dict[str, object]:
    """A statement of an identity's policy; `conditions` are operators with their keys."""
    statement: dict[str, object] = {"Effect": "Allow", "Action": actions, "Resource": resource}
    return {**statement, "Condition": conditions} if conditions else statement


def trust(service: str, account: str = "") -> str:
    """Who may take a role: one AWS service, and only on behalf of this account where the service says for whom."""
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    condition = {"Condition": {"StringEquals": {"aws:SourceAccount": account}}} if account else {}
    return policy_json({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole", **condition})
