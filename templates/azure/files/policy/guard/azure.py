"""How Azure is held to the rules."""

from __future__ import annotations

import re
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

_APP = "azure-native:app:ContainerApp"
_ENVIRONMENT = "azure-native:app:ManagedEnvironment"
_LOCKS = (
    "azure-native:authorization:ManagementLockByScope",
    "azure-native:authorization:ManagementLockAtResourceGroupLevel",
)
_TAGGED = frozenset(
    {
        _APP,
        _ENVIRONMENT,
        "azure-native:applicationinsights:Component",
        "azure-native:cdn:Profile",
        "azure-native:containerregistry:Registry",
        "azure-native:keyvault:Vault",
        "azure-native:managedidentity:UserAssignedIdentity",
        "azure-native:network:VirtualNetwork",
        "azure-native:operationalinsights:Workspace",
        "azure-native:resources:ResourceGroup",
        "azure-native:storage:StorageAccount",
    }
)
# Owner, Contributor, User Access Administrator:
# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles#privileged
_BROAD_ROLES = (
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
)
_WEB_PORTS = {"80", "443"}
_OPEN = {"*", "Internet", "0.0.0.0/0"}


def containers(resource: Resource) -> list[Mapping[str, Any]]:
    """The containers of an app."""
    return resource.each("template", "containers") if resource.type == _APP else []


def labelled(resource: Resource) -> Iterator[str]:
    """Tags on what takes them."""
    yield from unlabelled(resource, "tags", _TAGGED)


def image_by_digest(resource: Resource) -> Iterator[str]:
    """Every container of an app."""
    yield from undigested(resource, [entry.get("image") for entry in containers(resource)])


def least_privilege(resource: Resource) -> Iterator[str]:
    """Assignments of the broad built-in roles, and custom roles."""
    if resource.type == "azure-native:authorization:RoleAssignment":
        if str(resource.get("roleDefinitionId")).endswith(_BROAD_ROLES):
            yield f"{resource.name} assigns a role that may do everything: assign the role of what is used."
    elif resource.type == "azure-native:authorization:RoleDefinition":
        for permission in resource.each("permissions"):
            if "*" in (permission.get("actions") or []):
                yield f"{resource.name} allows every action: name the actions that are used."


def secrets_by_reference(resource: Resource) -> Iterator[str]:
    """Variables of the containers, and secrets of the app that hold a value."""
    yield from plain_secrets(resource, [entry for one in containers(resource) for entry in one.get("env") or []])
    if resource.type == _APP:
        for secret in resource.each("configuration", "secrets"):
            if secret.get("value") is not None:
                yield f"{resource.name} holds the secret {secret.get('name')}: refer to it by keyVaultUrl."


def closed_network(resource: Resource) -> Iterator[str]:
    """Rules of network security groups."""
    if resource.type != "azure-native:network:NetworkSecurityGroup":
        return
    for rule in resource.each("securityRules"):
        inbound = rule.get("direction") == "Inbound" and rule.get("access") == "Allow"
        ports = {str(rule.get("destinationPortRange")), *(rule.get("destinationPortRanges") or [])} - {"None"}
        if inbound and rule.get("sourceAddressPrefix") in _OPEN and not ports <= _WEB_PORTS:
            yield f"{resource.name} opens ports {', '.join(sorted(ports))} to the internet in {rule.get('name')}."


def modern_tls(resource: Resource) -> Iterator[str]:
    """Custom domains of Front Door, and storage accounts."""
    version = {
        "azure-native:cdn:AFDCustomDomain": resource.get("tlsSettings", "minimumTlsVersion"),
        "azure-native:storage:StorageAccount": resource.get("minimumTlsVersion"),
    }.get(resource.type, UNKNOWN)
    if version is not UNKNOWN and not re.fullmatch(r"TLS(?:1_|1)[23]", str(version)):
        yield f"{resource.name} accepts {version or 'any TLS version'}: use TLS 1.2."


def health_gated(resource: Resource) -> Iterator[str]:
    """A revision gets traffic when its readiness probe succeeds."""
    probed = containers(resource)[:1]
    for container in probed:
        kinds = {probe.get("type") for probe in container.get("probes") or []}
        if not {"Startup", "Readiness"} <= kinds:
            yield f"{resource.name} lacks a startup or a readiness probe: a revision would take traffic unchecked."


def bounded_replicas(resource: Resource) -> Iterator[str]:
    """The most replicas of an app."""
    most = resource.get("template", "scale", "maxReplicas")
    if resource.type == _APP and isinstance(most, (int, float)) and most > MAX_REPLICAS:
        yield f"{resource.name} may grow to {most:g}: the most is {MAX_REPLICAS}."


def bounded_logs(resource: Resource) -> Iterator[str]:
    """Log workspaces."""
    if resource.type == "azure-native:operationalinsights:Workspace" and not resource.get("retentionInDays"):
        yield f"{resource.name} does not say how long logs are kept: set retentionInDays."


def guarded_registry(resource: Resource) -> Iterator[str]:
    """Registries; Defender scans them by subscription."""
    if resource.type != "azure-native:containerregistry:Registry":
        return
    if resource.get("adminUserEnabled") is True:
        yield f"{resource.name} has a shared admin password: set adminUserEnabled to false."
    if resource.get("anonymousPullEnabled") is True:
        yield f"{resource.name} lets anybody pull: set anonymousPullEnabled to false."


def encrypted(resource: Resource) -> Iterator[str]:
    """Azure encrypts what it stores; what remains is the way between replicas and to storage."""
    if resource.type == _ENVIRONMENT and resource.get("peerTrafficConfiguration", "encryption", "enabled") is not True:
        yield f"{resource.name} does not encrypt traffic between replicas: set peerTrafficConfiguration."
    if resource.type == "azure-native:storage:StorageAccount" and resource.get("enableHttpsTrafficOnly") is False:
        yield f"{resource.name} accepts plain HTTP: set enableHttpsTrafficOnly."


def no_plain_http(resources: Sequence[Resource]) -> Iterator[tuple[Resource, str]]:
    """Front Door redirects, and apps do not allow it."""
    for resource in of_type(resources, "azure-native:cdn:Route"):
        if resource.get("httpsRedirect") == "Disabled" and "Http" in resource.each("supportedProtocols"):
            yield resource, f"{resource.name} serves plain HTTP: set httpsRedirect to Enabled."
    for resource in of_type(resources, _APP):
        if resource.get("configuration", "ingress", "allowInsecure") is True:
            yield resource, f"{resource.name} serves plain HTTP: set allowInsecure to false."


def private_replicas(resources: Sequence[Resource]) -> Iterator[tuple[Resource, str]]:
    """Behind Front Door, an environment has no public address."""
    if not of_type(resources, "azure-native:cdn:Route"):
        return
    for resource in of_type(resources, _ENVIRONMENT):
        if resource.get("publicNetworkAccess") in {None, "Enabled"}:
            yield resource, f"{resource.name} can be reached past Front Door: set publicNetworkAccess to Disabled."


def firewall_in_prod(resources: Sequence[Resource]) -> Iterator[tuple[Resource | None, str]]:
    """A firewall policy bound to Front Door."""
    fronts = of_type(resources, "azure-native:cdn:Profile")
    if in_production(resources) and fronts and not of_type(resources, "azure-native:cdn:SecurityPolicy"):
        yield fronts[0], f"{fronts[0].name} is public and has no firewall: set waf to managed."


def protected_in_prod(resources: Sequence[Resource]) -> Iterator[tuple[Resource | None, str]]:
    """A lock on the registry, at least."""
    registries = of_type(resources, "azure-native:containerregistry:Registry")
    if in_production(resources) and registries and not of_type(resources, *_LOCKS):
        yield registries[0], f"{registries[0].name} can be deleted: set deletionProtection to true."


def watched(resources: Sequence[Resource]) -> Iterator[tuple[Resource | None, str]]:
    """Alerts on availability and on latency, and a dashboard."""
    if not of_type(resources, _APP):
        return
    alerts = of_type(resources, "azure-native:monitor:ScheduledQueryRule", "azure-native:monitor:MetricAlert")
    for subject in ("availability", "latency"):
        if not any(subject in alert.name for alert in alerts):
            yield None, f"Nothing watches {subject}."
    if not of_type(resources, "azure-native:applicationinsights:Workbook", "azure-native:portal:Dashboard"):
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
