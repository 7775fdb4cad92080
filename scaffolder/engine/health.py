"""What this machine has of what scaffolder can use, and how to get what it lacks."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from scaffolder.engine.interpreter import find_interpreter
from scaffolder.engine.packages import installed, provider_packages
from scaffolder.engine.pulumi_command import search_pulumi
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from scaffolder.paths import cache_dir
from scaffolder.simulator.constraints.store import shipped, shipped_packages
from scaffolder.simulator.facts import all_facts
from scaffolder.simulator.rules.registry import PACKAGES, rules_of

OLDEST_PYTHON: Final = (3, 11)
# The extra that brings each cloud's SDK, and the provider it is for.
CLOUD_SDKS: Final = {"aws": "aws", "gcp": "gcp", "azure": "azure-native"}

# Clouds open regions, zones and sizes several times a year: older than this, what we know of them needs a look.
OLD_DAYS: Final = 180

Status = Literal["ok", "missing", "note"]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked at: what is there, or what is missing and how to get it.

    `missing` keeps `scaffold new` or the embedded preview from working; a `note` is something they do without.
    """

    name: str
    status: Status
    detail: str
    fix: str = ""


def check_machine(folder: Path) -> tuple[Check, ...]:
    """Look at this machine, and at the project in `folder` if there is one."""
    return (_python(), *_pulumi(), _git(), *_sdks(), *_facts(), _cache(), *_project(folder))


def _python() -> Check:
    version = platform.python_version()
    detail = f"{version} at {sys.executable}"
    if sys.version_info < OLDEST_PYTHON:
        return Check(name="Python", status="missing", detail=detail, fix="Install Python 3.11 or newer.")
    return Check(name="Python", status="ok", detail=detail)


def _pulumi() -> Iterator[Check]:
    search = search_pulumi()
    for rejected in search.rejected:
        yield Check(
            name="pulumi",
            status="note",
            detail=f"{rejected.path} is not used: {rejected.reason}",
            fix="Update it (https://www.pulumi.com/docs/install/) or remove it from PATH.",
        )
    command = search.command
    if command is None:
        yield Check(
            name="pulumi",
            status="note",
            detail="none found; previews use the embedded engine",
            fix="scaffold doctor --install-pulumi",
        )
        return
    yield Check(name="pulumi", status="ok", detail=f"{command.version} at {command.path}")
    if command.language_host:
        yield Check(name="language host", status="ok", detail=f"Pulumi's own, at {command.language_host}")
    else:
        yield Check(
            name="language host",
            status="ok",
            detail="scaffolder's own stands in, in `scaffold preview` and `scaffold simulate`",
            fix="For `pulumi up` install Pulumi's release, which has its own: https://www.pulumi.com/docs/install/",
        )


def _git() -> Check:
    git = shutil.which("git")
    if git is None:
        return Check(
            name="git",
            status="note",
            detail="not on PATH; `scaffold new` needs --no-git",
            fix="Install git: https://git-scm.com/downloads",
        )
    answer = subprocess.run([git, "--version"], capture_output=True, text=True, check=False)
    return Check(name="git", status="ok", detail=f"{answer.stdout.strip().removeprefix('git version ')} at {git}")


def _own_packages() -> Sequence[Path]:
    return tuple(
        Path(folder) for folder in dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    )


def _sdks() -> Iterator[Check]:
    """The SDKs beside scaffolder; one cloud's is enough for that cloud's projects."""
    folders = _own_packages()
    core = {one.name: one.version for one in installed(folders, transitive=True)}
    if "pulumi" in core:
        yield Check(name="pulumi SDK", status="ok", detail=core["pulumi"])
    else:
        yield Check(name="pulumi SDK", status="missing", detail="not installed", fix="pip install pulumi")
    versions = {package.name: package.version for package in provider_packages(folders)}
    any_cloud = any(provider in versions for provider in CLOUD_SDKS.values())
    for extra, provider in CLOUD_SDKS.items():
        if provider in versions:
            yield Check(name=f"{extra} SDK", status="ok", detail=f"pulumi-{provider} {versions[provider]}")
        else:
            yield Check(
                name=f"{extra} SDK",
                status="note" if any_cloud else "missing",
                detail=f"pulumi-{provider} is not installed; a project with its own .venv needs it there only",
                fix=f"pip install 'scaffolder[{extra}]'",
            )
    for name in ("docker-build", "kubernetes", "random"):
        if name in versions:
            yield Check(name=f"{name} SDK", status="ok", detail=f"pulumi-{name} {versions[name]}")


def _facts() -> Iterator[Check]:
    """What is known of the clouds, and since when: they change, and data files do not."""
    facts = all_facts()
    oldest = facts[0]
    yield _dated("cloud facts", f"{len(facts)} data files", oldest.read, f" ({oldest.name})")
    limits = [one for package in shipped_packages() for found in shipped(package).values() for one in found]
    rules = {id(one): one for package in PACKAGES for one in rules_of(package)}.values()
    read = min(one.source.read for one in (*limits, *rules) if one.source.read)
    what = f"{len(limits)} constraints and {len(rules)} rules"
    yield _dated("constraints", what, date.fromisoformat(read))


def _dated(name: str, what: str, oldest: date, where: str = "") -> Check:
    days = (date.today() - oldest).days
    age = f"{days} day{'' if days == 1 else 's'} ago" if days > 0 else "today"
    return Check(
        name=name,
        status="ok" if days <= OLD_DAYS else "note",
        detail=f"{what}; the oldest was read on {oldest}, {age}{where}",
        fix="" if days <= OLD_DAYS else "A newer scaffolder has newer ones: pip install --upgrade scaffolder",
    )


def _cache() -> Check:
    folder = cache_dir()
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        return Check(
            name="cache",
            status="missing",
            detail=f"{folder} cannot be written",
            fix="Set SCAFFOLDER_CACHE to a folder that can.",
        )
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return Check(name="cache", status="ok", detail=f"{folder}, {size / 1_000_000:.0f} MB")


def _project(folder: Path) -> Iterator[Check]:
    try:
        workspace = Workspace.find(folder)
    except ScaffolderError as error:
        if "No Pulumi project found" in str(error):
            yield Check(name="project", status="note", detail="none in this folder", fix="scaffold new NAME")
        else:
            yield Check(name="project", status="missing", detail=str(error), fix=error.fix)
        return
    stacks = ", ".join(workspace.stacks()) or "none yet"
    yield Check(name="project", status="ok", detail=f"{workspace.name} at {workspace.root}, stacks: {stacks}")
    interpreter = find_interpreter(workspace)
    whose = "its own" if interpreter.is_project else "scaffolder's"
    providers = ", ".join(f"{one.name} {one.version}" for one in provider_packages(interpreter.site_packages))
    yield Check(
        name="project's Python",
        status="ok" if not interpreter.note else "note",
        detail=interpreter.note or f"{whose}, {interpreter.python}, with {providers or 'no provider SDK'}",
    )
