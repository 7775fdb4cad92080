"""Which provider serves a resource: named, inherited, or the package's default one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scaffolder.simulator.values import Secret
from scaffolder.simulator.wire import UNKNOWN_STRING

PROVIDER_PREFIX = "pulumi:providers:"
# What the engine keeps for itself among a provider's inputs.
INTERNAL = "__internal"
STACK_REFERENCE = "pulumi:pulumi:StackReference"
# Resources whose provider is a part of the program: their inputs are all that is known of them.
DYNAMIC = "pulumi-python"
# What the engine itself serves, without a provider.
_BUILTIN = frozenset({STACK_REFERENCE, "pulumi:index:Stash"})


class DefaultProviderDeniedError(Exception):
    """The stack's settings forbid the default provider that a resource would fall back to."""


@dataclass(frozen=True, kw_only=True)
class Package:
    """The provider package a request asks for; a parameterized one is served by another package's plugin."""

    name: str
    version: str = ""
    download_url: str = ""
    base: str = ""

    @property
    def default_name(self) -> str:
        """The name of the package's default provider, as the engine makes it."""
        name = "default"
        if self.version:
            name += "_" + re.sub(r"[.\-+]", "_", self.version)
        if self.download_url:
            # As tokens.IntoQName of the engine's SDK makes a name of a URL.
            parts = filter(None, self.download_url.split("/"))
            name += "_" + "/".join(re.sub(r"[^A-Za-z0-9_.-]", "_", part) for part in parts)
        return name


class Packages:
    """The packages a program has registered, by the reference it was given for each."""

    def __init__(self) -> None:
        self._by_reference: dict[str, Package] = {}

    def register(self, request: Any) -> str:
        """Remember a `RegisterPackageRequest` and give its reference."""
        parameterized = request.HasField("parameterization")
        package = Package(
            name=request.parameterization.name if parameterized else request.name,
            version=request.parameterization.version if parameterized else request.version,
            download_url=request.download_url,
            base=request.name,
        )
        reference = hashlib.sha256(request.SerializeToString(deterministic=True)).hexdigest()[:32]
        self._by_reference[reference] = package
        return reference

    def of(self, request: Any, name: str) -> Package:
        """The package that a registration, read or invoke asks for."""
        if request.packageRef and request.packageRef in self._by_reference:
            return self._by_reference[request.packageRef]
        return Package(name=name, version=request.version, download_url=request.pluginDownloadURL.removesuffix("/"))


class DefaultProviders:
    """The default provider of each package, made when it is first needed, with the package's settings as its inputs."""

    def __init__(self, *, stack: str, project: str, config: Mapping[str, str], secret_keys: frozenset[str]) -> None:
        self._prefix = f"urn:pulumi:{stack}::{project}::"
        self._config = config
        self._secret_keys = secret_keys
        self._denied = _denied(config.get("pulumi:disable-default-providers", ""))

    def reference(self, package: Package) -> tuple[str, Mapping[str, Any]]:
        """The reference (`urn::id`) of the package's default provider, and its inputs."""
        if package.name != "pulumi" and self._denied & {"*", package.name}:
            raise DefaultProviderDeniedError(package.name)
        urn = f"{self._prefix}{PROVIDER_PREFIX}{package.name}::{package.default_name}"
        return f"{urn}::{UNKNOWN_STRING}", self._inputs(package)

    def _inputs(self, package: Package) -> Mapping[str, Any]:
        inputs: dict[str, Any] = {}
        for key, value in self._config.items():
            namespace, _, name = key.partition(":")
            if namespace == package.name:
                inputs[name] = Secret(value) if key in self._secret_keys else value
        if package.version:
            inputs["version"] = package.version
        return inputs


def _denied(text: str) -> frozenset[str]:
    try:
        names = json.loads(text) if text else []
    except ValueError:
        names = [text]
    return frozenset(str(name).strip() for name in names) if isinstance(names, list) else frozenset()


def package_of(token: str) -> str:
    """The package of a resource type or function token; a provider's own type belongs to the package it provides."""
    return token.removeprefix(PROVIDER_PREFIX).partition(":")[0]


def is_opaque(type_: str) -> bool:
    """Whether no simulated cloud serves this type: it is the engine's own, or the program's."""
    return type_ in _BUILTIN or package_of(type_) == DYNAMIC


def is_provider(token: str) -> bool:
    """Whether a resource type is a provider."""
    return token.startswith(PROVIDER_PREFIX)


def provided_package(reference: str) -> str:
    """The package that a provider reference (`urn::id`) provides, empty when it is no such reference."""
    parts = reference.split("::")
    return parts[2].rpartition("$")[2].removeprefix(PROVIDER_PREFIX) if len(parts) > 3 else ""  # noqa: PLR2004
