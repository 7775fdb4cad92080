"""Combinations of settings that a cloud cannot serve, each refused with the reason and the nearest thing that works."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from .limits import (
    ACCELERATORS,
    CLOUD_RUN_MEMORY_MIB,
    LOG_RETENTION_DAYS,
    MAX_CLOUDFRONT_TIMEOUT_SECONDS,
    MAX_TIMEOUT_SECONDS,
    REGIONS_WITH_TWO_ZONES,
    REGIONS_WITHOUT_ZONES,
    instance_size,
    size_problem,
)
from .regions import REGIONS, cloud_of_region, nearest_region
from .setting import SettingProblem

if TYPE_CHECKING:
    from .settings import Settings

_SERVICE = {"aws": "ECS", "gcp": "Cloud Run", "azure": "Container Apps"}
_SECRET_FORMAT = {
    "aws": (r"[A-Za-z0-9/_+=.@-]{1,512}", "the secret's name in Secrets Manager"),
    "gcp": (r"[A-Za-z0-9_-]{1,255}/[1-9]\d*", "NAME/VERSION with a version number of Secret Manager"),
    # With the resource group, for a role on the secret alone is given by its whole id.
    "azure": (
        r"[A-Za-z0-9._()-]{1,90}/[A-Za-z](?:-?[A-Za-z0-9]){2,23}/[A-Za-z0-9-]{1,127}",
        "RESOURCE_GROUP/VAULT/NAME of a Key Vault secret",
    ),
}
_ZONE_FORMAT = {
    "aws": (r"Z[A-Z0-9]{3,31}", "a Route 53 hosted zone id such as Z0123456789ABCDEFGHIJ"),
    "gcp": (r"[a-z][a-z0-9-]{0,62}", "the name of a Cloud DNS managed zone"),
    "azure": (r"[A-Za-z0-9._()-]{1,90}/[a-z0-9.-]{1,253}", "RESOURCE_GROUP/ZONE of an Azure DNS zone"),
}
_ACCOUNT_FORMAT = {
    "aws": (r"\d{12}", "an AWS account id, 12 digits"),
    "gcp": (r"[a-z][a-z0-9-]{4,28}[a-z0-9]", "a GCP project id"),
    "azure": (r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "an Azure subscription id"),
}
# Container Apps takes a token in the Authorization header from Entra ID only, with an app's id as its audience:
# https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad,
# https://github.com/MicrosoftDocs/azure-docs/issues/72019
_ENTRA_ISSUER = re.compile(
    r"https://(?:login\.microsoftonline\.com|sts\.windows\.net|[a-z0-9-]+\.(?:b2clogin|ciamlogin)\.com)/.+"
)
_ENTRA_AUDIENCE = re.compile(r"(?:api://)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# PORT and K_* are Cloud Run's own, AWS_* the task's credentials, CONTAINER_APP_* those of Container Apps:
# https://cloud.google.com/run/docs/container-contract#env-vars,
# https://learn.microsoft.com/azure/container-apps/environment-variables#built-in-environment-variables
_RESERVED_ENV = re.compile(r"PORT|K_.*|AWS_.*|ECS_.*|CONTAINER_APP_.*|OTEL_.*|SERVICE_.*")
_LABEL_KEY = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_LABEL_VALUE = re.compile(r"[a-z0-9_-]{0,63}")
_RESERVED_LABELS = frozenset({"service", "environment", "stack", "managed-by"})
_MAX_LABELS = 40
_CLOUD_ARMOR_MAX_RATE = 1_000_000
# A first part without a dot is a name on Docker Hub: https://cloud.google.com/run/docs/deploying#images
_CLOUD_RUN_IMAGES = re.compile(r"(?:[a-z0-9-]+-docker\.pkg\.dev|(?:[a-z]+\.)?gcr\.io|docker\.io|[a-z0-9_-]+)(?:/|@).*")
# https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html (DomainName)
_ACM_NAME_LENGTH = 64
_CRON = re.compile(r"(?:[\d*,/-]+\s+){4}(?:[\d*,/-]+|[A-Za-z]{3}(?:[,-][A-Za-z]{3})*)")


def cloud_problems(settings: Settings) -> list[SettingProblem]:
    """Everything the chosen cloud cannot serve of these settings; empty when it can serve them all."""
    return [problem for rule in _RULES for problem in rule(settings)]


def _regions(s: Settings) -> Iterator[SettingProblem]:
    if not s.regions:
        yield _problem(
            "regions",
            [],
            "there is no region.",
            f"Name at least one of {s.cloud}: {', '.join(REGIONS[s.cloud][:4])}, ...",
        )
    for region in s.regions:
        if region not in REGIONS[s.cloud]:
            other, near = cloud_of_region(region), nearest_region(region, s.cloud)
            owner = f"is a region of {other}, not of {s.cloud}." if other else f"is not a region of {s.cloud}."
            hint = f"Did you mean {near}?" if near else f"Its regions: {', '.join(REGIONS[s.cloud])}."
            yield _problem("regions", region, f"{region!r} {owner}", hint)
    for region in sorted({region for region in s.regions if s.regions.count(region) > 1}):
        yield _problem("regions", region, f"{region!r} is listed twice.", "List each region once.")
    single = [region for region in s.regions if region in REGIONS_WITHOUT_ZONES.get(s.cloud, ())]
    if s.zones > 1 and single:
        yield _problem(
            "zones",
            s.zones,
            f"{single[0]} has no availability zones to spread over.",
            "Set zones to 1, or choose a region that has them.",
        )
    paired = [region for region in s.regions if region in REGIONS_WITH_TWO_ZONES.get(s.cloud, ())]
    if s.zones > 2 and paired:  # noqa: PLR2004 - what the set of regions is about
        yield _problem(
            "zones", s.zones, f"{paired[0]} has two availability zones.", "Set zones to 2, or choose another region."
        )


def _account(s: Settings) -> Iterator[SettingProblem]:
    pattern, words = _ACCOUNT_FORMAT[s.cloud]
    if s.account and not re.fullmatch(pattern, s.account):
        yield _problem(
            "account", s.account, f"{s.account!r} is no account of {s.cloud}.", f"Allowed: {words}, or empty."
        )
    if s.budget_monthly_usd and s.cloud == "gcp" and not s.billing_account:
        yield _problem(
            "budgetMonthlyUsd",
            s.budget_monthly_usd,
            "a budget on gcp belongs to a billing account.",
            "Set billingAccount too.",
        )
    if s.billing_account and not (s.cloud == "gcp" and s.budget_monthly_usd):
        yield _problem(
            "billingAccount",
            s.billing_account,
            "only a budget on gcp has a billing account.",
            "Set budgetMonthlyUsd, or leave it empty.",
        )


def _size(s: Settings) -> Iterator[SettingProblem]:
    if s.gpu:
        yield from _gpu(s)
    elif problem := size_problem(s.cloud, s.cpu, s.memory_mib):
        yield _problem("cpu", s.cpu, f"{s.cpu:g} vCPU with {s.memory_mib} MiB cannot run on {s.cloud}.", problem)
    if s.cloud == "gcp" and s.cpu == max(CLOUD_RUN_MEMORY_MIB) and s.trace_sample_percent:
        # https://cloud.google.com/run/quotas: the limit is that of a replica, with all its containers.
        yield _problem(
            "cpu",
            s.cpu,
            f"on gcp all containers of a replica share {s.cpu:g} vCPU, and the collector of traces is one more.",
            "Set cpu to 4, or traceSamplePercent to 0.",
        )


def _gpu(s: Settings) -> Iterator[SettingProblem]:
    offered = ACCELERATORS[s.cloud]
    if s.gpu not in offered:
        yield _problem(
            "gpu",
            s.gpu,
            f"{_SERVICE[s.cloud]} on {s.cloud} cannot give a replica one {s.gpu}.",
            f"It has: {', '.join(offered)}.",
        )
        return
    accelerator = offered[s.gpu]
    if s.cpu < accelerator.least_cpu or s.memory_mib < accelerator.least_memory_mib:
        yield _problem(
            "cpu",
            s.cpu,
            f"{s.cpu:g} vCPU with {s.memory_mib} MiB is too small for a replica with one {s.gpu} on {s.cloud}.",
            f"Use at least {accelerator.least_cpu:g} vCPU and {accelerator.least_memory_mib} MiB.",
        )
    elif instance_size(accelerator, s.cpu, s.memory_mib) is None:
        largest = accelerator.sizes[-1]
        yield _problem(
            "cpu",
            s.cpu,
            f"no node with one {s.gpu} on {s.cloud} has {s.cpu:g} vCPU and {s.memory_mib} MiB.",
            f"Use at most {largest.cpu:g} vCPU and {largest.memory_mib} MiB.",
        )
    elif s.cloud == "gcp" and size_problem("gcp", s.cpu, s.memory_mib):
        yield _problem(
            "cpu",
            s.cpu,
            f"{s.cpu:g} vCPU with {s.memory_mib} MiB cannot run on gcp.",
            size_problem("gcp", s.cpu, s.memory_mib),
        )
    for region in s.regions:
        if accelerator.regions and region not in accelerator.regions:
            yield _problem(
                "gpu",
                s.gpu,
                f"{s.cloud} has no {s.gpu} in {region}.",
                f"Regions that have it: {', '.join(accelerator.regions)}.",
            )


def _scaling(s: Settings) -> Iterator[SettingProblem]:
    if s.min_replicas > s.max_replicas:
        yield _problem(
            "minReplicas",
            s.min_replicas,
            f"minReplicas {s.min_replicas} is above maxReplicas {s.max_replicas}.",
            f"Set minReplicas to {s.max_replicas} or less, or maxReplicas to {s.min_replicas} or more.",
        )
    if s.min_replicas == 0 and s.cloud == "aws":
        yield _problem(
            "minReplicas",
            0,
            "ECS cannot scale to zero behind a load balancer: no request would start a replica.",
            "Set minReplicas to 1.",
        )
    elif s.min_replicas == 0 and len(s.regions) > 1:
        yield _problem(
            "minReplicas",
            0,
            "the health checks of several regions keep a replica awake in each, so none would scale to zero.",
            "Set minReplicas to 1, or serve from one region.",
        )
    elif s.min_replicas == 0 and s.cloud == "azure" and s.scale_metric == "cpu":
        yield _problem(
            "minReplicas",
            0,
            "Container Apps cannot scale to zero by CPU.",
            "Set scaleMetric to requests, or minReplicas to 1.",
        )
    if s.scale_metric == "schedule" and not s.schedule:
        yield _problem(
            "scaleMetric",
            "schedule",
            "scaling by schedule needs one.",
            "Set schedule, for example [{start: '0 8 * * 1-5', end: '0 18 * * 1-5', minReplicas: 4}].",
        )
    for window in s.schedule:
        yield from _window(s, window)


def _window(s: Settings, window: dict[str, object]) -> Iterator[SettingProblem]:
    if set(window) != {"start", "end", "minReplicas"}:
        yield _problem(
            "schedule",
            window,
            f"a time has the keys {', '.join(map(str, window)) or 'none'}.",
            "It has exactly start, end and minReplicas.",
        )
        return
    for key in ("start", "end"):
        if not _CRON.fullmatch(str(window[key])):
            yield _problem(
                "schedule",
                window[key],
                f"{key} {window[key]!r} is no cron expression.",
                "Allowed: minute hour day month weekday, for example 0 8 * * 1-5.",
            )
    text = str(window["minReplicas"])
    if not text.isdigit() or not s.min_replicas <= int(text) <= s.max_replicas:
        yield _problem(
            "schedule",
            window["minReplicas"],
            f"a time's minReplicas of {text} is not between minReplicas and maxReplicas.",
            f"Allowed: {s.min_replicas} to {s.max_replicas}.",
        )


def _cloud_run(s: Settings) -> Iterator[SettingProblem]:
    if s.cloud != "gcp":
        return
    # https://cloud.google.com/run/docs/known-issues#ah: Google's front end answers such paths itself.
    if re.search(r"z$|^/_ah/|/eventlog$", s.health_path):
        yield _problem(
            "healthPath",
            s.health_path,
            "Cloud Run answers paths that end in z or /eventlog, or start with /_ah/, by itself.",
            "Choose another, for example /health.",
        )
    if s.image and not _CLOUD_RUN_IMAGES.fullmatch(s.image):
        yield _problem(
            "image",
            s.image,
            f"Cloud Run pulls from Artifact Registry and Docker Hub, not from {s.image.split('/', 1)[0]}.",
            "Copy the image to Artifact Registry, or name it by a remote repository there.",
        )


def _timeout(s: Settings) -> Iterator[SettingProblem]:
    if s.timeout_seconds > MAX_TIMEOUT_SECONDS[s.cloud]:
        yield _problem(
            "timeoutSeconds",
            s.timeout_seconds,
            f"{_SERVICE[s.cloud]} ends a request after {MAX_TIMEOUT_SECONDS[s.cloud]} seconds.",
            f"Set timeoutSeconds to {MAX_TIMEOUT_SECONDS[s.cloud]} or less, and hand longer work to a queue.",
        )
    elif s.cloud == "aws" and not s.domain and s.timeout_seconds > MAX_CLOUDFRONT_TIMEOUT_SECONDS:
        yield _problem(
            "timeoutSeconds",
            s.timeout_seconds,
            f"without a domain the front is CloudFront, which waits {MAX_CLOUDFRONT_TIMEOUT_SECONDS} seconds at most.",
            f"Set domain and dnsZone, or timeoutSeconds to {MAX_CLOUDFRONT_TIMEOUT_SECONDS} or less.",
        )


def _front(s: Settings) -> Iterator[SettingProblem]:
    if bool(s.domain) != bool(s.dns_zone):
        missing, given = ("dnsZone", "domain") if s.domain else ("domain", "dnsZone")
        yield _problem(
            given,
            s.domain or s.dns_zone,
            f"{given} needs {missing}: the certificate is proved in the domain's zone.",
            f"Set {missing} too.",
        )
    pattern, words = _ZONE_FORMAT[s.cloud]
    if s.dns_zone and not re.fullmatch(pattern, s.dns_zone):
        yield _problem("dnsZone", s.dns_zone, f"{s.dns_zone!r} is no DNS zone of {s.cloud}.", f"Allowed: {words}.")
    elif s.domain and s.cloud == "azure":
        yield from _azure_domain(s)
    if s.cloud == "aws" and len(s.domain) > _ACM_NAME_LENGTH:
        yield _problem(
            "domain",
            s.domain,
            f"ACM certifies names of {_ACM_NAME_LENGTH} characters at most, and this one has {len(s.domain)}.",
            "Use a shorter name.",
        )
    if s.front == "regional" and s.cloud == "aws" and not s.domain:
        yield _problem(
            "front",
            "regional",
            "an ALB's own name cannot have a certificate, so regional addresses on aws need a domain.",
            "Set domain and dnsZone, or front to global.",
        )
    if s.front == "regional" and s.cloud != "aws":
        if s.waf == "managed":
            yield _problem(
                "front",
                "regional",
                f"on {s.cloud} the firewall is part of the global front.",
                "Set waf to off, or front to global.",
            )
        if s.domain:
            yield _problem(
                "front",
                "regional",
                f"on {s.cloud} a domain is served by the global front.",
                "Leave domain empty, or set front to global.",
            )


def _azure_domain(s: Settings) -> Iterator[SettingProblem]:
    zone = s.dns_zone.partition("/")[2]
    if zone and s.domain == zone:
        yield _problem(
            "domain",
            s.domain,
            "the name of the zone itself cannot lead to Front Door, for it cannot have a CNAME.",
            f"Use a name inside of it, for example api.{zone}.",
        )
    elif zone and not s.domain.endswith(f".{zone}"):
        yield _problem(
            "domain", s.domain, f"{s.domain} is not in the zone {zone}.", f"Use a name that ends with .{zone}."
        )


def _rate_limit(s: Settings) -> Iterator[SettingProblem]:
    if s.rate_limit_per_5_minutes and s.waf == "off":
        yield _problem(
            "rateLimitPer5Minutes",
            s.rate_limit_per_5_minutes,
            "a rate limit is a rule of the firewall, which is off.",
            "Set waf to managed, or the limit to 0.",
        )
    if 0 < s.rate_limit_per_5_minutes < 10:  # noqa: PLR2004 - the least AWS WAF takes
        yield _problem(
            "rateLimitPer5Minutes",
            s.rate_limit_per_5_minutes,
            "AWS WAF limits from 10 requests on.",
            "Set it to 10 or more, or 0 for none.",
        )
    # https://cloud.google.com/armor/docs/rate-limiting-overview#throttle-traffic
    if s.cloud == "gcp" and s.rate_limit_per_5_minutes > _CLOUD_ARMOR_MAX_RATE:
        yield _problem(
            "rateLimitPer5Minutes",
            s.rate_limit_per_5_minutes,
            f"Cloud Armor limits to {_CLOUD_ARMOR_MAX_RATE} requests at most.",
            f"Set it to {_CLOUD_ARMOR_MAX_RATE} or less.",
        )


def _access(s: Settings) -> Iterator[SettingProblem]:
    if s.access == "authenticated":
        yield from _authenticated(s)
        return
    for key, value in (("authIssuer", s.auth_issuer), ("authAudience", s.auth_audience), ("invokers", s.invokers)):
        if value:
            yield _problem(
                key,
                value,
                f"{key} is used with access=authenticated, and access is {s.access}.",
                f"Set access to authenticated, or leave {key} empty.",
            )
    if s.access == "private":
        if s.cloud == "aws" and not s.domain:
            yield _problem(
                "access",
                "private",
                "an internal load balancer's own name cannot have a certificate.",
                "Set domain and dnsZone, or access to public.",
            )
        if s.cloud != "aws" and s.domain:
            yield _problem(
                "domain",
                s.domain,
                f"a private service on {s.cloud} is called by the cloud's own name.",
                "Leave domain empty, or set access to public.",
            )
        if s.waf == "managed":
            yield _problem(
                "waf", "managed", "a private service has no public front for a firewall to guard.", "Set waf to off."
            )
        if s.front == "global" and len(s.regions) > 1:
            yield _problem(
                "front",
                "global",
                "a private service has an address in each region, and none for all.",
                "Set front to regional, or serve from one region.",
            )


def _authenticated(s: Settings) -> Iterator[SettingProblem]:
    if s.cloud == "gcp":
        # https://cloud.google.com/run/docs/authenticating/overview: Cloud Run checks Google's own tokens against IAM.
        if s.auth_issuer not in {"", "https://accounts.google.com"}:
            yield _problem(
                "authIssuer",
                s.auth_issuer,
                "Cloud Run accepts Google's tokens only.",
                "Leave authIssuer empty, and name who may call in invokers.",
            )
        if not s.invokers:
            yield _problem(
                "invokers",
                [],
                "with access=authenticated on gcp nobody could call.",
                "Set invokers, for example serviceAccount:NAME@PROJECT.iam.gserviceaccount.com.",
            )
        for member in s.invokers:
            if not re.fullmatch(r"(?:user|serviceAccount|group|domain|principal|principalSet):\S+", member):
                yield _problem(
                    "invokers",
                    member,
                    f"{member!r} is no IAM member.",
                    "Allowed: user:, serviceAccount:, group: or domain: with a name; allUsers would be access=public.",
                )
        return
    if s.invokers:
        yield _problem(
            "invokers",
            s.invokers,
            f"invokers are IAM members of gcp; {s.cloud} checks the token itself.",
            "Leave invokers empty, and set authIssuer and authAudience.",
        )
    for key, value in (("authIssuer", s.auth_issuer), ("authAudience", s.auth_audience)):
        if not value:
            yield _problem(
                key, "", f"access=authenticated on {s.cloud} needs {key}.", f"Set {key} to what a token must carry."
            )
    if s.cloud == "aws" and not s.domain:
        yield _problem(
            "access",
            "authenticated",
            "an ALB checks tokens on an HTTPS listener only, which needs a domain.",
            "Set domain and dnsZone.",
        )


def _azure_pull(s: Settings) -> Iterator[SettingProblem]:
    host = s.image.split("/", 1)[0]
    if (
        s.cloud == "azure"
        and s.egress == "private"
        and s.image
        and not host.endswith((".azurecr.io", ".microsoft.com"))
    ):
        yield _problem(
            "image",
            s.image,
            f"with egress=private the replicas cannot reach {host} to pull it.",
            "Put the image into an Azure Container Registry, or set egress to internet.",
        )


def _entra(s: Settings) -> Iterator[SettingProblem]:
    if s.cloud != "azure" or s.access != "authenticated":
        return
    if s.auth_issuer and not _ENTRA_ISSUER.fullmatch(s.auth_issuer):
        yield _problem(
            "authIssuer",
            s.auth_issuer,
            "Container Apps accepts the tokens of Microsoft Entra ID only.",
            "Use https://login.microsoftonline.com/TENANT/v2.0, or check other tokens in the app.",
        )
    if s.auth_audience and not _ENTRA_AUDIENCE.fullmatch(s.auth_audience):
        yield _problem(
            "authAudience",
            s.auth_audience,
            f"{s.auth_audience!r} is not the id of an app in Microsoft Entra ID.",
            "Use the app's client id, a GUID, or api:// and the id.",
        )


def _operations(s: Settings) -> Iterator[SettingProblem]:
    allowed = list(LOG_RETENTION_DAYS[s.cloud])
    if s.log_retention_days not in allowed:
        near = min(allowed, key=lambda days: (abs(days - s.log_retention_days), -days))
        yield _problem(
            "logRetentionDays",
            s.log_retention_days,
            f"{s.cloud} cannot keep logs for {s.log_retention_days} days.",
            f"The nearest it can: {near}.",
        )
    if s.rollout == "canary" and s.cloud == "aws" and s.scale_metric == "requests":
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html#targettracking-considerations
        yield _problem(
            "rollout",
            "canary",
            "ECS cannot scale by requests per target while two target groups share the traffic.",
            "Set scaleMetric to cpu, or rollout to rolling.",
        )
    if s.rollout == "canary" and s.cloud == "aws" and s.access == "authenticated":
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html
        yield _problem(
            "rollout",
            "canary",
            "ECS moves the traffic of a listener rule that only forwards, and checking tokens is an action before it.",
            "Set rollout to rolling, or access to public and check tokens in the app.",
        )
    if s.rollout == "canary" and s.cloud != "aws" and not s.stable_revision:
        yield _problem(
            "rollout",
            "canary",
            f"on {s.cloud} the rest of the traffic stays with a revision that has a name.",
            "Set stableRevision to the revision that serves now, or rollout to rolling.",
        )
    if s.bake_minutes != type(s).bake_minutes and s.cloud != "aws":
        yield _problem(
            "bakeMinutes",
            s.bake_minutes,
            f"on {s.cloud} a canary has its share of the traffic until you end it.",
            "Leave bakeMinutes out, and set rollout back to rolling when the new version is good.",
        )
    if s.rollout == "canary" and s.cloud == "azure" and len(s.regions) > 1:
        # Azure refuses a revision's name that ever was, so names cannot be chosen alike:
        # https://github.com/Azure/terraform-azurerm-avm-res-app-containerapp/issues/115
        yield _problem(
            "rollout",
            "canary",
            "on azure each region gives its revisions names of their own, and stableRevision is one name.",
            "Serve from one region, or set rollout to rolling.",
        )
    if s.stable_revision and (s.rollout != "canary" or s.cloud == "aws"):
        yield _problem(
            "stableRevision",
            s.stable_revision,
            "a stable revision is named for a canary on gcp or azure.",
            "Leave it empty.",
        )


def _egress(s: Settings) -> Iterator[SettingProblem]:
    if s.cloud != "aws" or s.egress != "private" or not s.image:
        return
    # A network without a way to the internet reaches the registry of its own region only:
    # https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-vpc-endpoint-considerations
    near = re.match(r"\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/", s.image)
    unreached = [region for region in s.regions if not near or near[1] != region]
    if unreached:
        yield _problem(
            "egress",
            "private",
            f"replicas in {unreached[0]} could not pull the image, which is not in the ECR of that region.",
            "Leave image empty, so that it is built and pushed to every region, or set egress to internet.",
        )
    elif s.trace_sample_percent:
        yield _problem(
            "egress",
            "private",
            "the collector of traces comes from a public registry, and is copied only where the image is built.",
            "Leave image empty, set traceSamplePercent to 0, or egress to internet.",
        )


def _names(s: Settings) -> Iterator[SettingProblem]:
    pattern, words = _SECRET_FORMAT[s.cloud]
    for key, reference in s.secrets.items():
        if not re.fullmatch(pattern, reference):
            yield _problem(
                "secrets",
                reference,
                f"{key}={reference!r} is no reference to a secret on {s.cloud}.",
                f"Allowed: {words}; never the secret itself.",
            )
        if key in s.env:
            yield _problem("secrets", key, f"{key} is in env too.", "Keep it in one of the two.")
    for field, names in (("env", s.env), ("secrets", s.secrets)):
        for key in names:
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key):
                yield _problem(
                    field,
                    key,
                    f"{key!r} cannot be an environment variable.",
                    "Allowed: letters, digits and _, no digit first.",
                )
            elif _RESERVED_ENV.fullmatch(key):
                yield _problem(
                    field,
                    key,
                    f"{key} is set by the cloud or by this program.",
                    "Choose another name; the port is the setting port.",
                )


def _labels(s: Settings) -> Iterator[SettingProblem]:
    if len(s.labels) > _MAX_LABELS:
        yield _problem("labels", len(s.labels), f"{len(s.labels)} labels are too many.", f"Allowed: {_MAX_LABELS}.")
    for key, value in s.labels.items():
        if not _LABEL_KEY.fullmatch(key) or not _LABEL_VALUE.fullmatch(value) or key in _RESERVED_LABELS:
            yield _problem(
                "labels",
                f"{key}={value}",
                f"{key}={value} cannot be a label on every cloud.",
                "Allowed: lower-case letters, digits, _ and -, up to 63, a letter first; "
                f"not {', '.join(sorted(_RESERVED_LABELS))}.",
            )


def _problem(key: str, value: object, message: str, fix: str) -> SettingProblem:
    return SettingProblem(key=key, value=value, message=message, fix=fix)


_RULES: tuple[Callable[[Settings], Iterator[SettingProblem]], ...] = (
    _regions,
    _account,
    _size,
    _scaling,
    _cloud_run,
    _timeout,
    _front,
    _rate_limit,
    _access,
    _entra,
    _azure_pull,
    _operations,
    _egress,
    _names,
    _labels,
)
