"""Where pods may run: tolerations, terms over nodes, and how pods spread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import CORE, READ, WORKLOADS, pod_of
from scaffolder.simulator.rules.registry import rule

_REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED: Final = "preferredDuringSchedulingIgnoredDuringExecution"
_AFFINITIES: Final = ("nodeAffinity", "podAffinity", "podAntiAffinity")
_OPERATORS: Final = ("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt")
_LISTED: Final = ("In", "NotIn")
_BARE: Final = ("Exists", "DoesNotExist")
_OTHERWISE: Final = ("DoNotSchedule", "ScheduleAnyway")
_MOST_WEIGHT: Final = 100


@rule(*WORKLOADS, page=CORE, read=READ)
def tolerations_fit_their_operator(inputs: Given) -> Iterator[Finding]:
    """A toleration of all values has none, and one that ends after a while is of the effect NoExecute."""
    for toleration in pod_of(inputs)["tolerations"].items():
        value, seconds, effect = toleration["value"], toleration["tolerationSeconds"], toleration["effect"]
        if toleration["operator"].text == "Exists" and value.known:
            yield value.finding(
                f"`{value.path}` is {value.shown}; a toleration with the operator `Exists` has no value.",
                fix="Leave it out, or give the operator `Equal`.",
            )
        if seconds.known and not effect.unknown and effect.text != "NoExecute":
            yield seconds.finding(
                f"`{seconds.path}` is {seconds.shown}; only the effect `NoExecute` ends after a while.",
                fix="Leave it out.",
            )


@rule(*WORKLOADS, page=CORE, read=READ)
def node_terms_fit_their_operator(inputs: Given) -> Iterator[Finding]:
    """A term over nodes has an operator that there is, with values or without as it wants."""
    affinity = pod_of(inputs)["affinity"]["nodeAffinity"]
    terms = [*affinity[_REQUIRED]["nodeSelectorTerms"].items()]
    terms += [one["preference"] for one in affinity[_PREFERRED].items()]
    for term in terms:
        for expression in term["matchExpressions"].items():
            operator, values = expression["operator"], expression["values"]
            if operator.text and operator.text not in _OPERATORS:
                yield operator.finding(
                    f"`{operator.path}` is {operator.shown}; allowed are {', '.join(_OPERATORS)}.",
                    fix="Give one of these.",
                )
            elif operator.text in _LISTED and not values.unknown and not values.items():
                yield values.finding(
                    f"`{values.path}` is empty; the operator {operator.shown} needs a value.", fix="Give one."
                )
            elif operator.text in _BARE and values.items():
                yield values.finding(
                    f"`{values.path}` has values; the operator {operator.shown} takes none.", fix="Leave them out."
                )


@rule(*WORKLOADS, page=CORE, read=READ)
def preferences_weigh_up_to_100(inputs: Given) -> Iterator[Finding]:
    """A preference weighs 1 to 100."""
    for kind in _AFFINITIES:
        for preference in pod_of(inputs)["affinity"][kind][_PREFERRED].items():
            weight = preference["weight"]
            if weight.number is not None and not 1 <= weight.number <= _MOST_WEIGHT:
                yield weight.finding(
                    f"`{weight.path}` is {weight.shown}; allowed are 1 to {_MOST_WEIGHT}.", fix="Give one of these."
                )


@rule(*WORKLOADS, page=CORE, read=READ)
def pods_spread_in_a_way_there_is(inputs: Given) -> Iterator[Finding]:
    """Pods spread with a skew of one or more, and are scheduled anyway or not."""
    for spread in pod_of(inputs)["topologySpreadConstraints"].items():
        skew, otherwise = spread["maxSkew"], spread["whenUnsatisfiable"]
        if skew.number is not None and skew.number < 1:
            yield skew.finding(f"`{skew.path}` is {skew.shown}; allowed are 1 or more.", fix="Give 1.")
        if otherwise.text and otherwise.text not in _OTHERWISE:
            yield otherwise.finding(
                f"`{otherwise.path}` is {otherwise.shown}; allowed are {', '.join(_OTHERWISE)}.",
                fix="Give one of these.",
            )
