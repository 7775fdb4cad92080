"""The parts of a load balancer, each by itself: TLS policies, proxies, URL maps, managed certificates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_API: Final = "https://compute.googleapis.com/$discovery/rest?version=v1"
_HOSTS: Final = (
    "https://github.com/twistedpair/google-cloud-sdk/blob/ff4de3d6b86309d0d86607278d445857cd0b5cce/"
    "google-cloud-sdk/lib/googlecloudsdk/compute/subcommands/url_maps/add_path_matcher.py"
)
_CERTIFICATES: Final = "https://certificatemanager.googleapis.com/$discovery/rest?version=v1"
_MANAGED: Final = "https://cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs"
_READ: Final = "2026-11-25"
_POLICIES: Final = ("gcp:compute/sSLPolicy:SSLPolicy", "gcp:compute/regionSslPolicy:RegionSslPolicy")
_MAPS: Final = ("gcp:compute/uRLMap:URLMap", "gcp:compute/regionUrlMap:RegionUrlMap")
_BACKENDS: Final = (
    "gcp:compute/backendService:BackendService",
    "gcp:compute/regionBackendService:RegionBackendService",
)
# The profiles that go with one least version of TLS only.
_VERSION_OF_PROFILE: Final = {"FIPS_202205": "TLS_1_2"}


@rule(*_POLICIES, page=_API, read=_READ)
def tls_version_goes_with_the_profile(inputs: Given) -> Iterator[Finding]:
    """TLS 1.3 as the least version wants the profile RESTRICTED, and FIPS_202205 wants TLS 1.2."""
    version, profile = inputs["minTlsVersion"], inputs["profile"]
    if version.text == "TLS_1_3" and not profile.unknown and profile.text != "RESTRICTED":
        given = profile.shown if profile.known else "not given"
        yield profile.finding(
            f"`{profile.path}` is {given}; with {version.shown} as the least version it must be `RESTRICTED`.",
            fix="Give `RESTRICTED`, or a least version of `TLS_1_2`.",
        )
    wanted = _VERSION_OF_PROFILE.get(profile.text or "")
    if wanted and not version.unknown and version.text != wanted:
        given = version.shown if version.known else "not given"
        yield version.finding(
            f"`{version.path}` is {given}; with the profile {profile.shown} it must be `{wanted}`.",
            fix=f"Give `{wanted}`.",
        )


@rule(*_POLICIES, page=_API, read=_READ)
def tls_features_are_for_the_custom_profile(inputs: Given) -> Iterator[Finding]:
    """Single TLS features are listed for the profile CUSTOM, and only for it."""
    profile, features = inputs["profile"], inputs["customFeatures"]
    if profile.text == "CUSTOM" and features.value is None:
        yield features.finding(
            f"`{features.path}` is missing; the profile `CUSTOM` is what it lists.", fix="List the cipher suites."
        )
    elif not profile.unknown and profile.text != "CUSTOM" and features.items():
        yield features.finding(
            f"`{features.path}` is given; it is for the profile `CUSTOM`.", fix="Leave it out, or give `CUSTOM`."
        )


@rule("gcp:compute/targetHttpsProxy:TargetHttpsProxy", page=_API, read=_READ)
def https_proxy_has_a_certificate(inputs: Given) -> Iterator[Finding]:
    """An HTTPS proxy has a certificate or a certificate map."""
    ways = ("sslCertificates", "certificateMap", "certificateManagerCertificates", "serverTlsPolicy")
    if all(inputs[way].absent or inputs[way].value == [] for way in ways) and not inputs["proxyBind"].flag:
        yield inputs["sslCertificates"].finding(
            "`sslCertificates` and `certificateMap` are missing; an HTTPS proxy needs a certificate.",
            fix="Give one of them.",
        )


@rule(*_MAPS, page=_API, read=_READ)
def url_map_hosts_have_their_paths(inputs: Given) -> Iterator[Finding]:
    """A host rule names a path matcher that the URL map has."""
    matchers = inputs["pathMatchers"]
    names = {one["name"].text for one in matchers.items()}
    if matchers.unknown or None in names:
        return
    for host_rule in inputs["hostRules"].items():
        matcher = host_rule["pathMatcher"]
        if matcher.text and matcher.text not in names:
            has = f"It has {', '.join(sorted(filter(None, names)))}." if names else "It has none."
            yield matcher.finding(
                f"`{matcher.path}` is {matcher.shown}, and the map has no such path matcher.",
                fix=f"{has} Name one of them, or add it to `pathMatchers`.",
            )


@rule(*_MAPS, page=_HOSTS, read=_READ)
def url_map_hosts_are_there_once(inputs: Given) -> Iterator[Finding]:
    """A host is in one host rule of a URL map."""
    seen: dict[str, Given] = {}
    for host_rule in inputs["hostRules"].items():
        for host in host_rule["hosts"].items():
            if host.text:
                first = seen.setdefault(host.text, host)
                if first is not host:
                    yield host.finding(
                        f"`{host.path}` is {host.shown}, as `{first.path}` is; a host has one rule.",
                        fix="Leave one of them out.",
                    )


@rule(*_MAPS, page=_API, read=_READ)
def url_map_paths_begin_with_a_slash(inputs: Given) -> Iterator[Finding]:
    """A path begins with a slash, and has a star only at its end, after a slash."""
    for matcher in inputs["pathMatchers"].items():
        for path_rule in matcher["pathRules"].items():
            for path in path_rule["paths"].items():
                text = path.text
                if text and (not text.startswith("/") or "*" in text[:-1] or (text[-1] == "*" and text[-2:] != "/*")):
                    yield path.finding(
                        f"`{path.path}` is {path.shown}; a path begins with `/`, and may end with `/*`.",
                        fix="Give a path such as `/images/*`.",
                    )


@rule(*_BACKENDS, page=_API, read=_READ)
def cache_lifetimes_are_in_order(inputs: Given) -> Iterator[Finding]:
    """The default lifetime in a cache is not above the longest."""
    policy = inputs["cdnPolicy"]
    usual, most = policy["defaultTtl"], policy["maxTtl"]
    if usual.number is not None and most.number is not None and usual.number > most.number:
        yield usual.finding(
            f"`{usual.path}` is {usual.shown} seconds, above `{most.path}`, which is {most.shown}.",
            fix=f"Give {most.number:g} or less.",
        )


@rule("gcp:compute/managedSslCertificate:ManagedSslCertificate", page=_MANAGED, read=_READ)
def managed_certificate_has_no_wildcard(inputs: Given) -> Iterator[Finding]:
    """A certificate that the load balancer manages has no wildcard domains."""
    for domain in inputs["managed"]["domains"].items():
        if domain.text and "*" in domain.text:
            yield domain.finding(
                f"`{domain.path}` is {domain.shown}; a managed SSL certificate takes no wildcard.",
                fix="Name each host, or use Certificate Manager with a DNS authorization.",
            )


@rule("gcp:certificatemanager/certificate:Certificate", page=_CERTIFICATES, read=_READ)
def wildcard_certificate_is_authorized_by_dns(inputs: Given) -> Iterator[Finding]:
    """A managed certificate for a wildcard domain is authorized by DNS."""
    managed = inputs["managed"]
    if not managed["dnsAuthorizations"].absent or not managed["issuanceConfig"].absent:
        return
    for domain in managed["domains"].items():
        if domain.text and domain.text.startswith("*."):
            yield domain.finding(
                f"`{domain.path}` is {domain.shown}; a wildcard needs `managed.dnsAuthorizations`.",
                fix="Give a DNS authorization for the domain.",
            )


@rule(
    "gcp:compute/healthCheck:HealthCheck",
    "gcp:compute/regionHealthCheck:RegionHealthCheck",
    page=_API,
    read=_READ,
)
def gcp_health_check_ends_before_the_next(inputs: Given) -> Iterator[Finding]:
    """A health check's timeout is not longer than its interval; both are 5 seconds when not given."""
    timeout, interval = inputs["timeoutSec"], inputs["checkIntervalSec"]
    if timeout.unknown or interval.unknown:
        return
    longest = interval.number or 5
    if (timeout.number or 5) > longest:
        given = timeout if timeout.known else interval
        yield given.finding(
            f"`{timeout.path}` is `{timeout.number or 5:g}` seconds, and the next check begins after `{longest:g}`; "
            "a check must end before the next one.",
            fix="Give a shorter timeout or a longer interval.",
        )
