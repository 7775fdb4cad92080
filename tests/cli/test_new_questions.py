"""`scaffold new` with templates that ask, set and lock."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_new_asks import DOWN, ENTER, terminal
from tests.newcommand import files_below, refused, run_scaffold, unchanged
from tests.templating.minitemplate import MANIFEST, build_tree

__all__ = ["terminal"]

TEAM = '[questions.team]\ntype = "choice"\nchoices = ["search", { value = "ads", label = "Advertising" }]\n'
OWNER = '[questions.owner]\ntype = "text"\nask = "Who owns it?"\ndefault = "<{ team }>@example.com"\n'
TOKEN = '[questions.token]\ntype = "secret"\nhelp = "The key of the feature store."\n'
SECRET = "s3cr3t-t0k3n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def acme(more: str, name: str = "acme", extends: str = "service", **files: str) -> None:
    """A template of an organisation, next to where the command runs."""
    manifest = f'{MANIFEST.format(name=name)}extends = ["{extends}"]\n{more}'
    build_tree(Path(name), {"template.toml": manifest, "files/OWNER.j2": "<{ answers }>", **files})


def new(*arguments: str, template: str = "./acme") -> Any:
    return run_scaffold("new", "sentiment", "--cloud", "gcp", "--no-git", "--template", template, *arguments)


def recorded() -> dict[str, Any]:
    return json.loads(Path("sentiment/.scaffold/answers.json").read_text())


def test_answers_come_from_set_and_defaults_and_only_what_was_given_is_kept() -> None:
    acme(TEAM + OWNER)
    assert new("--set", "team=ads", "--set", "cpu=2").exit_code == 0
    assert Path("sentiment/OWNER").read_text() == "{'team': 'ads', 'owner': 'ads@example.com'}"
    assert (recorded()["answers"], recorded()["settings"]) == ({"team": "ads"}, {"cpu": "2"})


def test_answers_come_from_the_answers_file() -> None:
    acme(TEAM + OWNER)
    Path("a.yaml").write_text("answers: {team: ads, owner: me}\n")
    assert new("--answers", "a.yaml").exit_code == 0
    assert Path("sentiment/OWNER").read_text() == "{'team': 'ads', 'owner': 'me'}"
    Path("a.yaml").write_text("answers: {team: ads, ownr: me}\n")
    assert refused(new("--answers", "a.yaml", "--output", "b")) == (
        "answers: no template asks 'ownr'.", "Did you mean owner?",
    )  # fmt: skip


def test_every_missing_answer_is_told_at_once(tmp_path: Path) -> None:
    acme(TEAM + '[questions.size]\ntype = "integer"\nask = "How many rows?"\n')
    with unchanged(tmp_path):
        assert refused(new()) == (
            "There is no answer to what has no default:\n  - team: team?\n  - size: How many rows?",
            "Give each: --set team=VALUE, or under `answers` in the answers file.",
        )
        assert refused(new("--set", "team=red", "--set", "size=x")) == (
            "2 answers are wrong:\n  - team: 'red' is none of the choices; it can be search, ads.\n"
            "  - size: 'x' is no whole number.",
            "Correct each of them.",
        )
        assert refused(new("--set", "prod:team=ads")) == (
            "prod:team is no setting of prod: team is a question, answered once for the whole project.",
            "Give it without prod:.",
        )


@pytest.mark.parametrize(
    ("key", "why"),
    [("cpu", "a setting"), ("stacks", "known to every template"), ("answers", "known to every template")],
)
def test_a_question_cannot_be_called_as_something_else(key: str, why: str) -> None:
    acme(f'[questions.{key}]\ntype = "text"\ndefault = "x"\n')
    assert refused(new())[0] == f"acme/template.toml, line 5: no question can be called '{key}': it is {why}."


@pytest.mark.parametrize("given", [["--set", f"token={SECRET}"], ["--answers", "a.json"]])
def test_a_secret_is_nowhere(given: list[str]) -> None:
    acme(TOKEN + TEAM.replace('"search"', '"search"') + 'default = "ads"\n')
    Path("a.json").write_text(json.dumps({"answers": {"token": SECRET}}))
    result = new(*given)
    assert (result.exit_code, result.stderr) == (0, "")
    assert Path("sentiment/OWNER").read_text() == "{'token': True, 'team': 'ads'}"
    assert recorded()["answers"] == {"token": True}
    assert SECRET not in result.output
    assert [path for path, content in files_below(Path("sentiment")).items() if SECRET.encode() in content] == []
    base = run_scaffold("diff", "sentiment", "--json")
    assert SECRET not in base.output
    assert (
        "  pulumi config set --secret --stack dev token\n  pulumi config set --secret --stack prod token\n"
        in result.stdout
    )
    # An update still knows that there is one.
    build_tree(Path("acme"), {"files/NEW.j2": "<{ token }>"})
    assert run_scaffold("update", "sentiment").exit_code == 0
    assert Path("sentiment/NEW").read_text() == "True"


def test_a_secret_that_is_refused_is_not_told() -> None:
    acme(TOKEN + 'pattern = "[0-9]+"\n')
    assert refused(new("--set", f"token={SECRET}")) == (
        "token: what is given does not match [0-9]+.", "The key of the feature store.",
    )  # fmt: skip


def test_settings_of_layers_are_where_stacks_start() -> None:
    acme(
        "[settings]\nlogRetentionDays = 60\nmaxReplicas = 7\n",
        **{"presets.toml": "[prod.settings]\nmaxReplicas = 20\n"},
    )
    assert new("--set", "prod:logRetentionDays=90").exit_code == 0
    dev, prod = (Path(f"sentiment/Pulumi.{name}.yaml").read_text() for name in ("dev", "prod"))
    assert "logRetentionDays: 60\n" in dev
    assert "maxReplicas: 7\n" in dev
    assert "logRetentionDays: 90\n" in prod
    assert "maxReplicas: 20\n" in prod


def test_an_answer_brings_a_layer_and_takes_it_away() -> None:
    acme("", name="extra", **{"files/EXTRA.j2": "<{ team }>"})
    acme(TEAM + '[questions.more]\ntype = "boolean"\ndefault = false\n')
    manifest = Path("acme/template.toml")
    base = '["service", { name = "extra", when = "answers.more" }]'
    manifest.write_text(manifest.read_text().replace('["service"]', base))
    assert new("--set", "team=ads").exit_code == 0
    assert not Path("sentiment/EXTRA").exists()
    assert run_scaffold("update", "sentiment", "--set", "more=yes").exit_code == 0
    assert Path("sentiment/EXTRA").read_text() == "ads"
    assert recorded()["answers"] == {"team": "ads", "more": True}
    assert run_scaffold("update", "sentiment", "--set", "more=no").exit_code == 0
    assert not Path("sentiment/EXTRA").exists()


LOCK = '[locked.logRetentionDays]\nvalue = 400\nwhy = "Audits look back a year."\nenvironments = ["prod"]\n'


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        (["--set", "logRetentionDays=30"], "logRetentionDays"),
        (["--set", "prod:logRetentionDays=30"], "prod:logRetentionDays"),
        (["--set", "gcp:logRetentionDays=30"], "gcp:logRetentionDays"),
        (["--answers", "a.json"], "logRetentionDays"),
    ],
)
def test_a_locked_setting_cannot_be_changed(options: list[str], asked: str, tmp_path: Path) -> None:
    acme(LOCK)
    Path("a.json").write_text('{"settings": {"logRetentionDays": 30}}')
    with unchanged(tmp_path):
        assert refused(new(*options)) == (
            f"{asked} cannot be 30: logRetentionDays is locked in prod by acme: Audits look back a year.",
            "Leave it out; it is 400.",
        )


def test_a_lock_holds_where_it_is_and_in_updates() -> None:
    acme(LOCK + '[locked.waf]\nvalue = "managed"\nwhy = "Policy 7."\n')
    assert new("--set", "dev:logRetentionDays=30", "--set", "waf=managed").exit_code == 0
    dev, prod = (Path(f"sentiment/Pulumi.{name}.yaml").read_text() for name in ("dev", "prod"))
    assert "logRetentionDays: 30\n" in dev
    assert "logRetentionDays: 400\n" in prod
    assert 'waf: "managed"' in dev
    assert refused(run_scaffold("update", "sentiment", "--set", "prod:waf=off")) == (
        "prod:waf cannot be 'off': waf is locked by acme: Policy 7.",
        "Leave it out; it is 'managed'.",
    )


def test_a_new_lock_takes_over_what_a_project_had() -> None:
    acme("")
    assert new("--set", "logRetentionDays=30").exit_code == 0
    acme('[locked.logRetentionDays]\nvalue = 400\nwhy = "Policy 7."\n')
    assert run_scaffold("update", "sentiment").exit_code == 0
    assert "logRetentionDays: 400\n" in Path("sentiment/Pulumi.dev.yaml").read_text()
    told = refused(run_scaffold("update", "sentiment", "--set", "dev:logRetentionDays=90"))
    assert told[0] == "dev:logRetentionDays cannot be 90: logRetentionDays is locked by acme: Policy 7."


@pytest.mark.parametrize(
    ("more", "message", "fix"),
    [
        ("[settings]\nwaff = 'x'\n", "acme/template.toml, line 6: waff is no setting.", "Did you mean waf?"),
        ("[settings]\nenvironment = 'x'\n", "acme/template.toml, line 6: environment is no setting.", "Did you mean environment?"),
        ("[settings]\nwaf = 'x'\n", "acme/template.toml, line 6: waf: 'x' is not one of off, managed, managed-and-rate-limited.", None),
        ("[locked.tem]\nvalue = 1\nwhy = 'x'\n" + TEAM, "acme/template.toml, line 5: tem is no setting or question.", "Did you mean team?"),
        ("[locked.team]\nvalue = 'red'\nwhy = 'x'\n" + TEAM, "acme/template.toml, line 6: value of team: 'red' is none of the choices; it can be search, ads.", "Correct the template there."),
    ],
)  # fmt: skip
def test_what_a_layer_cannot_set_is_told_with_its_line(more: str, message: str, fix: str | None) -> None:
    acme(more)
    told = refused(new())
    if fix is None:
        assert told[0].startswith("acme/template.toml, line 6: waf: ")
    else:
        assert told == (message, fix)


def test_a_preset_for_what_is_no_setting_is_told_with_its_layer() -> None:
    acme("", **{"presets.toml": "[prod.settings]\nmaxReplica = 2\n"})
    assert refused(new()) == (
        "acme/presets.toml, [prod.settings]: maxReplica is no setting.", "Did you mean maxReplicas?",
    )  # fmt: skip


def test_layers_lock_in_different_environments() -> None:
    lock = '[locked.logRetentionDays]\nvalue = {}\nwhy = "{}."\nenvironments = {}\n'
    acme(lock.format(400, "Audits", '["prod"]'))
    acme(lock.format(7, "Costs", '["dev", "prod"]'), name="red")
    result = new("--template", "./red")
    assert (result.exit_code, result.stderr) == (0, "the lock of logRetentionDays: acme wins over red.\n")
    dev, prod = (Path(f"sentiment/Pulumi.{name}.yaml").read_text() for name in ("dev", "prod"))
    assert "logRetentionDays: 7\n" in dev
    assert "logRetentionDays: 400\n" in prod
    told = refused(new("--template", "./red", "--set", "dev:logRetentionDays=30", "--output", "b"))
    assert told[0] == "dev:logRetentionDays cannot be 30: logRetentionDays is locked in dev, prod by red: Costs."


def test_a_locked_answer_cannot_be_given() -> None:
    acme(TEAM)
    acme('[locked.team]\nvalue = "ads"\nwhy = "Ours."\n', name="red", extends="acme")
    assert refused(run_scaffold("new", "sentiment", "--cloud", "gcp", "--template", "./acme", "--template", "./red", "--set", "team=search")) == (
        "team cannot be 'search': it is locked by red: Ours.", "Leave it out; it is 'ads'.",
    )  # fmt: skip
    assert new("--template", "./red").exit_code == 0
    assert Path("sentiment/OWNER").read_text() == "{'team': 'ads'}"


def test_layers_that_do_not_know_each_other_and_differ_are_told() -> None:
    acme("[settings]\nmaxReplicas = 5\n", **{"presets.toml": "[prod.settings]\nminReplicas = 4\n"})
    acme("[settings]\nmaxReplicas = 6\n", name="red", **{"presets.toml": "[prod.settings]\nminReplicas = 3\n"})
    result = new("--template", "./red")
    assert (result.exit_code, result.stderr) == (
        0,
        "maxReplicas: red wins over acme (6, not 5).\nminReplicas in prod: red wins over acme (3, not 4).\n",
    )
    assert "maxReplicas: 6\n" in Path("sentiment/Pulumi.dev.yaml").read_text()


def test_a_terminal_asks_the_questions_of_layers(terminal) -> None:  # noqa: ANN001
    acme(TEAM + OWNER + TOKEN + '[questions.rows]\ntype = "integer"\nwhen = "team == \'ads\'"\nmin = 2\n')
    one = terminal("sentiment", "--cloud", "gcp", "--no-git", "--template", "./acme")
    one.see("team?")
    one.type(DOWN, ENTER)
    one.see("Who owns it?")
    one.type(ENTER)
    one.see("The key of the feature store. (only whether there is one;")
    one.type("y")
    one.see("rows?")
    one.type("1")
    one.see("rows: 1 is out of range; it can be 2 or more.")
    one.type("2", ENTER)
    code, shown = one.end()
    assert code == 0, shown
    assert recorded()["answers"] == {"team": "ads", "token": True, "rows": 12}
