"""What the modules in `extensions/` add to the service: the way to change this program without editing it.

They are loaded in the order of their names, so `10_costs.py` comes before `20_sidecar.py`; a name that begins with `_`
is a helper of theirs and is not loaded by itself. A module has one or more of these functions:

    def check(settings: Settings) -> Iterable[str]
    def transform(resource: pulumi.ResourceTransformArgs, settings: Settings) -> pulumi.ResourceTransformResult | None
    def extend_region(region: Region) -> Mapping[str, pulumi.Input[str]] | None
    def extend_service(service: Service) -> None

`check` says what is wrong with the settings, a sentence each; while there is any, nothing is made.

`transform` sees every resource before it is registered, also those that other extensions add, with its properties in
Pulumi's own spelling (`containerDefinitions`); None leaves it as it is.
https://www.pulumi.com/docs/iac/concepts/resources/options/transforms/

`extend_region` runs once for each region, before its replicas start; they wait for what it makes. What it returns are
environment variables of the service's container.

`extend_service` runs once, when everything else is there.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pulumi

from .contract import RegionalEndpoint
from .rules.naming import unusable_variable
from .settings import Settings

FOLDER = Path(__file__).parents[1] / "extensions"
_PARAMETERS = {
    "check": ("settings",),
    "transform": ("resource", "settings"),
    "extend_region": ("region",),
    "extend_service": ("service",),
}


@dataclass(frozen=True, kw_only=True)
class Region:
    """One region, before its replicas start.

    `name` begins the names of what is made for this region. `scope` is the GCP project, the Azure resource group, or on
    AWS the key that encrypts what the region keeps. `principal` is how a grant names the running app: its role's ARN on
    AWS, a member on GCP (`serviceAccount:...`), the id of a service principal on Azure. Every resource takes `opts`,
    which brings it its provider.
    """

    settings: Settings
    labels: Mapping[str, str]
    name: str
    region: str
    scope: pulumi.Input[str]
    principal: pulumi.Output[str]
    network_id: pulumi.Output[str]
    subnet_ids: Sequence[pulumi.Output[str]]
    opts: pulumi.ResourceOptions


@dataclass(frozen=True, kw_only=True)
class Service:
    """The whole service, when all of it is declared. `name`, `scope` and `opts` are as in `Region`."""

    settings: Settings
    labels: Mapping[str, str]
    name: str
    scope: pulumi.Input[str]
    url: pulumi.Output[str]
    front_id: pulumi.Output[str]
    endpoints: Sequence[RegionalEndpoint]
    opts: pulumi.ResourceOptions


@dataclass(frozen=True, kw_only=True)
class Added:
    """What the extensions gave a region: variables for the container, and what its replicas wait for."""

    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    resources: Sequence[pulumi.Resource] = ()


class _Extensions(pulumi.ComponentResource):
    """Holds what extensions make, apart from the service's own resources."""

    def __init__(self, kind: str, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__(f"inference:extensions:{kind}", name, {}, opts)


def begin(settings: Settings) -> None:
    """Let the extensions check the settings, and see every resource that is made from here on.

    Raises:
        pulumi.RunError: an extension refuses the settings, or cannot be used itself.
    """
    problems = [f"{_place(check)}: {problem}" for check in _functions("check") for problem in check(settings)]
    if problems:
        raise pulumi.RunError("this stack's settings are refused:\n" + "\n".join(problems))
    for transform in _functions("transform"):
        pulumi.runtime.register_resource_transform(partial(_transformed, transform, settings))


def extend_region(region: Region) -> Added:
    """Let the extensions add to a region, below the resource that its `opts` name as the parent."""
    functions = _functions("extend_region")
    if not functions:
        return Added()
    component = _Extensions("Region", f"{region.name}-extensions", region.opts)
    region = replace(region, opts=pulumi.ResourceOptions(parent=component))
    environment: dict[str, pulumi.Input[str]] = {}
    for function in functions:
        for variable, value in (function(region) or {}).items():
            if why := _refusal(variable, region, environment):
                raise pulumi.RunError(f"{_place(function)}: extend_region returned {variable!r}, but {why}")
            environment[variable] = value
    component.register_outputs({})
    return Added(environment=environment, resources=[component])


def extend_service(service: Service) -> None:
    """Let the extensions add what the service has once, below the resource that its `opts` name as the parent."""
    functions = _functions("extend_service")
    if not functions:
        return
    component = _Extensions("Service", f"{service.name}-extensions", service.opts)
    for function in functions:
        function(replace(service, opts=pulumi.ResourceOptions(parent=component)))
    component.register_outputs({})


def fingerprint() -> str:
    """Tell one state of the project's extensions from another; empty when there are none."""
    if not _modules():
        return ""
    files = [file for file in sorted(FOLDER.rglob("*")) if file.is_file() and "__pycache__" not in file.parts]
    content = [(file.relative_to(FOLDER).as_posix(), file.read_bytes()) for file in files]
    return hashlib.sha256(repr(content).encode()).hexdigest()


def _functions(name: str) -> list[Callable[..., Any]]:
    return [getattr(module, name) for module in _modules() if hasattr(module, name)]


@cache
def _modules() -> tuple[ModuleType, ...]:
    """The extensions of this project, each checked."""
    files = [file for file in sorted(FOLDER.glob("*.py")) if not file.name.startswith("_")]
    return tuple(_checked(import_module(f"{FOLDER.name}.{file.stem}"), file) for file in files)


def _checked(module: ModuleType, file: Path) -> ModuleType:
    place = f"{FOLDER.name}/{file.name}"
    found = [name for name in _PARAMETERS if hasattr(module, name)]
    if not found:
        raise pulumi.RunError(f"{place} has none of the functions {', '.join(_PARAMETERS)}. Write one of them.")
    for name in found:
        try:
            inspect.signature(getattr(module, name)).bind(*_PARAMETERS[name])
        except TypeError:
            wanted = ", ".join(_PARAMETERS[name])
            raise pulumi.RunError(f"{place}: {name} cannot be called as {name}({wanted}). Write it so.") from None
    return module


def _transformed(
    transform: Callable[..., Any], settings: Settings, resource: pulumi.ResourceTransformArgs
) -> pulumi.ResourceTransformResult | None:
    before = _content(resource.opts)
    result = transform(resource, settings)
    if result is None:
        return None
    if not isinstance(result, pulumi.ResourceTransformResult):
        raise pulumi.RunError(
            f"{_place(transform)}: transform returned {type(result).__name__} for {resource.name}. "
            "Return a pulumi.ResourceTransformResult, or None to leave the resource as it is."
        )
    if result.opts is not None and _content(result.opts) == before:
        # Not sent back: pulumi 3.272 cannot (a replacement_trigger fails in _transformation_resource_options).
        result.opts = None
    return result


def _content(options: pulumi.ResourceOptions) -> dict[str, Any]:
    """What options hold now; their lists may be changed in place."""
    return {name: list(value) if isinstance(value, list) else value for name, value in vars(options).items()}


def _refusal(variable: str, region: Region, environment: Mapping[str, object]) -> str:
    """Why an extension cannot set this variable of the container; empty when it can."""
    if why := unusable_variable(variable):
        return why
    if variable in {**region.settings.env, **region.settings.secrets}:
        return "the settings have it already. Keep it in one of the two."
    return "another extension returned it already. Keep it in one of the two." if variable in environment else ""


def _place(function: Callable[..., Any]) -> str:
    return f"{FOLDER.name}/{Path(inspect.getfile(function)).name}"
