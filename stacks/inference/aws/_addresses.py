"""The address ranges of a region's network."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

# An ALB needs subnets in two zones at least:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
LEAST_ZONES = 2

# Zones in which CloudFront reaches no load balancer, by their ids since the names differ between accounts. They are old
# and full, and other services leave them out too; every region has three zones besides, but us-west-1 two.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html#vpc-origins-supported-regions
OLD_ZONES = ("use1-az3", "usw1-az2", "cac1-az3", "apne1-az3", "apne2-az1", "euw1-az4")

# RFC 1918: where callers of a private service are.
PRIVATE_RANGES = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """A VPC's range, and a private and a public subnet's for each zone."""

    vpc: str
    private: tuple[str, ...]
    public: tuple[str, ...]


def addresses(index: int, zones: int) -> Addresses:
    """The ranges of the region at this place in the list: no two regions of a stack overlap, so they can be peered."""
    vpc = ipaddress.ip_network(f"10.{index}.0.0/16")
    first, *rest = vpc.subnets(new_prefix=20)
    count = max(zones, LEAST_ZONES)
    return Addresses(
        vpc=str(vpc),
        private=tuple(str(subnet) for subnet in rest[:count]),
        public=tuple(str(subnet) for subnet in list(first.subnets(new_prefix=24))[:count]),
    )
