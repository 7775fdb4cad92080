"""What a property allows another to be, as the provider's own documentation has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_PROVIDER: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/tree/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "google-beta/services"
)
_AUTOSCALER: Final = f"{_PROVIDER}/compute/resource_compute_autoscaler.go"
_REDIS: Final = f"{_PROVIDER}/redis/resource_redis_instance.go"
_SECRET: Final = f"{_PROVIDER}/secretmanager/resource_secret_manager_secret.go"
_IDENTITY: Final = f"{_PROVIDER}/iambeta/resource_iam_workload_identity_pool_provider.go"
_BOARD: Final = f"{_PROVIDER}/monitoring/resource_monitoring_dashboard.go"
_READ: Final = "2026-11-25"
_SUBJECT: Final = "google.subject"


@rule(
    "gcp:compute/autoscaler:Autoscaler", "gcp:compute/regionAutoscaler:RegionAutoscaler", page=_AUTOSCALER, read=_READ
)
def autoscalers_have_room(inputs: Given) -> Iterator[Finding]:
    """The most replicas are not fewer than the fewest."""
    least, most = inputs["autoscalingPolicy"]["minReplicas"], inputs["autoscalingPolicy"]["maxReplicas"]
    if least.number is not None and most.number is not None and most.number < least.number:
        yield most.finding(
            f"`{most.path}` is {most.shown}, below `minReplicas`, which is {least.shown}.", fix="Give more."
        )


@rule("gcp:redis/instance:Instance", page=_REDIS, read=_READ)
def basic_instances_have_no_replicas(inputs: Given) -> Iterator[Finding]:
    """An instance of the basic tier, which is the default, has no replicas."""
    tier, count = inputs["tier"], inputs["replicaCount"]
    if (tier.absent or tier.text == "BASIC") and count.number:
        yield count.finding(
            f"`{count.path}` is {count.shown}; an instance of the tier `BASIC` has none.",
            fix="Give the tier STANDARD_HA.",
        )


@rule("gcp:secretmanager/secret:Secret", page=_SECRET, read=_READ)
def secrets_end_in_one_way(inputs: Given) -> Iterator[Finding]:
    """A secret ends after a while or at a time."""
    after, at = inputs["ttl"], inputs["expireTime"]
    if after.known and at.known:
        yield at.finding("`expireTime` is given, and `ttl` is too; a secret has one of them.", fix="Keep one of them.")


@rule("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", page=_IDENTITY, read=_READ)
def identities_have_a_subject(inputs: Given) -> Iterator[Finding]:
    """Whoever comes by OpenID Connect is mapped to a subject, and so is whoever is mapped to anything."""
    mapping = inputs["attributeMapping"]
    if mapping.unknown or (mapping.absent and not inputs["oidc"].known):
        return
    if _SUBJECT not in dict(mapping.entries()):
        said = "has no" if mapping.known else "is missing, and has no"
        yield mapping.finding(
            f"`{mapping.path}` {said} `{_SUBJECT}`.", fix='Give {"google.subject": "assertion.sub"}, say.'
        )


@rule("gcp:monitoring/dashboard:Dashboard", page=_BOARD, read=_READ)
def dashboards_are_json(inputs: Given) -> Iterator[Finding]:
    """A dashboard is a JSON object."""
    board = inputs["dashboardJson"]
    if board.text and not isinstance(board.document().value, dict):
        yield board.finding(f"`{board.path}` is no JSON object.", fix="Write it with json.dumps({...}).")
