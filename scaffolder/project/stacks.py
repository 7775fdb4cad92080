"""The stacks of a project: what answers come to, checked by the rules of the program itself."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from scaffolder.errors import ScaffolderError
from scaffolder.project.answers import CLOUDS, Answers, did_you_mean
from scaffolder.shipped import program_module

# What a stack is, and not what it is set to; each has an option of its own.
_OWN_OPTIONS = {"cloud": "--cloud", "environment": "--env"}


class Preset(Protocol):
    """What an environment starts from."""

    @property
    def regions(self) -> int:
        """How many of a cloud's usual regions serve."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """Settings beyond the defaults."""


@dataclass(frozen=True, kw_only=True)
class Stack:
    """An environment on a cloud. `settings` are those its file spells out, config key to value as Pulumi wants it."""

    name: str
    cloud: str
    environment: str
    regions: Sequence[str]
    settings: Mapping[str, Any]


def stack_name(environment: str, cloud: str, answers: Answers) -> str:
    """Name a stack: its environment, and its cloud where a project has several.

    A deployed stack keeps its name when the project's clouds change: `plain_stacks` tells which have the short one.
    """
    return environment if cloud in plain_clouds(answers) else f"{environment}-{cloud}"


def plain_clouds(answers: Answers) -> Sequence[str]:
    """Give the clouds, at most one, whose stacks are called by their environment alone."""
    if answers.plain_stacks is not None:
        return answers.plain_stacks
    return answers.clouds if len(answers.clouds) == 1 else ()


def settled(answers: Answers) -> Answers:
    """Give the same answers in one form, however they were typed: clouds in their usual order, settings by type.

    What cannot be read stays as it is, for `plan_stacks` to refuse.
    """
    rules = program_module("settings")
    known = {item.key: item for item in rules.SETTINGS}

    def typed(settings: Mapping[str, Any]) -> dict[str, Any]:
        values = dict(settings)
        for key in values.keys() & known.keys():
            with contextlib.suppress(rules.SettingsError):
                values[key] = _config(known[key], known[key].read(values[key]))
        return values

    return replace(
        answers,
        clouds=sorted(answers.clouds, key=[*CLOUDS, *answers.clouds].index),
        settings=typed(answers.settings),
        overrides={scope: typed(settings) for scope, settings in answers.overrides.items()},
        plain_stacks=_plain_stacks(answers),
    )


def plan_stacks(answers: Answers, presets: Mapping[str, Preset]) -> tuple[Stack, ...]:
    """Give a project's stacks, environment by environment.

    Raises:
        ScaffolderError: with every answer that cannot be served, in the program's own words.
    """
    _check_lists(answers)
    stacks, problems = [], _Problems()
    names = [stack_name(env, cloud, answers) for env in answers.environments for cloud in answers.clouds]
    _check_scopes(answers, names)
    rules = program_module("settings")
    for environment in answers.environments:
        preset = presets.get(environment) or presets.get("dev")
        for cloud in answers.clouds:
            name = stack_name(environment, cloud, answers)
            given = _settings_of(answers, environment, cloud, preset)
            try:
                parsed = rules.Settings.parse(given, name=answers.name, stack=name)
            except rules.SettingsError as error:
                problems.add(name, error.problems)
                continue
            values = parsed.values()
            settings = {item.key: _config(item, values[item.key]) for item in rules.SETTINGS if item.key in given}
            stacks.append(
                Stack(name=name, cloud=cloud, environment=environment, regions=parsed.regions, settings=settings)
            )
    problems.raise_any(of=len(names))
    return tuple(stacks)


def assign_regions(regions: Iterable[str], clouds: Sequence[str]) -> dict[str, list[str]]:
    """Give each region to the cloud that has it; one that none of `clouds` has goes to the nearest one."""
    known = program_module("regions")
    assigned: dict[str, list[str]] = {}
    for region in regions:
        owner = known.cloud_of_region(region)
        if owner not in clouds:
            owner = known.cloud_of_region(known.nearest_region(region, *clouds)) or clouds[0]
        assigned.setdefault(owner, []).append(region)
    return {cloud: assigned[cloud] for cloud in CLOUDS if cloud in assigned}


def _settings_of(answers: Answers, environment: str, cloud: str, preset: Preset | None) -> dict[str, Any]:
    """Everything a stack is set to: its preset, then the answers from the general to the particular."""
    usual = program_module("regions").DEFAULT_REGIONS[cloud][: preset.regions if preset else 1]
    given = {"cloud": cloud, "environment": environment, "regions": list(answers.regions.get(cloud, usual))}
    given |= preset.settings if preset else {}
    # A plain stack is called as its environment; settings of it alone go by its long name.
    for scope in (None, cloud, environment, f"{environment}-{cloud}"):
        settings = answers.settings if scope is None else answers.overrides.get(scope, {})
        for key in _OWN_OPTIONS.keys() & settings.keys():
            raise ScaffolderError(
                f"{key} is no setting to give: it tells stacks apart.", fix=f"Use {_OWN_OPTIONS[key]}."
            )
        given |= settings
    return given


def _config(item: Any, value: Any) -> Any:
    """A checked value as Pulumi's config holds it: text for fractions, lists and tables as such."""
    if item.number:
        return f"{value:g}"
    return list(value) if item.type == "array" else dict(value) if item.type == "object" else value


def _plain_stacks(answers: Answers) -> Sequence[str] | None:
    """Give what is to be kept of `plain_stacks`: nothing where the names follow from the clouds."""
    usual = plain_clouds(replace(answers, plain_stacks=None))
    return None if answers.plain_stacks is None or list(answers.plain_stacks) == list(usual) else answers.plain_stacks


def _check_lists(answers: Answers) -> None:
    _check_list("cloud", "--cloud", answers.clouds, example=", ".join(CLOUDS))
    _check_list("environment", "--env", answers.environments, example="dev, staging, prod")
    for cloud in (*answers.clouds, *answers.regions):
        if cloud not in CLOUDS:
            fix = did_you_mean(cloud, CLOUDS, f"Use {', '.join(CLOUDS)}.")
            raise ScaffolderError(f"{cloud!r} is no cloud.", fix=fix)
    for cloud in answers.regions:
        if cloud not in answers.clouds:
            raise ScaffolderError(
                f"There are regions of {cloud}, but it is not asked for.", fix=f"Add --cloud {cloud}."
            )
    plain = answers.plain_stacks or ()
    if len(plain) > 1 or not set(plain) <= set(answers.clouds):
        raise ScaffolderError(
            f"plain_stacks is {list(plain)}.",
            fix=f"Name one of the project's clouds or none: {', '.join(answers.clouds)}.",
        )
    for environment in set(answers.environments) & set(CLOUDS):
        raise ScaffolderError(
            f"An environment cannot be called {environment!r}, as a cloud is.", fix="Choose a name like dev or prod."
        )


def _check_list(what: str, option: str, values: Sequence[str], *, example: str) -> None:
    if not values:
        raise ScaffolderError(f"There is no {what}.", fix=f"Give {option}: {example}.")
    for value in values:
        if not value.strip():
            raise ScaffolderError(f"The {what} {value!r} has no name.", fix=f"Give {option}: {example}.")
        if list(values).count(value) > 1:
            raise ScaffolderError(f"The {what} {value!r} is given twice.", fix=f"Give {option} {value} once.")


def _check_scopes(answers: Answers, names: Sequence[str]) -> None:
    long = [f"{env}-{cloud}" for env in answers.environments for cloud in answers.plain_stacks or ()]
    scopes = list(dict.fromkeys((*answers.clouds, *answers.environments, *names, *long)))
    for scope in answers.overrides:
        if scope not in scopes:
            fix = did_you_mean(scope, scopes, f"Use one of: {', '.join(scopes)}.")
            raise ScaffolderError(f"{scope!r} is no cloud, environment or stack of this project.", fix=fix)


class _Problems:
    """Collects the problems of the stacks; one that several stacks share is told once."""

    def __init__(self) -> None:
        self._stacks: dict[tuple[str, str, str], list[str]] = {}

    def add(self, stack: str, problems: Iterable[Any]) -> None:
        for problem in problems:
            self._stacks.setdefault((problem.key, problem.message, problem.fix), []).append(stack)

    def raise_any(self, *, of: int) -> None:
        if not self._stacks:
            return
        lines = []
        for (key, message, fix), stacks in self._stacks.items():
            where = f" (stack {', '.join(stacks)})" if len(stacks) < of else ""
            lines.append((f"{key}{where}: {message}", fix))
        if len(lines) == 1:
            raise ScaffolderError(lines[0][0], fix=lines[0][1])
        told = "".join(f"\n  - {message} {fix}" for message, fix in lines)
        raise ScaffolderError(f"{len(lines)} things cannot be served:{told}", fix="Correct each of them.")
