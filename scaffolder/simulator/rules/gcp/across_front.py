"""Load balancers: what their parts have to do with each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Given
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule

_BACKEND: Final = "gcp:compute/backendService:BackendService"
_NEG: Final = "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup"
_RULE: Final = "gcp:compute/globalForwardingRule:GlobalForwardingRule"
_PROXIES: Final = (
    "gcp:compute/targetHttpProxy:TargetHttpProxy",
    "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
)
_MAP: Final = "gcp:compute/uRLMap:URLMap"
# Compute Engine's own refusal of a timeout is quoted there, that of a port name in issue 448 beside it.
_SERVERLESS: Final = "https://github.com/terraform-google-modules/terraform-google-lb-http/pull/358"
_API: Final = "https://compute.googleapis.com/$discovery/rest?version=v1"
_READ: Final = "2026-11-25"
# What a backend service of serverless groups takes no value of.
_NOT_SERVERLESS: Final = ("timeoutSec", "portName", "healthChecks")
_NOT_IN_BACKENDS: Final = ("maxUtilization", "maxRate", "maxRatePerInstance", "maxRatePerEndpoint", "maxConnections")
# The schemes of backend services that a forwarding rule of each scheme can lead to.
_LEADS_TO: Final = {
    "EXTERNAL": {"EXTERNAL", "EXTERNAL_MANAGED"},
    "EXTERNAL_MANAGED": {"EXTERNAL_MANAGED"},
    "INTERNAL_MANAGED": {"INTERNAL_MANAGED"},
    "INTERNAL_SELF_MANAGED": {"INTERNAL_SELF_MANAGED"},
}


def _serverless(program: Program, service: ProgramResource) -> bool:
    """Whether all that a backend service sends to is serverless."""
    groups = [
        one
        for one in program.behind(service, "backends")
        if one.type.endswith(("NetworkEndpointGroup", "InstanceGroup", "InstanceGroupManager"))
    ]
    return bool(groups) and all(
        one.type == _NEG and (one["networkEndpointType"].absent or one["networkEndpointType"].text == "SERVERLESS")
        for one in groups
    )


@program_rule(_BACKEND, _NEG, page=_SERVERLESS, read=_READ)
def serverless_backend_leaves_limits_to_the_service(program: Program) -> Iterator[ProgramFinding]:
    """A backend service of serverless groups takes no timeout, port name, health checks or load limits."""
    for service in program.of(_BACKEND):
        if not _serverless(program, service):
            continue
        given = [service[name] for name in _NOT_SERVERLESS]
        given += [backend[name] for backend in service["backends"].items() for name in _NOT_IN_BACKENDS]
        for one in given:
            # The link of a health check is not known yet; that there is one is.
            checked = one.path == "healthChecks" and one.unknown and program.behind(service, one.path)
            if checked or (one.known and one.value != []):
                yield service.finding(
                    one.finding(
                        f"`{one.path}` is given; a backend service of serverless groups takes none.",
                        fix="Leave it out; a Cloud Run service has a `timeout` and probes of its own.",
                    )
                )


def _scheme(given: Given) -> str | None:
    return "EXTERNAL" if given.absent else given.text


@program_rule(_RULE, _BACKEND, _MAP, *_PROXIES, page=_API, read=_READ)
def forwarding_rule_leads_to_its_scheme(program: Program) -> Iterator[ProgramFinding]:
    """A forwarding rule leads to backend services of its load balancing scheme."""
    for one in program.of(_RULE):
        allowed = _LEADS_TO.get(_scheme(one["loadBalancingScheme"]) or "")
        proxy = program.only_behind(one, "target", *_PROXIES)
        url_map = program.only_behind(proxy, "urlMap", _MAP) if proxy else None
        if allowed is None or url_map is None:
            continue
        for name in ("defaultService", "pathMatchers"):
            for service in program.behind(url_map, name, _BACKEND):
                scheme = _scheme(service["loadBalancingScheme"])
                if scheme is not None and scheme not in allowed:
                    given = one["loadBalancingScheme"]
                    yield one.finding(
                        given.finding(
                            f"`{given.path}` is `{_scheme(given)}`, and it leads to {service.name}, whose scheme is "
                            f"`{scheme}`.",
                            fix="Give both the same scheme.",
                        )
                    )


@program_rule(_RULE, *_PROXIES, page=_API, read=_READ)
def forwarding_rule_shares_no_address_and_port(program: Program) -> Iterator[ProgramFinding]:
    """Two forwarding rules do not take the same port of the same address."""
    seen: dict[tuple[str, str, str], ProgramResource] = {}
    for one in program.of(_RULE):
        address = program.only_behind(one, "ipAddress")
        ports, protocol = one["portRange"].text, one["ipProtocol"].text or "TCP"
        if address is None or not ports:
            continue
        first = seen.setdefault((address.urn, ports, protocol), one)
        if first is not one:
            yield one.finding(
                one["portRange"].finding(
                    f"`portRange` is {one['portRange'].shown} of the address {address.name}, which {first.name} takes.",
                    fix="Give another port, or another address.",
                )
            )
