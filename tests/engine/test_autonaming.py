"""The setting `pulumi:autonaming`, as both engines read it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scaffolder.engine.autonaming import Autonaming
from scaffolder.engine.config import StackConfig
from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.real import preview_real
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from scaffolder.simulator.naming import Naming
from tests.projects import write_project

BUCKET, QUEUE, DISK = "aws:s3/bucket:Bucket", "aws:sqs/queue:Queue", "gcp:compute/disk:Disk"


def autonaming(section: Any, **settings: str) -> Autonaming:
    values = {"pulumi:autonaming": json.dumps(section), **{f"demo:{key}": value for key, value in settings.items()}}
    return Autonaming("demo", StackConfig(stack="dev", values=values))


def asked(section: Any, type_: str = BUCKET, **settings: str) -> Naming | None:
    return autonaming(section, **settings).of(f"urn:pulumi:dev::demo::{type_}::web", type_)


def test_without_the_setting_nothing_is_asked() -> None:
    assert Autonaming("demo", StackConfig(stack="dev", values={})).of("urn::web", BUCKET) is None


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ({}, None),
        ({"providers": None}, None),
        ({"mode": "default"}, None),
        ({"mode": "verbatim"}, Naming(mode="enforce", name="web")),
        ({"mode": "disabled"}, Naming(mode="disable")),
        ({"pattern": "${stack}-${name}"}, Naming(mode="propose", name="dev-web")),
        ({"pattern": "${name}", "enforce": True}, Naming(mode="enforce", name="web")),
        (
            {"pattern": "${organization}-${project}-${config.team}-${name}-${name}"},
            Naming(mode="propose", name="organization-demo-search-web-web"),
        ),
    ],
)
def test_the_modes_and_patterns(section: Any, expected: Naming | None) -> None:
    assert asked(section, team="search") == expected


@pytest.mark.parametrize(
    ("expression", "form"),
    [
        ("${hex(5)}", "[0-9a-f]{5}"),
        ("${alphanum(40)}", "[a-z0-9]{40}"),
        ("${string(3)}", "[a-z]{3}"),
        ("${num(2)}", "[0-9]{2}"),
        ("${uuid}", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("${hex(0)}", ""),
        ("${what}", re.escape("${what}")),
    ],
)
def test_what_is_random_has_its_form_and_is_the_same_every_time(expression: str, form: str) -> None:
    naming = asked({"pattern": f"${{name}}{expression}"})
    assert naming is not None
    assert re.fullmatch(f"web{form}", naming.name), naming.name
    assert asked({"pattern": f"${{name}}{expression}"}) == naming


def test_the_most_particular_setting_counts() -> None:
    section = {
        "mode": "verbatim",
        "providers": {
            "aws": {"pattern": "a-${name}", "resources": {BUCKET: {"mode": "default"}, DISK: {"mode": "disabled"}}},
            "gcp": {"resources": {}},
        },
    }
    assert asked(section, BUCKET) is None
    assert asked(section, QUEUE) == Naming(mode="propose", name="a-web")
    # The engine looks for a type below its own provider alone.
    assert asked(section, DISK) == Naming(mode="enforce", name="web")


@pytest.mark.parametrize(
    ("section", "what"),
    [
        ("verbatim", '`pulumi:autonaming` is "verbatim", and must be a mapping'),
        ({"mode": "loud"}, "`pulumi:autonaming` has the mode 'loud'"),
        ({"mode": "default", "enforce": True}, "`pulumi:autonaming` cannot have both mode and pattern or enforce"),
        ({"enforce": True}, "`pulumi:autonaming` has enforce and no pattern"),
        ({"pattern": 3}, "`pulumi:autonaming` takes a text as pattern and true or false as enforce"),
        ({"patern": "x"}, "`pulumi:autonaming` has no `patern`"),
        ({"providers": {"aws": {"providers": {}}}}, "`providers.aws` has no `providers`"),
        ({"providers": ["aws"]}, '`providers` is ["aws"], and must be a mapping'),
        (
            {"providers": {"aws": {"resources": {BUCKET: {}}}}},
            f"mode or pattern must be specified for resource {BUCKET!r}",
        ),
        ({"pattern": "${config.team}"}, "no value found for key 'team'"),
    ],
)
def test_what_the_engine_refuses_is_refused(section: Any, what: str) -> None:
    with pytest.raises(ScaffolderError) as refused:
        autonaming(section)
    assert str(refused.value) == f"Stack 'dev': the setting pulumi:autonaming is wrong: {what}."
    assert refused.value.fix


PROGRAM = """
    import pulumi, pulumi_aws as aws, pulumi_random as random
    aws.s3.Bucket("Web")
    aws.sqs.Queue("web", visibility_timeout_seconds=30)
    aws.ecs.Cluster("own", name="mine")
    aws.sns.Topic("topic")
    random.RandomPet("pet")
    """
SETTINGS = """
config:
  aws:region: us-east-1
  pulumi:autonaming:
    pattern: ${project}-${stack}-${name}
    providers:
      aws:
        mode: verbatim
        resources:
          aws:s3/bucket:Bucket: {pattern: "${stack}-${name}"}
          aws:sqs/queue:Queue: {pattern: "${name}-q", enforce: true}
"""


@pytest.mark.usefixtures("engine")
def test_both_engines_name_as_the_stack_asks(tmp_path: Path) -> None:
    workspace = Workspace.find(write_project(tmp_path, PROGRAM, files={"Pulumi.dev.yaml": SETTINGS}))
    for preview in (*preview_real(workspace, ["dev"]), *preview_embedded(workspace, ["dev"])):
        inputs = {one.name: one.inputs for one in preview.resources if one.custom}
        assert [inputs["Web"]["bucket"], *(inputs[name]["name"] for name in ("web", "own", "topic"))] == [
            "dev-web",
            "web-q",
            "mine",
            "topic",
        ]


def test_names_that_are_to_be_given_are_missed(tmp_path: Path) -> None:
    settings = "config:\n  aws:region: us-east-1\n  pulumi:autonaming: {mode: disabled}\n"
    program = "import pulumi_aws as aws\naws.sns.Topic('topic')\naws.sns.Topic('own', name='mine')"
    workspace = Workspace.find(write_project(tmp_path, program, files={"Pulumi.dev.yaml": settings}))
    (preview,) = preview_embedded(workspace, ["dev"])
    assert [(problem.urn.rpartition("::")[2], problem.property) for problem in preview.problems] == [("topic", "name")]
