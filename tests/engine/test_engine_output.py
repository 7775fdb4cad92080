"""Reading what the real engine says: values, problems, and failures that its own language host logs."""

import json
from pathlib import Path

import pytest

from scaffolder.engine.engine_output import EngineOutput, read_requests, read_value
from scaffolder.engine.tracebacks import report_of, tells_of_failure
from scaffolder.simulator.problems import Problem
from scaffolder.simulator.values import UNKNOWN, Asset, ResourceReference, Secret
from scaffolder.simulator.wire import ARCHIVE, ASSET, RESOURCE, SECRET, SIGNATURE, UNKNOWN_STRING

URN = "urn:pulumi:dev::demo::aws:sqs/queue:Queue::q"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (UNKNOWN_STRING, UNKNOWN),
        ([1, 2.5, None, True, "x", [UNKNOWN_STRING]], [1, 2.5, None, True, "x", [UNKNOWN]]),
        ({"a": {"b": UNKNOWN_STRING}}, {"a": {"b": UNKNOWN}}),
        ({SIGNATURE: SECRET, "plaintext": '{"a":[1]}'}, Secret({"a": [1]})),
        ({SIGNATURE: SECRET, "plaintext": json.dumps(UNKNOWN_STRING)}, Secret(UNKNOWN)),
        ({SIGNATURE: SECRET, "ciphertext": "[secret]"}, Secret("[secret]")),
        ({SIGNATURE: ASSET, "text": "hi", "hash": "abc"}, Asset(text="hi")),
        (
            {SIGNATURE: ARCHIVE, "assets": {"f": {SIGNATURE: ASSET, "path": "./f"}}, "hash": "abc"},
            Asset(archive=True, assets={"f": Asset(path="./f")}),
        ),
        (
            {SIGNATURE: RESOURCE, "urn": URN, "id": "", "packageVersion": "1.0"},
            ResourceReference(urn=URN, id=UNKNOWN, package_version="1.0"),
        ),
        ({SIGNATURE: RESOURCE, "urn": URN}, ResourceReference(urn=URN)),
        ({SIGNATURE: "something newer", "x": 1}, {SIGNATURE: "something newer", "x": 1}),
    ],
)
def test_a_value_is_what_it_stands_for(written: object, value: object) -> None:
    assert read_value(written) == value


def diagnostic(severity: str, message: str, urn: str = "") -> dict[str, object]:
    return {"diagnosticEvent": {"severity": severity, "message": message, "urn": urn}}


def test_only_what_concerns_the_program_is_a_problem() -> None:
    output = EngineOutput()
    for event in (
        diagnostic("warning", "using pulumi-resource-azure-native from $PATH at /tmp/x/pulumi-resource-azure-native\n"),
        diagnostic("debug", "registering"),
        diagnostic("info", "printed\n\n"),
        diagnostic("info#err", "complained\n\n"),
        diagnostic("warning", "careful\n", URN),
        diagnostic("error", f"Duplicate resource URN '{URN}'; try giving it a unique name\n", URN),
        diagnostic("error", "preview failed\n"),
    ):
        assert output.add(event) is None
    assert list(output.problems()) == [
        Problem(severity="warning", urn=URN, message="careful", source="pulumi"),
        Problem(
            severity="error",
            urn=URN,
            message=f"Duplicate resource URN '{URN}'; try giving it a unique name",
            fix='Two resources of one type below the same types of parents need different names: name children f"{name}-role".',
            source="pulumi",
        ),
    ]
    assert output.printed() == "printed\ncomplained"
    assert output.asked_for_online() == ""


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (
            'Preview failed: unknown stack "organization/other/dev"',
            'Preview failed: unknown stack "organization/other/dev"',
        ),
        (
            "Preview failed: organization name must be 'organization'",
            "it refers to a stack of another organization",
        ),
        (
            "no resource plugin 'pulumi-resource-awsx' found in the workspace or on your $PATH",
            "no resource plugin 'pulumi-resource-awsx' found in the workspace or on your $PATH",
        ),
    ],
)
def test_what_is_not_to_be_had_offline_is_recognised(message: str, reason: str) -> None:
    output = EngineOutput()
    output.add(diagnostic("error", f"{message}\n"))
    assert output.asked_for_online() == reason


def test_a_preview_without_a_plan_has_what_the_requests_said(tmp_path: Path) -> None:
    step = {"urn": URN, "type": "aws:sqs/queue:Queue", "custom": True, "parent": "", "inputs": {"name": UNKNOWN_STRING}}
    output = EngineOutput()
    event = {"resourcePreEvent": {"metadata": {"new": step}}}
    assert output.add(event) == URN
    assert output.add(event) is None
    request = {
        "method": "/pulumirpc.ResourceMonitor/RegisterResource",
        "request": {
            "propertyDependencies": {"name": {"urns": ["urn:b", "urn:a"]}, "none": {}},
            "sourcePosition": {"uri": f"file://{tmp_path}/infra/net.py", "line": 7},
        },
        "response": {"urn": URN},
        "progress": "response_completed",
    }
    lines = [
        json.dumps(request, separators=(",", ":")),
        '{"method":"/pulumirpc.ResourceProvider/Check","progress":"response_completed"}',
        "torn line of an engine that was ki",
    ]
    registered = read_requests(lines, root=tmp_path)
    assert registered.positions == {URN: "infra/net.py:7"}
    [resource] = output.resources({}, registered)
    assert resource.inputs == {"name": UNKNOWN}
    assert resource.property_dependencies == {"name": ("urn:a", "urn:b")}


def test_the_official_hosts_traceback_becomes_a_report(tmp_path: Path) -> None:
    message = f'''Program failed with an unhandled exception:
Traceback (most recent call last):
  File "/usr/bin/pulumi-language-python-exec", line 190, in <module>
    loop.run_until_complete(coro)
  File "{tmp_path}/infra/__main__.py", line 3, in <module>
    deep(1)
    ~~~~^^^
  File "{tmp_path}/infra/__main__.py", line 2, in deep
    return {{}}["missing: x"]
           ~~^^^^^^^^^^^^^^^
  File "{tmp_path}/.venv/lib/python3.11/site-packages/lib.py", line 9, in get
    raise KeyError
pkg.errors.NoSuchKeyError: 'missing: x'
and more'''
    assert report_of(["something else", message], root=tmp_path) == {
        "kind": "error",
        "type": "NoSuchKeyError",
        "message": "'missing: x'\nand more",
        "fix": "",
        "key": "",
        "module": "",
        "frames": [
            {"file": f"{tmp_path}/infra/__main__.py", "line": 3, "function": "<module>", "text": "deep(1)"},
            {"file": f"{tmp_path}/infra/__main__.py", "line": 2, "function": "deep", "text": 'return {}["missing: x"]'},
        ],
    }


def test_a_missing_module_is_named(tmp_path: Path) -> None:
    message = (
        "Program failed with an unhandled exception:\nTraceback (most recent call last):\n"
        f'  File "{tmp_path}/__main__.py", line 1, in <module>\n    import pulumi_aws\n'
        "ModuleNotFoundError: No module named 'pulumi_aws'\n"
    )
    report = report_of([message], root=tmp_path)
    assert report
    assert (report["type"], report["module"]) == ("ModuleNotFoundError", "pulumi_aws")


@pytest.mark.parametrize(
    ("own", "kind", "type_", "key"),
    [
        ("told you so", "run_error", "RunError", ""),
        (
            "Missing required configuration variable 'demo:count'\n\tplease set",
            "run_error",
            "ConfigMissingError",
            "demo:count",
        ),
    ],
)
def test_an_error_of_the_programs_own_is_reported_as_it_is(
    tmp_path: Path, own: str, kind: str, type_: str, key: str
) -> None:
    exited = "an unhandled error occurred: Program exited with non-zero exit code: 1"
    report = report_of([own, exited], root=tmp_path)
    assert report
    assert (report["kind"], report["type"], report["key"], report["message"]) == (kind, type_, key, own)
    assert [one for one in (own, exited, "another") if not tells_of_failure(one, report["message"])] == ["another"]


def test_an_exit_is_told_by_its_code(tmp_path: Path) -> None:
    report = report_of(["an unhandled error occurred: Program exited with non-zero exit code: 3"], root=tmp_path)
    assert report
    assert (report["type"], report["message"]) == ("SystemExit", "the program ended with exit code 3")


def test_no_traceback_no_report(tmp_path: Path) -> None:
    assert report_of(["Program exited with code 1", ""], root=tmp_path) is None
