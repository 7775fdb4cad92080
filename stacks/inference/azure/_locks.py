"""Deletion protection: what holds data or an address, locked in Azure and protected in Pulumi."""

from __future__ import annotations

import pulumi
import pulumi_azure_native as az

from ..settings import Settings


def protected(settings: Settings, options: pulumi.ResourceOptions) -> pulumi.ResourceOptions:
    """`options`, with which Pulumi refuses to delete or replace the resource where the settings ask for protection."""
    return pulumi.ResourceOptions.merge(options, pulumi.ResourceOptions(protect=settings.deletion_protection))


def lock(name: str, settings: Settings, resource: pulumi.CustomResource, options: pulumi.ResourceOptions) -> None:
    """A lock on `resource` against everybody else, where the settings ask for protection.

    Azure refuses the deletion of what is inside the resource too: switch the protection off before a region leaves.
    """
    if settings.deletion_protection:
        az.authorization.ManagementLockByScope(
            f"{name}-lock",
            lock_name="deletion-protection",
            scope=resource.id,
            level="CanNotDelete",
            notes="The setting deletionProtection of the stack is true.",
            opts=options,
        )
