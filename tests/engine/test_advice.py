"""What to do about a failure, from its words and from what lies around the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.engine.advice import advice
from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Failure, Frame
from scaffolder.engine.workspace import Workspace
from tests.projects import write_project

_FRAMES = (Frame(file="__main__.py", line=1, function="", text="x"),)


@pytest.mark.parametrize(
    ("type_", "message", "expected"),
    [
        (
            "AttributeError",
            "module 'pulumi_gcp.cloudrunv2' has no attribute 'PortArgs'",
            "The pulumi-gcp installed has no PortArgs: the program is written for another version of it.",
        ),
        (
            "ImportError",
            "cannot import name 'DockerBuild' from 'pulumi_docker' (/lib/pulumi_docker/__init__.py)",
            "The pulumi-docker installed has no DockerBuild: the program is written for another version of it.",
        ),
        (
            "TypeError",
            "Eip._internal_init() got an unexpected keyword argument 'vpc'",
            "The SDK installed has no `vpc` there: misspelt, or written for another version of it.",
        ),
        (
            "TypeError",
            "ProviderArgs.__init__() got an unexpected keyword argument 'assume_role'",
            "The SDK installed has no `assume_role` there: misspelt, or written for another version of it.",
        ),
        (
            "ModuleNotFoundError",
            "No module named 'pytz'",
            "Install what brings `pytz` into the Python that runs the program.",
        ),
        (
            "NoCredentialsError",
            "Unable to locate credentials",
            "The program asks a server itself, which has no answer offline: use a function of the SDK, or --live.",
        ),
        (
            "AttributeError",
            "'AwaitableGetClusterResult' object has no attribute 'apply'",
            "That is a plain answer and no output: use it as it is, or call the function's `_output` form.",
        ),
        (
            "AssertionError",
            "Plain resource method 'a:index:B/c' incorrectly returned an unknown value. This is an error in the provider.",
            "Methods are not simulated, and this one's result cannot wait: preview with --live.",
        ),
        (
            "Exception",
            'unmarshal properties: failed to compute archive hash for "code": open /p/a.zip: no such file or directory',
            "Build it before, or correct the path.",
        ),
        ("ModuleNotFoundError", "No module named 'pulumi.network'", ""),
        ("ModuleNotFoundError", "No module named 'configs.made'; 'configs' is not a package", ""),
        ("TypeError", "work() got an unexpected keyword argument 'vpc'", ""),
        ("AttributeError", "module 'mine' has no attribute 'work'", ""),
    ],
)
def test_the_words_of_a_failure_tell_what_to_do(type_: str, message: str, expected: str, tmp_path: Path) -> None:
    failure = Failure(type=type_, message=message, frames=_FRAMES)
    assert advice(failure, tmp_path, problems=(), printed="") == expected


def test_a_module_that_lies_above_the_project_is_found(tmp_path: Path) -> None:
    failure = Failure(type="ModuleNotFoundError", message="No module named 'shared.network'", frames=_FRAMES)
    (tmp_path / "shared").mkdir()
    (tmp_path / "infra" / "dev").mkdir(parents=True)
    expected = f"It lies in {tmp_path}: set PYTHONPATH={tmp_path}."
    assert advice(failure, tmp_path / "infra" / "dev", problems=(), printed="") == expected


def test_a_part_that_a_module_of_the_project_lacks_is_not_installed(tmp_path: Path) -> None:
    failure = Failure(type="ModuleNotFoundError", message="No module named 'inference.aws'", frames=_FRAMES)
    (tmp_path / "infra/inference").mkdir(parents=True)
    (tmp_path / "infra/inference/__init__.py").touch()
    (tmp_path / "requirements.txt").write_text("pulumi\n")
    assert advice(failure, tmp_path, problems=(), printed="") == (
        "`inference` is the project's own, and has no such part: a file is missing, or a name misspelt."
    )


def test_a_module_beside_the_programs_own_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "infrastructure").mkdir()
    (tmp_path / "infrastructure" / "__init__.py").touch()
    failure = Failure(type="ModuleNotFoundError", message="No module named 'infrastructure'", frames=_FRAMES)
    expected = f"It lies in {tmp_path}: set PYTHONPATH={tmp_path}."
    assert advice(failure, tmp_path, problems=(), printed="") == expected


def test_a_module_of_a_project_with_requirements_is_installed_with_them(tmp_path: Path) -> None:
    failure = Failure(type="ModuleNotFoundError", message="No module named 'pytz'", frames=_FRAMES)
    (tmp_path / "requirements.txt").write_text("pytz\n")
    assert advice(failure, tmp_path, problems=(), printed="") == (
        "pip install -r requirements.txt, into the Python that runs the program."
    )


@pytest.mark.parametrize(("printed", "expected"), [("told", "Look at what the program printed."), ("", "")])
def test_what_was_printed_is_only_pointed_at_when_something_was(printed: str, expected: str, tmp_path: Path) -> None:
    assert advice(Failure(type="Exception", message="no"), tmp_path, problems=(), printed=printed) == expected


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("found.instance_types[7]", "IndexError: list index out of range"),
        ("json.loads(found.instance_types[0])", "JSONDecodeError: Expecting value: line 1 column 1 (char 0)"),
    ],
)
def test_a_failure_over_a_made_up_answer_names_the_function(code: str, error: str, tmp_path: Path) -> None:
    program = f"""
        import json, pulumi_aws as aws

        found = aws.ec2.get_instance_types()
        {code}
        """
    write_project(tmp_path, program, files={"Pulumi.dev.yaml": "config: {aws:region: eu-west-1}"})
    [result] = preview_embedded(Workspace.find(tmp_path), ["dev"])
    assert [(problem.message, problem.fix) for problem in result.problems if problem.severity == "error"] == [
        (
            f"The program failed: {error}",
            "If that is over the made-up answer of `aws:ec2/getInstanceTypes:getInstanceTypes`, "
            "declare it in `constraints/answers.toml`.",
        )
    ]


def test_a_program_that_exits_with_words_is_told_by_them(tmp_path: Path) -> None:
    write_project(tmp_path, "import sys\nsys.exit('no benchmark of this name')\n")
    [result] = preview_embedded(Workspace.find(tmp_path), ["dev"])
    assert [problem.message for problem in result.problems] == ["The program failed: no benchmark of this name"]


def test_a_question_about_what_is_not_made_yet_names_the_form_that_can_wait(tmp_path: Path) -> None:
    program = """
        import pulumi_aws as aws

        secret = aws.secretsmanager.Secret("s")
        aws.secretsmanager.get_secret_version(secret_id=secret.id)
        """
    write_project(tmp_path, program, files={"Pulumi.dev.yaml": "config: {aws:region: eu-west-1}"})
    [result] = preview_embedded(Workspace.find(tmp_path), ["dev"])
    assert [problem.fix for problem in result.problems] == [
        "A function is asked about what is not made yet: call its `_output` form."
    ]
