"""What a service can have or do without: names for settings that are switched on and off together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from scaffolder.errors import ScaffolderError
from scaffolder.project.answers import did_you_mean

_VALUE = "VALUE"
_OFF = frozenset({"off", "none", "no"})


@dataclass(frozen=True, kw_only=True)
class Feature:
    """What is set to have it, and to do without it; `_VALUE` stands for a value that is given, as `NAME=VALUE`."""

    says: str
    on: Mapping[str, Any]
    off: Mapping[str, Any]
    usual: str = ""
    example: str = ""


FEATURES: Mapping[str, Feature] = {
    "waf": Feature(
        says="managed rules of the cloud's web application firewall",
        on={"waf": "managed"},
        off={"waf": "off", "rateLimitPer5Minutes": 0},
    ),
    "rate-limit": Feature(
        says="a limit of requests of one client in five minutes, by the firewall",
        on={"waf": "managed", "rateLimitPer5Minutes": _VALUE},
        off={"rateLimitPer5Minutes": 0},
        usual="6000",
    ),
    "gpu": Feature(says="an accelerator for each replica", on={"gpu": _VALUE}, off={"gpu": ""}, example="l4"),
    "schedule": Feature(
        says="times with more replicas",
        on={"schedule": _VALUE},
        off={"schedule": []},
        example='[{"start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 4}]',
    ),
    "scale-to-zero": Feature(says="no replica while nobody calls", on={"minReplicas": 0}, off={"minReplicas": 1}),
    "private-egress": Feature(
        says="a container that reaches the cloud's own services only",
        on={"egress": "private"},
        off={"egress": "internet"},
    ),
    "domain": Feature(
        says="a host name of your own (its zone is the setting dnsZone)",
        on={"domain": _VALUE},
        off={"domain": "", "dnsZone": ""},
        example="api.example.com",
    ),
    "tracing": Feature(
        says="traces of a share of the requests, in percent",
        on={"traceSamplePercent": _VALUE},
        off={"traceSamplePercent": 0},
        usual="5",
    ),
    "budget": Feature(
        says="alerts at a monthly cost in US dollars",
        on={"budgetMonthlyUsd": _VALUE},
        off={"budgetMonthlyUsd": 0},
        example="500",
    ),
    "canary": Feature(
        says="a new version gets a share of the traffic first", on={"rollout": "canary"}, off={"rollout": "rolling"}
    ),
    "deletion-protection": Feature(
        says="what holds data or an address refuses to be deleted",
        on={"deletionProtection": True},
        off={"deletionProtection": False},
    ),
}


class Asked(Protocol):
    """A question of a template."""

    @property
    def type(self) -> str:
        """What kind of answer it takes."""

    @property
    def words(self) -> str:
        """What is asked."""

    @property
    def choices(self) -> Sequence[Any]:
        """What can be answered, each with its `value`."""


def features_of(questions: Mapping[str, Asked]) -> Mapping[str, Feature]:
    """Give the features there are, with the questions of templates that are answered by yes or no, or can be `off`."""
    found = dict(FEATURES)
    for key, question in questions.items():
        off = next((choice.value for choice in question.choices if choice.value in _OFF), None)
        if question.type == "boolean":
            found[key] = Feature(says=question.words, on={key: True}, off={key: False})
        elif question.type == "choice" and off is not None:
            example = next((str(choice.value) for choice in question.choices if choice.value != off), "")
            found[key] = Feature(says=question.words, on={key: _VALUE}, off={key: off}, example=example)
    return found


def listed(features: Mapping[str, Feature]) -> list[str]:
    """Give a line for each feature: how it is given, and what it says."""
    shown = {f"{name}=VALUE" if _VALUE in each.on.values() else name: each.says for name, each in features.items()}
    width = max(map(len, shown)) + 2
    return [f"{name:<{width}}{says}" for name, says in shown.items()]


def settings_of_feature(asked: str, features: Mapping[str, Feature] = FEATURES, *, on: bool) -> Mapping[str, Any]:
    """Give the settings, or answers, that `NAME`, or `NAME=VALUE`, is switched on or off by.

    Raises:
        ScaffolderError: there is no such feature, or it needs a value, or takes none.
    """
    name, sign, value = asked.partition("=")
    feature = features.get(name.strip())
    if feature is None:
        known = "\n  ".join(["The features are:", *listed(features)])
        raise ScaffolderError(f"{name!r} is no feature.", fix=did_you_mean(name, features, known))
    if not on:
        if sign:
            raise ScaffolderError(f"{name} is removed whole.", fix=f"scaffold remove feature {name}")
        return feature.off
    takes = _VALUE in feature.on.values()
    if sign and not takes:
        raise ScaffolderError(f"{name} takes no value.", fix=f"scaffold add feature {name}")
    value = value.strip() or feature.usual
    if takes and not value:
        raise ScaffolderError(f"{name} needs a value.", fix=f"scaffold add feature '{name}={feature.example}'")
    return {key: value if wanted == _VALUE else wanted for key, wanted in feature.on.items()}
