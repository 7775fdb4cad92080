"""The one address in front of every region."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from ..contract import FrontArgs
from ._address import Name, own_domain, project_domain
from ._firewall import firewall_rules
from ._names import behind_front, deletion_policy, front_name, resource_name


class Front(pulumi.ComponentResource):
    """An anycast address with TLS 1.2 or newer, that sends each request to the nearest healthy region.

    A region is healthy while 60 % of its replicas are ready (Cloud Run service health); regions that answer with
    gateway errors are left out for a while too. The certificate is issued within an hour of the first deployment.

    DIFFERS: a load balancer on GCP has no name of its own. Without a domain the address is named by Google under
    endpoints.PROJECT.cloud.goog, so that it has TLS and no third party answers for its name.
    DIFFERS: with front=regional or access=private the address is Cloud Run's own, of the primary region.
    """

    url: pulumi.Output[str]
    front_id: pulumi.Output[str]

    def __init__(self, name: str, args: FrontArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:gcp:Front", name, {}, opts)
        if behind_front(args.settings):
            self.front_id = pulumi.Output.from_input(front_name(args.settings))
            self.url = self._load_balancer(name, args)
        else:
            self.front_id = args.endpoints[0].service_id
            self.url = pulumi.Output.concat("https://", args.endpoints[0].origin_host)
        self.register_outputs({"url": self.url, "front_id": self.front_id})

    def _load_balancer(self, name: str, args: FrontArgs) -> pulumi.Output[str]:
        settings = args.settings
        child = pulumi.ResourceOptions(parent=self)
        address = gcp.compute.GlobalAddress(
            f"{name}-address",
            name=resource_name(settings, "front"),
            project=args.scope,
            description=f"{settings.name}, {settings.environment}",
            address_type="EXTERNAL",
            ip_version="IPV4",
            labels=args.labels,
            deletion_policy=deletion_policy(settings),
            opts=child,
        )
        to_regions = gcp.compute.URLMap(
            f"{name}-routes",
            name=front_name(settings),
            project=args.scope,
            default_service=self._backend(name, args).id,
            opts=child,
        )
        named = (own_domain if settings.domain else project_domain)(name, args, address, child)
        self._https(name, args, address, to_regions, named)
        self._redirect(name, args, address)
        return pulumi.Output.concat("https://", named.host)

    def _backend(self, name: str, args: FrontArgs) -> gcp.compute.BackendService:
        settings = args.settings
        # No timeout, port name, balancing mode or health check: a serverless backend refuses them.
        # https://cloud.google.com/load-balancing/docs/negs/serverless-neg-concepts#limitations
        return gcp.compute.BackendService(
            f"{name}-regions",
            name=resource_name(settings, "regions"),
            project=args.scope,
            load_balancing_scheme="EXTERNAL_MANAGED",
            protocol="HTTPS",
            backends=[{"group": endpoint.origin_id} for endpoint in args.endpoints],
            security_policy=self._firewall(name, args).id if settings.waf == "managed" else None,
            outlier_detection=_outlier_detection() if len(args.endpoints) > 1 else None,
            custom_response_headers=["Strict-Transport-Security: max-age=31536000"],
            # Without this a request that the firewall turned away is nowhere to be seen.
            log_config={"enable": True, "sample_rate": 1.0},
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _firewall(self, name: str, args: FrontArgs) -> gcp.compute.SecurityPolicy:
        return gcp.compute.SecurityPolicy(
            f"{name}-firewall",
            name=resource_name(args.settings, "front"),
            project=args.scope,
            description=f"In front of {args.settings.name}, {args.settings.environment}",
            type="CLOUD_ARMOR",
            rules=firewall_rules(args.settings),
            # Of a body the first 8 KiB are looked at, and a longer one passes: Cloud Run's limit is the only one.
            advanced_options_config={"json_parsing": "STANDARD", "log_level": "NORMAL"},
            adaptive_protection_config={"layer7_ddos_defense_config": {"enable": True, "rule_visibility": "STANDARD"}},
            labels=args.labels,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _https(
        self,
        name: str,
        args: FrontArgs,
        address: gcp.compute.GlobalAddress,
        to_regions: gcp.compute.URLMap,
        named: Name,
    ) -> None:
        child = pulumi.ResourceOptions(parent=self)
        settings = args.settings
        tls = gcp.compute.SSLPolicy(
            f"{name}-tls",
            name=resource_name(settings, "front"),
            project=args.scope,
            min_tls_version="TLS_1_2",
            # Forward secrecy and authenticated encryption only; every client since 2014 can.
            profile="RESTRICTED",
            opts=child,
        )
        proxy = gcp.compute.TargetHttpsProxy(
            f"{name}-https",
            name=resource_name(settings, "https"),
            project=args.scope,
            url_map=to_regions.id,
            certificate_map=named.certificate_map,
            ssl_certificates=named.ssl_certificates,
            ssl_policy=tls.id,
            opts=child,
        )
        self._forward(name, args, address, "https", proxy.id)

    def _redirect(self, name: str, args: FrontArgs, address: gcp.compute.GlobalAddress) -> None:
        child = pulumi.ResourceOptions(parent=self)
        to_https = gcp.compute.URLMap(
            f"{name}-redirect",
            name=resource_name(args.settings, "redirect"),
            project=args.scope,
            default_url_redirect={
                "https_redirect": True,
                "strip_query": False,
                "redirect_response_code": "MOVED_PERMANENTLY_DEFAULT",
            },
            opts=child,
        )
        proxy = gcp.compute.TargetHttpProxy(
            f"{name}-http",
            name=resource_name(args.settings, "http"),
            project=args.scope,
            url_map=to_https.id,
            opts=child,
        )
        self._forward(name, args, address, "http", proxy.id)

    def _forward(
        self, name: str, args: FrontArgs, address: gcp.compute.GlobalAddress, scheme: str, proxy: pulumi.Output[str]
    ) -> None:
        gcp.compute.GlobalForwardingRule(
            f"{name}-{scheme}-rule",
            name=resource_name(args.settings, scheme),
            project=args.scope,
            ip_address=address.id,
            ip_protocol="TCP",
            port_range={"https": "443", "http": "80"}[scheme],
            target=proxy,
            load_balancing_scheme="EXTERNAL_MANAGED",
            labels=args.labels,
            opts=pulumi.ResourceOptions(parent=self),
        )


def _outlier_detection() -> gcp.compute.BackendServiceOutlierDetectionArgsDict:
    """Leaves out a region that answers with gateway errors; the app's own errors are no reason to.

    https://cloud.google.com/load-balancing/docs/https/setting-up-https-serverless#enable-outlier-detection
    """
    return {
        "interval": {"seconds": 1},
        "base_ejection_time": {"seconds": 30},
        "max_ejection_percent": 50,
        "consecutive_gateway_failure": 5,
        "enforcing_consecutive_gateway_failure": 100,
        "enforcing_consecutive_errors": 0,
    }
