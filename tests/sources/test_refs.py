"""Tags and branches as a repository tells them."""

from __future__ import annotations

import pytest

from scaffolder.sources.refs import newest_tag, read_refs


def test_an_annotated_tag_stands_for_its_commit_and_a_tag_goes_before_a_branch() -> None:
    refs = read_refs(
        "c0\tHEAD\nc0\trefs/heads/main\nc1\trefs/heads/v1\nt1\trefs/tags/v1\nc2\trefs/tags/v1^{}\nc3\trefs/pull/1/head\n"
    )
    assert (refs.head, refs.tags, refs.branches) == ("c0", {"v1": "c2"}, {"main": "c0", "v1": "c1"})
    assert [refs.commit(ref) for ref in ("", "v1", "main", "v2")] == ["c0", "c2", "c0", ""]
    assert [refs.full_name(ref) for ref in ("", "v1", "main")] == ["HEAD", "refs/tags/v1", "refs/heads/main"]


@pytest.mark.parametrize(
    ("tag", "tags", "newest"),
    [
        ("v1.2", ["v1.2", "v1.10", "v1.9"], "v1.10"),
        ("v3", ["v3", "v3.1.0", "v4-rc1"], "v3.1.0"),
        ("v2.0.0", ["v1.0.0"], "v2.0.0"),
        ("service-1.0", ["service-2.0", "other-3.0", "v9"], "service-2.0"),
        ("stable", ["stable", "v1"], "stable"),
    ],
)
def test_the_newest_tag_is_called_as_the_one_in_use(tag: str, tags: list[str], newest: str) -> None:
    assert newest_tag(tag, tags) == newest
