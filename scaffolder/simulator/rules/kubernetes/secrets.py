"""Secrets of a type: what each has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import CORE, READ
from scaffolder.simulator.rules.registry import rule

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
}


@rule("kubernetes:core/v1:Secret", page=CORE, read=READ)
def secrets_have_the_keys_of_their_type(inputs: Given) -> Iterator[Finding]:
    """A secret of a type has the keys of that type."""
    kind, data, text = inputs["type"], inputs["data"], inputs["stringData"]
    if data.unknown or text.unknown:
        return
    there = {name for given in (data, text) for name, _ in given.entries()}
    for key in _KEYS.get(kind.text or "", ()):
        if key not in there:
            yield kind.finding(
                f"`data` has no `{key}`; a secret of the type {kind.shown} has one.", fix=f"Give `{key}`."
            )
