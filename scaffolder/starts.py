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
    differing: dict[tuple[str, str, str, str, str], list[str]] = {}
    for name in names:
        regions, settings, owners = 1, {}, {}
        for template in templates:
            own = template.presets.get(name)
            said = {**template.manifest.settings, **(own.settings if own else {})}
            for key in said.keys() & settings.keys():
                if said[key] != settings[key]:
                    conflict = key, template.name, owners[key], repr(said[key]), repr(settings[key])
                    differing.setdefault(conflict, []).append(name)
            settings |= said
            owners |= dict.fromkeys(said, template.name)
            regions = own.regions if own else regions
        merged[name] = Preset(regions=regions, settings=settings)
    if claims:
        for (key, winner, loser, winning, losing), where in sorted(differing.items()):
            what = key if len(where) == len(names) else f"{key} in {', '.join(where)}"
            claims.add(what, winner, loser, winning, losing)
    return merged
