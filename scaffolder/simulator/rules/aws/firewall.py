"""AWS WAF, and the rules of security groups."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_ACL_PAGE: Final = "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html"
_RULE_PAGE: Final = "https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html"
_STATEMENT_PAGE: Final = "https://github.com/aws/aws-cdk/issues/16627"
_GROUP_PAGE: Final = (
    "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_security_group.go"
)
_SINGLE_PAGE: Final = (
    "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/"
    "vpc_security_group_ingress_rule.go"
)
_READ: Final = "2026-11-25"
_ACL: Final = "aws:wafv2/webAcl:WebAcl"
_RULE_GROUP: Final = "aws:wafv2/ruleGroup:RuleGroup"
_SINGLE: Final = (
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
)
_ALL_PROTOCOLS: Final = "-1"
_WITH_PORTS: Final = {"tcp", "udp", "6", "17"}


@rule(_ACL, _RULE_GROUP, page=_RULE_PAGE, read=_READ)
def priorities_are_unique(inputs: Given) -> Iterator[Finding]:
    """No two rules of a web ACL or rule group have one priority or one name."""
    for key in ("priority", "name"):
        seen: dict[object, Given] = {}
        for item in inputs["rules"].items():
            one = item[key]
            value = one.number if key == "priority" else one.text
            if value is None:
                continue
            if value in seen:
                yield one.finding(
                    f"`{one.path}` is {one.shown}, which `{seen[value].path}` has too.",
                    fix=f"Give each rule its own {key}.",
                    severity="error" if key == "priority" else "warning",
                )
            seen.setdefault(value, one)


@rule(_ACL, page=_ACL_PAGE)
def a_web_acl_allows_or_blocks_by_default(inputs: Given) -> Iterator[Finding]:
    """A web ACL's default action is either allow or block."""
    action = inputs["defaultAction"]
    if action.known and action["allow"].absent == action["block"].absent:
        yield action.finding("`defaultAction` needs either allow or block.", fix="Give exactly one of the two.")


@rule(_ACL, page=_RULE_PAGE, read=_READ)
def a_rule_acts_as_its_statement_wants(inputs: Given) -> Iterator[Finding]:
    """A rule on a rule group has an override action, any other has an action."""
    for item in inputs["rules"].items():
        statement = item["statement"]
        if not item.known or not statement.known:
            continue
        group = statement["managedRuleGroupStatement"].known or statement["ruleGroupReferenceStatement"].known
        wanted, other = ("overrideAction", "action") if group else ("action", "overrideAction")
        if item[wanted].absent and not statement["managedRuleGroupStatement"].unknown:
            yield item[wanted].finding(
                f"`{item[wanted].path}` is missing; a rule {'on a rule group' if group else 'like this'} needs it.",
                fix=f"Give {'override_action' if group else 'action'}"
                + (f" instead of {other}." if item[other].known else "."),
            )


@rule(_ACL, page=_STATEMENT_PAGE, read=_READ)
def statements_are_one_thing(inputs: Given) -> Iterator[Finding]:
    """A rule's statement is of exactly one kind."""
    for item in inputs["rules"].items():
        statement = item["statement"]
        kinds = [name for name, inner in statement.entries() if not inner.absent]
        if statement.known and len(kinds) != 1:
            said = f"{', '.join(sorted(kinds))} together" if kinds else "nothing"
            yield statement.finding(
                f"`{statement.path}` holds {said}; it must hold one statement.", fix="Combine them with and_statement."
            )


def _lower(protocol: Given) -> str:
    """The protocol as AWS writes it; it may be given as a number."""
    return "" if protocol.value is None else str(protocol.value).lower()


def _ports(low: Given, high: Given, protocol: Given) -> Iterator[Finding]:
    # ICMP has types and codes in their place, and other protocols have none.
    if low.number is None or high.number is None or _lower(protocol) not in _WITH_PORTS:
        return
    if low.number > high.number:
        yield low.finding(
            f"`{low.path}` is {low.shown}, above `{high.path}` {high.shown}.", fix="Give the lower port first."
        )


def _block(given: Given, version: int) -> Iterator[Finding]:
    if given.text is None:
        return
    try:
        good = ip_network(given.text).version == version
    except ValueError:
        good = False
    if not good:
        try:
            loose = ip_network(given.text, strict=False)
            fix = f"Give `{loose}`." if loose.version == version else f"It belongs to IPv{loose.version}."
        except ValueError:
            fix = "For example `10.0.0.0/16`." if version == 4 else "For example `2001:db8::/32`."  # noqa: PLR2004
        yield given.finding(f"`{given.path}` is {given.shown}, which is no IPv{version} range.", fix=fix)


@rule("aws:ec2/securityGroup:SecurityGroup", page=_GROUP_PAGE, read=_READ)
def ranges_of_a_group_are_ranges(inputs: Given) -> Iterator[Finding]:
    """The rules written into a security group have ports in order and address ranges that exist."""
    for side in ("ingress", "egress"):
        for item in inputs[side].items():
            yield from _ports(item["fromPort"], item["toPort"], item["protocol"])
            for name, version in (("cidrBlocks", 4), ("ipv6CidrBlocks", 6)):
                for block in item[name].items():
                    yield from _block(block, version)
            low, high = item["fromPort"], item["toPort"]
            if _lower(item["protocol"]) in {_ALL_PROTOCOLS, "all"} and (
                (low.number or 0) != 0 or (high.number or 0) != 0
            ):
                yield low.finding(
                    f"`{low.path}` to `{high.path}` is {low.shown} to {high.shown}; with all protocols both are 0.",
                    fix="Give 0 and 0, or one protocol.",
                )


@rule("aws:ec2/securityGroupRule:SecurityGroupRule", page=_GROUP_PAGE, read=_READ)
def ranges_of_a_group_rule_are_ranges(inputs: Given) -> Iterator[Finding]:
    """A security group rule has ports in order and address ranges that exist."""
    yield from _ports(inputs["fromPort"], inputs["toPort"], inputs["protocol"])
    for name, version in (("cidrBlocks", 4), ("ipv6CidrBlocks", 6)):
        for block in inputs[name].items():
            yield from _block(block, version)


@rule(*_SINGLE, page=_SINGLE_PAGE, read=_READ)
def ranges_of_a_single_rule_are_ranges(inputs: Given) -> Iterator[Finding]:
    """An ingress or egress rule has ports in order, one address range that exists or another source, and one only."""
    yield from _ports(inputs["fromPort"], inputs["toPort"], inputs["ipProtocol"])
    yield from _block(inputs["cidrIpv4"], 4)
    yield from _block(inputs["cidrIpv6"], 6)
    sources = [inputs[name] for name in ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")]
    given = [source for source in sources if not source.absent]
    if len(given) != 1:
        said = " and ".join(f"`{one.path}`" for one in given) if given else "none"
        yield (given[1] if given else inputs["cidrIpv4"]).finding(
            f"A rule has one of `cidrIpv4`, `cidrIpv6`, `prefixListId`, `referencedSecurityGroupId`; given is {said}.",
            fix="Make a rule for each.",
        )
    low = inputs["fromPort"]
    if _lower(inputs["ipProtocol"]) in _WITH_PORTS and low.absent:
        yield low.finding(
            f"`fromPort` is missing; rules of protocol {inputs['ipProtocol'].shown} name their ports.",
            fix="Give from_port and to_port.",
        )
