"""What Google Cloud's functions answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from scaffolder.simulator.functions.call import Answers, FunctionCall
from scaffolder.simulator.plausible import GCP_PROJECT_NUMBER, decimal_digits
from scaffolder.simulator.subject import plain

_DEFAULT_REGION: Final = "us-central1"
_COMPUTE: Final = "https://www.googleapis.com/compute/v1"


@lru_cache
def _zone_facts() -> Mapping[str, Any]:
    text = resources.files("scaffolder.simulator").joinpath("data/gcp_zones.json").read_text(encoding="utf-8")
    return json.loads(text)


def zones(region: str) -> list[str]:
    """Give the zone names of a region, from the data file."""
    return [f"{region}-{end}" for end in _zone_facts()["zones"].get(region, "a b c").split()]


def _region(call: FunctionCall) -> str:
    return call.region(_DEFAULT_REGION)


def _client_config(call: FunctionCall) -> dict[str, Any]:
    region = call.provider_text("region", _DEFAULT_REGION)
    return {
        "id": f"projects/{call.project}",
        "project": call.project,
        "region": region,
        "zone": call.provider_text("zone", zones(region)[0]),
        "accessToken": "simulated-access-token",
        "defaultLabels": {},
    }


def _project(call: FunctionCall) -> dict[str, Any]:
    project = call.text("projectId") or call.project
    return {
        "id": f"projects/{project}", "projectId": project, "name": project, "number": GCP_PROJECT_NUMBER,
        "billingAccount": "000000-000000-000000", "orgId": "", "folderId": "", "labels": {}, "effectiveLabels": {},
        "pulumiLabels": {}, "tags": {}, "autoCreateNetwork": False, "deletionPolicy": "PREVENT",
    }  # fmt: skip


def _zones(call: FunctionCall) -> dict[str, Any]:
    return {
        "id": f"projects/{call.project}/regions/{_region(call)}",
        "project": call.project,
        "names": zones(_region(call)),
    }


def _regions(call: FunctionCall) -> dict[str, Any]:
    return {"id": f"projects/{call.project}", "project": call.project, "names": list(_zone_facts()["regions"])}


def _network(call: FunctionCall) -> dict[str, Any]:
    name = call.text("name", "default")
    path = f"projects/{call.project}/global/networks/{name}"
    number = int(decimal_digits(path, 15))
    return {
        "id": path, "name": name, "project": call.project, "selfLink": f"{_COMPUTE}/{path}", "networkId": number,
        "numericId": str(number), "subnetworksSelfLinks": [], "gatewayIpv4": "", "internalIpv6Range": "",
        "description": "",
    }  # fmt: skip


def _subnetwork(call: FunctionCall) -> dict[str, Any]:
    name, region = call.text("name", "default"), _region(call)
    path = f"projects/{call.project}/regions/{region}/subnetworks/{name}"
    return {
        "id": path, "name": name, "project": call.project, "region": region, "selfLink": f"{_COMPUTE}/{path}",
        "network": f"{_COMPUTE}/projects/{call.project}/global/networks/default", "ipCidrRange": "10.128.0.0/20",
        "gatewayAddress": "10.128.0.1", "privateIpGoogleAccess": True, "secondaryIpRanges": [],
        "stackType": "IPV4_ONLY",
        "externalIpv6Prefix": "", "internalIpv6Prefix": "", "ipv6AccessType": "", "description": "",
        "subnetworkId": int(decimal_digits(path, 15)),
    }  # fmt: skip


# The ranges that do not change: https://cloud.google.com/load-balancing/docs/health-check-concepts#ip-ranges
_NETBLOCKS: Final = {
    "health-checkers": ["35.191.0.0/16", "130.211.0.0/22"],
    "legacy-health-checkers": ["35.191.0.0/16", "209.85.152.0/22", "209.85.204.0/22"],
    "iap-forwarders": ["35.235.240.0/20"],
    "dns-forwarders": ["35.199.192.0/19"],
    "private-googleapis": ["199.36.153.8/30"],
    "restricted-googleapis": ["199.36.153.4/30"],
}


def _netblocks(call: FunctionCall) -> dict[str, Any]:
    kind = call.text("rangeType", "cloud-netblocks")
    blocks = _NETBLOCKS.get(kind, ["203.0.113.0/24"])
    return {"id": f"netblock-ip-ranges-{kind}", "cidrBlocks": blocks, "cidrBlocksIpv4s": blocks, "cidrBlocksIpv6s": []}


def _managed_zone(call: FunctionCall) -> dict[str, Any]:
    name = call.text("name", "zone")
    return {
        "id": f"projects/{call.project}/managedZones/{name}", "name": name, "project": call.project,
        "dnsName": f"{name}.example.com.", "nameServers": [f"ns-cloud-a{at}.googledomains.com." for at in (1, 2, 3, 4)],
        "visibility": "public", "description": "", "managedZoneId": int(decimal_digits(name, 15)),
    }  # fmt: skip


def _secret_version(call: FunctionCall) -> dict[str, Any]:
    secret = call.text("secret", "secret").rpartition("/")[2]
    version = call.text("version", "1")
    name = f"projects/{GCP_PROJECT_NUMBER}/secrets/{secret}/versions/{version}"
    return {
        "id": name, "name": name, "project": call.project, "secret": secret, "version": version, "enabled": True,
        "secretData": f"simulated-{call.hex(12)}", "createTime": "2026-01-01T00:00:00.000000Z", "destroyTime": "",
    }  # fmt: skip


def _iam_policy(call: FunctionCall) -> dict[str, Any]:
    bindings = [
        {name: plain(value) for name, value in plain(binding).items() if plain(value)}
        for binding in call.given("bindings") or ()
        if isinstance(plain(binding), Mapping)
    ]
    return {"id": call.hex(10), "policyData": json.dumps({"bindings": bindings}, separators=(",", ":"))}


def _storage_account(call: FunctionCall) -> dict[str, Any]:
    email = f"service-{GCP_PROJECT_NUMBER}@gs-project-accounts.iam.gserviceaccount.com"
    return {"id": email, "project": call.project, "emailAddress": email, "member": f"serviceAccount:{email}"}


def _compute_account(call: FunctionCall) -> dict[str, Any]:
    email = f"{GCP_PROJECT_NUMBER}-compute@developer.gserviceaccount.com"
    path = f"projects/{call.project}/serviceAccounts/{email}"
    return {
        "id": path, "name": path, "project": call.project, "email": email, "member": f"serviceAccount:{email}",
        "displayName": "Compute Engine default service account", "uniqueId": decimal_digits(email, 21),
    }  # fmt: skip


def _repository(call: FunctionCall) -> dict[str, Any]:
    location, name = call.text("location", "us"), call.text("repositoryId")
    return {
        "id": f"projects/{call.project}/locations/{location}/repositories/{name}",
        "name": name,
        "project": call.project,
        "registryUri": f"{location}-docker.pkg.dev/{call.project}/{name}",
    }


ANSWERS: Final[Answers] = {
    "gcp:organizations/getClientConfig:getClientConfig": _client_config,
    "gcp:organizations/getProject:getProject": _project,
    "gcp:organizations/getIAMPolicy:getIAMPolicy": _iam_policy,
    "gcp:compute/getZones:getZones": _zones,
    "gcp:compute/getRegions:getRegions": _regions,
    "gcp:compute/getNetwork:getNetwork": _network,
    "gcp:compute/getSubnetwork:getSubnetwork": _subnetwork,
    "gcp:compute/getNetblockIPRanges:getNetblockIPRanges": _netblocks,
    "gcp:compute/getDefaultServiceAccount:getDefaultServiceAccount": _compute_account,
    "gcp:dns/getManagedZone:getManagedZone": _managed_zone,
    "gcp:secretmanager/getSecretVersion:getSecretVersion": _secret_version,
    "gcp:storage/getProjectServiceAccount:getProjectServiceAccount": _storage_account,
    "gcp:artifactregistry/getRepository:getRepository": _repository,
}
