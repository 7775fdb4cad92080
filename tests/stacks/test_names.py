"""Names: within every cloud's limits, and never the same for two different things."""

import re

from hypothesis import given
from hypothesis import strategies as st

from inference.labels import service_labels
from inference.names import compact_name, short_name, stable_guid
from inference.regions import REGIONS
from inference.settings import Settings, service_name_problem

services = st.from_regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", fullmatch=True).filter(
    lambda name: len(name) <= 40 and service_name_problem(name) is None
)
environments = st.from_regex(r"[a-z][a-z0-9]{0,11}", fullmatch=True)
regions = st.sampled_from([region for cloud in REGIONS.values() for region in cloud])
# AWS load balancers and target groups 32, GCP accounts 30, Container Apps 32, Key Vault 24, Azure registries 50.
limits = st.sampled_from([24, 30, 32, 50, 63])


@given(services, environments, regions, limits)
def test_a_short_name_is_within_its_limit_and_alphabet(service: str, environment: str, region: str, limit: int) -> None:
    name = short_name(service, environment, region, limit=limit)
    assert len(name) <= limit
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name)


@given(services, environments, regions, limits)
def test_a_compact_name_is_letters_and_digits(service: str, environment: str, region: str, limit: int) -> None:
    name = compact_name(service, environment, region, limit=limit)
    assert len(name) <= limit
    assert re.fullmatch(r"[a-z][a-z0-9]*", name)


@given(st.lists(st.tuples(services, environments, regions), min_size=2, max_size=20, unique=True), limits)
def test_two_services_never_share_a_name(things: list[tuple[str, str, str]], limit: int) -> None:
    # Joined by hyphens two different things can spell the same text only when their parts do.
    whole = {"-".join(parts) for parts in things}
    assert len({short_name(*parts, limit=limit) for parts in things}) == len(whole)
    assert len({compact_name(*parts, limit=limit) for parts in things}) == len(whole)


def test_a_guid_is_stable() -> None:
    assert stable_guid("a", "b") == stable_guid("a", "b")
    assert stable_guid("a", "b") != stable_guid("a/b", "")


@given(st.from_regex(r"[A-Za-z0-9_.-]{1,100}", fullmatch=True))
def test_every_label_is_of_the_narrowest_clouds_alphabet(stack: str) -> None:
    labels = service_labels(Settings.parse({}, name="demo", stack=stack))
    # https://cloud.google.com/resource-manager/docs/labels-overview#requirements
    assert all(re.fullmatch(r"[a-z0-9_-]{0,63}", value) for value in labels.values())


def test_labels_say_whose_a_resource_is() -> None:
    settings = Settings.parse({"labels": {"team": "search"}}, name="demo", stack="prod-aws")
    assert service_labels(settings) == {
        "team": "search", "service": "demo", "environment": "dev", "stack": "prod-aws", "managed-by": "pulumi"}  # fmt: skip
