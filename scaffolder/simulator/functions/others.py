"""What the functions of other providers answer, where the answer does not need a cloud."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any, Final

from scaffolder.simulator.functions.call import Answers, FunctionCall, Unanswerable


def _yaml_decode(call: FunctionCall) -> dict[str, Any]:
    import yaml

    text = call.text("text")
    try:
        documents = [document for document in yaml.safe_load_all(text) if document is not None]
    except yaml.YAMLError as error:
        raise Unanswerable(f"this is not YAML: {error}.", fix="Correct the manifest.", value=text[:200]) from error
    namespace = call.text("defaultNamespace")
    for document in documents:
        if namespace and isinstance(document, dict):
            metadata = document.setdefault("metadata", {})
            if isinstance(metadata, dict):
                metadata.setdefault("namespace", namespace)
    return {"result": _json_safe(documents)}


def _json_safe(value: Any) -> Any:
    """Dates are the one thing that YAML reads and the protocol does not carry."""
    return json.loads(json.dumps(value, default=str))


def _nothing_rendered(_call: FunctionCall) -> dict[str, Any]:
    """A chart's templates are rendered by Helm, which is not run offline: it contributes no resources."""
    return {"result": []}


def _of_text(function: Any) -> Any:
    def answer(call: FunctionCall) -> dict[str, Any]:
        return {"result": function(call.text("input"))}

    return answer


ANSWERS: Final[Answers] = {
    "kubernetes:yaml:decode": _yaml_decode,
    "kubernetes:helm:template": _nothing_rendered,
    "kubernetes:kustomize:directory": _nothing_rendered,
    "std:index:base64encode": _of_text(lambda text: base64.b64encode(text.encode()).decode()),
    "std:index:base64decode": _of_text(lambda text: base64.b64decode(text, validate=False).decode(errors="replace")),
    "std:index:sha256": _of_text(lambda text: hashlib.sha256(text.encode()).hexdigest()),
    "std:index:lower": _of_text(str.lower),
    "std:index:upper": _of_text(str.upper),
    "std:index:trimspace": _of_text(str.strip),
    "std:index:jsonencode": lambda call: {"result": json.dumps(call.given("input"), separators=(",", ":"))},
}
