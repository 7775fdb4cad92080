"""The private network of a region."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from ..contract import NetworkArgs
from ._addresses import OLD_ZONES, Addresses, addresses
from ._edge import Edge, edge_of
from ._endpoints import service_endpoints
from ._flow_logs import flow_logs


class Network(pulumi.ComponentResource):
    """A VPC of its own: replicas in private subnets, with a way out by NAT or by private endpoints only."""

    network_id: pulumi.Output[str]
    subnet_ids: Sequence[pulumi.Output[str]]
    front_subnet_ids: Sequence[pulumi.Output[str]]

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:Network", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        settings = args.settings
        edge = edge_of(settings)
        ranges = addresses(args.index, settings.zones)
        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=ranges.vpc,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            region=args.region,
            tags=args.labels,
            opts=self._child,
        )
        # Nothing uses the default group; without rules it cannot be used by mistake.
        aws.ec2.DefaultSecurityGroup(
            f"{name}-closed",
            vpc_id=vpc.id,
            ingress=[],
            egress=[],
            region=args.region,
            tags=args.labels,
            opts=self._child,
        )
        flow_logs(name, args, vpc=vpc, parent=self)
        available = aws.get_availability_zones_output(
            state="available",
            # Local and wavelength zones have no load balancer of this kind.
            filters=[aws.GetAvailabilityZonesFilterArgs(name="opt-in-status", values=["opt-in-not-required"])],
            exclude_zone_ids=OLD_ZONES,
            region=args.region,
            opts=pulumi.InvokeOptions(parent=self),
        ).names
        zones = [available[place] for place in range(len(ranges.private))]
        private = [
            self._subnet(f"private-{place}", vpc, cidr, zones[place]) for place, cidr in enumerate(ranges.private)
        ]
        tables = [self._table(f"private-{place}", vpc, subnet) for place, subnet in enumerate(private)]
        public: list[aws.ec2.Subnet] = []
        if settings.egress == "internet" or not edge.internal:
            public = self._public(vpc, ranges, zones, tables)
        elif edge is not Edge.PRIVATE:
            # CloudFront's VPC origins and Global Accelerator take a gateway as the owner's consent; no route uses it.
            # https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html
            self._gateway(vpc)
        service_endpoints(
            name,
            args,
            vpc=vpc,
            subnet_ids=[subnet.id for subnet in private[: settings.zones]],
            route_table_ids=[table.id for table in tables],
            parent=self,
        )
        self.network_id = vpc.id
        self.subnet_ids = [subnet.id for subnet in private[: settings.zones]]
        self.front_subnet_ids = [subnet.id for subnet in (private if edge.internal else public)]
        self.register_outputs(
            {
                "network_id": self.network_id,
                "subnet_ids": list(self.subnet_ids),
                "front_subnet_ids": list(self.front_subnet_ids),
            }
        )

    def _public(
        self,
        vpc: aws.ec2.Vpc,
        ranges: Addresses,
        zones: Sequence[pulumi.Output[str]],
        private_tables: Sequence[aws.ec2.RouteTable],
    ) -> list[aws.ec2.Subnet]:
        settings = self._args.settings
        gateway = self._gateway(vpc)
        # No address of its own for what is launched here: only load balancers and NAT gateways are.
        subnets = [self._subnet(f"public-{place}", vpc, cidr, zones[place]) for place, cidr in enumerate(ranges.public)]
        for place, subnet in enumerate(subnets):
            table = self._table(f"public-{place}", vpc, subnet)
            self._default_route(f"public-{place}", table, gateway_id=gateway.id)
        if settings.egress == "internet":
            # One for each zone that replicas run in, so that a zone's loss takes no other's way out.
            gateways = [self._nat(place, subnets[place], gateway) for place in range(settings.zones)]
            for place, nat in enumerate(gateways):
                self._default_route(f"private-{place}", private_tables[place], nat_gateway_id=nat.id)
        return subnets

    def _gateway(self, vpc: aws.ec2.Vpc) -> aws.ec2.InternetGateway:
        return aws.ec2.InternetGateway(
            f"{self._name}-internet",
            vpc_id=vpc.id,
            region=self._args.region,
            tags=self._args.labels,
            opts=self._child,
        )

    def _nat(self, place: int, subnet: aws.ec2.Subnet, gateway: aws.ec2.InternetGateway) -> aws.ec2.NatGateway:
        address = aws.ec2.Eip(
            f"{self._name}-nat-{place}-address",
            domain="vpc",
            region=self._args.region,
            tags=self._args.labels,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[gateway]),
        )
        return aws.ec2.NatGateway(
            f"{self._name}-nat-{place}",
            allocation_id=address.allocation_id,
            subnet_id=subnet.id,
            region=self._args.region,
            tags=self._args.labels,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[gateway]),
        )

    def _subnet(self, role: str, vpc: aws.ec2.Vpc, cidr: str, zone: pulumi.Input[str]) -> aws.ec2.Subnet:
        return aws.ec2.Subnet(
            f"{self._name}-{role}",
            vpc_id=vpc.id,
            cidr_block=cidr,
            availability_zone=zone,
            map_public_ip_on_launch=False,
            region=self._args.region,
            tags=self._args.labels,
            opts=self._child,
        )

    def _table(self, role: str, vpc: aws.ec2.Vpc, subnet: aws.ec2.Subnet) -> aws.ec2.RouteTable:
        table = aws.ec2.RouteTable(
            f"{self._name}-{role}-routes",
            vpc_id=vpc.id,
            region=self._args.region,
            tags=self._args.labels,
            opts=self._child,
        )
        aws.ec2.RouteTableAssociation(
            f"{self._name}-{role}-association",
            subnet_id=subnet.id,
            route_table_id=table.id,
            region=self._args.region,
            opts=self._child,
        )
        return table

    def _default_route(
        self,
        role: str,
        table: aws.ec2.RouteTable,
        *,
        gateway_id: pulumi.Input[str] | None = None,
        nat_gateway_id: pulumi.Input[str] | None = None,
    ) -> None:
        aws.ec2.Route(
            f"{self._name}-{role}-out",
            route_table_id=table.id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway_id,
            nat_gateway_id=nat_gateway_id,
            region=self._args.region,
            opts=self._child,
        )
