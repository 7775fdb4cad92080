"""What a simulated cloud, or the engine, has to say against a resource."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One finding about one resource, in the words a user can act on.

    `property` is the path inside the resource's inputs as the provider sees it, for example
    `networkConfiguration.subnets[0]`; empty when the whole resource is meant. `source` is the page, model or SDK
    the rule comes from.
    """

    severity: Literal["error", "warning"]
    urn: str
    property: str = ""
    value: Any = None
    message: str
    fix: str = ""
    source: str = ""
