"""A project's answers with something more or less: what stays as it is, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.errors import ScaffolderError
from scaffolder.generate import built_in_layers, plan_stacks_of
from scaffolder.project.amend import (
    with_cloud,
    with_environment,
    with_region,
    with_settings,
    without_cloud,
    without_environment,
    without_region,
)
from scaffolder.project.answers import CLOUDS, Answers
from scaffolder.project.features import FEATURES, settings_of_feature
from scaffolder.project.stacks import Stack, settled

GCP = Answers(name="sentiment", clouds=["gcp"])
BOTH = Answers(name="sentiment", clouds=["aws", "gcp"])


def stacks(answers: Answers) -> tuple[Stack, ...]:
    return plan_stacks_of(answers, built_in_layers(answers))


def regions(answers: Answers) -> dict[str, list[str]]:
    return {stack.name: list(stack.regions) for stack in stacks(answers)}


def test_a_cloud_leaves_the_stacks_that_are_there_their_names() -> None:
    more = settled(with_cloud(GCP, "azure", ["westeurope"]))
    assert regions(more) == {
        "dev": ["us-central1"],
        "dev-azure": ["westeurope"],
        "prod": ["us-central1", "us-east4"],
        "prod-azure": ["westeurope"],
    }
    assert more.document()["plain_stacks"] == ["gcp"]
    assert settled(without_cloud(more, "azure")) == GCP
    only_azure = settled(without_cloud(more, "gcp"))
    assert regions(only_azure) == {"dev-azure": ["westeurope"], "prod-azure": ["westeurope"]}
    assert list(regions(with_cloud(only_azure, "aws", []))) == ["dev-aws", "dev-azure", "prod-aws", "prod-azure"]


def test_a_cloud_that_goes_leaves_the_others_their_long_names() -> None:
    assert list(regions(without_cloud(BOTH, "aws"))) == ["dev-gcp", "prod-gcp"]


def test_what_is_of_one_cloud_stays_with_it() -> None:
    answers = replace(
        GCP,
        settings={"account": "my-project", "port": 9000},
        overrides={"prod": {"regions": ["europe-west1"], "maxReplicas": 20}},
    )
    more = settled(with_cloud(answers, "aws", []))
    assert more.settings == {"port": 9000}
    assert more.overrides == {
        "gcp": {"account": "my-project"},
        "prod": {"maxReplicas": 20},
        "prod-gcp": {"regions": ["europe-west1"]},
    }
    assert regions(more)["prod"] == ["europe-west1"]
    assert regions(more)["prod-aws"] == ["us-east-1", "us-west-2"]
    less = settled(without_cloud(more, "aws"))
    assert less.plain_stacks is None
    assert regions(less) == regions(answers)
    assert [stack.settings for stack in stacks(less)] == [stack.settings for stack in stacks(answers)]


@pytest.mark.parametrize(
    ("there", "new", "order"),
    [
        (["dev", "prod"], "staging", ["dev", "staging", "prod"]),
        (["staging", "prod"], "dev", ["dev", "staging", "prod"]),
        (["dev"], "prod", ["dev", "prod"]),
        (["dev", "qa", "prod"], "load", ["dev", "qa", "load", "prod"]),
    ],
)
def test_an_environment_comes_before_prod(there: list[str], new: str, order: list[str]) -> None:
    more = with_environment(replace(GCP, environments=there), new)
    assert more.environments == order
    assert without_environment(more, new).environments == there


def test_an_environment_takes_its_settings_along() -> None:
    answers = replace(BOTH, overrides={"prod": {"port": 1}, "prod-aws": {"port": 2}, "aws": {"port": 3}})
    assert without_environment(answers, "prod").overrides == {"aws": {"port": 3}}


def test_a_region_comes_last_and_goes_again() -> None:
    everywhere = with_region(GCP, stacks(GCP), "us-east1", [])
    assert regions(everywhere) == {"dev": ["us-central1", "us-east1"], "prod": ["us-central1", "us-east4", "us-east1"]}
    assert regions(without_region(everywhere, stacks(everywhere), "us-east1", [])) == regions(GCP)
    prod = with_region(GCP, stacks(GCP), "us-east1", ["prod"])
    assert prod.overrides == {"prod": {"regions": ["us-central1", "us-east4", "us-east1"]}}
    assert regions(prod)["dev"] == ["us-central1"]


def test_regions_that_are_the_same_everywhere_are_one_answer() -> None:
    answers = with_region(GCP, stacks(GCP), "us-east4", ["dev"])
    assert (answers.regions, answers.overrides) == ({"gcp": ["us-central1", "us-east4"]}, {})
    assert regions(answers) == {"dev": ["us-central1", "us-east4"], "prod": ["us-central1", "us-east4"]}


def test_a_region_of_one_cloud_leaves_the_other_alone() -> None:
    answers = with_region(BOTH, stacks(BOTH), "us-east1", ["prod"])
    assert answers.overrides == {"prod-gcp": {"regions": ["us-central1", "us-east4", "us-east1"]}}
    assert regions(answers)["prod-aws"] == ["us-east-1", "us-west-2"]
    kept = replace(answers, overrides={**answers.overrides, "prod-aws": {"regions": ["eu-west-1"]}})
    less = without_region(kept, stacks(kept), "us-east4", [])
    assert regions(less)["prod-gcp"] == ["us-central1", "us-east1"]
    assert regions(less)["prod-aws"] == ["eu-west-1"]


def test_a_setting_for_all_stands_against_no_other() -> None:
    answers = replace(
        GCP, settings={"port": 1}, overrides={"dev": {"waf": "managed"}, "prod": {"waf": "off", "cpu": 2}}
    )
    assert with_settings(answers, {"waf": "managed"}, []).overrides == {"prod": {"cpu": 2}}
    assert with_settings(answers, {"waf": "managed"}, ["prod"]).overrides["prod"] == {"waf": "managed", "cpu": 2}


REFUSALS: list[tuple[Any, str, str]] = [
    (lambda: with_cloud(GCP, "gcp", []), "The project is on gcp already.", "Add one of: aws, azure."),
    (lambda: with_cloud(GCP, "azur", []), "'azur' is no cloud.", "Did you mean azure?"),
    (lambda: without_cloud(GCP, "gcp"), "gcp is the project's only cloud.", "Add another cloud first, or delete the project's folder."),
    (lambda: without_cloud(GCP, "aws"), "The project has no cloud 'aws'.", "It has: gcp."),
    (lambda: with_environment(GCP, "prod"), "There is an environment prod already.", "There are: dev, prod."),
    (lambda: without_environment(GCP, "prd"), "The project has no environment 'prd'.", "Did you mean prod?"),
    (lambda: with_region(GCP, stacks(GCP), "us-east-1", []), "us-east-1 is a region of aws, and the project is on gcp.", "scaffold add cloud aws --region us-east-1"),
    (lambda: with_region(GCP, stacks(GCP), "us-eeast1", []), "'us-eeast1' is no region of gcp.", "Did you mean us-east1?"),
    (lambda: with_region(BOTH, stacks(BOTH), "europe-west99", []), "'europe-west99' is no region of aws or gcp.", "Did you mean europe-west9?"),
    (lambda: with_region(BOTH, stacks(BOTH), "us-east1", [], cloud="aws"), "us-east1 is a region of gcp, not of aws.", "Did you mean us-east-1?"),
    (lambda: with_region(GCP, stacks(GCP), "us-east4", ["prod"]), "us-east4 is a region of prod already.", "Add another, or to another stack."),
    (lambda: with_region(GCP, stacks(GCP), "us-east4", ["prd"]), "'prd' is no stack on gcp.", "Did you mean prod?"),
    (lambda: without_region(GCP, stacks(GCP), "us-central1", []), "us-central1 is the only region of dev.", "Add another first, or say with --stack which stacks are meant."),
    (lambda: without_region(GCP, stacks(GCP), "us-west1", []), "No such stack was asked to serve from us-west1.", "It is one of: us-central1, us-east4. What you wrote into a stack's file yourself, you take out there."),
    (lambda: settings_of_feature("wav", on=True), "'wav' is no feature.", "Did you mean waf?"),
    (lambda: settings_of_feature("gpu", on=True), "gpu needs a value.", "scaffold add feature 'gpu=l4'"),
    (lambda: settings_of_feature("waf=on", on=True), "waf takes no value.", "scaffold add feature waf"),
    (lambda: settings_of_feature("gpu=l4", on=False), "gpu is removed whole.", "scaffold remove feature gpu"),
]  # fmt: skip


@pytest.mark.parametrize(("action", "message", "fix"), REFUSALS)
def test_what_makes_no_sense_is_refused(action: Any, message: str, fix: str) -> None:
    with pytest.raises(ScaffolderError) as caught:
        action()
    assert (str(caught.value), caught.value.fix) == (message, fix)


def test_an_unknown_feature_lists_them_all() -> None:
    with pytest.raises(ScaffolderError) as caught:
        settings_of_feature("?", on=True)
    assert [line.split()[0].removesuffix("=VALUE") for line in caught.value.fix.splitlines()[1:]] == list(FEATURES)


@pytest.mark.parametrize("name", FEATURES)
@pytest.mark.parametrize("cloud", ["aws", "gcp", "azure"])
def test_a_feature_goes_again_as_it_came(name: str, cloud: str) -> None:
    base = settled(Answers(name="sentiment", clouds=[cloud], environments=["dev"]))
    feature, off = FEATURES[name], settings_of_feature(name, on=False)
    asked = f"{name}={feature.example}" if feature.example else name
    more = settled(with_settings(base, settings_of_feature(asked, on=True), []))
    assert {key: more.settings.get(key, value) for key, value in off.items()} != off
    less = settled(with_settings(more, off, []))
    assert {key: less.settings[key] for key in off} == off
    (stack,) = stacks(less)
    assert {key: stack.settings[key] for key in off} == off


@pytest.mark.parametrize("plain", [["aws"], ["gcp", "gcp"]])
def test_plain_stacks_are_of_one_cloud_of_the_project(plain: list[str]) -> None:
    with pytest.raises(ScaffolderError, match="plain_stacks is "):
        stacks(replace(GCP, plain_stacks=plain))


STEPS = st.one_of(
    st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from(["aws", "gcp", "azure"])),
    st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from(["dev", "staging", "prod", "qa"])),
    st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from(["us-east1", "us-east-1", "westeurope"])),
)


@settings(max_examples=settings.default.max_examples * 4 // 10)
@given(steps=st.lists(STEPS, min_size=1, max_size=6), first=st.sampled_from([["aws"], ["gcp"], ["aws", "azure"]]))
def test_whatever_comes_and_goes_a_stack_that_stays_keeps_its_name(
    steps: list[tuple[str, str]], first: list[str]
) -> None:
    own = {"account": {"aws": "123456789012", "gcp": "my-project"}[first[0]]} if len(first) == 1 else {}
    answers = settled(Answers(name="sentiment", clouds=first, settings={"port": 9000, **own}))
    for verb, what in steps:
        before = {(stack.cloud, stack.environment): stack for stack in stacks(answers)}
        try:
            answers = settled(amended(answers, verb, what))
        except ScaffolderError:
            continue  # it is there already, or not at all, or the last
        after = {(stack.cloud, stack.environment): stack for stack in stacks(answers)}
        for key in before.keys() & after.keys():
            assert after[key].name == before[key].name
            assert after[key].settings == {**before[key].settings, "regions": list(after[key].regions)}
            assert {*after[key].regions} ^ {*before[key].regions} <= {what}
        changed = {what} & {cloud_or_env for key in before.keys() ^ after.keys() for cloud_or_env in key}
        assert changed or before.keys() == after.keys()


def amended(answers: Answers, verb: str, what: str) -> Answers:
    if what in CLOUDS:
        return with_cloud(answers, what, []) if verb == "add" else without_cloud(answers, what)
    if what in {"dev", "staging", "prod", "qa"}:
        return (with_environment if verb == "add" else without_environment)(answers, what)
    return (with_region if verb == "add" else without_region)(answers, stacks(answers), what, [])
