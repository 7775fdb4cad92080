"""The way from settings to a cloud's own program."""

from __future__ import annotations

from importlib import import_module

from . import aliases
from .contract import ServiceOutputs
from .extensions import begin
from .settings import Settings


def deploy(settings: Settings) -> ServiceOutputs:
    """Stand the service up on the cloud of the settings.

    Only that cloud's package is imported: its SDK takes seconds, and the others need not be installed.
    """
    aliases.begin()
    begin(settings)
    program = import_module(f".{settings.cloud}.program", __package__)
    return program.deploy(settings)
