from collections.abc import Mapping
from typing import Any

import pytest

from scaffolder.cli._preview_tree import Node, alike, sections, short_type, telling_inputs
from scaffolder.engine.preview import PreviewResource

STACK = "pulumi:pulumi:Stack"


def resource(
    name: str, parent: str = "", *, type_: str = "a:b/c:C", inputs: Mapping[str, Any] | None = None, custom: bool = True
) -> PreviewResource:
    return PreviewResource(
        urn=name, type=type_, name=name, parent=parent, provider="", custom=custom, inputs=inputs or {}
    )


def component(name: str, parent: str = "") -> PreviewResource:
    return resource(name, parent, type_="test:index:Box", custom=False)


def labels(nodes: Any) -> list[Any]:
    return [(node.label, labels(node.children), node.like) if node.children else node.label for node in nodes]


def test_one_region_is_one_section_without_a_title() -> None:
    tree = [
        resource("stack", type_=STACK, custom=False),
        component("app", "stack"),
        resource("app-one", "app", inputs={"region": "r1"}),
        resource("other", "stack"),
        resource("provider", "stack", type_="pulumi:providers:aws"),
    ]
    [section] = sections(tree)
    assert (section.title, section.size) == ("", 2)
    assert labels(section.nodes) == [("app", ["one"], ""), "other"]


def test_a_component_around_everything_is_left_out() -> None:
    tree = [component("app"), component("app-net", "app"), resource("app-net-vpc", "app-net")]
    [section] = sections(tree)
    assert labels(section.nodes) == [("net", ["vpc"], "")]


def test_components_are_taken_apart_by_region_and_the_same_is_said_once() -> None:
    tree = [component("app"), component("app-front", "app"), resource("app-front-dns", "app-front")]
    for region in ("r1", "r2"):
        tree += [
            resource(f"app-front-{region}-origin", "app-front", inputs={"location": region}),
            component(f"app-{region}-net", "app"),
            resource(f"app-{region}-net-vpc", f"app-{region}-net", inputs={"region": region}),
            resource(f"app-{region}-net-role", f"app-{region}-net", inputs={"location": "global"}),
        ]
    tree.append(resource("app-extra", "app", inputs={"availabilityZone": "r2a"}))
    found = sections(tree)
    assert [(section.title, section.size, section.like) for section in found] == [
        ("", 1, ""),
        ("r1", 3, ""),
        ("r2", 4, ""),
    ]
    assert labels(found[1].nodes) == [("front", ["r1-origin"], ""), ("r1-net", ["vpc", "role"], "")]
    assert labels(found[2].nodes) == [("front", ["r2-origin"], "r1"), ("r2-net", ["vpc", "role"], "r1"), "extra"]


def test_a_region_with_nothing_of_its_own_is_like_the_first() -> None:
    tree = [resource(f"{region}-vpc", inputs={"region": region}) for region in ("r1", "r2")]
    assert [(section.title, section.like) for section in sections(tree)] == [("r1", ""), ("r2", "r1")]


def test_no_resources_are_no_sections() -> None:
    assert sections([resource("stack", type_=STACK, custom=False)]) == []


@pytest.mark.parametrize(
    ("type_", "custom", "short"),
    [
        ("aws:ec2/vpc:Vpc", True, "ec2.Vpc"),
        ("random:index/randomPet:RandomPet", True, "random.RandomPet"),
        ("azure-native:network:VirtualNetwork", True, "network.VirtualNetwork"),
        ("kubernetes:core/v1:Namespace", True, "core.Namespace"),
        ("pulumi:pulumi:StackReference", True, "pulumi.StackReference"),
        ("inference:aws:Network", False, "Network"),
        ("bare", True, "bare"),
        ("bare", False, "bare"),
    ],
)
def test_types_are_short(type_: str, custom: bool, short: str) -> None:
    assert short_type(type_, custom=custom) == short


def test_only_a_few_telling_inputs_are_shown() -> None:
    inputs = {"tags": {"a": "b"}, "memory": "512", "cpu": 256, "port": 80, "protocol": "HTTP", "cidrBlock": "x" * 50}
    assert list(telling_inputs(resource("a", inputs=inputs))) == ["cpu=256", "memory=512", "port=80"]
    assert list(telling_inputs(resource("a", inputs={"addressPrefixes": ["10.0.0.0/8"]}))) == [
        "addressPrefixes=10.0.0.0/8"
    ]


def test_many_of_one_type_are_put_together() -> None:
    nodes = [Node(resource=resource(name, type_=type_), label=name) for name, type_ in zip("abcd", "xyxx", strict=True)]
    assert [[node.label for node in group] for group in alike(nodes, at_least=3)] == [["a", "c", "d"], ["b"]]
    assert [[node.label for node in group] for group in alike(nodes, at_least=4)] == [["a"], ["b"], ["c"], ["d"]]
