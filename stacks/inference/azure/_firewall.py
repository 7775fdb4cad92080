"""The rules of the replicas' subnet: what comes in, and what may go out.

https://learn.microsoft.com/azure/container-apps/firewall-integration lists what a workload profiles environment needs.
"""

from __future__ import annotations

import pulumi_azure_native as az

from ..settings import Settings

# Where an environment with a private address listens, and where its load balancer looks whether nodes are well.
_INGRESS_PORTS = ("443", "31443")
_PROBE_PORTS = "30000-32767"
_AZURE_DNS = "168.63.129.16"
_LAST_PRIORITY = 4096


def security_rules(settings: Settings, subnet: str) -> list[az.network.SecurityRuleArgs]:
    """Every rule of the subnet, the first that fits decides."""
    return [*_incoming(settings, subnet), *_outgoing(settings, subnet)]


def _incoming(settings: Settings, subnet: str) -> list[az.network.SecurityRuleArgs]:
    # "Locking down inbound traffic via NSG on an external workload profiles environment is not supported": its public
    # address does not lead through this subnet. So nothing here stands for the origin's lock-down; cluster.py does.
    public = settings.front == "regional" and settings.access != "private"
    callers = "Internet" if public else "VirtualNetwork"
    return [
        _allow_in("ingress", 100, callers, subnet, protocol="Tcp", ports=_INGRESS_PORTS),
        _allow_in("replicas", 110, subnet, subnet),
        _allow_in("load-balancer", 120, "AzureLoadBalancer", subnet, protocol="Tcp", ports=(_PROBE_PORTS,)),
        _rule(direction="Inbound", access="Deny", name="nothing-else", priority=_LAST_PRIORITY),
    ]


def _outgoing(settings: Settings, subnet: str) -> list[az.network.SecurityRuleArgs]:
    services = {
        "platform-images": "MicrosoftContainerRegistry",
        "platform-images-front": "AzureFrontDoor.FirstParty",
        "images": "AzureContainerRegistry",
        "image-layers": "Storage",
        "secrets": "AzureKeyVault",
        "identity": "AzureActiveDirectory",
        "telemetry": "AzureMonitor",
    }
    allowed = [
        _allow_out(role, 100 + place, subnet, tag, protocol="Tcp", ports=("443",))
        for place, (role, tag) in enumerate(services.items())
    ]
    allowed += [
        _allow_out("replicas", 120, subnet, subnet),
        _allow_out("names", 121, subnet, _AZURE_DNS, ports=("53",)),
    ]
    if settings.egress == "internet":
        return allowed
    return [
        *allowed,
        _rule(direction="Outbound", access="Deny", name="no-internet", priority=_LAST_PRIORITY, destination="Internet"),
    ]


def _allow_in(
    name: str, priority: int, source: str, destination: str, *, protocol: str = "*", ports: tuple[str, ...] = ("*",)
) -> az.network.SecurityRuleArgs:
    return _rule(
        direction="Inbound",
        access="Allow",
        name=f"{name}-in",
        priority=priority,
        source=source,
        destination=destination,
        protocol=protocol,
        ports=ports,
    )


def _allow_out(
    name: str, priority: int, source: str, destination: str, *, protocol: str = "*", ports: tuple[str, ...] = ("*",)
) -> az.network.SecurityRuleArgs:
    return _rule(
        direction="Outbound",
        access="Allow",
        name=f"{name}-out",
        priority=priority,
        source=source,
        destination=destination,
        protocol=protocol,
        ports=ports,
    )


def _rule(
    *,
    direction: str,
    access: str,
    name: str,
    priority: int,
    source: str = "*",
    destination: str = "*",
    protocol: str = "*",
    ports: tuple[str, ...] = ("*",),
) -> az.network.SecurityRuleArgs:
    several = len(ports) > 1
    return az.network.SecurityRuleArgs(
        name=name,
        priority=priority,
        direction=direction,
        access=access,
        protocol=protocol,
        source_address_prefix=source,
        source_port_range="*",
        destination_address_prefix=destination,
        destination_port_range=None if several else ports[0],
        destination_port_ranges=list(ports) if several else None,
    )
