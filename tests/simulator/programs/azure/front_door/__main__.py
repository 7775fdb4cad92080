"""A Front Door over two web apps with a domain, a rule set, a firewall and the DNS records."""

import pulumi
import pulumi_azure_native as az

group = az.resources.ResourceGroup("front", location="westeurope")
profile = az.cdn.Profile(
    "front",
    resource_group_name=group.name,
    location="Global",
    sku={"name": "Standard_AzureFrontDoor"},
    origin_response_timeout_seconds=16,
)
endpoint = az.cdn.AFDEndpoint(
    "front", resource_group_name=group.name, profile_name=profile.name, location="Global", enabled_state="Enabled"
)
origins = az.cdn.AFDOriginGroup(
    "apps",
    resource_group_name=group.name,
    profile_name=profile.name,
    load_balancing_settings={
        "sample_size": 4,
        "successful_samples_required": 3,
        "additional_latency_in_milliseconds": 50,
    },
    health_probe_settings={
        "probe_path": "/health",
        "probe_protocol": "Https",
        "probe_request_type": "HEAD",
        "probe_interval_in_seconds": 100,
    },
)
apps = [
    az.cdn.AFDOrigin(
        region,
        resource_group_name=group.name,
        profile_name=profile.name,
        origin_group_name=origins.name,
        host_name=f"team-{region}.azurewebsites.net",
        origin_host_header=f"team-{region}.azurewebsites.net",
        http_port=80,
        https_port=443,
        priority=place,
        weight=1000,
    )
    for place, region in enumerate(("westeurope", "northeurope"), start=1)
]
zone = az.dns.Zone("example", zone_name="example.com", resource_group_name=group.name, location="Global")
domain = az.cdn.AFDCustomDomain(
    "www",
    resource_group_name=group.name,
    profile_name=profile.name,
    host_name="www.example.com",
    azure_dns_zone={"id": zone.id},
    tls_settings={"certificate_type": "ManagedCertificate", "minimum_tls_version": "TLS12"},
)
rules = az.cdn.RuleSet("headers", rule_set_name="Headers", resource_group_name=group.name, profile_name=profile.name)
az.cdn.Rule(
    "hsts",
    rule_name="Hsts",
    resource_group_name=group.name,
    profile_name=profile.name,
    rule_set_name=rules.name,
    order=1,
    # What may be one of several kinds is written as its class: a plain dictionary keeps its Python names.
    actions=[
        az.cdn.DeliveryRuleResponseHeaderActionArgs(
            name="ModifyResponseHeader",
            parameters=az.cdn.HeaderActionParametersArgs(
                type_name="DeliveryRuleHeaderActionParameters",
                header_action="Overwrite",
                header_name="Strict-Transport-Security",
                value="max-age=31536000",
            ),
        )
    ],
)
az.cdn.Route(
    "all",
    resource_group_name=group.name,
    profile_name=profile.name,
    endpoint_name=endpoint.name,
    origin_group={"id": origins.id},
    custom_domains=[{"id": domain.id}],
    rule_sets=[{"id": rules.id}],
    patterns_to_match=["/*"],
    supported_protocols=["Http", "Https"],
    https_redirect="Enabled",
    forwarding_protocol="HttpsOnly",
    link_to_default_domain="Enabled",
    opts=pulumi.ResourceOptions(depends_on=apps),
)
policy = az.frontdoor.Policy(
    "guard",
    policy_name="guard",
    resource_group_name=group.name,
    location="Global",
    sku={"name": "Standard_AzureFrontDoor"},
    policy_settings={"enabled_state": "Enabled", "mode": "Prevention"},
    custom_rules={
        "rules": [
            {
                "name": "RateLimit",
                "priority": 10,
                "rule_type": "RateLimitRule",
                "action": "Block",
                "rate_limit_duration_in_minutes": 1,
                "rate_limit_threshold": 1000,
                "match_conditions": [{"match_variable": "RequestUri", "operator": "Contains", "match_value": ["/"]}],
            },
            {
                "name": "Abroad",
                "priority": 20,
                "rule_type": "MatchRule",
                "action": "Block",
                "match_conditions": [
                    {
                        "match_variable": "SocketAddr",
                        "operator": "GeoMatch",
                        "negate_condition": True,
                        "match_value": ["DE", "SE", "NL"],
                    }
                ],
            },
        ]
    },
)
az.cdn.SecurityPolicy(
    "guard",
    resource_group_name=group.name,
    profile_name=profile.name,
    parameters={
        "type": "WebApplicationFirewall",
        "waf_policy": {"id": policy.id},
        "associations": [{"domains": [{"id": domain.id}], "patterns_to_match": ["/*"]}],
    },
)
az.dns.RecordSet(
    "www",
    relative_record_set_name="www",
    record_type="CNAME",
    zone_name=zone.name,
    resource_group_name=group.name,
    ttl=3600,
    cname_record={"cname": endpoint.host_name},
)
az.dns.RecordSet(
    "apex",
    relative_record_set_name="@",
    record_type="A",
    zone_name=zone.name,
    resource_group_name=group.name,
    ttl=3600,
    target_resource={"id": endpoint.id},
)
az.dns.RecordSet(
    "proof",
    relative_record_set_name="_dnsauth.www",
    record_type="TXT",
    zone_name=zone.name,
    resource_group_name=group.name,
    ttl=3600,
    txt_records=[{"value": [domain.validation_properties.apply(lambda found: found.validation_token)]}],
)
