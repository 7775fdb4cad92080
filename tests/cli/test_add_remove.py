"""`scaffold add` and `scaffold remove`: the update with other answers, on real projects with edits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.newcommand import differing, files_below, refused, run_scaffold, unchanged
from tests.updates import entries, tree, write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project on GCP, its prod stack set up and its README edited."""
    folder = tmp_path / "project"
    assert run_scaffold("new", "sentiment", "--cloud", "gcp", "--no-git", "--output", folder).exit_code == 0
    with (folder / "Pulumi.prod.yaml").open("a") as file:
        file.write("  account: my-project\n")
    (folder / "README.md").write_text("Mine.\n\n" + (folder / "README.md").read_text())
    return folder


def own(folder: Path) -> dict[str, bytes]:
    """The files of a project without its record."""
    return {path: content for path, content in files_below(folder).items() if not path.startswith(".scaffold")}


def test_a_cloud_comes_and_goes(project: Path, tmp_path: Path) -> None:
    before = entries(project)
    result = run_scaffold("add", "cloud", "azure", project, "--region", "westeurope", "--no-impact")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("with azure 1.0.0: ")
    assert "  ~ README.md  merged with your edits\n" in result.stdout
    assert "  + infra/inference/azure/program.py\n" in result.stdout
    assert "New stacks: dev-azure, prod-azure. README.md says" in result.stdout
    assert (project / "Pulumi.prod.yaml").read_text().endswith("  account: my-project\n")
    assert 'regions: ["westeurope"]' in (project / "Pulumi.prod-azure.yaml").read_text()
    added = entries(project)

    # But for the stacks' names, it is as if both had been asked for at first.
    fresh = tmp_path / "fresh"
    answers = tmp_path / "answers.json"
    answers.write_text((project / ".scaffold/answers.json").read_text())
    assert run_scaffold("new", "--answers", answers, "--no-git", "--output", fresh).exit_code == 0
    assert differing(own(project), own(fresh)) == ["Pulumi.prod.yaml", "README.md"]

    removed = run_scaffold("remove", "cloud", "azure", project, "--no-impact")
    assert removed.exit_code == 0
    assert removed.stdout.startswith("without azure 1.0.0: ")
    assert removed.stdout.endswith(
        "Stacks that are no more: dev-azure, prod-azure. What is deployed of them stays until it is destroyed:\n"
        "  pulumi destroy --remove --stack dev-azure\n"
        "  pulumi destroy --remove --stack prod-azure\n"
        "Take it back with: scaffold update --undo\n"
    )
    assert entries(project) == before
    assert run_scaffold("update", project, "--undo").exit_code == 0
    assert entries(project) == added


def test_a_cloud_with_a_stack_that_was_set_up_stays(project: Path) -> None:
    run_scaffold("add", "cloud", "azure", project, "--no-impact")
    with unchanged(project):
        assert refused(run_scaffold("remove", "cloud", "gcp", project)) == (
            "The settings of prod were changed since they were written: what is deployed would be left without a "
            "program.",
            "Destroy it first: pulumi destroy --remove --stack prod. Where nothing is deployed, go on with --force.",
        )
    (project / "Pulumi.prod.yaml").unlink()  # as `pulumi destroy --remove` does
    assert run_scaffold("remove", "cloud", "gcp", project, "--no-impact").exit_code == 0
    assert sorted(path.name for path in project.glob("Pulumi.*.yaml")) == [
        "Pulumi.dev-azure.yaml",
        "Pulumi.prod-azure.yaml",
    ]
    assert not (project / "infra/inference/gcp").exists()


def test_a_region_and_an_environment_are_merged_with_edits(project: Path) -> None:
    result = run_scaffold("add", "region", "us-east1", project, "--stack", "prod", "--no-impact")
    assert (result.exit_code, result.stdout) == (
        0,
        "base 1.0.0, gcp 1.0.0, service 1.0.0: 2 files, 2 merged, 0 conflicts\n"
        "  ~ Pulumi.prod.yaml  merged with your edits\n"
        "  ~ README.md  merged with your edits\n"
        "Take it back with: scaffold update --undo\n",
    )
    stack = (project / "Pulumi.prod.yaml").read_text()
    assert 'regions: ["us-central1", "us-east4", "us-east1"]\n' in stack
    assert stack.endswith("  account: my-project\n")
    assert (
        run_scaffold("add", "env", "staging", project, "--set", "staging:maxReplicas=3", "--no-impact").exit_code == 0
    )
    assert "maxReplicas: 3\n" in (project / "Pulumi.staging.yaml").read_text()
    assert "    needs: deploy-staging\n" in (project / ".github/workflows/deploy.yml").read_text()
    assert run_scaffold("remove", "env", "staging", project, "--no-impact").exit_code == 0
    assert not (project / "Pulumi.staging.yaml").exists()


def test_a_feature_is_a_few_settings(project: Path) -> None:
    result = run_scaffold("remove", "feature", "waf", project, "--json", "--no-impact")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert [change["path"] for change in document["changes"]] == ["Pulumi.dev.yaml", "Pulumi.prod.yaml"]
    assert document["stacks"] == {"added": [], "removed": []}
    assert 'waf: "off"\n  rateLimitPer5Minutes: 0\n' in (project / "Pulumi.prod.yaml").read_text()
    assert run_scaffold("add", "feature", "rate-limit=900", project, "--stack", "prod", "--no-impact").exit_code == 0
    assert 'waf: "managed"\n  rateLimitPer5Minutes: 900\n' in (project / "Pulumi.prod.yaml").read_text()


def test_a_dry_run_and_a_refusal_write_nothing(project: Path) -> None:
    with unchanged(project):
        dry = run_scaffold("add", "cloud", "aws", project, "--dry-run", "--no-impact")
        assert (dry.exit_code, dry.stdout.splitlines()[-1]) == (0, "Nothing was written.")
        assert refused(run_scaffold("add", "cloud", "gcp", project))[0] == "The project is on gcp already."
        assert refused(run_scaffold("remove", "cloud", "gcp", project))[0] == "gcp is the project's only cloud."
        assert refused(run_scaffold("add", "feature", "gpu=t4", project))[0] == (
            "gpu: Cloud Run on gcp cannot give a replica one t4."
        )
        assert run_scaffold("add", "planet", "mars", project).exit_code == 2


def test_a_second_cloud_leaves_what_is_deployed_alone(project: Path) -> None:
    result = run_scaffold("add", "cloud", "azure", project, "--json")
    assert result.exit_code == 0
    impact = json.loads(result.stdout)["impact"]
    assert (impact["stacks"], impact["notes"]) == ({"dev": [], "prod": []}, [])


def test_a_region_takes_its_logs_along_only_when_that_is_said(project: Path) -> None:
    with unchanged(project):
        message, _ = refused(run_scaffold("remove", "region", "us-east4", project))
    assert message.splitlines()[1:] == [
        "  urn:pulumi:prod::sentiment::inference:gcp:InferenceService$inference:gcp:Logs"
        "$gcp:logging/projectBucketConfig:ProjectBucketConfig::sentiment-prod-logs-us-east4",
        "      logs: they are deleted with it; it would be deleted",
    ]
    allowed = run_scaffold("remove", "region", "us-east4", project, "--allow-replace", "*-logs-us-east4")
    assert allowed.exit_code == 0
    assert "; 0 replaced, 3 changed in place, 0 new, 7 deleted\n" in allowed.stdout


def test_a_question_of_a_template_can_be_a_feature(tmp_path: Path) -> None:
    manifest = """name = "acme"
version = "1.0.0"
description = "x"
[questions.sidecar]
type = "boolean"
ask = "Is there a sidecar?"
default = false
[questions.cache]
type = "choice"
choices = ["none", "small", "large"]
default = "none"
"""
    acme = write(tmp_path / "acme", tree({"template.toml": manifest}))
    write(acme / "files", tree({"T.j2": "<{ sidecar }> <{ cache }>\n"}))
    folder = tmp_path / "project"
    new = ("new", "sentiment", "--cloud", "gcp", "--template", acme, "--no-git", "--output", folder)
    assert run_scaffold(*new).exit_code == 0
    for command, expected in (
        (("add", "feature", "sidecar"), "True none\n"),
        (("add", "feature", "cache=large"), "True large\n"),
        (("remove", "feature", "sidecar"), "False large\n"),
        (("remove", "feature", "cache"), "False none\n"),
    ):
        assert run_scaffold(*command, folder).exit_code == 0
        assert (folder / "T").read_text() == expected
    assert refused(run_scaffold("add", "feature", "cache", folder)) == (
        "cache needs a value.",
        "scaffold add feature 'cache=small'",
    )
    assert "\nsidecar              Is there a sidecar?\n" in run_scaffold("add", "feature", "?", folder).stdout


def test_what_is_so_already_is_told_and_can_be_taken_back(project: Path) -> None:
    before = entries(project)
    result = run_scaffold("add", "feature", "waf", project, "--stack", "prod", "--dry-run")
    assert (result.exit_code, result.stdout) == (
        0,
        "No file changes, it is all so already; what was answered would be noted.\nNothing was written.\n",
    )
    assert entries(project) == before
    result = run_scaffold("add", "feature", "waf", project, "--stack", "prod")
    assert (result.exit_code, result.stdout) == (
        0,
        "No file changes, it is all so already; what was answered is noted.\n"
        "Take it back with: scaffold update --undo\n",
    )
    undone = run_scaffold("update", project, "--undo")
    assert undone.stdout == "The last update was taken back: one file is as it was before it.\n"
    assert entries(project) == before


@pytest.mark.parametrize("command", ["add", "remove"])
def test_a_question_mark_lists_the_features(command: str, project: Path) -> None:
    result = run_scaffold(command, "feature", "?", project)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[:3] == [
        "waf                  managed rules of the cloud's web application firewall",
        "rate-limit=VALUE     a limit of requests of one client in five minutes, by the firewall",
        "gpu=VALUE            an accelerator for each replica",
    ]
