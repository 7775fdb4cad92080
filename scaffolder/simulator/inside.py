"""What a cloud adds inside the values it was given: an ingress gets its host name, an interface its address."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffolder.simulator.leniency import is_bridged
from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.types import SCALARS, ListOf, MapOf, ObjectRef, Property, Type
from scaffolder.simulator.values import UNKNOWN, Secret

_DEEPEST: Final = 8
# In a bridged SDK a nested property that may be given and else is computed looks like any optional one. These names
# are a cloud's to give; taking one for unknown is harmless, taking it for absent refuses good programs.
_COMPUTED: Final = re.compile(
    r"^(arn|id|url|uri|ip|fqdn|endpoint)$"
    r"|(Arn|Id|Ids|Url|Uri|Ip|IpAddress|Fqdn|Hostname|HostName|DomainName|DnsName|Endpoint|SelfLink)$"
)


class Inside:
    """Completes given values by what `add` gives for each property that is the cloud's."""

    def __init__(self, schemas: SchemaStore, token: str, *, add: Callable[[Property], Any]) -> None:
        self._schemas = schemas
        self._bridged = is_bridged(token.split(":", maxsplit=1)[0])
        self._add = add

    def complete(self, given: Any, type_: Type, taken: Type | None, depth: int = 0) -> Any:
        """Give a value as it comes back, from the type it is given back as and the type it was taken as."""
        if isinstance(given, Secret):
            return Secret(self.complete(given.value, type_, taken, depth))
        if self._bridged and type_ == SCALARS["str"] and isinstance(given, (Mapping, list)):
            return _document(given)
        if isinstance(given, list) and isinstance(type_, ListOf):
            items = taken.items if isinstance(taken, ListOf) else None
            return [self.complete(item, type_.items, items, depth) for item in given]
        if isinstance(given, (Mapping, list)) and isinstance(type_, MapOf):
            return self._keyed(given, type_, taken, depth)
        if isinstance(given, Mapping) and isinstance(type_, ObjectRef) and depth < _DEEPEST:
            return self._object(given, type_, taken, depth)
        return given

    def _keyed(self, given: Mapping[str, Any] | list[Any], type_: MapOf, taken: Type | None, depth: int) -> Any:
        """azure-native takes the identities of a resource as a list and gives them back as a map."""
        if isinstance(given, Mapping):
            values = taken.values if isinstance(taken, MapOf) else None
            return {key: self.complete(item, type_.values, values, depth) for key, item in given.items()}
        if not all(isinstance(item, str) for item in given):
            return UNKNOWN
        return {
            item: self._add(Property(name=item, python_name=item, type=type_.values, required=True)) for item in given
        }

    def _object(self, given: Mapping[str, Any], type_: ObjectRef, taken: Type | None, depth: int) -> dict[str, Any]:
        inputs = self._schemas.object_properties(taken.ref) if isinstance(taken, ObjectRef) else None
        completed = dict(given)
        for name, property_ in (self._schemas.object_properties(type_.ref) or {}).items():
            if completed.get(name) is not None:
                input_type = inputs[name].type if inputs and name in inputs else None
                completed[name] = self.complete(completed[name], property_.type, input_type, depth + 1)
            elif self._is_added(property_, inputs):
                completed[name] = self._add(property_)
        return completed

    def _is_added(self, property_: Property, inputs: Mapping[str, Property] | None) -> bool:
        if property_.required or (inputs is not None and property_.name not in inputs):
            return True
        return self._bridged and bool(_COMPUTED.search(property_.name))


def _document(given: Any) -> Any:
    """A policy or other document comes back as its text, as far as all of it is known and plain."""
    try:
        return json.dumps(given, separators=(",", ":"))
    except TypeError:
        return UNKNOWN if "UNKNOWN" in repr(given) else given
