from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty

from scaffolder.simulator import problem_log, protos
from scaffolder.simulator.values import UNKNOWN, Secret
from scaffolder.simulator.wire import from_struct, to_struct

pb: Any = protos.load("provider_pb2")
rpc: Any = protos.load("provider_pb2_grpc")

# For what is there in a moment on a machine that has nothing else to do.
PATIENCE_SECONDS = 120

_CLUSTER = "urn:pulumi:dev::p::aws:ecs/cluster:Cluster::c"


@dataclass(frozen=True, kw_only=True)
class Plugin:
    process: subprocess.Popen[str]
    channel: grpc.Channel
    stub: Any


def _start(name: str, cache: Path, **environment: str) -> Plugin:
    process = subprocess.Popen(
        [sys.executable, "-m", "scaffolder.simulator.plugin", name, "127.0.0.1:1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SCAFFOLDER_CACHE": str(cache), **environment},
    )
    assert process.stdout is not None
    channel = grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}")
    return Plugin(process=process, channel=channel, stub=rpc.ResourceProviderStub(channel))


def _stop(plugin: Plugin, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    plugin.channel.close()
    plugin.process.send_signal(number)
    _, errors = plugin.process.communicate(timeout=PATIENCE_SECONDS)
    return plugin.process.returncode, errors


def _code(error: grpc.RpcError) -> grpc.StatusCode:
    assert isinstance(error, grpc.Call)
    return error.code()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def plugin(cache: Path) -> Iterator[Plugin]:
    running = _start("aws", cache)
    running.stub.Configure(pb.ConfigureRequest(args=to_struct({"region": "eu-west-1"})))
    yield running
    assert _stop(running) == (0, "")


def test_it_says_what_it_is(plugin: Plugin) -> None:
    assert plugin.stub.Handshake(pb.ProviderHandshakeRequest(engine_address="127.0.0.1:1")).accept_secrets
    assert plugin.stub.GetPluginInfo(Empty()).version.startswith("7.")
    assert json.loads(plugin.stub.GetSchema(pb.GetSchemaRequest()).schema) == {}
    assert plugin.stub.Configure(pb.ConfigureRequest(args=to_struct({"region": "eu-west-1"}))).supportsPreview


def test_a_check_keeps_what_is_unknown_or_secret(plugin: Plugin) -> None:
    inputs = {"name": UNKNOWN, "tags": {"a": Secret(UNKNOWN), "b": Secret("x")}}
    checked = plugin.stub.Check(pb.CheckRequest(urn=_CLUSTER, news=to_struct(inputs)))
    assert from_struct(checked.inputs) == {**inputs, "__defaults": []}
    assert list(checked.failures) == []


def test_a_check_fails_on_errors_alone(plugin: Plugin) -> None:
    urn = "urn:pulumi:dev::p::aws:s3/bucket:Bucket::b"
    checked = plugin.stub.Check(pb.CheckRequest(urn=urn, news=to_struct({"acl": "private", "bukcet": "b"})))
    assert [(failure.property, failure.reason) for failure in checked.failures] == [
        (
            "bukcet",
            "`aws:s3/bucket:Bucket` has no property `bukcet`; did you mean `bucket`? "
            "Write `bucket` there (`bucket` as an argument in Python).",
        )
    ]


def test_the_providers_own_settings_are_checked(plugin: Plugin) -> None:
    urn = "urn:pulumi:dev::p::pulumi:providers:aws::main"
    checked = plugin.stub.CheckConfig(pb.CheckRequest(urn=urn, news=to_struct({"regoin": "eu-west-1"})))
    assert [failure.property for failure in checked.failures] == ["regoin"]
    olds, news = to_struct({"region": "a"}), to_struct({"region": "b"})
    assert list(plugin.stub.DiffConfig(pb.DiffRequest(urn=urn, olds=olds, news=news)).diffs) == ["region"]


def test_a_resource_lives_its_life(plugin: Plugin) -> None:
    inputs = to_struct({"name": "c"})
    preview = plugin.stub.Create(pb.CreateRequest(urn=_CLUSTER, properties=inputs, preview=True))
    assert (preview.id, from_struct(preview.properties)) == ("", {"name": "c"})

    created = plugin.stub.Create(pb.CreateRequest(urn=_CLUSTER, properties=inputs))
    arn = "arn:aws:ecs:eu-west-1:123456789012:cluster/c"
    assert (created.id, from_struct(created.properties)["arn"]) == (arn, arn)

    same = pb.DiffRequest(id=arn, urn=_CLUSTER, old_inputs=inputs, olds=created.properties, news=inputs)
    assert plugin.stub.Diff(same).changes == pb.DiffResponse.DIFF_NONE
    settings = [{"name": "containerInsights", "value": "enabled"}]
    news = to_struct({"name": "c", "settings": settings})
    diff = pb.DiffRequest(id=arn, urn=_CLUSTER, old_inputs=inputs, olds=created.properties, news=news)
    assert (plugin.stub.Diff(diff).changes, list(plugin.stub.Diff(diff).diffs)) == (
        pb.DiffResponse.DIFF_SOME,
        ["settings"],
    )
    diff.ignoreChanges.append("settings")
    assert plugin.stub.Diff(diff).changes == pb.DiffResponse.DIFF_NONE

    updated = plugin.stub.Update(pb.UpdateRequest(id=arn, urn=_CLUSTER, olds=created.properties, news=news))
    assert from_struct(updated.properties)["arn"] == arn
    assert from_struct(updated.properties)["settings"] == settings

    read = plugin.stub.Read(pb.ReadRequest(id=arn, urn=_CLUSTER, properties=updated.properties, inputs=news))
    assert (read.id, from_struct(read.properties)) == (arn, from_struct(updated.properties))
    assert plugin.stub.Delete(pb.DeleteRequest(id=arn, urn=_CLUSTER, properties=updated.properties)) == Empty()
    assert plugin.stub.Cancel(Empty()) == Empty()


def test_a_function_takes_its_region_from_the_provider(plugin: Plugin) -> None:
    answered = plugin.stub.Invoke(pb.InvokeRequest(tok="aws:index/getRegion:getRegion", args=to_struct({})))
    assert from_struct(getattr(answered, "return"))["region"] == "eu-west-1"
    token = "aws:index/getAvailabilityZones:getAvailabilityZones"
    refused = plugin.stub.Invoke(pb.InvokeRequest(tok=token, args=to_struct({"region": "nowhere"})))
    assert [failure.property for failure in refused.failures] == ["region"]


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("Parameterize", pb.ParameterizeRequest()),
        ("GetMapping", pb.GetMappingRequest()),
        ("GetMappings", pb.GetMappingsRequest()),
        ("Call", pb.CallRequest(tok="aws:x:Y/z")),
    ],
)
def test_what_is_not_supported_says_so(plugin: Plugin, method: str, request_: Any) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        getattr(plugin.stub, method)(request_, timeout=PATIENCE_SECONDS)
    assert _code(refused.value) == grpc.StatusCode.UNIMPLEMENTED


def test_in_a_preview_a_methods_result_is_open(plugin: Plugin) -> None:
    answered = plugin.stub.Call(pb.CallRequest(tok="aws:x:Y/z", dryRun=True))
    assert from_struct(getattr(answered, "return")) == {"result": UNKNOWN}


def test_a_provider_stands_for_the_package_that_an_sdk_was_made_for(plugin: Plugin) -> None:
    value = pb.ParameterizeRequest.ParametersValue(name="zenml", version="2.0.0", value=b"{}")
    made = plugin.stub.Parameterize(pb.ParameterizeRequest(value=value))
    assert (made.name, made.version) == ("zenml", "2.0.0")


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [
        ("127.0.0.1:9", grpc.StatusCode.UNAVAILABLE),
        ("", grpc.StatusCode.INVALID_ARGUMENT),
        ("nonsense", grpc.StatusCode.INVALID_ARGUMENT),
    ],
)
def test_a_component_without_an_engine_is_an_error_not_a_hang(
    plugin: Plugin, endpoint: str, code: grpc.StatusCode
) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        plugin.stub.Construct(pb.ConstructRequest(monitorEndpoint=endpoint), timeout=PATIENCE_SECONDS)
    assert _code(refused.value) == code


def test_empty_requests_get_an_answer(plugin: Plugin) -> None:
    assert from_struct(plugin.stub.Check(pb.CheckRequest(), timeout=PATIENCE_SECONDS).inputs) == {}
    assert plugin.stub.Create(pb.CreateRequest(), timeout=PATIENCE_SECONDS).id != ""
    assert plugin.stub.Diff(pb.DiffRequest(), timeout=PATIENCE_SECONDS).changes == pb.DiffResponse.DIFF_NONE
    assert from_struct(getattr(plugin.stub.Invoke(pb.InvokeRequest(), timeout=PATIENCE_SECONDS), "return")) == {}


def test_an_unset_list_or_secret_is_no_trap(plugin: Plugin) -> None:
    odd = to_struct({"a": Secret(None), "b": [], "c": None, "d": {}})
    assert from_struct(
        plugin.stub.Check(pb.CheckRequest(urn="odd", news=odd), timeout=PATIENCE_SECONDS).inputs
    ) == from_struct(odd)


def test_problems_go_to_the_file_and_fail_nothing(cache: Path, tmp_path: Path) -> None:
    file = tmp_path / "problems.jsonl"
    running = _start("aws", cache, **{problem_log.VARIABLE: str(file)})
    inputs = to_struct({"acl": "private", "bukcet": Secret("hunter2")})
    urn = "urn:pulumi:dev::p::aws:s3/bucket:Bucket::b"
    for _ in range(2):
        assert list(running.stub.Check(pb.CheckRequest(urn=urn, news=inputs)).failures) == []
    running.stub.Invoke(pb.InvokeRequest(tok="aws:ec2/getInstanceTypes:getInstanceTypes", args=to_struct({})))
    assert _stop(running, signal.SIGTERM) == (0, "")
    found = problem_log.read(file)
    assert [(problem.urn, problem.property, problem.severity, problem.value) for problem in found] == [
        ("", "", "warning", None),
        (urn, "acl", "warning", "private"),
        (urn, "bukcet", "error", {"$secret": True}),
    ]
    assert "hunter2" not in file.read_text()


def test_no_problems_file_means_no_problems(tmp_path: Path) -> None:
    assert problem_log.read(tmp_path / "absent.jsonl") == ()


def test_it_reads_the_sdks_it_is_told_to(cache: Path, tmp_path: Path) -> None:
    running = _start("aws", cache, SCAFFOLDER_SDK_PATHS=str(tmp_path))
    checked = running.stub.Check(pb.CheckRequest(urn=_CLUSTER, news=to_struct({"anything": 1})))
    assert list(checked.failures) == []
    assert running.stub.GetPluginInfo(Empty()).version == ""
    assert _stop(running) == (0, "")


def test_garbage_gets_a_status(plugin: Plugin) -> None:
    for method in ("Check", "Create", "Invoke", "Nothing"):
        call = plugin.channel.unary_unary(f"/pulumirpc.ResourceProvider/{method}")
        with pytest.raises(grpc.RpcError) as refused:
            call(b"\xff\xff garbage", timeout=PATIENCE_SECONDS)
        assert _code(refused.value) in {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNIMPLEMENTED}


def test_without_a_name_it_says_how_to_call_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scaffolder.simulator.plugin"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, "usage: python -m scaffolder.simulator.plugin NAME\n")


def test_it_starts_without_the_sdk_core() -> None:
    code = "import sys, scaffolder.simulator.plugin; print('pulumi' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


_VPC = "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::v"


def _faults(tmp_path: Path, kind: str) -> dict[str, str]:
    file = tmp_path / "faults.json"
    file.write_text(json.dumps([{"type": "aws:ec2/vpc:Vpc", "op": "create", "nth": 1, "kind": kind}]))
    return {"SCAFFOLDER_CLOUD_STATE": str(tmp_path / "clouds.sqlite"), "SCAFFOLDER_FAULTS": str(file)}


def test_a_resource_that_exists_after_a_failure_is_told_with_it(cache: Path, tmp_path: Path) -> None:
    running = _start("aws", cache, **_faults(tmp_path, "timeout"))
    request = pb.CreateRequest(urn=_VPC, type="aws:ec2/vpc:Vpc", properties=to_struct({"cidrBlock": "10.0.0.0/16"}))
    with pytest.raises(grpc.RpcError) as failed:
        running.stub.Create(request)
    details = dict(failed.value.trailing_metadata())["grpc-status-details-bin"]
    status = protos.load("status_pb2").Status.FromString(details)
    told = pb.ErrorResourceInitFailed()
    assert status.details[0].Unpack(told)
    assert told.id.startswith("vpc-0")
    assert from_struct(told.properties)["cidrBlock"] == "10.0.0.0/16"
    read = running.stub.Read(pb.ReadRequest(id=told.id, urn=_VPC, type="aws:ec2/vpc:Vpc"))
    assert (read.id, read.properties) == (told.id, told.properties)
    assert from_struct(read.inputs) == {"cidrBlock": "10.0.0.0/16"}
    running.stub.Delete(pb.DeleteRequest(id=told.id, urn=_VPC, type="aws:ec2/vpc:Vpc"))
    assert running.stub.Read(pb.ReadRequest(id=told.id, urn=_VPC, type="aws:ec2/vpc:Vpc")).id == ""
    assert _stop(running) == (0, "")


def test_a_refusal_is_an_error_of_the_call(cache: Path, tmp_path: Path) -> None:
    running = _start("aws", cache, **_faults(tmp_path, "refused"))
    with pytest.raises(grpc.RpcError) as refused:
        running.stub.Create(pb.CreateRequest(urn=_VPC, type="aws:ec2/vpc:Vpc", properties=to_struct({})))
    assert _code(refused.value) == grpc.StatusCode.UNKNOWN
    assert "AccessDeniedException" in str(refused.value)
    assert running.stub.Create(pb.CreateRequest(urn=_VPC, type="aws:ec2/vpc:Vpc", properties=to_struct({}))).id
    assert _stop(running) == (0, "")


def test_a_provider_that_is_made_to_die_is_gone(cache: Path, tmp_path: Path) -> None:
    running = _start("aws", cache, **_faults(tmp_path, "killed"))
    with pytest.raises(grpc.RpcError) as dead:
        running.stub.Create(pb.CreateRequest(urn=_VPC, type="aws:ec2/vpc:Vpc", properties=to_struct({})))
    assert _code(dead.value) == grpc.StatusCode.UNAVAILABLE
    running.channel.close()
    assert running.process.communicate(timeout=PATIENCE_SECONDS) == ("", "")
    assert running.process.returncode == 137


def test_another_seed_gives_other_ids(cache: Path) -> None:
    ids = []
    for seed in ("1", "2", "1"):
        running = _start("aws", cache, SCAFFOLDER_SEED=seed)
        ids.append(running.stub.Create(pb.CreateRequest(urn=_VPC, type="aws:ec2/vpc:Vpc", properties=to_struct({}))).id)
        assert _stop(running) == (0, "")
    assert ids[0] == ids[2] != ids[1]
