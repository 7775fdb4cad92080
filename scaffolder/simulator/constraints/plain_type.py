"""Azure's resource types without the API version that some SDKs have in them."""

from __future__ import annotations

import re
from typing import Final

# `azure-native:app/v20240301:ContainerApp`, and the SDK of one version: `azure-native_app_v20240301:app:ContainerApp`.
# https://www.pulumi.com/registry/packages/azure-native/version-guide
_VERSIONED: Final = re.compile(r"azure-native(?:_\w+)?:([a-z]+)(?:/v\w+)?:(\w+)")


def plain_type(type_: str) -> str:
    """Give the type that limits and rules are written for: one of any API version is as the SDK's own."""
    found = _VERSIONED.fullmatch(type_)
    return f"azure-native:{found[1]}:{found[2]}" if found else type_
