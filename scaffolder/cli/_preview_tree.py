"""A preview's resources as a person looks at them: by region, then by component, the alike put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
_SHOWN_INPUTS = 3
_SHOWN_VALUE = 40


@dataclass(kw_only=True)
class Node:
    """A resource and what is below it; `region` is the one region all of it is in, empty when there is none such."""

    resource: PreviewResource
    children: list[Node] = field(default_factory=list)
    regions: frozenset[str] = frozenset()

    @property
    def region(self) -> str:
        """The region, when all of it is in one."""
        return next(iter(self.regions)) if len(self.regions) == 1 else ""

    @property
    def size(self) -> int:
        """How many of a cloud's resources it holds, itself included."""
        return int(self.resource.custom) + sum(child.size for child in self.children)


@dataclass(frozen=True, kw_only=True)
class Section:
    """The nodes of one region, or with no region (`title` empty). `like` names an earlier section just like it."""

    title: str
    nodes: Sequence[Node]
    like: str = ""

    @property
    def size(self) -> int:
        """How many of a cloud's resources it holds."""
        return sum(node.size for node in self.nodes)


def sections(resources: Sequence[PreviewResource]) -> list[Section]:
    """The resources below the stack, by region where there are several; what is in none comes first."""
    roots = _nodes(resources)
    regions = sorted(frozenset().union(*(root.regions for root in roots)))
    if len(regions) < 2:  # noqa: PLR2004 - one region needs no heading of its own
        return [Section(title="", nodes=roots)] if roots else []
    shared, by_region = _split(roots, regions)
    found = [Section(title="", nodes=shared)] if shared else []
    shapes: dict[Any, str] = {}
    for region in regions:
        shape = tuple(_shape(node, region) for node in by_region[region])
        found.append(Section(title=region, nodes=by_region[region], like=shapes.setdefault(shape, region)))
    return [
        Section(title=section.title, nodes=section.nodes, like="" if section.like == section.title else section.like)
        for section in found
    ]


def is_shown(resource: PreviewResource) -> bool:
    """Whether a person wants to see it: the stack itself and providers only hold the rest together."""
    return resource.type != _STACK and not resource.type.startswith("pulumi:providers:")


def _nodes(resources: Sequence[PreviewResource]) -> list[Node]:
    nodes = {resource.urn: Node(resource=resource) for resource in resources}
    roots = []
    for node in nodes.values():
        parent = nodes.get(node.resource.parent)
        if not is_shown(node.resource):
            continue
        if parent is None or parent.resource.type == _STACK:
            roots.append(node)
        else:
            parent.children.append(node)
    for root in roots:
        _settle(root)
    return roots


def _settle(node: Node) -> frozenset[str]:
    own = _own_region(node.resource)
    below = frozenset().union(*(_settle(child) for child in node.children))
    node.regions = below | ({own} if own else frozenset())
    return node.regions


def _own_region(resource: PreviewResource) -> str:
    for name in ("region", "location"):
        value = resource.inputs.get(name)
        if isinstance(value, str) and value and value.lower() != "global":
            return value
    zone = next((resource.inputs.get(name) for name in ("zone", "availabilityZone")), None)
    return re.sub(r"(-?[a-z])$", "", zone) if isinstance(zone, str) else ""


def _split(roots: Sequence[Node], regions: Iterable[str]) -> tuple[list[Node], Mapping[str, list[Node]]]:
    """What is in no region or several, and what is in one; a component over several regions is taken apart."""
    by_region: dict[str, list[Node]] = {region: [] for region in regions}

    def keep(node: Node) -> Node | None:
        if node.region:
            by_region[node.region].append(node)
            return None
        children = [kept for child in node.children if (kept := keep(child))]
        empty = bool(node.children) and not children and not node.resource.custom
        return None if empty else Node(resource=node.resource, children=children, regions=node.regions)

    shared = [kept for root in roots if (kept := keep(root))]
    return shared, by_region


def _shape(node: Node, region: str) -> Any:
    """What is the same in every region that holds the same: types and names without the region."""
    name = node.resource.name.replace(region, "")
    return node.resource.type, name, tuple(_shape(child, region) for child in node.children)


def short_name(node: Node, parent: Node | None) -> str:
    """A resource's name without what its parent's name says already."""
    name = node.resource.name
    return name.removeprefix(f"{parent.resource.name}-") if parent else name


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
    leaves = Counter(node.resource.type for node in nodes if not node.children)
    done: set[str] = set()
    for node in nodes:
        type_ = node.resource.type
        if node.children or leaves[type_] < at_least:
            yield [node]
        elif type_ not in done:
            done.add(type_)
            yield [other for other in nodes if other.resource.type == type_ and not other.children]
