"""What was asked of a project and answered: kept in it, and enough to make it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scaffolder.errors import ScaffolderError

CLOUDS = ("aws", "gcp", "azure")
DEFAULT_ENVIRONMENTS = ("dev", "prod")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a project is made from.

    `regions` has the clouds whose regions were named; the others take their usual ones. `settings` go to every stack;
    `overrides` only to a scope: a cloud, an environment or a stack, of which the later in this order wins.
    `plain_stacks` has the cloud whose stacks are called as their environments are, though there are several clouds: it
    was the only one once. None where the names follow from the clouds.
    `templates` are sources, laid down in this order; without any it is made of the built-in template.
    `answers` are those to the questions of templates; of a secret it holds whether there is one, never the secret.
    """

    name: str
    clouds: Sequence[str]
    environments: Sequence[str] = DEFAULT_ENVIRONMENTS
    regions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    overrides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    plain_stacks: Sequence[str] | None = None
    templates: Sequence[str] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Give the answers as plain data, as an answers file holds them."""
        return {
            "name": self.name,
            "clouds": list(self.clouds),
            "environments": list(self.environments),
            "regions": {cloud: list(regions) for cloud, regions in self.regions.items()},
            "settings": dict(self.settings),
            "overrides": {scope: dict(settings) for scope, settings in self.overrides.items()},
            **({} if self.plain_stacks is None else {"plain_stacks": list(self.plain_stacks)}),
            **({"templates": list(self.templates)} if self.templates else {}),
            **({"answers": dict(self.answers)} if self.answers else {}),
        }


def check_document(data: object, *, shown: str) -> dict[str, Any]:
    """Check the shape of an answers document and give it in its full form; every key may be absent.

    The short forms are opened: `cloud: aws` for `clouds`, a plain list of `regions`, `image` for the setting.
    What the settings say is checked with the stacks they belong to.

    Raises:
        ScaffolderError: it holds an unknown key, or something of the wrong kind; `shown` is how messages call it.
    """
    if not isinstance(data, Mapping):
        holds = "is empty" if data is None else f"holds no answers but {_kind(data)}"
        raise ScaffolderError(f"{shown} {holds}.", fix=f"The keys are: {', '.join(_KINDS)}.")
    document: dict[str, Any] = {}
    for key, value in data.items():
        if key not in _KINDS:
            raise ScaffolderError(
                f"{shown}: {key!r} is no key of an answers file.",
                fix=did_you_mean(str(key), _KINDS, f"The keys are: {', '.join(_KINDS)}."),
            )
        holds, words = _KINDS[key]
        if not holds(value):
            raise ScaffolderError(f"{shown}: {key} is {_kind(value)}, {value!r}.", fix=f"Give {words}.")
        if key != "$schema":
            document[key] = value
    if "image" in document:
        settings = document.setdefault("settings", {})
        document["settings"] = {**settings, "image": document.pop("image")}
    return document


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Ask whether the nearest of the known words was meant, or say `otherwise`."""
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(word.lower(), list(known), n=1)
    return f"Did you mean {near[0]}?" if near else otherwise


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_texts(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(map(_is_text, value))


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) and all(map(_is_text, value))


def _is_regions(value: object) -> bool:
    return _is_texts(value) or (isinstance(value, Mapping) and _is_table(value) and all(map(_is_texts, value.values())))


def _is_overrides(value: object) -> bool:
    return isinstance(value, Mapping) and _is_table(value) and all(map(_is_table, value.values()))


_KINDS = {
    "$schema": (_is_text, "the address of a JSON Schema"),
    "name": (_is_text, "the service's name"),
    "clouds": (_is_texts, "a list of clouds, like [aws, gcp]"),
    "environments": (_is_texts, "a list of environments, like [dev, prod]"),
    "regions": (_is_regions, "a list of regions, or a table of cloud to list"),
    "image": (_is_text, "an image by digest"),
    "settings": (_is_table, "a table of setting to value"),
    "overrides": (_is_overrides, "a table of cloud, environment or stack to a table of settings"),
    "plain_stacks": (_is_texts, "a list with at most one cloud, like [gcp]"),
    "templates": (_is_texts, "a list of templates, like [service, ./acme]"),
    "answers": (_is_table, "a table of a template's question to its answer"),
}


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a table"
    return "a text" if isinstance(value, str) else "a list" if isinstance(value, Sequence) else "a single value"
