"""What no single resource shows: just inside each rule and just outside."""

from typing import Any

from scaffolder.simulator.rules.program import ProgramResource
from scaffolder.simulator.values import UNKNOWN
from tests.simulator.rule_cases import ProgramCase, resource

RULE = "gcp:compute/globalForwardingRule:GlobalForwardingRule"
PROXY = "gcp:compute/targetHttpsProxy:TargetHttpsProxy"
MAP = "gcp:compute/uRLMap:URLMap"
BACKEND = "gcp:compute/backendService:BackendService"
NEG = "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup"
RUN = "gcp:cloudrunv2/service:Service"
SUBNET = "gcp:compute/subnetwork:Subnetwork"
ZONE = "gcp:dns/managedZone:ManagedZone"
BUCKET = "gcp:storage/bucket:Bucket"

NETWORK = resource("gcp:compute/network:Network", "main")
ADDRESS = resource("gcp:compute/globalAddress:GlobalAddress", "front")
GROUP = resource(NEG, "group", {"region": "us-central1"})
EXAMPLE = resource(ZONE, "example", {"dnsName": "example.com."})


def backend(**more: Any) -> list[ProgramResource]:
    given = {"loadBalancingScheme": "EXTERNAL_MANAGED", "backends": [{"group": UNKNOWN}], **more}
    return [GROUP, resource(BACKEND, "service", given, behind={"backends": [GROUP]})]


CHECK = resource("gcp:compute/healthCheck:HealthCheck", "check", {"httpHealthCheck": {"port": 80}})


def checked_backend() -> ProgramResource:
    given = {"loadBalancingScheme": "EXTERNAL_MANAGED", "backends": [{"group": UNKNOWN}], "healthChecks": UNKNOWN}
    return resource(BACKEND, "checked", given, behind={"backends": [GROUP], "healthChecks": [CHECK]})


def front(scheme: str) -> list[ProgramResource]:
    service = resource(BACKEND, "service", {"loadBalancingScheme": scheme})
    url_map = resource(MAP, "map", {"defaultService": UNKNOWN}, behind={"defaultService": [service]})
    proxy = resource(PROXY, "proxy", {"urlMap": UNKNOWN}, behind={"urlMap": [url_map]})
    given = {"loadBalancingScheme": "EXTERNAL_MANAGED", "target": UNKNOWN, "portRange": "443"}
    return [service, url_map, proxy, resource(RULE, "rule", given, behind={"target": [proxy]})]


def taken(ports: str) -> list[ProgramResource]:
    first, second = (
        resource(RULE, name, {"ipAddress": UNKNOWN, "portRange": port}, behind={"ipAddress": [ADDRESS]})
        for name, port in (("first", "443"), ("second", ports))
    )
    return [ADDRESS, first, second]


def named(name: str) -> list[ProgramResource]:
    return [resource(BUCKET, "first", {"name": "team-data"}), resource(BUCKET, "second", {"name": name})]


def grouped(region: str) -> list[ProgramResource]:
    service = resource(RUN, "api", {"location": "us-central1"})
    return [service, resource(NEG, "group", {"region": region}, behind={"cloudRun": [service]})]


def attached(zone: str) -> list[ProgramResource]:
    disk = resource("gcp:compute/disk:Disk", "disk", {"zone": "us-central1-a"})
    given = {"zone": zone, "attachedDisks": [{"source": UNKNOWN}]}
    return [disk, resource("gcp:compute/instance:Instance", "vm", given, behind={"attachedDisks": [disk]})]


def pooled(cluster: dict[str, Any], **pool: Any) -> list[ProgramResource]:
    made = resource("gcp:container/cluster:Cluster", "cluster", cluster)
    pool_type = "gcp:container/nodePool:NodePool"
    return [made, resource(pool_type, "pool", {"cluster": UNKNOWN, **pool}, behind={"cluster": [made]})]


def record(name: str, type_: str, logical: str) -> ProgramResource:
    given = {"name": name, "type": type_, "managedZone": UNKNOWN}
    return resource("gcp:dns/recordSet:RecordSet", logical, given, behind={"managedZone": [EXAMPLE]})


def listed(*, uniform: bool) -> list[ProgramResource]:
    bucket = resource(BUCKET, "bucket", {"uniformBucketLevelAccess": uniform})
    list_ = resource("gcp:storage/bucketACL:BucketACL", "list", {"bucket": UNKNOWN}, behind={"bucket": [bucket]})
    return [bucket, list_]


def subnets(second: str) -> list[ProgramResource]:
    return [
        NETWORK,
        *(
            resource(SUBNET, name, {"ipCidrRange": cidr, "network": UNKNOWN}, behind={"network": [NETWORK]})
            for name, cidr in (("first", "10.0.0.0/20"), ("second", second))
        ),
    ]


CASES: list[ProgramCase] = [
    ProgramCase(
        rule="serverless_backend_leaves_limits_to_the_service",
        good=backend(),
        bad=backend(timeoutSec=60),
        name="service",
        path="timeoutSec",
        says="`timeoutSec` is given; a backend service of serverless groups takes none.",
    ),
    ProgramCase(
        rule="serverless_backend_leaves_limits_to_the_service",
        good=backend(backends=[{"group": UNKNOWN, "capacityScaler": 1}]),
        bad=backend(backends=[{"group": UNKNOWN, "maxUtilization": 0.8}]),
        name="service",
        path="backends[0].maxUtilization",
        says="`backends[0].maxUtilization` is given; a backend service of serverless groups takes none.",
    ),
    ProgramCase(
        rule="serverless_backend_leaves_limits_to_the_service",
        good=backend(),
        bad=[*backend(), CHECK, checked_backend()],
        name="checked",
        path="healthChecks",
        says="`healthChecks` is given; a backend service of serverless groups takes none.",
    ),
    ProgramCase(
        rule="forwarding_rule_leads_to_its_scheme",
        good=front("EXTERNAL_MANAGED"),
        bad=front("EXTERNAL"),
        name="rule",
        path="loadBalancingScheme",
        says="`loadBalancingScheme` is `EXTERNAL_MANAGED`, and it leads to service, whose scheme is `EXTERNAL`.",
    ),
    ProgramCase(
        rule="forwarding_rule_shares_no_address_and_port",
        good=taken("80"),
        bad=taken("443"),
        name="second",
        path="portRange",
        says="`portRange` is `443` of the address front, which first takes.",
    ),
    ProgramCase(
        rule="names_are_given_once",
        good=named("team-logs"),
        bad=named("team-data"),
        name="second",
        path="name",
        says="`name` is `team-data`, as that of first is, of the same type in the same place.",
    ),
    ProgramCase(
        rule="what_belongs_together_lies_in_one_region",
        good=grouped("us-central1"),
        bad=grouped("us-east4"),
        name="group",
        path="cloudRun",
        says="`cloudRun` refers to api in us-central1, and this lies in us-east4.",
    ),
    ProgramCase(
        rule="disks_lie_in_the_zone_of_their_instance",
        good=attached("us-central1-a"),
        bad=attached("us-central1-b"),
        name="vm",
        path="attachedDisks",
        says="`attachedDisks` refers to disk in us-central1-a, and the instance lies in us-central1-b.",
    ),
    ProgramCase(
        rule="pool_is_not_of_autopilot",
        good=pooled({"initialNodeCount": 1}),
        bad=pooled({"enableAutopilot": True}),
        name="pool",
        path="cluster",
        says="`cluster` is cluster, which is on Autopilot and makes its nodes itself.",
        severity="warning",
    ),
    ProgramCase(
        rule="pool_follows_the_release_channel",
        good=pooled({"releaseChannel": {"channel": "UNSPECIFIED"}}, management={"autoUpgrade": False}),
        bad=pooled({"releaseChannel": {"channel": "REGULAR"}}, management={"autoUpgrade": False}),
        name="pool",
        path="management.autoUpgrade",
        says="`management.autoUpgrade` is `false`, and the cluster is in the release channel `REGULAR`.",
    ),
    ProgramCase(
        rule="dns_records_lie_in_their_zone",
        good=[EXAMPLE, record("example.com.", "A", "apex"), record("www.example.com.", "A", "www")],
        bad=[EXAMPLE, record("www.badexample.com.", "A", "www")],
        name="www",
        path="name",
        says="`name` is `www.badexample.com.`, which is not in the zone `example.com.`.",
    ),
    ProgramCase(
        rule="dns_alias_is_alone",
        good=[EXAMPLE, record("a.example.com.", "A", "v4"), record("a.example.com.", "AAAA", "v6")],
        bad=[EXAMPLE, record("a.example.com.", "CNAME", "alias"), record("a.example.com.", "TXT", "text")],
        name="text",
        path="type",
        says="`a.example.com.` has a record of type `CNAME` already, alias.",
    ),
    ProgramCase(
        rule="bucket_with_uniform_access_has_no_lists",
        good=listed(uniform=False),
        bad=listed(uniform=True),
        name="list",
        path="bucket",
        says="`bucket` is bucket, which has uniform access, and so no access lists.",
    ),
    ProgramCase(
        rule="subnet_ranges_do_not_overlap",
        good=subnets("10.0.16.0/20"),
        bad=subnets("10.0.8.0/24"),
        name="second",
        path="ipCidrRange",
        says="`ipCidrRange` is `10.0.8.0/24`, which overlaps with `ipCidrRange` of first.",
    ),
]
