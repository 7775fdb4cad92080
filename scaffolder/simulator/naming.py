"""What a stack's setting `pulumi:autonaming` asks of a provider for a resource that its program gave no name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["propose", "enforce", "disable"]


@dataclass(frozen=True, kw_only=True)
class Naming:
    """The name that is asked for: a proposed one may be fitted to a provider's rules; disabled, none is to be made."""

    mode: Mode
    name: str = ""
