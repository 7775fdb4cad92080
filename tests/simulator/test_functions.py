from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.simulator.cloud import Invoked, SimulatedCloud
from scaffolder.simulator.constraints.own import check_own
from scaffolder.simulator.constraints.store import ConstraintStore
from scaffolder.simulator.functions import aws, azure, gcp
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.values import Secret


def _ask(cloud: SimulatedCloud, token: str, args: dict[str, Any] | None = None, **provider: Any) -> Invoked:
    return cloud.invoke(token=token, args=args or {}, preview=True, provider_inputs=provider)


def _result(cloud: SimulatedCloud, token: str, args: dict[str, Any] | None = None, **provider: Any) -> dict[str, Any]:
    invoked = _ask(cloud, token, args, **provider)
    assert invoked.problems == ()
    assert invoked.result is not None
    return dict(invoked.result)


_ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones"


@pytest.mark.parametrize(
    ("args", "provider", "names"),
    [
        ({}, {}, ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"]),
        ({"state": "available"}, {"region": "eu-west-1"}, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]),
        (
            {"region": "ap-northeast-1"},
            {"region": "eu-west-1"},
            ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"],
        ),
        ({"excludeNames": ["eu-west-1a"]}, {"region": "eu-west-1"}, ["eu-west-1b", "eu-west-1c"]),
        ({"excludeZoneIds": ["euw1-az2"]}, {"region": "eu-west-1"}, ["eu-west-1a", "eu-west-1c"]),
    ],
)
def test_zones_are_those_of_the_region(
    cloud: SimulatedCloud, args: dict[str, Any], provider: dict[str, Any], names: list[str]
) -> None:
    result = _result(cloud, _ZONES, args, **provider)
    assert result["names"] == names
    assert len(result["zoneIds"]) == len(names)


def test_a_region_that_does_not_exist_is_refused(cloud: SimulatedCloud) -> None:
    invoked = _ask(cloud, _ZONES, {"region": "us-east-9"})
    assert invoked.result is None
    (problem,) = invoked.problems
    assert problem.message == f"`{_ZONES}`: there is no AWS region `us-east-9`."
    assert (problem.severity, problem.property, problem.value) == ("error", "region", "us-east-9")


def test_the_policy_document_is_rendered(cloud: SimulatedCloud) -> None:
    statements = [
        {
            "sid": "Assume",
            "actions": ["sts:AssumeRole"],
            "principals": [{"type": "Service", "identifiers": ["ecs-tasks.amazonaws.com"]}],
            "conditions": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["123456789012"]}],
        },
        {
            "effect": "Deny",
            "not_actions": ["s3:Get*", "s3:List*"],
            "resources": ["arn:b", "arn:a"],
            "principals": [{"type": "*", "identifiers": ["*"]}],
        },
    ]
    result = _result(cloud, "aws:iam/getPolicyDocument:getPolicyDocument", {"statements": statements})
    expected = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Assume",
                "Effect": "Allow",
                "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
            },
            {
                "Effect": "Deny",
                "Principal": "*",
                "NotAction": ["s3:Get*", "s3:List*"],
                "Resource": ["arn:a", "arn:b"],
            },
        ],
    }
    assert json.loads(result["json"]) == expected
    assert json.loads(result["minifiedJson"]) == expected


def test_policy_documents_are_merged_by_their_sid(cloud: SimulatedCloud) -> None:
    first = json.dumps({"Statement": [{"Sid": "A", "Effect": "Allow", "Action": "a:1", "Resource": "*"}]})
    last = json.dumps({"Statement": {"Sid": "B", "Effect": "Deny", "Action": "b:2", "Resource": "*"}})
    args = {
        "sourcePolicyDocuments": [first],
        "statements": [{"sid": "B", "actions": ["b:1"], "resources": ["*"]}],
        "overridePolicyDocuments": [last],
    }
    result = _result(cloud, "aws:iam/getPolicyDocument:getPolicyDocument", args)
    assert [(part["Sid"], part["Effect"], part["Action"]) for part in json.loads(result["json"])["Statement"]] == [
        ("A", "Allow", "a:1"),
        ("B", "Deny", "b:2"),
    ]


def test_a_source_policy_that_is_no_json_is_refused(cloud: SimulatedCloud) -> None:
    invoked = _ask(cloud, "aws:iam/getPolicyDocument:getPolicyDocument", {"sourcePolicyDocuments": ["{"]})
    assert invoked.result is None
    assert "a source policy is not JSON" in invoked.problems[0].message


@pytest.mark.parametrize("token", sorted([*aws.ANSWERS, *gcp.ANSWERS, *azure.ANSWERS]))
def test_an_answer_fits_what_the_sdk_declares(cloud: SimulatedCloud, token: str) -> None:
    schema = cloud.schemas.function(token)
    assert schema is not None
    args = {name: "given" for name, property_ in schema.inputs.items() if property_.required}
    result = _result(cloud, token, args)
    needed = {name for name, property_ in schema.outputs.items() if property_.required}
    assert needed <= set(result) <= set(schema.outputs)
    assert result == _result(cloud, token, args)


@pytest.mark.parametrize(
    ("token", "args", "provider", "part"),
    [
        ("aws:index/getRegion:getRegion", {}, {"region": "eu-west-1"}, {"region": "eu-west-1"}),
        ("aws:index/getPartition:getPartition", {}, {"region": "cn-north-1"}, {"partition": "aws-cn"}),
        ("aws:index/getCallerIdentity:getCallerIdentity", {}, {}, {"accountId": "123456789012"}),
        (
            "gcp:organizations/getClientConfig:getClientConfig",
            {},
            {"project": "mine", "region": "europe-west1"},
            {"project": "mine", "region": "europe-west1", "zone": "europe-west1-b"},
        ),
        (
            "gcp:compute/getZones:getZones",
            {"region": "us-central1"},
            {},
            {"names": [f"us-central1-{end}" for end in "abcf"]},
        ),
        (
            "azure-native:authorization:getClientConfig",
            {},
            {"subscriptionId": "11111111-1111-1111-1111-111111111111"},
            {"subscriptionId": "11111111-1111-1111-1111-111111111111"},
        ),
        (
            "kubernetes:yaml:decode",
            {"text": "kind: A\n---\nkind: B\nmetadata: {namespace: b}\n", "defaultNamespace": "n"},
            {},
            {"result": [{"kind": "A", "metadata": {"namespace": "n"}}, {"kind": "B", "metadata": {"namespace": "b"}}]},
        ),
        (
            "std:index:sha256",
            {"input": ""},
            {},
            {"result": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        ),
    ],
)
def test_the_answer_follows_the_question(
    cloud: SimulatedCloud, token: str, args: dict[str, Any], provider: dict[str, Any], part: dict[str, Any]
) -> None:
    result = _result(cloud, token, args, **provider)
    assert {name: result[name] for name in part} == part


def test_any_other_function_gets_a_made_up_answer_that_says_so(cloud: SimulatedCloud) -> None:
    token = "aws:ec2/getInstanceTypes:getInstanceTypes"
    invoked = _ask(cloud, token, {}, region="eu-west-1")
    assert invoked.result is not None
    assert set(invoked.result) == {"id", "instanceTypes", "region"}
    assert invoked.result["region"] == "eu-west-1"
    assert invoked.problems == (
        Problem(
            severity="warning",
            urn="",
            message=f"The answer of the function `{token}` is made up; no cloud was asked.",
            fix="Do not rely on its value in this preview, or declare it in `constraints/answers.toml`.",
            source=invoked.problems[0].source,
        ),
    )


def test_what_was_made_up_is_held_against_no_resource(cloud: SimulatedCloud) -> None:
    token, grant = "gcp:organizations/getIamCustomRole:getIamCustomRole", "gcp:projects/iAMMember:IAMMember"
    told = _ask(cloud, token, {"orgId": "1234567890", "roleId": "deployer"}).result or {}
    inputs = {"project": "p-123456", "member": "user:jane@example.com"}
    assert cloud.check(urn="u", type_=grant, inputs={**inputs, "role": told["name"]}).problems == ()
    assert [one.property for one in cloud.check(urn="u", type_=grant, inputs={**inputs, "role": "x"}).problems] == [
        "role"
    ]


@pytest.mark.parametrize(
    ("token", "args", "name", "expected"),
    [
        ("aws:ec2/getAmi:getAmi", {"owners": ["amazon"], "mostRecent": "true"}, "mostRecent", True),
        ("aws:ec2/getAmi:getAmi", {"owners": "amazon"}, "owners", ["amazon"]),
        ("aws:ec2/getAmi:getAmi", {"owners": [Secret(137112412989)]}, "owners", [Secret("137112412989")]),
        ("aws:ec2/getInstanceTypes:getInstanceTypes", {"region": 1.5}, "region", "1.5"),
        ("aws:s3/getBucketPolicy:getBucketPolicy", {"bucket": "b"}, "policy", "{}"),
    ],
)
def test_an_argument_comes_back_as_the_provider_read_it(
    cloud: SimulatedCloud, token: str, args: dict[str, Any], name: str, expected: Any
) -> None:
    result = _ask(cloud, token, args).result
    assert result is not None
    assert result[name] == expected


def test_a_policy_has_a_stand_in_for_what_is_not_known_yet(cloud: SimulatedCloud) -> None:
    # The engine leaves what is not known out of a question.
    statement = {"actions": ["sqs:SendMessage"], "resources": [], "principals": [{"type": "AWS", "identifiers": []}]}
    policy = _result(cloud, "aws:iam/getPolicyDocument:getPolicyDocument", {"statements": [statement]})["json"]
    later = "arn:aws:simulated:us-east-1:123456789012:later"
    assert json.loads(policy)["Statement"] == [
        {"Effect": "Allow", "Principal": {"AWS": later}, "Action": "sqs:SendMessage", "Resource": later}
    ]


def test_a_function_that_nobody_knows_says_how_to_declare_its_answer(cloud: SimulatedCloud) -> None:
    invoked = _ask(cloud, "nobody:index:getThing", {"name": "x"})
    assert invoked.result is None
    assert [(problem.severity, problem.message, problem.fix) for problem in invoked.problems] == [
        (
            "error",
            "The function `nobody:index:getThing` is not simulated, and no installed SDK says what it answers.",
            'Declare its answer in `constraints/answers.toml`: [["nobody:index:getThing"]] with `result = { ... }`.',
        )
    ]


ANSWERS = """
[["nobody:index:getThing"]]
args = { name = "x", deep = { list = [1] } }
result = { value = 1 }

[["nobody:index:getThing"]]
result = { value = 2 }

[["aws:ec2/getInstanceTypes:getInstanceTypes"]]
result = { instanceTypes = ["m7g.large"] }

[["aws:index/getCallerIdentity:getCallerIdentity"]]
result = { accountId = "999999999999" }
"""


def test_a_project_declares_answers(schemas: SchemaStore, tmp_path: Path) -> None:
    (tmp_path / "answers.toml").write_text(ANSWERS)
    check_own(tmp_path, schemas)
    cloud = SimulatedCloud(schemas, constraints=ConstraintStore(tmp_path))
    args = {"name": Secret("x"), "deep": {"list": [1]}, "more": True}
    assert _ask(cloud, "nobody:index:getThing", args).result == {"value": 1}
    assert _ask(cloud, "nobody:index:getThing", {"name": "x"}).result == {"value": 2}
    types = _ask(cloud, "aws:ec2/getInstanceTypes:getInstanceTypes", {}, region="eu-west-1")
    assert (types.result or {})["instanceTypes"] == ["m7g.large"]
    assert types.problems == ()
    # What is declared is believed, also where an answer is at hand.
    assert (_ask(cloud, "aws:index/getCallerIdentity:getCallerIdentity", {}).result or {})[
        "accountId"
    ] == "999999999999"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a =", "constraints/answers.toml is no TOML file: Invalid value (at end of document)."),
        ("[a]\n", "constraints/answers.toml: 'a' is no list of a function's answers."),
        (
            '[["a:b:c"]]\nresults = {}',
            'constraints/answers.toml, [["a:b:c"]]: an answer has a table `result` and, to answer only some questions, '
            "a table `args`.",
        ),
        (
            '[["aws:index/getCallerIdentity:getCallerIdentity"]]\nresult = { accountid = "1" }',
            'constraints/answers.toml, [["aws:index/getCallerIdentity:getCallerIdentity"]]: the answer has no property '
            "`accountid`; did you mean `accountId`?",
        ),
    ],
)
def test_answers_that_are_wrong_are_refused(schemas: SchemaStore, tmp_path: Path, text: str, message: str) -> None:
    folder = tmp_path / "constraints"
    folder.mkdir()
    (folder / "answers.toml").write_text(text)
    with pytest.raises(ScaffolderError) as refusal:
        check_own(folder, schemas)
    assert str(refusal.value) == message


def test_a_functions_arguments_are_checked(cloud: SimulatedCloud) -> None:
    invoked = _ask(cloud, "aws:ssm/getParameter:getParameter", {"nam": "x"})
    assert [(problem.property, problem.severity) for problem in invoked.problems] == [
        ("nam", "error"),
        ("name", "error"),
    ]


@pytest.mark.parametrize(
    ("preview", "told"),
    [
        (True, ("warning", "The result of the method eks:index:Cluster/getKubeconfig is not known offline.")),
        (
            False,
            (
                "error",
                "The method eks:index:Cluster/getKubeconfig is not simulated: only the real provider can do it.",
            ),
        ),
    ],
)
def test_a_method_is_not_simulated(preview: bool, told: tuple[str, str], cloud: SimulatedCloud) -> None:
    problem = cloud.call(token="eks:index:Cluster/getKubeconfig", preview=preview)
    assert (problem.severity, problem.message) == told


@pytest.mark.parametrize(
    ("region", "ids"),
    [("us-west-1", ["usw1-az1", "usw1-az3"]), ("ap-northeast-1", ["apne1-az1", "apne1-az2", "apne1-az4"])],
)
def test_a_zone_that_nobody_is_given_has_no_id_here(region: str, ids: list[str]) -> None:
    answer = SimulatedCloud(SchemaStore([])).invoke(
        token="aws:index/getAvailabilityZones:getAvailabilityZones", args={"region": region}, preview=True
    )
    assert answer.result is not None
    assert answer.result["zoneIds"] == ids
