"""The engine's events as operations, what they must have been, and in which order they reached the regions."""

from collections.abc import Mapping
from typing import Any

import pytest

from scaffolder.engine.rehearsal import holding
from scaffolder.engine.rehearsal.calls import Call, EventReader, Operation, Said
from scaffolder.engine.rehearsal.graph import Graph, read_graph
from scaffolder.engine.rehearsal.holding import first_lines, not_inside
from scaffolder.engine.rehearsal.images import NewImage, new_image
from scaffolder.engine.rehearsal.rolling import roll_findings, rolled
from scaffolder.engine.rehearsal.stage import joined
from scaffolder.engine.rehearsal.timeline import Finding, Rolled
from scaffolder.simulator.components import component_problem
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.state import Held
from scaffolder.simulator.values import UNKNOWN, Secret

SERVING = "urn:pulumi:prod::demo::inference:gcp:InferenceService$inference:gcp:RegionalService$gcp:cloudrunv2/service:Service::"
TYPE = "gcp:cloudrunv2/service:Service"


def event(kind: str, op: str, name: str, **more: Any) -> Mapping[str, Any]:
    return {kind: {"metadata": {"op": op, "urn": SERVING + name, "type": TYPE, "new": {}, **more}}}


def test_operations_are_read_in_the_order_of_events() -> None:
    reader = EventReader()
    told = [
        reader.add(one, at=at)
        for at, one in enumerate(
            [
                event("resourcePreEvent", "update", "a"),
                event("resourcePreEvent", "update", "b"),
                event("resOutputsEvent", "update", "a", diffs=["template"]),
                event("resOpFailedEvent", "update", "b", detailedDiff={"scaling.max": {}, "env": {}}),
                {"summaryEvent": {"resourceChanges": {"update": 1}}},
            ]
        )
    ]
    assert told == [None, None, SERVING + "a", SERVING + "b", None]
    assert reader.operations == [
        Operation(
            op="update", urn=SERVING + "a", type=TYPE, began=1, ended=3, at=2, failed=False, changed=("template",)
        ),
        Operation(
            op="update",
            urn=SERVING + "b",
            type=TYPE,
            began=2,
            ended=4,
            at=3,
            failed=True,
            changed=("env", "scaling.max"),
        ),
    ]
    assert reader.counts == {"update": 1}


def test_what_the_engine_says_is_said_once_and_without_its_last_words() -> None:
    reader = EventReader()
    for severity, message in (
        ("error", "it failed\n"),
        ("error", "it failed\n"),
        ("error", "update failed"),
        ("info", "hello"),
        ("warning", "beware"),
        ("error", "an unhandled error occurred: Program exited with non-zero exit code: 1\n"),
    ):
        reader.add({"diagnosticEvent": {"severity": severity, "message": message, "urn": "u"}}, at=0)
    assert reader.said == [
        Said(severity="error", urn="u", message="it failed"),
        Said(severity="warning", urn="u", message="beware"),
    ]


def test_stack_outputs_are_kept() -> None:
    reader = EventReader()
    metadata = {"op": "same", "urn": "s", "type": "pulumi:pulumi:Stack", "new": {"outputs": {"url": "https://x"}}}
    reader.add({"resOutputsEvent": {"metadata": metadata}}, at=0)
    assert reader.outputs == {"url": "https://x"}


def operation(op: str, name: str, began: int, ended: int, **more: Any) -> Operation:
    values = {"type": TYPE, "at": ended / 10, "failed": False, **more}
    return Operation(op=op, urn=more.pop("urn", SERVING + name), began=began, ended=ended, **{**values, **more})


def call(*operations: Operation, code: int = 0, said: tuple[Said, ...] = (), outputs: Any = None) -> Call:
    return Call(
        command="pulumi up",
        exit_code=code,
        seconds=1,
        operations=operations,
        counts={},
        outputs=outputs or {},
        said=said,
    )


def graph(*regions: str) -> Graph:
    return read_graph(
        [
            {"urn": SERVING + one, "type": TYPE, "id": one, "custom": True, "inputs": {"location": one}}
            for one in regions
        ]
    )


REGIONS = ("us-central1", "us-east4")


def test_a_roll_one_region_after_the_other_holds() -> None:
    update = call(operation("update", "us-central1", 5, 6), operation("update", "us-east4", 7, 8))
    assert list(roll_findings(update, graph(*REGIONS), REGIONS)) == []
    assert rolled(update, graph(*REGIONS)) == (
        Rolled(region="us-central1", resources=1, began=0.0, ended=0.6),
        Rolled(region="us-east4", resources=1, began=0.6, ended=0.8),
    )


def test_a_region_begun_too_early_is_found() -> None:
    update = call(operation("update", "us-central1", 5, 8), operation("update", "us-east4", 7, 9))
    assert list(roll_findings(update, graph(*REGIONS), REGIONS)) == [
        Finding(
            message="us-east4 was begun (us-east4) before us-central1 was done (us-central1).", urn=SERVING + "us-east4"
        )
    ]


def test_the_other_order_is_found() -> None:
    update = call(operation("update", "us-east4", 1, 2), operation("update", "us-central1", 3, 4))
    assert [one.message for one in roll_findings(update, graph(*REGIONS), REGIONS)] == [
        "The regions were updated in the order us-east4, us-central1, not us-central1, us-east4."
    ]


def test_a_region_left_out_is_found_and_a_late_delete_is_no_part_of_the_roll() -> None:
    update = call(operation("create-replacement", "us-central1", 1, 2), operation("delete-replaced", "us-east4", 3, 9))
    assert [one.message for one in roll_findings(update, graph(*REGIONS), REGIONS)] == [
        "The new image did not reach us-east4."
    ]


def test_each_check_names_what_was_otherwise() -> None:
    changes = call(
        operation("same", "a", 1, 2),
        operation("update", "b", 1, 2, changed=("x", "y")),
        operation("replace", "c", 1, 2),
    )
    assert list(holding.unchanged(changes)) == [
        Finding(message="it was updated (x, y), though nothing had changed.", urn=SERVING + "b"),
        Finding(message="it was replaced, though nothing had changed.", urn=SERVING + "c"),
    ]
    assert list(holding.in_place(changes)) == [
        Finding(message="it was replaced, though a setting that is updated in place was changed.", urn=SERVING + "c")
    ]
    assert [one.urn for one in holding.only_created(changes)] == [SERVING + "b", SERVING + "c"]


def test_providers_and_the_stack_are_no_resources_of_the_users() -> None:
    quiet = call(
        operation("update", "p", 1, 2, type="pulumi:providers:gcp"),
        operation("update", "s", 1, 2, type="pulumi:pulumi:Stack"),
    )
    assert list(holding.unchanged(quiet)) == []


def test_a_change_that_changes_nothing_is_found() -> None:
    assert [one.message for one in holding.in_place(call(operation("same", "a", 1, 2)))] == [
        "Nothing was updated: no resource depends on the setting."
    ]


def test_a_call_that_failed_says_why() -> None:
    said = (Said(severity="error", urn="u", message="1 error occurred:\n\t* no\n\n  way\nlong story"),)
    assert list(holding.ended_well(call(code=255, said=said))) == [Finding(message="no way", urn="u")]
    assert [one.message for one in holding.ended_well(call(code=255))] == [
        "`pulumi up` ended with exit code 255 and no error of its own."
    ]
    assert list(holding.ended_well(call())) == []


@pytest.mark.parametrize(
    ("value", "unknown"), [(UNKNOWN, True), ({"a": [Secret(UNKNOWN)]}, True), ({"a": [Secret(1)]}, False), ("", False)]
)
def test_unknown_outputs_are_found_wherever_they_are(value: Any, unknown: bool) -> None:
    found = list(holding.outputs_known(call(outputs={"url": value})))
    assert found == ([Finding(message="The stack's output url is not known after the update.")] if unknown else [])


OLD, NEW = "a" * 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"


def test_a_new_image_is_another_digest_of_the_same() -> None:
    expected = NewImage(image=f"r.example.com/app@sha256:{NEW}", said="digest aaaaaaaa -> ffe054fe")
    image = f"r.example.com/app@sha256:{OLD}"
    assert new_image({"image": image}, {}) == expected
    assert new_image({"image": ""}, {"image": image}) == expected


@pytest.mark.parametrize(
    ("settings", "outputs"), [({}, {"image": f"x@sha256:{OLD}"}), ({"image": "x:1"}, {}), ({"image": ""}, {})]
)
def test_without_a_digest_there_is_no_new_image(settings: Mapping[str, str], outputs: Mapping[str, str]) -> None:
    assert new_image(settings, outputs) is None


def test_counts_in_words() -> None:
    assert holding.counted({"same": 3, "create": 1, "import": 2}) == "1 created, 3 unchanged, 2 import"


def held(name: str, id_: str, type_: str = TYPE) -> Held:
    return Held(number=1, type=type_, place="", id=id_, urn=SERVING + name, inputs={}, properties={})


def test_state_and_cloud_are_compared_by_id() -> None:
    both = graph(*REGIONS)
    assert list(holding.same_content(both, [held(one, one) for one in REGIONS])) == []
    assert list(holding.same_content(both, [held("us-east4", "us-east4"), held("us-east4", "us-east4-2")])) == [
        Finding(
            message="It is in the stack's state as us-central1, and the cloud has no such thing.",
            urn=SERVING + "us-central1",
        ),
        Finding(
            message="The cloud holds us-east4-2, and the stack's state does not know it.", urn=SERVING + "us-east4"
        ),
    ]


def test_what_is_there_twice_is_found_by_the_one_that_the_state_does_not_know() -> None:
    twice = [held("us-east4", "us-east4"), held("other", "us-east4"), held("us-central1", "us-central1")]
    assert [one.urn for one in holding.same_content(graph(*REGIONS), twice)] == [SERVING + "other"]


def test_components_providers_and_what_was_only_read_are_not_the_clouds() -> None:
    resources = [
        {"urn": "urn:a::b::my:index:Box::c", "type": "my:index:Box", "custom": False},
        {"urn": "urn:a::b::pulumi:providers:gcp::p", "type": "pulumi:providers:gcp", "id": "1", "custom": True},
        {"urn": SERVING + "read", "type": TYPE, "id": "2", "custom": True, "external": True},
        {"urn": SERVING + "going", "type": TYPE, "id": "3", "custom": True, "delete": True},
    ]
    assert list(holding.same_content(read_graph(resources), [])) == []


def test_attempts_are_one_call_whose_operations_follow_each_other() -> None:
    first = call(operation("create", "a", 1, 2), operation("create", "b", 3, 4, failed=True), code=255)
    second = call(operation("same", "a", 1, 2), operation("create", "b", 2, 3))
    both = joined([first, second])
    assert (both.exit_code, both.counts) == (0, second.counts)
    assert [(one.name, one.began, one.ended, one.at) for one in both.operations] == [
        ("a", 1, 2, 0.2),
        ("b", 3, 4, 0.4),
        ("a", 5, 6, 1.2),
        ("b", 6, 7, 1.3),
    ]
    assert joined([second]) == second


def test_of_a_traceback_how_it_ends_is_told() -> None:
    message = (
        "Program failed with an unhandled exception:\nTraceback (most recent call last):\n"
        '  File "/home/me/infra/keys.py", line 7, in _write\n    file.write(decoded)\n'
        "binascii.Error: Incorrect padding\n"
    )
    assert first_lines(Said(severity="error", urn="", message=message)) == (
        "The program failed: Error: Incorrect padding (keys.py, line 7)"
    )


def test_what_is_inside_a_plugin_is_said_not_to_be_rehearsed() -> None:
    others = Problem(severity="warning", urn="u", message="`path` is deprecated: use another.")
    inside = [component_problem("u", type_, "awsx") for type_ in ("awsx:ec2:Vpc", "awsx:ecr:Image", "awsx:ec2:Vpc")]
    assert not_inside([others]) == []
    assert not_inside([*inside, others]) == ["nothing inside awsx:ec2:Vpc and awsx:ecr:Image, which plugins make"]
