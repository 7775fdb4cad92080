"""IAM policy documents, wherever they are given: on roles, buckets, keys, topics, queues, endpoints."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.facts import aws_actions
from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule
from scaffolder.simulator.wording import nearest

_PAGE: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"
_RESOURCE_PAGE: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"
_SID_PAGE: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html"
_READ: Final = "2026-11-25"
_IDENTITY: Final = {
    "aws:iam/policy:Policy": "policy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:iam/userPolicy:UserPolicy": "policy",
    "aws:iam/groupPolicy:GroupPolicy": "policy",
}
_RESOURCE: Final = {
    "aws:iam/role:Role": "assumeRolePolicy",
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:kms/key:Key": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:sqs/queuePolicy:QueuePolicy": "policy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "policy",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
}
_WHERE: Final = {**_IDENTITY, **_RESOURCE}
_TOP: Final = frozenset({"Version", "Id", "Statement"})
_STATEMENT: Final = frozenset({
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
})  # fmt: skip
_SID: Final = re.compile(r"[A-Za-z0-9]*")
_ACTION: Final = re.compile(r"[\w*?-]+:[\w*?]+")
_OPERATORS: Final = frozenset(
    "StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike "
    "NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals "
    "DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals Bool BinaryEquals "
    "IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike Null".lower().split()
)


def _document(inputs: Given) -> Given:
    return inputs[_WHERE[inputs.type]]


def _statements(inputs: Given) -> list[Given]:
    """The statements of a policy; one alone may stand without a list."""
    statement = _document(inputs).document()["Statement"]
    return [statement] if isinstance(statement.value, dict) else statement.items()


def _several(given: Given) -> list[Given]:
    return [given] if given.text else given.items()


@rule(*_WHERE, page=_PAGE, read=_READ)
def policies_are_policy_documents(inputs: Given) -> Iterator[Finding]:
    """A policy is a JSON object with statements and a version that there is."""
    given = _document(inputs)
    if not given.known:
        return
    document = given.document()
    if not isinstance(document.value, dict):
        yield given.finding(
            f"`{given.path}` is no JSON object.", fix='Write it with json.dumps({"Version": "2012-10-17", ...}).'
        )
        return
    version = document["Version"]
    if version.known and version.text not in {"2012-10-17", "2008-10-17"}:
        yield version.finding(
            f"`{version.path}` is {version.shown}; allowed are 2012-10-17 and 2008-10-17.", fix='Give "2012-10-17".'
        )
    for name, _ in document.entries():
        if name not in _TOP:
            yield document[name].finding(
                f"`{document[name].path}` is no element of a policy; there are Version, Id and Statement.",
                fix=_meant(name, _TOP),
            )
    if document["Statement"].absent and document.value:
        yield document["Statement"].finding(
            f"`{document['Statement'].path}` is missing; a policy has at least one statement.", fix="Give Statement."
        )


def _meant(name: str, known: frozenset[str]) -> str:
    near = nearest(name, sorted(known))
    return f"Did you mean `{near}`?" if near else "Leave it out."


def _contradictions(statement: Given) -> Iterator[Finding]:
    for name in ("Action", "Resource", "Principal"):
        other = statement[f"Not{name}"]
        if statement[name].value is not None and other.value is not None:
            yield other.finding(
                f"`{other.path}` is given, and `{name}` is too; a statement has one of them.", fix="Keep one."
            )


@rule(*_WHERE, page=_PAGE, read=_READ)
def statements_say_who_may_do_what(inputs: Given) -> Iterator[Finding]:
    """A statement has an effect and either Action or NotAction, and no element that there is not."""
    for item in _statements(inputs):
        if not isinstance(item.value, dict):
            continue
        for name, inner in item.entries():
            if name not in _STATEMENT:
                yield inner.finding(f"`{inner.path}` is no element of a statement.", fix=_meant(name, _STATEMENT))
        effect = item["Effect"]
        if not effect.unknown and effect.text not in {"Allow", "Deny"}:
            said = f"is {effect.shown}" if effect.known else "is missing"
            yield effect.finding(f"`{effect.path}` {said}; allowed are Allow and Deny.", fix='Give "Allow" or "Deny".')
        if item["Action"].value is None and item["NotAction"].value is None:
            yield item["Action"].finding(f"`{item['Action'].path}` is missing.", fix="Give Action or NotAction.")
        yield from _contradictions(item)
        for operator, inner in item["Condition"].entries():
            bare = operator.lower().removeprefix("forallvalues:").removeprefix("foranyvalue:").removesuffix("ifexists")
            if bare not in _OPERATORS:
                yield inner.finding(
                    f"`{inner.path}` is no condition operator.", fix="For example `StringEquals`.", severity="warning"
                )


@rule(*_IDENTITY, page=_PAGE, read=_READ)
def identity_policies_name_resources_and_nobody(inputs: Given) -> Iterator[Finding]:
    """A policy of a role, user or group names resources, and no principal."""
    for item in _statements(inputs):
        if not isinstance(item.value, dict):
            continue
        for name in ("Principal", "NotPrincipal"):
            if not item[name].absent:
                yield item[name].finding(
                    f"`{item[name].path}` is given; the principal of this policy is who it is attached to.",
                    fix="Leave it out.",
                )
        if item["Resource"].value is None and item["NotResource"].value is None:
            yield item["Resource"].finding(
                f"`{item['Resource'].path}` is missing.", fix='Give Resource, "*" when all are meant.'
            )


@rule(*_IDENTITY, page=_RESOURCE_PAGE, read=_READ)
def resources_are_arns(inputs: Given) -> Iterator[Finding]:
    """A resource of such a policy is an ARN, or an asterisk for all."""
    for item in _statements(inputs):
        for name in ("Resource", "NotResource") if isinstance(item.value, dict) else ():
            for one in _several(item[name]):
                if one.text and not one.text.startswith(("arn:", "*", "${")):
                    yield one.finding(
                        f"`{one.path}` is {one.shown}, which is no ARN.",
                        fix='An ARN begins with `arn:`; "*" stands for every resource.',
                    )


@rule(*_WHERE, page=_SID_PAGE, read=_READ)
def statement_ids_are_unique(inputs: Given) -> Iterator[Finding]:
    """No two statements of a policy have one Sid, which in IAM's is of letters and digits."""
    seen = set()
    # IAM wants it of its policies; what other services want is not said.
    severity = "error" if inputs.type.startswith("aws:iam/") else "warning"
    for item in _statements(inputs):
        sid = item["Sid"]
        if sid.text is not None and sid.text in seen:
            yield sid.finding(
                f"`{sid.path}` is {sid.shown}, which another statement has.", fix="Give another Sid.", severity=severity
            )
        seen.add(sid.text)
        if sid.text and inputs.type.startswith("aws:iam/") and not _SID.fullmatch(sid.text):
            yield sid.finding(
                f"`{sid.path}` is {sid.shown}; allowed are letters and digits.", fix="Leave out the rest."
            )


@rule("aws:iam/role:Role", page=_PAGE, read=_READ)
def roles_can_be_assumed_by_somebody(inputs: Given) -> Iterator[Finding]:
    """Every statement of a role's trust policy names a principal, and no resource."""
    for item in _statements(inputs):
        if not isinstance(item.value, dict):
            continue
        if item["Principal"].value is None and item["NotPrincipal"].value is None:
            yield item["Principal"].finding(
                f"`{item['Principal'].path}` is missing; a trust policy says who may assume the role.",
                fix='For example {"Service": "ecs-tasks.amazonaws.com"}.',
            )
        if not item["Resource"].absent:
            yield item["Resource"].finding(
                f"`{item['Resource'].path}` is given; a trust policy is about its role alone.",
                fix="Leave it out.",
                severity="warning",
            )


@rule(*_WHERE, page=_PAGE, read=_READ)
def actions_exist(inputs: Given) -> Iterator[Finding]:
    """Every action of a policy is written `service:Action`, and there is one of that name."""
    for item in _statements(inputs):
        for action in [*_several(item["Action"]), *_several(item["NotAction"])]:
            text = action.text
            if text is None or text == "*":
                continue
            if not _ACTION.fullmatch(text):
                yield action.finding(
                    f"`{action.path}` is {action.shown}; an action is written `service:Action`.",
                    fix="For example `s3:GetObject`.",
                )
                continue
            yield from _unknown(action, *text.split(":"))


def _unknown(action: Given, service: str, name: str) -> Iterator[Finding]:
    """A warning for an action that the reference of its day does not have."""
    if "*" in service or "?" in service:
        return
    actions = aws_actions(service)
    if actions is None:
        yield action.finding(
            f"`{action.path}` is {action.shown}; no service has the prefix `{service}`.",
            fix="The prefixes are in the Service Authorization Reference.",
            severity="warning",
        )
    elif not fnmatch.filter(actions, name.lower()):
        near = nearest(name, actions.values()) if "*" not in name else None
        yield action.finding(
            f"`{action.path}` is {action.shown}; `{service}` has no such action.",
            fix=f"Did you mean `{service}:{near}`?" if near else "It may be newer than our list.",
            severity="warning",
        )
