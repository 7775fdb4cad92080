"""Container Apps and their environments."""

from typing import Any

from tests.simulator.rule_cases import Case, ProgramCase, resource

APP = "azure-native:app:ContainerApp"
JOB = "azure-native:app:Job"
ENVIRONMENT = "azure-native:app:ManagedEnvironment"
SUBNET = "azure-native:network:Subnet"


def _sized(cpu: float, memory: str, **inputs: Any) -> dict[str, Any]:
    return {"template": {"containers": [{"name": "app", "resources": {"cpu": cpu, "memory": memory}}]}, **inputs}


def _probes(*probes: dict[str, Any]) -> dict[str, Any]:
    return {"template": {"containers": [{"name": "app", "probes": list(probes)}]}}


def _configured(**configuration: Any) -> dict[str, Any]:
    return {"configuration": configuration}


def _scaled(**scale: Any) -> dict[str, Any]:
    return {"template": {"containers": [{"name": "app"}], "scale": scale}}


CASES = [
    Case(
        rule="replicas_have_a_container",
        type=APP,
        good={"template": {"containers": [{"name": "app"}]}},
        bad={"template": {"containers": []}},
        path="template.containers",
        says="`template.containers` is empty; a replica has a container.",
    ),
    Case(
        rule="replicas_have_two_gib_for_each_vcpu",
        type=APP,
        good=_sized(4, "8Gi"),
        bad=_sized(4.25, "8.5Gi"),
        path="template.containers[0].resources.cpu",
        says="`template.containers[0].resources.cpu` makes 4.25 vCPU; the Consumption profile has 0.25 to 4 in steps of 0.25.",
    ),
    Case(
        rule="replicas_have_two_gib_for_each_vcpu",
        type=APP,
        good=_sized(4, "32Gi", workloadProfileName="memory"),
        bad=_sized(0.3, "0.6Gi", workloadProfileName="Consumption"),
        path="template.containers[0].resources.cpu",
        says="`template.containers[0].resources.cpu` makes 0.3 vCPU; the Consumption profile has 0.25 to 4 in steps of 0.25.",
    ),
    Case(
        rule="replicas_have_two_gib_for_each_vcpu",
        type=JOB,
        good=_sized(0.5, "1Gi"),
        bad=_sized(-1e308, "2Gi"),
        path="template.containers[0].resources.cpu",
        says="`template.containers[0].resources.cpu` makes -1e+308 vCPU; the Consumption profile has 0.25 to 4 in steps of 0.25.",
    ),
    Case(
        rule="replicas_have_two_gib_for_each_vcpu",
        type=JOB,
        good=_sized(0.25, "0.5Gi"),
        bad=_sized(0.25, "1Gi"),
        path="template.containers[0].resources.memory",
        says="`template.containers[0].resources.memory` makes 1 GiB beside 0.25 vCPU; the Consumption profile has twice as many GiB as vCPU.",
    ),
    Case(
        rule="containers_have_names_of_their_own",
        type=APP,
        good={"template": {"containers": [{"name": "app"}, {"name": "proxy"}]}},
        bad={"template": {"containers": [{"name": "app"}], "initContainers": [{"name": "App"}]}},
        path="template.initContainers[0].name",
        says="`template.initContainers[0].name` is `App` a second time; the containers of a replica must each have a name of their own.",
        severity="warning",
    ),
    Case(
        rule="probes_are_of_one_kind_each",
        type=APP,
        good=_probes({"type": "Liveness", "successThreshold": 1}, {"type": "Readiness", "successThreshold": 2}),
        bad=_probes({"type": "Liveness"}, {"type": "liveness"}),
        path="template.containers[0].probes[1].type",
        says="`template.containers[0].probes[1].type` is `liveness` a second time; a container has one probe of each type.",
    ),
    Case(
        rule="probes_are_of_one_kind_each",
        type=APP,
        good=_probes({"type": "Startup", "tcpSocket": {"port": 80}}),
        bad=_probes({"type": "Startup", "successThreshold": 2}),
        path="template.containers[0].probes[0].successThreshold",
        says="`template.containers[0].probes[0].successThreshold` is `2`; a startup probe needs one success.",
    ),
    Case(
        rule="probes_are_of_one_kind_each",
        type=APP,
        good=_probes({"type": "Startup", "httpGet": {"port": 80}}),
        bad=_probes({"type": "Startup", "httpGet": {"port": 80}, "tcpSocket": {"port": 80}}),
        path="template.containers[0].probes[0].tcpSocket",
        says="`template.containers[0].probes[0].tcpSocket` is given beside `httpGet`; a probe asks in one way.",
        severity="warning",
    ),
    Case(
        rule="probes_bear_as_many_failures_as_their_type",
        type=APP,
        good=_probes({"type": "Liveness", "failureThreshold": 30}, {"type": "Startup", "failureThreshold": 240}),
        bad=_probes({"type": "Liveness", "failureThreshold": 31}),
        path="template.containers[0].probes[0].failureThreshold",
        says="`template.containers[0].probes[0].failureThreshold` is `31`; a liveness probe bears 30 failures at most.",
    ),
    Case(
        rule="secrets_that_are_used_are_there",
        type=APP,
        good={
            "configuration": {"secrets": [{"name": "key", "value": "x"}]},
            "template": {"containers": [{"name": "app", "env": [{"name": "KEY", "secretRef": "key"}]}]},
        },
        bad={
            "configuration": {"secrets": [{"name": "key", "value": "x"}]},
            "template": {"containers": [{"name": "app", "env": [{"name": "KEY", "secretRef": "keys"}]}]},
        },
        path="template.containers[0].env[0].secretRef",
        says="`template.containers[0].env[0].secretRef` is `keys`, which is no secret of this app; `configuration.secrets` has `key`.",
    ),
    Case(
        rule="secrets_that_are_used_are_there",
        type=APP,
        good=_configured(
            secrets=[{"name": "pw", "value": "x"}],
            registries=[{"server": "r", "username": "u", "passwordSecretRef": "pw"}],
        ),
        bad=_configured(registries=[{"server": "r", "username": "u", "passwordSecretRef": "pw"}]),
        path="configuration.registries[0].passwordSecretRef",
        says="`configuration.registries[0].passwordSecretRef` is `pw`, which is no secret of this app; `configuration.secrets` has none.",
    ),
    Case(
        rule="secrets_have_one_source",
        type=APP,
        good=_configured(secrets=[{"name": "key", "keyVaultUrl": "https://v/secrets/key", "identity": "system"}]),
        bad=_configured(secrets=[{"name": "key", "keyVaultUrl": "https://v/secrets/key"}]),
        path="configuration.secrets[0].identity",
        says="`configuration.secrets[0].identity` is missing; a secret of a key vault is read with an identity.",
    ),
    Case(
        rule="secrets_have_one_source",
        type=APP,
        good=_configured(secrets=[{"name": "key", "value": "x"}]),
        bad=_configured(secrets=[{"name": "key", "value": "x", "keyVaultUrl": "https://v/secrets/key"}]),
        path="configuration.secrets[0].keyVaultUrl",
        says="`configuration.secrets[0].keyVaultUrl` is given beside `value`; a secret has one of the two.",
        severity="warning",
    ),
    Case(
        rule="registries_are_entered_in_one_way",
        type=APP,
        good=_configured(registries=[{"server": "r", "identity": "system"}]),
        bad=_configured(registries=[{"server": "r", "identity": "system", "username": "u"}]),
        path="configuration.registries[0].identity",
        says="`configuration.registries[0].identity` is given beside a user or password; a registry is entered in one way.",
    ),
    Case(
        rule="registries_are_entered_in_one_way",
        type=APP,
        good=_configured(registries=[{"server": "r"}]),
        bad=_configured(registries=[{"server": "r", "username": "u"}]),
        path="configuration.registries[0].passwordSecretRef",
        says="`configuration.registries[0].passwordSecretRef` is missing; `username` needs a password.",
    ),
    Case(
        rule="volumes_that_are_mounted_are_there",
        type=APP,
        good={"template": {"volumes": [{"name": "data"}], "containers": [{"volumeMounts": [{"volumeName": "data"}]}]}},
        bad={"template": {"volumes": [{"name": "data"}], "containers": [{"volumeMounts": [{"volumeName": "date"}]}]}},
        path="template.containers[0].volumeMounts[0].volumeName",
        says="`template.containers[0].volumeMounts[0].volumeName` is `date`, which is none of `template.volumes`.",
    ),
    Case(
        rule="jobs_say_how_they_start",
        type=JOB,
        good=_configured(triggerType="Schedule", scheduleTriggerConfig={"cronExpression": "0 3 * * *"}),
        bad=_configured(triggerType="Schedule", scheduleTriggerConfig={"cronExpression": "0 0 3 * * *"}),
        path="configuration.scheduleTriggerConfig.cronExpression",
        says="`configuration.scheduleTriggerConfig.cronExpression` is `0 0 3 * * *`; a schedule has five fields: minute, hour, day, month, weekday.",
    ),
    Case(
        rule="jobs_say_how_they_start",
        type=JOB,
        good=_configured(triggerType="Manual"),
        bad=_configured(triggerType="Event"),
        path="configuration.eventTriggerConfig",
        says="`configuration.eventTriggerConfig` is missing; a job whose `triggerType` is `Event` needs it.",
    ),
    Case(
        rule="fewest_replicas_are_not_above_the_most",
        type=APP,
        good=_scaled(minReplicas=10),
        bad=_scaled(minReplicas=11),
        path="template.scale.minReplicas",
        says="`template.scale.minReplicas` is `11`, and `maxReplicas` is 10; the fewest cannot be above the most.",
    ),
    Case(
        rule="scale_rules_are_of_one_kind",
        type=APP,
        good=_scaled(rules=[{"name": "a", "http": {"metadata": {"x": "1"}}}]),
        bad=_scaled(rules=[{"name": "a"}]),
        path="template.scale.rules[0]",
        says="`template.scale.rules[0]` has none of azureQueue, custom, http and tcp; a scale rule is of one kind.",
    ),
    Case(
        rule="scale_rules_are_of_one_kind",
        type=APP,
        good=_scaled(rules=[{"name": "a", "tcp": {"metadata": {"x": "1"}}}]),
        bad=_scaled(rules=[{"name": "a", "http": {"metadata": {"x": "1"}}, "tcp": {"metadata": {"x": "1"}}}]),
        path="template.scale.rules[0]",
        says="`template.scale.rules[0]` has http and tcp; a scale rule is of one kind.",
        severity="warning",
    ),
    Case(
        rule="use_of_cpu_or_memory_wakes_no_app",
        type=APP,
        good=_scaled(minReplicas=1, rules=[{"name": "cpu", "custom": {"type": "cpu"}}]),
        bad=_scaled(minReplicas=0, rules=[{"name": "cpu", "custom": {"type": "cpu"}}]),
        path="template.scale.minReplicas",
        says="`template.scale.minReplicas` is 0; an app that scales by CPU or memory alone cannot go to zero.",
        severity="warning",
    ),
    Case(
        rule="traffic_weights_make_a_hundred",
        type=APP,
        good=_configured(ingress={"traffic": [{"latestRevision": True, "weight": 100}]}),
        bad=_configured(ingress={"traffic": [{"latestRevision": True, "weight": 99}]}),
        path="configuration.ingress.traffic",
        says="`configuration.ingress.traffic` has weights of 99 percent in all; they must make 100.",
    ),
    Case(
        rule="several_revisions_need_multiple_mode",
        type=APP,
        good=_configured(
            activeRevisionsMode="Multiple",
            ingress={"traffic": [{"latestRevision": True, "weight": 10}, {"revisionName": "a--1", "weight": 90}]},
        ),
        bad=_configured(
            activeRevisionsMode="Single",
            ingress={"traffic": [{"latestRevision": True, "weight": 10}, {"revisionName": "a--1", "weight": 90}]},
        ),
        path="configuration.activeRevisionsMode",
        says="`configuration.activeRevisionsMode` is `Single`; traffic to 2 revisions needs Multiple.",
    ),
    Case(
        rule="exposed_ports_are_for_tcp",
        type=APP,
        good=_configured(ingress={"transport": "Tcp", "exposedPort": 5432}),
        bad=_configured(ingress={"transport": "http", "exposedPort": 5432}),
        path="configuration.ingress.exposedPort",
        says="`configuration.ingress.exposedPort` is `5432`; an ingress over HTTP has 80 and 443.",
    ),
    Case(
        rule="environments_over_zones_have_a_subnet",
        type=ENVIRONMENT,
        good={"zoneRedundant": True, "vnetConfiguration": {"infrastructureSubnetId": "/x"}},
        bad={"zoneRedundant": True},
        path="vnetConfiguration.infrastructureSubnetId",
        says="`vnetConfiguration.infrastructureSubnetId` is missing; an environment whose `zoneRedundant` is true lies in a subnet of yours.",
    ),
    Case(
        rule="profiles_have_names_and_counts_in_order",
        type=ENVIRONMENT,
        good={"workloadProfiles": [{"name": "a", "minimumCount": 3, "maximumCount": 3}]},
        bad={"workloadProfiles": [{"name": "a", "minimumCount": 4, "maximumCount": 3}]},
        path="workloadProfiles[0].minimumCount",
        says="`workloadProfiles[0].minimumCount` is `4`, and `maximumCount` is `3`; the fewest nodes cannot be above the most.",
        severity="warning",
    ),
    Case(
        rule="logs_to_a_workspace_name_it",
        type=ENVIRONMENT,
        good={"appLogsConfiguration": {"destination": "azure-monitor"}},
        bad={
            "appLogsConfiguration": {"destination": "log-analytics", "logAnalyticsConfiguration": {"customerId": "x"}}
        },
        path="appLogsConfiguration.logAnalyticsConfiguration.sharedKey",
        says="`appLogsConfiguration.logAnalyticsConfiguration.sharedKey` is missing; logs to Log Analytics need the workspace's id and key.",
    ),
]

_DELEGATED = [{"name": "apps", "serviceName": "Microsoft.App/environments"}]
_PROFILES = [
    {"name": "Consumption", "workloadProfileType": "Consumption"},
    {"name": "big", "workloadProfileType": "D4"},
]


def _environment(prefix: str, delegations: list[dict[str, str]], profiles: list[dict[str, str]]) -> list[Any]:
    subnet = resource(SUBNET, "apps", {"addressPrefix": prefix, "delegations": delegations})
    inputs = {"workloadProfiles": profiles} if profiles else {}
    return [subnet, resource(ENVIRONMENT, "environment", inputs, behind={"vnetConfiguration": [subnet]})]


def _app(profile: str) -> list[Any]:
    environment = resource(ENVIRONMENT, "environment", {"workloadProfiles": _PROFILES})
    return [
        environment,
        resource(APP, "app", {"workloadProfileName": profile}, behind={"environmentId": [environment]}),
    ]


def _two_environments(*, shared: bool) -> list[Any]:
    inputs = {"addressPrefix": "10.0.0.0/23", "delegations": _DELEGATED}
    subnet, other = resource(SUBNET, "apps", inputs), resource(SUBNET, "others", inputs)
    profiles = {"workloadProfiles": _PROFILES}
    first = resource(ENVIRONMENT, "first", profiles, behind={"vnetConfiguration": [subnet]})
    behind = {"vnetConfiguration": [subnet if shared else other]}
    return [subnet, other, first, resource(ENVIRONMENT, "second", profiles, behind=behind)]


PROGRAM_CASES = [
    ProgramCase(
        rule="environments_have_room_in_their_subnet",
        good=_environment("10.0.0.0/27", _DELEGATED, _PROFILES),
        bad=_environment("10.0.0.0/28", _DELEGATED, _PROFILES),
        name="apps",
        path="addressPrefix",
        says="`addressPrefix` is `10.0.0.0/28`; environment, an environment with workload profiles, needs /27 or a larger range.",
    ),
    ProgramCase(
        rule="environments_have_room_in_their_subnet",
        good=_environment("10.0.0.0/23", [], []),
        bad=_environment("10.0.0.0/24", [], []),
        name="apps",
        path="addressPrefix",
        says="`addressPrefix` is `10.0.0.0/24`; environment, an environment without workload profiles, needs /23 or a larger range.",
        severity="warning",
    ),
    ProgramCase(
        rule="environments_have_their_subnet_delegated",
        good=_environment("10.0.0.0/23", _DELEGATED, _PROFILES),
        bad=_environment("10.0.0.0/23", [], _PROFILES),
        name="apps",
        path="delegations",
        says="`delegations` lacks `Microsoft.App/environments`; environment is an environment with workload profiles.",
    ),
    ProgramCase(
        rule="environments_have_their_subnet_delegated",
        good=_environment("10.0.0.0/27", _DELEGATED, _PROFILES),
        bad=_environment("10.0.0.0/23", _DELEGATED, []),
        name="apps",
        path="delegations",
        says="`delegations` has `Microsoft.App/environments`; environment is an environment without workload profiles.",
        severity="warning",
    ),
    ProgramCase(
        rule="apps_run_on_a_profile_of_their_environment",
        good=_app("big"),
        bad=_app("bigger"),
        name="app",
        path="workloadProfileName",
        says="`workloadProfileName` is `bigger`; environment, the environment, has `Consumption`, `big`.",
    ),
    ProgramCase(
        rule="environments_have_a_subnet_of_their_own",
        good=_two_environments(shared=False),
        bad=_two_environments(shared=True),
        name="second",
        path="vnetConfiguration.infrastructureSubnetId",
        says="`vnetConfiguration.infrastructureSubnetId` is apps, where first lies; an environment has a subnet of its own.",
    ),
]
