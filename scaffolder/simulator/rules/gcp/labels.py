"""Labels, whose keys and values have one alphabet on all of Google Cloud."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_PAGE: Final = "https://cloud.google.com/resource-manager/docs/creating-managing-labels#requirements"
_READ: Final = "2026-11-25"
_INPUTS: Final = ("labels", "userLabels", "resourceLabels")
# What is called labels there is not a label: the settings of a channel, labels of Kubernetes, kinds of groups.
_OTHERS: Final = (
    "gcp:cloudidentity/", "gcp:cloudrun/", "gcp:container/", "gcp:gke", "gcp:monitoring/notificationChannel:",
)  # fmt: skip
_LONGEST: Final = 63
_MOST: Final = 64


def _maps(inputs: Given) -> Iterator[Given]:
    names = ("userLabels", "resourceLabels") if inputs.type.startswith(_OTHERS) else _INPUTS
    yield from (inputs[name] for name in names)


def _fits(text: str, *, first: bool) -> bool:
    """Whether a text holds lower-case letters of any language, digits, `_` and `-`; a key begins with a letter."""
    letters = all(character in "_-" or unicodedata.category(character) in {"Ll", "Lo", "Nd"} for character in text)
    return letters and (not first or unicodedata.category(text[:1] or "0") in {"Ll", "Lo"})


@rule("gcp:*", page=_PAGE, read=_READ)
def label_keys_are_lower_case(inputs: Given) -> Iterator[Finding]:
    """A label's key has 1 to 63 lower-case letters, digits, underscores and hyphens, a letter first."""
    for labels in _maps(inputs):
        for key, value in labels.entries():
            if not _fits(key, first=True) or len(key) > _LONGEST:
                yield value.finding(
                    f"The key `{key}` in `{labels.path}` is not allowed; keys have 1 to 63 lower-case letters, digits, "
                    "underscores and hyphens, a letter first.",
                    fix=f"Give `{_nearby(key)}`, for example.",
                )


@rule("gcp:*", page=_PAGE, read=_READ)
def label_values_are_lower_case(inputs: Given) -> Iterator[Finding]:
    """A label's value has up to 63 lower-case letters, digits, underscores and hyphens."""
    for labels in _maps(inputs):
        for _, value in labels.entries():
            if value.text and (not _fits(value.text, first=False) or len(value.text) > _LONGEST):
                yield value.finding(
                    f"`{value.path}` is {value.shown}; values have up to 63 lower-case letters, digits, underscores "
                    "and hyphens.",
                    fix="Use that alphabet." if value.secret else f"Give `{_nearby(value.text)}`, for example.",
                )


@rule("gcp:*", page=_PAGE, read=_READ)
def labels_are_64_at_most(inputs: Given) -> Iterator[Finding]:
    """A resource has 64 labels at most."""
    for labels in _maps(inputs):
        count = len(list(labels.entries()))
        if count > _MOST:
            yield labels.finding(f"`{labels.path}` has {count} entries; allowed are {_MOST}.", fix="Leave some out.")


def _nearby(text: str) -> str:
    written = "".join(character if _fits(character, first=False) else "-" for character in text.lower())
    return written[:_LONGEST].strip("-") or "label"
