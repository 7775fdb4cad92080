"""Surroundings for the real engine in which nothing of the user's is read or written, and nothing is downloaded."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from scaffolder.engine.interpreter import Interpreter
from scaffolder.engine.packages import provider_packages
from scaffolder.engine.plugin_dir import DYNAMIC_PROVIDER, write_plugin_dir, write_plugin_home
from scaffolder.engine.pulumi_command import PulumiCommand

# Pulumi's own organization for a backend that has none.
ORGANIZATION: Final = "organization"
# What is encrypted with it is thrown away with the backend. The salt is Pulumi's own for this passphrase; being the
# same every time, it can be told from a salt of the user's where `pulumi` writes it into a settings file.
PASSPHRASE: Final = "scaffolder"  # noqa: S105 - guards nothing
SALT: Final = "v1:QhDeYRaGSiE=:v1:nfGiODaZn8hiHLQv:OuS7z+Qc6XjwVv6ytLoHN2WadRfKjQ=="
# The user's Python for programs, which the official language host reads.
KEPT: Final = frozenset({"PULUMI_PYTHON_CMD"})


class Surroundings:
    """A local backend, a Pulumi home and a plugin folder below one folder of ours."""

    def __init__(
        self, folder: Path, *, command: PulumiCommand, interpreter: Interpreter, plugins_on_path: bool = True
    ) -> None:
        self._command = command
        self._backend = folder / "backend"
        self._home = folder / "home"
        self._home.mkdir(parents=True, exist_ok=True)
        self._plugins = folder / "bin" if plugins_on_path else None
        packages = provider_packages(interpreter.site_packages)
        stand_in = command.language_host is None
        # Plugins of another version, or of another project's Python, must not linger in a folder that is used again.
        for left in (folder / "bin", self._home / "plugins"):
            shutil.rmtree(left, ignore_errors=True)
        if self._plugins is not None:
            names = [*(package.name for package in packages), DYNAMIC_PROVIDER]
            write_plugin_dir(self._plugins, interpreter=interpreter, packages=names, language_host=stand_in)
        else:
            write_plugin_home(
                self._home, interpreter=interpreter, packages=packages, engine_version=command.version, host=stand_in
            )

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return the variables under which `pulumi` sees only these surroundings."""
        variables = {name: value for name, value in base.items() if not name.startswith("PULUMI_") or name in KEPT}
        path = [str(self._plugins or ""), str(self._command.path.parent), variables.get("PATH", "")]
        return {
            **variables,
            "PATH": os.pathsep.join(part for part in path if part),
            "PULUMI_HOME": str(self._home),
            # A file of attributes beside each is written in place: a killed engine can leave it empty, and that reads
            # as a broken checkpoint.
            "PULUMI_BACKEND_URL": f"{self._backend.as_uri()}?metadata=skip",
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER": "true",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
        }

    def add_stack(self, project: str, stack: str) -> None:
        """Make an empty stack, as `pulumi stack init` would but without writing into the project.

        The layout is that of Pulumi's file backend: pkg/backend/diy/{meta,store}.go of github.com/pulumi/pulumi.
        """
        meta = self._backend / ".pulumi" / "meta.yaml"
        checkpoint = self._checkpoint(project, stack)
        if checkpoint.exists():
            return
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        meta.write_text("version: 1\n", encoding="utf-8")
        latest = {
            "manifest": {"time": "0001-01-01T00:00:00Z", "magic": "", "version": ""},
            "secrets_providers": {"type": "passphrase", "state": {"salt": SALT}},
        }
        content = {"stack": f"{ORGANIZATION}/{project}/{stack}", "latest": latest}
        checkpoint.write_text(json.dumps({"version": 3, "checkpoint": content}), encoding="utf-8")

    def checkpoint(self, project: str, stack: str) -> Mapping[str, Any]:
        """Return what the backend holds of a stack: its resources, and operations that never ended."""
        document = json.loads(self._checkpoint(project, stack).read_text(encoding="utf-8"))
        return document["checkpoint"].get("latest") or {}

    def _checkpoint(self, project: str, stack: str) -> Path:
        return self._backend / ".pulumi" / "stacks" / project / f"{stack}.json"
