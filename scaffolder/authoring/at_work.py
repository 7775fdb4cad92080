"""A project that is written, at work: its linter, its previews on simulated clouds, its policies, its own tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.authoring.findings import Finding
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.engine.preview import Preview
    from scaffolder.simulator.problems import Problem

_MOST_LINES = 25
_TEST_SECONDS = 1800


def ruffed(folder: Path, case: str) -> Iterator[Finding]:
    """Hold a project's Python against ruff, where there is one."""
    ruff = shutil.which("ruff", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if ruff is None:
        yield _absent("ruff", case)
        return
    for words, fix in (
        (("check", "--output-format=concise"), "Correct it."),
        (("format", "--check"), "Format it with ruff."),
    ):
        done = _run([ruff, *words, "--quiet", "--no-cache", "."], folder)
        if done.returncode:
            yield Finding(check="ruff", where=case, message=f"ruff {words[0]} finds fault:{_told(done)}", fix=fix)


def previewed(folders: Mapping[str, Path]) -> tuple[dict[str, list[Preview]], list[Finding]]:
    """Preview every stack of some projects offline, all at once; give the previews by project, and what is wrong."""
    from scaffolder.engine.embedded import preview_embedded, preview_runs
    from scaffolder.engine.interpreter import find_interpreter
    from scaffolder.engine.workspace import Workspace

    workspaces = {case: Workspace.find(folder) for case, folder in folders.items()}
    runs = [(case, stack) for case, workspace in workspaces.items() for stack in workspace.stacks()]
    previews: dict[str, list[Preview]] = {}
    findings: list[Finding] = []
    try:
        # Those of one cloud share a process, and with it the import of the SDK.
        interpreter = find_interpreter(next(iter(workspaces.values())))
        done = preview_runs([(workspaces[case], stack) for case, stack in runs], interpreter)
        for (case, _), preview in zip(runs, done, strict=True):
            previews.setdefault(case, []).append(preview)
    except ScaffolderError:
        # Of which it is must be told.
        for case, workspace in workspaces.items():
            try:
                previews[case] = preview_embedded(workspace, workspace.stacks())
            except ScaffolderError as error:
                findings.append(Finding.of("preview", case, error))
    findings += [
        _of_problem("preview", f"{case}, {preview.stack}", problem)
        for case, of_case in previews.items()
        for preview in of_case
        for problem in preview.problems
    ]
    return previews, findings


def policies(previews: Sequence[Preview], folder: Path, case: str) -> Iterator[Finding]:
    """Hold previews against the project's own policies."""
    from scaffolder.engine.policies import with_policies

    pack = folder / "policy"
    whole = [replace(preview, problems=()) for preview in previews if not preview.failed]
    if not whole or not (pack / "PulumiPolicy.yaml").is_file():
        return
    try:
        for preview in with_policies(whole, pack=pack, python=Path(sys.executable)):
            for problem in preview.problems:
                yield _of_problem("policies", f"{case}, {preview.stack}", problem)
    except ScaffolderError as error:
        yield Finding.of("policies", case, error)


def own_tests(folder: Path, case: str) -> Iterator[Finding]:
    """Run a project's own tests."""
    if find_spec("pytest") is None:
        yield _absent("pytest", case)
        return
    done = _run(
        [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", "--color=no"],
        folder,
        PYTHONDONTWRITEBYTECODE="1",
    )
    if done.returncode:
        fix = "Correct the template, or its test. What the tests import must be installed beside scaffolder."
        yield Finding(check="tests", where=case, message=f"The project's own tests fail:{_told(done)}", fix=fix)


def _absent(tool: str, case: str) -> Finding:
    message, fix = f"There is no {tool} here.", f"pip install {tool}"
    return Finding(check=tool, where=case, message=message, fix=fix, severity="warning")


def _run(command: Sequence[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    # What a test runner around us says of itself is not meant for the project's.
    own: Mapping[str, str] = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    return subprocess.run(
        command, cwd=folder, env={**own, **more}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        errors="replace", timeout=_TEST_SECONDS, check=False,
    )  # fmt: skip


def _told(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in f"{done.stdout}\n{done.stderr}".splitlines() if line.strip()]
    return "".join(f"\n  {line}" for line in lines[-_MOST_LINES:])


def _of_problem(check: str, where: str, problem: Problem) -> Finding:
    place = f"{problem.urn.rpartition('::')[2]}: " if problem.urn else ""
    return Finding(
        check=check,
        where=where,
        message=f"{place}{problem.message}",
        fix=problem.fix or "Correct the template.",
        severity="error" if problem.severity == "error" else "warning",
    )
