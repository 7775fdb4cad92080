"""Cloud SQL instances."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_INSTANCE: Final = "gcp:sql/databaseInstance:DatabaseInstance"
_PROVIDER: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "google-beta/services/sql/resource_sql_database_instance.go"
)
_DOCUMENTED: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "website/docs/r/sql_database_instance.html.markdown"
)
_TIERS: Final = "https://cloud.google.com/sql/docs/postgres/instance-settings"
_READ: Final = "2026-11-25"
_CUSTOM: Final = re.compile(r"db-custom-(\d{1,6})-(\d{1,9})")
_STEP: Final = 256
_LEAST: Final = 3840
_MOST_CPUS: Final = 96


@rule(_INSTANCE, page=_PROVIDER, read=_READ)
def database_recovers_to_a_point_by_its_engine(inputs: Given) -> Iterator[Finding]:
    """MySQL recovers to a point in time by its binary log, PostgreSQL and SQL Server without one."""
    backups, version = inputs["settings"]["backupConfiguration"], inputs["databaseVersion"]
    recovery, log = backups["pointInTimeRecoveryEnabled"], backups["binaryLogEnabled"]
    if recovery.flag and (version.text or "").startswith("MYSQL"):
        yield recovery.finding(
            f"`{recovery.path}` is `true`, and the engine is {version.shown}.", fix="Give `binaryLogEnabled` instead."
        )
    if log.flag and (version.text or "").startswith(("POSTGRES", "SQLSERVER")):
        yield log.finding(
            f"`{log.path}` is `true`, and the engine is {version.shown}; the binary log is MySQL's.",
            fix="Give `pointInTimeRecoveryEnabled` instead.",
        )


@rule(_INSTANCE, page=_DOCUMENTED, read=_READ)
def database_in_two_zones_has_backups(inputs: Given) -> Iterator[Finding]:
    """An instance in two zones has backups."""
    settings = inputs["settings"]
    enabled, replica = settings["backupConfiguration"]["enabled"], inputs["masterInstanceName"]
    if settings["availabilityType"].text == "REGIONAL" and replica.absent and not enabled.unknown and not enabled.flag:
        yield enabled.finding(
            f"`{enabled.path}` is {'missing' if enabled.absent else '`false`'}; two zones need backups.",
            fix="Give true, and for MySQL `binaryLogEnabled` too.",
            severity="warning",
        )


@rule(_INSTANCE, page=_TIERS, read=_READ)
def database_size_is_offered(inputs: Given) -> Iterator[Finding]:
    """A size of one's own has 1 CPU or an even number, and memory in steps of 256 MiB from 3840."""
    tier = inputs["settings"]["tier"]
    found = _CUSTOM.fullmatch(tier.text or "")
    if found is None:
        return
    cpus, memory = int(found[1]), int(found[2])
    if (cpus != 1 and cpus % 2) or not 0 < cpus <= _MOST_CPUS:
        yield tier.finding(
            f"`{tier.path}` is {tier.shown}; allowed are 1 CPU and even numbers up to {_MOST_CPUS}.",
            fix=f"Give {cpus + 1} CPU, say." if 0 <= cpus < _MOST_CPUS else "Give less.",
            # Larger machines come with time.
            severity="warning" if cpus > _MOST_CPUS else "error",
        )
    if memory % _STEP or memory < _LEAST:
        yield tier.finding(
            f"`{tier.path}` is {tier.shown}; memory is {_LEAST} MiB or more, in steps of {_STEP}.",
            fix=f"Give {max(_LEAST, -(-memory // _STEP) * _STEP)}.",
        )


@rule(_INSTANCE, page=_DOCUMENTED, read=_READ)
def database_can_be_reached(inputs: Given) -> Iterator[Finding]:
    """An instance has a public address, a private one or Private Service Connect."""
    addresses = inputs["settings"]["ipConfiguration"]
    public = addresses["ipv4Enabled"]
    if public.flag is False and addresses["privateNetwork"].absent and addresses["pscConfigs"].absent:
        yield public.finding(
            f"`{public.path}` is `false`, and there is no `privateNetwork` and no `pscConfigs`.",
            fix="Give one of them.",
        )


@rule(_INSTANCE, page=_DOCUMENTED, read=_READ)
def sql_server_has_a_password(inputs: Given) -> Iterator[Finding]:
    """SQL Server is made with a root password."""
    version, replica, clone = inputs["databaseVersion"], inputs["masterInstanceName"], inputs["clone"]
    passwords = (inputs["rootPassword"], inputs["rootPasswordWo"])
    new = replica.absent and clone.absent
    if new and (version.text or "").startswith("SQLSERVER") and all(one.absent for one in passwords):
        yield passwords[0].finding(
            f"`{passwords[0].path}` is missing; {version.shown} needs it.", fix="Give it as a secret."
        )
