from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.simulator import wire
from scaffolder.simulator.values import UNKNOWN, Asset, ResourceReference, Secret

_URN = "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::v"


def _signed(signature: str, **content: Any) -> Struct:
    struct = Struct()
    struct.update({"it": {wire.SIGNATURE: signature, **content}})
    return struct


@pytest.mark.parametrize("marker", sorted(wire.UNKNOWNS))
def test_every_unknown_of_the_protocol_is_the_one_unknown(marker: str) -> None:
    struct = Struct()
    struct.update({"a": marker, "b": [marker], "c": {"d": marker}})
    assert wire.from_struct(struct) == {"a": UNKNOWN, "b": [UNKNOWN], "c": {"d": UNKNOWN}}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"value": 1, "dependencies": [_URN]}, 1),
        ({"value": 1, "secret": True}, Secret(1)),
        ({"dependencies": [_URN]}, UNKNOWN),
        ({"secret": True}, Secret(UNKNOWN)),
    ],
)
def test_an_output_value_gives_what_it_holds(content: dict[str, Any], expected: Any) -> None:
    assert wire.from_struct(_signed(wire.OUTPUT, **content)) == {"it": expected}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"urn": _URN, "id": "vpc-1"}, ResourceReference(urn=_URN, id="vpc-1")),
        ({"urn": _URN, "id": ""}, ResourceReference(urn=_URN, id=UNKNOWN)),
        ({"urn": _URN, "id": wire.UNKNOWN_STRING}, ResourceReference(urn=_URN, id=UNKNOWN)),
        ({"urn": _URN, "packageVersion": "7.1.0"}, ResourceReference(urn=_URN, package_version="7.1.0")),
    ],
)
def test_a_resource_reference_keeps_its_id(content: dict[str, Any], expected: ResourceReference) -> None:
    found = wire.from_struct(_signed(wire.RESOURCE, **content))
    assert found == {"it": expected}
    assert wire.from_struct(wire.to_struct(found)) == found


_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**53), max_value=2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.just(UNKNOWN)
)
_ASSETS = st.builds(Asset, text=st.text()) | st.builds(
    Asset, archive=st.just(value=True), assets=st.dictionaries(st.text(), st.builds(Asset, text=st.text()), max_size=2)
)
_VALUES = st.recursive(
    _SCALARS | _ASSETS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text().filter(lambda key: key != wire.SIGNATURE), inner, max_size=3)
        | st.builds(Secret, inner)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), _VALUES, max_size=4))
def test_what_goes_over_the_wire_comes_back(values: dict[str, Any]) -> None:
    assert wire.from_struct(wire.to_struct(values)) == values


def test_whole_numbers_come_back_as_ints() -> None:
    found = wire.from_struct(wire.to_struct({"port": 443.0, "ratio": 0.5}))
    assert found == {"port": 443, "ratio": 0.5}
    assert isinstance(found["port"], int)


def test_plain_marks_what_is_unknown_or_secret() -> None:
    value = {
        "a": UNKNOWN,
        "b": [Secret("password"), 443.0, 1.5],
        "c": {"d": Secret(UNKNOWN), "e": None},
        "f": Asset(path="app", archive=True),
        "g": ResourceReference(urn=_URN, id=UNKNOWN),
    }
    assert wire.to_plain(value) == {
        "a": {"$unknown": True},
        "b": [{"$secret": True}, 443, 1.5],
        "c": {"d": {"$secret": True}, "e": None},
        "f": {"$archive": {"path": "app"}},
        "g": {"$resource": _URN, "id": {"$unknown": True}},
    }


def test_what_cannot_travel_says_so() -> None:
    with pytest.raises(TypeError, match="a object cannot travel to a provider"):
        wire.to_struct({"it": object()})
