"""A new image to roll, for projects whose settings name one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_BY_DIGEST: Final = re.compile(r"(?P<name>.+)@sha256:(?P<digest>[0-9a-f]{64})")
_SHORT: Final = 8


@dataclass(frozen=True, kw_only=True)
class NewImage:
    """The setting that brings it, and what is new in words."""

    image: str
    said: str


def new_image(settings: Mapping[str, str], outputs: Mapping[str, Any]) -> NewImage | None:
    """Another digest of the image that is set, else of the one that was built; None without either.

    A stack that builds its image exports it as `image`: the new digest is one of the same repository, as if it had been
    built elsewhere.
    """
    if "image" not in settings:
        return None
    running = settings["image"] or str(outputs.get("image", ""))
    found = _BY_DIGEST.fullmatch(running)
    if found is None:
        return None
    old = found["digest"]
    new = hashlib.sha256(old.encode()).hexdigest()
    return NewImage(image=f"{found['name']}@sha256:{new}", said=f"digest {old[:_SHORT]} -> {new[:_SHORT]}")
