"""Who may call, and what replicas can reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..setting import SettingProblem
from .refusal import refuse

if TYPE_CHECKING:
    from ..settings import Settings

# Container Apps takes a token in the Authorization header from Entra ID only, with an app's id as its audience:
# https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad,
# https://github.com/MicrosoftDocs/azure-docs/issues/72019
_ENTRA_ISSUER = r"https://(?:login\.microsoftonline\.com|sts\.windows\.net|[a-z0-9-]+\.(?:b2clogin|ciamlogin)\.com)/.+"
_ENTRA_AUDIENCE = r"(?:api://)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


def access(s: Settings) -> Iterator[SettingProblem]:
    """Private, authenticated and public, with what each needs."""
    if s.access == "authenticated":
        yield from _authenticated(s)
        return
    for key, value in (("authIssuer", s.auth_issuer), ("authAudience", s.auth_audience), ("invokers", s.invokers)):
        if value:
            yield refuse(
                key,
                value,
                f"{key} is used with access=authenticated, and access is {s.access}.",
                f"Set access to authenticated, or leave {key} empty.",
            )
    if s.access == "private":
        if s.cloud == "aws" and not s.domain:
            yield refuse(
                "access",
                "private",
                "an internal load balancer's own name cannot have a certificate.",
                "Set domain and dnsZone, or access to public.",
            )
        if s.cloud != "aws" and s.domain:
            yield refuse(
                "domain",
                s.domain,
                f"a private service on {s.cloud} is called by the cloud's own name.",
                "Leave domain empty, or set access to public.",
            )
        if s.waf == "managed":
            yield refuse(
                "waf", "managed", "a private service has no public front for a firewall to guard.", "Set waf to off."
            )
        if s.front == "global" and len(s.regions) > 1:
            yield refuse(
                "front",
                "global",
                "a private service has an address in each region, and none for all.",
                "Set front to regional, or serve from one region.",
            )


def _authenticated(s: Settings) -> Iterator[SettingProblem]:
    if s.cloud == "gcp":
        # https://cloud.google.com/run/docs/authenticating/overview: Cloud Run checks Google's own tokens against IAM.
        if s.auth_issuer not in {"", "https://accounts.google.com"}:
            yield refuse(
                "authIssuer",
                s.auth_issuer,
                "Cloud Run accepts Google's tokens only.",
                "Leave authIssuer empty, and name who may call in invokers.",
            )
        if not s.invokers:
            yield refuse(
                "invokers",
                [],
                "with access=authenticated on gcp nobody could call.",
                "Set invokers, for example serviceAccount:NAME@PROJECT.iam.gserviceaccount.com.",
            )
        for member in s.invokers:
            if not re.fullmatch(r"(?:user|serviceAccount|group|domain|principal|principalSet):\S+", member):
                yield refuse(
                    "invokers",
                    member,
                    f"{member!r} is no IAM member.",
                    "Allowed: user:, serviceAccount:, group: or domain: with a name; allUsers would be access=public.",
                )
        return
    if s.invokers:
        yield refuse(
            "invokers",
            s.invokers,
            f"invokers are IAM members of gcp; {s.cloud} checks the token itself.",
            "Leave invokers empty, and set authIssuer and authAudience.",
        )
    for key, value in (("authIssuer", s.auth_issuer), ("authAudience", s.auth_audience)):
        if not value:
            yield refuse(
                key, "", f"access=authenticated on {s.cloud} needs {key}.", f"Set {key} to what a token must carry."
            )
    if s.cloud == "aws" and not s.domain:
        yield refuse(
            "access",
            "authenticated",
            "an ALB checks tokens on an HTTPS listener only, which needs a domain.",
            "Set domain and dnsZone.",
        )


def entra(s: Settings) -> Iterator[SettingProblem]:
    """The issuer and audience that Azure's ingress can check."""
    if s.cloud != "azure" or s.access != "authenticated":
        return
    if s.auth_issuer and not re.fullmatch(_ENTRA_ISSUER, s.auth_issuer):
        yield refuse(
            "authIssuer",
            s.auth_issuer,
            "Container Apps accepts the tokens of Microsoft Entra ID only.",
            "Use https://login.microsoftonline.com/TENANT/v2.0, or check other tokens in the app.",
        )
    if s.auth_audience and not re.fullmatch(_ENTRA_AUDIENCE, s.auth_audience):
        yield refuse(
            "authAudience",
            s.auth_audience,
            f"{s.auth_audience!r} is not the id of an app in Microsoft Entra ID.",
            "Use the app's client id, a GUID, or api:// and the id.",
        )


def egress(s: Settings) -> Iterator[SettingProblem]:
    """What private replicas on AWS could not pull."""
    if s.cloud != "aws" or s.egress != "private" or not s.image:
        return
    # A network without a way to the internet reaches the registry of its own region only:
    # https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-vpc-endpoint-considerations
    near = re.match(r"\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/", s.image)
    unreached = [region for region in s.regions if not near or near[1] != region]
    if unreached:
        yield refuse(
            "egress",
            "private",
            f"replicas in {unreached[0]} could not pull the image, which is not in the ECR of that region.",
            "Leave image empty, so that it is built and pushed to every region, or set egress to internet.",
        )
    elif s.trace_sample_percent:
        yield refuse(
            "egress",
            "private",
            "the collector of traces comes from a public registry, and is copied only where the image is built.",
            "Leave image empty, set traceSamplePercent to 0, or egress to internet.",
        )


def azure_pull(s: Settings) -> Iterator[SettingProblem]:
    """What private replicas on Azure could not pull."""
    host = s.image.split("/", 1)[0]
    if (
        s.cloud == "azure"
        and s.egress == "private"
        and s.image
        and not host.endswith((".azurecr.io", ".microsoft.com"))
    ):
        yield refuse(
            "image",
            s.image,
            f"with egress=private the replicas cannot reach {host} to pull it.",
            "Put the image into an Azure Container Registry, or set egress to internet.",
        )
