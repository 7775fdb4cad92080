"""The private network of a region, for replicas that may reach nothing but Google's own services."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_gcp as gcp

from ..contract import NetworkArgs
from ._names import resource_name

# private.googleapis.com: https://cloud.google.com/vpc/docs/configure-private-google-access#domain-options
_GOOGLE_RANGE = "199.36.153.8/30"
_GOOGLE_ADDRESSES = [f"199.36.153.{last}" for last in range(8, 12)]
_GOOGLE_DOMAINS = ("googleapis.com", "run.app")


class Network(pulumi.ComponentResource):
    """With egress=private, a network without a way to the internet; otherwise nothing.

    DIFFERS: Cloud Run needs no network of ours: its replicas have no address, and with egress=internet they leave by
    Google's own. So there are no zones, gateways or load balancer subnets here.
    The network can be deleted one or two hours after the service that used it:
    https://cloud.google.com/run/docs/configuring/vpc-direct-vpc#delete-subnet
    """

    network_id: pulumi.Output[str]
    subnet_ids: Sequence[pulumi.Output[str]]
    front_subnet_ids: Sequence[pulumi.Output[str]]

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:Network", name, {}, opts)
        self.network_id = pulumi.Output.from_input("")
        self.subnet_ids = []
        self.front_subnet_ids = []
        if args.settings.egress == "private":
            self._closed_network(name, args)
        self.register_outputs(
            {
                "network_id": self.network_id,
                "subnet_ids": self.subnet_ids,
                "front_subnet_ids": self.front_subnet_ids,
            }
        )

    def _closed_network(self, name: str, args: NetworkArgs) -> None:
        child = pulumi.ResourceOptions(parent=self)
        settings, region = args.settings, args.region
        vpc = gcp.compute.Network(
            f"{name}-vpc",
            name=resource_name(settings, region, "vpc"),
            project=args.scope,
            auto_create_subnetworks=False,
            # Without the default route there is no way out but the one below.
            delete_default_routes_on_create=True,
            opts=child,
        )
        subnet = gcp.compute.Subnetwork(
            f"{name}-replicas",
            name=resource_name(settings, region, "replicas"),
            project=args.scope,
            region=region,
            network=vpc.id,
            # Direct VPC egress holds two addresses a replica, and those of stopped ones for 20 minutes:
            # https://cloud.google.com/run/docs/configuring/vpc-direct-vpc#ip-address-usage
            ip_cidr_range=f"10.{args.index}.0.0/20",
            private_ip_google_access=True,
            log_config={
                "aggregation_interval": "INTERVAL_5_MIN",
                "flow_sampling": 0.5,
                "metadata": "INCLUDE_ALL_METADATA",
            },
            opts=child,
        )
        to_google = gcp.compute.Route(
            f"{name}-to-google",
            name=resource_name(settings, region, "to-google"),
            project=args.scope,
            network=vpc.id,
            dest_range=_GOOGLE_RANGE,
            next_hop_gateway="default-internet-gateway",
            opts=child,
        )
        self._firewall(name, args, vpc)
        self._names_of_google(name, args, vpc)
        self.network_id = vpc.id
        # The subnet is of use once the route is there.
        self.subnet_ids = [pulumi.Output.all(subnet.id, to_google.id).apply(lambda ids: ids[0])]

    def _firewall(self, name: str, args: NetworkArgs, vpc: gcp.compute.Network) -> None:
        child = pulumi.ResourceOptions(parent=self)
        gcp.compute.Firewall(
            f"{name}-allow-google",
            name=resource_name(args.settings, args.region, "allow-google"),
            project=args.scope,
            network=vpc.id,
            direction="EGRESS",
            priority=1000,
            allows=[{"protocol": "tcp", "ports": ["443"]}],
            destination_ranges=[_GOOGLE_RANGE],
            opts=child,
        )
        gcp.compute.Firewall(
            f"{name}-deny-egress",
            name=resource_name(args.settings, args.region, "deny-egress"),
            project=args.scope,
            network=vpc.id,
            direction="EGRESS",
            priority=65534,
            denies=[{"protocol": "all"}],
            destination_ranges=["0.0.0.0/0"],
            log_config={"metadata": "INCLUDE_ALL_METADATA"},
            opts=child,
        )

    def _names_of_google(self, name: str, args: NetworkArgs, vpc: gcp.compute.Network) -> None:
        child = pulumi.ResourceOptions(parent=self)
        for domain in _GOOGLE_DOMAINS:
            role = domain.replace(".", "-")
            zone = gcp.dns.ManagedZone(
                f"{name}-{role}",
                name=resource_name(args.settings, args.region, role),
                project=args.scope,
                dns_name=f"{domain}.",
                description=f"{domain} by the addresses that are reached without the internet",
                visibility="private",
                private_visibility_config={"networks": [{"network_url": vpc.id}]},
                labels=args.labels,
                opts=child,
            )
            # https://cloud.google.com/vpc/docs/configure-private-google-access#config-domain
            apex = "private.googleapis.com." if domain == "googleapis.com" else f"{domain}."
            gcp.dns.RecordSet(
                f"{name}-{role}-addresses",
                managed_zone=zone.name,
                project=args.scope,
                name=apex,
                type="A",
                ttl=300,
                rrdatas=_GOOGLE_ADDRESSES,
                opts=child,
            )
            gcp.dns.RecordSet(
                f"{name}-{role}-names",
                managed_zone=zone.name,
                project=args.scope,
                name=f"*.{domain}.",
                type="CNAME",
                ttl=300,
                rrdatas=[apex],
                opts=child,
            )
