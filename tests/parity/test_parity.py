"""Every setting changes the right input on every cloud, or is refused there; one that changes nothing fails."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scaffolder.cli import scaffold
from scaffolder.engine.parity import CLOUDS, Cell, parity, probes
from scaffolder.engine.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
RUN, APP, TASK, SERVICE = (
    "cloudrunv2/service:Service",
    "app:ContainerApp",
    "ecs/taskDefinition:TaskDefinition",
    "ecs/service:Service",
)
DISTRIBUTION, LISTENER = "cloudfront/distribution:Distribution", "lb/listener:Listener"
TARGET, TRACKING = (
    "appautoscaling/target:Target",
    "appautoscaling/policy:Policy targetTrackingScalingPolicyConfiguration",
)
REFUSED = None

# The input that carries each setting on aws, gcp and azure; None where the cloud refuses it.
CARRIED = {
    "account": ("providers:aws allowedAccountIds", f"{RUN} project", "providers:azure-native subscriptionId"),
    "environment": ("+ecs/service:Service", f"+{RUN}", f"+{APP}"),
    "regions": ("+ecs/service:Service", f"+{RUN}", f"+{APP}"),
    "zones": ("+ec2/natGateway:NatGateway", f"{RUN} template.gpuZonalRedundancyDisabled", "app:ManagedEnvironment zoneRedundant"),
    "image": (f"{TASK} containerDefinitions", f"{RUN} template.containers[].image", f"{APP} template.containers[].image"),
    "port": (f"{SERVICE} loadBalancers[].containerPort", f"{RUN} template.containers[].ports.containerPort", f"{APP} configuration.ingress.targetPort"),
    "cpu": (f"{TASK} cpu", f"{RUN} template.containers[].resources.limits.cpu", f"{APP} template.containers[].resources.cpu"),
    "memoryMib": (f"{TASK} memory", f"{RUN} template.containers[].resources.limits.memory", f"{APP} template.containers[].resources.memory"),
    "gpu": ("+ecs/capacityProvider:CapacityProvider", f"{RUN} template.nodeSelector", f"{APP} workloadProfileName"),
    "concurrency": (f"{TRACKING}.targetValue", f"{RUN} template.maxInstanceRequestConcurrency", f"{APP} template.scale.rules[].http.metadata.concurrentRequests"),
    "timeoutSeconds": (f"{DISTRIBUTION} origins[].vpcOriginConfig.originReadTimeout", f"{RUN} template.timeout", "cdn:Profile originResponseTimeoutSeconds"),
    "healthPath": ("lb/targetGroup:TargetGroup healthCheck.path", f"{RUN} template.containers[].readinessProbe.httpGet.path", f"{APP} template.containers[].probes[].httpGet.path"),
    "startupSeconds": (f"{SERVICE} healthCheckGracePeriodSeconds", f"{RUN} template.containers[].startupProbe.failureThreshold", f"{APP} template.containers[].probes[].periodSeconds"),
    "env": (f"{TASK} containerDefinitions", f"{RUN} template.containers[].envs", f"{APP} template.containers[].env"),
    "secrets": ("iam/rolePolicy:RolePolicy policy", "+secretmanager/secretIamMember:SecretIamMember", f"{APP} configuration.secrets"),
    "minReplicas": (f"{TARGET} minCapacity", f"{RUN} scaling.minInstanceCount", f"{APP} template.scale.minReplicas"),
    "maxReplicas": (f"{TARGET} maxCapacity", f"{RUN} template.scaling.maxInstanceCount", f"{APP} template.scale.maxReplicas"),
    "scaleMetric": ("+appautoscaling/policy:Policy", f"{RUN} template.scaling.cpuUtilization", f"{APP} template.scale.rules[].custom"),
    "scaleTarget": (f"{TRACKING}.targetValue", f"{RUN} template.scaling.cpuUtilization", f"{APP} template.scale.rules[].custom.metadata.value"),
    "schedule": ("+appautoscaling/scheduledAction:ScheduledAction", "+cloudscheduler/job:Job", f"{APP} template.scale.rules"),
    "scheduleTimezone": ("appautoscaling/scheduledAction:ScheduledAction timezone", "cloudscheduler/job:Job timeZone", f"{APP} template.scale.rules[].custom.metadata.timezone"),
    "front": ("-globalaccelerator/accelerator:Accelerator", "-compute/globalForwardingRule:GlobalForwardingRule", "-cdn:Profile"),
    "access": ("-globalaccelerator/accelerator:Accelerator", "-compute/globalForwardingRule:GlobalForwardingRule", "-cdn:Profile"),
    "authIssuer": (f"{LISTENER} defaultActions[].jwtValidation.issuer", REFUSED, "ContainerAppsAuthConfig identityProviders.azureActiveDirectory.registration.openIdIssuer"),
    "authAudience": (f"{LISTENER} defaultActions[].jwtValidation.additionalClaims[].values[]", f"{RUN} customAudiences[]", "ContainerAppsAuthConfig identityProviders.azureActiveDirectory.validation.allowedAudiences[]"),
    "invokers": (REFUSED, "+cloudrunv2/serviceIamMember:ServiceIamMember", REFUSED),
    "domain": ("acm/certificate:Certificate domainName", "certificatemanager/certificate:Certificate managed.domains[]", "cdn:AFDCustomDomain hostName"),
    "dnsZone": ("route53/record:Record zoneId", "dns/recordSet:RecordSet managedZone", "cdn:AFDCustomDomain azureDnsZone.id"),
    "waf": ("+wafv2/webAcl:WebAcl", "+compute/securityPolicy:SecurityPolicy", "+cdn:SecurityPolicy"),
    "rateLimitPer5Minutes": ("wafv2/webAcl:WebAcl rules", "compute/securityPolicy:SecurityPolicy rules", "frontdoor:Policy customRules.rules"),
    "egress": ("-ec2/natGateway:NatGateway", "+compute/network:Network", "-network:NatGateway"),
    "availabilityTarget": ("cloudwatch/metricAlarm:MetricAlarm threshold", "monitoring/slo:Slo goal", "monitor:ScheduledQueryRule criteria.allOf[].query"),
    "latencyTargetMs": ("cloudwatch/metricAlarm:MetricAlarm metricQueries[].metric.stat", "monitoring/slo:Slo requestBasedSli.distributionCut.range.max", "monitor:ScheduledQueryRule criteria.allOf[].query"),
    "alertEmails": ("+sns/topicSubscription:TopicSubscription", "+monitoring/notificationChannel:NotificationChannel", "monitor:ActionGroup emailReceivers"),
    "alertWebhooks": ("+sns/topicSubscription:TopicSubscription", "+monitoring/notificationChannel:NotificationChannel", "monitor:ActionGroup webhookReceivers"),
    "logRetentionDays": ("cloudwatch/logGroup:LogGroup retentionInDays", "logging/projectBucketConfig:ProjectBucketConfig retentionDays", "operationalinsights:Workspace retentionInDays"),
    "traceSamplePercent": (f"{TASK} containerDefinitions", f"{RUN} template.containers[].envs[].value", f"{APP} template.containers[].env[].value"),
    "labels": (f"{SERVICE} tags.team", f"{RUN} labels.team", f"{APP} tags.team"),
    "budgetMonthlyUsd": ("+budgets/budget:Budget", "billing/budget:Budget amount.specifiedAmount.units", "+consumption:Budget"),
    "billingAccount": (REFUSED, "billing/budget:Budget billingAccount", REFUSED),
    "rollout": ("+lb/listenerRule:ListenerRule", f"{RUN} traffics", f"{APP} configuration.ingress.traffic"),
    "canaryPercent": (f"{SERVICE} deploymentConfiguration.canaryConfiguration.canaryPercent", f"{RUN} traffics[].percent", f"{APP} configuration.ingress.traffic[].weight"),
    "bakeMinutes": (f"{SERVICE} deploymentConfiguration.canaryConfiguration.canaryBakeTimeInMinutes", REFUSED, REFUSED),
    "stableRevision": (REFUSED, f"{RUN} traffics[].revision", f"{APP} configuration.ingress.traffic[].revisionName"),
    "deletionProtection": ("lb/loadBalancer:LoadBalancer enableDeletionProtection", f"{RUN} deletionProtection", "+authorization:ManagementLockByScope"),
}  # fmt: skip
PAIRS = [(setting, cloud) for setting in CARRIED for cloud in CLOUDS]


@pytest.fixture(scope="module")
def cells() -> dict[tuple[str, str], Cell]:
    found = parity(Workspace.find(REPOSITORY), CLOUDS)
    return {(cell.setting, cell.cloud): cell for cell in found}


@pytest.mark.xdist_group("parity")
@pytest.mark.parametrize(("setting", "cloud"), PAIRS)
def test_a_setting_changes_the_right_input(setting: str, cloud: str, cells: dict[tuple[str, str], Cell]) -> None:
    cell, carried = cells[setting, cloud], CARRIED[setting][CLOUDS.index(cloud)]
    if carried is REFUSED:
        assert (cell.kind, bool(cell.text), cell.changes) == ("refused", True, ())
        return
    assert cell.kind in {"exact", "approximated"}
    sign = carried[0] if carried[0] in "+-" else ""
    changed = [change for change in cell.changes if change.startswith(sign) and change.endswith(carried.lstrip("+-"))]
    assert changed, cell


def test_every_setting_is_tried() -> None:
    from inference.settings import SETTINGS

    # The cloud is the column, and the app's folder is no matter of a cloud.
    assert (
        {probe.setting for probe in probes()} == {item.key for item in SETTINGS} - {"cloud", "appPath"} == set(CARRIED)
    )


@pytest.mark.xdist_group("parity")
def test_the_documentation_has_the_same_table(cells: dict[tuple[str, str], Cell]) -> None:
    lines = (REPOSITORY / "docs" / "parity.md").read_text().splitlines()
    rows = {
        row.split("`")[1]: [part.split("**")[1] for part in row.split(" | ")[1:]]
        for row in lines
        if row.startswith("| `")
    }
    assert rows == {setting: [cells[setting, cloud].kind for cloud in CLOUDS] for setting in CARRIED}


def test_a_project_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: theirs\nruntime: python\n")
    (tmp_path / "__main__.py").write_text("")
    result = CliRunner().invoke(scaffold, ["parity", str(tmp_path), "--json"])
    assert result.exit_code == 1
    assert "is not a service of ours" in json.dumps(str(result.exception) + result.output)
