"""Names that must be given once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule

# An API addresses what it holds by project, place and name: the paths in its discovery document, here Compute Engine's.
_PAGE: Final = "https://compute.googleapis.com/$discovery/rest?version=v1"
_READ: Final = "2026-11-25"
# Where the name of a resource lies, and what else tells it from one of the same name.
_NAMED: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "gcp:artifactregistry/repository:Repository": ("repositoryId", ("location",)),
    "gcp:bigquery/dataset:Dataset": ("datasetId", ()),
    "gcp:cloudrunv2/job:Job": ("name", ("location",)),
    "gcp:cloudrunv2/service:Service": ("name", ("location",)),
    "gcp:cloudscheduler/job:Job": ("name", ("region",)),
    "gcp:compute/backendService:BackendService": ("name", ()),
    "gcp:compute/firewall:Firewall": ("name", ()),
    "gcp:compute/globalAddress:GlobalAddress": ("name", ()),
    "gcp:compute/globalForwardingRule:GlobalForwardingRule": ("name", ()),
    "gcp:compute/healthCheck:HealthCheck": ("name", ()),
    "gcp:compute/instance:Instance": ("name", ("zone",)),
    "gcp:compute/network:Network": ("name", ()),
    "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup": ("name", ("region",)),
    "gcp:compute/securityPolicy:SecurityPolicy": ("name", ()),
    "gcp:compute/subnetwork:Subnetwork": ("name", ("region",)),
    "gcp:compute/uRLMap:URLMap": ("name", ()),
    "gcp:container/cluster:Cluster": ("name", ("location",)),
    "gcp:dns/managedZone:ManagedZone": ("name", ()),
    "gcp:pubsub/subscription:Subscription": ("name", ()),
    "gcp:pubsub/topic:Topic": ("name", ()),
    "gcp:secretmanager/secret:Secret": ("secretId", ()),
    "gcp:serviceaccount/account:Account": ("accountId", ()),
    "gcp:sql/databaseInstance:DatabaseInstance": ("name", ()),
    "gcp:storage/bucket:Bucket": ("name", ()),
}


@program_rule(*_NAMED, page=_PAGE, read=_READ)
def names_are_given_once(program: Program) -> Iterator[ProgramFinding]:
    """No two resources of a type have the same name in the same place of the same project."""
    seen: dict[tuple[str, ...], ProgramResource] = {}
    for one in program.of(*_NAMED):
        key, parts = _NAMED[one.type]
        name = one[key]
        where = [one["project"], one.settings["project"], *(one[part] for part in parts)]
        if name.text is None or any(part.unknown for part in where):
            continue
        project = where[0].text or where[1].text or ""
        places = [part.text or one.settings[part.path].text or "" for part in where[2:]]
        first = seen.setdefault((one.type, name.text, project, *places), one)
        if first is not one:
            yield one.finding(
                name.finding(
                    f"`{name.path}` is {name.shown}, as that of {first.name} is, of the same type in the same place.",
                    fix="Give another name, or leave it out for one that Pulumi makes.",
                )
            )
