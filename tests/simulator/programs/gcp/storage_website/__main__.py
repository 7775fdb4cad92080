"""A website in a bucket behind a load balancer with a cache, and old versions that are tidied away."""

import pulumi
import pulumi_gcp as gcp

site = gcp.storage.Bucket(
    "site",
    location="EU",
    uniform_bucket_level_access=True,
    force_destroy=True,
    website={"main_page_suffix": "index.html", "not_found_page": "404.html"},
    cors=[{"origins": ["https://www.example.com"], "methods": ["GET", "HEAD"], "max_age_seconds": 3600}],
    versioning={"enabled": True},
    lifecycle_rules=[
        {"action": {"type": "Delete"}, "condition": {"num_newer_versions": 3, "with_state": "ARCHIVED"}},
        {"action": {"type": "SetStorageClass", "storage_class": "NEARLINE"}, "condition": {"age": 90}},
        {"action": {"type": "AbortIncompleteMultipartUpload"}, "condition": {"age": 7}},
    ],
    soft_delete_policy={"retention_duration_seconds": 0},
    labels={"site": "www"},
)
gcp.storage.BucketObject(
    "index", bucket=site.name, name="index.html", content="<h1>Hello</h1>", content_type="text/html"
)
gcp.storage.BucketObject("missing", bucket=site.name, name="404.html", source=pulumi.StringAsset("<h1>Nothing</h1>"))
gcp.storage.BucketIAMMember("public", bucket=site.name, role="roles/storage.objectViewer", member="allUsers")
backend = gcp.compute.BackendBucket(
    "site",
    bucket_name=site.name,
    enable_cdn=True,
    cdn_policy={"cache_mode": "CACHE_ALL_STATIC", "client_ttl": 3600, "default_ttl": 3600, "max_ttl": 86400},
)
urls = gcp.compute.URLMap("site", default_service=backend.self_link)
address = gcp.compute.GlobalAddress("site")
certificate = gcp.compute.ManagedSslCertificate("site", managed={"domains": ["www.example.com"]})
https = gcp.compute.TargetHttpsProxy("site", url_map=urls.self_link, ssl_certificates=[certificate.self_link])
gcp.compute.GlobalForwardingRule(
    "https",
    target=https.self_link,
    ip_address=address.address,
    port_range="443",
    load_balancing_scheme="EXTERNAL_MANAGED",
)
redirect = gcp.compute.URLMap("redirect", default_url_redirect={"https_redirect": True, "strip_query": False})
http = gcp.compute.TargetHttpProxy("redirect", url_map=redirect.self_link)
gcp.compute.GlobalForwardingRule(
    "http",
    target=http.self_link,
    ip_address=address.address,
    port_range="80",
    load_balancing_scheme="EXTERNAL_MANAGED",
)
pulumi.export("address", address.address)
