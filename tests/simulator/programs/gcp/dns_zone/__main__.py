"""A public zone with the usual records, a private one, and a certificate that is authorized by a record."""

import pulumi
import pulumi_gcp as gcp

zone = gcp.dns.ManagedZone(
    "example",
    name="example-com",
    dns_name="example.com.",
    description="The team's domain",
    dnssec_config={"state": "on", "non_existence": "nsec3"},
)


def record(name: str, type_: str, *data: str, ttl: int = 300) -> gcp.dns.RecordSet:
    return gcp.dns.RecordSet(
        f"{name or 'apex'}-{type_.lower()}",
        managed_zone=zone.name,
        name=f"{name}.example.com." if name else "example.com.",
        type=type_,
        ttl=ttl,
        rrdatas=list(data),
    )


record("", "A", "192.0.2.10", "192.0.2.11")
record("", "AAAA", "2001:db8::10")
record("", "MX", "10 mail.example.com.", "20 mail2.example.com.", ttl=3600)
record("", "TXT", '"v=spf1 include:_spf.example.net ~all"')
record("www", "CNAME", "example.com.")
record("_sip._tcp", "SRV", "0 5 5060 sip.example.com.")
record("", "CAA", '0 issue "pki.goog"')
gcp.dns.RecordSet(
    "weighted",
    managed_zone=zone.name,
    name="api.example.com.",
    type="A",
    ttl=60,
    routing_policy={"wrrs": [{"weight": 0.9, "rrdatas": ["192.0.2.20"]}, {"weight": 0.1, "rrdatas": ["192.0.2.21"]}]},
)
network = gcp.compute.Network("inside", auto_create_subnetworks=False)
gcp.dns.ManagedZone(
    "inside",
    name="inside",
    dns_name="corp.internal.",
    visibility="private",
    private_visibility_config={"networks": [{"network_url": network.id}]},
    forwarding_config={"target_name_servers": [{"ipv4_address": "10.0.0.53"}]},
)
authorization = gcp.certificatemanager.DnsAuthorization("example", domain="example.com")
gcp.dns.RecordSet(
    "authorization",
    managed_zone=zone.name,
    name=authorization.dns_resource_records[0].name,
    type=authorization.dns_resource_records[0].type,
    ttl=300,
    rrdatas=[authorization.dns_resource_records[0].data],
)
certificate = gcp.certificatemanager.Certificate(
    "example", managed={"domains": ["example.com", "*.example.com"], "dns_authorizations": [authorization.id]}
)
certificates = gcp.certificatemanager.CertificateMap("example")
gcp.certificatemanager.CertificateMapEntry(
    "wildcard", map=certificates.name, certificates=[certificate.id], hostname="*.example.com"
)
pulumi.export("name_servers", zone.name_servers)
