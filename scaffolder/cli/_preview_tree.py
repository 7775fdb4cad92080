"""A preview's resources as a person looks at them: by region, then by component, the alike put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scaffolder.engine.preview import PreviewResource

_STACK = "pulumi:pulumi:Stack"
# Inputs that say most about a resource, the most telling first. Names and ids of other resources say less.
_TELLING = (
    "cidrBlock", "ipCidrRange", "addressPrefix", "addressPrefixes", "cpu", "memory", "cpuArchitecture", "port",
    "protocol", "desiredCount", "minCapacity", "maxCapacity", "minReplicas", "maxReplicas", "instanceType",
    "machineType", "engine", "retentionInDays", "threshold", "priority", "action", "service", "role", "scope",
    "policyArn", "schedule", "visibility", "length",
)  # fmt: skip
# Locations that are everywhere, or as large as a continent.
_NO_REGIONS = frozenset({"global", "us", "eu", "asia", "europe", "unitedstates"})
_SHOWN_INPUTS = 3
_SHOWN_VALUE = 40


@dataclass(frozen=True, kw_only=True)
class Node:
    """A resource and what is below it, with a `label`: its name without what its parent's name says already.

    `like` names another region that holds the same.
    """

    resource: PreviewResource
    label: str
    children: Sequence[Node] = ()
    region: str = ""
    like: str = ""

    @property
    def size(self) -> int:
        """How many of a cloud's resources it holds, itself included."""
        return int(self.resource.custom) + sum(child.size for child in self.children)


@dataclass(frozen=True, kw_only=True)
class Section:
    """What is in one region, or in none (`title` empty)."""

    title: str
    nodes: Sequence[Node]

    @property
    def size(self) -> int:
        """How many of a cloud's resources it holds."""
        return sum(node.size for node in self.nodes)

    @property
    def like(self) -> str:
        """The region that holds just the same, if there is one."""
        regions = {node.like for node in self.nodes}
        return regions.pop() if len(regions) == 1 else ""


def sections(resources: Sequence[PreviewResource]) -> list[Section]:
    """The resources below the stack, by region where there are several; what is in none comes first."""
    shown = [resource for resource in resources if is_shown(resource)]
    regions = sorted({region for resource in shown if (region := _own_region(resource))})
    roots = _roots(shown, regions)
    if len(regions) < 2:  # noqa: PLR2004 - one region needs no heading of its own
        return [Section(title="", nodes=roots)] if roots else []
    found = []
    seen: dict[Any, str] = {}
    for region in ("", *regions):
        nodes = [part for root in roots if (part := _part(root, region))]
        if region:
            nodes = [replace(node, like=_first(seen, _shape(node, region), region)) for node in nodes]
        if nodes:
            found.append(Section(title=region, nodes=nodes))
    return found


def is_shown(resource: PreviewResource) -> bool:
    """Whether a person wants to see it: the stack itself and providers only hold the rest together."""
    return resource.type != _STACK and not resource.type.startswith("pulumi:providers:")


def _roots(resources: Sequence[PreviewResource], regions: Sequence[str]) -> Sequence[Node]:
    """The resources with nothing above them; a lone component around everything is left out."""
    by_urn = {resource.urn: resource for resource in resources}
    children: dict[str, list[PreviewResource]] = {}
    for resource in resources:
        children.setdefault(resource.parent if resource.parent in by_urn else "", []).append(resource)

    def node(resource: PreviewResource, above: str) -> Node:
        region = _own_region(resource) or _named_region(resource, regions) or above
        parent = by_urn.get(resource.parent)
        label = resource.name.removeprefix(f"{parent.name}-") if parent else resource.name
        below = tuple(node(child, region) for child in children.get(resource.urn, ()))
        return Node(resource=resource, label=label, children=below, region=region)

    roots = tuple(node(resource, "") for resource in children.get("", ()))
    lone = len(roots) == 1 and roots[0].children and not roots[0].resource.custom
    return roots[0].children if lone else roots


def _own_region(resource: PreviewResource) -> str:
    for name in ("region", "location"):
        value = resource.inputs.get(name)
        if isinstance(value, str) and value and value.lower() not in _NO_REGIONS:
            return value
    for name in ("zone", "availabilityZone"):
        value = resource.inputs.get(name)
        if isinstance(value, str) and value:
            # us-east-1a, europe-west1-b
            return re.sub(r"-?[a-z]$", "", value)
    return ""


def _named_region(resource: PreviewResource, regions: Sequence[str]) -> str:
    """The region that a component has in its name: what is in it belongs there, even when a cloud keeps it globally."""
    named = [] if resource.custom else [region for region in regions if f"-{region}-" in f"-{resource.name}-"]
    return named[0] if len(named) == 1 else ""


def _part(node: Node, region: str) -> Node | None:
    """What of a node is in a region; a component over several is taken apart."""
    if node.resource.custom or not node.children:
        return node if node.region == region else None
    children = tuple(part for child in node.children if (part := _part(child, region)))
    return replace(node, children=children) if children else None


def _shape(node: Node, region: str) -> Any:
    """What is the same in every region that holds the same: types and labels without the region."""
    label = node.label.replace(region, "")
    return node.resource.type, label, tuple(_shape(child, region) for child in node.children)


def _first(seen: dict[Any, str], shape: Any, region: str) -> str:
    """The region in which this shape was first seen, empty when that is this one."""
    first = seen.setdefault(shape, region)
    return "" if first == region else first


def short_type(type_: str, *, custom: bool = True) -> str:
    """A type token as it is spelled in a program: `aws:ec2/vpc:Vpc` is `ec2.Vpc`, a component only its class."""
    package, _, rest = type_.partition(":")
    module, _, name = rest.rpartition(":")
    module = module.partition("/")[0]
    if not custom:
        return name or rest or package
    if not module or module == "index":
        return f"{package}.{name or rest}" if rest else package
    return f"{module}.{name}"


def telling_inputs(resource: PreviewResource) -> Iterator[str]:
    """The few inputs that say most about a resource, as `name=value`."""
    shown = 0
    for name in _TELLING:
        value = resource.inputs.get(name)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, str | int | float) and 0 < len(str(value)) <= _SHOWN_VALUE:
            yield f"{name}={value}"
            shown += 1
            if shown == _SHOWN_INPUTS:
                return


def alike(nodes: Sequence[Node], *, at_least: int) -> Iterator[list[Node]]:
    """The nodes in order, those of one type that have nothing below put together when there are enough of them."""
    leaves = Counter(node.resource.type for node in nodes if _is_leaf(node))
    done: set[str] = set()
    for node in nodes:
        type_ = node.resource.type
        if not _is_leaf(node) or leaves[type_] < at_least:
            yield [node]
        elif type_ not in done:
            done.add(type_)
            yield [other for other in nodes if other.resource.type == type_ and _is_leaf(other)]


def _is_leaf(node: Node) -> bool:
    return node.resource.custom and not node.children
