"""What a program refers to and does not make, in both engines, and the file that says what may be."""

from pathlib import Path

import pytest

from scaffolder.engine.document import preview_document
from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview
from scaffolder.engine.pulumi_command import PulumiCommand
from scaffolder.engine.real import preview_real
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from tests.projects import write_project

PROGRAM = """
    import pulumi, pulumi_aws as aws

    network = aws.ec2.get_vpc(default=True)
    shared = aws.ec2.Vpc.get("shared", "vpc-0aaaaaaaaaaaaaaaa")
    aws.ec2.SecurityGroup("looked-up", vpc_id=network.id)
    aws.ec2.SecurityGroup("read", vpc_id=shared.id, revoke_rules_on_delete=False)
    aws.ec2.SecurityGroup("read-too", vpc_id="vpc-0aaaaaaaaaaaaaaaa")
    aws.ec2.RouteTable("routes", vpc_id=shared.id, propagating_vgws=["vgw-0bbbbbbbbbbbbbbbb"])
    aws.ec2.SecurityGroup("typo", vpc_id="vpc-0cccccccccccccccc")
    aws.ec2.SecurityGroup("hidden", vpc_id=pulumi.Output.secret("vpc-0dddddddddddddddd"))
    cluster = aws.ecs.Cluster("core", name="inference-cluster")
    aws.ecs.Service("right", cluster=cluster.name)
    aws.ecs.Service("wrong", cluster="inference-clster")
    """
EXTERNALS = '[[externals]]\nid = "vgw-*"\nnote = "The network team\'s."\n'


def _project(folder: Path, externals: str | None) -> Workspace:
    files = {"Pulumi.dev.yaml": "config: {aws:region: us-east-1}\n"}
    if externals is not None:
        files["constraints/externals.toml"] = externals
    return Workspace.find(write_project(folder, PROGRAM, files=files))


def _said(preview: Preview) -> list[tuple[str, str, str]]:
    return [(one.urn.rpartition("::")[2], one.message, one.fix) for one in preview.problems]


def _outside(preview: Preview) -> list[tuple[str, str, str]]:
    return [(one.urn.rpartition("::")[2], one.path, one.text) for one in preview.outside]


ROUTES = ("routes", "propagatingVgws[0]", "vgw-0bbbbbbbbbbbbbbbb")
TYPO = ("typo", "vpcId", "vpc-0cccccccccccccccc")
WRONG = ("wrong", "cluster", "inference-clster")
DECLARE = "Take it from the resource that is meant; if it is there already, declare it in constraints/externals.toml."


@pytest.mark.parametrize("declared", [True, False])
def test_both_engines_hold_references_alike(tmp_path: Path, engine: PulumiCommand, *, declared: bool) -> None:
    workspace = _project(tmp_path, EXTERNALS if declared else None)
    (embedded,) = preview_embedded(workspace, ["dev"])
    (real,) = preview_real(workspace, ["dev"], command=engine)
    documents = [preview_document("demo", [one])["previews"][0] for one in (embedded, real)]
    assert documents[0]["problems"] == documents[1]["problems"]
    assert documents[0]["externals"] == documents[1]["externals"]
    if declared:
        assert _outside(embedded) == [ROUTES]
        assert _said(embedded) == [
            ("typo", "`vpcId` is `vpc-0cccccccccccccccc`, and this program makes nothing with this id.", DECLARE),
            ("wrong", "`cluster` is `inference-clster`, and this program makes no `aws:ecs/cluster:Cluster` of this name.", f"Did you mean `inference-cluster`? {DECLARE}"),
        ]  # fmt: skip
    else:
        assert sorted(_outside(embedded)) == [ROUTES, TYPO, WRONG]
        assert _said(embedded) == []


def test_an_empty_file_declares_nothing(tmp_path: Path) -> None:
    (preview,) = preview_embedded(_project(tmp_path, ""), ["dev"])
    assert sorted(one.urn.rpartition("::")[2] for one in preview.problems) == ["routes", "typo", "wrong"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("externals", r"^constraints/externals\.toml is no TOML file: "),
        ("[external]\n", r"^constraints/externals\.toml: 'external' is no list of externals\.$"),
        ("externals = 1\n", r"^constraints/externals\.toml: 'externals' is no list of externals\.$"),
        ('externals = ["vpc-1"]\n', r"^constraints/externals\.toml, entry 1: an external has an `id` and may have a "),
        ('[[externals]]\nid = "a"\n[[externals]]\narn = "b"\n', r"^constraints/externals\.toml, entry 2: an external has"),
        ('[[externals]]\nid = "a"\nnote = 1\n', r"^constraints/externals\.toml, entry 1: an external has an `id`"),
        ('[[externals]]\nid = "*"\n', r"^constraints/externals\.toml, entry 1: `id` is '\*', which allows everything\.$"),
    ],
)  # fmt: skip
def test_a_wrong_file_stops_the_preview(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ScaffolderError, match=message):
        preview_embedded(_project(tmp_path, text), ["dev"])
