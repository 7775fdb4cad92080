"""Container Apps environments: their subnet, their profiles, and the apps that run in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from scaffolder.simulator.rules.azure._values import AZURERM, READ, filled, folded, missing, network_of, twice
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding, ProgramResource
from scaffolder.simulator.rules.registry import program_rule, rule

_NETWORK: Final = "https://learn.microsoft.com/azure/container-apps/custom-virtual-networks"
_PROFILES: Final = "https://learn.microsoft.com/azure/container-apps/workload-profiles-overview"
_ZONES: Final = "https://learn.microsoft.com/azure/reliability/reliability-container-apps"
_LOGS: Final = AZURERM + "internal/services/containerapps/container_app_environment_resource.go"
_ENVIRONMENT: Final = "azure-native:app:ManagedEnvironment"
_APPS: Final = ("azure-native:app:ContainerApp", "azure-native:app:Job")
_SUBNET: Final = "azure-native:network:Subnet"
_DELEGATION: Final = "Microsoft.App/environments"
_SMALLEST, _SMALLEST_CONSUMPTION_ONLY = 27, 23


@rule(_ENVIRONMENT, page=_ZONES, read=READ)
def environments_over_zones_have_a_subnet(inputs: Given) -> Iterator[Finding]:
    """An environment over several zones, or without a public address, lies in a subnet of yours."""
    network = inputs["vnetConfiguration"]
    subnet = network["infrastructureSubnetId"]
    if network.unknown or not subnet.absent:
        return
    for wish in (inputs["zoneRedundant"], network["internal"]):
        if wish.flag:
            yield missing(
                subnet,
                f"an environment whose `{wish.path}` is true lies in a subnet of yours.",
                fix="Give the id of a subnet.",
            )


@rule(_ENVIRONMENT, page=_PROFILES)
def profiles_have_names_and_counts_in_order(inputs: Given) -> Iterator[Finding]:
    """An environment's workload profiles have names of their own, and fewest nodes not above their most."""
    profiles = inputs["workloadProfiles"].items()
    yield from twice((profile["name"] for profile in profiles), of="workload profiles")
    for profile in profiles:
        least, most = profile["minimumCount"], profile["maximumCount"]
        if least.number is not None and most.number is not None and least.number > most.number:
            yield least.finding(
                f"`{least.path}` is {least.shown}, and `maximumCount` is {most.shown}; "
                "the fewest nodes cannot be above the most.",
                fix="Give fewer, or a higher `maximumCount`.",
            )


@rule(_ENVIRONMENT, page=_LOGS, read=READ)
def logs_to_a_workspace_name_it(inputs: Given) -> Iterator[Finding]:
    """An environment whose logs go to Log Analytics names the workspace and its key."""
    logs = inputs["appLogsConfiguration"]
    workspace = logs["logAnalyticsConfiguration"]
    for name in ("customerId", "sharedKey"):
        if folded(logs["destination"]) == "log-analytics" and not workspace.unknown and workspace[name].absent:
            yield missing(
                workspace[name],
                "logs to Log Analytics need the workspace's id and key.",
                fix="Give both, or `azure-monitor` as the destination and a diagnostic setting.",
            )


@program_rule(_ENVIRONMENT, _SUBNET, page=_NETWORK, read=READ)
def environments_have_room_in_their_subnet(program: Program) -> Iterator[ProgramFinding]:
    """An environment's subnet is /27 or larger, /23 or larger where it has no workload profiles."""
    for environment, subnet in _subnets(program):
        ranges = [subnet["addressPrefix"], *subnet["addressPrefixes"].items()]
        smallest = _SMALLEST if filled(environment["workloadProfiles"]) else _SMALLEST_CONSUMPTION_ONLY
        for given in ranges:
            network = network_of(given)
            if network is not None and network.version == 4 and network.prefixlen > smallest:  # noqa: PLR2004 - IPv4
                yield subnet.finding(
                    given.finding(
                        f"`{given.path}` is {given.shown}; {environment.name}, an environment "
                        f"{_with_or_without(environment)}, needs /{smallest} or a larger range.",
                        fix=f"Give a range of /{smallest}.",
                        severity=_sure(environment),
                    )
                )


@program_rule(_ENVIRONMENT, _SUBNET, page=_NETWORK, read=READ)
def environments_have_their_subnet_delegated(program: Program) -> Iterator[ProgramFinding]:
    """The subnet of an environment is delegated to Microsoft.App/environments, or to nobody without profiles."""
    for environment, subnet in _subnets(program):
        given = subnet["delegations"]
        services = [one["serviceName"] for one in given.items()]
        if given.unknown or any(one.unknown for one in services):
            continue
        delegated = _DELEGATION.casefold() in {folded(one) for one in services}
        if delegated != filled(environment["workloadProfiles"]):
            yield subnet.finding(
                given.finding(
                    f"`{given.path}` {'has' if delegated else 'lacks'} `{_DELEGATION}`; {environment.name} is an "
                    f"environment {_with_or_without(environment)}.",
                    fix="Give `workloadProfiles`, or take the delegation away."
                    if delegated
                    else f"Delegate the subnet to `{_DELEGATION}`.",
                    severity=_sure(environment),
                )
            )


@program_rule(_ENVIRONMENT, _SUBNET, page=_NETWORK, read=READ)
def environments_have_a_subnet_of_their_own(program: Program) -> Iterator[ProgramFinding]:
    """No two environments lie in one subnet."""
    seen: dict[str, str] = {}
    for environment, subnet in _subnets(program):
        if subnet.urn in seen:
            given = environment["vnetConfiguration"]["infrastructureSubnetId"]
            yield environment.finding(
                given.finding(
                    f"`{given.path}` is {subnet.name}, where {seen[subnet.urn]} lies; an environment has a subnet of "
                    "its own.",
                    fix="Give each environment a subnet.",
                )
            )
        seen.setdefault(subnet.urn, environment.name)


@program_rule(*_APPS, _ENVIRONMENT, page=_PROFILES, read=READ)
def apps_run_on_a_profile_of_their_environment(program: Program) -> Iterator[ProgramFinding]:
    """The workload profile of an app is one of its environment's."""
    for app in program.of(*_APPS):
        name = app["workloadProfileName"]
        environment = _environment_of(program, app)
        if environment is None or not name.text or folded(name) == "consumption":
            continue
        profiles = environment["workloadProfiles"]
        names = [profile["name"] for profile in profiles.items()]
        if profiles.unknown or any(not one.known for one in names):
            continue
        if folded(name) not in {folded(one) for one in names}:
            has = ", ".join(f"`{one.text}`" for one in names) or "none"
            yield app.finding(
                name.finding(
                    f"`{name.path}` is {name.shown}; {environment.name}, the environment, has {has}.",
                    fix="Add the profile to the environment's `workloadProfiles`, or name one of them.",
                )
            )


def _sure(environment: ProgramResource) -> Literal["error", "warning"]:
    # What an environment without profiles is, Azure may decide in another way one day.
    return "error" if filled(environment["workloadProfiles"]) else "warning"


def _with_or_without(environment: ProgramResource) -> str:
    return f"{'with' if filled(environment['workloadProfiles']) else 'without'} workload profiles"


def _subnets(program: Program) -> Iterator[tuple[ProgramResource, ProgramResource]]:
    for environment in program.of(_ENVIRONMENT):
        subnet = program.only_behind(environment, "vnetConfiguration", _SUBNET)
        if subnet is not None and not environment["workloadProfiles"].unknown:
            yield environment, subnet


def _environment_of(program: Program, app: ProgramResource) -> ProgramResource | None:
    for name in ("environmentId", "managedEnvironmentId"):
        if (found := program.only_behind(app, name, _ENVIRONMENT)) is not None:
            return found
    return None
