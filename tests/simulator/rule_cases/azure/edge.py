"""Front Door, its firewall, DNS."""

from typing import Any

from tests.simulator.rule_cases import Case, ProgramCase, resource

PROFILE = "azure-native:cdn:Profile"
GROUP = "azure-native:cdn:AFDOriginGroup"
ORIGIN = "azure-native:cdn:AFDOrigin"
ROUTE = "azure-native:cdn:Route"
USE = "azure-native:cdn:SecurityPolicy"
POLICY = "azure-native:frontdoor:Policy"
RECORD = "azure-native:dns:RecordSet"


def _rules(*rules: dict[str, Any], **inputs: Any) -> dict[str, Any]:
    return {"customRules": {"rules": list(rules)}, **inputs}


def _match(variable: str, operator: str, *values: str) -> dict[str, Any]:
    condition = {"matchVariable": variable, "operator": operator, "matchValue": list(values)}
    return _rules({"name": "a", "priority": 1, "matchConditions": [condition]})


CASES = [
    Case(
        rule="samples_are_enough_for_the_successful_ones",
        type=GROUP,
        good={"loadBalancingSettings": {"sampleSize": 4, "successfulSamplesRequired": 4}},
        bad={"loadBalancingSettings": {"successfulSamplesRequired": 5}},
        path="loadBalancingSettings.successfulSamplesRequired",
        says="`loadBalancingSettings.successfulSamplesRequired` is 5 of 4 samples; it cannot ask for more than are taken.",
    ),
    Case(
        rule="redirects_to_https_take_both_protocols",
        type=ROUTE,
        good={"httpsRedirect": "Enabled", "supportedProtocols": ["Http", "Https"]},
        bad={"httpsRedirect": "Enabled", "supportedProtocols": ["Https"]},
        path="supportedProtocols",
        says="`supportedProtocols` has https alone; `httpsRedirect` needs Http and Https.",
    ),
    Case(
        rule="routes_have_a_domain",
        type=ROUTE,
        good={"linkToDefaultDomain": "Disabled", "customDomains": [{"id": "x"}]},
        bad={"linkToDefaultDomain": "Disabled", "customDomains": []},
        path="linkToDefaultDomain",
        says="`linkToDefaultDomain` is `Disabled`, and the route has no custom domain; nothing would lead to it.",
    ),
    Case(
        rule="certificates_of_yours_are_named",
        type="azure-native:cdn:AFDCustomDomain",
        good={"tlsSettings": {"certificateType": "ManagedCertificate"}},
        bad={"tlsSettings": {"certificateType": "CustomerCertificate"}},
        path="tlsSettings.secret",
        says="`tlsSettings.secret` is missing; a certificate of yours lies in a secret of the profile.",
    ),
    Case(
        rule="managed_rules_need_premium",
        type=POLICY,
        good={"sku": {"name": "Premium_AzureFrontDoor"}, "managedRules": {"managedRuleSets": [{"ruleSetType": "x"}]}},
        bad={"sku": {"name": "Standard_AzureFrontDoor"}, "managedRules": {"managedRuleSets": [{"ruleSetType": "x"}]}},
        path="managedRules.managedRuleSets",
        says="`managedRules.managedRuleSets` is given; managed rules need Premium_AzureFrontDoor, and `sku.name` is `Standard_AzureFrontDoor`.",
    ),
    Case(
        rule="firewall_rules_have_priorities_of_their_own",
        type=POLICY,
        good=_rules({"name": "a", "priority": 1}, {"name": "b", "priority": 2}),
        bad=_rules({"name": "a", "priority": 1}, {"name": "b", "priority": 1}),
        path="customRules.rules[1].priority",
        says="`customRules.rules[1].priority` is `1`, which the rule `a` has; priorities are unique in a policy.",
    ),
    Case(
        rule="addresses_are_matched_where_there_are_some",
        type=POLICY,
        good=_match("SocketAddr", "IPMatch", "192.0.2.1", "2001:db8::/32"),
        bad=_match("RequestUri", "IPMatch", "192.0.2.1"),
        path="customRules.rules[0].matchConditions[0].matchVariable",
        says="`customRules.rules[0].matchConditions[0].matchVariable` is `RequestUri`; IPMatch looks at RemoteAddr or SocketAddr.",
    ),
    Case(
        rule="addresses_are_matched_where_there_are_some",
        type=POLICY,
        good=_match("RemoteAddr", "GeoMatch", "DE"),
        bad=_match("RemoteAddr", "IPMatch", "192.0.2.300"),
        path="customRules.rules[0].matchConditions[0].matchValue[0]",
        says="`customRules.rules[0].matchConditions[0].matchValue[0]` is `192.0.2.300`, which is no address and no range.",
    ),
    Case(
        rule="redirects_say_where_to",
        type=POLICY,
        good=_rules({"name": "a", "action": "Redirect"}, policySettings={"redirectUrl": "https://example.com"}),
        bad=_rules({"name": "a", "action": "Redirect"}),
        path="policySettings.redirectUrl",
        says="`policySettings.redirectUrl` is missing; the rule `a` redirects, and to where is a setting of the policy.",
    ),
    Case(
        rule="records_are_of_the_type_of_their_set",
        type=RECORD,
        good={"recordType": "A", "aRecords": [{"ipv4Address": "192.0.2.1"}]},
        bad={"recordType": "CNAME", "aRecords": [{"ipv4Address": "192.0.2.1"}]},
        path="aRecords",
        says="`aRecords` is given; `recordType` is `CNAME`, whose records are `cnameRecord`.",
    ),
    Case(
        rule="records_are_of_the_type_of_their_set",
        type="azure-native:privatedns:PrivateRecordSet",
        good={"recordType": "A", "aRecords": [{"ipv4Address": "10.0.0.4"}]},
        bad={"recordType": "A"},
        path="aRecords",
        says="`aRecords` is missing; a set whose `recordType` is `A` has one.",
    ),
    Case(
        rule="the_zone_itself_has_no_cname",
        type=RECORD,
        good={"relativeRecordSetName": "www", "recordType": "CNAME", "cnameRecord": {"cname": "example.com"}},
        bad={"relativeRecordSetName": "@", "recordType": "CNAME", "cnameRecord": {"cname": "example.com"}},
        path="relativeRecordSetName",
        says="`relativeRecordSetName` is `@`; the zone's own name has no CNAME record.",
    ),
    Case(
        rule="records_hold_what_their_type_says",
        type=RECORD,
        good={"recordType": "AAAA", "aaaaRecords": [{"ipv6Address": "2001:db8::1"}]},
        bad={"recordType": "A", "aRecords": [{"ipv4Address": "web.example.com"}]},
        path="aRecords[0].ipv4Address",
        says="`aRecords[0].ipv4Address` is `web.example.com`, which is no IPv4 address.",
    ),
    Case(
        rule="records_hold_what_their_type_says",
        type=RECORD,
        good={"recordType": "TXT", "txtRecords": [{"value": ["a" * 2048, "a" * 2048]}]},
        bad={"recordType": "TXT", "txtRecords": [{"value": ["a" * 2048, "a" * 2049]}]},
        path="txtRecords[0].value",
        says="`txtRecords[0].value` has 4097 characters; a text has 4096 at most.",
    ),
    Case(
        rule="aliases_are_addresses_or_names",
        type=RECORD,
        good={"recordType": "A", "targetResource": {"id": "/x"}},
        bad={"recordType": "MX", "targetResource": {"id": "/x"}},
        path="targetResource.id",
        says="`targetResource.id` is given; a set whose `recordType` is `MX` is no alias.",
    ),
    Case(
        rule="aliases_are_addresses_or_names",
        type=RECORD,
        good={"recordType": "AAAA", "targetResource": {"id": "/x"}, "aaaaRecords": []},
        bad={"recordType": "A", "targetResource": {"id": "/x"}, "aRecords": [{"ipv4Address": "192.0.2.1"}]},
        path="aRecords",
        says="`aRecords` is given beside `targetResource`; an alias has no records of its own.",
    ),
]


def _linked(sku: str) -> list[Any]:
    profile = resource(PROFILE, "profile", {"sku": {"name": sku}})
    link = {"sharedPrivateLinkResource": {"privateLink": {"id": "/x"}}}
    return [profile, resource(ORIGIN, "origin", link, behind={"profileName": [profile]})]


def _guarded(sku: str) -> list[Any]:
    profile = resource(PROFILE, "profile", {"sku": {"name": "Premium_AzureFrontDoor"}})
    policy = resource(POLICY, "policy", {"sku": {"name": sku}})
    return [profile, policy, resource(USE, "use", behind={"profileName": [profile], "parameters": [policy]})]


def _routed(*, origins: bool) -> list[Any]:
    group = resource(GROUP, "regions")
    origin = [resource(ORIGIN, "origin", behind={"originGroupName": [group]})] if origins else []
    return [group, *origin, resource(ROUTE, "route", behind={"originGroup": [group]})]


PROGRAM_CASES = [
    ProgramCase(
        rule="routes_lead_to_origins",
        good=_routed(origins=True),
        bad=_routed(origins=False),
        name="route",
        path="originGroup",
        says="`originGroup` is regions, which has no origin; Azure refuses a route to it.",
    ),
    ProgramCase(
        rule="private_links_need_premium",
        good=_linked("Premium_AzureFrontDoor"),
        bad=_linked("Standard_AzureFrontDoor"),
        name="origin",
        path="sharedPrivateLinkResource",
        says="`sharedPrivateLinkResource` is given; profile, the profile, is Standard, and private links need Premium_AzureFrontDoor.",
    ),
    ProgramCase(
        rule="firewalls_are_of_their_profiles_tier",
        good=_guarded("Premium_AzureFrontDoor"),
        bad=_guarded("Standard_AzureFrontDoor"),
        name="use",
        path="parameters",
        says="`parameters` has policy, a policy of `Standard_AzureFrontDoor`; profile, the profile, is of `Premium_AzureFrontDoor`.",
    ),
]
