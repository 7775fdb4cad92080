"""How each cloud says no to an operation: the words an operator would see, and search for."""

from __future__ import annotations

from typing import Any, Final


class CloudRefusalError(Exception):
    """An operation that a simulated cloud refuses, or that fails there.

    After a failure `id` and `properties` tell of the resource that exists all the same; empty when there is none.
    """

    def __init__(self, message: str, *, id_: str = "", properties: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.id = id_
        self.properties = properties or {}


# Creating what exists already is an error for these; for most others AWS's APIs put, or find the same thing again.
# The errors' names are those of the services' own models (botocore 1.43, `errors` of the create operation).
_AWS_ALONE: Final = {
    "aws:cloudwatch/logGroup:LogGroup": "ResourceAlreadyExistsException",
    "aws:dynamodb/table:Table": "ResourceInUseException",
    "aws:ecr/repository:Repository": "RepositoryAlreadyExistsException",
    "aws:eks/cluster:Cluster": "ResourceInUseException",
    "aws:iam/group:Group": "EntityAlreadyExists",
    "aws:iam/instanceProfile:InstanceProfile": "EntityAlreadyExists",
    "aws:iam/policy:Policy": "EntityAlreadyExists",
    "aws:iam/role:Role": "EntityAlreadyExists",
    "aws:iam/user:User": "EntityAlreadyExists",
    "aws:kms/alias:Alias": "AlreadyExistsException",
    "aws:lambda/function:Function": "ResourceConflictException",
    "aws:lb/loadBalancer:LoadBalancer": "DuplicateLoadBalancerName",
    "aws:lb/targetGroup:TargetGroup": "DuplicateTargetGroupName",
    "aws:rds/instance:Instance": "DBInstanceAlreadyExists",
    "aws:s3/bucket:Bucket": "BucketAlreadyOwnedByYou",
    "aws:secretsmanager/secret:Secret": "ResourceExistsException",
    "aws:wafv2/webAcl:WebAcl": "WAFDuplicateItemException",
}
# What Google's APIs take twice: a grant, a service that is on already.
_GCP_PUT: Final = (
    "IAMMember",
    "IamMember",
    "IAMBinding",
    "IamBinding",
    "IAMPolicy",
    "IamPolicy",
    "projects/service:Service",
)


def is_alone(type_: str) -> bool:
    """Say whether a cloud refuses to create a resource of this type when its name is taken."""
    package = type_.partition(":")[0]
    if package == "aws":
        return type_ in _AWS_ALONE
    if package == "gcp":
        return not type_.endswith(_GCP_PUT)
    # The provider looks first: https://www.pulumi.com/registry/packages/azure-native/ ("already existing resource")
    return package in {"azure-native", "kubernetes"}


def already_exists(type_: str, id_: str) -> CloudRefusalError:
    """Say that the name is taken."""
    package = type_.partition(":")[0]
    name = id_.rpartition("/")[2]
    words = {
        "aws": f"{_AWS_ALONE.get(type_, 'AlreadyExists')}: {name!r} already exists",
        "gcp": f"googleapi: Error 409: Resource {id_!r} already exists, alreadyExists",
        "azure-native": f"cannot create already existing resource {id_!r}",
        "kubernetes": f"resource {id_!r} was not successfully created: already exists",
    }
    return CloudRefusalError(words.get(package, f"{id_!r} already exists"))


def not_found(type_: str, id_: str) -> CloudRefusalError:
    """Say that there is no such resource."""
    words = {
        "aws": f"ResourceNotFoundException: {id_!r} does not exist",
        "gcp": f"googleapi: Error 404: The resource {id_!r} was not found, notFound",
        "azure-native": f'Code="ResourceNotFound" Message="The Resource {id_!r} was not found."',
    }
    return CloudRefusalError(words.get(type_.partition(":")[0], f"{id_!r} was not found"))


def in_use(type_: str, id_: str, by: str) -> CloudRefusalError:
    """Say that something else still needs the resource."""
    words = {
        "aws": f"DependencyViolation: {id_!r} has dependencies and cannot be deleted: {by}",
        "gcp": f"googleapi: Error 400: {id_!r} is already being used by {by!r}, resourceInUseByAnotherResource",
        "azure-native": f'Code="InUseSubnetCannotBeDeleted" Message="{id_} is in use by {by} and cannot be deleted."',
    }
    return CloudRefusalError(words.get(type_.partition(":")[0], f"{id_!r} is in use by {by}"))


def fixed(path: str) -> CloudRefusalError:
    """Say that a property of an Azure resource stays as it was made."""
    code = "InvalidResourceLocation" if path == "location" else "PropertyChangeNotAllowed"
    return CloudRefusalError(f'Code="{code}" Message="Changing property {path!r} is not allowed."')


def not_so(path: str) -> CloudRefusalError:
    """Say that a property of an AWS resource cannot change from the one value to the other."""
    return CloudRefusalError(f"InvalidParameterCombination: {path!r} cannot be changed in this way")


def throttled(type_: str) -> str:
    """Say that there were too many calls, as the provider does when it has tried often enough."""
    words = {
        "aws": "operation error: exceeded maximum number of attempts, 25: ThrottlingException: Rate exceeded",
        "gcp": "googleapi: Error 429: Quota exceeded for quota metric 'Requests' per minute, rateLimitExceeded",
        "azure-native": 'Code="TooManyRequests" Message="The request is being throttled."',
    }
    return words.get(type_.partition(":")[0], "too many requests")


def denied(type_: str) -> str:
    """Say that whoever deploys may not do this."""
    words = {
        "aws": "AccessDeniedException: the assumed role of the deployer is not authorized to perform this action",
        "gcp": "googleapi: Error 403: Permission denied on resource, forbidden",
        "azure-native": 'Code="AuthorizationFailed" Message="The client is not authorized to perform this action."',
    }
    return words.get(type_.partition(":")[0], "permission denied")


def timed_out(operation: str) -> str:
    """Say that the provider gave up waiting for what the cloud was asked to do."""
    return f"timeout while waiting for the {operation} to complete (last state: 'PENDING', timeout: 20m0s)"
