"""Files that a program's inputs name, and that are not there."""

from pathlib import Path

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.pulumi_command import PulumiCommand
from scaffolder.engine.real import preview_real
from scaffolder.engine.workspace import Workspace
from tests.projects import write_project

PROGRAM = """
    import pathlib, pulumi, pulumi_aws as aws
    pathlib.Path("made.txt").write_text("by the program itself")
    aws.s3.BucketObject("there", bucket="b", key="1", source=pulumi.FileAsset("index.html"))
    aws.s3.BucketObject("made", bucket="b", key="2", source=pulumi.FileAsset("made.txt"))
    aws.s3.BucketObject("text", bucket="b", key="3", source=pulumi.StringAsset("text"))
    aws.s3.BucketObject("folder", bucket="b", key="4", source=pulumi.AssetArchive({"app": pulumi.FileArchive(".")}))
    """
MISSING = """
    import pulumi, pulumi_aws as aws
    files = pulumi.AssetArchive({"app/a.js": pulumi.FileAsset("a.js"), "b": pulumi.StringAsset("b")})
    aws.s3.BucketObject("archive", bucket="b", key="1", source=pulumi.Output.secret(files))
    """


def project(folder: Path, program: str) -> Workspace:
    files = {"Pulumi.yaml": "name: demo\nruntime: python\nmain: program\n", "program/__main__.py": program}
    return Workspace.find(write_project(folder, files={**files, "program/index.html": "hello"}))


def test_files_that_are_there_are_no_problem(tmp_path: Path) -> None:
    [preview] = preview_embedded(project(tmp_path, PROGRAM), ["dev"])
    assert [problem.message for problem in preview.problems] == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    [preview] = preview_embedded(project(tmp_path, MISSING), ["dev"])
    [problem] = preview.problems
    assert (problem.severity, problem.message, problem.fix) == (
        "error",
        '`source["app/a.js"]` is the file a.js, which is not there.',
        "Build it before, or correct the path.",
    )


def test_the_real_engine_takes_and_refuses_the_same(tmp_path: Path, engine: PulumiCommand) -> None:
    [there] = preview_real(project(tmp_path / "there", PROGRAM), ["dev"], command=engine)
    assert not there.failed
    [missing] = preview_real(project(tmp_path / "missing", MISSING), ["dev"], command=engine)
    assert [problem.fix for problem in missing.problems] == ["Build it before, or correct the path."]


def test_a_file_on_a_server_is_for_the_embedded_engine(tmp_path: Path, engine: PulumiCommand) -> None:
    program = """
        import pulumi, pulumi_aws as aws
        aws.s3.BucketObject("o", bucket="b", key="1", source=pulumi.RemoteAsset("http://127.0.0.1:9/page.html"))
        """
    [preview] = preview_real(project(tmp_path, program), ["dev"], command=engine)
    assert preview.engine == "embedded"
    assert preview.notes[-1].endswith("cannot do this offline: it reads http://127.0.0.1:9/page.html")
