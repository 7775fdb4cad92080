"""Services and ingresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.addresses import network_of
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.kubernetes.pods import CORE, NETWORKING, READ, is_port_name
from scaffolder.simulator.rules.registry import rule

_SERVICE: Final = "kubernetes:core/v1:Service"
_INGRESS: Final = "kubernetes:networking.k8s.io/v1:Ingress"
_PATHS_OF: Final = ("Exact", "Prefix")


@rule(_SERVICE, page=CORE, read=READ)
def service_names_its_ports(inputs: Given) -> Iterator[Finding]:
    """A service with several ports names each, with a name of its own."""
    ports = inputs["spec"]["ports"].items()
    seen: dict[str, Given] = {}
    for port in ports if len(ports) > 1 else ():
        name = port["name"]
        if name.absent and not port.unknown:
            yield name.finding(
                f"`{name.path}` is missing; a service with {len(ports)} ports names each.",
                fix="Give one, such as `http`.",
            )
        elif name.text and seen.setdefault(name.text, name) is not name:
            yield name.finding(
                f"`{name.path}` is {name.shown}, as `{seen[name.text].path}` is.", fix="Give another name."
            )


@rule(_SERVICE, page=CORE, read=READ)
def service_has_a_port_once(inputs: Given) -> Iterator[Finding]:
    """A service has a port of a protocol once."""
    seen: dict[tuple[float, str], Given] = {}
    for port in inputs["spec"]["ports"].items():
        number, protocol = port["port"], port["protocol"]
        if number.number is None or protocol.unknown:
            continue
        first = seen.setdefault((number.number, protocol.text or "TCP"), number)
        if first is not number:
            yield number.finding(f"`{number.path}` is {number.shown}, as `{first.path}` is.", fix="Give another port.")


@rule(_SERVICE, page=CORE, read=READ)
def service_of_another_name_says_which(inputs: Given) -> Iterator[Finding]:
    """A service that stands for another name says which, and any other has ports."""
    spec = inputs["spec"]
    kind, name, ports = spec["type"], spec["externalName"], spec["ports"]
    if kind.text == "ExternalName" and name.absent:
        yield name.finding(
            f"`{name.path}` is missing; a service of the type {kind.shown} needs it.", fix="Give a host."
        )
    headless = spec["clusterIP"].unknown or spec["clusterIP"].text == "None"
    wants_ports = spec.known and not kind.unknown and kind.text != "ExternalName" and not headless
    if wants_ports and not ports.unknown and not ports.items():
        yield ports.finding(f"`{ports.path}` is missing; a service has a port.", fix="Give one.")


@rule(_SERVICE, page=CORE, read=READ)
def service_inside_has_no_port_on_nodes(inputs: Given) -> Iterator[Finding]:
    """A service of the type ClusterIP, which is the default, has no port on the nodes."""
    kind = inputs["spec"]["type"]
    for port in inputs["spec"]["ports"].items() if kind.absent or kind.text == "ClusterIP" else ():
        given = port["nodePort"]
        if given.number:
            yield given.finding(
                f"`{given.path}` is {given.shown}; a service of the type `ClusterIP` has no port on the nodes.",
                fix="Leave it out, or give `NodePort` or `LoadBalancer`.",
            )


@rule(_INGRESS, page=NETWORKING, read=READ)
def ingress_paths_begin_with_a_slash(inputs: Given) -> Iterator[Finding]:
    """A path that is matched exactly or by its beginning begins with a slash."""
    for one in inputs["spec"]["rules"].items():
        for path in one["http"]["paths"].items():
            given = path["path"]
            if path["pathType"].text in _PATHS_OF and not given.unknown and not (given.text or "").startswith("/"):
                said = given.shown if given.known else "missing"
                yield given.finding(f"`{given.path}` is {said}; a path begins with `/`.", fix="Give `/`, say.")


@rule(_INGRESS, page=NETWORKING, read=READ)
def ingress_leads_to_a_port_in_one_way(inputs: Given) -> Iterator[Finding]:
    """An ingress names a service's port by its name or its number."""
    backends = [path["backend"] for one in inputs["spec"]["rules"].items() for path in one["http"]["paths"].items()]
    for backend in (*backends, inputs["spec"]["defaultBackend"]):
        port = backend["service"]["port"]
        if backend["service"].known and not port.unknown:
            # An empty name and the number 0 stand for none.
            given = [name for name in ("name", "number") if not port[name].absent and port[name].value != 0]
            if len(given) != 1:
                yield port.finding(
                    f"`{port.path}` has {'both of' if given else 'none of'} `name` and `number`; it has one of them.",
                    fix="Give one of them.",
                )


@rule(_INGRESS, page=NETWORKING, read=READ)
def ingress_hosts_are_names(inputs: Given) -> Iterator[Finding]:
    """A host is a name without a scheme, port or path; a wildcard is its first part."""
    for one in inputs["spec"]["rules"].items():
        host = one["host"]
        if host.text and ("/" in host.text or ":" in host.text or "*" in host.text.removeprefix("*.")):
            yield host.finding(
                f"`{host.path}` is {host.shown}; a host is a name alone.", fix="Give `www.example.com`, say."
            )


@rule(_INGRESS, page=NETWORKING, read=READ)
def ingress_leads_somewhere(inputs: Given) -> Iterator[Finding]:
    """An ingress has rules or a default backend."""
    spec = inputs["spec"]
    if spec.known and not spec["rules"].unknown and not spec["rules"].items() and spec["defaultBackend"].absent:
        yield spec["rules"].finding(
            f"`{spec['rules'].path}` and `defaultBackend` are missing; an ingress leads somewhere.",
            fix="Give one of them.",
        )


@rule(_SERVICE, page=CORE, read=READ)
def service_with_an_address_is_not_headless(inputs: Given) -> Iterator[Finding]:
    """A service with a load balancer or a port on the nodes has an address in the cluster."""
    kind, address = inputs["spec"]["type"], inputs["spec"]["clusterIP"]
    if address.text == "None" and kind.text in ("LoadBalancer", "NodePort"):
        yield address.finding(
            f"`{address.path}` is {address.shown}; a service of the type {kind.shown} has an address.",
            fix="Leave it out.",
        )


@rule(_SERVICE, page=CORE, read=READ)
def service_inside_is_open_to_nobody(inputs: Given) -> Iterator[Finding]:
    """Only a service that is reached from outside says how, and from where."""
    spec = inputs["spec"]
    kind, policy, ranges = spec["type"], spec["externalTrafficPolicy"], spec["loadBalancerSourceRanges"]
    inside = (kind.absent or kind.text == "ClusterIP") and spec["externalIPs"].absent
    if inside and policy.known:
        yield policy.finding(
            f"`{policy.path}` is given; a service of the type `ClusterIP` is reached from inside.", fix="Leave it out."
        )
    for one in ranges.items():
        if one.text and network_of(one.text.strip()) is None:
            yield one.finding(f"`{one.path}` is {one.shown}, which is no address range.", fix="Give `10.0.0.0/8`, say.")


@rule(_SERVICE, page=CORE, read=READ)
def service_leads_to_a_port_there_can_be(inputs: Given) -> Iterator[Finding]:
    """The port that a service leads to is a number, or a name that a port can have."""
    for port in inputs["spec"]["ports"].items():
        given = port["targetPort"]
        if given.text and not given.text.isdecimal() and not is_port_name(given.text):
            yield given.finding(
                f"`{given.path}` is {given.shown}; the name of a port has up to 15 lower-case letters, digits and "
                "single hyphens, a letter among them.",
                fix="Give the container's port by its name or number.",
            )
