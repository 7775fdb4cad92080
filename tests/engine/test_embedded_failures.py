"""A program that fails shows the user's own lines, not ours."""

from pathlib import Path

import pytest

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Failure, Frame
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from tests.projects import write_project


def failure_of(folder: Path, program: str, **files: str) -> Failure:
    named = {name.replace("__", "."): text for name, text in files.items()}
    write_project(folder, program, files={"Pulumi.dev.yaml": "", **named})
    [result] = preview_embedded(Workspace.find(folder), ["dev"])
    assert result.failed
    assert result.failure
    return result.failure


def test_an_exception_shows_the_users_lines_only(tmp_path: Path) -> None:
    failure = failure_of(
        tmp_path, "import helper\nhelper.work()\n", helper__py="def work():\n    raise ValueError('no good')\n"
    )
    assert (failure.type, failure.message) == ("ValueError", "no good")
    assert failure.frames == (
        Frame(file="__main__.py", line=2, function="<module>", text="helper.work()"),
        Frame(file="helper.py", line=2, function="work", text="raise ValueError('no good')"),
    )


@pytest.mark.parametrize(
    ("program", "line", "text"),
    [
        (
            "import pulumi\n\ndef check(v):\n    raise KeyError(v)\n\npulumi.Output.from_input('x').apply(check)\n",
            4,
            "raise KeyError(v)",
        ),
        (
            "import pulumi\n\nasync def main():\n    raise KeyError('x')\n\npulumi.run(main)\n",
            4,
            "raise KeyError('x')",
        ),
    ],
)
def test_so_does_one_raised_later(program: str, line: int, text: str, tmp_path: Path) -> None:
    failure = failure_of(tmp_path, program)
    assert (failure.type, failure.message) == ("KeyError", "'x'")
    assert (failure.frames[-1].line, failure.frames[-1].text) == (line, text)


def test_a_syntax_error_shows_its_line(tmp_path: Path) -> None:
    failure = failure_of(tmp_path, "import pulumi\ndef f(:\n    pass\n")
    assert (failure.type, failure.message) == ("SyntaxError", "invalid syntax")
    assert failure.frames == (Frame(file="__main__.py", line=2, function="", text="def f(:"),)


def test_an_input_that_the_sdk_refuses_shows_where_the_resource_was_made(tmp_path: Path) -> None:
    failure = failure_of(tmp_path, 'import pulumi_random as r\n\nr.RandomPet("a", length={"x": {1}})\n')
    assert failure.type in {"ValueError", "AssertionError"}
    assert "'a'" in failure.message
    assert failure.frames == (
        Frame(file="__main__.py", line=3, function="", text='r.RandomPet("a", length={"x": {1}})'),
    )


@pytest.mark.parametrize(
    ("read", "stack", "message", "fix"),
    [
        (
            "require('size')",
            "",
            "Missing required configuration variable 'demo:size'",
            "pulumi config set demo:size <value> --stack dev",
        ),
        (
            "require_secret('size')",
            "",
            "Missing required configuration variable 'demo:size'",
            "pulumi config set --secret demo:size <value> --stack dev",
        ),
        (
            "require_int('size')",
            "config: {size: big}",
            "Configuration 'demo:size' value 'big' is not a valid 'int'",
            "pulumi config set demo:size <value> --stack dev",
        ),
    ],
)
def test_a_setting_at_fault_is_named_with_the_command_that_sets_it(
    read: str, stack: str, message: str, fix: str, tmp_path: Path
) -> None:
    write_project(tmp_path, f"import pulumi\npulumi.Config().{read}\n", files={"Pulumi.dev.yaml": stack})
    [result] = preview_embedded(Workspace.find(tmp_path), ["dev"])
    [problem] = result.problems
    assert problem.message == f"The program failed: {message}"
    assert (problem.property, problem.fix, problem.source) == ("demo:size", fix, "__main__.py, line 2")


def test_an_exception_may_bring_its_own_fix(tmp_path: Path) -> None:
    program = """
        class Refused(Exception):
            fix = "turn it round"

        raise Refused("wrong way")
        """
    write_project(tmp_path, program)
    [result] = preview_embedded(Workspace.find(tmp_path), ["dev"])
    assert [(problem.message, problem.fix) for problem in result.problems] == [
        ("The program failed: Refused: wrong way", "turn it round")
    ]


@pytest.mark.parametrize(("code", "failed"), [("", False), ("0", False), ("3", True), ("'sorry'", True)])
def test_a_program_may_exit(code: str, failed: bool, tmp_path: Path) -> None:
    write_project(tmp_path, f"import sys\nsys.exit({code})\n")
    [result] = preview_embedded(Workspace.find(tmp_path), ["dev"])
    assert result.failed is failed


@pytest.mark.parametrize(
    ("module", "fix"),
    [
        ("pulumi_eks", "pip install pulumi-eks"),
        ("pulumi_acme.thing", "pip install pulumi-acme"),
        ("pulumi_kuberntes", "Did you mean pulumi_kubernetes?"),
    ],
)
def test_a_missing_sdk_says_how_to_get_it(module: str, fix: str, tmp_path: Path) -> None:
    write_project(tmp_path, f"import {module}\n")
    with pytest.raises(ScaffolderError) as raised:
        preview_embedded(Workspace.find(tmp_path), ["dev"])
    name = module.partition(".")[0]
    assert str(raised.value) == (
        f"The program imports {name}, which is not installed in the Python that runs scaffolder."
    )
    assert raised.value.fix == fix


@pytest.mark.parametrize(
    ("files", "fix"),
    [
        (
            {"Pulumi.yaml": "name: demo\nruntime: python\npackages:\n  static-site: ./component\n"},
            "pulumi install, which makes it as `packages` in Pulumi.yaml says.",
        ),
        ({"sdks/static-site/pulumi_static_site/__init__.py": ""}, "pip install ./sdks/static-site"),
    ],
)
def test_an_sdk_that_is_made_for_the_project_is_on_no_registry(files: dict[str, str], fix: str, tmp_path: Path) -> None:
    write_project(tmp_path, "import pulumi_static_site\n", files=files)
    with pytest.raises(ScaffolderError) as raised:
        preview_embedded(Workspace.find(tmp_path), ["dev"])
    assert raised.value.fix == fix


def test_a_part_that_an_installed_sdk_lacks_is_no_missing_sdk(tmp_path: Path) -> None:
    write_project(tmp_path, "import pulumi_random.nothing_of_the_kind\n")
    [result] = preview_embedded(Workspace.find(tmp_path), ["dev"])
    [problem] = result.problems
    assert problem.message == (
        "The program failed: ModuleNotFoundError: No module named 'pulumi_random.nothing_of_the_kind'"
    )
    assert problem.fix == (
        "The pulumi-random installed has no nothing_of_the_kind: the program is written for another version of it."
    )


def test_another_missing_module_is_the_programs_own_failure(tmp_path: Path) -> None:
    failure = failure_of(tmp_path, "import no_such_thing\n")
    assert failure.message == "No module named 'no_such_thing'"
    assert failure.frames[-1].text == "import no_such_thing"


def test_a_failure_of_ours_keeps_its_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("scaffolder.simulator.cloud.SimulatedCloud.check", broken)
    write_project(tmp_path, 'import pulumi_random as r\nr.RandomPet("a")\n')
    with pytest.raises(ZeroDivisionError, match="ours"):
        preview_embedded(Workspace.find(tmp_path), ["dev"])


@pytest.mark.parametrize("count", [1, 2])
def test_an_asynchronous_program_may_feed_what_the_module_started(count: int, tmp_path: Path) -> None:
    program = """
        import asyncio, pulumi

        later = asyncio.get_event_loop().create_future()
        pulumi.export("x", pulumi.Output.from_input(later).apply(lambda value: value + 1))

        async def main():
            later.set_result(41)

        pulumi.run(main)
        """
    stacks = [f"s{number}" for number in range(count)]
    write_project(tmp_path, program, files={f"Pulumi.{stack}.yaml": "" for stack in stacks})
    results = preview_embedded(Workspace.find(tmp_path), stacks)
    assert [(result.failure, result.outputs) for result in results] == [(None, {"x": 42})] * count
