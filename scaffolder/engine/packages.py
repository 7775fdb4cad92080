"""The Pulumi SDKs and other packages that a Python has installed, read from its folders without running it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class ProviderPackage:
    """A provider that an installed SDK needs: its plugin's name and version, and where else it is downloaded from."""

    name: str
    version: str
    server: str = ""


@dataclass(frozen=True, kw_only=True)
class Dependency:
    """An installed Python package."""

    name: str
    version: str


def provider_packages(site_packages: Sequence[Path]) -> tuple[ProviderPackage, ...]:
    """Return the providers of the SDKs installed in these folders, one of each name, sorted by name."""
    found = {package.name: package for package in _declared(site_packages)}
    return tuple(found[name] for name in sorted(found))


def _declared(site_packages: Sequence[Path]) -> Iterator[ProviderPackage]:
    # The first folder on Python's path wins, so it is read last.
    for folder in reversed(site_packages):
        for file in sorted(folder.glob("*/pulumi-plugin.json")):
            try:
                said = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            if not isinstance(said, dict) or said.get("resource") is not True:
                continue
            name = said.get("name") or file.parent.name.removeprefix("pulumi_").replace("_", "-")
            version = said.get("version") or _version_of(file.parent.name, folder)
            yield ProviderPackage(name=str(name), version=str(version), server=str(said.get("server") or ""))


def _version_of(module: str, folder: Path) -> str:
    prefix = f"{module}-"
    for info in folder.glob(f"{prefix}*.dist-info"):
        return info.name.removeprefix(prefix).removesuffix(".dist-info")
    return ""


def installed(site_packages: Sequence[Path], *, transitive: bool) -> tuple[Dependency, ...]:
    """Return the installed packages, sorted; without `transitive` those that no other one asks for."""
    all_of_them = list(distributions(path=[str(folder) for folder in site_packages]))
    wanted = set() if transitive else set(_required(all_of_them))
    found = {
        dist.name: Dependency(name=dist.name, version=dist.version)
        for dist in all_of_them
        if dist.name and _normal(dist.name) not in wanted
    }
    return tuple(found[name] for name in sorted(found, key=str.lower))


def _required(all_of_them: Iterable[Distribution]) -> Iterator[str]:
    for dist in all_of_them:
        for requirement in dist.requires or ():
            name, _, marker = requirement.partition(";")
            if "extra ==" not in marker and (match := re.match(r"[\w.-]+", name.strip())):
                yield _normal(match[0])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
