"""Global Accelerator in front of the load balancers, for a domain with one global address."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import FrontArgs
from ._access_logs import CONNECTIONS, accelerators
from ._account import service_name
from ._log_bucket import log_bucket

_PORTS = (443, 80)


def accelerator(name: str, args: FrontArgs, parent: pulumi.Resource) -> aws.globalaccelerator.Accelerator:
    """Two anycast addresses that lead to the nearest region whose load balancer has healthy replicas."""
    settings = args.settings
    connections, connections_policy = log_bucket(
        f"{name}-connections",
        settings,
        region=settings.primary_region,
        writers=accelerators(),
        labels=args.labels,
        parent=parent,
    )
    front = aws.globalaccelerator.Accelerator(
        f"{name}-accelerator",
        name=service_name(settings, limit=64),
        ip_address_type="IPV4",
        enabled=True,
        attributes=aws.globalaccelerator.AcceleratorAttributesArgs(
            flow_logs_enabled=True, flow_logs_s3_bucket=connections.id, flow_logs_s3_prefix=CONNECTIONS
        ),
        tags=args.labels,
        opts=pulumi.ResourceOptions(
            parent=parent, protect=settings.deletion_protection, depends_on=[connections_policy]
        ),
    )
    listener = aws.globalaccelerator.Listener(
        f"{name}-listener",
        accelerator_arn=front.arn,
        protocol="TCP",
        port_ranges=[aws.globalaccelerator.ListenerPortRangeArgs(from_port=port, to_port=port) for port in _PORTS],
        client_affinity="NONE",
        opts=pulumi.ResourceOptions(parent=parent),
    )
    for endpoint in args.endpoints:
        aws.globalaccelerator.EndpointGroup(
            f"{name}-{endpoint.region}-endpoints",
            listener_arn=listener.arn,
            endpoint_group_region=endpoint.region,
            # The load balancer's own view of its replicas decides; these are for endpoints of other kinds, and for the
            # console: https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups-health-check-options.html
            health_check_protocol="HTTPS",
            health_check_path=settings.health_path,
            health_check_interval_seconds=10,
            threshold_count=3,
            traffic_dial_percentage=100,
            endpoint_configurations=[
                aws.globalaccelerator.EndpointGroupEndpointConfigurationArgs(
                    endpoint_id=endpoint.origin_id,
                    # The firewall limits callers by address, and the logs show it. It leaves a security group called
                    # GlobalAccelerator in the VPC; should `pulumi destroy` stop at the VPC, delete that group first.
                    client_ip_preservation_enabled=True,
                    weight=128,
                )
            ],
            opts=pulumi.ResourceOptions(
                parent=parent,
                # An operator dials a region down to drain it; an update must not dial it up.
                ignore_changes=["traffic_dial_percentage"],
            ),
        )
    return front
