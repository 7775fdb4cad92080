"""Nonsense over the wire gets an answer or a status, soon, and the plugin goes on and ends without a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.simulator.wire import ARCHIVE, ASSET, OUTPUT, RESOURCE, SECRET, SIGNATURE, UNKNOWNS, to_struct
from tests.simulator.test_plugin import Plugin, _start, _stop, pb

_METHODS = (
    "CheckConfig",
    "Check",
    "DiffConfig",
    "Diff",
    "Create",
    "Update",
    "Read",
    "Delete",
    "Invoke",
    "Call",
    "Configure",
)
# An answer that is not there after so long is a hang.
_SECONDS = 300
_TYPES = st.sampled_from(
    ["aws:ecs/service:Service", "aws:lb/targetGroup:TargetGroup", "aws:s3/bucket:Bucket", "aws:a/b:C", "kubernetes:core/v1:Pod", ":", ""]
)  # fmt: skip
_URNS = st.builds(lambda type_, name: f"urn:pulumi:dev::p::{type_}::{name}", _TYPES, st.text(max_size=4)) | st.text(
    max_size=8
)
_KEYS = st.sampled_from(
    ["name", "tags", "containerDefinitions", "metadata", "__defaults", "id", "urn", "value", SIGNATURE]
)
_SIGNATURES = st.sampled_from([SECRET, OUTPUT, ASSET, ARCHIVE, RESOURCE, *sorted(UNKNOWNS)])
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(max_size=6) | _SIGNATURES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS | st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)
_STRUCTS = st.dictionaries(_KEYS | st.text(max_size=4), _VALUES, max_size=4).map(to_struct)
_REQUESTS = st.one_of(
    st.builds(lambda urn, olds, news: ("Check", pb.CheckRequest(urn=urn, olds=olds, news=news)), _URNS, _STRUCTS, _STRUCTS),
    st.builds(
        lambda urn, olds, news, ignored: (
            "Diff",
            pb.DiffRequest(urn=urn, id="i", olds=olds, old_inputs=olds, news=news, ignoreChanges=ignored),
        ),
        _URNS, _STRUCTS, _STRUCTS, st.lists(st.text(max_size=5), max_size=2),
    ),
    st.builds(
        lambda urn, given, preview: ("Create", pb.CreateRequest(urn=urn, properties=given, preview=preview)),
        _URNS, _STRUCTS, st.booleans(),
    ),
    st.builds(
        lambda urn, olds, news, preview: ("Update", pb.UpdateRequest(urn=urn, id="i", olds=olds, news=news, preview=preview)),
        _URNS, _STRUCTS, _STRUCTS, st.booleans(),
    ),
    st.builds(lambda urn, id_, given: ("Read", pb.ReadRequest(urn=urn, id=id_, properties=given, inputs=given)), _URNS, st.text(max_size=4), _STRUCTS),
    st.builds(lambda urn, id_, given: ("Delete", pb.DeleteRequest(urn=urn, id=id_, properties=given)), _URNS, st.text(max_size=4), _STRUCTS),
    st.builds(
        lambda token, given: ("Invoke", pb.InvokeRequest(tok=token, args=given)),
        st.sampled_from(["aws:index/getRegion:getRegion", "aws:iam/getPolicyDocument:getPolicyDocument", "a:b", "a:b:c"]) | st.text(max_size=6),
        _STRUCTS,
    ),
    st.builds(lambda token, given: ("Call", pb.CallRequest(tok=token, args=given)), st.text(max_size=6), _STRUCTS),
)  # fmt: skip


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plugin]:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    running = _start("aws", folder, SCAFFOLDER_CLOUD_STATE=str(folder / "cloud.db"))
    yield running
    assert running.stub.GetPluginInfo(Empty()).version.startswith("7.")
    assert _stop(running) == (0, "")


def _raw(plugin: Plugin, method: str, request: bytes) -> tuple[grpc.StatusCode, str]:
    call = plugin.channel.unary_unary(f"/pulumirpc.ResourceProvider/{method}")
    try:
        call(request, timeout=_SECONDS)
    except grpc.RpcError as error:
        assert isinstance(error, grpc.Call)
        return error.code(), error.details() or ""
    return grpc.StatusCode.OK, ""


@settings(max_examples=settings.default.max_examples * 15 // 10)
@given(method=st.sampled_from(_METHODS), request=st.binary(max_size=60))
def test_bytes_that_are_no_request_get_a_status(plugin: Plugin, method: str, request: bytes) -> None:
    code, details = _raw(plugin, method, request)
    assert code not in {grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.UNAVAILABLE}
    assert not details.startswith("Exception calling application")


@settings(max_examples=settings.default.max_examples * 2)
@given(request=_REQUESTS)
def test_requests_of_nonsense_get_an_answer_or_a_refusal(plugin: Plugin, request: tuple[str, Any]) -> None:
    method, message = request
    code, details = _raw(plugin, method, message.SerializeToString())
    # The protocol has refusals of a cloud as UNKNOWN, which grpc also gives for what nobody has caught.
    assert code in {grpc.StatusCode.OK, grpc.StatusCode.UNKNOWN, grpc.StatusCode.UNIMPLEMENTED}, details
    assert not details.startswith("Exception calling application"), details
