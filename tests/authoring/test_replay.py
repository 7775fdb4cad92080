"""Updates from earlier versions: found in git's tags, and no edit lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from scaffolder.authoring import replay
from scaffolder.authoring.cases import Case, plan_cases
from scaffolder.authoring.findings import Finding
from scaffolder.authoring.replay import earlier_versions, replayed
from scaffolder.authoring.subject import Subject
from scaffolder.update import Update, apply_update
from tests.authoring.authored import author
from tests.repositories import Origin

FILES = {f"files/f{number}.txt": "".join(f"{number} {line}\n" for line in range(20)) for number in range(15)}
RENDERED = {"files/r.md.j2": "<{ name }>, <{ team }>\n"}
TEAM = '[questions.team]\ntype = "text"\ndefault = "a"\n'


@pytest.fixture
def subject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Subject:
    """A template with two versions that are tagged, and a third that is not."""
    monkeypatch.setenv("SCAFFOLDER_CACHE", str(tmp_path / "cache"))
    origin = Origin(tmp_path / "repository")
    origin.commit({"README.md": "no template yet"}, tag="v0")
    author(origin.folder, FILES, version="1.0.0")
    origin.commit(tag="v1")
    changed = {path: text.replace(" 3\n", " three\n") for path, text in FILES.items()}
    author(origin.folder, changed | RENDERED, version="1.1.0", more=TEAM)
    origin.commit(tag="v1.1")
    (origin.folder / "acme/files/f1.txt").unlink()
    return author(origin.folder, RENDERED, version="2.0.0", more=TEAM)


def all_found(subject: Subject, cases: Sequence[Case]) -> list[Finding]:
    versions = earlier_versions(subject)
    assert [version.tag for version in versions] == ["v1", "v1.1"]
    return [item for version in versions for item in replayed(subject, version, cases, rounds=4, seed=1)]


def test_no_edit_is_lost_from_any_tag(subject: Subject) -> None:
    assert all_found(subject, plan_cases(subject)[:2]) == []


def test_a_lost_edit_is_told(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(update: Update) -> list[str]:
        """Write what the template has, whatever was edited."""
        done = apply_update(update)
        (update.status.project / "own/notes.txt").write_text("")
        return done

    monkeypatch.setattr(replay, "apply_update", careless)
    found = all_found(subject, plan_cases(subject)[:1])
    assert "An update loses a user's edit of own/notes.txt (add, seed 4)." in [item.message for item in found]
    assert {item.where for item in found} == {"v1, aws", "v1.1, aws"}
    assert len(found) == 8


def test_what_a_migration_renames_goes_on_with_its_edits(subject: Subject) -> None:
    manifest = subject.folder / "template.toml"
    rename = '[[migrations]]\nto = "2.0.0"\nfiles = { "f2.txt" = "docs/two.txt" }\n'
    manifest.write_text(manifest.read_text() + rename)
    (subject.folder / "files/docs").mkdir()
    (subject.folder / "files/f2.txt").unlink()
    (subject.folder / "files/docs/two.txt").write_text("all new\n")
    assert all_found(subject, plan_cases(subject)[:1]) == []


def test_a_template_in_no_repository_has_no_earlier_version(tmp_path: Path) -> None:
    assert earlier_versions(author(tmp_path, {})) == []
