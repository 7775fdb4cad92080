"""What AWS's functions answer."""

from __future__ import annotations

import json
from itertools import count
from typing import Any, Final

from scaffolder.simulator.facts import aws_zones
from scaffolder.simulator.functions.call import Answers, FunctionCall, Unanswerable
from scaffolder.simulator.functions.policy import policy_document
from scaffolder.simulator.plausible import AWS_ACCOUNT, aws_partition, guid, hex_digits

_DEFAULT_REGION: Final = "us-east-1"
# Numbers of zones that AWS gives to no new account, in the regions whose letters leave such a zone out:
# https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
_NOT_GIVEN: Final = {"us-west-1": {2}, "ap-northeast-1": {3}}


def _region(call: FunctionCall) -> str:
    return call.region(_DEFAULT_REGION)


def _arn(call: FunctionCall, service: str, rest: str, *, regional: bool = True) -> str:
    region = _region(call)
    return f"arn:{aws_partition(region)}:{service}:{region if regional else ''}:{AWS_ACCOUNT}:{rest}"


def _availability_zones(call: FunctionCall) -> dict[str, Any]:
    region = _region(call)
    known = aws_zones()
    if region not in known:
        raise Unanswerable(
            f"there is no AWS region `{region}`.",
            fix="Use one of: " + ", ".join(sorted(known)) + ".",
            prop="region",
            value=region,
            source="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
        )
    excluded = set(call.given("excludeNames") or ())
    excluded_ids = set(call.given("excludeZoneIds") or ())
    numbers = (number for number in count(1) if number not in _NOT_GIVEN.get(region, ()))
    pairs = [(name, _zone_id(region, number)) for name, number in zip(known[region], numbers, strict=False)]
    kept = [(name, id_) for name, id_ in pairs if name not in excluded and id_ not in excluded_ids]
    return {
        "id": region,
        "region": region,
        "names": [name for name, _ in kept],
        "zoneIds": [id_ for _, id_ in kept],
        "groupNames": [region],
    }


def _zone_id(region: str, number: int) -> str:
    """The zone id's stem: `use1` of us-east-1, `apne1` of ap-northeast-1."""
    short = {"northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw", "central": "c"}
    parts = region.split("-")
    return f"{parts[0]}{short.get(parts[-2], parts[-2][0])}{parts[-1]}-az{number}"


def _region_answer(call: FunctionCall) -> dict[str, Any]:
    region = call.text("name") or _region(call)
    return {
        "id": region,
        "name": region,
        "region": region,
        "endpoint": f"ec2.{region}.amazonaws.com",
        "description": region,
    }


def _partition(call: FunctionCall) -> dict[str, Any]:
    partition = aws_partition(_region(call))
    suffix = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
    reverse = ".".join(reversed(suffix.split(".")))
    return {"id": partition, "partition": partition, "dnsSuffix": suffix, "reverseDnsPrefix": reverse}


def _caller(call: FunctionCall) -> dict[str, Any]:
    arn = f"arn:{aws_partition(_region(call))}:iam::{AWS_ACCOUNT}:user/simulated"
    return {"id": AWS_ACCOUNT, "accountId": AWS_ACCOUNT, "arn": arn, "userId": "AIDASIMULATEDUSER0001"}


def _parameter(call: FunctionCall) -> dict[str, Any]:
    name = call.text("name")
    image = f"ami-0{call.hex(16)}"
    # Amazon's public parameters: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html
    if name.endswith(("recommended", "recommended/")):
        value = json.dumps({"image_id": image, "image_name": "simulated", "os": "Amazon Linux 2023"})
    elif name.startswith("/aws/service/") and ("ami" in name or name.endswith("image_id")):
        value = image
    else:
        value = f"simulated-{call.hex(8)}"
    return {
        "id": name, "name": name, "value": value, "insecureValue": value, "type": "String", "version": 1,
        "arn": _arn(call, "ssm", f"parameter/{name.removeprefix('/')}"),
    }  # fmt: skip


def _ami(call: FunctionCall) -> dict[str, Any]:
    image = f"ami-0{call.hex(16)}"
    owners = call.given("owners") or [AWS_ACCOUNT]
    return {
        "id": image, "imageId": image, "arn": f"arn:{aws_partition(_region(call))}:ec2:{_region(call)}::image/{image}",
        "architecture": "x86_64", "name": "simulated-image", "ownerId": AWS_ACCOUNT, "rootDeviceName": "/dev/xvda",
        "rootDeviceType": "ebs", "state": "available", "virtualizationType": "hvm", "owners": owners,
        "blockDeviceMappings": [], "productCodes": [], "tags": {},
    }  # fmt: skip


def _vpc_id(region: str) -> str:
    return f"vpc-0{hex_digits('default vpc ' + region, 16)}"


def _vpc(call: FunctionCall) -> dict[str, Any]:
    vpc = call.text("id") or _vpc_id(_region(call))
    return {
        "id": vpc, "arn": _arn(call, "ec2", f"vpc/{vpc}"), "cidrBlock": call.text("cidrBlock", "172.31.0.0/16"),
        "default": call.given("default") is not False, "enableDnsSupport": True, "enableDnsHostnames": True,
        "ownerId": AWS_ACCOUNT, "state": "available", "instanceTenancy": "default", "tags": {},
        "cidrBlockAssociations": [],
        "mainRouteTableId": f"rtb-0{hex_digits(vpc, 16)}", "dhcpOptionsId": f"dopt-0{hex_digits(vpc, 16)}",
    }  # fmt: skip


def _subnets(call: FunctionCall) -> dict[str, Any]:
    region = _region(call)
    names = aws_zones().get(region, (f"{region}a", f"{region}b"))
    return {"id": region, "ids": [f"subnet-0{call.hex(16, name)}" for name in names], "tags": {}}


def _zone(call: FunctionCall) -> dict[str, Any]:
    name = call.text("name").rstrip(".") or "example.com"
    zone = call.text("zoneId") or "Z0" + call.hex(18).upper()
    return {
        "id": zone, "zoneId": zone, "name": name,
        "arn": f"arn:{aws_partition(_region(call))}:route53:::hostedzone/{zone}",
        "nameServers": [f"ns-{at}.awsdns-{at % 64:02}.com" for at in (101, 702, 1303, 1904)], "privateZone": False,
        "primaryNameServer": "ns-101.awsdns-37.com", "callerReference": call.hex(16), "comment": "", "tags": {},
        "resourceRecordSetCount": 2,
    }  # fmt: skip


def _secret(call: FunctionCall) -> dict[str, Any]:
    arn = call.text("arn") or _arn(call, "secretsmanager", f"secret:{call.text('name', 'secret')}-{call.hex(6)}")
    name = call.text("name") or arn.rpartition(":")[2].rpartition("-")[0]
    return {"id": arn, "arn": arn, "name": name, "kmsKeyId": "", "policy": "", "description": "", "tags": {}}


def _prefix_list(call: FunctionCall) -> dict[str, Any]:
    name = call.text("name", "com.amazonaws.global.cloudfront.origin-facing")
    list_id = f"pl-0{hex_digits(_region(call) + name, 16)}"
    return {
        "id": list_id, "name": name,
        "arn": f"arn:{aws_partition(_region(call))}:ec2:{_region(call)}:aws:prefix-list/{list_id}",
        "addressFamily": "IPv4", "maxEntries": 55, "ownerId": "AWS", "version": 1, "entries": [], "tags": {},
    }  # fmt: skip


# The ids of CloudFront's managed policies:
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
# .../using-managed-origin-request-policies.html and .../using-managed-response-headers-policies.html
_MANAGED_POLICIES: Final = {
    "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    "Managed-CachingOptimizedForUncompressedObjects": "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    "Managed-AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
    "Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    "Managed-CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    "Managed-SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
    "Managed-SimpleCORS": "60669652-455b-4ae9-85a4-c4c02393f86c",
}


def _cloudfront_policy(call: FunctionCall) -> dict[str, Any]:
    name = call.text("name")
    found = call.text("id") or _MANAGED_POLICIES.get(name) or guid(call.token + name)
    names = {id_: known for known, id_ in _MANAGED_POLICIES.items()}
    return {
        "id": found,
        "name": name or names.get(found, "simulated"),
        "etag": "E" + call.hex(13).upper(),
        "comment": "",
    }


def _ecr_token(call: FunctionCall) -> dict[str, Any]:
    account = call.text("registryId", AWS_ACCOUNT)
    endpoint = f"https://{account}.dkr.ecr.{_region(call)}.amazonaws.com"
    return {
        "id": _region(call), "authorizationToken": "c2ltdWxhdGVkOnNpbXVsYXRlZA==", "userName": "AWS",
        "password": "simulated",
        "proxyEndpoint": endpoint, "expiresAt": "2026-01-01T12:00:00Z",
    }  # fmt: skip


def _ecr_repository(call: FunctionCall) -> dict[str, Any]:
    name = call.text("name")
    url = f"{call.text('registryId', AWS_ACCOUNT)}.dkr.ecr.{_region(call)}.amazonaws.com/{name}"
    return {"id": name, "arn": _arn(call, "ecr", f"repository/{name}"), "repositoryUrl": url, "tags": {}}


def _billing(_call: FunctionCall) -> dict[str, Any]:
    # https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/billing-getting-started.html names this account.
    return {"id": "386209384616", "arn": "arn:aws:iam::386209384616:root"}


# Elastic Load Balancing's own accounts, for regions that opened before August 2022:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
_ELB_ACCOUNTS: Final = {
    "us-east-1": "127311923021", "us-east-2": "033677994240", "us-west-1": "027434742980", "us-west-2": "797873946194",
    "af-south-1": "098369216593", "ap-east-1": "754344448648", "ap-southeast-3": "589379963580",
    "ap-south-1": "718504428378",
    "ap-northeast-3": "383597477331", "ap-northeast-2": "600734575887", "ap-southeast-1": "114774131450",
    "ap-southeast-2": "783225319266", "ap-northeast-1": "582318560864", "ca-central-1": "985666609251",
    "eu-central-1": "054676820928", "eu-west-1": "156460612806", "eu-west-2": "652711504416",
    "eu-south-1": "635631232127",
    "eu-west-3": "009996457667", "eu-north-1": "897822967062", "me-south-1": "076674570225",
    "sa-east-1": "507241528517",
}  # fmt: skip


def _elb_account(call: FunctionCall) -> dict[str, Any]:
    region = _region(call)
    if region not in _ELB_ACCOUNTS:
        raise Unanswerable(
            f"Elastic Load Balancing has no account of its own in `{region}`.",
            fix="Let the service principal logdelivery.elasticloadbalancing.amazonaws.com write the logs instead.",
            prop="region",
            value=region,
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
        )
    account = _ELB_ACCOUNTS[region]
    return {"id": account, "arn": f"arn:{aws_partition(region)}:iam::{account}:root"}


def _certificate(call: FunctionCall) -> dict[str, Any]:
    arn = _arn(call, "acm", f"certificate/{guid(call.hex(16))}")
    return {
        "id": arn,
        "arn": arn,
        "domain": call.text("domain"),
        "status": "ISSUED",
        "certificate": "",
        "certificateChain": "",
        "tags": {},
    }


ANSWERS: Final[Answers] = {
    "aws:index/getAvailabilityZones:getAvailabilityZones": _availability_zones,
    "aws:index/getRegion:getRegion": _region_answer,
    "aws:index/getRegions:getRegions": lambda call: {"id": _region(call), "names": sorted(aws_zones())},
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller,
    "aws:index/getBillingServiceAccount:getBillingServiceAccount": _billing,
    "aws:ssm/getParameter:getParameter": _parameter,
    "aws:ec2/getAmi:getAmi": _ami,
    "aws:ec2/getVpc:getVpc": _vpc,
    "aws:ec2/getSubnets:getSubnets": _subnets,
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": _prefix_list,
    "aws:ec2/getPrefixList:getPrefixList": _prefix_list,
    "aws:route53/getZone:getZone": _zone,
    "aws:iam/getPolicyDocument:getPolicyDocument": policy_document,
    "aws:secretsmanager/getSecret:getSecret": _secret,
    "aws:elb/getServiceAccount:getServiceAccount": _elb_account,
    "aws:cloudfront/getCachePolicy:getCachePolicy": _cloudfront_policy,
    "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": _cloudfront_policy,
    "aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy": _cloudfront_policy,
    "aws:ecr/getAuthorizationToken:getAuthorizationToken": _ecr_token,
    "aws:ecr/getRepository:getRepository": _ecr_repository,
    "aws:acm/getCertificate:getCertificate": _certificate,
}
