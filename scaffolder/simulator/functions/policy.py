"""Renders `aws.iam.get_policy_document`: the JSON of a policy from its statements, as AWS's provider writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scaffolder.simulator.functions.call import FunctionCall, Unanswerable
from scaffolder.simulator.plausible import AWS_ACCOUNT, SIMULATED
from scaffolder.simulator.subject import plain

# Element names and their order: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html and
# the shape (one value is a string, several a sorted list) of terraform-provider-aws, data source iam_policy_document.
_VERSION = "2012-10-17"
# What stands for values that are not known yet: the engine leaves them out of a question, and a list is empty for it.
_LATER = f"arn:aws:{SIMULATED}:us-east-1:{AWS_ACCOUNT}:later"
_OF_RESOURCES = frozenset({"resources", "notResources"})


def policy_document(call: FunctionCall) -> dict[str, Any]:
    """Give the result of `getPolicyDocument`."""
    statements: list[dict[str, Any]] = []
    for text in _texts(call, "sourceJson", "sourcePolicyDocuments"):
        _merge(statements, _parsed(text), replace=False)
    _merge(statements, [_statement(plain(item)) for item in _list(call.given("statements"))], replace=True)
    for text in _texts(call, "overrideJson", "overridePolicyDocuments"):
        _merge(statements, _parsed(text), replace=True)
    document: dict[str, Any] = {"Version": call.text("version", _VERSION)}
    if call.text("policyId"):
        document["Id"] = call.text("policyId")
    if statements:
        document["Statement"] = statements
    return {
        "id": call.hex(8),
        "json": json.dumps(document, indent=2),
        "minifiedJson": json.dumps(document, separators=(",", ":")),
        "version": document["Version"],
    }


def _texts(call: FunctionCall, single: str, several: str) -> list[str]:
    texts = [call.given(single), *(plain(item) for item in _list(call.given(several)))]
    return [text for text in texts if isinstance(text, str) and text.strip()]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _parsed(text: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Unanswerable(
            f"a source policy is not JSON: {error}.", fix="Give a policy document as JSON text.", value=text[:200]
        ) from error
    found = document.get("Statement", []) if isinstance(document, dict) else []
    return [item for item in (found if isinstance(found, list) else [found]) if isinstance(item, dict)]


def _merge(statements: list[dict[str, Any]], more: Sequence[dict[str, Any]], *, replace: bool) -> None:
    """Add statements; one with the Sid of an earlier one takes its place."""
    for statement in more:
        sid = statement.get("Sid")
        at = next((index for index, known in enumerate(statements) if sid and known.get("Sid") == sid), None)
        if at is None:
            statements.append(statement)
        elif replace:
            statements[at] = statement


def _statement(given: Any) -> dict[str, Any]:
    statement = given if isinstance(given, Mapping) else {}
    rendered: dict[str, Any] = {}
    if plain(statement.get("sid")):
        rendered["Sid"] = plain(statement.get("sid"))
    rendered["Effect"] = plain(statement.get("effect")) or "Allow"
    for name, element in (
        ("principals", "Principal"), ("notPrincipals", "NotPrincipal"), ("actions", "Action"),
        ("notActions", "NotAction"), ("resources", "Resource"), ("notResources", "NotResource"),
    ):  # fmt: skip
        values = _list(plain(statement.get(name)))
        if not values and name in _OF_RESOURCES and plain(statement.get(name)) is not None:
            values = [_LATER]
        if values:
            rendered[element] = _principals(values) if element.endswith("Principal") else _few(values)
    conditions = _list(plain(statement.get("conditions")))
    if conditions:
        rendered["Condition"] = _conditions(conditions)
    return rendered


def _few(values: Sequence[Any]) -> Any:
    texts = sorted({str(plain(value)) for value in values})
    return texts[0] if len(texts) == 1 else texts


def _principals(values: Sequence[Any]) -> Any:
    by_type: dict[str, list[Any]] = {}
    for value in values:
        principal = plain(value)
        if isinstance(principal, Mapping):
            by_type.setdefault(str(plain(principal.get("type"))), []).extend(_list(plain(principal.get("identifiers"))))
    if set(by_type) == {"*"}:
        return "*"
    return {kind: _few(identifiers or [_LATER]) for kind, identifiers in by_type.items()}


def _conditions(values: Sequence[Any]) -> dict[str, dict[str, Any]]:
    rendered: dict[str, dict[str, Any]] = {}
    for value in values:
        condition = plain(value)
        if isinstance(condition, Mapping):
            texts = [str(plain(item)) for item in _list(plain(condition.get("values")))]
            test = rendered.setdefault(str(plain(condition.get("test"))), {})
            test[str(plain(condition.get("variable")))] = texts[0] if len(texts) == 1 else texts
    return rendered
