"""Texts that refer to something by their form alone: ARNs and ids of AWS, links of Google Cloud, ids of Azure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

_ARN_PARTS: Final = 6
# What follows the name of a secret in its ARN:
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/getting-started.html
_AFTER_NAME: Final = r"(?:-\w{6})?(?:$|[:/])"
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
# Images, snapshots and prefix lists are left out: those in use are mostly AWS's own and other publishers'.
_AWS_ID: Final = re.compile(
    r"(?:acl|cgw|dopt|eigw|eipalloc|eni|fs|fsap|i|igw|lt|nat|pcx|rtb|sg|subnet|tgw|tgw-attach|tgw-rtb|vgw|vol|vpc|vpce)"
    r"-[0-9a-f]{8}(?:[0-9a-f]{9})?"
)
_QUEUE_URL: Final = re.compile(r"https://sqs\.[\w.-]+/\d{12}/([\w.-]+)")
# Services whose ARNs name no account: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
_WITHOUT_ACCOUNT: Final = frozenset({"s3", "route53"})
# Made by AWS itself: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
_AWS_MADE: Final = ("role/aws-service-role/", "role/aws-reserved/")

_GCP_PREFIX: Final = re.compile(r"(?:https:)?//(?:www\.)?(?:[a-z0-9-]+\.)?googleapis\.com/(?:compute/(?:v1|beta)/)?")
_GCP_PLACES: Final = frozenset({"regions", "zones", "locations"})
# What Google and other publishers offer, and what every project has.
_GCP_OFFERED: Final = frozenset({"acceleratorTypes", "diskTypes", "images", "licenses", "machineTypes", "publishers"})
_GCP_DEFAULTS: Final = frozenset({"default", "(default)", "_Default", "_Required"})
_GCP_ACCOUNT: Final = re.compile(r"(?:serviceAccount:)?([a-z][a-z0-9-]+)@([a-z][a-z0-9-]+)\.iam\.gserviceaccount\.com")
_GCP_LEAST: Final = 2

_AZURE_ID: Final = re.compile(
    r"/subscriptions/[^/]+/resourceGroups/(?P<group>[^/]+)(?:/providers/[^/]+/(?P<path>.+))?", re.IGNORECASE
)
# Roles and policies that Azure itself defines have such ids, too.
_AZURE_OFFERED: Final = re.compile(r"/providers/Microsoft\.Authorization/\w+Definitions/", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a text refers to by its form: `kind` says it in words, `names` are what that may be called.

    Without names nothing in a program can be told to be the one meant: it has a number that the cloud gives.
    """

    kind: str
    names: frozenset[str] = frozenset()

    def is_called(self, names: frozenset[str]) -> bool:
        """Say whether one of the `names` in a program is what is referred to."""
        return bool(self.names & names)


@dataclass(frozen=True, kw_only=True)
class Arn(Form):
    """An ARN: what its resource part holds besides the name depends on the service."""

    resource: str

    def is_called(self, names: frozenset[str]) -> bool:
        """Say whether a name stands in the resource part, between its separators."""
        return any(re.search(rf"(?:^|[:/]){re.escape(one)}{_AFTER_NAME}", self.resource) for one in names)


def form_of(package: str, text: str) -> Form | None:
    """Give what a text in a resource of a provider package refers to; None for one that is no reference by its form."""
    read = _FORMS.get(package)
    return read(text) if read and "*" not in text and "${" not in text else None


def _aws(text: str) -> Form | None:
    if text.startswith("arn:"):
        return _arn(text)
    if _AWS_ID.fullmatch(text):
        return Form(kind="id")
    if found := _QUEUE_URL.fullmatch(text):
        return Form(kind="URL", names=frozenset({found[1]}))
    return None


def _arn(text: str) -> Form | None:
    parts = text.split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS or not parts[5]:
        return None
    service, account, resource = parts[2], parts[4], parts[5]
    if not account.isdigit() and service not in _WITHOUT_ACCOUNT:
        return None
    if resource == "root" or resource.startswith(_AWS_MADE) or ":default" in resource:
        return None
    return Arn(kind="ARN", names=frozenset(re.split("[:/]", resource)[-1:]), resource=resource)


def _gcp(text: str) -> Form | None:
    if found := _GCP_ACCOUNT.fullmatch(text):
        # Google's own accounts act for a service: https://cloud.google.com/iam/docs/service-account-types#service-agents
        own = found[2].startswith(("gcp-sa-", "gae-api-")) or found[1].startswith("service-")
        return None if own else Form(kind="service account", names=frozenset({found[1]}))
    parts = _GCP_PREFIX.sub("", text).strip("/").split("/")
    if parts[0] == "projects":
        parts = parts[2:]
    elif parts[0] not in _GCP_PLACES | {"global"}:
        return None
    while parts and (parts[0] == "global" or parts[0] in _GCP_PLACES):
        parts = parts[1:] if parts[0] == "global" else parts[2:]
    if len(parts) < _GCP_LEAST or parts[0] in _GCP_OFFERED or parts[1] in _GCP_DEFAULTS:
        return None
    # A service account is called by its address in a link.
    return Form(kind="link", names=frozenset(name.partition("@")[0] for name in parts[1::2]))


def _azure(text: str) -> Form | None:
    found = _AZURE_ID.fullmatch(text)
    if found is None or _AZURE_OFFERED.search(text):
        return None
    names = found["path"].split("/")[1::2] if found["path"] else [found["group"]]
    return Form(kind="id", names=frozenset(name.casefold() for name in names))


_FORMS: Final[Mapping[str, Callable[[str], Form | None]]] = {"aws": _aws, "azure-native": _azure, "gcp": _gcp}
