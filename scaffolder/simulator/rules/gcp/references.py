"""Links and ids: that a property refers to what it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_PAGE: Final = "https://compute.googleapis.com/$discovery/rest?version=v1"
_READ: Final = "2026-11-25"
# The collections that a property of Compute Engine may refer to.
_COLLECTIONS: Final[Mapping[str, frozenset[str]]] = {
    "network": frozenset({"networks"}),
    "subnetwork": frozenset({"subnetworks"}),
    "urlMap": frozenset({"urlMaps"}),
    "securityPolicy": frozenset({"securityPolicies"}),
    "edgeSecurityPolicy": frozenset({"securityPolicies"}),
    "sslPolicy": frozenset({"sslPolicies"}),
    "defaultService": frozenset({"backendServices", "backendBuckets"}),
    "backendService": frozenset({"backendServices"}),
    "router": frozenset({"routers"}),
    "healthChecks": frozenset({"healthChecks", "httpHealthChecks", "httpsHealthChecks"}),
    "sslCertificates": frozenset({"sslCertificates", "certificates"}),
}
# The least parts of a link: `global/networks/NAME`.
_PARTS: Final = 3


@rule("gcp:*", page=_PAGE, read=_READ)
def links_refer_to_what_they_are_for(inputs: Given) -> Iterator[Finding]:
    """A link in a property of Compute Engine refers to a resource of the kind that the property is for."""
    if not inputs.type.startswith("gcp:compute/"):
        return
    for name, collections in _COLLECTIONS.items():
        for given in (inputs[name], *inputs[name].items()):
            parts = (given.text or "").split("/")
            if len(parts) >= _PARTS and "." not in parts[-2] and parts[-2] not in collections:
                yield given.finding(
                    f"`{given.path}` is {given.shown}, one of `{parts[-2]}`; it refers to "
                    f"{' or '.join(f'`{one}`' for one in sorted(collections))}.",
                    fix="Give the id or self link of such a resource.",
                )
