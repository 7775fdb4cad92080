"""What users name: variables, secrets and labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..setting import SettingProblem
from .refusal import refuse

if TYPE_CHECKING:
    from ..settings import Settings

_SECRET_FORMAT = {
    "aws": (r"[A-Za-z0-9/_+=.@-]{1,512}", "the secret's name in Secrets Manager"),
    "gcp": (r"[A-Za-z0-9_-]{1,255}/[1-9]\d*", "NAME/VERSION with a version number of Secret Manager"),
    # With the resource group, for a role on the secret alone is given by its whole id.
    "azure": (
        r"[A-Za-z0-9._()-]{1,90}/[A-Za-z](?:-?[A-Za-z0-9]){2,23}/[A-Za-z0-9-]{1,127}",
        "RESOURCE_GROUP/VAULT/NAME of a Key Vault secret",
    ),
}
_ENV = r"[A-Za-z_][A-Za-z0-9_]*"
# PORT and K_* are Cloud Run's own, AWS_* the task's credentials, CONTAINER_APP_* those of Container Apps:
# https://cloud.google.com/run/docs/container-contract#env-vars,
# https://learn.microsoft.com/azure/container-apps/environment-variables#built-in-environment-variables
_RESERVED_ENV = r"PORT|K_.*|AWS_.*|ECS_.*|CONTAINER_APP_.*|OTEL_.*|SERVICE_.*"
# Azure keeps them for itself: https://learn.microsoft.com/powershell/module/az.resources/new-aztag
_RESERVED_STARTS = ("azure", "microsoft", "windows")
_LABEL_KEY = rf"(?!{'|'.join(_RESERVED_STARTS)})[a-z][a-z0-9_-]{{0,62}}"
_LABEL_VALUE = r"[a-z0-9_-]{0,63}"
_RESERVED_LABELS = frozenset({"service", "environment", "stack", "managed-by"})
# What a resource may have, less our own four. Of Azure's, CDN and private DNS take 15:
# https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
_MAX_LABELS = {"aws": 40, "gcp": 40, "azure": 11}


def names(s: Settings) -> Iterator[SettingProblem]:
    """Variables and references to secrets."""
    pattern, words = _SECRET_FORMAT[s.cloud]
    for key, reference in s.secrets.items():
        if not re.fullmatch(pattern, reference):
            yield refuse(
                "secrets",
                reference,
                f"{key}={reference!r} is no reference to a secret on {s.cloud}.",
                f"Allowed: {words}; never the secret itself.",
            )
        if key in s.env:
            yield refuse("secrets", key, f"{key} is in env too.", "Keep it in one of the two.")
    for field, names in (("env", s.env), ("secrets", s.secrets)):
        for key in names:
            if not re.fullmatch(_ENV, key):
                yield refuse(
                    field,
                    key,
                    f"{key!r} cannot be an environment variable.",
                    "Allowed: letters, digits and _, no digit first.",
                )
            elif re.fullmatch(_RESERVED_ENV, key):
                yield refuse(
                    field,
                    key,
                    f"{key} is set by the cloud or by this program.",
                    "Choose another name; the port is the setting port.",
                )


def unusable_variable(name: str) -> str:
    """Why a container cannot be given an environment variable of this name; empty when it can."""
    if not re.fullmatch(_ENV, name):
        return "it cannot be an environment variable. Allowed: letters, digits and _, no digit first."
    if re.fullmatch(_RESERVED_ENV, name):
        return "it is set by the cloud or by this program. Choose another name."
    return ""


def labels(s: Settings) -> Iterator[SettingProblem]:
    """The narrowest cloud's alphabet, and the labels that are ours."""
    most = _MAX_LABELS[s.cloud]
    if len(s.labels) > most:
        yield refuse("labels", len(s.labels), f"{len(s.labels)} labels are too many on {s.cloud}.", f"Allowed: {most}.")
    for key, value in s.labels.items():
        if not re.fullmatch(_LABEL_KEY, key) or not re.fullmatch(_LABEL_VALUE, value) or key in _RESERVED_LABELS:
            yield refuse(
                "labels",
                f"{key}={value}",
                f"{key}={value} cannot be a label on every cloud.",
                "Allowed: lower-case letters, digits, _ and -, up to 63, a letter first; "
                f"not {', '.join(sorted(_RESERVED_LABELS))}, nor one that begins with {', '.join(_RESERVED_STARTS)}.",
            )
