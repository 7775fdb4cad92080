"""Calling a program's transforms back, on the address it registered them with."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

import grpc
from google.protobuf import struct_pb2
from pulumi.runtime.proto import alias_pb2, callback_pb2, callback_pb2_grpc, resource_pb2

from scaffolder.engine.preview import Alias
from scaffolder.simulator.wire import OUTPUT, SECRET, SIGNATURE, UNKNOWNS

# The same limit as Pulumi's own channels (sdk/python/lib/pulumi/runtime/_grpc_settings.py).
CHANNEL_OPTIONS = (("grpc.max_receive_message_length", 400 * 1024 * 1024), ("grpc.enable_http_proxy", 0))


class Callbacks:
    """Connections to a program's callback servers, one an address."""

    def __init__(self) -> None:
        self._channels: dict[str, grpc.Channel] = {}
        self._lock = threading.Lock()

    def invoke(self, callback: callback_pb2.Callback, request: bytes) -> bytes:
        """Run one callback in the program and give what it answers."""
        with self._lock:
            channel = self._channels.get(callback.target)
            if channel is None:
                channel = grpc.insecure_channel(callback.target, options=CHANNEL_OPTIONS)
                self._channels[callback.target] = channel
        stub = callback_pb2_grpc.CallbacksStub(channel)
        return stub.Invoke(callback_pb2.CallbackInvokeRequest(token=callback.token, request=request)).response

    def close(self) -> None:
        """Close every connection."""
        for channel in self._channels.values():
            channel.close()


def transform_resource(
    callbacks: Callbacks,
    transforms: Iterable[callback_pb2.Callback],
    request: resource_pb2.RegisterResourceRequest,
    options: resource_pb2.TransformResourceOptions,
) -> tuple[struct_pb2.Struct, resource_pb2.TransformResourceOptions]:
    """A resource's properties and options after its own transforms, its parents' and the stack's, in that order."""
    properties = upgraded(request.object, _property_dependencies(request) if request.transforms else {})
    for transform in transforms:
        sent = resource_pb2.TransformRequest(
            type=request.type,
            name=request.name,
            custom=request.custom,
            parent=request.parent,
            properties=properties,
            options=options,
        )
        answer = resource_pb2.TransformResponse.FromString(callbacks.invoke(transform, sent.SerializeToString()))
        if answer.HasField("options"):
            options = answer.options
        if answer.HasField("properties"):
            properties = answer.properties
    return properties, options


def transform_invoke(
    callbacks: Callbacks, transforms: Iterable[callback_pb2.Callback], request: resource_pb2.ResourceInvokeRequest
) -> None:
    """Change an invoke's arguments and options as the stack's transforms would."""
    for transform in transforms:
        sent = resource_pb2.TransformInvokeRequest(
            token=request.tok,
            args=request.args,
            options=resource_pb2.TransformInvokeOptions(
                provider=request.provider, version=request.version, plugin_download_url=request.pluginDownloadURL
            ),
        )
        answer = resource_pb2.TransformInvokeResponse.FromString(callbacks.invoke(transform, sent.SerializeToString()))
        if answer.HasField("args"):
            request.args.CopyFrom(answer.args)
        if answer.HasField("options"):
            request.provider = answer.options.provider
            request.version = answer.options.version
            request.pluginDownloadURL = answer.options.plugin_download_url


def options_of(request: resource_pb2.RegisterResourceRequest, provider: str) -> resource_pb2.TransformResourceOptions:
    """A registration's options in the form that transforms see."""
    options = resource_pb2.TransformResourceOptions(
        depends_on=request.dependencies,
        ignore_changes=request.ignoreChanges,
        replace_on_changes=request.replaceOnChanges,
        version=request.version,
        provider=provider,
        plugin_download_url=request.pluginDownloadURL,
        deleted_with=request.deletedWith,
        additional_secret_outputs=request.additionalSecretOutputs,
        providers=dict(request.providers),
        plugin_checksums=dict(request.pluginChecksums),
        hide_diff=request.hideDiffs,
        replace_with=request.replace_with,
    )
    setattr(options, "import", request.importId)
    options.aliases.extend(alias_pb2.Alias(urn=urn) for urn in request.aliasURNs)
    options.aliases.extend(request.aliases)
    if request.HasField("protect"):
        options.protect = request.protect
    if request.HasField("retainOnDelete"):
        options.retain_on_delete = request.retainOnDelete
    if request.deleteBeforeReplaceDefined or request.deleteBeforeReplace:
        options.delete_before_replace = request.deleteBeforeReplace
    for mine, theirs in (("custom_timeouts", "customTimeouts"), ("replacement_trigger",) * 2, ("hooks",) * 2):
        if request.HasField(theirs):
            getattr(options, mine).CopyFrom(getattr(request, theirs))
    return options


def alias_of(alias: alias_pb2.Alias) -> Alias:
    """Give an alias as a preview shows it; in the protocol, an empty part is the same as before."""
    if alias.WhichOneof("alias") == "urn":
        return Alias(urn=alias.urn)
    spec = alias.spec
    parents = {"parentUrn": spec.parentUrn or None, "noParent": "" if spec.noParent else None}
    return Alias(
        name=spec.name or None,
        type=spec.type or None,
        stack=spec.stack or None,
        project=spec.project or None,
        parent=parents.get(spec.WhichOneof("parent") or ""),
    )


def _property_dependencies(request: resource_pb2.RegisterResourceRequest) -> Mapping[str, Iterable[str]]:
    if not request.propertyDependencies:
        return dict.fromkeys(request.object.fields, request.dependencies)
    return {name: dependencies.urns for name, dependencies in request.propertyDependencies.items()}


def upgraded(properties: struct_pb2.Struct, dependencies: Mapping[str, Iterable[str]]) -> struct_pb2.Struct:
    """Properties as transforms get them: what is unknown or secret as output values, with what it depends on."""
    copy = struct_pb2.Struct()
    for name, value in properties.fields.items():
        _upgrade(value, copy.fields[name])
        urns = [*dependencies.get(name, ())]
        if urns and not set(urns) <= output_dependencies(copy.fields[name]):
            _add_dependencies(copy.fields[name], urns)
    return copy


def _upgrade(value: struct_pb2.Value, target: struct_pb2.Value) -> None:
    kind = value.WhichOneof("kind")
    if kind == "string_value" and value.string_value in UNKNOWNS:
        target.struct_value.fields[SIGNATURE].string_value = OUTPUT
    elif kind == "struct_value" and _signature(value) == SECRET:
        fields = target.struct_value.fields
        fields[SIGNATURE].string_value = OUTPUT
        fields["secret"].bool_value = True
        inner = value.struct_value.fields["value"]
        if inner.string_value not in UNKNOWNS:
            _upgrade(inner, fields["value"])
    elif kind == "struct_value":
        target.struct_value.SetInParent()
        for name, item in value.struct_value.fields.items():
            _upgrade(item, target.struct_value.fields[name])
    elif kind == "list_value":
        target.list_value.SetInParent()
        for item in value.list_value.values:
            _upgrade(item, target.list_value.values.add())
    else:
        target.CopyFrom(value)


def _add_dependencies(value: struct_pb2.Value, urns: Iterable[str]) -> None:
    """Make a value an output value that depends on these resources too."""
    if _signature(value) != OUTPUT:
        inner = struct_pb2.Value()
        inner.CopyFrom(value)
        value.Clear()
        value.struct_value.fields[SIGNATURE].string_value = OUTPUT
        value.struct_value.fields["value"].CopyFrom(inner)
    fields = value.struct_value.fields
    known = {item.string_value for item in fields["dependencies"].list_value.values}
    fields["dependencies"].list_value.SetInParent()
    for urn in urns:
        if urn not in known:
            fields["dependencies"].list_value.values.add().string_value = urn


def output_dependencies(value: struct_pb2.Value) -> set[str]:
    """The resources that a value's output values, however deep, depend on."""
    kind = value.WhichOneof("kind")
    if kind == "list_value":
        return set().union(*(output_dependencies(item) for item in value.list_value.values))
    if kind != "struct_value":
        return set()
    fields = value.struct_value.fields
    if _signature(value) == OUTPUT:
        own = (
            {item.string_value for item in fields["dependencies"].list_value.values}
            if "dependencies" in fields
            else set()
        )
        return own | (output_dependencies(fields["value"]) if "value" in fields else set())
    return set().union(*(output_dependencies(item) for item in fields.values()))


def _signature(value: struct_pb2.Value) -> str:
    fields = value.struct_value.fields
    return fields[SIGNATURE].string_value if SIGNATURE in fields else ""
