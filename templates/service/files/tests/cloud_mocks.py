"""Runs the program in infra/ without a cloud, and tells what it would make.

Pulumi's mocks answer for the clouds: each resource gets back what it was given, and a made-up value for what the cloud
would add, of the type that the SDK declares. `scaffold preview` checks more of what the real clouds would refuse.
"""

from __future__ import annotations

import inspect
import json
import runpy
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import yaml
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks
from pulumi.runtime.settings import SETTINGS
from pulumi.runtime.stack import Stack

ROOT = Path(__file__).parents[1]
STACKS = tuple(sorted(path.name.split(".")[1] for path in ROOT.glob("Pulumi.*.yaml")))

# What the clouds answer when the program asks them; a function that is not here answers with made-up text.
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "aws:index/getAvailabilityZones:getAvailabilityZones": {
        "names": ["zone-a", "zone-b", "zone-c"],
        "zoneIds": ["id-a", "id-b", "id-c"],
    },
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "111122223333"},
    "aws:ecr/getAuthorizationToken:getAuthorizationToken": {
        "userName": "AWS",
        "password": "made-up",
        "proxyEndpoint": "https://registry.example",
    },
    "gcp:organizations/getClientConfig:getClientConfig": {"project": "made-up-project", "accessToken": "made-up"},
    "gcp:organizations/getProject:getProject": {"projectId": "made-up-project", "number": "123456789012"},
    "azure-native:authorization:getClientConfig": {
        "clientId": "made-up",
        "objectId": "made-up",
        "subscriptionId": "00000000-0000-0000-0000-000000000000",
        "tenantId": "00000000-0000-0000-0000-000000000000",
    },
    "azure-native:authorization:getClientToken": {"token": "made-up"},
}
# What a cloud adds deep inside something that it was given, or gives back in another form.
ADDED: Mapping[str, Mapping[str, Any]] = {
    "azure-native:app:ContainerApp": {
        "configuration": {"ingress": {"fqdn": "app.example"}},
        "identity": {"userAssignedIdentities": {}},
        "latestRevisionName": "app--1",
        "latestReadyRevisionName": "app--1",
    },
}
# Some outputs hold themselves, such as the details of an error.
_DEEPEST = 4


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A resource that the program asked for, with its inputs as the provider gets them."""

    type: str
    name: str
    inputs: Mapping[str, Any]

    @property
    def labels(self) -> Mapping[str, str] | None:
        """Its labels or tags; None when the type can have none. An image's belong to its content."""
        kinds = {} if self.type.startswith("docker-build:") else outputs_of(self.type)
        key = next((key for key in ("userLabels", "labels", "tags") if _is_table(kinds.get(key))), "")
        return self.inputs.get(key) or {} if key else None

    def __str__(self) -> str:
        return f"{self.type} {self.name}"


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """What a stack's program asked for and exports."""

    project: str
    stack: str
    cloud: str
    settings: Mapping[str, str]
    resources: list[Resource] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)

    def of_type(self, *wanted: str) -> Iterator[Resource]:
        """The resources of some types, named as `aws:lb/loadBalancer:LoadBalancer`."""
        return (resource for resource in self.resources if resource.type in wanted)


def deploy(stack: str, **changed: object) -> Deployed:
    """Run the program as `pulumi up --stack STACK` would, with some settings changed."""
    project, config = _config(stack)
    config |= {f"{project}:{key}": _text(value) for key, value in changed.items()}
    settings = {key.partition(":")[2]: value for key, value in config.items()}
    deployed = Deployed(project=project, stack=stack, cloud=settings["cloud"], settings=settings)
    pulumi.runtime.set_all_config(config)
    # A preview would leave ids unknown, and then nothing of them could be looked at.
    pulumi.runtime.set_mocks(_Recorder(deployed), project=project, stack=stack, preview=False)
    SETTINGS.root_directory = str(ROOT)

    @pulumi.runtime.test
    def program() -> pulumi.Output[None]:
        _exports().clear()  # the root resource stays from stack to stack
        runpy.run_path(str(ROOT / "infra"), run_name="__main__")
        return pulumi.Output.all(**_exports()).apply(deployed.outputs.update)

    program()
    return deployed


def _exports() -> dict[str, Any]:
    stack = pulumi.runtime.get_root_resource()
    return stack.outputs if isinstance(stack, Stack) else {}


class _Recorder(Mocks):
    """Notes every resource, and answers as a cloud would."""

    def __init__(self, deployed: Deployed) -> None:
        self._deployed = deployed

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self._deployed.resources.append(Resource(type=args.typ, name=args.name, inputs=args.inputs))
        made_up = {key: _made_up(kind, _named(args, key)) for key, kind in outputs_of(args.typ).items()}
        given = {key: value for key, value in args.inputs.items() if value is not None}
        return _id(args), _merged(_merged(made_up, given), _added(args))

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        return {**args.args, **ANSWERS.get(args.token, {})}, []


def _id(args: MockResourceArgs) -> str:
    if args.typ.startswith("azure-native:"):
        module, kind = args.typ.split(":")[1:]
        group = args.inputs.get("resourceGroupName", args.name)
        subscription = "/subscriptions/00000000-0000-0000-0000-000000000000"
        return f"{subscription}/resourceGroups/{group}/providers/Microsoft.{module}/{kind}/{args.name}"
    return f"{args.name}-id"


def _added(args: MockResourceArgs) -> Mapping[str, Any]:
    """What a cloud adds beyond made-up values, where the program relies on it."""
    if args.typ == "aws:acm/certificate:Certificate":
        names = [args.inputs["domainName"], *(args.inputs.get("subjectAlternativeNames") or [])]
        proof = {"resourceRecordType": "CNAME", "resourceRecordValue": "made-up"}
        return {
            "domainValidationOptions": [
                {"domainName": name, "resourceRecordName": f"_proof.{name}", **proof} for name in dict.fromkeys(names)
            ]
        }
    return ADDED.get(args.typ, {})


def _named(args: MockResourceArgs, key: str) -> str:
    """Made-up text for an output; some have a form that programs rely on."""
    if args.typ.startswith("aws:") and key.lower().endswith("arn"):
        service, kind = args.typ.split(":")[1].split("/")
        return f"arn:aws:{service}:{args.inputs.get('region', '')}:111122223333:{kind}/{args.name}"
    return f"{args.name}-{key}"


def _config(stack: str) -> tuple[str, dict[str, str]]:
    """The project's name, and the stack's config as the engine would hand it over, declared defaults included."""
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))
    given = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))
    values = {key: of.get("value", of.get("default")) for key, of in project["config"].items()}
    values |= {key.removeprefix(f"{project['name']}:"): value for key, value in given["config"].items()}
    return project["name"], {
        key if ":" in key else f"{project['name']}:{key}": _text(value) for key, value in values.items()
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@cache
def outputs_of(type_token: str) -> Mapping[str, Any]:
    """What a type of resource gives back, and the type of each, read from the SDK's class for it."""
    cls = next((cls for cls in _subclasses(pulumi.CustomResource) if _token(cls) == type_token), None)
    return _properties(cls) if cls else {}


def _token(cls: type) -> str:
    return str(getattr(cls, "pulumi_type", ""))


def _subclasses(cls: type) -> Iterable[type]:
    for subclass in cls.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)


@cache
def _properties(cls: type) -> dict[str, Any]:
    found = {}
    for name, getter in inspect.getmembers(cls, lambda member: isinstance(member, property)):
        kind = typing.get_type_hints(getter.fget).get("return")
        if typing.get_origin(kind) is pulumi.Output:
            (kind,) = typing.get_args(kind)
        if name not in {"id", "urn", "pulumi_resource_name", "pulumi_resource_type"}:
            found[_camel_case(name)] = kind
    return found


def _made_up(kind: Any, text: str, depth: int = 0) -> Any:
    """A value of an SDK's declared type; None for what may be absent."""
    origin = typing.get_origin(kind)
    if kind in {str, Any}:
        return text
    if kind in {int, float, bool}:
        return kind(1)
    if depth == _DEEPEST or origin in {typing.Union, types.UnionType}:
        return None
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return [_made_up(typing.get_args(kind)[0], text, depth + 1)]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {}
    return {key: _made_up(inner, f"{text}-{key}", depth + 1) for key, inner in _properties(kind).items()}


def _is_table(kind: Any) -> bool:
    """Whether a declared type has names with values, as labels have; network tags are a list."""
    parts = (kind, *typing.get_args(kind))
    return any(isinstance(origin := typing.get_origin(part), type) and issubclass(origin, Mapping) for part in parts)


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return merged


def _camel_case(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
