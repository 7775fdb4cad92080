"""What the embedded engine makes of a program: the same graph as the real one."""

from pathlib import Path

import pytest

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview, PreviewResource
from scaffolder.engine.workspace import Workspace
from scaffolder.simulator.values import UNKNOWN, Secret
from scaffolder.simulator.wire import UNKNOWN_STRING
from tests.projects import write_project

STACK = "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev"
PREFIX = "urn:pulumi:dev::demo::"


def preview(folder: Path, program: str = "", **files: str) -> Preview:
    named = {name.replace("__", "."): text for name, text in files.items()}
    write_project(folder, program, files={"Pulumi.dev.yaml": "", **named})
    return preview_embedded(Workspace.find(folder), ["dev"])[0]


def named(result: Preview, name: str) -> PreviewResource:
    return next(resource for resource in result.resources if resource.name == name)


def test_parents_providers_dependencies_and_outputs_are_kept(tmp_path: Path) -> None:
    result = preview(
        tmp_path,
        """
        import pulumi, pulumi_random as random

        class Pair(pulumi.ComponentResource):
            def __init__(self, name, opts=None):
                super().__init__("test:index:Pair", name, {}, opts)
                child = pulumi.ResourceOptions(parent=self)
                first = random.RandomPet(f"{name}-first", length=2, opts=child)
                random.RandomPet(f"{name}-second", prefix=first.id, opts=child)
                self.register_outputs({"id": first.id})

        Pair("pair", pulumi.ResourceOptions(parent=Pair("outer")))
        pulumi.export("plain", [1, {"a": True}])
        pulumi.export("later", random.RandomPet("alone").id)
        pulumi.export("hidden", pulumi.Output.secret("x"))
        """,
    )
    pet, pair = "random:index/randomPet:RandomPet", "test:index:Pair"
    provider = f"{PREFIX}pulumi:providers:random::default_4_21_4::{UNKNOWN_STRING}"
    assert [(resource.urn, resource.parent, resource.provider) for resource in result.resources] == [
        (STACK, "", ""),
        (f"{PREFIX}{pet}::alone", STACK, provider),
        (f"{PREFIX}{pair}::outer", STACK, ""),
        (f"{PREFIX}{pair}${pet}::outer-first", f"{PREFIX}{pair}::outer", provider),
        (f"{PREFIX}{pair}${pet}::outer-second", f"{PREFIX}{pair}::outer", provider),
        (f"{PREFIX}{pair}${pair}::pair", f"{PREFIX}{pair}::outer", ""),
        (f"{PREFIX}{pair}${pair}${pet}::pair-first", f"{PREFIX}{pair}${pair}::pair", provider),
        (f"{PREFIX}{pair}${pair}${pet}::pair-second", f"{PREFIX}{pair}${pair}::pair", provider),
    ]
    second = named(result, "pair-second")
    assert second.inputs == {"prefix": UNKNOWN}
    assert second.property_dependencies == {"prefix": (f"{PREFIX}{pair}${pair}${pet}::pair-first",)}
    assert result.outputs == {"plain": [1, {"a": True}], "later": UNKNOWN, "hidden": Secret("x")}
    assert result.changes == {"create": 8}
    assert (result.problems, result.failure, result.notes) == ((), None, ())
    assert (result.project, result.stack, result.engine, result.live) == ("demo", "dev", "embedded", False)
    assert result.positions[f"{PREFIX}{pet}::alone"] == "__main__.py:13"


def test_providers_are_inherited_and_the_denied_default_is_a_problem(tmp_path: Path) -> None:
    result = preview(
        tmp_path,
        """
        import pulumi, pulumi_random as random

        class Box(pulumi.ComponentResource):
            def __init__(self, name, opts=None):
                super().__init__("test:index:Box", name, {}, opts)
                random.RandomPet(f"{name}-pet", opts=pulumi.ResourceOptions(parent=self))

        chosen = random.Provider("chosen")
        Box("given", pulumi.ResourceOptions(providers=[chosen]))
        Box("bare")
        random.RandomPet("direct", opts=pulumi.ResourceOptions(provider=chosen))
        """,
        Pulumi__dev__yaml='config: {pulumi:disable-default-providers: ["*"]}\n',
    )
    chosen = f"{PREFIX}pulumi:providers:random::chosen::{UNKNOWN_STRING}"
    assert named(result, "given-pet").provider == chosen
    assert named(result, "direct").provider == chosen
    assert named(result, "bare-pet").provider == ""
    assert named(result, "chosen").inputs["version"] == "4.21.4"
    urn = f"{PREFIX}test:index:Box$random:index/randomPet:RandomPet::bare-pet"
    [problem] = result.problems
    assert (problem.severity, problem.urn) == ("error", urn)
    assert problem.message == f"Default provider for 'random' disabled. '{urn}' must use an explicit provider."


def test_transforms_run_for_the_resource_its_parents_and_the_stack(tmp_path: Path) -> None:
    result = preview(
        tmp_path,
        """
        import pulumi, pulumi_random as random

        def adding(text):
            def transform(args):
                if args.type_ != "random:index/randomPet:RandomPet":
                    return None
                separator = args.props.get("separator") or ""
                return pulumi.ResourceTransformResult({**args.props, "separator": separator + text}, args.opts)
            return transform

        pulumi.runtime.register_resource_transform(adding("stack"))
        box = pulumi.ComponentResource(
            "test:index:Box", "box", opts=pulumi.ResourceOptions(transforms=[adding("parent-")]))
        first = random.RandomPet("first")
        random.RandomPet("second", prefix=first.id, separator="x-", opts=pulumi.ResourceOptions(
            parent=box, transforms=[adding("own-")], depends_on=[first]))
        """,
    )
    assert result.failure is None
    assert named(result, "first").inputs == {"separator": "stack"}
    second = named(result, "second")
    assert second.inputs == {"prefix": UNKNOWN, "separator": "x-own-parent-stack"}
    # The SDK gives no dependencies back from a transform, so the real engine has none either.
    assert second.property_dependencies == {}


def test_transforms_of_invokes_run(tmp_path: Path) -> None:
    result = preview(
        tmp_path,
        """
        import pulumi, pulumi_aws as aws

        def elsewhere(args):
            return pulumi.InvokeTransformResult({**args.args, "region": "eu-north-1"}, args.opts)

        pulumi.runtime.register_invoke_transform(elsewhere)
        pulumi.export("region", aws.get_region_output(region="us-east-1").region)
        """,
    )
    assert (result.failure, result.outputs) == (None, {"region": "eu-north-1"})


def test_a_transform_that_raises_fails_the_program_with_its_words(tmp_path: Path) -> None:
    result = preview(
        tmp_path,
        """
        import pulumi, pulumi_random as random

        def broken(args):
            raise ValueError("not like this")

        random.RandomPet("pet", opts=pulumi.ResourceOptions(transforms=[broken]))
        """,
    )
    assert result.failure
    assert "not like this" in result.failure.message


def test_the_inputs_are_checked_and_the_preview_goes_on(tmp_path: Path) -> None:
    result = preview(
        tmp_path,
        """
        import pulumi_random as random

        random.RandomPet("one", length="many")
        random.RandomPet("two", opts=None, keepers={"a": "b"})
        """,
    )
    [problem] = result.problems
    assert problem.urn == f"{PREFIX}random:index/randomPet:RandomPet::one"
    assert (problem.severity, problem.property, problem.value) == ("error", "length", "many")
    assert result.failed
    assert named(result, "two").inputs == {"keepers": {"a": "b"}}


def test_the_same_urn_twice_is_a_problem_that_names_both_places(tmp_path: Path) -> None:
    result = preview(tmp_path, 'import pulumi_random as r\nr.RandomPet("a")\nr.RandomPet("a")\n')
    [problem] = result.problems
    urn = f"{PREFIX}random:index/randomPet:RandomPet::a"
    assert problem.message == (
        f"Duplicate resource URN '{urn}'; try giving it a unique name. Made at __main__.py:2 and __main__.py:3."
    )


def test_functions_are_answered_with_the_providers_settings(tmp_path: Path) -> None:
    result = preview(
        tmp_path,
        """
        import pulumi, pulumi_aws as aws

        west = aws.Provider("west", region="us-west-2")
        pulumi.export("named", aws.get_region(opts=pulumi.InvokeOptions(provider=west)).region)
        pulumi.export("default", aws.get_region_output().region)
        bucket = aws.s3.Bucket("bucket")
        pulumi.export("waits", aws.get_region_output(opts=pulumi.InvokeOutputOptions(depends_on=[bucket])).region)
        """,
        Pulumi__dev__yaml="config: {aws:region: eu-central-1}\n",
    )
    assert result.failure is None
    assert result.outputs == {"named": "us-west-2", "default": "eu-central-1", "waits": UNKNOWN}


def test_dynamic_resources_stash_and_stack_references_need_no_provider(tmp_path: Path) -> None:
    result = preview(
        tmp_path,
        """
        import pulumi
        from pulumi.dynamic import Resource, ResourceProvider

        class Made(Resource):
            size: pulumi.Output[int]
            def __init__(self, name):
                super().__init__(ResourceProvider(), name, {"a": 1, "size": None})

        made = Made("made")
        other = pulumi.StackReference("acme/net/prod")
        pulumi.export("size", made.size)
        pulumi.export("vpc", other.get_output("vpc"))
        """,
    )
    assert result.failure is None
    assert named(result, "made").inputs["a"] == 1
    assert result.outputs == {"size": UNKNOWN, "vpc": UNKNOWN}
    assert result.changes == {"create": 2}
    [problem] = result.problems
    assert problem.severity == "warning"
    assert problem.message == (
        "The outputs of the stack acme/net/prod are not known offline, nor is anything made from them."
    )


def test_a_component_of_a_plugin_is_a_warning_and_the_rest_is_shown(tmp_path: Path) -> None:
    result = preview(
        tmp_path,
        """
        import pulumi, pulumi_random as random

        vpc = pulumi.ComponentResource("awsx:ec2:Vpc", "vpc", {"vpcId": None}, remote=True)
        random.RandomPet("pet")
        """,
    )
    [problem] = result.problems
    assert problem.severity == "warning"
    assert problem.message == (
        "awsx:ec2:Vpc is a component that runs inside the awsx provider plugin, which cannot run offline: "
        "the resources inside it are not shown."
    )
    assert named(result, "pet").custom


def test_resource_options_of_every_kind_are_accepted(tmp_path: Path) -> None:
    result = preview(
        tmp_path,
        """
        import pulumi, pulumi_random as random

        hook = pulumi.ResourceHook("say", lambda args: print("hooked", args.name),
                                   opts=pulumi.ResourceHookOptions(on_dry_run=True))
        quiet = pulumi.ResourceHook("quiet", lambda args: print("never"))
        other = random.RandomPet("other")
        random.RandomPet("pet", opts=pulumi.ResourceOptions(
            protect=True, ignore_changes=["length"], replace_on_changes=["*"], retain_on_delete=True,
            delete_before_replace=True, deleted_with=other, additional_secret_outputs=["separator"],
            aliases=[pulumi.Alias(name="old"), "urn:pulumi:dev::demo::a:b:C::d"], version="4.0.0",
            custom_timeouts=pulumi.CustomTimeouts(create="5m"), import_="some-id",
            hooks=pulumi.ResourceHookBinding(before_create=[hook, quiet])))
        known = random.RandomPet.get("read", "an-id")
        pulumi.export("id", known.id)
        """,
    )
    assert (result.failure, result.problems) == (None, ())
    assert result.changes == {"create": 2, "import": 1}
    assert result.outputs == {"id": "an-id"}
    assert result.output == "hooked pet"
    assert named(result, "pet").provider == f"{PREFIX}pulumi:providers:random::default_4_0_0::{UNKNOWN_STRING}"


def test_what_the_program_prints_and_logs_is_kept(tmp_path: Path) -> None:
    result = preview(
        tmp_path,
        """
        import pulumi, sys

        print("printed")
        print("complained", file=sys.stderr)
        pulumi.log.debug("nobody reads this")
        pulumi.log.info("told")
        pulumi.log.warn("careful")
        pulumi.log.error("wrong")
        """,
    )
    assert set(result.output.splitlines()) == {"printed", "complained", "told"}
    assert {(problem.severity, problem.message) for problem in result.problems} == {
        ("warning", "careful"),
        ("error", "wrong"),
    }
    assert result.failed


def test_what_a_program_prints_last_is_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Unbuffered output would be there in any case.
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    program = """
        import atexit, pulumi, time

        print("printed")
        atexit.register(lambda: (time.sleep(0.5), print("at its end")))
        """
    assert preview(tmp_path, program).output == "printed\nat its end"


@pytest.mark.parametrize("style", ["async", "folder", "file"])
def test_every_way_to_write_a_program_works(style: str, tmp_path: Path) -> None:
    body = "import pulumi\nimport neighbour\npulumi.export('x', neighbour.VALUE)\n"
    if style == "async":
        body = (
            "import pulumi\nimport neighbour\nasync def main():\n    return {'x': neighbour.VALUE}\npulumi.run(main)\n"
        )
    place = {"async": "", "folder": "infra/", "file": "infra/"}[style]
    main = {"async": "", "folder": "main: infra\n", "file": "main: infra/app.py\n"}[style]
    script = "app.py" if style == "file" else "__main__.py"
    files = {
        "Pulumi.yaml": f"name: demo\nruntime: python\n{main}",
        f"{place}neighbour.py": "import os\nVALUE = os.path.basename(os.getcwd())\n",
        f"{place}{script}": body,
    }
    write_project(tmp_path, files=files)
    result = preview_embedded(Workspace.find(tmp_path), ["dev"])[0]
    assert result.failure is None
    assert result.outputs == {"x": tmp_path.name if style == "async" else "infra"}


def test_several_stacks_run_side_by_side_and_come_back_in_the_order_asked(tmp_path: Path) -> None:
    program = """
        import pulumi
        print(pulumi.get_stack(), pulumi.get_project(), pulumi.get_organization(), pulumi.runtime.is_dry_run())
        pulumi.export("size", pulumi.Config().require_int("size"))
        """
    stacks = {f"Pulumi.{name}.yaml": f"config: {{size: {size}}}\n" for name, size in (("a", 1), ("b", 2), ("c", 3))}
    write_project(tmp_path, program, files=stacks)
    results = preview_embedded(Workspace.find(tmp_path), ["c", "a", "b"])
    assert [(result.stack, result.outputs) for result in results] == [
        ("c", {"size": 3}),
        ("a", {"size": 1}),
        ("b", {"size": 2}),
    ]
    assert [result.output for result in results] == [f"{name} demo organization True" for name in "cab"]


def test_one_stack_that_fails_does_not_spoil_the_others(tmp_path: Path) -> None:
    program = "import os, pulumi\nif pulumi.get_stack() == 'bad':\n    print('dying', flush=True)\n    os._exit(9)\n"
    write_project(tmp_path, program, files={"Pulumi.bad.yaml": "", "Pulumi.good.yaml": ""})
    bad, good = preview_embedded(Workspace.find(tmp_path), ["bad", "good"])
    assert not good.failed
    assert bad.output == "dying"
    assert [problem.message for problem in bad.problems] == [
        "The program failed: it ended with exit code 9 and no error of its own."
    ]


def test_many_stacks_run_a_few_at_a_time(tmp_path: Path) -> None:
    stacks = [f"s{number:02}" for number in range(9)]
    write_project(tmp_path, "import pulumi\npulumi.export('x', pulumi.get_stack() * 20_000)\n")
    for stack in stacks:
        (tmp_path / f"Pulumi.{stack}.yaml").touch()
    results = preview_embedded(Workspace.find(tmp_path), stacks)
    assert [result.outputs["x"][:3] for result in results] == stacks


def test_what_the_sdk_deprecates_is_told_once(tmp_path: Path) -> None:
    result = preview(tmp_path, 'import pulumi_aws as aws\naws.s3.BucketV2("b")\n')
    assert [(problem.severity, problem.message) for problem in result.problems] == [
        ("warning", "s3.BucketV2 has been deprecated in favor of s3.Bucket")
    ]
