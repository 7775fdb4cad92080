"""The labels on every resource, in the alphabet of the narrowest cloud (GCP: a-z 0-9 _ -, 63 characters)."""

from __future__ import annotations

import re

from .settings import Settings


def service_labels(settings: Settings) -> dict[str, str]:
    """Who a resource belongs to, and the labels the settings ask for."""
    return {
        **settings.labels,
        "service": settings.name,
        "environment": settings.environment,
        # A stack's name may have capitals and dots too.
        "stack": re.sub(r"[^a-z0-9_-]", "-", settings.stack.lower())[:63],
        "managed-by": "pulumi",
    }
