"""What stacks start from: the settings and presets of the layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scaffolder.templating.claims import Claims
from scaffolder.templating.presets import Preset
from scaffolder.templating.template import Template

_USUAL = "dev"  # an environment without a preset of its own starts as this one


def merge_starts(templates: Sequence[Template], claims: Claims | None = None) -> Mapping[str, Preset]:
    """Lay what the layers set over each other, environment by environment; a later layer wins, key by key."""
    names = dict.fromkeys((_USUAL, *(name for template in templates for name in template.presets)))
    merged = {}
    for name in names:
        regions, settings = 1, {}
        for template in templates:
            own = template.presets.get(name)
            said = {**template.manifest.settings, **(own.settings if own else {})}
            settings |= said
            regions = own.regions if own else regions
            if claims:
                for key, value in said.items():
                    claims.claim(f"{key} in {name}", template.name, value)
        merged[name] = Preset(regions=regions, settings=settings)
    return merged
