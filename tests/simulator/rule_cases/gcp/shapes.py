"""What belongs together, and durations: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case

RUN = "gcp:cloudrunv2/service:Service"
FIREWALL = "gcp:compute/firewall:Firewall"
SUBSCRIPTION = "gcp:pubsub/subscription:Subscription"
BUCKET = "gcp:storage/bucket:Bucket"
CLUSTER = "gcp:container/cluster:Cluster"
OBJECTIVE = "gcp:monitoring/slo:Slo"
ALERT = "gcp:monitoring/alertPolicy:AlertPolicy"
RATIO = {"goodTotalRatio": {"goodServiceFilter": 'metric.type="a"', "totalServiceFilter": 'metric.type="b"'}}


def template(container: Any = None, **more: Any) -> dict[str, Any]:
    return {"template": {"containers": [{"image": "us-docker.pkg.dev/p/r/i", **(container or {})}], **more}}


def firewall(**more: Any) -> dict[str, Any]:
    return {
        "network": "default",
        "sourceRanges": ["10.0.0.0/8"],
        "allows": [{"protocol": "tcp", "ports": ["443"]}],
        **more,
    }


def objective(**more: Any) -> dict[str, Any]:
    return {"service": "s", "goal": 0.99, "rollingPeriodDays": 28, "requestBasedSli": RATIO, **more}


def threshold(**more: Any) -> dict[str, Any]:
    return {
        "displayName": "c",
        "conditionThreshold": {"filter": 'metric.type="a"', "comparison": "COMPARISON_GT", "duration": "60s", **more},
    }


def alert(*conditions: Any, **more: Any) -> dict[str, Any]:
    return {"displayName": "a", "combiner": "OR", "conditions": list(conditions), **more}


SECRET = "gcp:secretmanager/secret:Secret"
ROTATING = {"secretId": "s", "replication": {"auto": {}}, "topics": [{"name": "t"}]}


CASES: list[Case] = [
    Case(
        rule="exactly_one_is_given",
        type=FIREWALL,
        good=firewall(),
        bad=firewall(denies=[{"protocol": "udp"}]),
        path="denies",
        says="`allows` and `denies` are given; only one of them can be.",
    ),
    Case(
        rule="exactly_one_is_given",
        type=OBJECTIVE,
        good=objective(),
        bad={"service": "s", "goal": 0.99, "requestBasedSli": RATIO},
        path="",
        says="One of `calendarPeriod` and `rollingPeriodDays` must be given, and none is.",
    ),
    Case(
        rule="at_least_one_is_given",
        type=BUCKET,
        good={"location": "EU", "website": {"mainPageSuffix": "index.html"}},
        bad={"location": "EU", "website": {}},
        path="website",
        says="`website` is empty; it needs one of `website.mainPageSuffix` and `website.notFoundPage`.",
    ),
    Case(
        rule="at_least_one_is_given",
        type="gcp:compute/uRLMap:URLMap",
        # A property that came with a later provider says something too.
        good={
            "defaultService": "b",
            "defaultRouteAction": {"dynamicCompressionPolicy": {"compressionMode": "AUTOMATIC"}},
        },
        bad={"defaultService": "b", "headerAction": {}},
        path="headerAction",
        says="`headerAction` is empty; it needs one of `headerAction.requestHeadersToAdds`, "
        "`headerAction.requestHeadersToRemoves`, `headerAction.responseHeadersToAdds` and "
        "`headerAction.responseHeadersToRemoves`.",
    ),
    Case(
        rule="what_excludes_the_other_is_given_alone",
        type=CLUSTER,
        good={"location": "us-central1", "enableAutopilot": True},
        bad={"location": "us-central1", "enableAutopilot": True, "removeDefaultNodePool": True},
        path="removeDefaultNodePool",
        says="`removeDefaultNodePool` cannot be given together with `enableAutopilot`.",
    ),
    Case(
        rule="what_needs_another_is_given_with_it",
        type="gcp:secretmanager/secret:Secret",
        good={
            "secretId": "s",
            "replication": {"auto": {}},
            "rotation": {"rotationPeriod": "3600s", "nextRotationTime": "2027-01-01T00:00:00Z"},
            "topics": [{"name": "t"}],
        },
        bad={
            "secretId": "s",
            "replication": {"auto": {}},
            "rotation": {"rotationPeriod": "3600s", "nextRotationTime": "2027-01-01T00:00:00Z"},
        },
        path="rotation",
        says="`rotation` needs `topics`, which is missing.",
    ),
    Case(
        rule="run_timeouts_are_in_their_range",
        type=RUN,
        good=template(timeout="3600s"),
        bad=template(timeout="3601s"),
        path="template.timeout",
        says="`template.timeout` is `3601s`; allowed are 1s to 3600s.",
    ),
    Case(
        rule="run_timeouts_are_in_their_range",
        type=RUN,
        good=template(timeout="60s"),
        bad=template(timeout="60"),
        path="template.timeout",
        says="`template.timeout` is `60`; a duration is seconds with an s, such as `300s`.",
    ),
    Case(
        rule="run_task_timeouts_are_in_their_range",
        type="gcp:cloudrunv2/job:Job",
        good={"location": "us-central1", "template": template(timeout="604800s")},
        bad={"location": "us-central1", "template": template(timeout="604801s")},
        path="template.template.timeout",
        says="`template.template.timeout` is `604801s`; allowed are 1s to 604800s.",
    ),
    Case(
        rule="monitoring_durations_are_in_their_range",
        type=ALERT,
        good=alert(threshold(aggregations=[{"alignmentPeriod": "90000s"}])),
        bad=alert(threshold(aggregations=[{"alignmentPeriod": "90060s"}])),
        path="conditions[0].conditionThreshold.aggregations[0].alignmentPeriod",
        says="`conditions[0].conditionThreshold.aggregations[0].alignmentPeriod` is `90060s`; "
        "allowed are 60s to 90000s.",
    ),
    Case(
        rule="monitoring_durations_are_in_their_range",
        type=ALERT,
        good=alert(threshold(duration="120s")),
        bad=alert(threshold(duration="90s")),
        path="conditions[0].conditionThreshold.duration",
        says="`conditions[0].conditionThreshold.duration` is `90s`; allowed are multiples of 60s.",
    ),
    Case(
        rule="pubsub_durations_are_in_their_range",
        type=SUBSCRIPTION,
        good={"topic": "t", "expirationPolicy": {"ttl": ""}},
        bad={"topic": "t", "expirationPolicy": {"ttl": "3600s"}},
        path="expirationPolicy.ttl",
        says="`expirationPolicy.ttl` is `3600s`; allowed are 86400s or more.",
    ),
    Case(
        rule="schedule_deadline_is_in_its_range",
        type="gcp:cloudscheduler/job:Job",
        good={"schedule": "0 9 * * *", "attemptDeadline": "15s", "httpTarget": {"uri": "https://example.com"}},
        bad={"schedule": "0 9 * * *", "attemptDeadline": "14s", "httpTarget": {"uri": "https://example.com"}},
        path="attemptDeadline",
        says="`attemptDeadline` is `14s`; allowed are 15s to 86415s.",
    ),
    Case(
        rule="schedule_deadline_is_in_its_range",
        type="gcp:cloudscheduler/job:Job",
        good={"schedule": "0 9 * * *", "attemptDeadline": "0s", "appEngineHttpTarget": {"relativeUri": "/"}},
        bad={"schedule": "0 9 * * *", "attemptDeadline": "86416s", "appEngineHttpTarget": {"relativeUri": "/"}},
        path="attemptDeadline",
        says="`attemptDeadline` is `86416s`; allowed are 15s to 86415s.",
    ),
    Case(
        rule="secret_rotation_is_in_its_range",
        type=SECRET,
        good={**ROTATING, "rotation": {"rotationPeriod": "3600s", "nextRotationTime": "2027-01-01T00:00:00Z"}},
        bad={**ROTATING, "rotation": {"rotationPeriod": "3599s", "nextRotationTime": "2027-01-01T00:00:00Z"}},
        path="rotation.rotationPeriod",
        says="`rotation.rotationPeriod` is `3599s`; allowed are 3600s to 3153600000s.",
    ),
    Case(
        rule="key_rotation_is_in_its_range",
        type="gcp:kms/cryptoKey:CryptoKey",
        good={"keyRing": "r", "rotationPeriod": "86400s"},
        bad={"keyRing": "r", "rotationPeriod": "86399s"},
        path="rotationPeriod",
        says="`rotationPeriod` is `86399s`; allowed are 86400s to 3153600000s.",
    ),
]
