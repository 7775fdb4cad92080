"""AWS's rules on policies and firewalls: just inside and just outside."""

import json
from typing import Any

from tests.simulator.rule_cases import Case


def tasks(*containers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"containerDefinitions": json.dumps(containers), **more}


def cleaned(d: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in d.items() if v is not None}


def stmt(**st: Any) -> dict[str, Any]:
    base = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **st}
    return {"policy": json.dumps({"Version": "2012-10-17", "Statement": [cleaned(base)]})}


READ = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}


def trust(**st: Any) -> dict[str, Any]:
    return {"assumeRolePolicy": json.dumps({"Version": "2012-10-17", "Statement": [cleaned({**TRUST, **st})]})}


def wrule(name: str, prio: int, **kw: Any) -> dict[str, Any]:
    return {
        "name": name,
        "priority": prio,
        "statement": {"geoMatchStatement": {"countryCodes": ["DE"]}},
        "action": {"block": {}},
        **kw,
    }


ACL = {"defaultAction": {"allow": {}}}

CASES = [
    Case(
        rule="priorities_are_unique",
        type="aws:wafv2/webAcl:WebAcl",
        good={**ACL, "rules": [wrule("a", 1), wrule("b", 2)]},
        bad={**ACL, "rules": [wrule("a", 1), wrule("b", 1)]},
        path="rules[1].priority",
        says="`rules[1].priority` is `1`, which `rules[0].priority` has too.",
    ),
    Case(
        rule="priorities_are_unique",
        type="aws:wafv2/webAcl:WebAcl",
        good={**ACL, "rules": [wrule("a", 1), wrule("b", 2)]},
        bad={**ACL, "rules": [wrule("a", 1), wrule("a", 2)]},
        path="rules[1].name",
        says="`rules[1].name` is `a`, which `rules[0].name` has too.",
        severity="warning",
    ),
    Case(
        rule="a_web_acl_allows_or_blocks_by_default",
        type="aws:wafv2/webAcl:WebAcl",
        good=ACL,
        bad={"defaultAction": {"allow": {}, "block": {}}},
        path="defaultAction",
        says="`defaultAction` needs either allow or block.",
        severity="warning",
    ),
    Case(
        rule="a_rule_acts_as_its_statement_wants",
        type="aws:wafv2/webAcl:WebAcl",
        good={
            **ACL,
            "rules": [
                wrule(
                    "a",
                    1,
                    statement={"managedRuleGroupStatement": {"name": "x"}},
                    action=None,
                    overrideAction={"none": {}},
                )
            ],
        },
        bad={**ACL, "rules": [wrule("a", 1, statement={"managedRuleGroupStatement": {"name": "x"}})]},
        path="rules[0].overrideAction",
        says="`rules[0].overrideAction` is missing; a rule on a rule group needs it.",
    ),
    Case(
        rule="statements_are_one_thing",
        type="aws:wafv2/webAcl:WebAcl",
        good={**ACL, "rules": [wrule("a", 1)]},
        bad={**ACL, "rules": [wrule("a", 1, statement={"geoMatchStatement": {}, "rateBasedStatement": {}})]},
        path="rules[0].statement",
        says="`rules[0].statement` holds geoMatchStatement, rateBasedStatement together; it must hold one statement.",
    ),
    Case(
        rule="ranges_of_a_group_are_ranges",
        type="aws:ec2/securityGroup:SecurityGroup",
        good={"ingress": [{"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": ["10.0.0.0/8"]}]},
        bad={"ingress": [{"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": ["10.0.0.1/8"]}]},
        path="ingress[0].cidrBlocks[0]",
        says="`ingress[0].cidrBlocks[0]` is `10.0.0.1/8`, which is no IPv4 range.",
    ),
    Case(
        rule="ranges_of_a_group_are_ranges",
        type="aws:ec2/securityGroup:SecurityGroup",
        good={"egress": [{"protocol": "-1", "fromPort": 0, "toPort": 0}]},
        bad={"egress": [{"protocol": "-1", "fromPort": 0, "toPort": 65535}]},
        path="egress[0].fromPort",
        says="`egress[0].fromPort` to `egress[0].toPort` is `0` to `65535`; with all protocols both are 0.",
    ),
    Case(
        rule="ranges_of_a_group_rule_are_ranges",
        type="aws:ec2/securityGroupRule:SecurityGroupRule",
        good={"protocol": "50", "fromPort": 82, "toPort": 81},
        bad={"protocol": "tcp", "fromPort": 82, "toPort": 81},
        path="fromPort",
        says="`fromPort` is `82`, above `toPort` `81`.",
    ),
    Case(
        rule="ranges_of_a_single_rule_are_ranges",
        type="aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        good={"ipProtocol": "tcp", "fromPort": 80, "toPort": 80, "cidrIpv4": "0.0.0.0/0"},
        bad={"ipProtocol": "tcp", "fromPort": 80, "toPort": 80, "cidrIpv4": "0.0.0.0/33"},
        path="cidrIpv4",
        says="`cidrIpv4` is `0.0.0.0/33`, which is no IPv4 range.",
    ),
    Case(
        rule="ranges_of_a_single_rule_are_ranges",
        type="aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        good={"ipProtocol": "-1", "cidrIpv6": "::/0"},
        bad={"ipProtocol": "-1", "cidrIpv6": "::/0", "cidrIpv4": "0.0.0.0/0"},
        path="cidrIpv6",
        says="A rule has one of `cidrIpv4`, `cidrIpv6`, `prefixListId`, `referencedSecurityGroupId`; given is `cidrIpv4` and `cidrIpv6`.",
    ),
    Case(
        rule="policies_are_policy_documents",
        type="aws:iam/policy:Policy",
        good=stmt(),
        bad={"policy": json.dumps({"Version": "2012-10-18", "Statement": []})},
        path="policy.Version",
        says="`policy.Version` is `2012-10-18`; allowed are 2012-10-17 and 2008-10-17.",
    ),
    Case(
        rule="policies_are_policy_documents",
        type="aws:s3/bucketPolicy:BucketPolicy",
        good=stmt(Principal="*"),
        bad={"policy": "{Version"},
        path="policy",
        says="`policy` is no JSON object.",
    ),
    Case(
        rule="statements_say_who_may_do_what",
        type="aws:iam/policy:Policy",
        good=stmt(Effect="Deny"),
        bad=stmt(Effect="allow"),
        path="policy.Statement[0].Effect",
        says="`policy.Statement[0].Effect` is `allow`; allowed are Allow and Deny.",
    ),
    Case(
        rule="statements_say_who_may_do_what",
        type="aws:iam/policy:Policy",
        good=stmt(Condition={"ForAllValues:StringLikeIfExists": {}}),
        bad=stmt(Condition={"StringMatches": {}}),
        path="policy.Statement[0].Condition.StringMatches",
        says="`policy.Statement[0].Condition.StringMatches` is no condition operator.",
        severity="warning",
    ),
    Case(
        rule="identity_policies_name_resources_and_nobody",
        type="aws:iam/rolePolicy:RolePolicy",
        good=stmt(),
        bad=stmt(Resource=None),
        path="policy.Statement[0].Resource",
        says="`policy.Statement[0].Resource` is missing.",
    ),
    Case(
        rule="statement_ids_are_unique",
        type="aws:iam/policy:Policy",
        good={
            "policy": json.dumps(
                {"Statement": [{"Sid": s, "Effect": "Allow", "Action": "*", "Resource": "*"} for s in "ab"]}
            )
        },
        bad={
            "policy": json.dumps(
                {"Statement": [{"Sid": s, "Effect": "Allow", "Action": "*", "Resource": "*"} for s in "aa"]}
            )
        },
        path="policy.Statement[1].Sid",
        says="`policy.Statement[1].Sid` is `a`, which another statement has.",
    ),
    Case(
        rule="statement_ids_are_unique",
        type="aws:s3/bucketPolicy:BucketPolicy",
        good={"policy": json.dumps({"Statement": [{**READ, "Sid": s} for s in "ab"]})},
        bad={"policy": json.dumps({"Statement": [{**READ, "Sid": s} for s in "aa"]})},
        path="policy.Statement[1].Sid",
        says="`policy.Statement[1].Sid` is `a`, which another statement has.",
        severity="warning",
    ),
    Case(
        rule="roles_can_be_assumed_by_somebody",
        type="aws:iam/role:Role",
        good=trust(),
        bad=trust(Resource="*"),
        path="assumeRolePolicy.Statement[0].Resource",
        says="`assumeRolePolicy.Statement[0].Resource` is given; a trust policy is about its role alone.",
        severity="warning",
    ),
    Case(
        rule="roles_can_be_assumed_by_somebody",
        type="aws:iam/role:Role",
        good=trust(),
        bad=trust(Principal=None),
        path="assumeRolePolicy.Statement[0].Principal",
        says="`assumeRolePolicy.Statement[0].Principal` is missing; a trust policy says who may assume the role.",
    ),
    Case(
        rule="actions_exist",
        type="aws:iam/policy:Policy",
        good=stmt(Action=["s3:Get*", "ecs:*", "*"]),
        bad=stmt(Action="s3:GetObjects"),
        path="policy.Statement[0].Action",
        says="`policy.Statement[0].Action` is `s3:GetObjects`; `s3` has no such action.",
        severity="warning",
    ),
    Case(
        rule="actions_exist",
        type="aws:iam/policy:Policy",
        good=stmt(Action="S3:getobject"),
        bad=stmt(Action="s4:GetObject"),
        path="policy.Statement[0].Action",
        says="`policy.Statement[0].Action` is `s4:GetObject`; no service has the prefix `s4`.",
        severity="warning",
    ),
    Case(
        rule="actions_exist",
        type="aws:iam/policy:Policy",
        good=stmt(Action="s3:GetObject"),
        bad=stmt(Action="s3.GetObject"),
        path="policy.Statement[0].Action",
        says="`policy.Statement[0].Action` is `s3.GetObject`; an action is written `service:Action`.",
    ),
]
