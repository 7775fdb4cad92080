"""The private network of one region."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_azure_native as az

from ..contract import NetworkArgs
from ..names import short_name
from ._firewall import security_rules

_NAME_LIMIT = 64
_ZONES = ("1", "2", "3")


class Network(pulumi.ComponentResource):
    """A virtual network with one subnet for the replicas, and a fixed outgoing address where egress is the internet.

    DIFFERS: zones are not subnets on Azure: a subnet spans them all. There are no flow logs: they belong to a Network
    Watcher, of which a subscription has one in each region, and which is not this service's to make.
    """

    network_id: pulumi.Output[str]
    subnet_ids: Sequence[pulumi.Output[str]]
    front_subnet_ids: Sequence[pulumi.Output[str]]

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:Network", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        settings = args.settings
        prefix = f"10.{args.index}"
        # Container Apps asks for /27 and recommends /23: a replica, or ten on the Consumption profile, has an address.
        # https://learn.microsoft.com/azure/container-apps/custom-virtual-networks#subnet
        replicas = f"{prefix}.0.0/23"
        firewall = az.network.NetworkSecurityGroup(
            f"{name}-firewall",
            network_security_group_name=short_name(settings.name, "replicas", limit=_NAME_LIMIT),
            resource_group_name=args.scope,
            location=args.region,
            security_rules=security_rules(settings, replicas),
            tags=args.labels,
            opts=child,
        )
        network = az.network.VirtualNetwork(
            f"{name}-vnet",
            virtual_network_name=short_name(settings.name, settings.environment, args.region, limit=_NAME_LIMIT),
            resource_group_name=args.scope,
            location=args.region,
            address_space={"address_prefixes": [f"{prefix}.0.0/16"]},
            tags=args.labels,
            opts=child,
        )
        subnet = az.network.Subnet(
            f"{name}-replicas",
            subnet_name="replicas",
            resource_group_name=args.scope,
            virtual_network_name=network.name,
            address_prefix=replicas,
            delegations=[{"name": "container-apps", "service_name": "Microsoft.App/environments"}],
            nat_gateway=self._outgoing(name, args) if settings.egress == "internet" else None,
            network_security_group={"id": firewall.id},
            opts=child,
        )
        self.network_id = network.id
        self.subnet_ids = [subnet.id]
        # DIFFERS: the ingress is part of the Container Apps environment; no load balancer has a subnet of its own.
        self.front_subnet_ids = []
        self.register_outputs(
            {
                "network_id": self.network_id,
                "subnet_ids": self.subnet_ids,
                "front_subnet_ids": self.front_subnet_ids,
            }
        )

    def _outgoing(self, name: str, args: NetworkArgs) -> az.network.SubResourceArgs:
        child = pulumi.ResourceOptions(parent=self)
        address = az.network.PublicIPAddress(
            f"{name}-outgoing-address",
            public_ip_address_name=short_name(args.settings.name, "outgoing", limit=_NAME_LIMIT),
            resource_group_name=args.scope,
            location=args.region,
            sku={"name": "Standard", "tier": "Regional"},
            public_ip_allocation_method="Static",
            public_ip_address_version="IPv4",
            zones=list(_ZONES) if args.settings.zones > 1 else None,
            tags=args.labels,
            opts=child,
        )
        gateway = az.network.NatGateway(
            f"{name}-outgoing",
            nat_gateway_name=short_name(args.settings.name, "outgoing", limit=_NAME_LIMIT),
            resource_group_name=args.scope,
            location=args.region,
            sku={"name": "Standard"},
            public_ip_addresses=[{"id": address.id}],
            idle_timeout_in_minutes=4,
            tags=args.labels,
            opts=child,
        )
        return az.network.SubResourceArgs(id=gateway.id)
