"""The one address in front of every region."""

from __future__ import annotations

import pulumi
import pulumi_azure_native as az

from ..contract import FrontArgs, RegionalEndpoint
from ..names import short_name
from ._account import resource_id, subscription_id
from ._locks import lock, protected
from ._private_link import approve, private_link_region
from ._waf import firewall
from .cluster import reachable_from_internet

_NAME_LIMIT = 46
_LOG_CATEGORIES = ("FrontDoorAccessLog", "FrontDoorHealthProbeLog", "FrontDoorWebApplicationFirewallLog")
_LEAST_RESPONSE_SECONDS = 16
_PROBE_SECONDS = 30
_MESSAGE_LIMIT = 140
_SAMPLES = 4
_SAMPLES_WELL = 3
# Regions that answer within this of the fastest one share its requests.
_ALIKE_MILLISECONDS = 50


class Front(pulumi.ComponentResource):
    """Front Door, the only way to the regions: each is an origin behind a private link.

    DIFFERS: always the Premium tier, though Standard is cheaper: only a private link locks the origin. The public
    address of an environment takes no rule of a network security group, nor of a header, so behind a Standard profile
    everybody could go around it. What need not have one global address sets front to regional and pays for neither.
    With access=private there is no front.
    """

    url: pulumi.Output[str]
    front_id: pulumi.Output[str]

    def __init__(self, name: str, args: FrontArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("inference:azure:Front", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        self._name = name
        self._args = args
        if args.settings.access == "private" or reachable_from_internet(args.settings):
            primary = args.endpoints[0]
            self.url = pulumi.Output.concat("https://", primary.origin_host)
            self.front_id = primary.service_id
        else:
            self._front_door()
        self.register_outputs({"url": self.url, "front_id": self.front_id})

    def _front_door(self) -> None:
        name, args, settings = self._name, self._args, self._args.settings
        profile = az.cdn.Profile(
            f"{name}-profile",
            profile_name=short_name(settings.name, settings.environment, "front", limit=_NAME_LIMIT),
            resource_group_name=args.scope,
            location="Global",
            sku={"name": "Premium_AzureFrontDoor"},
            origin_response_timeout_seconds=max(_LEAST_RESPONSE_SECONDS, settings.timeout_seconds),
            tags=args.labels,
            opts=self._child,
        )
        endpoint = az.cdn.AFDEndpoint(
            f"{name}-endpoint",
            endpoint_name=short_name(settings.name, settings.environment, limit=_NAME_LIMIT),
            profile_name=profile.name,
            resource_group_name=args.scope,
            location="Global",
            enabled_state="Enabled",
            # The host name's hash is made from the resource group: no other stack has it, nor can it be taken over.
            auto_generated_domain_name_label_scope="ResourceGroupReuse",
            tags=args.labels,
            opts=protected(settings, self._child),
        )
        lock(name, settings, endpoint, self._child)
        group, origins = self._origins(profile)
        domain = self._domain(profile, endpoint) if settings.domain else None
        if settings.waf == "managed":
            self._firewall(profile, domain or endpoint)
        az.cdn.Route(
            f"{name}-route",
            route_name="all",
            endpoint_name=endpoint.name,
            profile_name=profile.name,
            resource_group_name=args.scope,
            origin_group={"id": group.id},
            patterns_to_match=["/*"],
            supported_protocols=["Http", "Https"],
            https_redirect="Enabled",
            forwarding_protocol="HttpsOnly",
            # One address: with a domain of its own the service does not answer to Front Door's name.
            link_to_default_domain="Disabled" if domain else "Enabled",
            custom_domains=[{"id": domain.id}] if domain else [],
            enabled_state="Enabled",
            # Azure refuses a route to a group without origins.
            opts=pulumi.ResourceOptions(parent=self, depends_on=origins),
        )
        az.monitor.DiagnosticSetting(
            f"{name}-logs",
            name="logs",
            resource_uri=profile.id,
            workspace_id=args.endpoints[0].log_destination,
            logs=[{"category": category, "enabled": True} for category in _LOG_CATEGORIES],
            metrics=[{"category": "AllMetrics", "enabled": True}],
            opts=self._child,
        )
        host = pulumi.Output.from_input(settings.domain) if domain else endpoint.host_name
        self.url = pulumi.Output.concat("https://", host)
        self.front_id = profile.id

    def _origins(self, profile: az.cdn.Profile) -> tuple[az.cdn.AFDOriginGroup, list[pulumi.Resource]]:
        name, args = self._name, self._args
        settings = args.settings
        group = az.cdn.AFDOriginGroup(
            f"{name}-regions",
            origin_group_name="regions",
            profile_name=profile.name,
            resource_group_name=args.scope,
            # A single origin gets every request, well or not; and a probe from every edge would never let it sleep.
            # https://learn.microsoft.com/azure/frontdoor/health-probes
            health_probe_settings=az.cdn.HealthProbeParametersArgs(
                probe_path=settings.health_path,
                probe_protocol=az.cdn.ProbeProtocol.HTTPS,
                probe_request_type=az.cdn.HealthProbeRequestType.GET,
                probe_interval_in_seconds=_PROBE_SECONDS,
            )
            if len(args.endpoints) > 1
            else None,
            load_balancing_settings={
                "sample_size": _SAMPLES,
                "successful_samples_required": _SAMPLES_WELL,
                "additional_latency_in_milliseconds": _ALIKE_MILLISECONDS,
            },
            session_affinity_state="Disabled",
            opts=self._child,
        )
        ready: list[pulumi.Resource] = []
        for endpoint in args.endpoints:
            ready += self._origin(profile, group, endpoint)
        return group, ready

    def _origin(
        self, profile: az.cdn.Profile, group: az.cdn.AFDOriginGroup, endpoint: RegionalEndpoint
    ) -> list[pulumi.Resource]:
        settings, region = self._args.settings, endpoint.region
        # What says in the environment's list whose request it is.
        message = short_name(settings.name, settings.stack, "front", region, limit=_MESSAGE_LIMIT)
        # An environment that was made anew has another domain and the same id, and no connection any more.
        renewed = pulumi.ResourceOptions(
            parent=self, replacement_trigger=endpoint.origin_host, delete_before_replace=True
        )
        # The region is added when its revision serves: service_id is known no earlier.
        host = pulumi.Output.all(endpoint.origin_host, endpoint.service_id).apply(lambda known: known[0])
        origin = az.cdn.AFDOrigin(
            f"{self._name}-{region}",
            origin_name=region,
            origin_group_name=group.name,
            profile_name=profile.name,
            resource_group_name=self._args.scope,
            host_name=host,
            origin_host_header=host,
            https_port=443,
            http_port=80,
            priority=1,
            weight=1000,
            enabled_state="Enabled",
            enforce_certificate_name_check=True,
            shared_private_link_resource={
                "group_id": "managedEnvironments",
                "private_link": {"id": endpoint.origin_id},
                "private_link_location": private_link_region(region),
                "request_message": message,
            },
            opts=renewed,
        )
        approval = approve(
            f"{self._name}-{region}",
            environment_id=endpoint.origin_id,
            scope=endpoint.scope,
            message=message,
            labels=self._args.labels,
            opts=pulumi.ResourceOptions.merge(renewed, pulumi.ResourceOptions(depends_on=[origin])),
        )
        return [origin, approval]

    def _firewall(self, profile: az.cdn.Profile, guarded: pulumi.CustomResource) -> None:
        policy = firewall(self._name, self._args, self._child)
        az.cdn.SecurityPolicy(
            f"{self._name}-firewall-use",
            security_policy_name="firewall",
            profile_name=profile.name,
            resource_group_name=self._args.scope,
            parameters={
                "type": "WebApplicationFirewall",
                "waf_policy": {"id": policy.id},
                "associations": [{"domains": [{"id": guarded.id}], "patterns_to_match": ["/*"]}],
            },
            opts=self._child,
        )

    def _domain(self, profile: az.cdn.Profile, endpoint: az.cdn.AFDEndpoint) -> az.cdn.AFDCustomDomain:
        """The domain with a certificate that Front Door gets and renews, proved and routed by records in the zone."""
        name, settings = self._name, self._args.settings
        zone_group, zone = settings.dns_zone.split("/")
        label = settings.domain.removesuffix(f".{zone}")
        zone_id = subscription_id(settings, self).apply(
            lambda account: resource_id(account, zone_group, f"Microsoft.Network/dnsZones/{zone}")
        )
        domain = az.cdn.AFDCustomDomain(
            f"{name}-domain",
            custom_domain_name=settings.domain.replace(".", "-"),
            profile_name=profile.name,
            resource_group_name=self._args.scope,
            host_name=settings.domain,
            azure_dns_zone={"id": zone_id},
            tls_settings=az.cdn.AFDDomainHttpsParametersArgs(
                certificate_type="ManagedCertificate",
                minimum_tls_version=az.cdn.AfdMinimumTlsVersion.TLS12,
                cipher_suite_set_type="TLS12_2023",
            ),
            opts=self._child,
        )
        proof = domain.validation_properties.apply(lambda properties: properties.validation_token)
        az.dns.RecordSet(
            f"{name}-domain-proof",
            relative_record_set_name=f"_dnsauth.{label}",
            record_type="TXT",
            zone_name=zone,
            resource_group_name=zone_group,
            ttl=3600,
            txt_records=[{"value": [proof]}],
            opts=self._child,
        )
        az.dns.RecordSet(
            f"{name}-domain-address",
            relative_record_set_name=label,
            record_type="CNAME",
            zone_name=zone,
            resource_group_name=zone_group,
            ttl=300,
            cname_record={"cname": endpoint.host_name},
            opts=self._child,
        )
        return domain
