"""A bucket for model files in every region. The app may read it, and finds its name in MODEL_BUCKET."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

from inference.extensions import Region


def extend_region(region: Region) -> Mapping[str, pulumi.Input[str]]:
    """Make the bucket on the cloud of the stack; its SDK is the one that is installed."""
    bucket = {"aws": _on_aws, "gcp": _on_gcp, "azure": _on_azure}[region.settings.cloud](region)
    return {"MODEL_BUCKET": bucket}


def _on_aws(region: Region) -> pulumi.Output[str]:
    import pulumi_aws as aws

    bucket = aws.s3.Bucket(f"{region.name}-models", region=region.region, tags=region.labels, opts=region.opts)
    aws.s3.BucketPublicAccessBlock(
        f"{region.name}-models-private",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        region=region.region,
        opts=region.opts,
    )
    aws.s3.BucketVersioning(
        f"{region.name}-models-versions",
        bucket=bucket.id,
        versioning_configuration={"status": "Enabled"},
        region=region.region,
        opts=region.opts,
    )
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{region.name}-models-encryption",
        bucket=bucket.id,
        rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
        region=region.region,
        opts=region.opts,
    )
    aws.iam.RolePolicy(
        f"{region.name}-models-read",
        role=region.principal.apply(lambda arn: arn.rpartition("/")[2]),
        policy=pulumi.Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": [bucket.arn]},
                    {
                        "Effect": "Allow",
                        "Action": ["s3:GetObject"],
                        "Resource": [pulumi.Output.concat(bucket.arn, "/*")],
                    },
                ],
            }
        ),
        opts=region.opts,
    )
    return bucket.bucket


def _on_gcp(region: Region) -> pulumi.Output[str]:
    import pulumi_gcp as gcp

    bucket = gcp.storage.Bucket(
        f"{region.name}-models",
        project=region.scope,
        location=region.region.upper(),
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        versioning={"enabled": True},
        labels=region.labels,
        opts=region.opts,
    )
    gcp.storage.BucketIAMMember(
        f"{region.name}-models-read",
        bucket=bucket.name,
        role="roles/storage.objectViewer",
        member=region.principal,
        opts=region.opts,
    )
    return bucket.name


def _on_azure(region: Region) -> pulumi.Output[str]:
    import pulumi_azure_native as az

    from inference.names import compact_name

    account = az.storage.StorageAccount(
        f"{region.name}-models",
        account_name=compact_name(region.name, "models", limit=24),
        resource_group_name=region.scope,
        location=region.region,
        sku={"name": az.storage.SkuName.STANDARD_ZRS},
        kind=az.storage.Kind.STORAGE_V2,
        allow_blob_public_access=False,
        allow_shared_key_access=False,
        enable_https_traffic_only=True,
        minimum_tls_version=az.storage.MinimumTlsVersion.TLS1_2,
        tags=region.labels,
        opts=region.opts,
    )
    container = az.storage.BlobContainer(
        f"{region.name}-models-files",
        container_name="models",
        account_name=account.name,
        resource_group_name=region.scope,
        public_access=az.storage.PublicAccess.NONE,
        opts=region.opts,
    )
    subscription = account.id.apply(lambda id_: id_.split("/")[2])
    az.authorization.RoleAssignment(
        f"{region.name}-models-read",
        principal_id=region.principal,
        principal_type="ServicePrincipal",
        # Storage Blob Data Reader:
        # https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage#storage-blob-data-reader
        role_definition_id=pulumi.Output.concat(
            "/subscriptions/", subscription,
            "/providers/Microsoft.Authorization/roleDefinitions/2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
        ),
        scope=container.id,
        opts=region.opts,
    )  # fmt: skip
    return pulumi.Output.concat("https://", account.name, ".blob.core.windows.net/", container.name)
