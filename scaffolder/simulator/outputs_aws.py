"""What AWS adds to a resource when it is created, by type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffolder.simulator.ids_aws import arn_of, id_of, letters_of, name_of, region_of
from scaffolder.simulator.plausible import AWS_ACCOUNT, aws_partition, decimal_digits
from scaffolder.simulator.subject import Subject, plain


def outputs_of(subject: Subject) -> dict[str, Any]:
    """Give the computed outputs that AWS's resources share, and those known by type."""
    tags = plain(subject.inputs.get("tags"))
    common: dict[str, Any] = {
        "arn": arn_of(subject),
        "region": region_of(subject),
        "tagsAll": dict(tags) if isinstance(tags, Mapping) else {},
        "ownerId": AWS_ACCOUNT,
        "accountId": AWS_ACCOUNT,
        "registryId": AWS_ACCOUNT,
    }
    special = _BY_TYPE.get(subject.type) or _BY_MODULE.get(subject.module)
    return common | special(subject) if special else common


def _suffix(subject: Subject) -> str:
    return "amazonaws.com.cn" if aws_partition(region_of(subject)) == "aws-cn" else "amazonaws.com"


def _load_balancer(subject: Subject) -> dict[str, Any]:
    internal = "internal-" if plain(subject.inputs.get("internal")) is True else ""
    host = f"{internal}{name_of(subject)}-{decimal_digits(subject.hex(16), 10)}"
    return {
        "arnSuffix": arn_of(subject).partition("loadbalancer/")[2],
        "dnsName": f"{host}.{region_of(subject)}.elb.{_suffix(subject)}",
        "zoneId": "Z" + letters_of(subject, 13),
    }


def _bucket(subject: Subject) -> dict[str, Any]:
    name, suffix = name_of(subject), _suffix(subject)
    return {
        "bucket": name,
        "bucketDomainName": f"{name}.s3.{suffix}",
        "bucketRegionalDomainName": f"{name}.s3.{region_of(subject)}.{suffix}",
    }


def _cloudfront(subject: Subject) -> dict[str, Any]:
    # The zone of every distribution: https://docs.aws.amazon.com/general/latest/gr/cf_region.html
    domain = f"d{subject.hex(13)}.cloudfront.net"
    return {"domainName": domain, "hostedZoneId": "Z2FDTNDATAQYW2", "etag": id_of(subject), "status": "Deployed"}


def _accelerator(subject: Subject) -> dict[str, Any]:
    # The zone of every accelerator: https://docs.aws.amazon.com/general/latest/gr/global_accelerator.html
    return {"dnsName": f"a{subject.hex(16)}.awsglobalaccelerator.com", "hostedZoneId": "Z2BJ6XQ5FK7U4H"}


def _zone(subject: Subject) -> dict[str, Any]:
    ends = enumerate(("com", "net", "org", "co.uk"))
    return {
        "zoneId": id_of(subject),
        "nameServers": [f"ns-{100 + 512 * at}.awsdns-{12 + at}.{end}" for at, end in ends],
    }


def _certificate(subject: Subject) -> dict[str, Any]:
    domain = subject.text("domainName")
    others = plain(subject.inputs.get("subjectAlternativeNames"))
    names = [domain, *(others if isinstance(others, list) else [])]
    return {
        "domainValidationOptions": [
            {
                "domainName": name,
                "resourceRecordName": f"_{subject.hex(32, str(name))}.{name}.",
                "resourceRecordType": "CNAME",
                "resourceRecordValue": f"_{subject.hex(32, f'value of {name}')}.acm-validations.aws.",
            }
            for name in dict.fromkeys(names)
        ],
        "status": "ISSUED",
    }


def _kubernetes(subject: Subject) -> dict[str, Any]:
    region, host = region_of(subject), subject.hex(32).upper()
    issuer = f"https://oidc.eks.{region}.{_suffix(subject)}/id/{host}"
    return {
        "endpoint": f"https://{host}.gr7.{region}.eks.{_suffix(subject)}",
        "identities": [{"oidcs": [{"issuer": issuer}]}],
        "status": "ACTIVE",
    }


_BY_TYPE: Final[Mapping[str, Callable[[Subject], dict[str, Any]]]] = {
    "aws:lb/loadBalancer:LoadBalancer": _load_balancer,
    "aws:lb/targetGroup:TargetGroup": lambda subject: {"arnSuffix": arn_of(subject).rpartition(":")[2]},
    "aws:ecr/repository:Repository": lambda subject: {
        "repositoryUrl": f"{AWS_ACCOUNT}.dkr.ecr.{region_of(subject)}.{_suffix(subject)}/{name_of(subject)}"
    },
    "aws:s3/bucket:Bucket": _bucket,
    "aws:s3/bucketV2:BucketV2": _bucket,
    "aws:ecs/taskDefinition:TaskDefinition": lambda subject: {
        "revision": 1,
        "arnWithoutRevision": arn_of(subject).rpartition(":")[0],
    },
    "aws:route53/zone:Zone": _zone,
    "aws:acm/certificate:Certificate": _certificate,
    "aws:eks/cluster:Cluster": _kubernetes,
    "aws:sqs/queue:Queue": lambda subject: {"url": id_of(subject)},
    "aws:kms/key:Key": lambda subject: {"keyId": id_of(subject)},
}
_BY_MODULE: Final[Mapping[str, Callable[[Subject], dict[str, Any]]]] = {
    "cloudfront": _cloudfront,
    "globalaccelerator": _accelerator,
}
