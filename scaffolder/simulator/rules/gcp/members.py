"""Who is given which role: the members and roles of every IAM resource."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule
from scaffolder.simulator.wording import nearest

_PROVIDER: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "google-beta/tpgiamresource/resource_iam_member.go"
)
_PAGE: Final = "https://iam.googleapis.com/$discovery/rest?version=v1"
_ROLES: Final = (
    "https://github.com/hashicorp/terraform-provider-google-beta/blob/93c65b2d60fea598528f2769b5b09de856f8cb8c/"
    "website/docs/r/google_project_iam.html.markdown"
)
_READ: Final = "2026-11-25"
# `gcp:cloudrunv2/serviceIamMember:ServiceIamMember`, `gcp:projects/iAMBinding:IAMBinding`.
_GRANT: Final = re.compile(r"I[Aa][Mm](?:Member|Binding)$")
_ALONE: Final = (
    "allUsers", "allAuthenticatedUsers", "projectOwners", "projectReaders", "projectWriters", "iamMember",
)  # fmt: skip
_ADDRESSED: Final = ("user", "serviceAccount", "group", "domain")
_ROLE: Final = re.compile(r"roles/[\w.]+|(?:projects|organizations)/[^/\s]+/roles/[\w.]+")


def _members(inputs: Given) -> list[Given]:
    if not _GRANT.search(inputs.type):
        return []
    return [inputs["member"], *inputs["members"].items()]


@rule("gcp:*", page=_PROVIDER, read=_READ)
def members_say_what_they_are(inputs: Given) -> Iterator[Finding]:
    """A member of a role begins with what it is, such as `user:` or `serviceAccount:`."""
    for member in _members(inputs):
        text = member.text
        if not text or ":" in text or text in _ALONE:
            continue
        near = nearest(text, _ALONE[:2])
        kind = "serviceAccount" if text.endswith(".gserviceaccount.com") else "user"
        fix = f"Did you mean `{near}`?" if near else f"Give `{kind}:{text}`, or `group:`, `domain:`, `allUsers`."
        yield member.finding(
            f"`{member.path}` is {member.shown}; a member begins with its kind, such as `user:`.",
            fix="Begin with its kind." if member.secret else fix,
        )


@rule("gcp:*", page=_PAGE, read=_READ)
def members_are_of_a_kind_that_is(inputs: Given) -> Iterator[Finding]:
    """What a member begins with is a kind of principal in its own spelling."""
    for member in _members(inputs):
        kind, colon, _ = (member.text or "").partition(":")
        near = nearest(kind, _ADDRESSED) if colon else None
        if near and near != kind:
            yield member.finding(
                f"`{member.path}` is {member.shown}; there are no members of the kind `{kind}:`.",
                fix=f"Did you mean `{near}:`?",
            )


@rule("gcp:*", page=_PAGE, read=_READ)
def service_account_members_are_addresses(inputs: Given) -> Iterator[Finding]:
    """A service account among members is named by its address."""
    for member in _members(inputs):
        kind, _, name = (member.text or "").partition(":")
        # Workloads of a cluster are named by it, and accounts by their number too.
        other = "svc.id.goog[" in name or name.isdecimal()
        if kind == "serviceAccount" and name and not other and not re.fullmatch(r"[^@\s/]+@[^@\s/]+", name):
            yield member.finding(
                f"`{member.path}` is {member.shown}; a service account is named by its address.",
                fix="Give `serviceAccount:NAME@PROJECT.iam.gserviceaccount.com`: the account's `member`.",
            )


@rule("gcp:*", page=_PAGE, read=_READ)
def people_and_groups_are_addresses(inputs: Given) -> Iterator[Finding]:
    """A user or a group among members is named by its address."""
    for member in _members(inputs):
        kind, _, name = (member.text or "").partition(":")
        if kind in {"user", "group"} and name and not re.fullmatch(r"[^@\s/]+@[^@\s/]+", name):
            yield member.finding(
                f"`{member.path}` is {member.shown}; a {kind} is named by its address.",
                fix=f"Give `{kind}:NAME@DOMAIN`.",
            )


@rule("gcp:*", page=_ROLES, read=_READ)
def roles_are_named_in_full(inputs: Given) -> Iterator[Finding]:
    """A role is `roles/NAME`, or one of a project or organization."""
    role = inputs["role"]
    if _GRANT.search(inputs.type) and role.text and not _ROLE.fullmatch(role.text):
        yield role.finding(
            f"`{role.path}` is {role.shown}; a role is `roles/NAME` or `projects/PROJECT/roles/NAME`.",
            fix=f"Give `roles/{role.text}`." if re.fullmatch(r"[\w.]+", role.text) else "Give a role's full name.",
        )
