"""Tries a template out: renders it with many answers, and holds its projects to all that a user would."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from scaffolder.templating.conflicts import Conflict, unexpected

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


class Watcher:
    """Hears of the steps; this one lets them all pass."""

    def begins(self, name: str, about: str = "") -> None:
        """A step begins, or goes on with `about`."""

    def over(self, step: Step) -> None:
        """A step is done."""


def try_out(subject: Subject, options: Options, watcher: Watcher) -> list[Step]:
    """Try a template out, step by step.

    Raises:
        ScaffolderError: what to try cannot even be told.
    """
    steps: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="scaffold-template-", ignore_cleanup_errors=True) as folder:
        trial = _Trial(subject, options, Path(folder), watcher)
        for name, run in trial.steps().items():
            started = time.perf_counter()
            watcher.begins(name)
            step = replace(run(), name=name)
            steps.append(replace(step, seconds=time.perf_counter() - started))
            watcher.over(steps[-1])
    return steps


class _Trial:
    """The steps, and what one leaves for the next."""

    def __init__(self, subject: Subject, options: Options, folder: Path, watcher: Watcher) -> None:
        self._subject = subject
        self._options = options
        self._folder = folder
        self._watcher = watcher
        self._cases: Sequence[Case] = plan_cases(subject)
        self._projects: dict[str, Project] = {}
        self._written: dict[str, Path] = {}
        self._told = set[str]()

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
        findings = list(lint(self._subject))
        self._told = {finding.message for finding in findings}
        return _step("the template", findings)

    def _render(self) -> Step:
        findings: list[Finding] = []
        for number, case in enumerate(self._cases):
            try:
                project = self._projects[case.name] = self._subject.project(case.answers)
                self._written[case.name] = self._folder / str(number) / case.answers.name
                create(project.tree, self._written[case.name])
                findings += [_clash(conflict, case.name) for conflict in unexpected(project.conflicts)]
            except ScaffolderError as error:
                findings.append(Finding.of("render", case.name, error))
        # What the linter has told already is not told again for each project.
        again = [finding for finding in findings if finding.message not in self._told]
        return _step(f"{len(self._projects)} of {_count(len(self._cases), 'project')}", again)

    def _parse(self) -> Step:
        trees = {name: project.tree for name, project in self._projects.items()}
        found = [finding for name, tree in trees.items() for finding in unparsed(tree, name)]
        return _step(_count(sum(map(len, trees.values())), "file"), found)

    def _ruff(self) -> Step:
        return self._each("ruff", self._made(), ruffed)

    def _updates(self) -> Step:
        versions = earlier_versions(self._subject)
        if not versions:
            return Step(name="", skipped="git has no earlier version of it; tag the ones you release")
        plain = [case for case in self._made() if case.plain]
        rounds, seed = self._options.rounds, self._options.seed
        found: list[Finding] = []
        for version in versions:
            self._watcher.begins("updates", version.tag)
            found += replayed(self._subject, version, plain, rounds=rounds, seed=seed)
        count = len(versions) * len(plain) * rounds
        return _step(f"{count} from {', '.join(version.tag for version in versions)}", found)

    def _preview(self) -> Step:
        cases = self._made(having=PROGRAM)
        if self._options.quick or not cases:
            return self._skipped()
        self._watcher.begins("preview", _count(len(cases), "project"))
        previews, findings = previewed({case.name: self._written[case.name] for case in cases})
        for case in cases:
            found = previews.get(case.name, [])
            self._watcher.begins("preview", f"policies, {case.name}")
            findings += policies(found, self._written[case.name], case.name)
            if case.plain and found and not any(preview.failed for preview in found):
                path = self._subject.folder / snapshots.FOLDER / f"{case.name}.json"
                graph = snapshots.graph_of(found)
                findings += snapshots.compare(graph, path, case.name, update=self._options.update_snapshots)
        return _step(_count(len(cases), "project"), findings)

    def _tests(self) -> Step:
        cases = [case for case in self._made(having="tests/") if case.plain]
        if self._options.quick or not cases:
            return self._skipped()
        return self._each("tests", cases, own_tests)

    def _made(self, having: str = "") -> list[Case]:
        """Give the cases whose project was made, and has a file or folder."""
        return [
            case
            for case in self._cases
            if case.name in self._projects and any(path.startswith(having) for path in self._projects[case.name].tree)
        ]

    def _skipped(self) -> Step:
        return Step(name="", skipped="left out by --quick" if self._options.quick else "no project has what it takes")

    def _each(self, name: str, cases: Sequence[Case], run: Callable[[Path, str], Iterable[Finding]]) -> Step:
        """Run a check on the folder of each project."""
        findings: list[Finding] = []
        for case in cases:
            self._watcher.begins(name, case.name)
            findings += run(self._written[case.name], case.name)
        return _step(_count(len(cases), "project"), findings)


def _clash(conflict: Conflict, case: str) -> Finding:
    """Say that two layers which do not know of each other set the same thing differently."""
    fix = "Let the one extend the other, or leave it to one of them."
    return Finding(check="conflict", where=case, message=str(conflict), fix=fix, severity="warning")


def _step(of: str, findings: Iterable[Finding]) -> Step:
    return Step(name="", of=of, findings=tuple(findings))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
