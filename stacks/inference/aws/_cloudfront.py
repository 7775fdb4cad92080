"""CloudFront in front of internal load balancers, for a service without a domain."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contract import FrontArgs, RegionalEndpoint
from ._account import service_name
from ._edge import CLOUDFRONT_REGION
from ._routing import DRAINED, NOTHING_DRAINED, routing_code
from ._waf import firewall

# CachingDisabled: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html;
# an answer of a model is for one caller.
_NO_CACHE = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
# (SecurityHeadersPolicy): Strict-Transport-Security and its like.
_SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03"
_EVERY_METHOD = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
# Less than the load balancers wait, so that a connection is not closed under a request.
_KEEPALIVE_SECONDS = 30


def distribution(name: str, args: FrontArgs, parent: pulumi.Resource) -> aws.cloudfront.Distribution:
    """One address in front of every region, over AWS's private network.

    DIFFERS: without a domain, a POST whose region fails is not sent to another one; an operator drains the region
    (docs: "drain a region"). With a domain, Global Accelerator fails over every method by itself.
    """
    child = pulumi.ResourceOptions(parent=parent)
    settings = args.settings
    origins = [_origin(f"{name}-{endpoint.region}", args, endpoint, parent) for endpoint in args.endpoints]
    several = len(args.endpoints) > 1
    acl = (
        firewall(
            name,
            settings,
            scope="CLOUDFRONT",
            region=CLOUDFRONT_REGION,
            key=args.scope,
            labels=dict(args.labels),
            parent=parent,
        )
        if settings.waf == "managed"
        else None
    )
    headers = aws.cloudfront.OriginRequestPolicy(
        f"{name}-headers",
        name=service_name(settings, "headers", limit=128),
        comment="Everything the caller sent, and where the caller is.",
        cookies_config={"cookie_behavior": "all"},
        query_strings_config={"query_string_behavior": "all"},
        # The function sees only the headers of CloudFront that are asked for here:
        # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
        headers_config={
            "header_behavior": "allViewerAndWhitelistCloudFront",
            "headers": {
                "items": ["CloudFront-Viewer-Address", "CloudFront-Viewer-Latitude", "CloudFront-Viewer-Longitude"]
            },
        },
        opts=child,
    )
    front = aws.cloudfront.Distribution(
        f"{name}-distribution",
        comment=f"{settings.name} {settings.environment}",
        enabled=True,
        is_ipv6_enabled=True,
        http_version="http2and3",
        price_class="PriceClass_All",
        origins=origins,
        default_cache_behavior=aws.cloudfront.DistributionDefaultCacheBehaviorArgs(
            target_origin_id=settings.primary_region,
            allowed_methods=_EVERY_METHOD,
            cached_methods=["GET", "HEAD"],
            # POST bodies do not survive a redirect; callers that start with HTTP learn the right address by GET.
            viewer_protocol_policy="redirect-to-https",
            cache_policy_id=_NO_CACHE,
            origin_request_policy_id=headers.id,
            response_headers_policy_id=_SECURITY_HEADERS,
            compress=True,
            function_associations=[
                aws.cloudfront.DistributionDefaultCacheBehaviorFunctionAssociationArgs(
                    event_type="viewer-request", function_arn=_routing(name, args, parent).arn
                )
            ]
            if several
            else None,
        ),
        restrictions={"geo_restriction": {"restriction_type": "none"}},
        # CloudFront's own certificate comes with its TLSv1 policy, which cannot be raised (modern callers still get TLS
        # 1.3): https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html. Set domain and
        # dnsZone for a TLS 1.2 floor.
        viewer_certificate={"cloudfront_default_certificate": True},
        web_acl_id=acl.arn if acl else None,
        wait_for_deployment=True,
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent, protect=settings.deletion_protection),
    )
    _logs(name, args, front, parent)
    return front


def _origin(
    name: str, args: FrontArgs, endpoint: RegionalEndpoint, parent: pulumi.Resource
) -> aws.cloudfront.DistributionOriginArgs:
    settings = args.settings
    origin = aws.cloudfront.VpcOrigin(
        f"{name}-origin",
        vpc_origin_endpoint_config={
            "name": service_name(settings, endpoint.region, limit=64),
            "arn": endpoint.origin_id,
            "http_port": 80,
            "https_port": 443,
            # The load balancer's name can have no certificate; the way to it is private.
            "origin_protocol_policy": "http-only",
            "origin_ssl_protocols": {"items": ["TLSv1.2"], "quantity": 1},
        },
        tags=args.labels,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return aws.cloudfront.DistributionOriginArgs(
        # The region is the name that the function and the operators use.
        origin_id=endpoint.region,
        domain_name=endpoint.origin_host,
        connection_attempts=2,
        connection_timeout=5,
        vpc_origin_config=aws.cloudfront.DistributionOriginVpcOriginConfigArgs(
            vpc_origin_id=origin.id,
            origin_read_timeout=settings.timeout_seconds,
            origin_keepalive_timeout=_KEEPALIVE_SECONDS,
        ),
    )


def _routing(name: str, args: FrontArgs, parent: pulumi.Resource) -> aws.cloudfront.Function:
    child = pulumi.ResourceOptions(parent=parent)
    settings = args.settings
    store = aws.cloudfront.KeyValueStore(
        f"{name}-drains",
        name=service_name(settings, "drains", limit=64),
        comment="Regions that get no requests.",
        tags=args.labels,
        opts=child,
    )
    aws.cloudfront.KeyvaluestoreKey(
        f"{name}-drained",
        key_value_store_arn=store.arn,
        key=DRAINED,
        value=NOTHING_DRAINED,
        # An operator edits it in an incident; an update must not send requests back.
        opts=pulumi.ResourceOptions(parent=parent, ignore_changes=["value"]),
    )
    return aws.cloudfront.Function(
        f"{name}-routing",
        name=service_name(settings, "routing", limit=64),
        comment="Picks the nearest region that is not drained.",
        runtime="cloudfront-js-2.0",
        code=routing_code(settings.regions),
        publish=True,
        key_value_store_associations=[store.arn],
        tags=args.labels,
        opts=child,
    )


def _logs(name: str, args: FrontArgs, front: aws.cloudfront.Distribution, parent: pulumi.Resource) -> None:
    """Standard logs, version 2, to a log group beside the service's own.

    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
    """
    child = pulumi.ResourceOptions(parent=parent)
    settings = args.settings
    group = aws.cloudwatch.LogGroup(
        f"{name}-requests",
        name=f"/front/{settings.name}-{settings.environment}",
        region=CLOUDFRONT_REGION,
        retention_in_days=settings.log_retention_days,
        kms_key_id=args.scope,
        tags=args.labels,
        opts=child,
    )
    source = aws.cloudwatch.LogDeliverySource(
        f"{name}-requests-source",
        name=service_name(settings, "front", limit=60),
        log_type="ACCESS_LOGS",
        resource_arn=front.arn,
        region=CLOUDFRONT_REGION,
        tags=args.labels,
        opts=child,
    )
    destination = aws.cloudwatch.LogDeliveryDestination(
        f"{name}-requests-destination",
        name=service_name(settings, "front", limit=60),
        output_format="json",
        delivery_destination_configuration={"destination_resource_arn": group.arn},
        region=CLOUDFRONT_REGION,
        tags=args.labels,
        opts=child,
    )
    aws.cloudwatch.LogDelivery(
        f"{name}-requests-delivery",
        delivery_source_name=source.name,
        delivery_destination_arn=destination.arn,
        region=CLOUDFRONT_REGION,
        tags=args.labels,
        opts=child,
    )
