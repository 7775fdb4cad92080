"""The program that an engine ran, as its log of the protocol tells it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scaffolder.engine.seen_program import seen_program
from scaffolder.simulator.values import UNKNOWN, Secret
from scaffolder.simulator.wire import SECRET, SIGNATURE, UNKNOWN_STRING

STACK = "urn:pulumi:dev::demo::"
DEFAULT = f"{STACK}pulumi:providers:aws::default_7_51_1"
VPC, ROLE, BUCKET = (f"{STACK}aws:{type_}" for type_ in ("ec2/vpc:Vpc::v", "iam/role:Role::r", "s3/bucket:Bucket::b"))


def calls(
    service: str, name: str, request: Mapping[str, Any], response: Mapping[str, Any] | None = None
) -> Iterator[str]:
    method = f"/pulumirpc.{service}/{name}"
    for more in ({"progress": "request_started"}, {"response": response or {}, "progress": "response_completed"}):
        yield json.dumps({"method": method, "request": request, **more}, separators=(",", ":")) + "\n"


def run() -> Iterator[str]:
    return calls("LanguageRuntime", "Run", {"project": "demo"})


def checked(urn: str, inputs: Mapping[str, Any], call: str = "Check", **request: Any) -> Iterator[str]:
    return calls("ResourceProvider", call, {"urn": urn, **request}, {"inputs": inputs})


def made(urn: str, request: Mapping[str, Any], **response: Any) -> Iterator[str]:
    type_, name = urn.split("::")[2:]
    return calls(
        "ResourceMonitor", "RegisterResource", {"type": type_, "name": name, **request}, {"urn": urn, **response}
    )


def test_the_last_run_is_told_with_its_providers_and_dependencies() -> None:
    log = [
        *run(),
        *made(BUCKET, {"custom": True, "object": {"bucket": "of the run before"}}),
        *run(),
        *checked(DEFAULT, {"region": "eu-west-1"}, "CheckConfig", type="pulumi:providers:aws", name="default_7_51_1"),
        *checked(VPC, {"cidrBlock": "10.0.0.0/16", "tags": {SIGNATURE: SECRET, "value": "x"}}),
        *made(VPC, {"custom": True, "object": {}}, id="vpc-1", object={"arn": "arn:aws:ec2:vpc-1"}),
        *made(
            ROLE,
            {
                "custom": True,
                "provider": f"{STACK}pulumi:providers:aws::own::7",
                "object": {"name": UNKNOWN_STRING},
                "propertyDependencies": {"name": {"urns": [VPC]}},
            },
        ),
        *calls(
            "ResourceMonitor",
            "ReadResource",
            {"type": "aws:s3/bucket:Bucket", "name": "b", "id": "mine", "properties": {}},
            {"urn": BUCKET, "properties": {"arn": "arn:aws:s3:::mine"}},
        ),
        *calls("ResourceMonitor", "Invoke", {"tok": "a:b:c"}, {"return": {"zone": "eu-west-1a"}}),
        *calls("ResourceMonitor", "RegisterResourceOutputs", {"urn": VPC}),
    ]
    seen = seen_program(log, root=Path("/project"))
    assert seen.registered.answered == {"eu-west-1a"}
    found = {resource.urn: resource for resource in seen.resources}
    assert set(found) == {DEFAULT, VPC, ROLE, BUCKET}
    # What a provider gave back counts; what none was asked of, as the program gave it.
    assert found[VPC].inputs == {"cidrBlock": "10.0.0.0/16", "tags": Secret("x")}
    assert (found[VPC].id, found[VPC].outputs["arn"], found[VPC].provider) == (
        "vpc-1",
        "arn:aws:ec2:vpc-1",
        f"{DEFAULT}::",
    )
    assert found[ROLE].inputs == {"name": UNKNOWN}
    assert (found[ROLE].provider, found[ROLE].property_dependencies) == (
        f"{STACK}pulumi:providers:aws::own::7",
        {"name": [VPC]},
    )
    assert (found[BUCKET].external, found[BUCKET].id) == (True, "mine")
    assert found[DEFAULT].inputs == {"region": "eu-west-1"}


def test_without_a_run_there_is_no_program() -> None:
    assert seen_program(calls("ResourceProvider", "Delete", {"urn": VPC}), root=Path("/project")).resources == ()
