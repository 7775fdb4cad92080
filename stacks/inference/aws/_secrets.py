"""The secrets of the settings, as Secrets Manager knows them."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..settings import Settings


def secret_arns(settings: Settings, region: str, parent: pulumi.Resource) -> dict[str, pulumi.Output[str]]:
    """Environment variable to the secret's ARN in a region; looked up, so that a missing one stops the preview."""
    return {
        variable: aws.secretsmanager.get_secret_output(
            name=secret, region=region, opts=pulumi.InvokeOptions(parent=parent)
        ).arn
        for variable, secret in sorted(settings.secrets.items())
    }
