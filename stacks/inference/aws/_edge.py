"""Which way users reach the load balancers, as the settings ask."""

from __future__ import annotations

from enum import StrEnum

from ..settings import Settings

# CloudFront's own resources and metrics, and the firewall of its scope, live there:
# https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html
CLOUDFRONT_REGION = "us-east-1"


class Edge(StrEnum):
    """What stands in front of the load balancers."""

    # No domain: an ALB's own name (*.elb.amazonaws.com) cannot have a certificate of ours, so CloudFront's default
    # one serves users, and CloudFront reaches internal load balancers over AWS's private network.
    CLOUDFRONT = "cloudfront"
    # One pair of anycast addresses for all regions, in front of internal load balancers.
    ACCELERATOR = "accelerator"
    # Each region's own internet-facing load balancer, joined by latency records.
    RECORDS = "records"
    # Internal load balancers, named in the zone, for callers inside the private network.
    PRIVATE = "private"

    @property
    def internal(self) -> bool:
        """Whether the load balancers have private addresses only."""
        return self is not Edge.RECORDS

    @property
    def tls(self) -> bool:
        """Whether the load balancers end TLS themselves, with a certificate for the domain."""
        return self is not Edge.CLOUDFRONT

    @property
    def regional_names(self) -> bool:
        """Whether each region has a name of its own below the domain."""
        return self in {Edge.RECORDS, Edge.PRIVATE}


def edge_of(settings: Settings) -> Edge:
    """What the settings put in front of the load balancers; the rules refused what none of them can do."""
    if settings.access == "private":
        return Edge.PRIVATE
    if not settings.domain:
        return Edge.CLOUDFRONT
    return Edge.ACCELERATOR if settings.front == "global" else Edge.RECORDS


def home_region(settings: Settings) -> str:
    """Where the front keeps its logs and metrics."""
    return CLOUDFRONT_REGION if edge_of(settings) is Edge.CLOUDFRONT else settings.primary_region


def regional_domain(settings: Settings, region: str) -> str:
    """The name of one region's load balancer."""
    return f"{region}.{settings.domain}"
