"""Load balancers and certificates: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case

TLS = "gcp:compute/sSLPolicy:SSLPolicy"
URL_MAP = "gcp:compute/uRLMap:URLMap"
HTTPS = "gcp:compute/targetHttpsProxy:TargetHttpsProxy"
SUBNET = "gcp:compute/subnetwork:Subnetwork"


def subnet(cidr: str, **more: Any) -> dict[str, Any]:
    return {"network": "main", "region": "us-central1", "ipCidrRange": cidr, **more}


CASES: list[Case] = [
    Case(
        rule="tls_version_goes_with_the_profile",
        type=TLS,
        good={"minTlsVersion": "TLS_1_3", "profile": "RESTRICTED"},
        bad={"minTlsVersion": "TLS_1_3", "profile": "MODERN"},
        path="profile",
        says="`profile` is `MODERN`; with `TLS_1_3` as the least version it must be `RESTRICTED`.",
    ),
    Case(
        rule="tls_version_goes_with_the_profile",
        type=TLS,
        good={"minTlsVersion": "TLS_1_2", "profile": "FIPS_202205"},
        bad={"profile": "FIPS_202205"},
        path="minTlsVersion",
        says="`minTlsVersion` is not given; with the profile `FIPS_202205` it must be `TLS_1_2`.",
    ),
    Case(
        rule="tls_features_are_for_the_custom_profile",
        type=TLS,
        good={"profile": "CUSTOM", "customFeatures": ["TLS_RSA_WITH_AES_128_CBC_SHA"]},
        bad={"profile": "CUSTOM"},
        path="customFeatures",
        says="`customFeatures` is missing; the profile `CUSTOM` is what it lists.",
    ),
    Case(
        rule="https_proxy_has_a_certificate",
        type=HTTPS,
        good={"urlMap": "m", "certificateMap": "c"},
        bad={"urlMap": "m", "sslCertificates": []},
        path="sslCertificates",
        says="`sslCertificates` and `certificateMap` are missing; an HTTPS proxy needs a certificate.",
    ),
    Case(
        rule="url_map_hosts_have_their_paths",
        type=URL_MAP,
        good={
            "defaultService": "s",
            "hostRules": [{"hosts": ["a.example.com"], "pathMatcher": "a"}],
            "pathMatchers": [{"name": "a"}],
        },
        bad={
            "defaultService": "s",
            "hostRules": [{"hosts": ["a.example.com"], "pathMatcher": "b"}],
            "pathMatchers": [{"name": "a"}],
        },
        path="hostRules[0].pathMatcher",
        says="`hostRules[0].pathMatcher` is `b`, and the map has no such path matcher.",
    ),
    Case(
        rule="url_map_hosts_are_there_once",
        type=URL_MAP,
        good={"defaultService": "s", "hostRules": [{"hosts": ["a.example.com"]}, {"hosts": ["b.example.com"]}]},
        bad={"defaultService": "s", "hostRules": [{"hosts": ["a.example.com"]}, {"hosts": ["a.example.com"]}]},
        path="hostRules[1].hosts[0]",
        says="`hostRules[1].hosts[0]` is `a.example.com`, as `hostRules[0].hosts[0]` is; a host has one rule.",
    ),
    Case(
        rule="url_map_paths_begin_with_a_slash",
        type=URL_MAP,
        good={"defaultService": "s", "pathMatchers": [{"name": "a", "pathRules": [{"paths": ["/a", "/a/*"]}]}]},
        bad={"defaultService": "s", "pathMatchers": [{"name": "a", "pathRules": [{"paths": ["/a*"]}]}]},
        path="pathMatchers[0].pathRules[0].paths[0]",
        says="`pathMatchers[0].pathRules[0].paths[0]` is `/a*`; a path begins with `/`, and may end with `/*`.",
    ),
    Case(
        rule="cache_lifetimes_are_in_order",
        type="gcp:compute/backendService:BackendService",
        good={"cdnPolicy": {"signedUrlCacheMaxAgeSec": 1, "defaultTtl": 60, "maxTtl": 60}},
        bad={"cdnPolicy": {"signedUrlCacheMaxAgeSec": 1, "defaultTtl": 61, "maxTtl": 60}},
        path="cdnPolicy.defaultTtl",
        says="`cdnPolicy.defaultTtl` is `61` seconds, above `cdnPolicy.maxTtl`, which is `60`.",
    ),
    Case(
        rule="managed_certificate_has_no_wildcard",
        type="gcp:compute/managedSslCertificate:ManagedSslCertificate",
        good={"managed": {"domains": ["example.com"]}},
        bad={"managed": {"domains": ["*.example.com"]}},
        path="managed.domains[0]",
        says="`managed.domains[0]` is `*.example.com`; a managed SSL certificate takes no wildcard.",
    ),
    Case(
        rule="wildcard_certificate_is_authorized_by_dns",
        type="gcp:certificatemanager/certificate:Certificate",
        good={"managed": {"domains": ["*.example.com"], "dnsAuthorizations": ["a"]}},
        bad={"managed": {"domains": ["*.example.com"]}},
        path="managed.domains[0]",
        says="`managed.domains[0]` is `*.example.com`; a wildcard needs `managed.dnsAuthorizations`.",
    ),
    Case(
        rule="gcp_health_check_ends_before_the_next",
        type="gcp:compute/healthCheck:HealthCheck",
        good={"timeoutSec": 10, "checkIntervalSec": 10, "tcpHealthCheck": {"port": 80}},
        bad={"timeoutSec": 11, "checkIntervalSec": 10, "tcpHealthCheck": {"port": 80}},
        path="timeoutSec",
        says="`timeoutSec` is `11` seconds, and the next check begins after `10`; a check must end before the next one.",
    ),
    Case(
        rule="links_refer_to_what_they_are_for",
        type=SUBNET,
        good=subnet("10.0.0.0/24", network="projects/p/global/networks/main"),
        bad=subnet("10.0.0.0/24", network="projects/p/regions/us-central1/subnetworks/main"),
        path="network",
        says="`network` is `projects/p/regions/us-central1/subnetworks/main`, one of `subnetworks`; it refers to `networks`.",
    ),
]
