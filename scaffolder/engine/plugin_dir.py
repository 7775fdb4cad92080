"""A folder of executables that the real engine takes as its plugins: the simulated clouds, and our language host."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from scaffolder.engine.interpreter import Interpreter
from scaffolder.engine.packages import ProviderPackage

SDK_PATHS_VARIABLE: Final = "SCAFFOLDER_SDK_PATHS"
# Where the language host lets the runner write what the program failed with, for a preview to show.
REPORT_VARIABLE: Final = "SCAFFOLDER_PROGRAM_REPORT"
# How many seconds the language host lets a program run, if there is a limit.
TIMEOUT_VARIABLE: Final = "SCAFFOLDER_PROGRAM_TIMEOUT"
LANGUAGE_HOST_MODULE: Final = "scaffolder.engine.language_host"
PLUGIN_MODULE: Final = "scaffolder.simulator.plugin"
# Programs with dynamic providers need this one, which has no SDK of its own.
DYNAMIC_PROVIDER: Final = "pulumi-python"


def write_plugin_dir(
    target: Path, *, interpreter: Interpreter, packages: Iterable[str], language_host: bool = True
) -> Path:
    """Write `pulumi-resource-NAME` for each package, and `pulumi-language-python` if asked for; return the folder.

    Put on PATH, the folder is all that plain `pulumi` commands need. The simulated clouds run in scaffolder's own
    Python and read the types of the SDKs that the project's `interpreter` has.
    """
    target.mkdir(parents=True, exist_ok=True)
    paths = os.pathsep.join(map(str, interpreter.site_packages))
    for name in packages:
        _write(target / f"pulumi-resource-{name}", [PLUGIN_MODULE, name], {SDK_PATHS_VARIABLE: paths})
    if language_host:
        _write(target / "pulumi-language-python", [LANGUAGE_HOST_MODULE], {})
    return target


def write_plugin_home(
    home: Path, *, interpreter: Interpreter, packages: Iterable[ProviderPackage], engine_version: str, host: bool = True
) -> Path:
    """Write the same executables as plugins that are installed in a Pulumi home, and return the home.

    The engine takes these without the warning it gives for each plugin on PATH, but in the SDK's exact version only.
    """
    names = {package.name: package.version for package in packages}
    for name, version in {**names, DYNAMIC_PROVIDER: engine_version}.items():
        folder = home / "plugins" / f"resource-{name}-v{version}"
        write_plugin_dir(folder, interpreter=interpreter, packages=[name], language_host=False)
    if host:
        folder = home / "plugins" / f"language-python-v{engine_version}"
        write_plugin_dir(folder, interpreter=interpreter, packages=[], language_host=True)
    return home


def _write(path: Path, arguments: list[str], variables: dict[str, str]) -> None:
    # -P: the engine starts plugins in the project's folder, whose files must not shadow what we import.
    command = [sys.executable, "-P", "-m", *arguments]
    if os.name == "nt":
        settings = [f'set "{name}={value}"' for name, value in variables.items()]
        call = " ".join(f'"{part}"' for part in command)
        path.with_name(f"{path.name}.cmd").write_text("\r\n".join(["@echo off", *settings, f"{call} %*", ""]))
        return
    settings = [f"{name}={shlex.quote(value)}; export {name}" for name, value in variables.items()]
    # exec, so that the engine's signals reach Python and not a shell around it.
    path.write_text("\n".join(["#!/bin/sh", *settings, f'exec {shlex.join(command)} "$@"', ""]))
    path.chmod(0o755)
