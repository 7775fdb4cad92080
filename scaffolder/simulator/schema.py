"""What resources and functions take and give, read from the SDKs that a project has installed."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from scaffolder.simulator.schema_cache import SchemaCache
from scaffolder.simulator.sdk_function import function_properties
from scaffolder.simulator.sdk_source import PackageInfo, SdkSource, class_block, read_package
from scaffolder.simulator.types import Property, decode_property, encode_property

_PROPS_CLASS: Final = re.compile(r"__props__ = (\w+)\.__new__\(")
_AS_JSON: Final = re.compile(r'__dict__\["(\w+)"\] = [^\n]*\bpulumi\.runtime\.to_json\b')
_TYPE_DEPRECATED: Final = re.compile(r'^    warnings\.warn\("""(.*?)"""', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class ResourceSchema:
    """What one resource type takes and gives, by wire name.

    `as_json` names the inputs that travel as JSON text (a provider's own settings), `component` tells a component from
    a resource with a provider behind it. `source` names the SDK: `pulumi-aws 7.51.1 aws:ecs/service:Service`.
    """

    token: str
    source: str
    inputs: Mapping[str, Property]
    outputs: Mapping[str, Property]
    deprecated: str = ""
    as_json: frozenset[str] = frozenset()
    component: bool = False


@dataclass(frozen=True, kw_only=True)
class FunctionSchema:
    """What one function takes and gives, by wire name."""

    token: str
    source: str
    inputs: Mapping[str, Property]
    outputs: Mapping[str, Property]


@dataclass
class _Sdk:
    source: SdkSource
    cache: SchemaCache
    objects: dict[str, Mapping[str, Property] | None] = field(default_factory=dict)


class SchemaStore:
    """The schemas of every Pulumi SDK in some site-packages folders, read when asked for and kept in a cache."""

    def __init__(self, paths: Sequence[Path], cache_dir: Path | None = None) -> None:
        self._paths = [Path(path) for path in paths]
        self._cache_dir = cache_dir
        self._lock = threading.RLock()
        self._sdks: dict[str, _Sdk | None] = {}
        self._scanned: dict[str, PackageInfo] | None = None
        self._resources: dict[str, ResourceSchema | None] = {}
        self._functions: dict[str, FunctionSchema | None] = {}

    def package(self, name: str) -> PackageInfo | None:
        """Give the SDK of a provider (`aws`, `azure-native`), None when it is not installed."""
        sdk = self._sdk(name)
        return sdk.source.package if sdk else None

    def resource(self, type_token: str, version: str = "") -> ResourceSchema | None:  # noqa: ARG002 - one version can be installed
        """Give what a resource type takes and gives; None for a type that no installed SDK has."""
        with self._lock:
            if type_token not in self._resources:
                self._resources[type_token] = self._read_resource(type_token)
            return self._resources[type_token]

    def function(self, token: str) -> FunctionSchema | None:
        """Give what a function takes and gives; None for one that no installed SDK has."""
        with self._lock:
            if token not in self._functions:
                self._functions[token] = self._read_function(token)
            return self._functions[token]

    def object_properties(self, ref: str) -> Mapping[str, Property] | None:
        """Give the properties of a nested object type by wire name; None when the SDK does not say."""
        import_name = ref.partition(".")[0].partition(":")[0]
        with self._lock:
            sdk = self._sdk_by_import(import_name)
            if sdk is None:
                return None
            if ref not in sdk.objects:
                module = ref.partition(":")[0].rpartition(".")[0]
                document = self._kept(sdk, module, ref, lambda: _encode(sdk.source.object_properties(ref)), _decode)
                sdk.objects[ref] = document
            return sdk.objects[ref]

    def save(self) -> None:
        """Write to the cache what was read from the SDKs since the last time."""
        with self._lock:
            for sdk in self._sdks.values():
                if sdk is not None:
                    sdk.cache.save()

    def _sdk(self, name: str) -> _Sdk | None:
        with self._lock:
            return self._sdk_by_import(self._import_name(name))

    def _import_name(self, name: str) -> str:
        usual = f"pulumi_{name.replace('-', '_')}"
        usual_sdk = self._sdk_by_import(usual)
        if usual_sdk is not None and usual_sdk.source.package.name == name:
            return usual
        if self._scanned is None:
            self._scanned = {info.name: info for info in self._scan()}
        found = self._scanned.get(name)
        return found.import_name if found else usual

    def _scan(self) -> Iterable[PackageInfo]:
        for folder in reversed(self._paths):
            for said in folder.glob("*/pulumi-plugin.json"):
                info = read_package(said.parent)
                if info is not None:
                    yield info

    def _sdk_by_import(self, import_name: str) -> _Sdk | None:
        if import_name not in self._sdks:
            found = (read_package(folder / import_name) for folder in self._paths)
            info = next((info for info in found if info is not None), None)
            self._sdks[import_name] = self._open(info) if info else None
        return self._sdks[import_name]

    def _open(self, info: PackageInfo) -> _Sdk:
        folder = None
        if self._cache_dir is not None and info.version:
            # The size tells apart two local builds of an SDK that carry one version.
            size = (info.path / "__init__.py").stat().st_size
            folder = self._cache_dir / f"{info.import_name}-{info.version}-{size}"
        return _Sdk(SdkSource(info), SchemaCache(folder))

    def _kept(self, sdk: _Sdk, shard: str, key: str, make: Callable[[], Any], decode: Callable[[Any], Any]) -> Any:
        document = sdk.cache.get(shard, key, make)
        try:
            return decode(document)
        except (ValueError, TypeError, KeyError):
            document = make()
            sdk.cache.replace(shard, key, document)
            return decode(document)

    def _read_resource(self, token: str) -> ResourceSchema | None:
        name = (
            token.rsplit(":", maxsplit=1)[-1]
            if token.startswith("pulumi:providers:")
            else token.split(":", maxsplit=1)[0]
        )
        sdk = self._sdk(name)
        place = sdk.source.resource_class(token) if sdk else None
        if sdk is None or place is None:
            return None
        module, class_name = place
        source = f"{sdk.source.package.title} {token}"

        def decode(document: Any) -> ResourceSchema | None:
            if document is None:
                return None
            return ResourceSchema(
                token=token,
                source=source,
                inputs=_decode(document["inputs"]) or {},
                outputs=_decode(document["outputs"]) or {},
                deprecated=document["deprecated"],
                as_json=frozenset(document["as_json"]),
                component=document["component"],
            )

        return self._kept(sdk, module, token, lambda: _extract_resource(sdk.source, module, class_name), decode)

    def _read_function(self, token: str) -> FunctionSchema | None:
        parts = token.split(":")
        sdk = self._sdk(parts[0])
        module = sdk.source.module_of(parts[1]) if sdk and len(parts) == 3 else None  # noqa: PLR2004 - pkg:mod:name
        if sdk is None or module is None:
            return None
        source = f"{sdk.source.package.title} {token}"

        def decode(document: Any) -> FunctionSchema | None:
            if document is None:
                return None
            inputs, outputs = _decode(document["inputs"]) or {}, _decode(document["outputs"]) or {}
            return FunctionSchema(token=token, source=source, inputs=inputs, outputs=outputs)

        return self._kept(sdk, module, token, lambda: _extract_function(sdk.source, module, token), decode)


def _extract_resource(source: SdkSource, module: str, class_name: str) -> dict[str, Any] | None:
    found = source.find_class(module, class_name)
    if found is None:
        return None
    text, block = found
    props_class = _PROPS_CLASS.search(block)
    args_block = (class_block(text, props_class[1]) if props_class else None) or ""
    inputs = source.properties(args_block, module)
    if class_name == "Provider" and module == source.package.import_name:
        inputs = {**source.settings(), **inputs}
    by_python_name = {property_.python_name: name for name, property_ in inputs.items()}
    deprecated = _TYPE_DEPRECATED.search(block)
    return {
        "inputs": _encode(inputs),
        "outputs": _encode(source.properties(block, module)),
        "deprecated": " ".join(deprecated[1].split()) if deprecated else "",
        "as_json": sorted(by_python_name[name] for name in _AS_JSON.findall(block) if name in by_python_name),
        "component": "(pulumi.ComponentResource)" in block.partition("\n")[0],
    }


def _extract_function(source: SdkSource, module: str, token: str) -> dict[str, Any] | None:
    text = source.find_function(module, token)
    if text is None:
        return None
    inputs, outputs = function_properties(source, text, module, token)
    return {"inputs": _encode(inputs), "outputs": _encode(outputs)}


def _encode(properties: Mapping[str, Property] | None) -> list[Any] | None:
    return None if properties is None else [encode_property(property_) for property_ in properties.values()]


def _decode(document: Any) -> dict[str, Property] | None:
    if document is None:
        return None
    properties = [decode_property(entry) for entry in document]
    return {property_.name: property_ for property_ in properties}
