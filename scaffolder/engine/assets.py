"""Files that a program's inputs name: the engine reads them when a resource is registered, in a preview too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from scaffolder.simulator.problems import Problem
from scaffolder.simulator.values import Asset, Secret
from scaffolder.simulator.wording import join

FIX: Final = "Build it before, or correct the path."
# What the real engine says of a file that is not there, and of one that lies elsewhere.
NOT_THERE: Final = re.compile(r'failed to compute \w+ hash for "[^"]*": .*: no such file or directory')
ELSEWHERE: Final = re.compile(r'failed to compute \w+ hash for "[^"]*": Get "(?P<url>https?://[^"]*)"')


def missing_files(urn: str, inputs: Mapping[str, Any], folder: Path) -> Iterator[Problem]:
    """Tell of every file or folder in a resource's inputs that is not there; relative paths begin in `folder`."""
    for path, asset in _files("", inputs):
        if not (folder / asset).exists():
            yield Problem(
                severity="error",
                urn=urn,
                property=path,
                message=f"`{path}` is the file {asset}, which is not there.",
                fix=FIX,
                source="pulumi",
            )


def _files(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Secret):
        yield from _files(path, value.value)
    elif isinstance(value, Asset):
        if value.path is not None:
            yield path, value.path
        yield from _files(path, value.assets)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _files(join(path, str(key), quote=bool(path)), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _files(f"{path}[{index}]", item)
