"""How users reach the service: timeouts, domain, address, rate limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..limits import MAX_CLOUDFRONT_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS
from ..setting import SettingProblem
from .refusal import refuse

if TYPE_CHECKING:
    from ..settings import Settings

_SERVICE = {"aws": "ECS", "gcp": "Cloud Run", "azure": "Container Apps"}
_ZONE_FORMAT = {
    "aws": (r"Z[A-Z0-9]{3,31}", "a Route 53 hosted zone id such as Z0123456789ABCDEFGHIJ"),
    "gcp": (r"[a-z][a-z0-9-]{0,62}", "the name of a Cloud DNS managed zone"),
    "azure": (r"[A-Za-z0-9._()-]{1,90}/[a-z0-9.-]{1,253}", "RESOURCE_GROUP/ZONE of an Azure DNS zone"),
}
_CLOUD_ARMOR_MAX_RATE = 1_000_000
# https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html (DomainName)
_ACM_NAME_LENGTH = 64


def timeout(s: Settings) -> Iterator[SettingProblem]:
    """The longest request of each front."""
    if s.timeout_seconds > MAX_TIMEOUT_SECONDS[s.cloud]:
        yield refuse(
            "timeoutSeconds",
            s.timeout_seconds,
            f"{_SERVICE[s.cloud]} ends a request after {MAX_TIMEOUT_SECONDS[s.cloud]} seconds.",
            f"Set timeoutSeconds to {MAX_TIMEOUT_SECONDS[s.cloud]} or less, and hand longer work to a queue.",
        )
    elif s.cloud == "aws" and not s.domain and s.timeout_seconds > MAX_CLOUDFRONT_TIMEOUT_SECONDS:
        yield refuse(
            "timeoutSeconds",
            s.timeout_seconds,
            f"without a domain the front is CloudFront, which waits {MAX_CLOUDFRONT_TIMEOUT_SECONDS} seconds at most.",
            f"Set domain and dnsZone, or timeoutSeconds to {MAX_CLOUDFRONT_TIMEOUT_SECONDS} or less.",
        )


def front(s: Settings) -> Iterator[SettingProblem]:
    """The domain, its zone, and the kind of address."""
    if bool(s.domain) != bool(s.dns_zone):
        missing, given = ("dnsZone", "domain") if s.domain else ("domain", "dnsZone")
        yield refuse(
            given,
            s.domain or s.dns_zone,
            f"{given} needs {missing}: the certificate is proved in the domain's zone.",
            f"Set {missing} too.",
        )
    pattern, words = _ZONE_FORMAT[s.cloud]
    if s.dns_zone and not re.fullmatch(pattern, s.dns_zone):
        yield refuse("dnsZone", s.dns_zone, f"{s.dns_zone!r} is no DNS zone of {s.cloud}.", f"Allowed: {words}.")
    elif s.domain and s.cloud == "azure":
        yield from _azure_domain(s)
    if s.cloud == "aws" and len(s.domain) > _ACM_NAME_LENGTH:
        yield refuse(
            "domain",
            s.domain,
            f"ACM certifies names of {_ACM_NAME_LENGTH} characters at most, and this one has {len(s.domain)}.",
            "Use a shorter name.",
        )
    if s.front == "regional" and s.cloud == "aws" and not s.domain:
        yield refuse(
            "front",
            "regional",
            "an ALB's own name cannot have a certificate, so regional addresses on aws need a domain.",
            "Set domain and dnsZone, or front to global.",
        )
    if s.front == "regional" and s.cloud != "aws":
        if s.waf == "managed":
            yield refuse(
                "front",
                "regional",
                f"on {s.cloud} the firewall is part of the global front.",
                "Set waf to off, or front to global.",
            )
        if s.domain:
            yield refuse(
                "front",
                "regional",
                f"on {s.cloud} a domain is served by the global front.",
                "Leave domain empty, or set front to global.",
            )


def _azure_domain(s: Settings) -> Iterator[SettingProblem]:
    zone = s.dns_zone.partition("/")[2]
    if zone and s.domain == zone:
        yield refuse(
            "domain",
            s.domain,
            "the name of the zone itself cannot lead to Front Door, for it cannot have a CNAME.",
            f"Use a name inside of it, for example api.{zone}.",
        )
    elif zone and not s.domain.endswith(f".{zone}"):
        yield refuse(
            "domain", s.domain, f"{s.domain} is not in the zone {zone}.", f"Use a name that ends with .{zone}."
        )


def rate_limit(s: Settings) -> Iterator[SettingProblem]:
    """Limits need the firewall, within its bounds."""
    if s.rate_limit_per_5_minutes and s.waf == "off":
        yield refuse(
            "rateLimitPer5Minutes",
            s.rate_limit_per_5_minutes,
            "a rate limit is a rule of the firewall, which is off.",
            "Set waf to managed, or the limit to 0.",
        )
    if 0 < s.rate_limit_per_5_minutes < 10:  # noqa: PLR2004 - the least AWS WAF takes
        yield refuse(
            "rateLimitPer5Minutes",
            s.rate_limit_per_5_minutes,
            "10 requests are the least, on every cloud: AWS WAF takes no lower limit.",
            "Set it to 10 or more, or 0 for none.",
        )
    # https://cloud.google.com/armor/docs/rate-limiting-overview#throttle-traffic
    if s.cloud == "gcp" and s.rate_limit_per_5_minutes > _CLOUD_ARMOR_MAX_RATE:
        yield refuse(
            "rateLimitPer5Minutes",
            s.rate_limit_per_5_minutes,
            f"Cloud Armor limits to {_CLOUD_ARMOR_MAX_RATE} requests at most.",
            f"Set it to {_CLOUD_ARMOR_MAX_RATE} or less.",
        )
