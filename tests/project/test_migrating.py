"""Settings that are called differently: in files as their users wrote them, and in answers."""

from __future__ import annotations

import pytest

from scaffolder.project.answers import Answers
from scaffolder.project.migrating import with_new_keys, with_new_settings
from tests.updates import tree

NAMES = {"old": "new", "maxReplica": "maxReplicas"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("config:\n  old: 1\n  other: 2\n", "config:\n  new: 1\n  other: 2\n"),
        ("config:\n  'old' : 1 # old: mine\n", "config:\n  'new' : 1 # old: mine\n"),
        ('config:\n  "demo:old": 1\n', 'config:\n  "demo:new": 1\n'),
        ("config:\r\n    demo:maxReplica: 3\r\n", "config:\r\n    demo:maxReplicas: 3\r\n"),
        ("config:\n  a:\n    old: 1\n  old:\n    - old: 1\n", "config:\n  a:\n    old: 1\n  new:\n    - old: 1\n"),
        (
            "# old: 1\nold: 1\nconfig: # mine\n\n  # old: 1\n  old:\n",
            "# old: 1\nold: 1\nconfig: # mine\n\n  # old: 1\n  new:\n",
        ),
        ("config:\n  a: 1\nother:\n  old: 1\n", "config:\n  a: 1\nother:\n  old: 1\n"),
        ("config: {old: 1}\n", "config: {old: 1}\n"),
        ("config:\n  older: 1\n  bold: 2", "config:\n  older: 1\n  bold: 2"),
        ("config:\n  old: 1", "config:\n  new: 1"),
    ],
)
def test_keys_right_under_config_are_renamed_and_nothing_else(before: str, after: str) -> None:
    files = dict.fromkeys(("Pulumi.yaml", "Pulumi.dev.yaml", "a/Pulumi.dev.yaml", "other.yaml"), before)
    expected = {**files, "Pulumi.yaml": after, "Pulumi.dev.yaml": after}
    assert with_new_settings(tree(files), NAMES) == tree(expected)


def test_answers_go_by_their_new_keys() -> None:
    answers = Answers(
        name="a",
        clouds=["gcp"],
        settings={"old": 1, "port": 2},
        overrides={"dev": {"old": 3, "new": 4}},
        answers={"team": "red"},
    )
    renamed = with_new_keys(answers, NAMES, {"team": "owner"})
    assert renamed.settings == {"new": 1, "port": 2}
    assert renamed.overrides == {"dev": {"new": 4}}
    assert renamed.answers == {"owner": "red"}
