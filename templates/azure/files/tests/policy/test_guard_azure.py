"""Each rule on azure, with what breaks it."""

import pytest

from guard import azure
from guard.resource import UNKNOWN
from guard.rules import RESOURCE_RULES, STACK_RULES
from guard_cases import LABELS, Cases, complaints, resource

APP, ENVIRONMENT = "azure-native:app:ContainerApp", "azure-native:app:ManagedEnvironment"
ROUTE, PROFILE = "azure-native:cdn:Route", "azure-native:cdn:Profile"
ALERT, DASHBOARD = "azure-native:monitor:ScheduledQueryRule", "azure-native:applicationinsights:Workbook"
REGISTRY, GROUP = "azure-native:containerregistry:Registry", "azure-native:network:NetworkSecurityGroup"
CONTRIBUTOR = "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c"
DIGEST = f"repository@sha256:{'a' * 64}"
PROBES = [{"type": "Startup"}, {"type": "Readiness"}]
OPEN_SSH = {
    "name": "ssh",
    "direction": "Inbound",
    "access": "Allow",
    "sourceAddressPrefix": "*",
    "destinationPortRange": "22",
}


def template(**container: object) -> dict[str, object]:
    return {"containers": [{"name": "app", "image": DIGEST, "probes": PROBES, **container}]}


BREAKS: Cases = {
    "labelled": [[resource(APP)], [resource("azure-native:storage:StorageAccount", tags={"service": "demo"})]],
    "image-by-digest": [[resource(APP, template=template(image="nginx:latest"))]],
    "least-privilege": [
        [resource("azure-native:authorization:RoleAssignment", roleDefinitionId=CONTRIBUTOR)],
        [resource("azure-native:authorization:RoleDefinition", permissions=[{"actions": ["*"]}])],
    ],
    "secrets-by-reference": [
        [resource(APP, template=template(env=[{"name": "API_TOKEN", "value": "x"}]))],
        [resource(APP, configuration={"secrets": [{"name": "key", "value": "x"}]})],
    ],
    "closed-network": [[resource(GROUP, securityRules=[OPEN_SSH])]],
    "modern-tls": [[resource("azure-native:cdn:AFDCustomDomain", tlsSettings={"minimumTlsVersion": "TLS10"})]],
    "health-gated": [[resource(APP, template=template(probes=[{"type": "Liveness"}]))]],
    "bounded-replicas": [[resource(APP, template={"scale": {"maxReplicas": 500}})]],
    "bounded-logs": [[resource("azure-native:operationalinsights:Workspace")]],
    "guarded-registry": [[resource(REGISTRY, adminUserEnabled=True)], [resource(REGISTRY, anonymousPullEnabled=True)]],
    "encrypted": [
        [resource(ENVIRONMENT)],
        [resource("azure-native:storage:StorageAccount", enableHttpsTrafficOnly=False)],
    ],
    "no-plain-http": [
        [resource(ROUTE, httpsRedirect="Disabled", supportedProtocols=["Http", "Https"])],
        [resource(APP, configuration={"ingress": {"allowInsecure": True}})],
    ],
    "private-replicas": [[resource(ENVIRONMENT, publicNetworkAccess="Enabled"), resource(ROUTE)]],
    "firewall-in-prod": [[resource(PROFILE, tags=LABELS)]],
    "protected-in-prod": [[resource(REGISTRY, tags=LABELS)]],
    "watched": [[resource(APP), resource(DASHBOARD), resource(ALERT, "latency")]],
}
KEEPS: Cases = {
    "labelled": [[resource(APP, tags=LABELS)], [resource(APP, tags=UNKNOWN)]],
    "image-by-digest": [[resource(APP, template=template())], [resource(APP, template=template(image=UNKNOWN))]],
    "modern-tls": [[resource("azure-native:cdn:AFDCustomDomain", tlsSettings={"minimumTlsVersion": "TLS12"})]],
    "health-gated": [[resource(APP, template=template())]],
    "private-replicas": [[resource(ENVIRONMENT, publicNetworkAccess="Enabled")]],
    "watched": [[resource(APP), resource(DASHBOARD), resource(ALERT, "latency"), resource(ALERT, "availability")]],
}


@pytest.mark.parametrize("rule", [rule.name for rule in (*RESOURCE_RULES, *STACK_RULES)])
def test_what_breaks_a_rule_is_told(rule: str) -> None:
    assert all(complaints(azure, rule, case) for case in BREAKS[rule])


@pytest.mark.parametrize("rule", KEEPS)
def test_what_keeps_a_rule_is_left_alone(rule: str) -> None:
    assert [complaints(azure, rule, case) for case in KEEPS[rule]] == [[]] * len(KEEPS[rule])
