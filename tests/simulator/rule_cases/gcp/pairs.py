"""What a property allows another to be: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case

SECRET = {"secretId": "s", "replication": {"auto": {}}, "ttl": "86400s"}


def scaling(least: int, most: int) -> dict[str, Any]:
    policy = {"minReplicas": least, "maxReplicas": most}
    return {"target": "projects/p/zones/us-central1-a/instanceGroupManagers/m", "autoscalingPolicy": policy}


def mapped(**mapping: str) -> dict[str, Any]:
    issuer = {"issuerUri": "https://token.actions.githubusercontent.com"}
    ids = {"workloadIdentityPoolId": "github", "workloadIdentityPoolProviderId": "actions"}
    return {**ids, "oidc": issuer, "attributeCondition": "true", **({"attributeMapping": mapping} if mapping else {})}


CASES: list[Case] = [
    Case(
        rule="autoscalers_have_room",
        type="gcp:compute/autoscaler:Autoscaler",
        good=scaling(2, 2),
        bad=scaling(2, 1),
        path="autoscalingPolicy.maxReplicas",
        says="`autoscalingPolicy.maxReplicas` is `1`, below `minReplicas`, which is `2`.",
    ),
    Case(
        rule="basic_instances_have_no_replicas",
        type="gcp:redis/instance:Instance",
        good={"memorySizeGb": 5, "tier": "STANDARD_HA", "replicaCount": 1},
        bad={"memorySizeGb": 5, "replicaCount": 1},
        path="replicaCount",
        says="`replicaCount` is `1`; an instance of the tier `BASIC` has none.",
    ),
    Case(
        rule="secrets_end_in_one_way",
        type="gcp:secretmanager/secret:Secret",
        good=SECRET,
        bad={**SECRET, "expireTime": "2027-01-01T00:00:00Z"},
        path="expireTime",
        says="`expireTime` is given, and `ttl` is too; a secret has one of them.",
    ),
    Case(
        rule="identities_have_a_subject",
        type="gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
        good=mapped(**{"google.subject": "assertion.sub"}),
        bad=mapped(**{"attribute.repo": "assertion.repository"}),
        path="attributeMapping",
        says="`attributeMapping` has no `google.subject`.",
    ),
    Case(
        rule="identities_have_a_subject",
        type="gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
        good=mapped(**{"google.subject": "assertion.sub", "attribute.a": "b"}),
        bad=mapped(),
        path="attributeMapping",
        says="`attributeMapping` is missing, and has no `google.subject`.",
    ),
    Case(
        rule="dashboards_are_json",
        type="gcp:monitoring/dashboard:Dashboard",
        good={"dashboardJson": "{}"},
        bad={"dashboardJson": "{"},
        path="dashboardJson",
        says="`dashboardJson` is no JSON object.",
    ),
]
