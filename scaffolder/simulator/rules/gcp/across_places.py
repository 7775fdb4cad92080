"""Where resources that refer to each other lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from scaffolder.simulator.rules.gcp.places import region_of
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule

_NEG: Final = "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup"
_RUN: Final = "gcp:cloudrunv2/service:Service"
_JOB: Final = "gcp:cloudrunv2/job:Job"
_FUNCTION: Final = "gcp:cloudfunctionsv2/function:Function"
_SUBNET: Final = "gcp:compute/subnetwork:Subnetwork"
_CONNECTOR: Final = "gcp:vpcaccess/connector:Connector"
_INSTANCE: Final = "gcp:compute/instance:Instance"
_DISK: Final = "gcp:compute/disk:Disk"
_CLUSTER: Final = "gcp:container/cluster:Cluster"
_ROUTER: Final = "gcp:compute/router:Router"
_NAT: Final = "gcp:compute/routerNat:RouterNat"
_RULE: Final = "gcp:compute/forwardingRule:ForwardingRule"
_ADDRESS: Final = "gcp:compute/address:Address"
_PAGE: Final = "https://cloud.google.com/compute/docs/regions-zones"
_READ: Final = "2026-11-25"
# An input, and the types of what it comes from that lie in the region of the resource itself.
_TOGETHER: Final[Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]] = {
    _NEG: (("cloudRun", (_RUN,)), ("cloudFunction", (_FUNCTION,))),
    _RUN: (("template", (_SUBNET, _CONNECTOR)),),
    _JOB: (("template", (_SUBNET, _CONNECTOR)),),
    _FUNCTION: (("serviceConfig", (_CONNECTOR,)),),
    _CONNECTOR: (("subnet", (_SUBNET,)),),
    _INSTANCE: (("networkInterfaces", (_SUBNET,)),),
    _CLUSTER: (("subnetwork", (_SUBNET,)),),
    _NAT: (("router", (_ROUTER,)), ("subnetworks", (_SUBNET,)), ("natIps", (_ADDRESS,))),
    _RULE: (("subnetwork", (_SUBNET,)), ("ipAddress", (_ADDRESS,))),
    _ADDRESS: (("subnetwork", (_SUBNET,)),),
}
# These hold much else, such as variables that name a subnet elsewhere.
_MIXED: Final = frozenset({"template", "serviceConfig"})
_INPUTS: Final = ("region", "location", "zone")


def _region(resource: ProgramResource) -> str | None:
    """Give the region that a resource's inputs or its provider's settings name; None when that is not known."""
    given = [resource[name] for name in _INPUTS if resource[name].value is not None]
    given = given or [resource.settings[name] for name in _INPUTS if resource.settings[name].value is not None]
    return region_of(given[0].text or "") if given else None


@program_rule(*_TOGETHER, page=_PAGE, read=_READ)
def what_belongs_together_lies_in_one_region(program: Program) -> Iterator[ProgramFinding]:
    """A regional resource refers to resources of its region."""
    for one in program.of(*_TOGETHER):
        region = _region(one)
        if region is None:
            continue
        for name, types in _TOGETHER[one.type]:
            elsewhere = [(other, _region(other)) for other in program.behind(one, name, *types)]
            # An input may be chosen from several resources, of which one fits.
            if elsewhere and all(there is not None and there != region for _, there in elsewhere):
                other, there = elsewhere[0]
                yield one.finding(
                    one[name].finding(
                        f"`{name}` refers to {other.name} in {there}, and this lies in {region}.",
                        fix=f"Use one in {region}.",
                        severity="warning" if name in _MIXED else "error",
                    )
                )


@program_rule(_INSTANCE, _DISK, page=_PAGE, read=_READ)
def disks_lie_in_the_zone_of_their_instance(program: Program) -> Iterator[ProgramFinding]:
    """A disk lies in the zone of the instance that it is attached to."""
    for instance in program.of(_INSTANCE):
        zone = instance["zone"].text
        for name in ("attachedDisks", "bootDisk"):
            for disk in program.behind(instance, name, _DISK):
                other = disk["zone"].text
                if zone and other and zone.rpartition("/")[2] != other.rpartition("/")[2]:
                    yield instance.finding(
                        instance[name].finding(
                            f"`{name}` refers to {disk.name} in {other}, and the instance lies in {zone}.",
                            fix="Give both one zone.",
                        )
                    )
