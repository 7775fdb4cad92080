"""The clouds this project has."""

from __future__ import annotations

from . import aws, azure, gcp

CLOUDS = {"aws": aws, "azure": azure, "gcp": gcp}
