"""How GCP is held to the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .resource import (
    UNKNOWN,
    Checks,
    Resource,
    StackChecks,
    in_production,
    of_type,
    plain_secrets,
    undigested,
    unlabelled,
)
from .rules import MAX_REPLICAS

_SERVICE = "gcp:cloudrunv2/service:Service"
_LABELLED = frozenset(
    {
        "gcp:artifactregistry/repository:Repository",
        "gcp:bigquery/dataset:Dataset",
        _SERVICE,
        "gcp:compute/globalForwardingRule:GlobalForwardingRule",
        "gcp:compute/instance:Instance",
        "gcp:container/cluster:Cluster",
        "gcp:pubsub/topic:Topic",
        "gcp:pubsub/subscription:Subscription",
        "gcp:redis/instance:Instance",
        "gcp:secretmanager/secret:Secret",
        "gcp:storage/bucket:Bucket",
    }
)
_BROAD_ROLES = {"roles/owner", "roles/editor", "roles/viewer", "roles/iam.serviceAccountTokenCreator"}
_WEB_PORTS = {"80", "443"}
_OPEN = {"0.0.0.0/0", "::/0"}


def containers(resource: Resource) -> list[Mapping[str, Any]]:
    """The containers of a Cloud Run service."""
    return resource.each("template", "containers") if resource.type == _SERVICE else []


def labelled(resource: Resource) -> Iterator[str]:
    """Labels on what takes them."""
    yield from unlabelled(resource, "labels", _LABELLED)


def image_by_digest(resource: Resource) -> Iterator[str]:
    """The app's own image; a collector beside it may be named by its version."""
    yield from undigested(
        resource, [entry.get("image") for entry in containers(resource) if entry.get("name") == "app"]
    )


def least_privilege(resource: Resource) -> Iterator[str]:
    """Bindings on a project, a folder or an organisation, and custom roles."""
    role = resource.get("role")
    if "/iAM" in resource.type and role in _BROAD_ROLES:
        yield f"{resource.name} gives {role}: give the roles of the services that are used."
    if resource.type.endswith(("IAMCustomRole", "CustomRole")):
        broad = [permission for permission in resource.each("permissions") if "*" in permission]
        if broad:
            yield f"{resource.name} allows {', '.join(broad)}: name the permissions that are used."


def secrets_by_reference(resource: Resource) -> Iterator[str]:
    """Variables of the containers."""
    yield from plain_secrets(resource, [entry for one in containers(resource) for entry in one.get("envs") or []])


def closed_network(resource: Resource) -> Iterator[str]:
    """Firewall rules of a network."""
    if resource.type != "gcp:compute/firewall:Firewall" or not set(resource.each("sourceRanges")) & _OPEN:
        return
    for allowed in resource.each("allows"):
        ports = allowed.get("ports") or ["all"]
        if not {str(port) for port in ports} <= _WEB_PORTS:
            yield f"{resource.name} opens ports {', '.join(map(str, ports))} to the internet."


def modern_tls(resource: Resource) -> Iterator[str]:
    """The policies of load balancers, and that there is one."""
    if resource.type == "gcp:compute/sSLPolicy:SSLPolicy":
        if resource.get("minTlsVersion") not in {"TLS_1_2", "TLS_1_3", UNKNOWN}:
            yield f"{resource.name} accepts {resource.get('minTlsVersion') or 'TLS 1.0'}: use TLS_1_2."
    elif resource.type == "gcp:compute/targetHttpsProxy:TargetHttpsProxy" and not resource.get("sslPolicy"):
        yield f"{resource.name} has no TLS policy, and would accept TLS 1.0."


def health_gated(resource: Resource) -> Iterator[str]:
    """A revision gets traffic when its startup probe has succeeded."""
    app = [entry for entry in containers(resource) if entry.get("name") == "app"]
    if app and not app[0].get("startupProbe"):
        yield f"{resource.name} has no startup probe: a revision would take traffic when its port is open."


def bounded_replicas(resource: Resource) -> Iterator[str]:
    """The most instances of a service."""
    if resource.type != _SERVICE:
        return
    most = resource.get("template", "scaling", "maxInstanceCount") or resource.get("scaling", "maxInstanceCount")
    if most is not UNKNOWN and (not most or most > MAX_REPLICAS):
        yield f"{resource.name} may grow to {most or 'any number'}: the most is {MAX_REPLICAS}."


def bounded_logs(resource: Resource) -> Iterator[str]:
    """Log buckets."""
    if resource.type == "gcp:logging/projectBucketConfig:ProjectBucketConfig" and not resource.get("retentionDays"):
        yield f"{resource.name} does not say how long logs are kept: set retentionDays."


def guarded_registry(resource: Resource) -> Iterator[str]:
    """Repositories."""
    if resource.type != "gcp:artifactregistry/repository:Repository":
        return
    if resource.get("dockerConfig", "immutableTags") is not True:
        yield f"{resource.name} lets tags move: set dockerConfig.immutableTags."
    if resource.get("vulnerabilityScanningConfig", "enablementConfig") == "DISABLED":
        yield f"{resource.name} does not scan images: set enablementConfig to INHERITED."


def encrypted(resource: Resource) -> Iterator[str]:
    """GCP encrypts all it stores; what remains are the connections to databases."""
    if resource.type == "gcp:sql/databaseInstance:DatabaseInstance":
        mode = resource.get("settings", "ipConfiguration", "sslMode")
        if mode not in {"ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED", UNKNOWN}:
            yield f"{resource.name} accepts connections without TLS: set sslMode to ENCRYPTED_ONLY."


def no_plain_http(resources: Sequence[Resource]) -> Iterator[tuple[Resource, str]]:
    """Where there is an HTTP proxy, a map that redirects to HTTPS is there for it."""
    redirects = [
        one
        for one in of_type(resources, "gcp:compute/uRLMap:URLMap")
        if one.get("defaultUrlRedirect", "httpsRedirect") is True
    ]
    proxies = of_type(resources, "gcp:compute/targetHttpProxy:TargetHttpProxy")
    for resource in proxies[len(redirects) :]:
        yield resource, f"{resource.name} serves plain HTTP: give it a URL map that redirects to HTTPS."


def private_replicas(resources: Sequence[Resource]) -> Iterator[tuple[Resource, str]]:
    """Behind a load balancer, a service takes requests from it only."""
    if not of_type(resources, "gcp:compute/backendService:BackendService"):
        return
    for resource in of_type(resources, _SERVICE):
        if resource.get("ingress") in {None, "INGRESS_TRAFFIC_ALL"}:
            yield (
                resource,
                f"{resource.name} can be reached past the load balancer: use INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER.",
            )


def firewall_in_prod(resources: Sequence[Resource]) -> Iterator[tuple[Resource | None, str]]:
    """A security policy on what faces users."""
    if in_production(resources):
        for resource in of_type(resources, "gcp:compute/backendService:BackendService"):
            if not resource.get("securityPolicy"):
                yield resource, f"{resource.name} is public and has no firewall: set waf to managed."


def protected_in_prod(resources: Sequence[Resource]) -> Iterator[tuple[Resource, str]]:
    """Services."""
    if in_production(resources):
        for resource in of_type(resources, _SERVICE):
            if resource.get("deletionProtection") is False:
                yield resource, f"{resource.name} can be deleted: set deletionProtection to true."


def watched(resources: Sequence[Resource]) -> Iterator[tuple[Resource | None, str]]:
    """Alert policies on availability and on latency, and a dashboard."""
    if not of_type(resources, _SERVICE):
        return
    alerts = of_type(resources, "gcp:monitoring/alertPolicy:AlertPolicy")
    for subject in ("availability", "latency"):
        if not any(subject in alert.name for alert in alerts):
            yield None, f"Nothing watches {subject}."
    if not of_type(resources, "gcp:monitoring/dashboard:Dashboard"):
        yield None, "There is no dashboard."


RESOURCE_CHECKS: Checks = {
    "labelled": labelled,
    "image-by-digest": image_by_digest,
    "least-privilege": least_privilege,
    "secrets-by-reference": secrets_by_reference,
    "closed-network": closed_network,
    "modern-tls": modern_tls,
    "health-gated": health_gated,
    "bounded-replicas": bounded_replicas,
    "bounded-logs": bounded_logs,
    "guarded-registry": guarded_registry,
    "encrypted": encrypted,
}
STACK_CHECKS: StackChecks = {
    "no-plain-http": no_plain_http,
    "private-replicas": private_replicas,
    "firewall-in-prod": firewall_in_prod,
    "protected-in-prod": protected_in_prod,
    "watched": watched,
}
