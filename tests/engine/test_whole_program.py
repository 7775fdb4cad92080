"""Constraints, rules and a project's own constraints, in both engines: the same problems in the same order."""

from pathlib import Path

import pytest

from scaffolder.engine.document import preview_document
from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview
from scaffolder.engine.pulumi_command import PulumiCommand
from scaffolder.engine.real import preview_real
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from scaffolder.simulator.judge import VARIABLE
from tests.projects import write_project

PROGRAM = """
    import pulumi, pulumi_aws as aws

    vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16")
    for number, block in enumerate(["10.0.0.0/24", "10.0.0.128/25", "10.1.0.0/24"]):
        aws.ec2.Subnet(f"part-{number}", vpc_id=vpc.id, cidr_block=block)
    aws.lb.TargetGroup("web", port=80, protocol="HTTP", vpc_id=vpc.id,
                       health_check={"interval": 400, "timeout": pulumi.Output.secret(200)})
    aws.sqs.Queue("jobs", delay_seconds=8)
    """
OWN = '[["aws:sqs/queue:Queue"]]\npath = "delaySeconds"\nmax = 5\n'
FILES = {"Pulumi.dev.yaml": "config: {aws:region: eu-wst-1}\n", "constraints/team.toml": OWN}


def _said(preview: Preview) -> list[tuple[str, str, str]]:
    # Without the version in the name of a default provider.
    return [(one.urn.rpartition("::")[2].partition("_")[0], one.property, one.message) for one in preview.problems]


def test_both_engines_tell_the_same(tmp_path: Path, engine: PulumiCommand) -> None:
    workspace = Workspace.find(write_project(tmp_path, PROGRAM, files=FILES))
    (embedded,) = preview_embedded(workspace, ["dev"])
    (real,) = preview_real(workspace, ["dev"], command=engine)
    found = [preview_document("demo", [one])["previews"][0]["problems"] for one in (embedded, real)]
    assert found[0] == found[1]
    assert _said(embedded) == [
        ("part-1", "cidrBlock", "`cidrBlock` is `10.0.0.128/25`, which overlaps `10.0.0.0/24` of part-0 in the same VPC."),
        ("part-2", "cidrBlock", "`cidrBlock` is `10.1.0.0/24`, which is not inside `10.0.0.0/16` of net, its VPC."),
        ("web", "healthCheck.interval", "`healthCheck.interval` is `400`; allowed are 5 to 300 seconds."),
        ("web", "healthCheck.timeout", "`healthCheck.timeout` is a secret value; allowed are 2 to 120 seconds."),
        ("jobs", "delaySeconds", "`delaySeconds` is `8`; allowed are 5 or less."),
        ("default", "region", "`region` is `eu-wst-1`, and AWS has no such region."),
    ]  # fmt: skip


def test_checks_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "off")
    workspace = Workspace.find(write_project(tmp_path, PROGRAM, files=FILES))
    (preview,) = preview_embedded(workspace, ["dev"])
    assert preview.problems == ()


def test_a_wrong_constraint_file_stops_the_preview(tmp_path: Path) -> None:
    files = {**FILES, "constraints/team.toml": OWN.replace("max", "most")}
    workspace = Workspace.find(write_project(tmp_path, PROGRAM, files=files))
    with pytest.raises(
        ScaffolderError, match=r'^constraints/team.toml, \[\["aws:sqs/queue:Queue"\]\], entry 1: `most` '
    ):
        preview_embedded(workspace, ["dev"])
