"""Combinations of settings that a cloud cannot serve, each refused with the reason and the nearest thing that works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..setting import SettingProblem
from .access import access, azure_pull, egress, entra
from .front import front, rate_limit, timeout
from .naming import labels, names
from .operations import operations, receivers
from .place import account, regions
from .size import cloud_run, port, scaling, size

if TYPE_CHECKING:
    from ..settings import Settings

_RULES: tuple[Callable[[Settings], Iterator[SettingProblem]], ...] = (
    regions,
    account,
    size,
    port,
    scaling,
    cloud_run,
    timeout,
    front,
    rate_limit,
    access,
    entra,
    azure_pull,
    operations,
    receivers,
    egress,
    names,
    labels,
)


def cloud_problems(settings: Settings) -> list[SettingProblem]:
    """Everything the chosen cloud cannot serve of these settings; empty when it can serve them all."""
    return [problem for rule in _RULES for problem in rule(settings)]
