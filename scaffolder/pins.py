"""The version ranges that a generated project asks for, the same as scaffolder's own."""

from __future__ import annotations

from collections.abc import Mapping

# Held equal to pyproject.toml by a test; reading the installed metadata instead costs a fifth of a short run.
PINS: Mapping[str, str] = {
    "pulumi": ">=3.260,<4",
    "pulumi-aws": ">=7.51,<8",
    "pulumi-azure-native": ">=3.29,<4",
    "pulumi-docker-build": ">=0.0.22,<0.1",
    "pulumi-gcp": ">=10.2,<11",
    "pulumi-policy": ">=1.21",
    "pytest": ">=9.2",
    "ruff": ">=0.17",
}
