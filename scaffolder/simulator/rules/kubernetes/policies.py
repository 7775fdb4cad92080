"""Who is let in, and who may do what: network policies, roles and limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import CORE, NETWORKING, RBAC, READ
from scaffolder.simulator.rules.quantities import quantity
from scaffolder.simulator.rules.registry import rule

_NETWORK: Final = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
_ROLE: Final = "kubernetes:rbac.authorization.k8s.io/v1:Role"
_CLUSTER_ROLE: Final = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"
_CLUSTER_BINDING: Final = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"


def _rules(inputs: Given) -> Iterator[tuple[Given, Given]]:
    for direction, peers in (("ingress", "from"), ("egress", "to")):
        for one in inputs["spec"][direction].items():
            yield one, one[peers]


@rule(_NETWORK, page=NETWORKING, read=READ)
def network_ports_end_after_they_begin(inputs: Given) -> Iterator[Finding]:
    """A range of ports begins with a number, and ends there or above."""
    for one, _ in _rules(inputs):
        for port in one["ports"].items():
            first, last = port["port"], port["endPort"]
            if last.number is None or first.unknown:
                continue
            if not isinstance(first.value, (int, float)):
                yield last.finding(f"`{last.path}` is given; it needs a number as `port`.", fix="Give one.")
            elif last.number < first.value:
                yield last.finding(
                    f"`{last.path}` is {last.shown}, below `port`, which is {first.shown}.", fix="Give more."
                )


@rule(_NETWORK, page=NETWORKING, read=READ)
def network_peers_are_addresses_or_pods(inputs: Given) -> Iterator[Finding]:
    """A peer is a range of addresses, or it is pods."""
    for _, peers in _rules(inputs):
        for peer in peers.items():
            block = peer["ipBlock"]
            others = [name for name in ("podSelector", "namespaceSelector") if peer[name].value is not None]
            if block.known and others:
                yield block.finding(
                    f"`{peer.path}` has `ipBlock` and `{others[0]}`; a peer has one of them.",
                    fix="Make a peer of each.",
                )


@rule(_ROLE, _CLUSTER_ROLE, page=RBAC, read=READ)
def roles_say_what_may_be_done(inputs: Given) -> Iterator[Finding]:
    """A rule of a role has a verb, and what it may be done to: resources, or in a ClusterRole URLs."""
    for one in inputs["rules"].items():
        wanted = ["verbs"] if one["nonResourceURLs"].value else ["verbs", "apiGroups", "resources"]
        for name in wanted if not one["nonResourceURLs"].unknown else []:
            given = one[name]
            if not given.unknown and not given.value:
                yield given.finding(f"`{given.path}` is empty; a rule has at least one.", fix="Give one.")


@rule(_CLUSTER_BINDING, page=RBAC, read=READ)
def bound_accounts_have_a_namespace(inputs: Given) -> Iterator[Finding]:
    """A service account that a whole cluster's binding names has a namespace."""
    for subject in inputs["subjects"].items():
        given = subject["namespace"]
        if subject["kind"].text == "ServiceAccount" and given.absent:
            yield given.finding(f"`{given.path}` is missing; a service account has one.", fix="Give its namespace.")


@rule("kubernetes:core/v1:LimitRange", page=CORE, read=READ)
def limits_of_a_namespace_leave_room(inputs: Given) -> Iterator[Finding]:
    """The least that a namespace allows is not above the most."""
    for limit in inputs["spec"]["limits"].items():
        most = dict(limit["max"].entries())
        for name, least in limit["min"].entries():
            low, high = quantity(least.value), quantity(most[name].value) if name in most else None
            if low is not None and high is not None and low > high:
                yield least.finding(
                    f"`{least.path}` is {least.shown}, above the most, which is {most[name].shown}.", fix="Give less."
                )
