"""Roles that are bound, and networks that are let in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.addresses import inside, network_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import NETWORKING, RBAC, READ
from scaffolder.simulator.rules.registry import rule

_BINDING: Final = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"
_CLUSTER_BINDING: Final = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"
_SUBJECTS: Final = ("ServiceAccount", "User", "Group")


@rule(_BINDING, _CLUSTER_BINDING, page=RBAC, read=READ)
def bindings_name_a_role_and_subjects(inputs: Given) -> Iterator[Finding]:
    """A binding is of a role, that of a whole cluster of a ClusterRole, to service accounts, users or groups."""
    roles = ("ClusterRole",) if inputs.type == _CLUSTER_BINDING else ("Role", "ClusterRole")
    kind = inputs["roleRef"]["kind"]
    if kind.text and kind.text not in roles:
        yield kind.finding(f"`{kind.path}` is {kind.shown}; allowed are {', '.join(roles)}.", fix="Give one of these.")
    for subject in inputs["subjects"].items():
        kind = subject["kind"]
        if kind.text and kind.text not in _SUBJECTS:
            yield kind.finding(
                f"`{kind.path}` is {kind.shown}; allowed are {', '.join(_SUBJECTS)}.", fix="Give one of these."
            )


@rule("kubernetes:networking.k8s.io/v1:NetworkPolicy", page=NETWORKING, read=READ)
def ranges_of_a_policy_are_cidr(inputs: Given) -> Iterator[Finding]:
    """A block of addresses is a range in CIDR notation, and what is taken out lies inside."""
    spec = inputs["spec"]
    peers = [peer for one in spec["ingress"].items() for peer in one["from"].items()]
    peers += [peer for one in spec["egress"].items() for peer in one["to"].items()]
    for peer in peers:
        cidr = peer["ipBlock"]["cidr"]
        whole = network_of(cidr.text)
        for given in (cidr, *peer["ipBlock"]["except"].items()):
            part = network_of(given.text)
            if given.text and (part is None or "/" not in given.text):
                yield given.finding(
                    f"`{given.path}` is {given.shown}, which is no address range.", fix="Give one such as `10.0.0.0/8`."
                )
            elif part is not None and whole is not None and not inside(part, whole):
                yield given.finding(
                    f"`{given.path}` is {given.shown}, which is not inside {cidr.shown}.", fix="Leave it out."
                )
