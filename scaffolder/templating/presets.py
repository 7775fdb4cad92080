"""What each environment starts from: `presets.toml` beside a template's manifest."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from scaffolder.errors import ScaffolderError

PRESETS = "presets.toml"


class Preset(NamedTuple):
    """An environment's start: how many of a cloud's usual regions serve, and its settings beyond the defaults."""

    regions: int = 1
    settings: Mapping[str, Any] = MappingProxyType({})


def read_presets(text: str, *, shown: str) -> Mapping[str, Preset]:
    """Read a `presets.toml`, environment to preset; `shown` is how messages call the file.

    Raises:
        ScaffolderError: it is no TOML, or says something a preset cannot say.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScaffolderError(f"{shown} is no valid TOML: {error}.", fix="Correct that line.") from error
    presets = {}
    for environment, preset in data.items():
        if not isinstance(preset, dict) or not preset.keys() <= {"regions", "settings"}:
            raise _no_preset(text, shown, environment, "Give it `regions` and `settings`.")
        regions, settings = preset.get("regions", 1), preset.get("settings", {})
        if not isinstance(regions, int) or regions < 1 or not isinstance(settings, dict):
            raise _no_preset(text, shown, environment, "`regions` is a number from 1, `settings` a table.")
        presets[environment] = Preset(regions=regions, settings=settings)
    return presets


def _no_preset(text: str, shown: str, environment: str, fix: str) -> ScaffolderError:
    from scaffolder.templating.toml_lines import line_of

    line = line_of(text, [environment])
    return ScaffolderError(f"{shown}{f', line {line}' if line else ''}: [{environment}] is no preset.", fix=fix)
