"""What replicas and their instances may connect to."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..settings import Settings
from ._addresses import addresses

_HTTPS = 443
_ALL_PORTS = (0, 65535)


def allow_outward(
    name: str,
    settings: Settings,
    *,
    group: aws.ec2.SecurityGroup,
    region: str,
    labels: dict[str, str],
    parent: pulumi.Resource,
) -> None:
    """Any TCP port of the internet, since what an app calls is not known here; or only AWS's own services.

    Those are the endpoints in the network itself and, through its gateway, S3.
    """

    def rule(role: str, description: str, **target: pulumi.Input[str]) -> None:
        low, high = _ALL_PORTS if settings.egress == "internet" else (_HTTPS, _HTTPS)
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-{role}",
            security_group_id=group.id,
            description=description,
            ip_protocol="tcp",
            from_port=low,
            to_port=high,
            region=region,
            tags=labels,
            opts=pulumi.ResourceOptions(parent=parent),
            **target,
        )

    if settings.egress == "internet":
        rule("out", "To the internet, by NAT.", cidr_ipv4="0.0.0.0/0")
        return
    network = addresses(settings.regions.index(region), settings.zones).vpc
    rule("out-endpoints", "To the endpoints of AWS services.", cidr_ipv4=network)
    storage = aws.ec2.get_managed_prefix_list_output(
        name=f"com.amazonaws.{region}.s3", region=region, opts=pulumi.InvokeOptions(parent=parent)
    )
    rule("out-s3", "To S3, where images have their layers.", prefix_list_id=storage.id)
