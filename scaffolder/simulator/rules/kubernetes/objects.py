"""What all objects have, and those that hold data: labels, config maps, secrets, claims, schedules."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import CORE, METADATA, NAMES, READ
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.quantities import quantity
from scaffolder.simulator.rules.registry import program_rule, rule

_MAP: Final = "kubernetes:core/v1:ConfigMap"
_SECRET: Final = "kubernetes:core/v1:Secret"  # noqa: S105 - a type
_CLAIM: Final = "kubernetes:core/v1:PersistentVolumeClaim"
_NAMED: Final = (
    "kubernetes:apps/v1:DaemonSet", "kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet",
    "kubernetes:batch/v1:CronJob", "kubernetes:batch/v1:Job", _MAP, "kubernetes:core/v1:Namespace", _CLAIM, _SECRET,
    "kubernetes:core/v1:Service", "kubernetes:core/v1:ServiceAccount", "kubernetes:networking.k8s.io/v1:Ingress",
)  # fmt: skip
_PART: Final = r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?"
_PREFIX: Final = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
_KEY: Final = re.compile(rf"(?:{_PREFIX}/)?{_PART}")
_VALUE: Final = re.compile(rf"(?:{_PART})?")
_DATA_KEY: Final = re.compile(r"[-._a-zA-Z0-9]+")
_LONGEST: Final = 63
_LONGEST_PREFIX: Final = 253


def _is_key(text: str) -> bool:
    prefix, _, name = text.rpartition("/")
    return bool(_KEY.fullmatch(text)) and len(name) <= _LONGEST and len(prefix) <= _LONGEST_PREFIX


@rule("kubernetes:*", page=METADATA, read=READ)
def keys_of_labels_are_names(inputs: Given) -> Iterator[Finding]:
    """The key of a label or annotation is a name of up to 63 characters, with a domain before it or none."""
    for kind in ("labels", "annotations"):
        for key, given in inputs["metadata"][kind].entries():
            # The domain of an annotation may be in any case.
            if not _is_key(key.lower() if kind == "annotations" else key):
                yield given.finding(
                    f"The key `{key}` in `metadata.{kind}` is not allowed; a key has 1 to 63 letters, digits, `-`, `_` "
                    "and `.`, a letter or digit at both ends, and may have a domain and `/` before it.",
                    fix="Give a key such as `app.kubernetes.io/name`.",
                )


@rule("kubernetes:*", page="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/", read=READ)
def values_of_labels_are_short(inputs: Given) -> Iterator[Finding]:
    """A label's value has up to 63 letters, digits, hyphens, underscores and dots."""
    for _, given in inputs["metadata"]["labels"].entries():
        if given.text and (len(given.text) > _LONGEST or not _VALUE.fullmatch(given.text)):
            yield given.finding(
                f"`{given.path}` is {given.shown}; a value has up to 63 letters, digits, `-`, `_` and `.`, with a "
                "letter or digit at both ends.",
                fix="Put longer text into an annotation.",
            )


@rule(_MAP, _SECRET, page=NAMES, read=READ)
def keys_of_data_are_names(inputs: Given) -> Iterator[Finding]:
    """The keys of a config map or secret have letters, digits, hyphens, underscores and dots."""
    for name in ("data", "stringData", "binaryData"):
        for key, given in inputs[name].entries():
            if not _DATA_KEY.fullmatch(key) or len(key) > _LONGEST_PREFIX or key == "." or key.startswith(".."):
                yield given.finding(
                    f"The key `{key}` in `{name}` is not allowed; a key has letters, digits, `-`, `_` and `.`.",
                    fix="Give a key such as `config.yaml`.",
                )


@rule(_SECRET, page="https://kubernetes.io/docs/concepts/configuration/secret/", read=READ)
def data_of_secrets_is_base64(inputs: Given) -> Iterator[Finding]:
    """What a secret holds in `data` is base64; `stringData` takes plain text."""
    for _, given in inputs["data"].entries():
        if given.text and not _is_base64(given.text):
            yield given.finding(f"`{given.path}` is not base64.", fix="Encode it, or put it into `stringData`.")


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


@rule(_CLAIM, page=CORE, read=READ)
def claim_says_how_much(inputs: Given) -> Iterator[Finding]:
    """A claim on a volume says how much storage it wants."""
    spec = inputs["spec"]
    given = spec["resources"]["requests"]["storage"]
    if given.unknown or not spec.known:
        return
    amount = quantity(given.value)
    if amount is None or amount <= 0:
        said = given.shown if given.known else "missing"
        yield given.finding(f"`{given.path}` is {said}; a claim says how much it wants.", fix="Give `10Gi`, say.")


@program_rule(*_NAMED, page="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/", read=READ)
def objects_are_named_once(program: Program) -> Iterator[ProgramFinding]:
    """No two objects of a kind have the same name in a namespace."""
    seen: dict[tuple[str, ...], ProgramResource] = {}
    for one in program.of(*_NAMED):
        name, namespace = one["metadata"]["name"], one["metadata"]["namespace"]
        # Objects in several clusters are told apart by their providers' settings.
        if name.text is None or namespace.unknown or not one.settings.complete:
            continue
        # The provider updates what is there already when it is told to.
        if one.settings["upsertExistingObjects"].flag:
            continue
        cluster = repr(sorted(one.provider.items(), key=lambda item: item[0]))
        first = seen.setdefault((one.type, name.text, namespace.text or "", cluster), one)
        if first is not one:
            yield one.finding(
                name.finding(
                    f"`{name.path}` is {name.shown}, as that of {first.name} is, of the same kind.",
                    fix="Give another name, or leave it out for one that Pulumi makes.",
                )
            )
