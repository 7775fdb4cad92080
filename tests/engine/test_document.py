from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from scaffolder.engine.document import PREVIEW_SCHEMA, preview_document
from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview, PreviewResource, in_tree_order
from scaffolder.engine.workspace import Workspace
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.references.outside import Outside
from scaffolder.simulator.values import UNKNOWN, Asset, Secret
from tests.projects import write_project

URN = "urn:pulumi:dev::demo::a:b:C::d"


def preview_with(**changes: object) -> Preview:
    values: dict[str, object] = {
        "project": "demo",
        "stack": "dev",
        "cloud": "aws",
        "environment": "dev",
        "engine": "embedded",
        "engine_version": "1.2.3",
        "live": False,
        "resources": (),
        "outputs": {},
        "problems": (),
        "changes": {"create": 1},
        "seconds": 1.23456,
    }
    return Preview(**{**values, **changes})  # ty: ignore[invalid-argument-type]


def test_the_document_is_exactly_what_is_promised() -> None:
    resource = PreviewResource(
        urn=URN,
        type="a:b:C",
        name="d",
        parent="",
        provider="",
        custom=True,
        inputs={"size": 3, "later": UNKNOWN, "word": Secret("x"), "file": Asset(text="t"), "deep": [{"a": Secret(1)}]},
        property_dependencies={"later": (URN,)},
    )
    problem = Problem(severity="error", urn=URN, property="size", value=UNKNOWN, message="m", fix="f", source="s")
    preview = preview_with(resources=(resource,), outputs={"url": UNKNOWN, "ok": True}, problems=(problem,))
    preview = replace(preview, outside=(Outside(urn=URN, path="vpcId", text="vpc-0123456789abcdef0", kind="id"),))
    document = preview_document("demo", [preview])
    assert document == {
        "schema": 1,
        "project": "demo",
        "previews": [
            {
                "stack": "dev",
                "cloud": "aws",
                "environment": "dev",
                "engine": "embedded",
                "engine_version": "1.2.3",
                "live": False,
                "resources": [
                    {
                        "urn": URN,
                        "type": "a:b:C",
                        "name": "d",
                        "parent": "",
                        "provider": "",
                        "custom": True,
                        "inputs": {
                            "size": 3,
                            "later": {"$unknown": True},
                            "word": {"$secret": True},
                            "file": {"$asset": {"text": "t"}},
                            "deep": [{"a": {"$secret": True}}],
                        },
                        "property_dependencies": {"later": [URN]},
                    }
                ],
                "outputs": {"url": {"$unknown": True}, "ok": True},
                "problems": [
                    {
                        "severity": "error",
                        "urn": URN,
                        "property": "size",
                        "value": {"$unknown": True},
                        "message": "m",
                        "fix": "f",
                        "source": "s",
                    }
                ],
                "externals": [{"urn": URN, "property": "vpcId", "value": "vpc-0123456789abcdef0", "kind": "id"}],
                "changes": {"create": 1},
                "seconds": 1.235,
            }
        ],
        "notes": [
            "Not known offline: quotas, names already taken, your account's policies, what your credentials may do."
        ],
    }
    jsonschema.validate(document, PREVIEW_SCHEMA)


def test_the_schema_is_one_and_refuses_what_is_not_promised() -> None:
    jsonschema.Draft202012Validator.check_schema(PREVIEW_SCHEMA)
    document = preview_document("demo", [preview_with()])
    document["previews"][0]["extra"] = 1
    with pytest.raises(jsonschema.ValidationError, match="'extra' was unexpected"):
        jsonschema.validate(document, PREVIEW_SCHEMA)


def test_a_real_preview_fits_the_schema(tmp_path: Path) -> None:
    write_project(tmp_path, 'import pulumi_random as r\nr.RandomPet("a", length="b")\nraise KeyError("x")\n')
    previews = preview_embedded(Workspace.find(tmp_path), ["dev"])
    jsonschema.validate(preview_document("demo", previews), PREVIEW_SCHEMA)


def test_resources_come_after_their_parents_whatever_the_order_of_arrival() -> None:
    def resource(name: str, parent: str) -> PreviewResource:
        return PreviewResource(urn=name, type="t", name=name, parent=parent, provider="", custom=True, inputs={})

    arrived = [resource("z", "m"), resource("b", ""), resource("m", "a"), resource("a", ""), resource("n", "gone")]
    assert [item.name for item in in_tree_order(arrived)] == ["a", "m", "z", "b", "n"]
