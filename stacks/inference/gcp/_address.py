"""The name that the global address has: the asked domain, or one that Google gives a project."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from ..contract import FrontArgs
from ..names import short_name
from ..settings import Settings
from ._names import resource_name

# https://cloud.google.com/kubernetes-engine/docs/how-to/managed-certs#limitations, of the same kind of certificate.
_CERTIFIED_LENGTH = 63


@dataclass(frozen=True, kw_only=True)
class Name:
    """A host name that leads to the address, and the certificates for it in the one form or the other."""

    host: pulumi.Output[str]
    certificate_map: pulumi.Output[str] | None = None
    ssl_certificates: Sequence[pulumi.Output[str]] | None = None


def own_domain(name: str, args: FrontArgs, address: gcp.compute.GlobalAddress, opts: pulumi.ResourceOptions) -> Name:
    """The domain of the settings, pointed at the address; its certificate is proved by a record in the zone.

    So the certificate can be issued before the name leads here, which a move from another place needs.
    """
    settings = args.settings
    # A certificate is of one domain for good: named after it, another one can take its place.
    domain_name = resource_name(settings, settings.domain.replace(".", "-"))
    gcp.dns.RecordSet(
        f"{name}-domain",
        managed_zone=settings.dns_zone,
        project=args.scope,
        name=f"{settings.domain}.",
        type="A",
        ttl=300,
        rrdatas=[address.address],
        opts=opts,
    )
    authorization = gcp.certificatemanager.DnsAuthorization(
        f"{name}-authorization",
        name=domain_name,
        project=args.scope,
        domain=settings.domain,
        labels=args.labels,
        opts=opts,
    )
    proof = authorization.dns_resource_records.apply(lambda records: records[0])
    record = gcp.dns.RecordSet(
        f"{name}-authorization-record",
        managed_zone=settings.dns_zone,
        project=args.scope,
        name=proof.apply(lambda entry: str(entry.name)),
        type=proof.apply(lambda entry: str(entry.type)),
        ttl=300,
        rrdatas=[proof.apply(lambda entry: str(entry.data))],
        opts=opts,
    )
    certificate = gcp.certificatemanager.Certificate(
        f"{name}-certificate",
        name=domain_name,
        project=args.scope,
        scope="DEFAULT",
        managed={"domains": [settings.domain], "dns_authorizations": [authorization.id]},
        labels=args.labels,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[record])),
    )
    certificates = gcp.certificatemanager.CertificateMap(
        f"{name}-certificates",
        name=resource_name(settings, "front"),
        project=args.scope,
        labels=args.labels,
        opts=opts,
    )
    entry = gcp.certificatemanager.CertificateMapEntry(
        f"{name}-certificate-entry",
        name=domain_name,
        project=args.scope,
        map=certificates.name,
        hostname=settings.domain,
        certificates=[certificate.id],
        labels=args.labels,
        opts=opts,
    )
    # Of use once it has an entry.
    filled = pulumi.Output.all(certificates.id, entry.id).apply(lambda ids: ids[0])
    return Name(
        host=pulumi.Output.from_input(settings.domain),
        certificate_map=pulumi.Output.concat("//certificatemanager.googleapis.com/", filled),
    )


def project_domain(
    name: str, args: FrontArgs, address: gcp.compute.GlobalAddress, opts: pulumi.ResourceOptions
) -> Name:
    """A name under the project's own `endpoints.PROJECT.cloud.goog`, which Google serves and can certify.

    https://cloud.google.com/endpoints/docs/openapi/cloud-goog-dns-configure. The address is part of the name because
    a deleted name stays taken for 30 days. No API is managed: of Cloud Endpoints only the name is used.
    """
    settings = args.settings
    host = pulumi.Output.all(address.address, args.scope).apply(
        lambda known: project_host(settings, ip=known[0], project=known[1])
    )
    named = gcp.endpoints.Service(
        f"{name}-name",
        service_name=host,
        project=args.scope,
        openapi_config=pulumi.Output.all(host, address.address).apply(lambda pair: _api(settings.name, *pair)),
        opts=opts,
    )
    # Proved by the name's leading to the load balancer:
    # https://cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs
    certificate = gcp.compute.ManagedSslCertificate(
        f"{name}-certificate",
        name=host.apply(lambda text: text.partition(".")[0]),
        project=args.scope,
        managed={"domains": [named.service_name]},
        opts=opts,
    )
    return Name(host=host, ssl_certificates=[certificate.id])


def project_host(settings: Settings, *, ip: str, project: str) -> str:
    """The name: as much of the service and its address as a certificate has room for, with a hash of both."""
    end = f".endpoints.{project}.cloud.goog"
    label = short_name(settings.name, settings.environment, ip.replace(".", "-"), limit=_CERTIFIED_LENGTH - len(end))
    return f"{label}{end}"


def _api(title: str, host: str, address: str) -> str:
    return json.dumps(
        {
            "swagger": "2.0",
            "info": {"title": title, "version": "1.0.0"},
            "host": host,
            "schemes": ["https"],
            "x-google-endpoints": [{"name": host, "target": address}],
            "paths": {},
        }
    )
