"""What becomes of resources: matched by URN and alias, compared as a cloud would, and what follows from a replacement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from scaffolder.engine.preview import Alias, PreviewResource
from scaffolder.impact.compare import Effect, compare
from scaffolder.impact.matching import match
from scaffolder.impact.precious import losses, reason_of
from scaffolder.simulator.cloud import Diff
from scaffolder.simulator.values import UNKNOWN, Asset, Secret

STACK = "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev"
REPOSITORY = "aws:ecr/repository:Repository"
# The inputs that only a new resource can have.
FORCING = {"name", "vpcId"}


class Cloud:
    """Compares inputs, and replaces for some of them."""

    def diff(self, *, type_: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Diff:
        assert type_
        changed = tuple(sorted(name for name in {**old, **new} if old.get(name) != new.get(name)))
        return Diff(changed=changed, replaces=tuple(name for name in changed if name in FORCING))


def urn(name: str, type_: str = REPOSITORY, below: str = "") -> str:
    return f"urn:pulumi:dev::demo::{below}{type_}::{name}"


def resource(name: str, type_: str = REPOSITORY, *, parent: str = STACK, **more: Any) -> PreviewResource:
    inputs = more.pop("inputs", {})
    below = "" if parent == STACK else f"{parent.split('::')[2]}$"
    return PreviewResource(
        urn=urn(name, type_, below),
        type=type_,
        name=name,
        parent=parent,
        provider="",
        custom=more.pop("custom", True),
        inputs=inputs,
        **more,
    )


def fates(before: list[PreviewResource], after: list[PreviewResource]) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {effect.urn: (effect.fate, tuple(effect.properties)) for effect in compare(before, after, Cloud())}


def test_what_stays_the_same_is_not_told() -> None:
    same = [resource("a", inputs={"tags": {"a": Secret("x")}, "id": UNKNOWN})]
    assert fates(same, same) == {}


def test_each_fate() -> None:
    before = [resource(name, inputs={"name": name, "tags": 1}) for name in "abcd"]
    after = [
        resource("a", inputs={"name": "other", "tags": 2}),
        resource("b", inputs={"name": "b", "tags": 2}),
        resource("c", inputs={"name": "c", "tags": 1}),
        resource("e"),
    ]
    assert fates(before, after) == {
        urn("a"): ("replaced", ("name",)),
        urn("b"): ("changed", ("tags",)),
        urn("e"): ("new", ()),
        urn("d"): ("gone", ()),
    }


def test_components_and_providers_are_nothing_in_a_cloud() -> None:
    before = [resource("a", "demo:index:Part", custom=False), resource("p", "pulumi:providers:aws", inputs={"a": 1})]
    assert fates(before, [resource("p", "pulumi:providers:aws", inputs={"a": 2})]) == {}


ALIASES: list[tuple[Alias, str]] = [
    (Alias(urn=urn("old")), urn("old")),
    (Alias(name="old"), urn("old")),
    (Alias(type="aws:ecr/old:Old"), urn("new", "aws:ecr/old:Old")),
    (Alias(stack="prod", project="other"), urn("new").replace(":dev::demo:", ":prod::other:")),
    (Alias(parent=urn("part", "demo:index:Part")), urn("new", below="demo:index:Part$")),
    (Alias(parent=STACK, name="old"), urn("old")),
]


@pytest.mark.parametrize(("alias", "old"), ALIASES)
def test_a_resource_is_found_by_its_alias(alias: Alias, old: str) -> None:
    was = PreviewResource(urn=old, type=REPOSITORY, name="x", parent=STACK, provider="", custom=True, inputs={})
    assert match([was], [resource("new", aliases=[alias])]) == {urn("new"): was}


def test_without_a_parent_is_an_alias_too() -> None:
    part = resource("part", "demo:index:Part", custom=False)
    child = resource("a", parent=part.urn, aliases=[Alias(parent="")])
    was = resource("a")
    assert match([was], [part, child])[child.urn] == was


def test_children_take_over_the_aliases_of_their_parents() -> None:
    old = resource("old", "demo:index:Part", custom=False)
    new = resource("new", "demo:index:Part", custom=False, aliases=[Alias(name="old")])
    before = [old, resource("old-images", parent=old.urn), resource("own", parent=old.urn)]
    after = [
        new,
        resource("new-images", parent=new.urn),
        resource("renamed", parent=new.urn, aliases=[Alias(name="own")]),
    ]
    assert fates(before, after) == {}


def test_a_resource_is_found_once() -> None:
    before = [resource("a")]
    after = [resource("a"), resource("b", aliases=[Alias(name="a")])]
    assert fates(before, after) == {urn("b"): ("new", ())}


def test_a_name_that_pulumi_made_up_stays() -> None:
    old = [resource("old", inputs={"name": "old-1234567"})]
    assert fates(old, [resource("new", aliases=[Alias(name="old")], inputs={"name": "new-89abcde"})]) == {}
    told = [resource("new", aliases=[Alias(name="old")], inputs={"name": "new-own"})]
    assert fates(old, told) == {urn("old"): ("replaced", ("name",))}


def linked(name: str, to: str, **more: Any) -> PreviewResource:
    return resource(name, inputs={"vpcId": [UNKNOWN]}, property_dependencies={"vpcId": [urn(to)]}, **more)


def test_what_is_made_from_a_replaced_resource_follows_it() -> None:
    before = [resource("a", inputs={"name": "a"}), linked("b", "a"), linked("c", "b"), linked("d", "e"), resource("e")]
    after = [resource("a", inputs={"name": "z"}), *before[1:]]
    replaced = ("replaced", ("vpcId",))
    assert fates(before, after) == {urn("a"): ("replaced", ("name",)), urn("b"): replaced, urn("c"): replaced}


def made(name: str, made_up: str, **more: Any) -> PreviewResource:
    return resource(name, outputs={"id": made_up, "arn": [Secret(f"arn:{made_up}:rest")], "name": name}, **more)


def user(name: str, text: str, of: str) -> PreviewResource:
    return resource(name, inputs={"policy": text}, property_dependencies={"policy": [urn(of)]})


def test_what_a_cloud_made_up_stays_with_its_resource() -> None:
    before = [made("old", "id-of-the-old"), user("b", '{"on": "arn:id-of-the-old:rest", "do": 1}', "old")]
    renamed = made("new", "id-of-the-new", aliases=[Alias(name="old")])
    same = user("b", '{"on": "arn:id-of-the-new:rest", "do": 1}', "new")
    assert fates(before, [renamed, same]) == {}
    other = user("b", '{"on": "arn:id-of-the-new:rest", "do": 2}', "new")
    assert fates(before, [renamed, other]) == {urn("b"): ("changed", ("policy",))}


def test_what_a_cloud_made_up_is_another_when_it_is_replaced() -> None:
    def three(name: str) -> list[PreviewResource]:
        first = made("a", "id-of-the-a", inputs={"name": name})
        # One uses what is made up, and one only what is given.
        return [first, user("b", "arn:id-of-the-a:rest", "a"), user("c", "of a", "a"), user("d", "id-of-the-a", "x")]

    assert fates(three("a"), three("z")) == {urn("a"): ("replaced", ("name",)), urn("b"): ("changed", ("policy",))}


def test_what_comes_from_another_resource_is_another_value() -> None:
    a, b = resource("a"), resource("b")
    assert fates([a, b, linked("c", "a")], [a, b, linked("c", "b")]) == {urn("c"): ("replaced", ("vpcId",))}
    renamed = resource("z", aliases=[Alias(name="a")])
    assert fates([a, linked("c", "a")], [renamed, linked("c", "z")]) == {}


def test_one_more_origin_is_a_change_in_place() -> None:
    both = resource("c", inputs={"vpcId": [UNKNOWN]}, property_dependencies={"vpcId": [urn("a"), urn("b")]})
    a, b = resource("a"), resource("b")
    assert fates([a, b, linked("c", "a")], [a, b, both]) == {urn("c"): ("changed", ("vpcId",))}


@pytest.mark.parametrize(
    ("path", "expected"),
    [("name", ("changed", ("tags",))), ("tags.a", ("replaced", ("name",))), ('tags["a"]', ("replaced", ("name",)))],
)
def test_what_is_ignored_stays(path: str, expected: tuple[str, tuple[str, ...]]) -> None:
    before = [resource("a", inputs={"name": "a", "tags": {"a": 1}})]
    after = [resource("a", inputs={"name": "b", "tags": {"a": 2}}, ignore_changes=[path])]
    assert fates(before, after) == {urn("a"): expected}


def test_the_program_can_ask_for_a_replacement() -> None:
    before, after = ([resource("a", inputs={"tags": {"a": n}}, replace_on_changes=["tags.a"])] for n in (1, 2))
    assert fates(before, after) == {urn("a"): ("replaced", ("tags",))}


def test_a_program_is_the_same_in_another_folder() -> None:
    before = [resource("a", inputs={"context": "/one/app", "file": Asset(path="/one/app/x")})]
    after = [resource("a", inputs={"context": "/two/app", "file": Asset(path="/two/app/x")})]
    assert compare(before, after, Cloud(), moved=("/two", "/one")) == ()


def effect(type_: str, fate: Any, name: str = "a") -> Effect:
    return Effect(urn=urn(name, type_), type=type_, name=name, fate=fate, properties=("name",))


def test_only_what_is_precious_and_lost_is_told() -> None:
    policy = "aws:iam/rolePolicy:RolePolicy"
    effects = [effect(REPOSITORY, fate) for fate in ("replaced", "gone", "changed", "new")] + [effect(policy, "gone")]
    assert [str(loss) for loss in losses(effects, allowed=[])] == [
        f"{urn('a')}\n      a registry: its images are deleted with it; it would be replaced, for its name",
        f"{urn('a')}\n      a registry: its images are deleted with it; it would be deleted",
    ]
    assert list(losses(effects, allowed=[urn("a")])) == list(losses(effects, allowed=["*::a"])) == []
    assert len(list(losses(effects, allowed=["*::b"]))) == 2


@pytest.mark.parametrize(
    ("type_", "reason"),
    [
        ("aws:s3/bucketV2:BucketV2", "a bucket: what it holds is deleted with it"),
        ("gcp:compute/globalForwardingRule:GlobalForwardingRule", "a load balancer: its address is known outside"),
        ("gcp:compute/globalAddress:GlobalAddress", "an address, which users and others know"),
        ("azure-native:containerregistry:Registry", "a registry: its images are deleted with it"),
        ("azure-native:containerregistry/v20230701:Registry", "a registry: its images are deleted with it"),
        ("azure-native:containerregistry:Replication", ""),
        ("aws:lb/targetGroup:TargetGroup", ""),
        ("random:index/randomPassword:RandomPassword", "a value that others were made from, such as a password"),
    ],
)
def test_a_type_tells_what_is_lost(type_: str, reason: str) -> None:
    assert reason_of(type_) == reason
