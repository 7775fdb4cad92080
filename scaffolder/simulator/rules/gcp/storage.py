"""Cloud Storage buckets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.program import Program, ProgramFinding
from scaffolder.simulator.rules.registry import program_rule, rule

_BUCKET: Final = "gcp:storage/bucket:Bucket"
_API: Final = "https://storage.googleapis.com/$discovery/rest?version=v1"
_LIFECYCLE: Final = "https://cloud.google.com/storage/docs/lifecycle"
_DOCUMENTED: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "website/docs/r/storage_bucket.html.markdown"
)
_UNIFORM: Final = "https://cloud.google.com/storage/docs/uniform-bucket-level-access"
_FOLDERS: Final = "https://cloud.google.com/storage/docs/hns-overview"
_READ: Final = "2026-11-25"
_ABORT: Final = "AbortIncompleteMultipartUpload"
_ABORT_CONDITIONS: Final = frozenset({"age", "matchesPrefixes", "matchesSuffixes"})
# Access lists, which a bucket with uniform access has none of.
_LISTS: Final = (
    "gcp:storage/bucketACL:BucketACL", "gcp:storage/bucketAccessControl:BucketAccessControl",
    "gcp:storage/defaultObjectACL:DefaultObjectACL", "gcp:storage/objectACL:ObjectACL",
    "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl",
    "gcp:storage/objectAccessControl:ObjectAccessControl",
)  # fmt: skip


@rule(_BUCKET, page=_API, read=_READ)
def lifecycle_changes_to_a_class(inputs: Given) -> Iterator[Finding]:
    """A lifecycle action that changes the storage class names it, and no other does."""
    for one in inputs["lifecycleRules"].items():
        kind, class_ = one["action"]["type"], one["action"]["storageClass"]
        if kind.text == "SetStorageClass" and class_.absent:
            yield class_.finding(
                f"`{class_.path}` is missing; the action {kind.shown} needs it.", fix="Give a class such as `NEARLINE`."
            )
        elif kind.text in {"Delete", _ABORT} and class_.known:
            yield class_.finding(
                f"`{class_.path}` is given, and the action is {kind.shown}.",
                fix="Leave it out, or give `SetStorageClass`.",
            )


@rule(_BUCKET, page=_DOCUMENTED, read=_READ)
def lifecycle_has_a_condition(inputs: Given) -> Iterator[Finding]:
    """A lifecycle rule has a condition."""
    for one in inputs["lifecycleRules"].items():
        condition = one["condition"]
        if condition.value == {}:
            yield condition.finding(
                f"`{condition.path}` is empty; a lifecycle rule has at least one condition.",
                fix="Give one, such as `age`.",
            )


@rule(_BUCKET, page=_LIFECYCLE)
def lifecycle_ends_uploads_by_age_or_name(inputs: Given) -> Iterator[Finding]:
    """Unfinished uploads are ended by their age and name alone."""
    for one in inputs["lifecycleRules"].items():
        condition = one["condition"]
        if one["action"]["type"].text != _ABORT or not isinstance(condition.value, Mapping):
            continue
        for name, given in condition.entries():
            if name not in _ABORT_CONDITIONS and given.known and given.value is not False:
                yield given.finding(
                    f"`{given.path}` is given; `{_ABORT}` goes by `age`, `matchesPrefixes` and `matchesSuffixes`.",
                    fix="Leave it out.",
                )


@rule(_BUCKET, page=_FOLDERS)
def bucket_with_folders_has_uniform_access(inputs: Given) -> Iterator[Finding]:
    """A bucket with a hierarchical namespace has uniform access."""
    folders, uniform = inputs["hierarchicalNamespace"]["enabled"], inputs["uniformBucketLevelAccess"]
    if folders.flag and not uniform.unknown and not uniform.flag:
        yield folders.finding(
            f"`{folders.path}` is `true`, and `uniformBucketLevelAccess` is not.",
            fix="Give `uniformBucketLevelAccess` as true.",
        )


@program_rule(_BUCKET, *_LISTS, page=_UNIFORM, read=_READ)
def bucket_with_uniform_access_has_no_lists(program: Program) -> Iterator[ProgramFinding]:
    """A bucket with uniform access has no access lists."""
    for one in program.of(*_LISTS):
        bucket = program.only_behind(one, "bucket", _BUCKET)
        if bucket is not None and bucket["uniformBucketLevelAccess"].flag:
            yield one.finding(
                one["bucket"].finding(
                    f"`bucket` is {bucket.name}, which has uniform access, and so no access lists.",
                    fix="Give access with `storage.BucketIAMMember`.",
                )
            )
