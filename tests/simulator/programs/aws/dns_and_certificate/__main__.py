"""A zone with a certificate proved by its records, weighted and failing-over names, and a private zone."""

import pulumi
import pulumi_aws as aws

zone = aws.route53.Zone("example", name="example.com")
certificate = aws.acm.Certificate(
    "example",
    domain_name="example.com",
    subject_alternative_names=["*.example.com"],
    validation_method="DNS",
    opts=pulumi.ResourceOptions(delete_before_replace=False),
)
option = certificate.domain_validation_options.apply(lambda options: options[0])
proof = aws.route53.Record(
    "proof",
    zone_id=zone.zone_id,
    name=option.apply(lambda one: one.resource_record_name),
    type=option.apply(lambda one: one.resource_record_type),
    records=[option.apply(lambda one: one.resource_record_value)],
    ttl=60,
    allow_overwrite=True,
)
aws.acm.CertificateValidation("example", certificate_arn=certificate.arn, validation_record_fqdns=[proof.fqdn])
well = aws.route53.HealthCheck(
    "first",
    type="HTTPS",
    fqdn="first.example.com",
    port=443,
    resource_path="/health",
    request_interval=30,
    failure_threshold=3,
    measure_latency=True,
)
for name, role, check in (("first", "PRIMARY", well.id), ("second", "SECONDARY", None)):
    aws.route53.Record(
        f"api-{name}",
        zone_id=zone.zone_id,
        name="api.example.com",
        type="CNAME",
        ttl=30,
        records=[f"{name}.example.net"],
        set_identifier=name,
        health_check_id=check,
        failover_routing_policies=[{"type": role}],
    )
for name, weight in (("blue", 90), ("green", 10)):
    aws.route53.Record(
        f"www-{name}",
        zone_id=zone.zone_id,
        name="www",
        type="CNAME",
        ttl=60,
        records=[f"{name}.example.net"],
        set_identifier=name,
        weighted_routing_policies=[{"weight": weight}],
    )
aws.route53.Record(
    "mail", zone_id=zone.zone_id, name="", type="MX", ttl=3600, records=["10 mail.example.net", "20 spare.example.net"]
)
aws.route53.Record(
    "words", zone_id=zone.zone_id, name="example.com", type="TXT", ttl=300, records=["v=spf1 include:example.net -all"]
)
aws.route53.Record(
    "authority", zone_id=zone.zone_id, name="example.com", type="CAA", ttl=300, records=['0 issue "amazon.com"']
)
balancer = aws.lb.LoadBalancer("web", load_balancer_type="network", subnets=["subnet-0a1", "subnet-0b2"])
aws.route53.Record(
    "apex",
    zone_id=zone.zone_id,
    name="example.com",
    type="A",
    aliases=[{"name": balancer.dns_name, "zone_id": balancer.zone_id, "evaluate_target_health": True}],
)
vpc = aws.ec2.Vpc("main", cidr_block="10.3.0.0/16", enable_dns_support=True)
inside = aws.route53.Zone("inside", name="internal.example.com", vpcs=[{"vpc_id": vpc.id}])
aws.route53.Record(
    "db", zone_id=inside.zone_id, name="db.internal.example.com", type="A", ttl=60, records=["10.3.0.10", "10.3.0.11"]
)
pulumi.export("certificate", certificate.arn)
