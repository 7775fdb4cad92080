"""Elastic Load Balancing: load balancers, listeners and target groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.aws.networks import zone_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule, rule

_CHECKS: Final = "https://github.com/hashicorp/terraform-provider-aws/pull/48071"
_PROVIDER: Final = (
    "https://github.com/hashicorp/terraform-provider-aws/blob/013cfb4cddc9c44a28f34abad0c11768bcdb9b85/"
    "internal/service/elbv2/target_group.go"
)
_RULES: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html"
_LISTENER: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html"
_BALANCERS: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html"
_BALANCER: Final = "aws:lb/loadBalancer:LoadBalancer"
_SUBNET: Final = "aws:ec2/subnet:Subnet"


@rule("aws:lb/targetGroup:TargetGroup", page=_CHECKS, read="2026-11-25")
def health_check_ends_before_the_next(inputs: Given) -> Iterator[Finding]:
    """A health check's timeout is not above its interval, and below it where the targets speak HTTP."""
    check = inputs["healthCheck"]
    timeout, interval = check["timeout"], check["interval"]
    # HTTP checks of Lambda targets and of Network Load Balancers have other defaults; only what is given counts.
    if timeout.number is None or interval.number is None:
        return
    http = (inputs["protocol"].text or "").upper() in _PROTOCOLS["application"]
    if timeout.number > interval.number or (http and timeout.number == interval.number):
        yield timeout.finding(
            f"`{timeout.path}` is {timeout.shown} seconds, and the next check begins after {interval.shown}; "
            "a check must end before the next one.",
            fix="Give a shorter timeout or a longer interval.",
        )


@rule("aws:lb/targetGroup:TargetGroup", page=_PROVIDER, read="2026-11-25")
def checks_of_connections_ask_for_no_page(inputs: Given) -> Iterator[Finding]:
    """A health check over TCP has no path and no matcher, and is none of a target group that speaks HTTP."""
    check, protocol = inputs["healthCheck"], inputs["protocol"]
    if (check["protocol"].text or "").upper() != "TCP":
        return
    for name in ("path", "matcher"):
        if check[name].known:
            yield check[name].finding(
                f"`{check[name].path}` is {check[name].shown}, and `healthCheck.protocol` is TCP, which asks for no "
                "page.",
                fix="Leave it out, or check by HTTP.",
            )
    if (protocol.text or "").upper() in {"HTTP", "HTTPS"}:
        yield check["protocol"].finding(
            f"`healthCheck.protocol` is TCP, and `protocol` is {protocol.shown}; such targets are checked by HTTP or "
            "HTTPS.",
            fix="Give HTTP or HTTPS.",
        )


@rule("aws:lb/listener:Listener", page=_LISTENER, read="2026-11-25")
def secure_listeners_have_a_certificate(inputs: Given) -> Iterator[Finding]:
    """An HTTPS or TLS listener has a certificate."""
    protocol = inputs["protocol"]
    if (protocol.text or "").upper() in {"HTTPS", "TLS"} and inputs["certificateArn"].absent:
        yield inputs["certificateArn"].finding(
            f"`certificateArn` is missing; a listener whose `protocol` is {protocol.shown} needs a certificate.",
            fix="Give the ARN of a certificate in the load balancer's region.",
        )


@rule("aws:lb/targetGroup:TargetGroup", page=_PROVIDER, read="2026-11-25")
def targets_have_a_port_a_protocol_and_a_vpc(inputs: Given) -> Iterator[Finding]:
    """A target group whose targets are no Lambda function has a port, a protocol and a VPC."""
    kind = inputs["targetType"]
    if kind.unknown or kind.text == "lambda":
        return
    for name in ("port", "protocol", "vpcId"):
        if inputs[name].absent:
            yield inputs[name].finding(
                f"`{name}` is missing; targets that are no Lambda function need it.", fix=f"Give {_PYTHON[name]}."
            )


_PYTHON: Final = {"port": "port", "protocol": "protocol", "vpcId": "vpc_id"}
# What each type of action needs beside it, one of these.
_NEEDS: Final = {
    "forward": ("targetGroupArn", "forward"),
    "redirect": ("redirect",),
    "fixed-response": ("fixedResponse",),
    "authenticate-cognito": ("authenticateCognito",),
    "authenticate-oidc": ("authenticateOidc",),
}


@rule("aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule", page=_LISTENER, read="2026-11-25")
def actions_carry_what_their_type_needs(inputs: Given) -> Iterator[Finding]:
    """A forward action has a target group, a redirect says where to, a fixed response what to answer."""
    for action in [*inputs["defaultActions"].items(), *inputs["actions"].items()]:
        kind = action["type"]
        needed = [action[name] for name in _NEEDS.get(kind.text or "", ())]
        if needed and all(one.absent for one in needed):
            yield needed[0].finding(
                f"`{needed[0].path}` is missing; an action of type {kind.shown} needs it.",
                fix=f"Give {' or '.join(one.path.rpartition('.')[2] for one in needed)}.",
            )


@rule(_BALANCER, page=_BALANCERS, read="2026-11-25")
def a_load_balancer_has_two_subnets(inputs: Given) -> Iterator[Finding]:
    """An Application Load Balancer is given two subnets or more, but in a Local Zone or on an Outpost."""
    kind = inputs["loadBalancerType"]
    if kind.unknown or kind.text in {"network", "gateway"}:
        return
    # Where a subnet lies cannot be seen by its id, so this only warns; the rule below knows those of the program.
    for name in ("subnets", "subnetMappings"):
        items = inputs[name].items()
        if len(items) == 1 and (items[0].text or items[0]["subnetId"].text):
            yield inputs[name].finding(
                f"`{name}` has one entry; outside of Local Zones and Outposts an Application Load Balancer needs "
                "2 subnets in 2 zones.",
                fix="Add a subnet in another zone.",
                severity="warning",
            )


@program_rule(_BALANCER, _SUBNET, page=_BALANCERS, read="2026-11-25")
def a_load_balancer_spans_two_zones(program: Program) -> Iterator[ProgramFinding]:
    """An Application Load Balancer's subnets lie in two zones or more, one in each."""
    for balancer in program.of(_BALANCER):
        kind, given = balancer["loadBalancerType"], balancer["subnets"]
        subnets = program.behind(balancer, "subnets", _SUBNET)
        zones = [zone_of(subnet) for subnet in subnets]
        if kind.unknown or kind.text in {"network", "gateway"} or len(zones) != len(given.items()) or None in zones:
            continue
        repeats = sorted({str(zone) for zone in zones if zones.count(zone) > 1})
        if repeats:
            names = " and ".join(one.name for one, zone in zip(subnets, zones, strict=True) if zone == repeats[0])
            yield balancer.finding(
                given.finding(
                    f"`subnets` has {names}, both in `{repeats[0]}`; a load balancer takes one subnet of each zone, "
                    "and two zones or more.",
                    fix="Give each subnet another availability_zone.",
                )
            )
        elif len(zones) == 1:
            yield balancer.finding(
                given.finding(
                    f"`subnets` has {subnets[0].name} alone, in `{zones[0]}`; a load balancer takes one subnet of "
                    "each zone, and two zones or more.",
                    fix="Add a subnet in another zone.",
                )
            )


# The protocols of each type of load balancer, as a listener's and as a target group's.
_PROTOCOLS: Final = {
    "application": {"HTTP", "HTTPS"},
    "network": {"TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"},
    "gateway": {"GENEVE"},
}


@program_rule("aws:lb/listener:Listener", _BALANCER, page=_LISTENER, read="2026-11-25")
def listeners_speak_their_load_balancers_protocol(program: Program) -> Iterator[ProgramFinding]:
    """A listener and the target groups it forwards to have protocols that its type of load balancer knows."""
    for listener in program.of("aws:lb/listener:Listener"):
        balancer = program.only_behind(listener, "loadBalancerArn", _BALANCER)
        if balancer is None or balancer["loadBalancerType"].unknown:
            continue
        type_ = balancer["loadBalancerType"].text or "application"
        known, protocol = _PROTOCOLS.get(type_), listener["protocol"]
        if known and protocol.text and protocol.text.upper() not in known:
            yield listener.finding(
                protocol.finding(
                    f"`protocol` is {protocol.shown}, and {balancer.name} is of type {type_}, which knows "
                    f"{', '.join(sorted(known))}.",
                    fix="Give one of these, or another load_balancer_type.",
                )
            )
        groups = program.behind(listener, "defaultActions", "aws:lb/targetGroup:TargetGroup")
        wrong = [group for group in groups if known and _speaks_another(group, known)]
        # The groups may be chosen from: one that fits is enough.
        if known and wrong and len(wrong) == len(groups):
            yield listener.finding(
                listener["defaultActions"].finding(
                    f"`defaultActions` forward to {wrong[0].name}, which speaks {wrong[0]['protocol'].shown}; "
                    f"{balancer.name} is of type {type_}, which knows {', '.join(sorted(known))}.",
                    fix=f"Give {wrong[0].name} one of these protocols.",
                )
            )


def _speaks_another(group: ProgramResource, known: set[str]) -> bool:
    """Whether a target group has a protocol that is not among these; load balancers as targets have their own."""
    protocol = group["protocol"].text
    return protocol is not None and protocol.upper() not in known and group["targetType"].text != "alb"


@program_rule("aws:lb/listener:Listener", _BALANCER, page=_LISTENER, read="2026-11-25")
def listeners_have_a_port_each(program: Program) -> Iterator[ProgramFinding]:
    """A load balancer's listeners have a port each; one for TCP and one for UDP may share theirs."""
    first: dict[tuple[str, float, bool], ProgramResource] = {}
    for listener in program.of("aws:lb/listener:Listener"):
        balancer = program.only_behind(listener, "loadBalancerArn", _BALANCER)
        port, protocol = listener["port"], listener["protocol"]
        if balancer is None or port.number is None or protocol.unknown:
            continue
        over_udp = (protocol.text or "").upper() in {"UDP", "QUIC"}
        other = first.setdefault((balancer.urn, port.number, over_udp), listener)
        if other is not listener:
            yield listener.finding(
                port.finding(
                    f"`port` is {port.shown}, where {other.name} listens on {balancer.name} already.",
                    fix="Give another port, or one listener with rules.",
                )
            )


@program_rule("aws:lb/listenerRule:ListenerRule", "aws:lb/listener:Listener", page=_RULES, read="2026-11-25")
def rules_of_a_listener_have_a_priority_each(program: Program) -> Iterator[ProgramFinding]:
    """A listener's rules have a priority each."""
    first: dict[tuple[str, float], ProgramResource] = {}
    for one in program.of("aws:lb/listenerRule:ListenerRule"):
        listener = program.only_behind(one, "listenerArn", "aws:lb/listener:Listener")
        priority = one["priority"]
        if listener is None or priority.number is None:
            continue
        other = first.setdefault((listener.urn, priority.number), one)
        if other is not one:
            yield one.finding(
                priority.finding(
                    f"`priority` is {priority.shown}, which {other.name} has on {listener.name} already.",
                    fix="Give another priority.",
                )
            )
