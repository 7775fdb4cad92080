"""What `scaffold update` says of the running infrastructure, and what it refuses for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.newcommand import refused, run_scaffold, unchanged
from tests.updates import install, recorded, tree, write

PROGRAM = """\
import pulumi
import pulumi_aws as aws

import names

aws.ecr.Repository(names.IMAGES, tags={"team": "a"})
aws.sns.Topic("alerts", display_name="one")
"""
PROJECT = {
    "Pulumi.yaml": "name: demo\nruntime: python\nmain: infra\n",
    "Pulumi.dev.yaml": "config:\n  aws:region: us-east-1\n",
    "Pulumi.prod.yaml": "config:\n  aws:region: us-east-1\n",
    "infra/__main__.py": PROGRAM,
    "infra/names.py": 'IMAGES = "images"\n',
    "README.md": "read\n",
}
URN = "urn:pulumi:dev::demo::aws:ecr/repository:Repository::images"
TYPE, TOPIC = "aws:ecr/repository:Repository", "aws:sns/topic:Topic"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", recorded(tree(PROJECT)))


def offer(monkeypatch: pytest.MonkeyPatch, **files: str) -> None:
    """Let the installed templates have these files of the program differently."""
    paths = {"program": "infra/__main__.py", "names": "infra/names.py", "readme": "README.md", "dev": "Pulumi.dev.yaml"}
    install(monkeypatch, tree({**PROJECT, **{paths[name]: text for name, text in files.items()}}))


def test_changes_in_place_and_new_resources_are_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, program=PROGRAM.replace('"one"', '"two"') + 'aws.sns.Topic("more")\n')
    result = run_scaffold("update", project, "--stack", "dev")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "service 1.0.0 -> service 1.1.0: 1 file, 0 merged, 0 conflicts; 0 replaced, 1 changed in place, 1 new\n"
        "  ~ infra/__main__.py\n"
        "What the next deployment of dev would do:\n"
        "  changed   sns.Topic  alerts  (displayName)\n"
        "  new       sns.Topic  more\n"
        "Take it back with: scaffold update --undo\n"
    )


MADE_UP = (
    PROGRAM.replace("aws.ecr", "images = aws.ecr")
    + """
aws.sns.Topic("where", display_name=pulumi.Output.concat(images.repository_url, " one"))
"""
)


def test_what_a_cloud_makes_up_is_the_same_before_and_after(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "infra/__main__.py").write_text(MADE_UP)
    aliased = MADE_UP.replace(
        "names.IMAGES,", 'names.IMAGES, opts=pulumi.ResourceOptions(aliases=[pulumi.Alias("images")]),'
    )
    offer(monkeypatch, names='IMAGES = "pictures"\n', program=aliased.replace(" one", " two"))
    update = ("update", project, "--stack", "dev", "--conflict", "theirs", "--dry-run", "--json")
    changed = {
        "urn": URN.replace(TYPE, TOPIC).replace("images", "where"),
        "type": TOPIC,
        "what": "changed",
        "properties": ["displayName"],
    }
    assert json.loads(run_scaffold(*update).stdout)["impact"]["stacks"] == {"dev": [changed]}
    offer(monkeypatch, names='IMAGES = "pictures"\n', program=aliased)
    assert json.loads(run_scaffold(*update).stdout)["impact"]["stacks"] == {"dev": []}


def test_what_is_made_up_may_be_too_much_for_a_program(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picky = MADE_UP + "pulumi.export('n', images.repository_url.apply(int))\n"
    (project / "infra/__main__.py").write_text(picky)
    offer(monkeypatch, program=picky.replace('display_name="one"', 'display_name="two"'))
    result = run_scaffold("update", project, "--stack", "dev", "--conflict", "theirs")
    assert "; 0 replaced, 1 changed in place, 0 new\n" in result.stdout


def test_only_the_stacks_that_change_are_previewed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, dev="config:\n  aws:region: us-west-2\n")
    document = json.loads(run_scaffold("update", project, "--dry-run", "--json").stdout)
    assert list(document["impact"]["stacks"]) == ["dev"]
    offer(monkeypatch, readme="other\n")
    document = json.loads(run_scaffold("update", project, "--dry-run", "--json").stdout)
    assert document["impact"] == {
        "previewed": False,
        "replaced": 0,
        "changed": 0,
        "new": 0,
        "deleted": 0,
        "stacks": {},
        "refused": [],
        "notes": [],
    }


def test_what_is_precious_is_not_let_go_unasked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, names='IMAGES = "pictures"\n')
    with unchanged(project):
        message, fix = refused(run_scaffold("update", project, "--stack", "dev"))
        dry = run_scaffold("update", project, "--stack", "dev", "--dry-run", "--json")
    assert message == (
        "The next deployment would replace or delete what holds data or is known outside:\n"
        f"  {URN}\n      a registry: its images are deleted with it; it would be deleted"
    )
    assert fix == "Where that is meant, name each: --allow-replace URN, in quotes; `*` stands for anything."
    assert dry.exit_code == 1
    assert json.loads(dry.stdout)["impact"] == {
        "previewed": True,
        "replaced": 0,
        "changed": 0,
        "new": 1,
        "deleted": 1,
        "stacks": {
            "dev": [
                {"urn": URN.replace("images", "pictures"), "type": TYPE, "what": "new", "properties": []},
                {"urn": URN, "type": TYPE, "what": "deleted", "properties": []},
            ]
        },
        "refused": [{"urn": URN, "reason": "a registry: its images are deleted with it"}],
        "notes": [],
    }
    allowed = run_scaffold("update", project, "--stack", "dev", "--allow-replace", "*::images")
    assert allowed.exit_code == 0
    assert "; 0 replaced, 0 changed in place, 1 new, 1 deleted\n" in allowed.stdout


def test_what_only_a_new_resource_can_have_replaces_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, program=PROGRAM.replace("names.IMAGES,", 'names.IMAGES, name="pictures",'))
    message, _ = refused(run_scaffold("update", project, "--stack", "dev"))
    assert message == (
        "The next deployment would replace or delete what holds data or is known outside:\n"
        f"  {URN}\n      a registry: its images are deleted with it; it would be replaced, for its name"
    )
    allowed = run_scaffold("update", project, "--stack", "dev", "--allow-replace", URN)
    assert "; 1 replaced, 0 changed in place, 0 new\n" in allowed.stdout
    assert "  replaced  ecr.Repository  images  (name)\n" in allowed.stdout


def test_with_an_alias_a_new_name_is_no_new_resource(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aliased = PROGRAM.replace(
        "names.IMAGES,", 'names.IMAGES, opts=pulumi.ResourceOptions(aliases=[pulumi.Alias("images")]),'
    )
    offer(monkeypatch, names='IMAGES = "pictures"\n', program=aliased)
    result = run_scaffold("update", project)
    assert result.exit_code == 0
    assert "; 0 replaced, 0 changed in place, 0 new\n" in result.stdout


def test_a_program_with_conflicts_is_foreseen_with_the_template_s_side(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "infra/names.py").write_text('IMAGES = "mine"\n')
    (project / "infra/own.py").write_text("import names\n")
    offer(monkeypatch, names='IMAGES = "theirs"\n')
    result = run_scaffold("update", project, "--stack", "dev", "--allow-replace", "*")
    assert result.exit_code == 13
    assert "  new       ecr.Repository  theirs\n  deleted   ecr.Repository  mine\n" in result.stdout


MISSING = PROGRAM.replace("pulumi_aws as aws", "pulumi_nothing")


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        ("raise ValueError('mine')", PROGRAM, "dev: the program does not run as it is now, so what this does to what is deployed is not known: ValueError: mine"),
        (None, "raise ValueError('theirs')", "dev: the program does not run after this, so what this does to what is deployed is not known: ValueError: theirs"),
        (None, MISSING, "What this does to what is deployed is not known: The program imports pulumi_nothing, which is not installed in the Python that runs scaffolder. pip install pulumi-nothing"),
    ],
)  # fmt: skip
def test_a_program_that_does_not_run_is_updated_all_the_same(
    mine: str | None, theirs: str, told: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if mine:
        (project / "infra/__main__.py").write_text(mine)
    offer(monkeypatch, program=theirs, names='IMAGES = "pictures"\n')
    result = run_scaffold("update", project, "--stack", "dev")
    assert (result.exit_code, result.stderr) == (0, "")
    assert told in result.stdout.splitlines()


def test_it_can_be_left_out(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, names='IMAGES = "pictures"\n')
    result = run_scaffold("update", project, "--no-impact", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["impact"] is None


def test_an_unknown_stack_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, names='IMAGES = "pictures"\n')
    with unchanged(project):
        assert refused(run_scaffold("update", project, "--stack", "prd")) == (
            "There is no stack 'prd'.",
            "There are: dev, prod.",
        )
