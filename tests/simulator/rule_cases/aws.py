"""AWS's rules: just inside and just outside."""

from tests.simulator.rule_cases import Case, ProgramCase

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
]

PROGRAM_CASES: list[ProgramCase] = []
