"""SQL, PostgreSQL and Cosmos DB: users, availability, throughput."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final

from scaffolder.simulator.rules.azure._values import AZURERM, MODELS, READ, SDK, filled, folded, missing
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_SQL: Final = "https://learn.microsoft.com/azure/azure-sql/database/logins-create-manage"
_SQL_SERVER: Final = AZURERM + "internal/services/mssql/mssql_server_resource.go"
_SQL_DATABASE: Final = AZURERM + "internal/services/mssql/validate/database_auto_pause_delay.go"
_POSTGRES: Final = AZURERM + "internal/services/postgres/validate/admin_usernames.go"
_AVAILABILITY: Final = "https://learn.microsoft.com/azure/postgresql/high-availability/concepts-high-availability"
_COSMOS: Final = AZURERM + "internal/services/cosmos/cosmosdb_account_resource.go"
_THROUGHPUT: Final = "https://learn.microsoft.com/azure/cosmos-db/serverless"
_ZONES: Final = "https://learn.microsoft.com/azure/azure-sql/database/enable-zone-redundancy"
_LIFE: Final = "https://learn.microsoft.com/azure/cosmos-db/nosql/time-to-live"
_SERVER: Final = "azure-native:sql:Server"
_DATABASE: Final = "azure-native:sql:Database"
_RULES: Final = ("azure-native:sql:FirewallRule", "azure-native:dbforpostgresql:FirewallRule")
_POSTGRES_SERVER: Final = "azure-native:dbforpostgresql:Server"
_ACCOUNT: Final = "azure-native:cosmosdb:DatabaseAccount"
_CONTAINER: Final = "azure-native:cosmosdb:SqlResourceSqlContainer"
_COSMOS_DATABASE: Final = "azure-native:cosmosdb:SqlResourceSqlDatabase"
_SQL_USERS: Final = frozenset(
    {"admin", "administrator", "sa", "root", "dbmanager", "loginmanager", "dbo", "guest", "public"}
)
_POSTGRES_USERS: Final = frozenset(
    {"azure_superuser", "azure_pg_admin", "admin", "administrator", "root", "guest", "public"}
)
_NEVER, _LEAST_PAUSE, _MOST_PAUSE = -1, 15, 10080


@rule(_SERVER, page=_SQL)
def sql_users_are_not_reserved(inputs: Given) -> Iterator[Finding]:
    """The first user of a SQL server has no name that the server keeps for itself."""
    yield from _reserved(inputs["administratorLogin"], _SQL_USERS)


@rule(_POSTGRES_SERVER, page=_POSTGRES, read=READ)
def postgresql_users_are_not_reserved(inputs: Given) -> Iterator[Finding]:
    """The first user of a PostgreSQL server has no name that the server keeps for itself, nor one from `pg_` on."""
    yield from _reserved(inputs["administratorLogin"], _POSTGRES_USERS, prefix="pg_")


def _reserved(user: Given, names: frozenset[str], *, prefix: str = "") -> Iterator[Finding]:
    if folded(user) in names or (prefix and folded(user).startswith(prefix)):
        yield user.finding(
            f"`{user.path}` is {user.shown}, a name that the server keeps for itself.", fix="For example `dbadmin`."
        )


@rule(_SERVER, page=_SQL_SERVER, read=READ)
def sql_servers_have_an_administrator(inputs: Given) -> Iterator[Finding]:
    """A SQL server has a user with a password, or an administrator of Entra ID."""
    user, password = inputs["administratorLogin"], inputs["administratorLoginPassword"]
    if user.absent and not filled(inputs["administrators"]):
        yield missing(
            user,
            "a SQL server has a user with a password, or `administrators` of Entra ID.",
            fix="Give one of the two.",
        )
    elif not user.absent and password.absent and folded(inputs["createMode"]) in {"", "default"}:
        yield missing(password, "`administratorLogin` needs a password.", fix="Give it as a secret.")


@rule(_DATABASE, page=_SQL_DATABASE, read=READ)
def databases_pause_after_a_quarter_of_an_hour(inputs: Given) -> Iterator[Finding]:
    """A serverless database pauses after 15 minutes to 7 days, or never, with -1."""
    pause = inputs["autoPauseDelay"]
    if pause.number is None or pause.number == _NEVER:
        return
    if not _LEAST_PAUSE <= pause.number <= _MOST_PAUSE:
        yield pause.finding(
            f"`autoPauseDelay` is {pause.shown}; allowed are {_LEAST_PAUSE} to {_MOST_PAUSE} minutes, and -1.",
            fix="Give -1 for a database that never pauses.",
        )


@rule(*_RULES, page=SDK, read=READ)
def firewalls_of_databases_name_ranges_in_order(inputs: Given) -> Iterator[Finding]:
    """A database firewall's rule goes from one IPv4 address to a later one."""
    start, end = inputs["startIpAddress"], inputs["endIpAddress"]
    addresses = []
    for given in (start, end):
        try:
            addresses.append(ip_address(given.text or ""))
        except ValueError:
            if given.text:
                yield given.finding(f"`{given.path}` is {given.shown}, which is no IPv4 address.", fix="Give one.")
            return
    if addresses[0].version == addresses[1].version and addresses[0] > addresses[1]:
        yield start.finding(
            f"`startIpAddress` is {start.shown}, which lies after {end.shown}, the end.",
            fix="Give the lower one first.",
        )


@rule(_POSTGRES_SERVER, page=_AVAILABILITY, read=READ)
def burstable_servers_have_no_standby(inputs: Given) -> Iterator[Finding]:
    """A PostgreSQL server with a standby is no Burstable one."""
    mode, tier = inputs["highAvailability"]["mode"], inputs["sku"]["tier"]
    if folded(tier) == "burstable" and folded(mode) in {"zoneredundant", "samezone"}:
        yield mode.finding(
            f"`{mode.path}` is {mode.shown}; a server of the tier {tier.shown} has no standby.",
            fix="Give `Disabled`, or the tier `GeneralPurpose`.",
        )


@rule(_ACCOUNT, page=_COSMOS, read=READ)
def cosmos_regions_take_over_in_an_order(inputs: Given) -> Iterator[Finding]:
    """The regions of a Cosmos DB account have priorities of their own, from 0 on."""
    priorities = [one["failoverPriority"] for one in inputs["locations"].items()]
    seen: set[float] = set()
    for priority in priorities:
        if priority.number is None:
            return
        if priority.number in seen:
            yield priority.finding(
                f"`{priority.path}` is {priority.shown} a second time; regions take over one after the other.",
                fix="Count from 0 on.",
            )
        elif priority.number >= len(priorities):
            yield priority.finding(
                f"`{priority.path}` is {priority.shown}; the priorities of {len(priorities)} regions go from 0 to "
                f"{len(priorities) - 1}.",
                fix="Count from 0 on.",
            )
        seen.add(priority.number)


@rule(_ACCOUNT, page=_COSMOS, read=READ)
def bounded_staleness_spans_the_regions(inputs: Given) -> Iterator[Finding]:
    """Bounded staleness over several regions allows 300 seconds and 100000 versions at least."""
    policy, regions = inputs["consistencyPolicy"], inputs["locations"].items()
    if folded(policy["defaultConsistencyLevel"]) != "boundedstaleness" or len(regions) < 2:  # noqa: PLR2004 - several
        return
    for given, least in ((policy["maxIntervalInSeconds"], 300), (policy["maxStalenessPrefix"], 100_000)):
        if given.number is not None and given.number < least:
            yield given.finding(
                f"`{given.path}` is {given.shown}; over several regions it is {least} at least.", fix=f"Give {least}."
            )


@rule(_DATABASE, page=_ZONES, read=READ)
def basic_databases_span_no_zones(inputs: Given) -> Iterator[Finding]:
    """A database over several zones is of no Basic or Standard tier."""
    zones, tier = inputs["zoneRedundant"], inputs["sku"]["tier"]
    if zones.flag and folded(tier) in {"basic", "standard"}:
        yield zones.finding(
            f"`zoneRedundant` is true; a database of the tier {tier.shown} lies in one zone.",
            fix="Leave it out, or give the tier `GeneralPurpose`.",
        )


@rule(_CONTAINER, _COSMOS_DATABASE, page=MODELS + "cosmos-db", read=READ)
def throughput_is_fixed_or_scales(inputs: Given) -> Iterator[Finding]:
    """A container's or database's throughput is a number, or scales up to one."""
    options = inputs["options"]
    if filled(options["throughput"]) and filled(options["autoscaleSettings"]):
        yield options["throughput"].finding(
            f"`{options['throughput'].path}` is given beside `autoscaleSettings`; throughput is fixed or scales.",
            fix="Leave one out.",
        )


@rule(_CONTAINER, page=_LIFE, read=READ)
def items_live_for_a_while_or_for_ever(inputs: Given) -> Iterator[Finding]:
    """A container's items live for some seconds, or with -1 until they say otherwise."""
    life = inputs["resource"]["defaultTtl"]
    if life.number is not None and (life.number == 0 or life.number < _NEVER):
        yield life.finding(
            f"`{life.path}` is {life.shown}; allowed are 1 second and more, and -1.",
            fix="Leave it out where items live for ever.",
        )


@program_rule(_CONTAINER, _COSMOS_DATABASE, _ACCOUNT, page=_THROUGHPUT, read=READ)
def serverless_accounts_have_no_throughput(program: Program) -> Iterator[ProgramFinding]:
    """What lies in a serverless Cosmos DB account has no throughput of its own."""
    for one in program.of(_CONTAINER, _COSMOS_DATABASE):
        account = program.only_behind(one, "accountName", _ACCOUNT)
        if account is None:
            continue
        abilities = {folded(ability["name"]) for ability in account["capabilities"].items()}
        options = one["options"]
        for given in (options["throughput"], options["autoscaleSettings"]):
            if "enableserverless" in abilities and filled(given):
                yield one.finding(
                    given.finding(
                        f"`{given.path}` is given; {account.name}, the account, is serverless.", fix="Leave it out."
                    )
                )
