"""AWS's rules: just inside and just outside."""

from scaffolder.simulator.rules.program import ProgramResource
from tests.simulator.rule_cases import Case, ProgramCase, resource

CASES = [
    Case(
        rule="health_check_ends_before_the_next",
        type="aws:lb/targetGroup:TargetGroup",
        good={"healthCheck": {"interval": 30, "timeout": 29}},
        bad={"healthCheck": {"interval": 30, "timeout": 30}},
        path="healthCheck.timeout",
        says="`healthCheck.timeout` is `30` seconds, and the next check begins after `30`; a check must end before the next one.",
    ),
    Case(
        rule="secure_listeners_have_a_certificate",
        type="aws:lb/listener:Listener",
        good={"protocol": "HTTPS", "certificateArn": "arn:aws:acm:us-east-1:111111111111:certificate/x"},
        bad={"protocol": "HTTPS"},
        path="certificateArn",
        says="`certificateArn` is missing; a listener whose `protocol` is `HTTPS` needs a certificate.",
    ),
    Case(
        rule="address_ranges_are_of_a_size_that_vpcs_have",
        type="aws:ec2/vpc:Vpc",
        good={"cidrBlock": "10.0.0.0/16"},
        bad={"cidrBlock": "10.0.0.0/15"},
        path="cidrBlock",
        says="`cidrBlock` is `10.0.0.0/15`; allowed are ranges of /16 to /28.",
    ),
    Case(
        rule="address_ranges_are_of_a_size_that_vpcs_have",
        type="aws:ec2/subnet:Subnet",
        good={"cidrBlock": "10.0.0.16/28"},
        bad={"cidrBlock": "10.0.0.20/28"},
        path="cidrBlock",
        says="`cidrBlock` is `10.0.0.20/28`, which is no IPv4 range; write one such as `10.0.0.0/16`.",
    ),
]

VPC = resource("aws:ec2/vpc:Vpc", "net", {"cidrBlock": "10.0.0.0/16"})


def _subnet(name: str, block: str) -> ProgramResource:
    return resource("aws:ec2/subnet:Subnet", name, {"cidrBlock": block}, behind={"vpcId": [VPC]})


PROGRAM_CASES = [
    ProgramCase(
        rule="subnets_lie_in_their_vpc_and_apart",
        good=[VPC, _subnet("a", "10.0.0.0/24"), _subnet("b", "10.0.255.0/24")],
        bad=[VPC, _subnet("a", "10.0.0.0/24"), _subnet("b", "10.1.0.0/24")],
        name="b",
        path="cidrBlock",
        says="`cidrBlock` is `10.1.0.0/24`, which is not inside `10.0.0.0/16` of net, its VPC.",
    ),
    ProgramCase(
        rule="subnets_lie_in_their_vpc_and_apart",
        good=[VPC, _subnet("a", "10.0.0.0/24"), _subnet("b", "10.0.1.0/24")],
        bad=[VPC, _subnet("a", "10.0.0.0/24"), _subnet("b", "10.0.0.0/25")],
        name="b",
        path="cidrBlock",
        says="`cidrBlock` is `10.0.0.0/25`, which overlaps `10.0.0.0/24` of a in the same VPC.",
    ),
]
