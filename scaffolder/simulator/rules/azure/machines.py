"""Virtual machines and App Service: names, users, disks, plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.azure._values import AZURERM, READ, SDK, filled, folded, missing
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_NAMES: Final = AZURERM + "internal/services/compute/validate"
_LINUX: Final = AZURERM + "internal/services/compute/linux_virtual_machine_resource.go"
_ALWAYS: Final = AZURERM + "internal/services/appservice/linux_web_app_resource.go"
_MACHINE: Final = "azure-native:compute:VirtualMachine"
_PLAN: Final = "azure-native:web:AppServicePlan"
_SITE: Final = "azure-native:web:WebApp"
# pulumi-azure-native 3.29.0, OSProfile.adminUsername: its disallowed values.
_REFUSED_USERS: Final = frozenset({
    "administrator", "admin", "user", "user1", "test", "user2", "test1", "user3", "admin1", "1", "123", "a",
    "actuser", "adm", "admin2", "aspnet", "backup", "console", "david", "guest", "john", "owner", "root", "server",
    "sql", "support", "support_388945a0", "sys", "test2", "test3", "user4", "user5",
})  # fmt: skip
_LONGEST: Final = {"windows": 15, "linux": 64}
_SHARED_TIERS: Final = {"f1": "Free", "d1": "Shared", "free": "Free", "shared": "Shared"}


def _system(inputs: Given) -> str:
    """What a machine runs, as far as its inputs tell."""
    profile = inputs["osProfile"]
    if filled(profile["windowsConfiguration"]):
        return "windows"
    if filled(profile["linuxConfiguration"]):
        return "linux"
    return folded(inputs["storageProfile"]["osDisk"]["osType"])


@rule(_MACHINE, page=_NAMES, read=READ)
def machines_have_a_user_that_azure_takes(inputs: Given) -> Iterator[Finding]:
    """A machine's user has none of the names that Azure refuses, and its host a name its system takes."""
    profile = inputs["osProfile"]
    user, host = profile["adminUsername"], profile["computerName"]
    if folded(user) in _REFUSED_USERS:
        yield user.finding(
            f"`{user.path}` is {user.shown}, a name that Azure refuses since attackers try it first.",
            fix="For example `azureuser`.",
        )
    longest = _LONGEST.get(_system(inputs))
    if longest and host.text and len(host.text) > longest:
        yield host.finding(
            f"`{host.path}` has {len(host.text)} characters; a {_system(inputs).title()} host's name has {longest} at "
            "most.",
            fix=f"Shorten it by {len(host.text) - longest}.",
        )
    if filled(profile["windowsConfiguration"]) and filled(profile["linuxConfiguration"]):
        yield profile["linuxConfiguration"].finding(
            f"`{profile['linuxConfiguration'].path}` is given beside `windowsConfiguration`; a machine has one system.",
            fix="Leave one out.",
            severity="warning",
        )


@rule(_MACHINE, page=_LINUX, read=READ)
def machines_can_be_entered(inputs: Given) -> Iterator[Finding]:
    """A machine without password login has an SSH key."""
    linux = inputs["osProfile"]["linuxConfiguration"]
    keys = linux["ssh"]["publicKeys"]
    if linux["disablePasswordAuthentication"].flag and not filled(keys):
        yield missing(
            keys, "`disablePasswordAuthentication` is true, so there must be a key.", fix="Give a public key."
        )


@rule(_MACHINE, page=_LINUX, read=READ)
def machines_lie_in_a_zone_or_a_set(inputs: Given) -> Iterator[Finding]:
    """A machine lies in a zone or in an availability set, and its disks have places of their own."""
    if filled(inputs["zones"]) and filled(inputs["availabilitySet"]):
        yield inputs["availabilitySet"].finding(
            "`availabilitySet` is given beside `zones`; a machine lies in one of the two.", fix="Leave one out."
        )
    seen: set[float] = set()
    for disk in inputs["storageProfile"]["dataDisks"].items():
        place = disk["lun"]
        if place.number is not None and place.number in seen:
            yield place.finding(
                f"`{place.path}` is {place.shown} a second time; each disk has a place of its own.", fix="Give another."
            )
        seen.add(place.number if place.number is not None else -1)


@rule(_PLAN, page=SDK, read=READ)
def plans_for_linux_are_reserved(inputs: Given) -> Iterator[Finding]:
    """A plan of the kind linux is `reserved`: without it, Azure makes one of Windows machines."""
    reserved = inputs["reserved"]
    if "linux" in folded(inputs["kind"]).split(",") and (reserved.absent or reserved.flag is False):
        yield reserved.finding(
            f"`reserved` is {'false where nothing is said' if reserved.absent else 'false'}; a plan of the kind "
            f"{inputs['kind'].shown} would have Windows machines.",
            fix="Give `reserved` as true.",
            severity="warning",
        )


@program_rule(_SITE, _PLAN, page=_ALWAYS, read=READ)
def apps_on_shared_plans_may_sleep(program: Program) -> Iterator[ProgramFinding]:
    """An app on a Free or Shared plan is not always on."""
    for site in program.of(_SITE):
        plan = program.only_behind(site, "serverFarmId", _PLAN)
        always = site["siteConfig"]["alwaysOn"]
        if plan is None or not always.flag:
            continue
        sku = plan["sku"]
        tier = _SHARED_TIERS.get(folded(sku["name"])) or _SHARED_TIERS.get(folded(sku["tier"]))
        if tier:
            yield site.finding(
                always.finding(
                    f"`{always.path}` is true; {plan.name}, the plan, is {tier}, and its apps sleep.",
                    fix="Leave it out, or give the plan the SKU `B1`.",
                )
            )
