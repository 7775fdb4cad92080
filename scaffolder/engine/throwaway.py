"""Surroundings for the real engine in which nothing of the user's is read or written, and nothing is downloaded."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from scaffolder.engine.interpreter import Interpreter
from scaffolder.engine.packages import provider_packages
from scaffolder.engine.plugin_dir import write_plugin_dir
from scaffolder.engine.pulumi_command import PulumiCommand

# Pulumi's own organization for a backend that has none.
ORGANIZATION: Final = "organization"
# What is encrypted with it is thrown away with the backend.
PASSPHRASE: Final = "scaffolder"  # noqa: S105 - guards nothing
# The user's Python for programs, which the official language host reads.
KEPT: Final = frozenset({"PULUMI_PYTHON_CMD"})


class Surroundings:
    """A local backend, a Pulumi home and a plugin folder below one folder of ours."""

    def __init__(self, folder: Path, *, command: PulumiCommand, interpreter: Interpreter) -> None:
        self._folder = folder
        self._command = command
        self._backend = folder / "backend"
        (folder / "home").mkdir(parents=True, exist_ok=True)
        # Another version's or another project's plugins must not linger in a state folder that is used again.
        shutil.rmtree(folder / "bin", ignore_errors=True)
        names = [package.name for package in provider_packages(interpreter.site_packages)]
        self._plugins = write_plugin_dir(
            folder / "bin", interpreter=interpreter, packages=names, language_host=command.language_host is None
        )

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return the variables under which `pulumi` sees only these surroundings."""
        variables = {name: value for name, value in base.items() if not name.startswith("PULUMI_") or name in KEPT}
        path = [str(self._plugins), str(self._command.path.parent), variables.get("PATH", "")]
        return {
            **variables,
            "PATH": os.pathsep.join(part for part in path if part),
            "PULUMI_HOME": str(self._folder / "home"),
            "PULUMI_BACKEND_URL": self._backend.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
        }

    def add_stack(self, project: str, stack: str) -> None:
        """Make an empty stack, as `pulumi stack init` would but without writing into the project.

        The layout is that of Pulumi's file backend: pkg/backend/diy/{meta,store}.go of github.com/pulumi/pulumi.
        """
        meta = self._backend / ".pulumi" / "meta.yaml"
        checkpoint = self._backend / ".pulumi" / "stacks" / project / f"{stack}.json"
        if checkpoint.exists():
            return
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        meta.write_text("version: 1\n", encoding="utf-8")
        content = {"version": 3, "checkpoint": {"stack": f"{ORGANIZATION}/{project}/{stack}", "latest": None}}
        checkpoint.write_text(json.dumps(content), encoding="utf-8")
