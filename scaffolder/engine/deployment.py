"""What the engine knows during one preview, and what it asks of the simulated clouds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from scaffolder.engine.assets import missing_files
from scaffolder.engine.autonaming import Autonaming
from scaffolder.engine.config import StackConfig
from scaffolder.engine.providers import (
    DYNAMIC,
    PROVIDER_PREFIX,
    DefaultProviderDeniedError,
    DefaultProviders,
    Package,
    Packages,
    is_opaque,
)
from scaffolder.engine.registrations import Registered, Registrations
from scaffolder.engine.transforms import Callbacks
from scaffolder.simulator.cloud import Created, Invoked, SimulatedCloud
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.values import texts_in


class Deployment:
    """One preview under way: the stack's settings, what was registered, and the problems found so far."""

    def __init__(
        self,
        *,
        project: str,
        root: Path,
        config: StackConfig,
        cloud: SimulatedCloud,
        on_resource: Callable[[str], None],
        deployed: bool = False,
        folder: Path | None = None,
    ) -> None:
        self.project = project
        self.root = root
        self.config = config
        self.registrations = Registrations(stack=config.stack, project=project)
        self.packages = Packages()
        self.callbacks = Callbacks()
        self.problems: list[Problem] = []
        # What functions told the program.
        self.answered: set[str] = set()
        self.stack_transforms: list[Any] = []
        self.invoke_transforms: list[Any] = []
        self.hooks: dict[str, Any] = {}
        self._defaults = DefaultProviders(
            stack=config.stack, project=project, config=config.values, secret_keys=config.secret_keys
        )
        self._default_urns: set[str] = set()
        self._autonaming = Autonaming(project, config)
        self._on_resource = on_resource
        self._deployed = deployed
        # Where the program runs, and relative paths begin.
        self._folder = folder or root
        self._cloud = cloud
        self._cloud_lock = threading.Lock()

    def report(self, severity: Literal["error", "warning"], *, message: str, fix: str, urn: str = "") -> None:
        """Add a problem of the engine's own."""
        self.problems.append(Problem(severity=severity, urn=urn, message=message, fix=fix, source="pulumi"))

    def add(self, registered: Registered) -> None:
        """Keep a resource; a URN that is taken is a problem."""
        urn = registered.resource.urn
        first = self.registrations.add(registered)
        if first is None:
            self._on_resource(urn)
            return
        made = " and ".join(sorted({first.position, registered.position} - {""}))
        self.report(
            "error",
            urn=urn,
            message=f"Duplicate resource URN '{urn}'; try giving it a unique name."
            + (f" Made at {made}." if made else ""),
            fix="Two resources of one type below the same types of parents need different names: "
            'name children f"{name}-role".',
        )

    def provider_reference(self, package: Package, named: str, *, needed_by: str) -> str:
        """The provider's reference: the one named, else the package's default; one that is denied is a problem."""
        if named:
            return named
        if package.name in {"pulumi", DYNAMIC}:
            return self._defaults.reference(Package(name=package.name))[0]
        return self._default(package, needed_by)[0]

    def provider_inputs(self, package: Package, named: str, *, needed_by: str) -> Mapping[str, Any]:
        """What the provider was set up with: the one named, else the package's default."""
        if not named:
            return self._default(package, needed_by)[1]
        provider = self.registrations.get(named.rpartition("::")[0])
        return provider.resource.inputs if provider else {}

    def _default(self, package: Package, needed_by: str) -> tuple[str, Mapping[str, Any]]:
        try:
            reference, inputs = self._defaults.reference(package)
        except DefaultProviderDeniedError:
            self.report(
                "error",
                urn=needed_by if needed_by.startswith("urn:") else "",
                message=f"Default provider for '{package.name}' disabled. '{needed_by}' must use an explicit provider.",
                fix="Give it a parent that has the provider, or pass `provider` in its options: the setting "
                f"pulumi:disable-default-providers forbids the default provider of {package.name!r}.",
            )
            return "", {}
        urn = reference.rpartition("::")[0]
        with self._cloud_lock:
            new = urn not in self._default_urns
            self._default_urns.add(urn)
        if new and package.name not in {"pulumi", DYNAMIC}:
            # The settings that it is made from are a user's as much as the inputs of a provider in the program.
            self.check(urn=urn, type_=f"{PROVIDER_PREFIX}{package.name}", inputs=dict(inputs), version=package.version)
        return reference, inputs

    def check(
        self,
        *,
        urn: str,
        type_: str,
        inputs: dict[str, Any],
        version: str,
        provider_inputs: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The inputs as the provider gets them; what is wrong with them is kept as problems."""
        if is_opaque(type_):
            return inputs
        naming = None if type_.startswith(PROVIDER_PREFIX) else self._autonaming.of(urn, type_)
        with self._cloud_lock:
            checked = self._cloud.check(
                urn=urn, type_=type_, inputs=inputs, version=version, naming=naming, provider_inputs=provider_inputs
            )
        self.problems.extend(checked.problems)
        return dict(checked.inputs)

    def create(self, *, urn: str, type_: str, inputs: Mapping[str, Any]) -> Created:
        """What is known of a resource before it exists; where all counts as deployed, what a cloud may make of it."""
        with self._cloud_lock:
            return self._cloud.create(urn=urn, type_=type_, inputs=inputs, preview=not self._deployed)

    def read(self, *, urn: str, type_: str, id_: str, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """The properties of a resource that exists already, as far as they can be told."""
        with self._cloud_lock:
            found = self._cloud.read(urn=urn, type_=type_, id_=id_, inputs=inputs)
        return found.properties if found else {}

    def invoke(self, *, token: str, args: Mapping[str, Any], provider_inputs: Mapping[str, Any]) -> Invoked:
        """A function's answer; what is wrong with the question is kept as problems."""
        with self._cloud_lock:
            invoked = self._cloud.invoke(token=token, args=args, preview=True, provider_inputs=provider_inputs)
        self.problems.extend(invoked.problems)
        self.answered.update(texts_in(invoked.result))
        return invoked

    def look_for_files(self, urn: str, inputs: Mapping[str, Any]) -> None:
        """Say which files of a resource's inputs are not there; of what counts as deployed they need not be."""
        if not self._deployed:
            self.problems.extend(missing_files(urn, inputs, self._folder))

    def call(self, token: str) -> None:
        """Say that what a resource's method gives is not known."""
        self.problems.append(self._cloud.call(token=token, preview=True))
