"""The answers of a project with something more, or less: a cloud, a region, an environment, a feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.project.answers import CLOUDS, Answers, did_you_mean
from scaffolder.project.stacks import Stack, plain_clouds
from scaffolder.shipped import program_module

# What means something on one cloud only: with a second cloud it stays with the first.
_OF_ONE_CLOUD = frozenset({"account", "billingAccount", "dnsZone", "invokers", "regions", "secrets", "stableRevision"})
# Deployments go through the environments in the order they are in; one of another name goes before prod.
_RANKS = {"dev": 0, "prod": 2}
_OTHER_RANK = 1


def with_cloud(answers: Answers, cloud: str, regions: Sequence[str]) -> Answers:
    """Add a cloud, in `regions` or its usual ones; the stacks that are there keep their names and settings.

    Raises:
        ScaffolderError: it is no cloud, or there already.
    """
    if cloud not in CLOUDS:
        raise ScaffolderError(
            f"{cloud!r} is no cloud.", fix=did_you_mean(cloud, CLOUDS, f"Use one of: {', '.join(CLOUDS)}.")
        )
    if cloud in answers.clouds:
        raise ScaffolderError(f"The project is on {cloud} already.", fix=_others(CLOUDS, answers.clouds, "clouds"))
    settled = answers
    for there in answers.clouds:
        settled = _kept_to_cloud(settled, there)
    return replace(
        settled,
        clouds=[*answers.clouds, cloud],
        regions={**answers.regions, **({cloud: list(regions)} if regions else {})},
        plain_stacks=plain_clouds(answers),
    )


def without_cloud(answers: Answers, cloud: str) -> Answers:
    """Take a cloud away; the stacks that stay keep their names.

    Raises:
        ScaffolderError: the project is not on it, or on no other.
    """
    _check_there("cloud", cloud, answers.clouds)
    left = [name for name in answers.clouds if name != cloud]
    gone = {cloud, *(f"{environment}-{cloud}" for environment in answers.environments)}
    overrides = _without_scopes(answers.overrides, gone)
    plain = [name for name in plain_clouds(answers) if name != cloud]
    if plain == left:
        # A plain stack's own settings go by its environment when that says which stack is meant.
        for environment in answers.environments:
            own = overrides.pop(f"{environment}-{plain[0]}", {})
            if own:
                overrides[environment] = {**overrides.get(environment, {}), **own}
    return replace(
        answers,
        clouds=left,
        regions={name: regions for name, regions in answers.regions.items() if name != cloud},
        overrides=overrides,
        plain_stacks=plain,
    )


def with_environment(answers: Answers, environment: str) -> Answers:
    """Add an environment; the ones called dev come first, the ones called prod last.

    Raises:
        ScaffolderError: it is there already.
    """
    if environment in answers.environments:
        raise ScaffolderError(
            f"There is an environment {environment} already.", fix=f"There are: {', '.join(answers.environments)}."
        )
    ranks = [_RANKS.get(name, _OTHER_RANK) for name in answers.environments]
    rank = _RANKS.get(environment, _OTHER_RANK)
    place = next((number for number, other in enumerate(ranks) if other > rank), len(ranks))
    environments = [*answers.environments[:place], environment, *answers.environments[place:]]
    return replace(answers, environments=environments)


def without_environment(answers: Answers, environment: str) -> Answers:
    """Take an environment away.

    Raises:
        ScaffolderError: it is not there, or the last one.
    """
    _check_there("environment", environment, answers.environments)
    gone = {environment, *(f"{environment}-{cloud}" for cloud in answers.clouds)}
    return replace(
        answers,
        environments=[name for name in answers.environments if name != environment],
        overrides=_without_scopes(answers.overrides, gone),
    )


def with_region(
    answers: Answers, stacks: Sequence[Stack], region: str, only: Sequence[str], *, cloud: str | None = None
) -> Answers:
    """Add a region, as the last one, to the stacks of its cloud, or to those of them that `only` names.

    Raises:
        ScaffolderError: the project is not on its cloud, or all of these stacks have it.
    """
    cloud = _cloud_of(region, answers, wanted=cloud)
    chosen = _chosen(stacks, cloud, only)
    regions = {stack.name: [*stack.regions, region] for stack in chosen if region not in stack.regions}
    if not regions:
        names = ", ".join(stack.name for stack in chosen)
        raise ScaffolderError(f"{region} is a region of {names} already.", fix="Add another, or to another stack.")
    return _with_regions(answers, stacks, cloud, regions)


def without_region(answers: Answers, stacks: Sequence[Stack], region: str, only: Sequence[str]) -> Answers:
    """Take a region away from the stacks that have it, or from those of them that `only` names.

    Raises:
        ScaffolderError: no such stack has it, or one has no other.
    """
    cloud = _cloud_of(region, answers)
    having = [stack for stack in _chosen(stacks, cloud, only) if region in stack.regions]
    if not having:
        known = dict.fromkeys(name for stack in stacks for name in stack.regions)
        raise ScaffolderError(
            f"No such stack was asked to serve from {region}.",
            fix=f"It is one of: {', '.join(known)}. What you wrote into a stack's file yourself, you take out there.",
        )
    for stack in having:
        if len(stack.regions) == 1:
            raise ScaffolderError(
                f"{region} is the only region of {stack.name}.",
                fix="Add another first, or say with --stack which stacks are meant.",
            )
    regions = {stack.name: [name for name in stack.regions if name != region] for stack in having}
    return _with_regions(answers, stacks, cloud, regions)


def with_settings(answers: Answers, settings: Mapping[str, Any], scopes: Sequence[str]) -> Answers:
    """Set settings in the scopes, or everywhere: then no scope's own value stands against it."""
    if scopes:
        overrides = {scope: dict(values) for scope, values in answers.overrides.items()}
        for scope in scopes:
            overrides[scope] = {**overrides.get(scope, {}), **settings}
        return replace(answers, overrides=overrides)
    overrides = {
        scope: {key: value for key, value in values.items() if key not in settings}
        for scope, values in answers.overrides.items()
    }
    return replace(
        answers,
        settings={**answers.settings, **settings},
        overrides={scope: values for scope, values in overrides.items() if values},
    )


def _kept_to_cloud(answers: Answers, cloud: str) -> Answers:
    """Let what can only be meant for the cloud that is there be said of it alone."""
    overrides = {scope: dict(values) for scope, values in answers.overrides.items()}

    def move(values: Mapping[str, Any], to: str) -> dict[str, Any]:
        """Give `values` without what belongs to the cloud, which goes below what its scope says itself."""
        own = {key: value for key, value in values.items() if key in _OF_ONE_CLOUD}
        if own:
            overrides[to] = {**own, **overrides.get(to, {})}
        return {key: value for key, value in values.items() if key not in own}

    if len(answers.clouds) > 1:
        return answers
    settings = move(answers.settings, cloud)
    for environment in answers.environments:
        if environment in overrides:
            overrides[environment] = move(overrides[environment], f"{environment}-{cloud}")
    return replace(
        answers, settings=settings, overrides={scope: values for scope, values in overrides.items() if values}
    )


def _cloud_of(region: str, answers: Answers, *, wanted: str | None = None) -> str:
    known = program_module("regions")
    cloud = known.cloud_of_region(region)
    if cloud in answers.clouds and wanted in {None, cloud}:
        return str(cloud)
    if cloud is not None and wanted not in {None, cloud}:
        near = known.nearest_region(region, wanted)
        raise ScaffolderError(
            f"{region} is a region of {cloud}, not of {wanted}.",
            fix=f"Did you mean {near}?" if near else "Leave --cloud out.",
        )
    if cloud is not None:
        raise ScaffolderError(
            f"{region} is a region of {cloud}, and the project is on {' and '.join(answers.clouds)}.",
            fix=f"scaffold add cloud {cloud} --region {region}",
        )
    near = known.nearest_region(region, *answers.clouds)
    fix = f"Did you mean {near}?" if near else "See the regions with: scaffold schema answers"
    raise ScaffolderError(f"{region!r} is no region of {' or '.join(answers.clouds)}.", fix=fix)


def _chosen(stacks: Sequence[Stack], cloud: str, only: Sequence[str]) -> list[Stack]:
    """Give the stacks of a cloud that are named, by their names or their environments; all when none is."""
    of_cloud = [stack for stack in stacks if stack.cloud == cloud]
    for name in only:
        if not any(name in {stack.name, stack.environment} for stack in of_cloud):
            names = list(dict.fromkeys(known for stack in of_cloud for known in (stack.name, stack.environment)))
            raise ScaffolderError(
                f"{name!r} is no stack on {cloud}.", fix=did_you_mean(name, names, f"Use one of: {', '.join(names)}.")
            )
    return [stack for stack in of_cloud if not only or {stack.name, stack.environment} & set(only)]


def _with_regions(
    answers: Answers, stacks: Sequence[Stack], cloud: str, regions: Mapping[str, Sequence[str]]
) -> Answers:
    """Let stacks of a cloud serve from other regions: as one answer where all then have the same."""
    of_cloud = [stack for stack in stacks if stack.cloud == cloud]
    wanted = {stack.name: list(regions.get(stack.name, stack.regions)) for stack in of_cloud}
    scopes = {_own_scope(answers, stack): stack.name for stack in of_cloud}
    overrides = {scope: dict(values) for scope, values in answers.overrides.items()}
    shared = [answers.settings, *(values for scope, values in overrides.items() if scope not in scopes)]
    if len(set(map(tuple, wanted.values()))) == 1 and not any("regions" in values for values in shared):
        for scope in scopes:
            overrides.get(scope, {}).pop("regions", None)
        answers = replace(answers, regions={**answers.regions, cloud: wanted[of_cloud[0].name]})
    else:
        for scope, name in scopes.items():
            if name in regions:
                overrides.setdefault(scope, {})["regions"] = wanted[name]
    return replace(answers, overrides={scope: values for scope, values in overrides.items() if values})


def _own_scope(answers: Answers, stack: Stack) -> str:
    """Give the scope that is of one stack alone; in a project of one cloud that is its name."""
    return stack.name if len(answers.clouds) == 1 else f"{stack.environment}-{stack.cloud}"


def _check_there(what: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        raise ScaffolderError(
            f"The project has no {what} {name!r}.", fix=did_you_mean(name, names, f"It has: {', '.join(names)}.")
        )
    if len(names) == 1:
        raise ScaffolderError(
            f"{name} is the project's only {what}.", fix=f"Add another {what} first, or delete the project's folder."
        )


def _others(known: Sequence[str], there: Sequence[str], what: str) -> str:
    left = [name for name in known if name not in there]
    return f"Add one of: {', '.join(left)}." if left else f"There are no other {what}."


def _without_scopes(overrides: Mapping[str, Mapping[str, Any]], gone: set[str]) -> dict[str, Mapping[str, Any]]:
    return {scope: settings for scope, settings in overrides.items() if scope not in gone}
