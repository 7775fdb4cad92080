"""AWS's rules on listeners, their rules and roles over whole programs: just inside and just outside."""

import json
from typing import Any

from scaffolder.simulator.rules.program import ProgramResource
from scaffolder.simulator.values import UNKNOWN
from tests.simulator.rule_cases import ProgramCase, resource

FRONT = resource("aws:lb/loadBalancer:LoadBalancer", "front", {"loadBalancerType": "network"})


def listener(name: str, port: int, protocol: str = "TCP") -> ProgramResource:
    return resource(
        "aws:lb/listener:Listener",
        name,
        {"port": port, "protocol": protocol, "loadBalancerArn": UNKNOWN, "defaultActions": UNKNOWN},
        behind={"loadBalancerArn": [FRONT]},
    )


DOOR = listener("door", 80)


def listener_rule(name: str, priority: int) -> ProgramResource:
    return resource(
        "aws:lb/listenerRule:ListenerRule",
        name,
        {"priority": priority, "listenerArn": UNKNOWN, "actions": UNKNOWN, "conditions": UNKNOWN},
        behind={"listenerArn": [DOOR]},
    )


def role(principal: Any) -> ProgramResource:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    trust = json.dumps({"Version": "2012-10-17", "Statement": statement})
    return resource("aws:iam/role:Role", "worker", {"assumeRolePolicy": trust})


def function(of: ProgramResource) -> ProgramResource:
    inputs = {"role": UNKNOWN, "handler": "h", "runtime": "python3.13"}
    return resource("aws:lambda/function:Function", "work", inputs, behind={"role": [of]})


ECS = role({"Service": ["ecs-tasks.amazonaws.com"]})
LAMBDA = role({"Service": ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"]})
ANYBODY = role("*")
EVERYBODY = role({"AWS": "*"})
SECRET = resource("aws:iam/role:Role", "worker", {"assumeRolePolicy": UNKNOWN})
DISTRUSTED = "`role` is worker, whose trust policy does not let Lambda assume it."

PROGRAM_CASES = [
    ProgramCase(
        rule="listeners_have_a_port_each",
        good=[FRONT, DOOR, listener("other", 81), listener("udp", 80, "UDP")],
        bad=[FRONT, DOOR, listener("other", 80)],
        name="other",
        path="port",
        says="`port` is `80`, where door listens on front already.",
    ),
    ProgramCase(
        rule="rules_of_a_listener_have_a_priority_each",
        good=[FRONT, DOOR, listener_rule("a", 1), listener_rule("b", 2)],
        bad=[FRONT, DOOR, listener_rule("a", 1), listener_rule("b", 1)],
        name="b",
        path="priority",
        says="`priority` is `1`, which a has on door already.",
    ),
    *(
        ProgramCase(
            rule="functions_have_a_role_that_trusts_lambda",
            good=[good, function(good)],
            bad=[ECS, function(ECS)],
            name="work",
            path="role",
            says=DISTRUSTED,
        )
        for good in (LAMBDA, ANYBODY, EVERYBODY, SECRET)
    ),
]
