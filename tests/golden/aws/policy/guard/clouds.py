"""The clouds this project has."""

from __future__ import annotations

from . import aws

CLOUDS = {"aws": aws}
