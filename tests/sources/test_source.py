"""What `--template` takes is read, and what could be read as something else is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.sources.source import Kind, Source, parse_source

HERE = Path("/work")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("git+https://h/r.git@v3//service", Source(kind=Kind.GIT, place="https://h/r.git", ref="v3", folder="service")),
        ("git+https://h:8443/a/r", Source(kind=Kind.GIT, place="https://h:8443/a/r")),
        ("git+ssh://git@h/r.git@feature/x//a/b", Source(kind=Kind.GIT, place="ssh://git@h/r.git", ref="feature/x", folder="a/b")),
        ("git+file:///srv/r.git//a/", Source(kind=Kind.GIT, place="file:///srv/r.git", folder="a")),
        ("acme=git+https://h/r@0a1b2c3", Source(kind=Kind.GIT, place="https://h/r", ref="0a1b2c3", name="acme")),
        ("package:acme", Source(kind=Kind.PACKAGE, place="acme")),
        ("service", Source(kind=Kind.BUILT_IN, place="service")),
        ("./acme", Source(kind=Kind.FOLDER, place="/work/acme")),
        ("/srv/a=b", Source(kind=Kind.FOLDER, place="/srv/a=b")),
        ("team=../acme", Source(kind=Kind.FOLDER, place="/acme", name="team")),
    ],
)  # fmt: skip
def test_a_source_is_read(text: str, source: Source) -> None:
    assert parse_source(text, beside=HERE) == source
    assert parse_source(source.text, beside=Path("/elsewhere")) == source


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ("git+http://h/r", "'git+http://h/r' is not asked for by one of https, ssh, file.", "Write it as git+https://host/repo.git@v3//folder"),
        ("git+ext::sh -c id", "'git+ext::sh -c id' is not asked for by one of https, ssh, file.", "Write it as git+https://host/repo.git@v3//folder"),
        ("https://h/r", "'https://h/r' is no source.", "Write a repository as git+https://host/repo.git@v3//folder"),
        ("ext::sh -c id", "'ext::sh -c id' is no source.", "Write a repository as git+https://host/repo.git@v3//folder"),
        ("git@h:acme/r.git", "'git@h:acme/r.git' is no source.", "Write it as git+ssh://git@h/acme/r.git"),
        ("git+ssh://-oProxyCommand=id/r", "'git+ssh://-oProxyCommand=id/r' names no repository.", "Write it as git+https://host/repo.git@v3//folder"),
        ("git+https://h", "'git+https://h' names no repository.", "Write it as git+https://host/repo.git@v3//folder"),
        ("git+https:///r", "'git+https:///r' names no repository.", "Write it as git+https://host/repo.git@v3//folder"),
        ("git+https://h/r@--upload-pack=id", "'--upload-pack=id' is no tag, branch or commit.", "Write it as git+https://host/repo.git@v3//folder"),
        ("git+https://h/r@a..b", "'a..b' is no tag, branch or commit.", "Write it as git+https://host/repo.git@v3//folder"),
        ("git+https://h/r@", "'' is no tag, branch or commit.", "Write it as git+https://host/repo.git@v3//folder"),
        ("git+https://h/r//a@v1", "'git+https://h/r//a@v1' has 'v1' behind the folder.", "Write it as git+https://h/r@v1//a"),
        ("git+https://h/r//../x", "'git+https://h/r//../x' has the folder '../x': it has the part '..'.", "Name a folder inside the repository."),
        ("git+https://h/r x", "'git+https://h/r x' has characters that no address of a repository has.", "Take them out."),
        ("git+https://me:pw@h/r", "'git+https://...@h/r' holds a login, which would be written into the project.", "Leave it out, and let git's credential helper give it: git+https://h/..."),
        ("git+https://token@h/r", "'git+https://...@h/r' holds a login, which would be written into the project.", "Leave it out, and let git's credential helper give it: git+https://h/..."),
        ("package:", "'package:' names no package.", "Write package:NAME, with its entry point's name."),
        ("", "'' is no source.", "Give a built-in name, a folder, or a repository."),
    ],
)  # fmt: skip
def test_what_is_no_source_is_refused(text: str, message: str, fix: str) -> None:
    with pytest.raises(ScaffolderError) as caught:
        parse_source(text, beside=HERE)
    assert (str(caught.value), caught.value.fix) == (message, fix)
