"""Where Azure keeps a resource: the path of its type, filled with its names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from scaffolder.simulator.constraints.plain_type import plain_type

_NAME: Final = re.compile(r"\{(\w+)\}")


@cache
def _paths() -> Mapping[str, str]:
    text = resources.files("scaffolder.simulator").joinpath("data/azure_paths.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["paths"]


def path_of(type_: str) -> str:
    """Give the path of a type below its resource group, names in braces; empty where it is not known."""
    return _paths().get(plain_type(type_), "")


def names_in(path: str) -> Sequence[str]:
    """Give the inputs with the names of a path, the outermost first; the last is the resource's own."""
    return _NAME.findall(path)


def arm_type(path: str) -> str:
    """Give Azure's own type of a path: `Microsoft.Network/virtualNetworks/subnets`."""
    parts = path.split("/")
    return "/".join([parts[0], *parts[1::2]])
