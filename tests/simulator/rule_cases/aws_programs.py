"""AWS's rules over whole programs: just inside and just outside."""

import json
from collections.abc import Sequence
from typing import Any

from scaffolder.simulator.rules.program import ProgramResource
from scaffolder.simulator.values import UNKNOWN
from tests.simulator.rule_cases import ProgramCase, resource

VPC = resource("aws:ec2/vpc:Vpc", "net", {"cidrBlock": "10.0.0.0/16"})


def subnet(name: str, block: str = "10.0.0.0/24", **more: Any) -> ProgramResource:
    return resource("aws:ec2/subnet:Subnet", name, {"cidrBlock": block, **more}, behind={"vpcId": [VPC]})


A, B = (subnet(n, f"10.0.{k}.0/24", availabilityZone=f"eu-west-1{n}") for k, n in enumerate("ab"))
C = subnet("c", "10.0.2.0/24", availabilityZone="eu-west-1a")
OUTPOST = subnet(
    "rack", availabilityZone="eu-west-1a", outpostArn="arn:aws:outposts:eu-west-1:111111111111:outpost/op-1"
)
LOCAL = subnet("local", availabilityZone="us-west-2-lax-1a")


def balancer(*subnets: ProgramResource, **more: Any) -> ProgramResource:
    return resource(
        "aws:lb/loadBalancer:LoadBalancer",
        "front",
        {"subnets": [UNKNOWN] * len(subnets), **more},
        behind={"subnets": subnets},
    )


def listener(
    of: ProgramResource, protocol: str = "HTTP", groups: Sequence[ProgramResource] = (), region: str = ""
) -> ProgramResource:
    return resource(
        "aws:lb/listener:Listener",
        "door",
        {"protocol": protocol, "loadBalancerArn": UNKNOWN, "certificateArn": UNKNOWN, "defaultActions": UNKNOWN},
        behind={"loadBalancerArn": [of], "defaultActions": groups},
        region=region,
    )


def group(protocol: str) -> ProgramResource:
    return resource("aws:lb/targetGroup:TargetGroup", "web", {"protocol": protocol})


def task(**more: Any) -> ProgramResource:
    return resource("aws:ecs/taskDefinition:TaskDefinition", "task", more)


def service(of: ProgramResource, **more: Any) -> ProgramResource:
    return resource("aws:ecs/service:Service", "web", more, behind={"taskDefinition": [of]})


WEB = task(
    networkMode="awsvpc",
    containerDefinitions=json.dumps([{"name": "web", "image": "i", "portMappings": [{"containerPort": 80}]}]),
)
NET = {"networkConfiguration": {"subnets": [UNKNOWN]}}


def bucket(name: str, region: str = "") -> ProgramResource:
    return resource("aws:s3/bucket:Bucket", name, {"bucket": "logs-1"}, region=region)


def queue(name: str, region: str) -> ProgramResource:
    return resource("aws:sqs/queue:Queue", name, {"name": "jobs"}, region=region)


ZONE = resource("aws:route53/zone:Zone", "zone", {"name": "example.com"})


def record(name: str) -> ProgramResource:
    return resource("aws:route53/record:Record", "www", {"name": name, "type": "CNAME"}, behind={"zoneId": [ZONE]})


def cdn(certificate: Any, behind: Sequence[ProgramResource] = ()) -> ProgramResource:
    return resource(
        "aws:cloudfront/distribution:Distribution",
        "cdn",
        {"viewerCertificate": {"acmCertificateArn": certificate}},
        behind={"viewerCertificate": behind},
    )


def certificate(region: str) -> ProgramResource:
    return resource("aws:acm/certificate:Certificate", "cert", {"region": region})


DLQ = resource("aws:sqs/queue:Queue", "dead", {})


def main(**more: Any) -> ProgramResource:
    return resource("aws:sqs/queue:Queue", "jobs", {"redrivePolicy": UNKNOWN, **more}, behind={"redrivePolicy": [DLQ]})


WORK = resource("aws:lambda/function:Function", "work", {"timeout": 60, "handler": "h", "runtime": "python3.13"})


def jobs(**more: Any) -> ProgramResource:
    return resource("aws:sqs/queue:Queue", "jobs", more)


MAPPING = resource(
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    "read",
    {"eventSourceArn": UNKNOWN, "functionName": UNKNOWN},
    behind={"eventSourceArn": [jobs()], "functionName": [WORK]},
)


def database(*subnets: ProgramResource) -> ProgramResource:
    return resource(
        "aws:rds/subnetGroup:SubnetGroup", "db", {"subnetIds": [UNKNOWN] * len(subnets)}, behind={"subnetIds": subnets}
    )


def targets(kind: str) -> ProgramResource:
    return resource("aws:lb/targetGroup:TargetGroup", "web", {"targetType": kind})


def balanced(of: ProgramResource) -> ProgramResource:
    return resource(
        "aws:ecs/service:Service",
        "web",
        {**NET, "loadBalancers": [{"targetGroupArn": UNKNOWN}]},
        behind={"taskDefinition": [of], "loadBalancers": [targets("ip")]},
    )


PROGRAM_CASES = [
    ProgramCase(
        rule="subnets_lie_in_their_vpc_and_apart",
        good=[VPC, subnet("a", "10.0.255.0/24")],
        bad=[VPC, subnet("a", "10.1.0.0/24")],
        name="a",
        path="cidrBlock",
        says="`cidrBlock` is `10.1.0.0/24`, which is not inside `10.0.0.0/16` of net, its VPC.",
    ),
    ProgramCase(
        rule="subnets_lie_in_their_vpc_and_apart",
        good=[VPC, subnet("a", "10.0.0.0/24"), subnet("b", "10.0.1.0/24")],
        bad=[VPC, subnet("a", "10.0.0.0/24"), subnet("b", "10.0.0.0/25")],
        name="b",
        path="cidrBlock",
        says="`cidrBlock` is `10.0.0.0/25`, which overlaps `10.0.0.0/24` of a in the same VPC.",
    ),
    ProgramCase(
        rule="a_load_balancer_spans_two_zones",
        good=[VPC, A, B, balancer(A, B)],
        bad=[VPC, A, C, balancer(A, C)],
        name="front",
        path="subnets",
        says="`subnets` has a and c, both in `eu-west-1a`; a load balancer takes one subnet of each zone, and two zones or more.",
    ),
    ProgramCase(
        rule="a_load_balancer_spans_two_zones",
        good=[VPC, LOCAL, balancer(LOCAL)],
        bad=[VPC, A, balancer(A)],
        name="front",
        path="subnets",
        says="`subnets` has a alone, in `eu-west-1a`; a load balancer takes one subnet of each zone, and two zones or more.",
    ),
    ProgramCase(
        rule="listeners_speak_their_load_balancers_protocol",
        good=[balancer(A, B), listener(balancer(A, B), "HTTPS")],
        bad=[balancer(A, B), listener(balancer(A, B), "TCP")],
        name="door",
        path="protocol",
        says="`protocol` is `TCP`, and front is of type application, which knows HTTP, HTTPS.",
    ),
    ProgramCase(
        rule="listeners_speak_their_load_balancers_protocol",
        good=[
            balancer(A, B, loadBalancerType="network"),
            group("TCP"),
            listener(balancer(A, B), "TCP", [group("TCP")]),
        ],
        bad=[
            balancer(A, B, loadBalancerType="network"),
            group("HTTP"),
            listener(balancer(A, B), "TCP", [group("HTTP")]),
        ],
        name="door",
        path="defaultActions",
        says="`defaultActions` forward to web, which speaks `HTTP`; front is of type network, which knows QUIC, TCP, TCP_QUIC, TCP_UDP, TLS, UDP.",
    ),
    ProgramCase(
        rule="a_service_has_the_network_its_tasks_need",
        good=[task(networkMode="bridge"), service(task())],
        bad=[task(networkMode="awsvpc"), service(task())],
        name="web",
        path="networkConfiguration",
        says="`networkConfiguration` is missing; the tasks of task have `networkMode` `awsvpc`.",
    ),
    ProgramCase(
        rule="a_load_balancer_finds_the_container",
        good=[WEB, service(WEB, **NET, loadBalancers=[{"containerName": "web", "containerPort": 80}])],
        bad=[WEB, service(WEB, **NET, loadBalancers=[{"containerName": "app", "containerPort": 80}])],
        name="web",
        path="loadBalancers[0].containerName",
        says="`loadBalancers[0].containerName` is `app`; task has web.",
    ),
    ProgramCase(
        rule="a_load_balancer_finds_the_container",
        good=[WEB, service(WEB, **NET, loadBalancers=[{"containerName": "web", "containerPort": 80}])],
        bad=[WEB, service(WEB, **NET, loadBalancers=[{"containerName": "web", "containerPort": 8080}])],
        name="web",
        path="loadBalancers[0].containerPort",
        says="`loadBalancers[0].containerPort` is `8080`, a port that the container `web` does not open.",
    ),
    ProgramCase(
        rule="regions_agree",
        good=[balancer(A, B, region="eu-west-1"), listener(balancer(A, B), region="eu-west-1")],
        bad=[balancer(A, B, region="eu-west-1"), listener(balancer(A, B), region="us-east-1")],
        name="door",
        path="loadBalancerArn",
        says="`loadBalancerArn` is of front in `eu-west-1`, and this resource is in `us-east-1`.",
    ),
    ProgramCase(
        rule="zones_are_of_the_region",
        good=[subnet("a", availabilityZone="eu-west-1a", region="eu-west-1")],
        bad=[subnet("a", availabilityZone="us-east-1a", region="eu-west-1")],
        name="a",
        path="availabilityZone",
        says="`availabilityZone` is `us-east-1a`, and the subnet is in `eu-west-1`.",
    ),
    ProgramCase(
        rule="cloudfront_is_protected_from_us_east_1",
        good=[resource("aws:wafv2/webAcl:WebAcl", "edge", {"scope": "CLOUDFRONT"}, region="us-east-1")],
        bad=[resource("aws:wafv2/webAcl:WebAcl", "edge", {"scope": "CLOUDFRONT"}, region="eu-west-1")],
        name="edge",
        path="scope",
        says="`scope` is `CLOUDFRONT`, and the region is `eu-west-1`; it must be us-east-1.",
    ),
    ProgramCase(
        rule="certificates_of_cloudfront_lie_in_us_east_1",
        good=[cdn("arn:aws:acm:us-east-1:111111111111:certificate/x")],
        bad=[cdn("arn:aws:acm:eu-west-1:111111111111:certificate/x")],
        name="cdn",
        path="viewerCertificate.acmCertificateArn",
        says="`viewerCertificate.acmCertificateArn` is of a certificate in `eu-west-1`; CloudFront takes those of us-east-1 alone.",
    ),
    ProgramCase(
        rule="certificates_of_cloudfront_lie_in_us_east_1",
        good=[certificate("us-east-1"), cdn(UNKNOWN, [certificate("us-east-1")])],
        bad=[certificate("eu-west-1"), cdn(UNKNOWN, [certificate("eu-west-1")])],
        name="cdn",
        path="viewerCertificate.acmCertificateArn",
        says="`viewerCertificate.acmCertificateArn` is of a certificate in `eu-west-1`; CloudFront takes those of us-east-1 alone.",
    ),
    ProgramCase(
        rule="names_are_there_once",
        good=[queue("a", "eu-west-1"), queue("b", "us-east-1")],
        bad=[queue("a", "eu-west-1"), queue("b", "eu-west-1")],
        name="b",
        path="name",
        says="`name` is `jobs`, which a has too in `eu-west-1`.",
        severity="warning",
    ),
    ProgramCase(
        rule="names_are_there_once",
        good=[bucket("a")],
        bad=[bucket("a", "eu-west-1"), bucket("b", "us-east-1")],
        name="b",
        path="bucket",
        says="`bucket` is `logs-1`, which a has too.",
    ),
    ProgramCase(
        rule="the_top_of_a_zone_is_no_cname",
        good=[ZONE, record("www.example.com")],
        bad=[ZONE, record("example.com")],
        name="www",
        path="type",
        says="`type` is `CNAME`, and `name` `example.com` is the zone itself, which may have none.",
    ),
    ProgramCase(
        rule="messages_stay_hidden_while_they_are_worked_on",
        good=[WORK, jobs(visibilityTimeoutSeconds=60), MAPPING],
        bad=[WORK, jobs(visibilityTimeoutSeconds=59), MAPPING],
        name="read",
        path="eventSourceArn",
        says="jobs hides messages for 59 seconds, and the function work may take 60; AWS refuses this mapping.",
    ),
    ProgramCase(
        rule="messages_stay_hidden_while_they_are_worked_on",
        good=[WORK, jobs(visibilityTimeoutSeconds=UNKNOWN), MAPPING],
        bad=[WORK, jobs(), MAPPING],
        name="read",
        path="eventSourceArn",
        says="jobs hides messages for 30 seconds, and the function work may take 60; AWS refuses this mapping.",
    ),
    ProgramCase(
        rule="dead_letters_lie_in_a_queue_of_the_same_kind",
        good=[DLQ, main()],
        bad=[DLQ, main(fifoQueue=True)],
        name="jobs",
        path="redrivePolicy",
        says="`redrivePolicy` names dead, which is no FIFO queue; this one is a FIFO queue.",
    ),
    ProgramCase(
        rule="tasks_with_their_own_interface_are_targets_by_ip",
        good=[WEB, targets("ip"), balanced(WEB)],
        bad=[WEB, targets("instance"), balanced(WEB)],
        name="web",
        path="loadBalancers",
        says="`loadBalancers` names web, of targetType `instance`; tasks in awsvpc mode are targets by IP address.",
    ),
    ProgramCase(
        rule="databases_and_clusters_span_two_zones",
        good=[VPC, A, B, database(A, B)],
        bad=[VPC, A, C, database(A, C)],
        name="db",
        path="subnetIds",
        says="`subnetIds` has a and c, all in `eu-west-1a`; it needs two zones.",
    ),
    ProgramCase(
        rule="databases_and_clusters_span_two_zones",
        good=[VPC, OUTPOST, database(OUTPOST)],
        bad=[VPC, A, database(A)],
        name="db",
        path="subnetIds",
        says="`subnetIds` has a, alone in `eu-west-1a`; it needs two zones.",
    ),
]
