"""A policy pack held against a preview, whichever engine made it."""

import sys
from pathlib import Path

import pytest

from scaffolder.engine.policies import pack_folder, with_policies
from scaffolder.engine.preview import Preview, PreviewResource
from scaffolder.errors import ScaffolderError
from scaffolder.simulator.values import UNKNOWN, Secret

PACK = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy, StackValidationPolicy

def tagged(args, report):
    if args.resource_type == "aws:s3/bucket:Bucket" and not args.props.get("tags"):
        report("it has no tags")

def named(args, report):
    if args.resource_type == "aws:s3/bucket:Bucket" and args.props["bucket"] == "secret-name":
        report("it is named")

def few(args, report):
    if len(args.resources) > 1:
        report(f"{len(args.resources)} resources", args.resources[0].urn)

PolicyPack("house-rules", policies=[
    ResourceValidationPolicy(name="tagged", description="Tag every bucket.", validate=tagged,
                             enforcement_level=EnforcementLevel.MANDATORY),
    ResourceValidationPolicy(name="named", description="Let names be.", validate=named),
    StackValidationPolicy(name="few", description="Keep stacks small.", validate=few),
])
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "PulumiPolicy.yaml").write_text("runtime: python\nversion: 0.0.1\n")
    (tmp_path / "__main__.py").write_text(PACK)
    return tmp_path


def bucket(name: str, **inputs: object) -> PreviewResource:
    return PreviewResource(
        urn=f"urn:pulumi:dev::shop::aws:s3/bucket:Bucket::{name}", type="aws:s3/bucket:Bucket", name=name, parent="",
        provider="", custom=True, inputs=inputs)  # fmt: skip


def preview(*resources: PreviewResource) -> Preview:
    return Preview(
        project="shop", stack="dev", cloud="", environment="", engine="embedded", engine_version="", live=False,
        resources=resources, outputs={}, problems=(), changes={}, seconds=0)  # fmt: skip


def sentences(pack: Path, *previews: Preview) -> list[list[tuple[str, str, str]]]:
    judged = with_policies(list(previews), pack=pack, python=Path(sys.executable))
    return [[(problem.severity, problem.urn, problem.message) for problem in entry.problems] for entry in judged]


def test_a_pack_judges_resources_and_stacks(pack: Path) -> None:
    good, bad = bucket("good", tags={"team": "a"}, bucket="x"), bucket("bad", bucket=Secret("secret-name"))
    assert sentences(pack, preview(good), preview(bad, good)) == [
        [],
        [
            ("error", bad.urn, "policy tagged: it has no tags"),
            ("warning", bad.urn, "policy named: it is named"),
            ("warning", bad.urn, "policy few: 2 resources"),
        ],
    ]


def test_a_value_not_yet_known_is_said_not_guessed(pack: Path) -> None:
    unknown = bucket("new", tags={"team": "a"}, bucket=UNKNOWN)
    [[(severity, urn, message)]] = sentences(pack, preview(unknown))
    assert (severity, urn) == ("warning", unknown.urn)
    assert "can't run policy 'named'" in message


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScaffolderError, match=r"There is no policy pack at .*: it has no PulumiPolicy.yaml\."):
        pack_folder(tmp_path)


def test_a_pack_that_does_not_start_shows_its_own_error(pack: Path) -> None:
    (pack / "__main__.py").write_text("raise RuntimeError('no licence')\n")
    with pytest.raises(ScaffolderError) as caught:
        sentences(pack, preview())
    assert str(caught.value) == (
        f"The policy pack at {pack} does not start: RuntimeError: no licence (__main__.py, line 1)"
    )
    assert caught.value.fix == "Mend __main__.py, line 1."
