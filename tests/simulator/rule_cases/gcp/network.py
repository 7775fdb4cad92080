"""Networks, DNS, regions and zones: just inside each rule and just outside."""

from typing import Any

from tests.simulator.rule_cases import Case

RUN = "gcp:cloudrunv2/service:Service"
FIREWALL = "gcp:compute/firewall:Firewall"
SUBNET = "gcp:compute/subnetwork:Subnetwork"
RECORD = "gcp:dns/recordSet:RecordSet"
ZONE = "gcp:dns/managedZone:ManagedZone"
CLUSTER = "gcp:container/cluster:Cluster"
INSTANCE = "gcp:compute/instance:Instance"
DATABASE = "gcp:sql/databaseInstance:DatabaseInstance"
NAT = {"router": "r", "sourceSubnetworkIpRangesToNat": "ALL_SUBNETWORKS_ALL_IP_RANGES"}


def template(container: Any = None, **more: Any) -> dict[str, Any]:
    return {"template": {"containers": [{"image": "us-docker.pkg.dev/p/r/i", **(container or {})}], **more}}


def firewall(**more: Any) -> dict[str, Any]:
    return {
        "network": "default",
        "sourceRanges": ["10.0.0.0/8"],
        "allows": [{"protocol": "tcp", "ports": ["443"]}],
        **more,
    }


def subnet(cidr: str, **more: Any) -> dict[str, Any]:
    return {"network": "main", "region": "us-central1", "ipCidrRange": cidr, **more}


def instance(**more: Any) -> dict[str, Any]:
    return {"machineType": "e2-small", "zone": "us-central1-a", "networkInterfaces": [{"network": "default"}], **more}


def database(version: str = "POSTGRES_17", **more: Any) -> dict[str, Any]:
    return {"databaseVersion": version, "region": "us-central1", "settings": {"tier": "db-f1-micro", **more}}


CASES: list[Case] = [
    Case(
        rule="nat_addresses_are_given_where_they_are_not_allocated",
        type="gcp:compute/routerNat:RouterNat",
        good={**NAT, "natIpAllocateOption": "MANUAL_ONLY", "natIps": ["a"]},
        bad={**NAT, "natIpAllocateOption": "AUTO_ONLY", "natIps": ["a"]},
        path="natIps",
        says="`natIps` is given, and `natIpAllocateOption` is `AUTO_ONLY`; it takes them with MANUAL_ONLY.",
    ),
    Case(
        rule="nat_addresses_are_given_where_they_are_not_allocated",
        type="gcp:compute/routerNat:RouterNat",
        good={**NAT, "natIpAllocateOption": "AUTO_ONLY"},
        bad={**NAT, "natIpAllocateOption": "MANUAL_ONLY"},
        path="natIps",
        says="`natIps` is missing, and `natIpAllocateOption` is `MANUAL_ONLY`; the gateway has no address.",
        severity="warning",
    ),
    Case(
        rule="firewall_protocols_are",
        type=FIREWALL,
        good=firewall(allows=[{"protocol": "112"}]),
        bad=firewall(allows=[{"protocol": "https"}]),
        path="allows[0].protocol",
        says="`allows[0].protocol` is `https`; allowed are ah, all, esp, icmp, ipip, sctp, tcp, udp and numbers to 255.",
    ),
    Case(
        rule="firewall_ports_are_of_a_protocol_with_ports",
        type=FIREWALL,
        good=firewall(allows=[{"protocol": "icmp"}]),
        bad=firewall(allows=[{"protocol": "icmp", "ports": ["80"]}]),
        path="allows[0].ports",
        says="`allows[0].ports` is given, and the protocol `icmp` has no ports.",
    ),
    Case(
        rule="firewall_ports_are_numbers_or_ranges",
        type=FIREWALL,
        good=firewall(allows=[{"protocol": "tcp", "ports": ["8000-8080", "65535"]}]),
        bad=firewall(allows=[{"protocol": "tcp", "ports": ["8080-8000"]}]),
        path="allows[0].ports[0]",
        says="`allows[0].ports[0]` is `8080-8000`; allowed are ports such as `443` and ranges such as `8000-8080`.",
    ),
    Case(
        rule="firewall_for_incoming_traffic_says_from_where",
        type=FIREWALL,
        good=firewall(),
        bad={"network": "default", "allows": [{"protocol": "tcp"}]},
        path="sourceRanges",
        says="`sourceRanges`, `sourceTags` and `sourceServiceAccounts` are missing; incoming traffic needs one of them.",
        severity="warning",
    ),
    Case(
        rule="firewall_for_outgoing_traffic_has_no_sources",
        type=FIREWALL,
        good={
            "network": "default",
            "direction": "EGRESS",
            "denies": [{"protocol": "all"}],
            "destinationRanges": ["0.0.0.0/0"],
        },
        bad={"network": "default", "direction": "EGRESS", "denies": [{"protocol": "all"}], "sourceTags": ["web"]},
        path="sourceTags",
        says="`sourceTags` is given, and the rule is for outgoing traffic.",
    ),
    Case(
        rule="firewall_ranges_are_cidr",
        type=FIREWALL,
        good=firewall(sourceRanges=["10.0.0.0/8", "2001:db8::/32"]),
        bad=firewall(sourceRanges=["10.0.0.0/8", "any"]),
        path="sourceRanges[1]",
        says="`sourceRanges[1]` is `any`, which is no address range.",
    ),
    Case(
        rule="subnet_ranges_are_cidr",
        type=SUBNET,
        good=subnet("10.0.0.0/29"),
        bad=subnet("10.0.0.0/30"),
        path="ipCidrRange",
        says="`ipCidrRange` is `10.0.0.0/30`; the smallest range is a /29.",
    ),
    Case(
        rule="subnet_ranges_are_cidr",
        type=SUBNET,
        good=subnet("10.0.0.0/24", secondaryIpRanges=[{"rangeName": "pods", "ipCidrRange": "10.1.0.0/29"}]),
        bad=subnet("10.0.0.0/24", secondaryIpRanges=[{"rangeName": "pods", "ipCidrRange": "10.1.0.0/30"}]),
        path="secondaryIpRanges[0].ipCidrRange",
        says="`secondaryIpRanges[0].ipCidrRange` is `10.1.0.0/30`; the smallest range is a /29.",
    ),
    Case(
        rule="subnet_ranges_are_cidr",
        type=SUBNET,
        good=subnet("192.168.0.0/16"),
        bad=subnet("169.254.1.0/24"),
        path="ipCidrRange",
        says="`ipCidrRange` is `169.254.1.0/24`, which Google Cloud keeps for other things.",
    ),
    Case(
        rule="subnet_ranges_have_names_of_their_own",
        type=SUBNET,
        good=subnet(
            "10.0.0.0/24",
            secondaryIpRanges=[
                {"rangeName": "pods", "ipCidrRange": "10.4.0.0/16"},
                {"rangeName": "services", "ipCidrRange": "10.8.0.0/20"},
            ],
        ),
        bad=subnet(
            "10.0.0.0/24",
            secondaryIpRanges=[
                {"rangeName": "pods", "ipCidrRange": "10.4.0.0/16"},
                {"rangeName": "pods", "ipCidrRange": "10.8.0.0/20"},
            ],
        ),
        path="secondaryIpRanges[1].rangeName",
        says="`secondaryIpRanges[1].rangeName` is `pods`, as `secondaryIpRanges[0].rangeName` is.",
    ),
    Case(
        rule="dns_addresses_are_of_the_type",
        type=RECORD,
        good={"name": "a.example.com.", "type": "A", "ttl": 300, "managedZone": "z", "rrdatas": ["192.0.2.1"]},
        bad={"name": "a.example.com.", "type": "A", "ttl": 300, "managedZone": "z", "rrdatas": ["2001:db8::1"]},
        path="rrdatas[0]",
        says="`rrdatas[0]` is `2001:db8::1`; a record of type `A` holds IPv4 addresses.",
    ),
    Case(
        rule="dns_host_names_end_with_a_dot",
        type=RECORD,
        good={"name": "a.example.com.", "type": "CNAME", "rrdatas": ["b.example.com."]},
        bad={"name": "a.example.com.", "type": "CNAME", "rrdatas": ["b.example.com"]},
        path="rrdatas[0]",
        says="`rrdatas[0]` is `b.example.com`; the name of a host ends with a dot here.",
        severity="warning",
    ),
    Case(
        rule="dns_alias_has_one_target",
        type=RECORD,
        good={"name": "a.example.com.", "type": "CNAME", "rrdatas": ["b.example.com."]},
        bad={"name": "a.example.com.", "type": "CNAME", "rrdatas": ["b.example.com.", "c.example.com."]},
        path="rrdatas",
        says="`rrdatas` has 2 entries; a CNAME record names one host.",
    ),
    Case(
        rule="dns_public_zone_is_bound_to_no_network",
        type=ZONE,
        good={"dnsName": "a.", "visibility": "private", "privateVisibilityConfig": {"networks": []}},
        bad={"dnsName": "a.", "privateVisibilityConfig": {"networks": []}},
        path="privateVisibilityConfig",
        says="`privateVisibilityConfig` is given, and the zone is public.",
    ),
    Case(
        rule="regions_exist",
        type=SUBNET,
        good=subnet("10.0.0.0/24"),
        bad={**subnet("10.0.0.0/24"), "region": "us-east-1"},
        path="region",
        says="`region` is `us-east-1`, which is no region of Google Cloud.",
    ),
    Case(
        rule="regions_exist",
        type=RUN,
        good={"location": "asia-southeast3", **template()},
        bad={"location": "europe-west5", **template()},
        path="location",
        says="`location` is `europe-west5`, a region that was not there on 2026-09-21.",
        severity="warning",
    ),
    Case(
        rule="zones_exist",
        type=INSTANCE,
        good=instance(zone="us-central1-f"),
        bad=instance(zone="us-central1-d"),
        path="zone",
        says="`zone` is `us-central1-d`; the zones of us-central1 are us-central1-a, us-central1-b, us-central1-c, us-central1-f.",
        severity="warning",
    ),
    Case(
        rule="zones_exist",
        type=INSTANCE,
        good=instance(zone="europe-west1-b"),
        bad=instance(zone="europe-west1"),
        path="zone",
        says="`zone` is `europe-west1`, a region; a zone is wanted.",
    ),
    Case(
        rule="run_has_the_accelerator_there",
        type=RUN,
        good={"location": "us-central1", **template(nodeSelector={"accelerator": "nvidia-l4"})},
        bad={"location": "us-west1", **template(nodeSelector={"accelerator": "nvidia-l4"})},
        path="template.nodeSelector.accelerator",
        says="`template.nodeSelector.accelerator` is `nvidia-l4`, which Cloud Run had not in us-west1 on 2026-11-25.",
        severity="warning",
    ),
    Case(
        rule="zones_lie_in_the_region",
        type=CLUSTER,
        good={"location": "us-east4", "initialNodeCount": 1, "nodeLocations": ["us-east4-a"]},
        bad={"location": "us-east4", "initialNodeCount": 1, "nodeLocations": ["us-east4-a", "us-east1-b"]},
        path="nodeLocations[1]",
        says="`nodeLocations[1]` is `us-east1-b`, which is not in us-east4, the place of `location`.",
    ),
    Case(
        rule="zones_lie_in_the_region",
        type=DATABASE,
        good=database(locationPreference={"zone": "us-central1-b"}),
        bad=database(locationPreference={"zone": "us-east1-b"}),
        path="settings.locationPreference.zone",
        says="`settings.locationPreference.zone` is `us-east1-b`, which is not in us-central1, the place of `region`.",
    ),
]
