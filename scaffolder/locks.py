"""Settings that layers lock: which, by whom and why, and what is asked for held against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.project.answers import Answers, did_you_mean
from scaffolder.project.stacks import settled
from scaffolder.shipped import program_module
from scaffolder.templating.claims import Claims
from scaffolder.templating.manifest import Manifest
from scaffolder.templating.manifest_tables import Lock
from scaffolder.templating.presets import PRESETS
from scaffolder.templating.template import Template


@dataclass(frozen=True, kw_only=True)
class Locked:
    """A setting that a layer locks."""

    key: str
    lock: Lock
    owner: Manifest

    @property
    def told(self) -> str:
        """Who locks it and why, for the one who wanted another value."""
        where = f" in {', '.join(self.lock.environments)}" if self.lock.environments else ""
        return f"{self.key} is locked{where} by {self.owner.name}: {self.lock.why.rstrip('.')}."

    def covers(self, environment: str) -> bool:
        """Whether it holds in an environment."""
        return not self.lock.environments or environment in self.lock.environments

    def meets(self, other: Locked) -> bool:
        """Whether another locks the same setting, in an environment that this one holds in too."""
        both = set(self.lock.environments) & set(other.lock.environments)
        return self.key == other.key and bool(both or not self.lock.environments or not other.lock.environments)


def locked_settings(
    templates: Sequence[Template], questions: Collection[str], claims: Claims | None = None
) -> Sequence[Locked]:
    """Give what the layers lock of the settings; where two lock the same, the first holds.

    Raises:
        ScaffolderError: a layer sets or locks what is neither a setting nor a question, or to what cannot be.
    """
    found: list[Locked] = []
    for template in templates:
        manifest = template.manifest
        for key, value in manifest.settings.items():
            _check(key, value, manifest.where("settings", key), questions=())
        for environment, preset in template.presets.items():
            for key, value in preset.settings.items():
                _check(key, value, f"{template.name}/{PRESETS}, [{environment}.settings]", questions=())
        for key, lock in manifest.locked.items():
            if key in questions:
                continue
            _check(key, lock.value, manifest.where("locked", key), questions=questions)
            own = Locked(key=key, lock=lock, owner=manifest)
            other = next((before for before in found if before.meets(own)), None)
            if claims and other and other.lock.value != lock.value:
                claims.add(f"the lock of {key}", other.owner.name, template.name)
            found.append(own)
    return found


def _check(key: str, value: Any, where: str, *, questions: Collection[str]) -> None:
    """Refuse what no setting is, and a value that no setting can have."""
    known = {item.key: item for item in program_module("settings").SETTINGS}
    if key not in known or key in {"cloud", "environment"}:
        raise ScaffolderError(
            f"{where}: {key} is no setting{' or question' if questions else ''}.",
            fix=did_you_mean(key, [*known, *questions], "`scaffold schema settings` has them all."),
        )
    try:
        known[key].read(value)
    except program_module("setting").SettingsError as error:
        problem = error.problems[0]
        raise ScaffolderError(f"{where}: {key}: {problem.message}", fix=problem.fix) from error


def hold_locks(answers: Answers, locked: Sequence[Locked], before: Answers | None) -> Answers:
    """Give the answers with every locked setting as it is locked; what `before` had already gives way in silence.

    Raises:
        ScaffolderError: another value was asked for; says who locked it and why.
    """
    overrides = {scope: dict(settings) for scope, settings in answers.overrides.items()}
    for environment in answers.environments:
        held = {of.key: of for of in reversed(locked) if of.covers(environment)}
        values = {key: of.lock.value for key, of in held.items()}
        values = settled(replace(answers, settings=values, overrides={})).settings
        for cloud in answers.clouds:
            # The last word on a stack is by its long name, or by its environment where that is the only one.
            alone = len(answers.clouds) == 1 and answers.plain_stacks is None
            name = environment if alone else f"{environment}-{cloud}"
            for key, of in held.items():
                for scope in ("", cloud, environment, name):
                    given = _of_scope(answers, scope)
                    if key in given and given[key] != values[key] and not _had(before, scope, key, given[key]):
                        asked = f"{scope}:{key}" if scope else key
                        raise ScaffolderError(
                            f"{asked} cannot be {given[key]!r}: {of.told}",
                            fix=f"Leave it out; it is {values[key]!r}.",
                        )
                overrides.setdefault(name, {})[key] = values[key]
    return replace(answers, overrides=overrides)


def _of_scope(answers: Answers, scope: str) -> Mapping[str, Any]:
    return answers.overrides.get(scope, {}) if scope else answers.settings


def _had(before: Answers | None, scope: str, key: str, value: Any) -> bool:
    return before is not None and _of_scope(before, scope).get(key) == value
