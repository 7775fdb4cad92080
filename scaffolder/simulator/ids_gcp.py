"""Ids, self links and names as Google Cloud gives them."""

from __future__ import annotations

import base64
import json
from typing import Any, Final

from scaffolder.simulator.plausible import GCP_PROJECT, GCP_PROJECT_NUMBER, decimal_digits, public_address
from scaffolder.simulator.subject import Subject

# Input that holds the last part of a resource's name, where it is not `name`; from the arguments of pulumi-gcp 10.
_NAME_INPUTS: Final = (
    "name", "repositoryId", "accountId", "secretId", "serviceId", "keyRingId", "instanceId", "clusterId", "datasetId",
    "tableId", "sloId", "roleId", "connectionId", "jobId", "workflowId", "poolId", "bucketId",
)  # fmt: skip
_DEFAULT_REGION: Final = "us-central1"
_ZONAL: Final = frozenset({"Autoscaler", "Disk", "Instance", "InstanceGroup", "InstanceGroupManager"})
_REGIONAL: Final = frozenset({"Address", "ForwardingRule", "Router", "Subnetwork", "TargetPool", "VPNTunnel"})
_COLLECTIONS: Final = {
    "URLMap": "urlMaps", "TargetHttpProxy": "targetHttpProxies", "TargetHttpsProxy": "targetHttpsProxies",
    "GlobalForwardingRule": "forwardingRules", "GlobalAddress": "addresses", "Address": "addresses",
    "BackendService": "backendServices", "HealthCheck": "healthChecks", "SecurityPolicy": "securityPolicies",
    "RegionNetworkEndpointGroup": "networkEndpointGroups", "SSLPolicy": "sslPolicies", "Subnetwork": "subnetworks",
    "ManagedSslCertificate": "sslCertificates", "SSLCertificate": "sslCertificates", "Policy": "policies",
    "FolderSink": "sinks", "OrganizationSink": "sinks", "ProjectSink": "sinks", "ProjectExclusion": "exclusions",
    "ProjectBucketConfig": "buckets", "AlertPolicy": "alertPolicies",
    "UptimeCheckConfig": "uptimeCheckConfigs", "Account": "serviceAccounts",
}  # fmt: skip
# Ids of what lies under something else, or has no collection; from the import sections of the provider's pages.
_UNDER: Final = {
    "gcp:bigquery/table:Table": "projects/{project}/datasets/{datasetId}/tables/{tableId}",
    "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry": (
        "projects/{project}/locations/global/certificateMaps/{map}/certificateMapEntries/{name}"
    ),
    "gcp:compute/routerNat:RouterNat": "{project}/{region}/{router}/{name}",
    "gcp:container/nodePool:NodePool": "projects/{project}/locations/{location}/clusters/{cluster}/nodePools/{name}",
    "gcp:dns/recordSet:RecordSet": "projects/{project}/managedZones/{managedZone}/rrsets/{name}/{type}",
    "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": (
        "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}/providers/"
        "{workloadIdentityPoolProviderId}"
    ),
    "gcp:kms/cryptoKey:CryptoKey": "{keyRing}/cryptoKeys/{name}",
    "gcp:organizations/iAMCustomRole:IAMCustomRole": "organizations/{orgId}/roles/{roleId}",
    "gcp:projects/iAMCustomRole:IAMCustomRole": "projects/{project}/roles/{roleId}",
    "gcp:sql/database:Database": "projects/{project}/instances/{instance}/databases/{name}",
    "gcp:sql/user:User": "{name}/{host}/{instance}",
    "gcp:storage/bucket:Bucket": "{name}",
    "gcp:storage/bucketObject:BucketObject": "{bucket}-{name}",
}
# `RegionHealthCheck` lies among the `healthChecks` of its region.
_SCOPES: Final = ("Region", "Global")


class _Inputs(dict[str, str]):
    """What an id is made of, with nothing where an input is missing."""

    def __missing__(self, name: str) -> str:
        return ""


def name_of(subject: Subject) -> str:
    """Give the short name of a resource: the one asked for, else the logical one with Pulumi's suffix."""
    return subject.text(*_NAME_INPUTS) or f"{subject.logical_name}-{subject.hex(7, 'name')}"


def project_of(subject: Subject) -> str:
    """Give the project a resource belongs to."""
    return (subject.text("project") or subject.provider_text("project", GCP_PROJECT)).removeprefix("projects/")


def id_of(subject: Subject) -> str:
    """Give a resource's id: its full name under the project and the place."""
    project, name = project_of(subject), name_of(subject)
    if subject.type in _UNDER:
        given = {key: subject.text(key) for key in subject.inputs}
        # A cluster is named by its id as well as by its name.
        under = {"cluster": subject.text("cluster").rpartition("/")[2], "project": project, "name": name}
        return _UNDER[subject.type].format_map(_Inputs(given | under))
    if subject.type == "gcp:serviceaccount/account:Account":
        return f"projects/{project}/serviceAccounts/{_email(subject)}"
    if subject.kind.lower().endswith(("iammember", "iambinding", "iampolicy")):
        # What the grant is on comes first: the same one on two services is two.
        on = [subject.text(key) for key in sorted(subject.inputs) if key not in {"role", "member", "project"}]
        role, member = subject.text("role", default="roles/viewer"), subject.text("member") or subject.hex(8)
        return "/".join([project, *filter(None, on), role, member])
    if subject.type == "gcp:projects/service:Service":
        return f"{project}/{subject.text('service')}"
    if subject.module == "monitoring" and not subject.text("name"):
        return f"projects/{project}/{_collection(subject)}/{decimal_digits(subject.hex(16), 19)}"
    return f"projects/{project}/{_place(subject)}{_collection(subject)}/{name}"


def _collection(subject: Subject) -> str:
    if subject.kind in _COLLECTIONS:
        return _COLLECTIONS[subject.kind]
    kind = subject.kind
    if subject.module == "compute":
        kind = next((kind.removeprefix(scope) for scope in _SCOPES if kind.startswith(scope)), kind)
    name = kind[0].lower() + kind[1:]
    if name.endswith("y"):
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "x", "ch")) else "s")


def _place(subject: Subject) -> str:
    if subject.module == "compute":
        for part, kinds in (("zone", _ZONAL), ("region", _REGIONAL)):
            named = subject.text(part).rpartition("/")[2]
            if named or subject.kind in kinds or (part == "region" and subject.kind.startswith("Region")):
                return f"{part}s/{named or _provider_place(subject, part)}/"
        return "global/"
    location = subject.text("location", "region")
    return f"locations/{location}/" if location else ""


def _provider_place(subject: Subject, part: str) -> str:
    """Give the provider's region or zone, where what was given no place lies."""
    region = subject.provider_text("region", _DEFAULT_REGION)
    # Every region has a zone b, not every one a zone a.
    return region if part == "region" else subject.provider_text("zone", f"{region}-b")


def _email(subject: Subject) -> str:
    return f"{subject.text('accountId', default=subject.logical_name)}@{project_of(subject)}.iam.gserviceaccount.com"


def _agent(service: str) -> str:
    """Give the address of the account that a service of Google's acts as in a project."""
    return f"service-{GCP_PROJECT_NUMBER}@gcp-sa-{service}.iam.gserviceaccount.com"


def outputs_of(subject: Subject) -> dict[str, Any]:
    """Give the computed outputs that Google's resources share or that are known by type."""
    project, id_ = project_of(subject), id_of(subject)
    labels = subject.inputs.get("labels")
    labels = dict(labels) if isinstance(labels, dict) else {}
    region = subject.text("region", "location") or _provider_place(subject, "region")
    common: dict[str, Any] = {
        "project": project,
        # What was given no place lies where the provider is.
        "region": region,
        "location": region,
        "zone": subject.text("zone") or _provider_place(subject, "zone"),
        "effectiveLabels": labels | {"goog-pulumi-provisioned": "true"},
        "pulumiLabels": labels | {"goog-pulumi-provisioned": "true"},
        "selfLink": f"https://www.googleapis.com/compute/v1/{id_}",
        "creationTimestamp": "2026-01-01T00:00:00.000-08:00",
        "createTime": "2026-01-01T00:00:00.000000Z",
        "updateTime": "2026-01-01T00:00:00.000000Z",
        "fingerprint": subject.hex(12),
        "etag": f'"{subject.hex(16)}"',
        "uid": subject.hex(32),
        "numericId": decimal_digits(subject.hex(16), 19),
    }
    return common | _of_its_type(subject) | _of_accounts(subject)


def _of_its_type(subject: Subject) -> dict[str, Any]:
    """Give the outputs that are known by type."""
    id_, name = id_of(subject), name_of(subject)
    own: dict[str, Any] = {}
    if subject.type == "gcp:cloudrunv2/service:Service":
        region = subject.text("location") or _provider_place(subject, "region")
        uri = f"https://{name}-{GCP_PROJECT_NUMBER}.{region}.run.app"
        own = {"uri": uri, "urls": [uri], "latestReadyRevision": f"{id_}/revisions/{name}-00001-{subject.hex(3)}"}
    elif subject.type in {"gcp:compute/globalAddress:GlobalAddress", "gcp:compute/address:Address"}:
        own = {"address": public_address(subject.urn)}
    elif subject.type.endswith("orwardingRule"):
        own = {"ipAddress": subject.text("ipAddress", default=public_address(subject.urn))}
    elif subject.type == "gcp:artifactregistry/repository:Repository":
        location = subject.text("location", default="us")
        own = {"registryUri": f"{location}-docker.pkg.dev/{project_of(subject)}/{name}", "name": name}
    elif subject.type == "gcp:certificatemanager/dnsAuthorization:DnsAuthorization":
        proof = f"{subject.hex(32, 'proof')}.1.authorize.certificatemanager.goog."
        record = {"name": f"_acme-challenge.{subject.text('domain')}.", "type": "CNAME", "data": proof}
        own = {"dnsResourceRecords": [record]}
    elif subject.type == "gcp:dns/managedZone:ManagedZone":
        own = {"nameServers": [f"ns-cloud-a{at}.googledomains.com." for at in (1, 2, 3, 4)]}
    elif subject.type.endswith((":Secret", ":IAMCustomRole")) or subject.module == "monitoring":
        own = {"name": id_}
    return own


def _of_accounts(subject: Subject) -> dict[str, Any]:
    """Give the outputs of what is an account, or has one."""
    if subject.type == "gcp:serviceaccount/account:Account":
        email = _email(subject)
        number = decimal_digits(subject.hex(16), 21)
        return {"email": email, "member": f"serviceAccount:{email}", "name": id_of(subject), "uniqueId": number}
    if subject.type == "gcp:serviceaccount/key:Key":
        file = {"type": "service_account", "project_id": project_of(subject), "private_key_id": subject.hex(40)}
        return {"privateKey": _in_base64(json.dumps(file)), "publicKey": _in_base64(f"simulated {subject.hex(32)}")}
    if subject.kind in {"FolderSink", "OrganizationSink", "ProjectSink"}:
        return {"writerIdentity": f"serviceAccount:{_agent('logging')}"}
    if subject.type == "gcp:projects/serviceIdentity:ServiceIdentity":
        email = _agent(subject.text("service").partition(".")[0])
        return {"email": email, "member": f"serviceAccount:{email}"}
    return {}


def _in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
