"""Who can reach what: nothing but the front is open to the internet, on any cloud."""

from __future__ import annotations

from cloud_mocks import Deployed

ANYWHERE = {"0.0.0.0/0", "::/0", "*", "Internet"}


def test_only_the_front_of_a_public_service_takes_traffic_from_anywhere(deployed: Deployed) -> None:
    rules = [
        resource
        for resource in deployed.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        if {resource.inputs.get("cidrIpv4"), resource.inputs.get("cidrIpv6")} & ANYWHERE
    ]
    ports = {rule.inputs["fromPort"] for rule in rules}
    assert ports <= ({80, 443} if deployed.settings["access"] != "private" else set())
    for group in deployed.of_type("azure-native:network:NetworkSecurityGroup"):
        allowed = [
            rule
            for rule in group.inputs.get("securityRules", [])
            if (rule["access"], rule["direction"]) == ("Allow", "Inbound")
        ]
        ports = {
            port
            for rule in allowed
            if rule.get("sourceAddressPrefix") in ANYWHERE
            for port in rule.get("destinationPortRanges") or [rule.get("destinationPortRange")]
        }
        # 31443 is where Container Apps' own balancer hears of 443.
        direct = deployed.settings["front"] == "regional" and deployed.settings["access"] != "private"
        assert ports <= ({"443", "31443"} if direct else set()), group


def test_replicas_have_no_public_address(deployed: Deployed) -> None:
    for service in deployed.of_type("aws:ecs/service:Service"):
        assert not service.inputs["networkConfiguration"].get("assignPublicIp")
    for subnet in deployed.of_type("aws:ec2/subnet:Subnet"):
        assert not subnet.inputs.get("mapPublicIpOnLaunch")
    for service in deployed.of_type("gcp:cloudrunv2/service:Service"):
        if deployed.settings["front"] == "global":
            assert service.inputs["ingress"] != "INGRESS_TRAFFIC_ALL"
            assert service.inputs["defaultUriDisabled"]


def test_no_storage_and_no_registry_is_public(deployed: Deployed) -> None:
    buckets = list(deployed.of_type("aws:s3/bucket:Bucket"))
    closed = list(deployed.of_type("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"))
    assert len(closed) == len(buckets)
    for block in closed:
        assert all(
            block.inputs[key]
            for key in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
        )
    for registry in deployed.of_type("azure-native:containerregistry:Registry"):
        assert not registry.inputs.get("adminUserEnabled")
        assert not registry.inputs.get("anonymousPullEnabled")


def test_users_are_never_served_without_tls(deployed: Deployed) -> None:
    for app in deployed.of_type("azure-native:app:ContainerApp"):
        assert not app.inputs["configuration"]["ingress"].get("allowInsecure")
    for route in deployed.of_type("azure-native:cdn:Route"):
        assert route.inputs["httpsRedirect"] == "Enabled"
    for distribution in deployed.of_type("aws:cloudfront/distribution:Distribution"):
        assert distribution.inputs["defaultCacheBehavior"]["viewerProtocolPolicy"] != "allow-all"
    for proxy in deployed.of_type("gcp:compute/targetHttpProxy:TargetHttpProxy"):
        redirects = [
            routes.inputs["defaultUrlRedirect"]["httpsRedirect"]
            for routes in deployed.of_type("gcp:compute/uRLMap:URLMap")
            if f"{routes.name}-id" == proxy.inputs["urlMap"] and "defaultUrlRedirect" in routes.inputs
        ]
        assert redirects == [True], proxy
