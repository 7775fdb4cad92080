"""Git repositories of templates for tests, made in a moment and apart from the user's own git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.templating.minitemplate import MANIFEST, build_tree

_APART = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@t", "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@t",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
}  # fmt: skip


class Origin:
    """A repository in a folder, as a platform team would have it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    @property
    def url(self) -> str:
        """Its address, as `--template` takes it."""
        return f"git+{self.folder.as_uri()}"

    def git(self, *arguments: str) -> str:
        """Run git in it."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env={**os.environ, **_APART}, check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    def commit(self, files: Mapping[str, str | bytes] | None = None, *, tag: str = "") -> str:
        """Write files, commit all there is, and tag it."""
        build_tree(self.folder, files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "m")
        if tag:
            self.git("tag", "--force", tag)
        return self.git("rev-parse", "HEAD")


def manifest(name: str, version: str = "1.2.3", more: str = "") -> str:
    """A `template.toml`."""
    return MANIFEST.format(name=name).replace("1.2.3", version) + more
