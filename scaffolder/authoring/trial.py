"""Tries a template out: renders it with many answers, and holds its projects to all that a user would."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolder.authoring import snapshots
from scaffolder.authoring.at_work import own_tests, policies, previewed, ruffed
from scaffolder.authoring.cases import Case, plan_cases
from scaffolder.authoring.findings import Finding
from scaffolder.authoring.lint import lint
from scaffolder.authoring.parsed import unparsed
from scaffolder.authoring.replay import earlier_versions, replayed
from scaffolder.authoring.subject import Subject
from scaffolder.errors import ScaffolderError
from scaffolder.generate import Project
from scaffolder.project.apply import create

PROGRAM = "Pulumi.yaml"


@dataclass(frozen=True, kw_only=True)
class Options:
    """How much is tried: `quick` leaves out what takes more than seconds."""

    quick: bool = False
    update_snapshots: bool = False
    rounds: int = 5
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class Step:
    """One kind of check: what it was of, what it found, and why it was left out if it was."""

    name: str
    of: str = ""
    findings: Sequence[Finding] = ()
    skipped: str = ""
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether it found an error."""
        return any(finding.severity == "error" for finding in self.findings)

    def document(self) -> dict[str, object]:
        """Give it as plain data."""
        return {
            "name": self.name,
            "of": self.of,
            "skipped": self.skipped,
            "seconds": round(self.seconds, 3),
            "findings": [finding.document() for finding in self.findings],
        }


def try_out(subject: Subject, options: Options, tell: Callable[[Step], None]) -> list[Step]:
    """Try a template out, step by step; `tell` hears of each when it is done.

    Raises:
        ScaffolderError: what to try cannot even be told.
    """
    trial = _Trial(subject, options)
    steps: list[Step] = []
    for name, run in trial.steps().items():
        started = time.perf_counter()
        step = replace(run(), name=name)
        steps.append(replace(step, seconds=time.perf_counter() - started))
        tell(steps[-1])
    return steps


class _Trial:
    """The steps, and what one leaves for the next."""

    def __init__(self, subject: Subject, options: Options) -> None:
        self._subject = subject
        self._options = options
        self._cases: Sequence[Case] = plan_cases(subject)
        self._projects: dict[str, Project] = {}

    def steps(self) -> Mapping[str, Callable[[], Step]]:
        """Give the steps by name, in order."""
        return {
            "lint": self._lint,
            "render": self._render,
            "parse": self._parse,
            "ruff": self._ruff,
            "updates": self._updates,
            "preview": self._preview,
            "tests": self._tests,
        }

    def _lint(self) -> Step:
        return _step("the template", lint(self._subject))

    def _render(self) -> Step:
        findings: list[Finding] = []
        for case in self._cases:
            try:
                self._projects[case.name] = self._subject.project(case.answers)
            except ScaffolderError as error:
                findings.append(Finding.of("render", case.name, error))
        return _step(f"{len(self._cases)} projects", findings)

    def _parse(self) -> Step:
        trees = {name: project.tree for name, project in self._projects.items()}
        found = [finding for name, tree in trees.items() for finding in unparsed(tree, name)]
        return _step(f"{sum(map(len, trees.values()))} files", found)

    def _ruff(self) -> Step:
        return self._written("ruff", lambda case, folder: ruffed(folder, case.name), self._cases)

    def _updates(self) -> Step:
        versions = earlier_versions(self._subject)
        if not versions:
            return Step(name="", skipped="git has no earlier version of it; tag the ones you release")
        plain = [case for case in self._cases if case.plain and case.name in self._projects]
        found = [
            finding
            for version in versions
            for finding in replayed(self._subject, version, plain, rounds=self._options.rounds, seed=self._options.seed)
        ]
        count = len(versions) * len(plain) * self._options.rounds
        return _step(f"{count} from {', '.join(version.tag for version in versions)}", found)

    def _preview(self) -> Step:
        if self._options.quick:
            return Step(name="", skipped="left out by --quick")
        cases = [case for case in self._cases if self._holds(case, PROGRAM)]
        return self._written("preview", self._previewed, cases)

    def _tests(self) -> Step:
        if self._options.quick:
            return Step(name="", skipped="left out by --quick")
        cases = [case for case in self._cases if case.plain and self._holds(case, "tests/")]
        return self._written("tests", lambda case, folder: own_tests(folder, case.name), cases)

    def _previewed(self, case: Case, folder: Path) -> Iterator[Finding]:
        """Preview a project offline, hold it against its policies, and a plain one against its snapshot."""
        previews, findings = previewed(folder, case.name)
        yield from findings
        if previews and not findings:
            yield from policies(previews, folder, case.name)
        if case.plain and previews and not any(preview.failed for preview in previews):
            path = self._subject.folder / snapshots.FOLDER / f"{case.name}.json"
            yield from snapshots.compare(
                snapshots.graph_of(previews), path, case.name, update=self._options.update_snapshots
            )

    def _holds(self, case: Case, path: str) -> bool:
        """Whether a case's project was made and has a file or folder."""
        project = self._projects.get(case.name)
        return project is not None and any(found == path or found.startswith(path) for found in project.tree)

    def _written(self, check: str, run: Callable[[Case, Path], Iterable[Finding]], cases: Sequence[Case]) -> Step:
        """Run a check on projects that are written to a folder for it."""
        findings: list[Finding] = []
        tried = [case for case in cases if case.name in self._projects]
        if not tried:
            return Step(name="", skipped="no project has what it takes")
        for case in tried:
            with tempfile.TemporaryDirectory(prefix="scaffold-template-", ignore_cleanup_errors=True) as folder:
                target = Path(folder, case.answers.name)
                try:
                    create(self._projects[case.name].tree, target)
                    findings += run(case, target)
                except ScaffolderError as error:
                    findings.append(Finding.of(check, case.name, error))
        return _step(f"{len(tried)} projects", findings)


def _step(of: str, findings: Iterable[Finding]) -> Step:
    return Step(name="", of=of, findings=tuple(findings))
