"""Route 53 records and CloudFront distributions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_RECORD_PAGE: Final = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/route53/record.go"
_ALIAS_PAGE: Final = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html"
_CDN_PAGE: Final = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html"
_READ: Final = "2026-11-25"
_RECORD: Final = "aws:route53/record:Record"
_DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
_ROUTING: Final = (
    "weightedRoutingPolicies", "latencyRoutingPolicies", "failoverRoutingPolicies", "geolocationRoutingPolicies",
    "geoproximityRoutingPolicy", "cidrRoutingPolicy", "multivalueAnswerRoutingPolicy",
)  # fmt: skip


@rule(_RECORD, page=_RECORD_PAGE, read=_READ)
def a_record_is_an_alias_or_has_values(inputs: Given) -> Iterator[Finding]:
    """A record is an alias without a TTL, or has values and a TTL."""
    aliases, records, ttl = inputs["aliases"], inputs["records"], inputs["ttl"]
    if aliases.items():
        for other in (records, ttl):
            if not other.absent and other.value != []:
                yield other.finding(f"`{other.path}` is given, and the record is an alias.", fix="Leave it out.")
    elif not aliases.unknown:
        for needed in (records, ttl):
            if needed.absent or needed.value == []:
                yield needed.finding(
                    f"`{needed.path}` is missing; a record that is no alias needs it.",
                    fix="Give records and ttl, or aliases.",
                )


@rule(_RECORD, page=_RECORD_PAGE, read=_READ)
def routed_records_have_an_identifier(inputs: Given) -> Iterator[Finding]:
    """A record with a routing policy has a set identifier and one policy; one with an identifier has a policy."""
    policies = [inputs[name] for name in _ROUTING if inputs[name].value]
    identifier = inputs["setIdentifier"]
    if policies and identifier.absent:
        yield identifier.finding(
            f"`setIdentifier` is missing; a record with `{policies[0].path}` needs it.", fix="Give set_identifier."
        )
    if len(policies) > 1:
        yield policies[1].finding(
            f"`{policies[0].path}` and `{policies[1].path}` exclude each other.", fix="Leave one of them out."
        )
    if identifier.known and not policies:
        yield identifier.finding(
            f"`setIdentifier` is {identifier.shown}, and the record has no routing policy.", fix="Leave it out."
        )


@program_rule(_RECORD, "aws:route53/zone:Zone", page=_ALIAS_PAGE, read=_READ)
def the_top_of_a_zone_is_no_cname(program: Program) -> Iterator[ProgramFinding]:
    """A CNAME has another name than its zone."""
    for record in program.of(_RECORD):
        zone = program.only_behind(record, "zoneId", "aws:route53/zone:Zone")
        name, top = record["name"].text, zone["name"].text if zone is not None else None
        if record["type"].text == "CNAME" and name and top and name.rstrip(".").lower() == top.rstrip(".").lower():
            yield record.finding(
                record["type"].finding(
                    f"`type` is `CNAME`, and `name` {record['name'].shown} is the zone itself, which may have none.",
                    fix="Make it an alias of type A.",
                )
            )


@rule(_DISTRIBUTION, page=_CDN_PAGE, read=_READ)
def behaviours_name_an_origin(inputs: Given) -> Iterator[Finding]:
    """A distribution's behaviours name one of its origins or origin groups, and origins have ids of their own."""
    origins = inputs["origins"].items()
    ids = [item["originId"] for item in [*origins, *inputs["originGroups"].items()]]
    seen = set()
    for one in ids:
        if one.text is not None and one.text in seen:
            yield one.finding(f"`{one.path}` is {one.shown}, which another origin has.", fix="Give another id.")
        seen.add(one.text)
    if not origins or not all(one.text for one in ids) or inputs["originGroups"].unknown:
        return
    for behaviour in [inputs["defaultCacheBehavior"], *inputs["orderedCacheBehaviors"].items()]:
        target = behaviour["targetOriginId"]
        if target.text is not None and target.text not in seen:
            yield target.finding(
                f"`{target.path}` is {target.shown}; the origins are {', '.join(sorted(filter(None, seen)))}.",
                fix="Give the id of one of these.",
            )


@rule(_DISTRIBUTION, page=_CDN_PAGE, read=_READ)
def names_of_your_own_need_a_certificate(inputs: Given) -> Iterator[Finding]:
    """A distribution with aliases has a certificate of its own, and one with such says how it serves it."""
    certificate, aliases = inputs["viewerCertificate"], inputs["aliases"]
    own = [certificate["acmCertificateArn"], certificate["iamCertificateId"]]
    if aliases.items() and certificate.known and all(one.absent for one in own):
        yield aliases.finding(
            "`aliases` are given, and `viewerCertificate` has no certificate of yours.", fix="Give acm_certificate_arn."
        )
    support = certificate["sslSupportMethod"]
    if any(not one.absent for one in own) and support.absent and not certificate.unknown:
        yield support.finding(
            f"`{support.path}` is missing; a certificate of your own needs it.",
            fix='Give ssl_support_method="sni-only".',
        )


@rule(_DISTRIBUTION, page=_CDN_PAGE, read=_READ)
def a_behaviour_caches_by_policy_or_by_itself(inputs: Given) -> Iterator[Finding]:
    """A behaviour has a cache policy or forwarded values, one of the two."""
    for behaviour in [inputs["defaultCacheBehavior"], *inputs["orderedCacheBehaviors"].items()]:
        policy, values = behaviour["cachePolicyId"], behaviour["forwardedValues"]
        if behaviour.known and policy.absent == values.absent:
            said = "neither is given" if policy.absent else "both are given"
            yield policy.finding(
                f"`{policy.path}` and `{values.path.rpartition('.')[2]}` stand for each other; {said}.",
                fix="Give cache_policy_id alone.",
            )
