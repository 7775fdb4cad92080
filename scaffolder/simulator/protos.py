"""Loads the protocol's messages alone: importing `pulumi` for them would cost a plugin most of its start."""

from __future__ import annotations

import importlib.util
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

_PACKAGE: Final = "scaffolder_pulumi_proto"


def load(name: str) -> ModuleType:
    """Give a module of the protocol, for example `provider_pb2_grpc`."""
    if "pulumi" in sys.modules:
        return import_module(f"pulumi.runtime.proto.{name}")
    if _PACKAGE not in sys.modules:
        spec = importlib.util.find_spec("pulumi")
        folders = spec.submodule_search_locations if spec else None
        if not folders:
            raise ImportError("the pulumi SDK is not installed beside scaffolder")
        # The generated modules import each other relatively, so any package that holds their folder will do.
        package = ModuleType(_PACKAGE)
        package.__path__ = [str(Path(folder) / "runtime" / "proto") for folder in folders]
        sys.modules[_PACKAGE] = package
    return import_module(f"{_PACKAGE}.{name}")
