"""The service on Azure, previewed: what it is made of, what each setting changes, and what must hold in every case."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from inference.objectives import BUDGET_THRESHOLDS_PERCENT, PANELS
from scaffolder.engine.preview import Preview
from scaffolder.simulator.values import Secret
from tests.stacks.azure_previews import ACCOUNT, AUDIENCE, CASES, IMAGE, ISSUER, at, made, preview_cases, texts

pytestmark = pytest.mark.xdist_group("azure")

SHARED = [
    "containerregistry:Registry demo-{e}-registry-images",
    "operationalinsights:Workspace demo-{e}-logs-workspace",
    "resources:ResourceGroup demo-{e}-foundation-global",
    "cdn:Profile demo-{e}-front-profile",
    "cdn:AFDEndpoint demo-{e}-front-endpoint",
    "cdn:AFDOriginGroup demo-{e}-front-regions",
    "cdn:Route demo-{e}-front-route",
    "monitor:DiagnosticSetting demo-{e}-front-logs",
    "monitor:ActionGroup demo-{e}-alerts-receivers",
    "monitor:ScheduledQueryRule demo-{e}-alerts-availability-fast-burn",
    "monitor:ScheduledQueryRule demo-{e}-alerts-availability-slow-burn",
    "monitor:ScheduledQueryRule demo-{e}-alerts-latency-fast-burn",
    "monitor:ScheduledQueryRule demo-{e}-alerts-latency-slow-burn",
    "applicationinsights:Workbook demo-{e}-dashboard-workbook",
]
REGIONAL = [
    "resources:ResourceGroup demo-{e}-foundation-{r}",
    "network:NetworkSecurityGroup demo-{e}-{r}-network-firewall",
    "network:VirtualNetwork demo-{e}-{r}-network-vnet",
    "network:Subnet demo-{e}-{r}-network-replicas",
    "network:PublicIPAddress demo-{e}-{r}-network-outgoing-address",
    "network:NatGateway demo-{e}-{r}-network-outgoing",
    "managedidentity:UserAssignedIdentity demo-{e}-{r}-identity-runtime",
    "managedidentity:UserAssignedIdentity demo-{e}-{r}-identity-launch",
    "authorization:RoleAssignment demo-{e}-{r}-identity-pull",
    "applicationinsights:Component demo-{e}-{r}-cluster-traces",
    "app:ManagedEnvironment demo-{e}-{r}-cluster-environment",
    "monitor:DiagnosticSetting demo-{e}-{r}-cluster-logs",
    "app:ContainerApp demo-{e}-{r}-service-app",
    "monitor:MetricAlert demo-{e}-alerts-{r}-cpu-saturated",
    "monitor:MetricAlert demo-{e}-alerts-{r}-memory-saturated",
    "monitor:MetricAlert demo-{e}-alerts-{r}-replicas-exhausted",
    "monitor:MetricAlert demo-{e}-alerts-{r}-crash-loop",
]
ORIGIN = ["cdn:AFDOrigin demo-{e}-front-{r}", "resources:Deployment demo-{e}-front-{r}-approval"]
PROD = [
    "containerregistry:Replication demo-prod-registry-westeurope",
    "authorization:ManagementLockByScope demo-prod-registry-lock",
    "authorization:ManagementLockByScope demo-prod-logs-lock",
    "authorization:ManagementLockByScope demo-prod-front-lock",
    "authorization:RoleAssignment demo-prod-swedencentral-identity-read-apikeyfef0707f518ae2",
    "authorization:RoleAssignment demo-prod-westeurope-identity-read-apikeyfef0707f518ae2",
    "cdn:AFDCustomDomain demo-prod-front-domain",
    "cdn:SecurityPolicy demo-prod-front-firewall-use",
    "frontdoor:Policy demo-prod-front-firewall",
    "dns:RecordSet demo-prod-front-domain-proof",
    "dns:RecordSet demo-prod-front-domain-address",
    "consumption:Budget demo-prod-budget-monthly",
]
UNTAGGABLE = {
    "app:ContainerAppsAuthConfig",
    "authorization:ManagementLockByScope",
    "authorization:RoleAssignment",
    "cdn:AFDCustomDomain",
    "cdn:AFDOrigin",
    "cdn:AFDOriginGroup",
    "cdn:Route",
    "cdn:SecurityPolicy",
    "consumption:Budget",
    "dns:RecordSet",
    "monitor:DiagnosticSetting",
    "network:Subnet",
    "privatedns:PrivateRecordSet",
}


@pytest.fixture(scope="session")
def previews(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Preview]:
    return preview_cases(tmp_path_factory.mktemp("azure"))


def names(lines: list[str], environment: str, *regions: str) -> list[str]:
    return [line.format(e=environment, r=region) for line in lines for region in regions or ("",)]


def listed(preview: Preview) -> list[str]:
    return sorted(f"{resource.type.removeprefix('azure-native:')} {resource.name}" for resource in made(preview))


def inputs(preview: Preview, type_: str, place: int = 0) -> Any:
    return made(preview, type_)[place].inputs


def test_it_makes_all_it_refers_to_but_what_the_settings_name(previews: dict[str, Preview]) -> None:
    for preview in previews.values():
        found = {one.text for one in preview.outside if "/vaults/team-vault/secrets/" not in one.text}
        assert found <= {"dns", "example.com"}


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_served_without_a_problem(case: str, previews: dict[str, Preview]) -> None:
    assert previews[case].failure is None
    assert list(previews[case].problems) == []
    assert set(previews[case].outputs) == {"url", "regional_urls", "image", "registry", "dashboard_url"}
    assert list(previews[case].outputs["regional_urls"]) == list(CASES[case].get("regions", ["swedencentral"]))


def test_dev_is_exactly_these_resources(previews: dict[str, Preview]) -> None:
    wanted = names(SHARED, "dev") + names([*REGIONAL, *ORIGIN], "dev", "swedencentral")
    assert listed(previews["dev"]) == sorted(wanted)


def test_prod_is_exactly_these_resources(previews: dict[str, Preview]) -> None:
    wanted = names(SHARED, "prod") + names([*REGIONAL, *ORIGIN], "prod", "swedencentral", "westeurope") + PROD
    assert listed(previews["prod"]) == sorted(wanted)


@pytest.mark.parametrize("case", ["regional", "private"])
def test_without_a_global_front_there_is_no_front_door(case: str, previews: dict[str, Preview]) -> None:
    types = {resource.type.removeprefix("azure-native:").partition(":")[0] for resource in made(previews[case])}
    assert not types & {"cdn", "frontdoor"}


def test_a_private_service_is_found_by_name_inside_of_its_network_only(previews: dict[str, Preview]) -> None:
    private = [
        resource.name for resource in made(previews["private"]) if resource.type.startswith("azure-native:privatedns")
    ]
    assert sorted(private) == [
        f"demo-dev-swedencentral-cluster-{role}" for role in ("names", "names-apps", "names-link")
    ]
    assert inputs(previews["private"], "privatedns:PrivateRecordSet")["relativeRecordSetName"] == "*"
    assert made(previews["private"], "network:NatGateway") == []


# The type, where to look, what is there in dev, and in the case named `changed`.
EFFECTS = {
    "environment": ("app:ContainerApp", "containerAppName", "demo-dev", "demo-blue"),
    "regions": ("app:ContainerApp", "location", "swedencentral", "westus3"),
    "zones": ("app:ManagedEnvironment", "zoneRedundant", False, True),
    "port": ("app:ContainerApp", "configuration.ingress.targetPort", 8080, 9000),
    "cpu": ("app:ContainerApp", "template.containers.0.resources.cpu", 1, 2),
    "memoryMib": ("app:ContainerApp", "template.containers.0.resources.memory", "2Gi", "4Gi"),
    "concurrency": ("app:ContainerApp", "template.scale.rules.0.http.metadata.concurrentRequests", "11", "40"),
    "timeoutSeconds": ("cdn:Profile", "originResponseTimeoutSeconds", 60, 200),
    "timeoutSeconds, at the end": ("app:ContainerApp", "template.terminationGracePeriodSeconds", 60, 200),
    "healthPath": ("app:ContainerApp", "template.containers.0.probes.0.httpGet.path", "/health", "/ready"),
    "startupSeconds": ("app:ContainerApp", "template.containers.0.probes.0.periodSeconds", 6, 12),
    "minReplicas": ("app:ContainerApp", "template.scale.minReplicas", 1, 3),
    "maxReplicas": ("app:ContainerApp", "template.scale.maxReplicas", 4, 7),
    "schedule": ("app:ContainerApp", "template.scale.rules.1.custom.metadata.desiredReplicas", None, "5"),
    "scheduleTimezone": ("app:ContainerApp", "template.scale.rules.1.custom.metadata.timezone", None, "Europe/Berlin"),
    "rollout": ("app:ContainerApp", "configuration.activeRevisionsMode", "Single", "Multiple"),
    "canaryPercent": ("app:ContainerApp", "configuration.ingress.traffic.0.weight", 100, 25),
    "stableRevision": ("app:ContainerApp", "configuration.ingress.traffic.1.revisionName", None, "demo-blue--abc1234"),
    "logRetentionDays": ("operationalinsights:Workspace", "retentionInDays", 30, 90),
    "labels": ("app:ContainerApp", "tags.team", None, "search"),
    "account": ("azure-provider", "subscriptionId", None, ACCOUNT),
    "image": ("app:ContainerApp", "configuration.registries.0.server", "$unknown", "team.azurecr.io"),
}  # fmt: skip


@pytest.mark.parametrize("setting", EFFECTS)
def test_a_setting_changes_what_it_says(setting: str, previews: dict[str, Preview]) -> None:
    type_, path, before, after = EFFECTS[setting]
    for case, wanted in (("dev", before), ("changed", after)):
        if type_ == "azure-provider":
            (found,) = (entry for entry in previews[case].resources if entry.type == "pulumi:providers:azure-native")
        else:
            found = made(previews[case], type_)[0]
        value = at(found.inputs, path)
        assert value == wanted or (wanted == "$unknown" and not isinstance(value, str))


def test_the_objectives_are_in_the_alerts(previews: dict[str, Preview]) -> None:
    def limits(case: str, kind: str) -> list[str]:
        rules = [rule for rule in made(previews[case], "monitor:ScheduledQueryRule") if kind in rule.name]
        return [re.findall(r"All >= ([\d.]+)", at(rule.inputs, "criteria.allOf.0.query"))[0] for rule in rules]

    # 14.4 and 6 times the budget: one percent in dev, half of that in the other.
    assert limits("dev", "availability") == ["0.144", "0.06"]
    assert limits("changed", "availability") == ["0.072", "0.03"]
    assert limits("changed", "latency") == ["0.72", "0.3"]
    latency = [
        at(rule.inputs, "criteria.allOf.0.query") for rule in made(previews["changed"], "monitor:ScheduledQueryRule")
    ]
    assert sum("countif(DurationMs > 250)" in query for query in latency) == 2


def test_what_the_environment_has_comes_to_the_container(previews: dict[str, Preview]) -> None:
    found = {entry["name"]: entry.get("value") for entry in at(inputs(previews["changed"], "app:ContainerApp"), "template.containers.0.env")}  # fmt: skip
    assert found["MODE"] == "fast"
    assert found["PORT"] == "9000"
    assert found["SERVICE_REGION"] == "westus3"
    assert found["OTEL_TRACES_SAMPLER_ARG"] == "0.5"
    assert "AZURE_CLIENT_ID" in found


def test_a_secret_is_read_by_the_launching_identity_by_reference(previews: dict[str, Preview]) -> None:
    prod = previews["prod"]
    app = inputs(prod, "app:ContainerApp")
    (secret,) = app["configuration"]["secrets"]
    assert secret["keyVaultUrl"] == "https://team-vault.vault.azure.net/secrets/api-key"
    assert "value" not in secret
    variables = {entry["name"]: entry for entry in app["template"]["containers"][0]["env"]}
    assert variables["API_KEY"] == {"name": "API_KEY", "secretRef": secret["name"]}
    role = next(entry.inputs for entry in made(prod, "authorization:RoleAssignment") if "read-" in entry.name)
    assert role["scope"] == (
        f"/subscriptions/{ACCOUNT}/resourceGroups/team-secrets/providers/Microsoft.KeyVault/vaults/team-vault"
        "/secrets/api-key"
    )
    assert role["roleDefinitionId"].endswith("/4633458b-17de-408a-b874-0445c86b69e6")
    assert [entry["lifecycle"] for entry in app["configuration"]["identitySettings"]] == ["None", "Main"]


def test_a_build_pushes_without_an_admin_user(previews: dict[str, Preview]) -> None:
    (build,) = (entry for entry in previews["dev"].resources if entry.type == "docker-build:index:Image")
    (login,) = build.inputs["registries"]
    assert login["username"] == "00000000-0000-0000-0000-000000000000"
    assert isinstance(login["password"], Secret)
    assert inputs(previews["dev"], "containerregistry:Registry")["adminUserEnabled"] is False


def test_a_given_image_is_not_built(previews: dict[str, Preview]) -> None:
    assert [entry for entry in previews["prod"].resources if entry.type.startswith("docker-build")] == []
    assert at(inputs(previews["prod"], "app:ContainerApp"), "template.containers.0.image") == IMAGE


def test_front_door_is_the_only_way_in(previews: dict[str, Preview]) -> None:
    prod = previews["prod"]
    for environment in made(prod, "app:ManagedEnvironment"):
        assert environment.inputs["publicNetworkAccess"] == "Disabled"
        assert environment.inputs["vnetConfiguration"]["internal"] is True
    for origin in made(prod, "cdn:AFDOrigin"):
        link = origin.inputs["sharedPrivateLinkResource"]
        region = origin.name.removeprefix("demo-prod-front-")
        assert (link["groupId"], link["privateLinkLocation"]) == ("managedEnvironments", region)
        assert link["requestMessage"] == f"demo-prod-front-{region}"
        approval = next(entry for entry in made(prod, "resources:Deployment") if region in entry.name)
        assert approval.inputs["properties"]["parameters"]["message"]["value"] == link["requestMessage"]
    assert inputs(prod, "cdn:Profile")["sku"] == {"name": "Premium_AzureFrontDoor"}


def test_only_a_regional_front_opens_the_environment(previews: dict[str, Preview]) -> None:
    found = {
        case: inputs(preview, "app:ManagedEnvironment")["publicNetworkAccess"] for case, preview in previews.items()
    }
    assert {case for case, access in found.items() if access == "Enabled"} == {"regional"}


def test_users_get_https_only(previews: dict[str, Preview]) -> None:
    route = inputs(previews["prod"], "cdn:Route")
    assert route["httpsRedirect"] == "Enabled"
    assert route["forwardingProtocol"] == "HttpsOnly"
    assert route["linkToDefaultDomain"] == "Disabled"
    assert inputs(previews["dev"], "cdn:Route")["linkToDefaultDomain"] == "Enabled"
    assert inputs(previews["prod"], "cdn:AFDCustomDomain")["tlsSettings"] == {
        "certificateType": "ManagedCertificate",
        "minimumTlsVersion": "TLS12",
        "cipherSuiteSetType": "TLS12_2023",
    }
    for preview in previews.values():
        assert all(
            at(app.inputs, "configuration.ingress.allowInsecure") is False for app in made(preview, "app:ContainerApp")
        )


def test_the_domain_is_proved_and_routed_in_its_zone(previews: dict[str, Preview]) -> None:
    records = [entry.inputs for entry in made(previews["prod"], "dns:RecordSet")]
    assert {(entry["recordType"], entry["relativeRecordSetName"]) for entry in records} == {
        ("TXT", "_dnsauth.api"),
        ("CNAME", "api"),
    }
    assert {(entry["resourceGroupName"], entry["zoneName"]) for entry in records} == {("dns", "example.com")}


def test_the_firewall_lets_prompts_in_and_limits_each_client(previews: dict[str, Preview]) -> None:
    policy = inputs(previews["prod"], "frontdoor:Policy")
    assert re.fullmatch(r"[a-z][a-z0-9]{0,127}", policy["policyName"])
    assert policy["policySettings"]["mode"] == "Prevention"
    assert [entry["ruleSetType"] for entry in policy["managedRules"]["managedRuleSets"]] == [
        "Microsoft_DefaultRuleSet",
        "Microsoft_BotManagerRuleSet",
    ]
    passed = policy["managedRules"]["managedRuleSets"][0]["exclusions"]
    assert [entry["matchVariable"] for entry in passed] == ["RequestBodyJsonArgNames", "RequestBodyPostArgNames"]
    assert {(entry["selectorMatchOperator"], entry["selector"]) for entry in passed} == {("EqualsAny", "*")}
    (rule,) = policy["customRules"]["rules"]
    assert (rule["rateLimitThreshold"], rule["rateLimitDurationInMinutes"]) == (6000, 5)
    assert rule["groupBy"] == [{"variableName": "SocketAddr"}]


def test_probes_of_the_front_need_a_second_region(previews: dict[str, Preview]) -> None:
    assert inputs(previews["dev"], "cdn:AFDOriginGroup").get("healthProbeSettings") is None
    probe = inputs(previews["prod"], "cdn:AFDOriginGroup")["healthProbeSettings"]
    assert (probe["probePath"], probe["probeProtocol"], probe["probeIntervalInSeconds"]) == ("/health", "Https", 30)


def test_a_token_of_the_issuer_is_asked_for(previews: dict[str, Preview]) -> None:
    config = inputs(previews["authenticated"], "app:ContainerAppsAuthConfig")
    assert config["globalValidation"] == {"unauthenticatedClientAction": "Return401", "excludedPaths": ["/health"]}
    provider = config["identityProviders"]["azureActiveDirectory"]
    assert provider["registration"] == {"clientId": AUDIENCE, "openIdIssuer": ISSUER}
    assert provider["validation"] == {"allowedAudiences": [f"api://{AUDIENCE}"]}


def test_an_accelerator_has_its_own_profile(previews: dict[str, Preview]) -> None:
    profiles = inputs(previews["gpu"], "app:ManagedEnvironment")["workloadProfiles"]
    assert [(entry["name"], entry["workloadProfileType"]) for entry in profiles] == [
        ("Consumption", "Consumption"),
        ("Consumption-GPU-NC8as-T4", "Consumption-GPU-NC8as-T4"),
    ]
    app = inputs(previews["gpu"], "app:ContainerApp")
    assert app["workloadProfileName"] == "Consumption-GPU-NC8as-T4"
    assert app["template"]["containers"][0]["resources"] == {"cpu": 8, "memory": "32Gi"}


def test_a_large_replica_has_nodes_of_its_size(previews: dict[str, Preview]) -> None:
    profiles = inputs(previews["large"], "app:ManagedEnvironment")["workloadProfiles"]
    assert {key: profiles[1][key] for key in ("name", "minimumCount", "maximumCount")} == {
        "name": "E4",
        "minimumCount": 3,
        "maximumCount": 10,
    }
    rules = at(inputs(previews["large"], "app:ContainerApp"), "template.scale.rules")
    assert rules == [{"name": "cpu", "custom": {"type": "cpu", "metadata": {"type": "Utilization", "value": "70"}}}]


def test_a_schedule_at_zero_still_wakes_for_a_request(previews: dict[str, Preview]) -> None:
    rules = at(inputs(previews["scheduled"], "app:ContainerApp"), "template.scale.rules")
    assert [rule["name"] for rule in rules] == ["requests", "schedule-1"]


def test_the_budget_warns_whom_the_alerts_tell(previews: dict[str, Preview]) -> None:
    budget = inputs(previews["prod"], "consumption:Budget")
    assert budget["amount"] == 500
    assert budget["scope"] == f"/subscriptions/{ACCOUNT}"
    assert re.fullmatch(r"\d{4}-\d\d-01T00:00:00Z", budget["timePeriod"]["startDate"])
    assert sorted(entry["threshold"] for entry in budget["notifications"].values()) == list(BUDGET_THRESHOLDS_PERCENT)
    group = inputs(previews["prod"], "monitor:ActionGroup")
    assert [entry["emailAddress"] for entry in group["emailReceivers"]] == ["team@example.com"]
    assert [entry["serviceUri"] for entry in group["webhookReceivers"]] == [Secret("https://hooks.example.com/1")]
    assert len(group["groupShortName"]) <= 12


def test_the_budget_names_as_many_addresses_as_azure_takes_and_the_group_the_others(
    previews: dict[str, Preview],
) -> None:
    notifications = inputs(previews["large"], "consumption:Budget")["notifications"].values()
    assert [len(entry["contactEmails"]) for entry in notifications] == [50] * len(BUDGET_THRESHOLDS_PERCENT)
    assert len(inputs(previews["large"], "monitor:ActionGroup")["emailReceivers"]) == 51


@pytest.mark.parametrize("case", ["prod", "regional"])
def test_the_dashboard_has_the_panels_of_every_cloud(case: str, previews: dict[str, Preview]) -> None:
    content = json.loads(inputs(previews[case], "applicationinsights:Workbook")["serializedData"])
    assert [item["content"]["title"] for item in content["items"]] == list(PANELS)
    queries = [item["content"]["query"] for item in content["items"] if item["type"] == 3]
    table = "AzureDiagnostics" if case == "prod" else "ContainerAppHTTPLogs"
    assert all(table in query for query in queries)
    metrics = [item["content"] for item in content["items"] if item["type"] == 10]
    assert all(len(entry["resourceIds"]) == len(CASES[case]["regions"]) for entry in metrics)


def test_two_regions_share_one_registry_and_their_networks_do_not_overlap(previews: dict[str, Preview]) -> None:
    prod = previews["prod"]
    registry = inputs(prod, "containerregistry:Registry")
    assert registry["sku"] == {"name": "Premium"}
    assert registry["policies"]["retentionPolicy"] == {"status": "enabled", "days": 30}
    assert inputs(prod, "containerregistry:Replication")["location"] == "westeurope"
    ranges = [entry.inputs["addressSpace"]["addressPrefixes"] for entry in made(prod, "network:VirtualNetwork")]
    assert ranges == [["10.0.0.0/16"], ["10.1.0.0/16"]]
    assert inputs(previews["dev"], "containerregistry:Registry")["sku"] == {"name": "Standard"}


def test_private_egress_ends_at_the_clouds_own_services(previews: dict[str, Preview]) -> None:
    rules = inputs(previews["private"], "network:NetworkSecurityGroup")["securityRules"]
    outbound = [rule for rule in rules if rule["direction"] == "Outbound"]
    last = max(outbound, key=lambda rule: rule["priority"])
    assert (last["access"], last["destinationAddressPrefix"]) == ("Deny", "Internet")
    assert all(
        rule["destinationAddressPrefix"] not in {"*", "Internet"} for rule in outbound if rule["access"] == "Allow"
    )


def every(previews: dict[str, Preview]) -> Iterator[tuple[str, Any]]:
    return ((case, resource) for case, preview in previews.items() for resource in made(preview))


def test_nothing_comes_in_from_everywhere(previews: dict[str, Preview]) -> None:
    for case, preview in previews.items():
        for group in made(preview, "network:NetworkSecurityGroup"):
            rules = [rule for rule in group.inputs["securityRules"] if rule["direction"] == "Inbound"]
            assert len({rule["priority"] for rule in rules}) == len(rules)
            opened = [
                rule for rule in rules if rule["access"] == "Allow" and rule["sourceAddressPrefix"] in {"*", "Internet"}
            ]
            assert [rule["destinationPortRanges"] for rule in opened] == (
                [["443", "31443"]] if case == "regional" else []
            )
            assert max(rules, key=lambda rule: rule["priority"])["access"] == "Deny"


def test_every_role_is_a_named_one_on_a_named_thing(previews: dict[str, Preview]) -> None:
    allowed = {"7f951dda-4ed3-4680-a7ca-43fe172d538d", "4633458b-17de-408a-b874-0445c86b69e6"}
    assignments = [entry for case, entry in every(previews) if entry.type.endswith(":RoleAssignment")]
    assert assignments
    for assignment in assignments:
        assert assignment.inputs["roleDefinitionId"].rpartition("/")[2] in allowed
        scope = assignment.inputs["scope"]
        # The registry is not known before it is made; what is known lies deeper than a subscription or a group.
        assert not isinstance(scope, str) or scope.count("/") > 8


def test_everything_that_can_carry_labels_does(previews: dict[str, Preview]) -> None:
    for _, resource in every(previews):
        type_ = resource.type.removeprefix("azure-native:")
        labelled = {"service", "environment", "stack", "managed-by"} <= set(resource.inputs.get("tags") or {})
        assert labelled == (type_ not in UNTAGGABLE), resource.name


def test_everything_is_inside_of_a_component_and_named_once(previews: dict[str, Preview]) -> None:
    for case, preview in previews.items():
        assert [name for name, times in Counter(entry.urn for entry in preview.resources).items() if times > 1] == []
        for resource in made(preview):
            assert "$inference:azure:" in resource.urn, f"{case}: {resource.name}"
            assert "pulumi:providers:azure-native::azure::" in resource.provider


def test_no_plain_secret_and_no_wildcard_is_anywhere(previews: dict[str, Preview]) -> None:
    for _, resource in every(previews):
        assert not any("SharedKey" in text or "AccountKey=" in text for text in texts(resource.inputs))


# https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
NAME_RULES = {
    "app:ContainerApp": ("containerAppName", r"[a-z](?:-?[a-z0-9]){1,31}"),
    "app:ManagedEnvironment": ("environmentName", r"[a-z](?:-?[a-z0-9]){1,59}"),
    "containerregistry:Registry": ("registryName", r"[a-z0-9]{5,50}"),
    "operationalinsights:Workspace": ("workspaceName", r"[A-Za-z0-9](?:-?[A-Za-z0-9]){3,62}"),
    "cdn:AFDEndpoint": ("endpointName", r"[a-z0-9](?:-?[a-z0-9]){0,45}"),
    "network:VirtualNetwork": ("virtualNetworkName", r"[\w.-]{2,64}"),
    "network:NetworkSecurityGroup": ("networkSecurityGroupName", r"[\w.-]{1,80}"),
    "managedidentity:UserAssignedIdentity": ("resourceName", r"[\w-]{3,128}"),
    "resources:ResourceGroup": ("resourceGroupName", r"[\w.()-]{1,89}[\w()-]"),
    "resources:Deployment": ("deploymentName", r"[\w.()-]{1,64}"),
    "consumption:Budget": ("budgetName", r"[\w-]{1,63}"),
}


@pytest.mark.parametrize("type_", NAME_RULES)
def test_names_are_ones_that_azure_takes(type_: str, previews: dict[str, Preview]) -> None:
    key, pattern = NAME_RULES[type_]
    found = [resource.inputs[key] for _, resource in every(previews) if resource.type == f"azure-native:{type_}"]
    assert found
    assert [name for name in found if not re.fullmatch(pattern, name)] == []
