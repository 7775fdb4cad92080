"""The one address in front of every region."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import FrontArgs, RegionalEndpoint
from ._accelerator import accelerator
from ._cloudfront import distribution
from ._edge import Edge, edge_of, regional_domain


class Front(pulumi.ComponentResource):
    """CloudFront without a domain; with one, Global Accelerator or latency records.

    `front_id` is the distribution, the accelerator or the domain: what the front's own metrics are found by.
    """

    url: pulumi.Output[str]
    front_id: pulumi.Output[str]

    def __init__(self, name: str, args: FrontArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:Front", name, {}, opts)
        settings = args.settings
        edge = edge_of(settings)
        if edge is Edge.CLOUDFRONT:
            front = distribution(name, args, self)
            self.url = pulumi.Output.concat("https://", front.domain_name)
            self.front_id = front.id
        else:
            self.url = pulumi.Output.from_input(f"https://{settings.domain}")
            if edge is Edge.ACCELERATOR:
                anycast = accelerator(name, args, self)
                self._record(f"{name}-domain", args, anycast.dns_name, anycast.hosted_zone_id)
                self.front_id = anycast.id
            else:
                for endpoint in args.endpoints:
                    self._nearest(f"{name}-{endpoint.region}-domain", args, endpoint)
                self.front_id = pulumi.Output.from_input(settings.domain)
        self.register_outputs({"url": self.url, "front_id": self.front_id})

    def _record(self, name: str, args: FrontArgs, host: pulumi.Input[str], zone: pulumi.Input[str]) -> None:
        aws.route53.Record(
            name,
            zone_id=args.settings.dns_zone,
            name=args.settings.domain,
            type="A",
            aliases=[aws.route53.RecordAliasArgs(name=host, zone_id=zone, evaluate_target_health=True)],
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _nearest(self, name: str, args: FrontArgs, endpoint: RegionalEndpoint) -> None:
        """One of the domain's records: a caller gets the region with the least latency that has healthy replicas."""
        aws.route53.Record(
            name,
            zone_id=args.settings.dns_zone,
            name=args.settings.domain,
            type="A",
            set_identifier=endpoint.region,
            latency_routing_policies=[aws.route53.RecordLatencyRoutingPolicyArgs(region=endpoint.region)],
            # The region's own name, which is in the same zone and leads to its load balancer.
            aliases=[
                aws.route53.RecordAliasArgs(
                    name=regional_domain(args.settings, endpoint.region),
                    zone_id=args.settings.dns_zone,
                    evaluate_target_health=True,
                )
            ],
            opts=pulumi.ResourceOptions(parent=self),
        )
