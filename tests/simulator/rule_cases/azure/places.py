"""Locations, zones, ids, roles and tags."""

from typing import Any

from tests.simulator.rule_cases import Case, ProgramCase, resource

GROUP = "azure-native:resources:ResourceGroup"
ENVIRONMENT = "azure-native:app:ManagedEnvironment"
APP = "azure-native:app:ContainerApp"
SUBNET = "azure-native:network:Subnet"
VNET = "azure-native:network:VirtualNetwork"
ADDRESS = "azure-native:network:PublicIPAddress"
STORAGE = "azure-native:storage:StorageAccount"
COSMOS = "azure-native:cosmosdb:DatabaseAccount"
NETWORK_ID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v"

CASES = [
    Case(
        rule="what_is_everywhere_lies_in_no_region",
        type="azure-native:dns:Zone",
        good={"location": "Global"},
        bad={"location": "westeurope"},
        path="location",
        says="`location` is `westeurope`; what is served from everywhere lies in `global`.",
        severity="warning",
    ),
    Case(
        rule="what_is_everywhere_lies_in_no_region",
        type="azure-native:cdn:Profile",
        good={"sku": {"name": "Standard_Microsoft"}, "location": "westeurope"},
        bad={"sku": {"name": "Premium_AzureFrontDoor"}, "location": "westeurope"},
        path="location",
        says="`location` is `westeurope`; what is served from everywhere lies in `global`.",
        severity="warning",
    ),
    Case(
        rule="ids_are_of_the_type_that_is_asked_for",
        type="azure-native:network:PrivateEndpoint",
        good={"subnet": {"id": f"{NETWORK_ID}/subnets/s"}},
        bad={"subnet": {"id": NETWORK_ID}},
        path="subnet.id",
        says="`subnet.id` is `/subscriptions/s/resourceGroups/g/providers/Microsoft.Net...`, the id of a Microsoft.Network/virtualNetworks; it must be one of a Microsoft.Network/virtualNetworks/subnets.",
    ),
    Case(
        rule="ids_are_of_the_type_that_is_asked_for",
        type="azure-native:monitor:ScheduledQueryRule",
        good={
            "actions": {
                "actionGroups": ["/subscriptions/s/resourceGroups/g/providers/microsoft.insights/actiongroups/a"]
            }
        },
        bad={
            "actions": {"actionGroups": ["/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/a"]}
        },
        path="actions.actionGroups[0]",
        says="`actions.actionGroups[0]` is `/subscriptions/s/resourceGroups/g/providers/Microsoft.App...`, the id of a Microsoft.App/containerApps; it must be one of a Microsoft.Insights/actionGroups.",
    ),
]


def _located(*locations: str) -> list[Any]:
    return [resource(GROUP, f"group-{place}", {"location": one}) for place, one in enumerate(locations)]


def _apart(location: str) -> list[Any]:
    environment = resource(ENVIRONMENT, "environment", {"location": "West Europe"})
    return [environment, resource(APP, "app", {"location": location}, behind={"environmentId": [environment]})]


def _network(location: str) -> list[Any]:
    vnet = resource(VNET, "vnet", {"location": "westeurope"})
    inputs = {"addressPrefix": "10.0.0.0/23"}
    subnet = resource(SUBNET, "subnet", inputs, behind={"virtualNetworkName": [vnet]})
    given = {"location": location}
    return [vnet, subnet, resource(ENVIRONMENT, "environment", given, behind={"vnetConfiguration": [subnet]})]


def _gateway(location: str) -> list[Any]:
    address = resource(ADDRESS, "out", {"location": "westeurope"})
    given = {"location": location}
    return [
        address,
        resource("azure-native:network:NatGateway", "gateway", given, behind={"publicIpAddresses": [address]}),
    ]


def _tagged(**tags: str) -> list[Any]:
    return [resource(GROUP, "group", {"tags": tags})]


def _assigned(kind: str | None) -> list[Any]:
    identity = resource("azure-native:managedidentity:UserAssignedIdentity", "identity")
    inputs = {"principalType": kind} if kind else {}
    return [
        identity,
        resource("azure-native:authorization:RoleAssignment", "reader", inputs, behind={"principalId": [identity]}),
    ]


def _named(type_: str, name: str, *values: str, apart: bool = False) -> list[Any]:
    groups = [resource(GROUP, "group"), resource(GROUP, "other")]
    return [
        *groups,
        *(
            resource(type_, logical, {name: value}, behind={"resourceGroupName": [groups[place if apart else 0]]})
            for place, (logical, value) in enumerate(zip(("first", "second"), values, strict=True))
        ),
    ]


PROGRAM_CASES = [
    ProgramCase(
        rule="locations_are_regions",
        good=_located("West Europe", "westeurope", "global"),
        bad=_located("westeuropa"),
        name="group-0",
        path="location",
        says="`location` is `westeuropa`, which is no region of Azure.",
    ),
    ProgramCase(
        rule="locations_are_regions",
        good=_located("East US 2"),
        bad=_located("eu-west-1"),
        name="group-0",
        path="location",
        says="`location` is `eu-west-1`, which is no region of Azure.",
    ),
    ProgramCase(
        rule="locations_are_regions",
        good=_located("eastus2"),
        bad=_located("eastus9"),
        name="group-0",
        path="location",
        says="`location` is `eastus9`, which is not known to be a region of Azure.",
        severity="warning",
    ),
    ProgramCase(
        rule="locations_are_regions",
        good=[resource(COSMOS, "orders", {"locations": [{"locationName": "West Europe"}]})],
        bad=[resource(COSMOS, "orders", {"locations": [{"locationName": "West Europa"}]})],
        name="orders",
        path="locations[0].locationName",
        says="`locations[0].locationName` is `West Europa`, which is no region of Azure.",
    ),
    ProgramCase(
        rule="what_belongs_together_shares_a_location",
        good=_apart("westeurope"),
        bad=_apart("northeurope"),
        name="app",
        path="location",
        says="`environmentId` is of environment in `West Europe`, and this lies in `northeurope`; they must lie in one region.",
        severity="warning",
    ),
    ProgramCase(
        rule="what_belongs_together_shares_a_location",
        good=_network("West Europe")[:2],
        bad=_network("northeurope"),
        name="environment",
        path="location",
        says="`vnetConfiguration` is of subnet in `westeurope`, and this lies in `northeurope`; they must lie in one region.",
        severity="warning",
    ),
    ProgramCase(
        rule="what_belongs_together_shares_a_location",
        good=_gateway("West Europe"),
        bad=_gateway("northeurope"),
        name="gateway",
        path="location",
        says="`publicIpAddresses` is of out in `westeurope`, and this lies in `northeurope`; they must lie in one region.",
    ),
    ProgramCase(
        rule="zones_are_in_regions_that_have_some",
        good=[resource(ADDRESS, "out", {"location": "westus3", "zones": ["1"]})],
        bad=[resource(ADDRESS, "out", {"location": "West US", "zones": ["1"]})],
        name="out",
        path="zones",
        says="`zones` is given, and `West US` had no availability zones when this was read.",
        severity="warning",
    ),
    ProgramCase(
        rule="tags_fit",
        good=_tagged(**{f"t{number}": "x" for number in range(50)}),
        bad=_tagged(**{f"t{number}": "x" for number in range(51)}),
        name="group",
        path="tags",
        says="`tags` has 51 entries; a resource has 50 tags at most.",
    ),
    ProgramCase(
        rule="tags_fit",
        good=_tagged(note="x" * 256),
        bad=_tagged(note="x" * 257),
        name="group",
        path="tags.note",
        says="`tags.note` has 257 characters; a tag's value has 256 at most.",
    ),
    ProgramCase(
        rule="tags_fit",
        good=_tagged(**{"x" * 512: "x"}),
        bad=_tagged(**{"a/b": "x"}),
        name="group",
        path='tags["a/b"]',
        says='`tags["a/b"]` has / in its name, which Azure refuses.',
    ),
    ProgramCase(
        rule="roles_of_new_identities_say_their_kind",
        good=_assigned("ServicePrincipal"),
        bad=_assigned(None),
        name="reader",
        path="principalType",
        says="`principalType` is missing; identity is made by this program, and without it Azure may not find it yet.",
        severity="warning",
    ),
    ProgramCase(
        rule="roles_of_new_identities_say_their_kind",
        good=_assigned("serviceprincipal"),
        bad=_assigned("User"),
        name="reader",
        path="principalType",
        says="`principalType` is `User`; identity is a ServicePrincipal.",
    ),
    ProgramCase(
        rule="resources_have_names_of_their_own",
        good=_named(STORAGE, "accountName", "files1", "files2"),
        bad=_named(STORAGE, "accountName", "files1", "files1"),
        name="second",
        path="accountName",
        says="`accountName` is `files1`, which first has too; Azure has each name once.",
    ),
    ProgramCase(
        rule="resources_have_names_of_their_own",
        good=_named(VNET, "virtualNetworkName", "main", "main", apart=True),
        bad=_named(VNET, "virtualNetworkName", "main", "Main"),
        name="second",
        path="virtualNetworkName",
        says="`virtualNetworkName` is `Main`, which first has too; a resource group has each name once.",
    ),
]
