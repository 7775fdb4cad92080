"""Virtual networks and security groups."""

from typing import Any

from tests.simulator.rule_cases import Case, ProgramCase, resource

VNET = "azure-native:network:VirtualNetwork"
SUBNET = "azure-native:network:Subnet"
PEERING = "azure-native:network:VirtualNetworkPeering"
ADDRESS = "azure-native:network:PublicIPAddress"
GROUP = "azure-native:network:NetworkSecurityGroup"
RULE = "azure-native:network:SecurityRule"
GATEWAY = "azure-native:network:ApplicationGateway"
NAT = "azure-native:network:NatGateway"
LINK = "azure-native:privatedns:VirtualNetworkLink"
SPACE = {"addressPrefixes": ["10.0.0.0/16"]}


def _vnet(*subnets: tuple[str, str]) -> dict[str, Any]:
    return {"addressSpace": SPACE, "subnets": [{"name": name, "addressPrefix": prefix} for name, prefix in subnets]}


def _rule(**changes: Any) -> dict[str, Any]:
    usual = {
        "name": "web",
        "priority": 100,
        "direction": "Inbound",
        "access": "Allow",
        "protocol": "Tcp",
        "sourceAddressPrefix": "*",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": "443",
    }
    return {key: value for key, value in {**usual, **changes}.items() if value is not None}


CASES = [
    Case(
        rule="ranges_are_written_from_their_first_address",
        type=VNET,
        good={"addressSpace": SPACE},
        bad={"addressSpace": {"addressPrefixes": ["10.0.0.4/16"]}},
        path="addressSpace.addressPrefixes[0]",
        says="`addressSpace.addressPrefixes[0]` is `10.0.0.4/16`, which is no address range.",
    ),
    Case(
        rule="ranges_are_written_from_their_first_address",
        type=SUBNET,
        good={"addressPrefix": "10.0.0.0/24"},
        bad={"addressPrefix": "10.0.0.0/33"},
        path="addressPrefix",
        says="`addressPrefix` is `10.0.0.0/33`, which is no address range.",
    ),
    Case(
        rule="subnets_are_large_enough",
        type=SUBNET,
        good={"addressPrefix": "10.0.0.0/29"},
        bad={"addressPrefix": "10.0.0.0/30"},
        path="addressPrefix",
        says="`addressPrefix` is `10.0.0.0/30`; a subnet needs /29 or a larger range.",
    ),
    Case(
        rule="subnets_are_large_enough",
        type=SUBNET,
        good={"subnetName": "AzureBastionSubnet", "addressPrefix": "10.0.0.0/26"},
        bad={"subnetName": "AzureBastionSubnet", "addressPrefix": "10.0.0.0/27"},
        path="addressPrefix",
        says="`addressPrefix` is `10.0.0.0/27`; `AzureBastionSubnet` needs /26 or a larger range.",
    ),
    Case(
        rule="subnets_of_a_network_are_large_enough_and_apart",
        type=VNET,
        good=_vnet(("a", "10.0.0.0/24"), ("b", "10.0.1.0/24")),
        bad=_vnet(("a", "10.0.0.0/24"), ("b", "10.0.0.128/25")),
        path="subnets[1].addressPrefix",
        says="`subnets[1].addressPrefix` is `10.0.0.128/25`, which overlaps `10.0.0.0/24` of `a`.",
    ),
    Case(
        rule="subnets_of_a_network_are_large_enough_and_apart",
        type=VNET,
        good=_vnet(("a", "10.0.255.0/24")),
        bad=_vnet(("a", "10.1.0.0/24")),
        path="subnets[0].addressPrefix",
        says="`subnets[0].addressPrefix` is `10.1.0.0/24`, which is not inside `10.0.0.0/16`, the network's addresses.",
    ),
    Case(
        rule="standard_addresses_are_static",
        type=ADDRESS,
        good={"sku": {"name": "Standard"}, "publicIPAllocationMethod": "Static", "zones": ["1"]},
        bad={"sku": {"name": "Standard"}, "publicIPAllocationMethod": "Dynamic"},
        path="publicIPAllocationMethod",
        says="`publicIPAllocationMethod` is `Dynamic`; an address of the Standard SKU is static.",
    ),
    Case(
        rule="priorities_are_unique_in_each_direction",
        type=GROUP,
        good={"securityRules": [_rule(), _rule(name="out", direction="Outbound")]},
        bad={"securityRules": [_rule(), _rule(name="api")]},
        path="securityRules[1].priority",
        says="`securityRules[1].priority` is `100`, which the inbound rule `web` has; priorities are unique in a direction.",
    ),
    Case(
        rule="rules_say_each_end_in_one_way",
        type=GROUP,
        good={"securityRules": [_rule(sourceAddressPrefixes=["10.0.0.0/24"], sourceAddressPrefix=None)]},
        bad={"securityRules": [_rule(sourceAddressPrefixes=["10.0.0.0/24"])]},
        path="securityRules[0].sourceAddressPrefix",
        says="`securityRules[0].sourceAddressPrefix` is given beside `sourceAddressPrefixes`; a rule has one of the two.",
    ),
    Case(
        rule="rules_say_each_end_in_one_way",
        type=RULE,
        good=_rule(destinationAddressPrefix=None, destinationApplicationSecurityGroups=[{"id": "/x"}]),
        bad=_rule(destinationPortRange=None),
        path="destinationPortRange",
        says="`destinationPortRange` is missing; a rule says its destination in full.",
    ),
    Case(
        rule="port_ranges_are_ports",
        type=RULE,
        good=_rule(destinationPortRange="0-65535"),
        bad=_rule(destinationPortRange="80,443"),
        path="destinationPortRange",
        says="`destinationPortRange` is `80,443`; allowed are `*`, a port of 0 to 65535, or a range of them.",
    ),
    Case(
        rule="port_ranges_are_ports",
        type=RULE,
        good=_rule(destinationPortRange=None, destinationPortRanges=["80", "443-444"]),
        bad=_rule(destinationPortRange="90-80"),
        path="destinationPortRange",
        says="`destinationPortRange` is `90-80`; allowed are `*`, a port of 0 to 65535, or a range of them.",
    ),
    Case(
        rule="addresses_are_ranges_or_service_tags",
        type=RULE,
        good=_rule(sourceAddressPrefix="AzureFrontDoor.Backend"),
        bad=_rule(sourceAddressPrefix="10.0.0.0/240"),
        path="sourceAddressPrefix",
        says="`sourceAddressPrefix` is `10.0.0.0/240`, which is no address and no range.",
    ),
    Case(
        rule="routing_rules_have_priorities_of_their_own",
        type=GATEWAY,
        good={"sku": {"tier": "WAF_v2"}, "requestRoutingRules": [{"priority": 1}, {"priority": 2}]},
        bad={"sku": {"tier": "WAF_v2"}, "requestRoutingRules": [{"priority": 1}, {"priority": 1}]},
        path="requestRoutingRules[1].priority",
        says="`requestRoutingRules[1].priority` is `1` a second time; routing rules have priorities of their own.",
    ),
    Case(
        rule="routing_rules_have_priorities_of_their_own",
        type=GATEWAY,
        good={"sku": {"name": "Standard_Small"}, "requestRoutingRules": [{"name": "a"}]},
        bad={"sku": {"name": "Standard_v2"}, "requestRoutingRules": [{"name": "a"}]},
        path="requestRoutingRules[0].priority",
        says="`requestRoutingRules[0].priority` is missing; a gateway of the second generation needs it.",
    ),
    Case(
        rule="gateways_have_a_fixed_size_or_a_moving_one",
        type=GATEWAY,
        good={"autoscaleConfiguration": {"minCapacity": 2, "maxCapacity": 2}},
        bad={"sku": {"capacity": 2}, "autoscaleConfiguration": {"minCapacity": 2}},
        path="sku.capacity",
        says="`sku.capacity` is given beside `autoscaleConfiguration`; a gateway has a fixed size or a moving one.",
    ),
    Case(
        rule="gateways_have_a_fixed_size_or_a_moving_one",
        type=GATEWAY,
        good={"sku": {"capacity": 2}},
        bad={"autoscaleConfiguration": {"minCapacity": 3, "maxCapacity": 2}},
        path="autoscaleConfiguration.minCapacity",
        says="`autoscaleConfiguration.minCapacity` is `3`, and `maxCapacity` is `2`; the fewest cannot be above the most.",
    ),
]


def _subnets(*prefixes: str) -> list[Any]:
    vnet = resource(VNET, "vnet", {"addressSpace": SPACE})
    return [
        vnet,
        *(
            resource(SUBNET, f"subnet-{place}", {"addressPrefix": prefix}, behind={"virtualNetworkName": [vnet]})
            for place, prefix in enumerate(prefixes, start=1)
        ),
    ]


def _peered(prefix: str) -> list[Any]:
    here = resource(VNET, "here", {"addressSpace": SPACE})
    there = resource(VNET, "there", {"addressSpace": {"addressPrefixes": [prefix]}})
    return [
        here,
        there,
        resource(PEERING, "peering", behind={"virtualNetworkName": [here], "remoteVirtualNetwork": [there]}),
    ]


def _beside(priority: int) -> list[Any]:
    group = resource(GROUP, "group", {"securityRules": [_rule()]})
    return [group, resource(RULE, "rule", _rule(priority=priority), behind={"networkSecurityGroupName": [group]})]


def _outgoing(sku: str) -> list[Any]:
    address = resource(ADDRESS, "out", {"sku": {"name": sku}})
    return [address, resource(NAT, "nat", behind={"publicIpAddresses": [address]})]


def _linked(*, second: bool) -> list[Any]:
    vnet = resource(VNET, "vnet")
    behind = {"virtualNetwork": [vnet]}
    return [
        vnet,
        resource(LINK, "first", {"registrationEnabled": True}, behind=behind),
        resource(LINK, "second", {"registrationEnabled": second}, behind=behind),
    ]


PROGRAM_CASES = [
    ProgramCase(
        rule="subnets_lie_in_their_network_and_apart",
        good=_subnets("10.0.0.0/24", "10.0.1.0/24"),
        bad=_subnets("10.0.0.0/24", "10.0.0.0/25"),
        name="subnet-2",
        path="addressPrefix",
        says="`addressPrefix` is `10.0.0.0/25`, which overlaps `10.0.0.0/24` of `subnet-1`.",
    ),
    ProgramCase(
        rule="subnets_lie_in_their_network_and_apart",
        good=_subnets("10.0.0.0/16"),
        bad=_subnets("10.1.0.0/24"),
        name="subnet-1",
        path="addressPrefix",
        says="`addressPrefix` is `10.1.0.0/24`, which is not inside `10.0.0.0/16`, the network's addresses.",
    ),
    ProgramCase(
        rule="peered_networks_do_not_overlap",
        good=_peered("10.1.0.0/16"),
        bad=_peered("10.0.128.0/17"),
        name="peering",
        path="remoteVirtualNetwork",
        says="`remoteVirtualNetwork` is there, whose `10.0.128.0/17` overlaps `10.0.0.0/16` of here; peered networks must lie apart.",
    ),
    ProgramCase(
        rule="rules_beside_a_group_have_priorities_of_their_own",
        good=_beside(101),
        bad=_beside(100),
        name="rule",
        path="priority",
        says="`priority` is `100`, which the inbound rule `web` has; priorities are unique in a direction.",
    ),
    ProgramCase(
        rule="addresses_have_the_sku_of_what_uses_them",
        good=_outgoing("Standard"),
        bad=_outgoing("Basic"),
        name="nat",
        path="publicIpAddresses",
        says="`publicIpAddresses` has out, an address of the Basic SKU; it must be Standard.",
    ),
    ProgramCase(
        rule="networks_register_in_one_zone",
        good=_linked(second=False),
        bad=_linked(second=True),
        name="second",
        path="registrationEnabled",
        says="`registrationEnabled` is true; vnet, the network, registers with first already.",
    ),
]
