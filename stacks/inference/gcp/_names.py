"""What this cloud's resources are called, and the few choices that several components share."""

from __future__ import annotations

from ..names import short_name
from ..settings import Settings

# https://cloud.google.com/compute/docs/naming-resources: letters, digits and hyphens, a letter first.
_COMPUTE_LIMIT = 63
# https://cloud.google.com/run/docs/deploying: a service's name has at most 49 characters.
_SERVICE_LIMIT = 49
# https://cloud.google.com/iam/docs/service-accounts-create: an account's id has 6 to 30 characters.
_ACCOUNT_LIMIT = 30


def resource_name(settings: Settings, *parts: str) -> str:
    """A name within the project for a resource that has no shorter limit than Compute Engine's.

    Names are given, not left to Pulumi: its suffix would take a long service name over the limit.
    """
    return short_name(settings.name, settings.environment, *parts, limit=_COMPUTE_LIMIT)


def service_name(settings: Settings) -> str:
    """The Cloud Run service's name, the same in every region."""
    return short_name(settings.name, settings.environment, limit=_SERVICE_LIMIT)


def front_name(settings: Settings) -> str:
    """The URL map's name, by which logs and metrics know the load balancer."""
    return resource_name(settings, "front")


def account_id(settings: Settings, region: str, role: str) -> str:
    """The id of the service account that plays a role in a region."""
    return short_name(settings.name, settings.environment, role, region, limit=_ACCOUNT_LIMIT)


def behind_front(settings: Settings) -> bool:
    """Whether requests come through the global load balancer, and in no other way."""
    return settings.front == "global" and settings.access != "private"


def deletion_policy(settings: Settings) -> str:
    """What the provider does when a resource that holds data or an address is to be deleted: refuse, or do it."""
    return "PREVENT" if settings.deletion_protection else "DELETE"
