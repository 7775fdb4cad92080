"""Is it healthy, fast, saturated, and what does it cost."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import MonitoringArgs
from ._account import last_part, service_name
from ._metrics import balancer_label
from ._widgets import Subject, dashboard_body


class Dashboard(pulumi.ComponentResource):
    """A CloudWatch dashboard with every region in each panel."""

    url: pulumi.Output[str]

    def __init__(self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:aws:Dashboard", name, {}, opts)
        settings = args.settings
        region = settings.primary_region
        body = pulumi.Output.all(
            *[
                pulumi.Output.all(
                    region=endpoint.region,
                    balancer=balancer_label(endpoint.load_label),
                    cluster=last_part(endpoint.cluster_id),
                    service=endpoint.service_name,
                )
                for endpoint in args.endpoints
            ]
        ).apply(lambda known: dashboard_body(settings, [Subject(**subject) for subject in known]))
        dashboard_name = service_name(settings, limit=255)
        aws.cloudwatch.Dashboard(
            f"{name}-dashboard",
            dashboard_name=dashboard_name,
            dashboard_body=body,
            region=region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.url = pulumi.Output.from_input(
            f"https://{region}.console.aws.amazon.com/cloudwatch/home?region={region}#dashboards/dashboard/{dashboard_name}"
        )
        self.register_outputs({"url": self.url})
