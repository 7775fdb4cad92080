"""The name that the global address has: the asked domain, or one that Google gives a project."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from ..contract import FrontArgs
from ..names import short_name
from ._names import resource_name


@dataclass(frozen=True, kw_only=True)
class Name:
    """A host name that resolves to the address, and the certificate for it."""

    host: pulumi.Output[str]
    certificate: gcp.certificatemanager.Certificate


def own_domain(name: str, args: FrontArgs, address: gcp.compute.GlobalAddress, opts: pulumi.ResourceOptions) -> Name:
    """The domain of the settings, pointed at the address; its certificate is proved by a record in the zone."""
    settings = args.settings
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
        name=resource_name(settings, "front"),
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
    certificate = _certificate(
        name, args, {"domains": [settings.domain], "dns_authorizations": [authorization.id]}, opts, record
    )
    return Name(host=pulumi.Output.from_input(settings.domain), certificate=certificate)


def project_domain(
    name: str, args: FrontArgs, address: gcp.compute.GlobalAddress, opts: pulumi.ResourceOptions
) -> Name:
    """A name under the project's own `endpoints.PROJECT.cloud.goog`, which Google serves and can certify.

    https://cloud.google.com/endpoints/docs/openapi/cloud-goog-dns-configure. The address is part of the name because
    a deleted name stays taken for 30 days. No API is managed: of Cloud Endpoints only the name is used.
    """
    settings = args.settings
    label = short_name(settings.name, settings.environment, limit=40)
    host = pulumi.Output.all(address.address, args.scope).apply(
        lambda values: f"{label}-{values[0].replace('.', '-')}.endpoints.{values[1]}.cloud.goog"
    )
    api = pulumi.Output.all(host, address.address).apply(
        lambda values: json.dumps(
            {
                "swagger": "2.0",
                "info": {"title": settings.name, "version": "1.0.0"},
                "host": values[0],
                "schemes": ["https"],
                "x-google-endpoints": [{"name": values[0], "target": values[1]}],
                "paths": {},
            }
        )
    )
    named = gcp.endpoints.Service(f"{name}-name", service_name=host, project=args.scope, openapi_config=api, opts=opts)
    # Proved by the name's pointing at the load balancer: https://cloud.google.com/certificate-manager/docs/domain-authorization#load-balancer-authorization
    certificate = _certificate(name, args, {"domains": [named.service_name]}, opts, named)
    return Name(host=host, certificate=certificate)


def _certificate(
    name: str,
    args: FrontArgs,
    managed: gcp.certificatemanager.CertificateManagedArgsDict,
    opts: pulumi.ResourceOptions,
    proved_by: pulumi.Resource,
) -> gcp.certificatemanager.Certificate:
    return gcp.certificatemanager.Certificate(
        f"{name}-certificate",
        name=resource_name(args.settings, "front"),
        project=args.scope,
        scope="DEFAULT",
        managed=managed,
        labels=args.labels,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[proved_by])),
    )
