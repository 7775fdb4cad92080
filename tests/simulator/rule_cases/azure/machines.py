"""AKS, virtual machines, App Service."""

from typing import Any

from tests.simulator.rule_cases import Case, ProgramCase, resource

CLUSTER = "azure-native:containerservice:ManagedCluster"
POOL = "azure-native:containerservice:AgentPool"
MACHINE = "azure-native:compute:VirtualMachine"
PLAN = "azure-native:web:AppServicePlan"
SITE = "azure-native:web:WebApp"


def _cluster(*pools: dict[str, Any], **inputs: Any) -> dict[str, Any]:
    return {"identity": {"type": "SystemAssigned"}, "agentPoolProfiles": list(pools), **inputs}


CASES = [
    Case(
        rule="clusters_have_a_system_pool",
        type=CLUSTER,
        good=_cluster({"name": "a", "mode": "System"}, {"name": "b", "mode": "User"}),
        bad=_cluster({"name": "a", "mode": "User"}, {"name": "b", "mode": "User"}),
        path="agentPoolProfiles",
        says="`agentPoolProfiles` has no pool whose `mode` is System; a cluster needs one for its own parts.",
    ),
    Case(
        rule="clusters_have_a_system_pool",
        type=CLUSTER,
        good=_cluster({"name": "a", "mode": "System", "osType": "Linux"}),
        bad=_cluster({"name": "a", "mode": "System", "osType": "Windows"}),
        path="agentPoolProfiles[0].osType",
        says="`agentPoolProfiles[0].osType` is `Windows`; a pool of the mode System runs Linux.",
    ),
    Case(
        rule="pools_scale_between_their_bounds",
        type=POOL,
        good={"enableAutoScaling": True, "minCount": 1, "maxCount": 3, "count": 3},
        bad={"enableAutoScaling": True, "minCount": 4, "maxCount": 3},
        path="minCount",
        says="`minCount` is `4`, and `maxCount` is `3`; the fewest nodes cannot be above the most.",
    ),
    Case(
        rule="pools_scale_between_their_bounds",
        type=POOL,
        good={"enableAutoScaling": False, "count": 2},
        bad={"minCount": 1},
        path="minCount",
        says="`minCount` is `1`; a pool without `enableAutoScaling` has no bounds.",
    ),
    Case(
        rule="pools_scale_between_their_bounds",
        type=CLUSTER,
        good=_cluster({"name": "a", "mode": "System", "enableAutoScaling": True, "minCount": 1, "maxCount": 3}),
        bad=_cluster({"name": "a", "enableAutoScaling": True, "minCount": 1, "maxCount": 3, "count": 4}),
        path="agentPoolProfiles[0].count",
        says="`agentPoolProfiles[0].count` is `4`; it lies between `minCount`, `1`, and `maxCount`, `3`.",
    ),
    Case(
        rule="windows_pools_have_short_names",
        type=POOL,
        good={"agentPoolName": "window", "osType": "Windows"},
        bad={"agentPoolName": "windows", "osType": "Windows"},
        path="agentPoolName",
        says="`agentPoolName` has 7 characters; the name of a Windows pool has 6 at most.",
    ),
    Case(
        rule="spot_pools_are_for_users",
        type=POOL,
        good={"scaleSetPriority": "Spot", "mode": "User"},
        bad={"scaleSetPriority": "Spot", "mode": "System"},
        path="mode",
        says="`mode` is `System`; spot nodes are taken away, so a pool of them is User.",
    ),
    Case(
        rule="cluster_addresses_lie_in_the_services_range",
        type=CLUSTER,
        good=_cluster(networkProfile={"serviceCidr": "10.1.0.0/16", "dnsServiceIP": "10.1.0.10"}),
        bad=_cluster(networkProfile={"serviceCidr": "10.1.0.0/16", "dnsServiceIP": "10.1.0.1"}),
        path="networkProfile.dnsServiceIP",
        says="`networkProfile.dnsServiceIP` is `10.1.0.1`; it lies in `10.1.0.0/16`, the services' range, after its first address.",
    ),
    Case(
        rule="cluster_addresses_lie_in_the_services_range",
        type=CLUSTER,
        good=_cluster(networkProfile={"serviceCidr": "10.1.0.0/16", "podCidr": "10.244.0.0/16"}),
        bad=_cluster(networkProfile={"serviceCidr": "10.1.0.0/16", "podCidr": "10.1.128.0/17"}),
        path="networkProfile.podCidr",
        says="`networkProfile.podCidr` is `10.1.128.0/17`, which overlaps `10.1.0.0/16`, the services' range.",
    ),
    Case(
        rule="clusters_have_an_identity_and_one_name",
        type=CLUSTER,
        good={"servicePrincipalProfile": {"clientId": "x"}},
        bad={"agentPoolProfiles": []},
        path="identity",
        says="`identity` is missing; a cluster acts with an identity or a service principal.",
    ),
    Case(
        rule="machines_have_a_user_that_azure_takes",
        type=MACHINE,
        good={"osProfile": {"adminUsername": "azureuser"}},
        bad={"osProfile": {"adminUsername": "Admin"}},
        path="osProfile.adminUsername",
        says="`osProfile.adminUsername` is `Admin`, a name that Azure refuses since attackers try it first.",
    ),
    Case(
        rule="machines_have_a_user_that_azure_takes",
        type=MACHINE,
        good={"osProfile": {"computerName": "a" * 15, "windowsConfiguration": {"provisionVMAgent": True}}},
        bad={"osProfile": {"computerName": "a" * 16, "windowsConfiguration": {"provisionVMAgent": True}}},
        path="osProfile.computerName",
        says="`osProfile.computerName` has 16 characters; a Windows host's name has 15 at most.",
    ),
    Case(
        rule="machines_can_be_entered",
        type=MACHINE,
        good={"osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": False}}},
        bad={"osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": True}}},
        path="osProfile.linuxConfiguration.ssh.publicKeys",
        says="`osProfile.linuxConfiguration.ssh.publicKeys` is missing; `disablePasswordAuthentication` is true, so there must be a key.",
    ),
    Case(
        rule="machines_lie_in_a_zone_or_a_set",
        type=MACHINE,
        good={"zones": ["1"]},
        bad={"zones": ["1"], "availabilitySet": {"id": "/x"}},
        path="availabilitySet",
        says="`availabilitySet` is given beside `zones`; a machine lies in one of the two.",
    ),
    Case(
        rule="machines_lie_in_a_zone_or_a_set",
        type=MACHINE,
        good={"storageProfile": {"dataDisks": [{"lun": 0}, {"lun": 1}]}},
        bad={"storageProfile": {"dataDisks": [{"lun": 0}, {"lun": 0}]}},
        path="storageProfile.dataDisks[1].lun",
        says="`storageProfile.dataDisks[1].lun` is `0` a second time; each disk has a place of its own.",
    ),
    Case(
        rule="plans_for_linux_are_reserved",
        type=PLAN,
        good={"kind": "Linux", "reserved": True},
        bad={"kind": "Linux"},
        path="reserved",
        says="`reserved` is false where nothing is said; a plan of the kind `Linux` would have Windows machines.",
        severity="warning",
    ),
]


def _site(sku: str) -> list[Any]:
    plan = resource(PLAN, "plan", {"sku": {"name": sku}})
    return [plan, resource(SITE, "site", {"siteConfig": {"alwaysOn": True}}, behind={"serverFarmId": [plan]})]


PROGRAM_CASES = [
    ProgramCase(
        rule="apps_on_shared_plans_may_sleep",
        good=_site("B1"),
        bad=_site("F1"),
        name="site",
        path="siteConfig.alwaysOn",
        says="`siteConfig.alwaysOn` is true; plan, the plan, is Free, and its apps sleep.",
    ),
]
