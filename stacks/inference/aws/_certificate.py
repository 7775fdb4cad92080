"""The certificate of a region's load balancer, proved in the domain's zone."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from ..contract import RegionalServiceArgs
from ..settings import Settings
from ._edge import edge_of, regional_domain

_PROOF_SECONDS = 300


def certificate_names(settings: Settings, region: str) -> tuple[str, ...]:
    """The names a region's certificate holds: the domain, and the region's own name where it has one."""
    own = (regional_domain(settings, region),) if edge_of(settings).regional_names else ()
    return (settings.domain, *own)


def certificate(name: str, args: RegionalServiceArgs, parent: pulumi.Resource) -> pulumi.Output[str]:
    """A certificate that ACM renews by itself; the ARN is known once it is proved."""
    settings = args.settings
    domain, *others = certificate_names(settings, args.region)
    asked = aws.acm.Certificate(
        f"{name}-certificate",
        domain_name=domain,
        subject_alternative_names=others,
        validation_method="DNS",
        region=args.region,
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    # The proof of a name is the same in every region of an account, so the primary writes the domain's, once. It has no
    # region in its name: when another region becomes the primary it is still the same resource, and stays.
    # https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
    proofs = [_proof(f"{name}-proof", args, asked, other, parent) for other in others]
    if args.region == settings.primary_region:
        proofs.append(_proof(f"{settings.name}-{settings.environment}-proof", args, asked, domain, parent))
    return aws.acm.CertificateValidation(
        f"{name}-certificate-proved",
        certificate_arn=asked.arn,
        region=args.region,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=proofs),
    ).certificate_arn


def _proof(
    name: str, args: RegionalServiceArgs, asked: aws.acm.Certificate, domain: str, parent: pulumi.Resource
) -> aws.route53.Record:
    option = asked.domain_validation_options.apply(lambda options: _option(options, domain))
    return aws.route53.Record(
        name,
        zone_id=args.settings.dns_zone,
        name=option.resource_record_name.apply(str),
        type=option.resource_record_type.apply(str),
        records=[option.resource_record_value.apply(str)],
        ttl=_PROOF_SECONDS,
        allow_overwrite=True,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _option(
    options: Sequence[aws.acm.outputs.CertificateDomainValidationOption], domain: str
) -> aws.acm.outputs.CertificateDomainValidationOption:
    # They come as a set, in no order.
    return next(option for option in options if option.domain_name == domain)
