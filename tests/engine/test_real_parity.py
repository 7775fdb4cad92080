"""Both engines on the same programs: URN for URN, input for input."""

from dataclasses import replace
from pathlib import Path

import pytest

from scaffolder.engine.embedded import preview_embedded
from scaffolder.engine.preview import Preview
from scaffolder.engine.pulumi_command import PulumiCommand
from scaffolder.engine.real import preview_real
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from tests.projects import write_project

PROGRAMS = {
    "components, providers, values of every kind": """
        import pulumi, pulumi_aws as aws, pulumi_gcp as gcp, pulumi_random as random
        from pulumi import ResourceOptions as O

        class Inner(pulumi.ComponentResource):
            def __init__(self, name, opts=None):
                super().__init__("x:y:Inner", name, {"deep": {"a": [1, 2.5, True, None]}}, opts)
                queue = aws.sqs.Queue(f"{name}-q", tags={"k": "v"}, opts=O(parent=self))
                self.register_outputs({"url": queue.url})

        class Outer(pulumi.ComponentResource):
            def __init__(self, name, opts=None):
                super().__init__("x:y:Outer", name, None, opts)
                Inner(f"{name}-inner", opts=O(parent=self))
                self.register_outputs({})

        provider = aws.Provider("p", region="eu-west-1", default_tags={"tags": {"a": "b"}})
        outer = Outer("o", opts=O(providers=[provider]))
        password = random.RandomPassword("pw", length=16)
        bucket = aws.s3.Bucket("b", opts=O(protect=True))
        aws.s3.BucketObject("file", bucket=bucket.id, source=pulumi.FileAsset("./__main__.py"),
                            opts=O(parent=bucket, depends_on=[outer]))
        aws.s3.BucketObject("zip", bucket=bucket.bucket, source=pulumi.AssetArchive(
            {"x": pulumi.StringAsset("hi"), "d": pulumi.FileArchive(".")}))
        aws.ssm.Parameter("secret", type="SecureString", value=pulumi.Output.secret("shh"),
                          description=pulumi.Output.concat("d-", bucket.arn))
        aws.secretsmanager.SecretVersion("v", secret_id="abc", secret_string=password.result.apply(lambda r: "x" + r))
        account = aws.get_caller_identity()
        region = aws.get_region_output()
        aws.iam.Policy("policy", policy=pulumi.Output.json_dumps(
            {"arn": bucket.arn, "account": account.account_id, "region": region.region}))
        aws.sqs.Queue.get("existing", "https://sqs.example/1")
        aws.sqs.Queue("imported", opts=O(import_="https://sqs.example/2"))
        aws.sqs.Queue("renamed", opts=O(aliases=[pulumi.Alias(name="old")], ignore_changes=["tags"],
                                        retain_on_delete=True, delete_before_replace=True))
        gcp.storage.Bucket("gb", location="EU", project="p1", labels={"n": pulumi.Config().require("name")})
        vpc = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=O(provider=provider, additional_secret_outputs=["arn"]))
        subnets = [aws.ec2.Subnet(f"s{i}", vpc_id=vpc.id, cidr_block=f"10.0.{i}.0/24",
                                  opts=O(provider=provider, parent=vpc)) for i in range(3)]
        aws.lb.LoadBalancer("lb", subnets=[subnet.id for subnet in subnets], opts=O(provider=provider))
        pulumi.export("values", {"list": [s.id for s in subnets], "secret": pulumi.Output.secret({"a": 1}),
                                 "password": password.result, "number": 3, "none": None})
        pulumi.export("vpc", vpc.arn)
        pulumi.export("bucket", bucket)
        ami = aws.ec2.get_ami(most_recent=True, filters=[aws.ec2.GetAmiFilterArgs(values=["linux"], name="name")])
        pulumi.export("ami", ami.id)

        class Foreign(pulumi.ComponentResource):
            def __init__(self, name, opts=None):
                super().__init__("random:index:Foreign", name, {"size": 3, "made": pulumi.Output.secret("x")}, opts, remote=True)

        Foreign("foreign", opts=O(parent=outer))
        """,
    "transforms of the stack, of a component and of a resource": """
        import pulumi, pulumi_aws as aws
        from pulumi import ResourceOptions as O

        def everywhere(args):
            if args.type_ == "aws:sqs/queue:Queue":
                return pulumi.ResourceTransformResult(props={**args.props, "tags": {"t": "stack"}}, opts=args.opts)

        pulumi.runtime.register_resource_transform(everywhere)
        base = aws.sqs.Queue("base")

        async def own(args):
            options = pulumi.ResourceOptions.merge(args.opts, O(protect=True, depends_on=[base]))
            return pulumi.ResourceTransformResult(props={**args.props, "name": base.name, "delaySeconds": 7}, opts=options)

        class C(pulumi.ComponentResource):
            def __init__(self, name, opts=None):
                super().__init__("x:y:C", name, {}, opts)
                aws.sqs.Queue(f"{name}-q", opts=O(parent=self))
                self.register_outputs({})

        C("c", opts=O(transforms=[own]))
        aws.sqs.Queue("mine", name=base.name, tags={"was": base.arn}, opts=O(transforms=[own]))
        """,
    "wrong inputs": """
        import pulumi, pulumi_aws as aws, pulumi_azure_native as azure
        aws.ec2.Vpc("v", cidr_block=3, instance_tenancy="nope")
        aws.lb.TargetGroup("tg", port="eighty", health_check={"intervall": 3})
        azure.app.ContainerApp("app", resource_group_name="x",
                               configuration={"ingress": {"targetPort": "8", "external": 1, "transport": "htp"}})
        """,
    "a dynamic provider": """
        import pulumi
        from pulumi.dynamic import CreateResult, Resource, ResourceProvider

        class Made(ResourceProvider):
            def create(self, props):
                return CreateResult("id", props)

        class Thing(Resource):
            def __init__(self, name, props):
                super().__init__(Made(), name, props)

        Thing("d", {"a": 1})
        """,
    "a failure": """
        import pulumi, pulumi_aws as aws
        bucket = aws.s3.Bucket("b")
        aws.s3.BucketObject("o", bucket=bucket.id)

        def deep():
            return {}["missing"]

        deep()
        """,
    "a missing setting": """
        import pulumi, pulumi_aws as aws
        aws.s3.Bucket("b")
        pulumi.Config().require_int("count")
        """,
    "an error of the program's own": 'import pulumi\nraise pulumi.RunError("told you so")\n',
    "a failure in an apply": """
        import pulumi

        def refuse(value):
            raise ValueError("no " + value)

        pulumi.Output.from_input("a").apply(refuse)
        """,
    "an exit": 'import sys, pulumi\nprint("bye")\nsys.exit(3)\n',
    "a syntax error": "import pulumi\ndef f(:\n",
    "providers set up from what is not known yet": """
        import pulumi, pulumi_aws as aws, pulumi_kubernetes as k8s
        cluster = aws.eks.Cluster("c", vpc_config={"subnet_ids": ["subnet-12345678"]},
            role_arn="arn:aws:iam::123456789012:role/x")
        kubeconfig = pulumi.Output.secret(cluster.endpoint)
        inside = pulumi.ResourceOptions(provider=k8s.Provider("k", kubeconfig=kubeconfig))
        k8s.core.v1.ConfigMap("m", metadata={"name": "Bad_Name"}, data={"a": 1}, opts=inside)
        there = pulumi.ResourceOptions(provider=aws.Provider("w", region=cluster.region))
        aws.sqs.Queue("q", delay_seconds=100000, opts=there)
        aws.sqs.Queue("fine", opts=there)
        """,
    "questions about what is not known yet": """
        import asyncio, pulumi, pulumi_aws as aws

        async def soon(value):
            return value

        # As a component's output that its plugin would give.
        later = pulumi.Output(set(), asyncio.ensure_future(soon(None)), asyncio.ensure_future(soon(False)))
        pulumi.export("subnets", aws.ec2.get_subnets_output(filters=[{"name": "vpc-id", "values": [later]}]).ids)
        pulumi.export("zones", aws.get_availability_zones_output(state=later, exclude_names=["us-east-1a"]).names)
        """,
    "warnings of several kinds": """
        import pulumi_aws as aws
        aws.s3.BucketV2("b")
        aws.ec2.get_vpn_gateway(id="vgw-12345678")
        aws.ec2.get_customer_gateway(id="cgw-12345678")
        aws.cloudfront.get_log_delivery_canonical_user_id()
        """,
    "a policy about what is not made yet": """
        import pulumi_aws as aws
        queue = aws.sqs.Queue("q")
        role = aws.iam.Role("r", assume_role_policy='{"Statement": []}')
        read = {"actions": ["sqs:ReceiveMessage"], "resources": [queue.arn]}
        aws.iam.Policy("p", policy=aws.iam.get_policy_document(statements=[read]).json)
        send = {"actions": ["sqs:SendMessage"], "resources": ["*"], "principals": [
            {"type": "AWS", "identifiers": [role.arn]},
        ]}
        aws.sqs.QueuePolicy("s", queue_url=queue.id, policy=aws.iam.get_policy_document(statements=[send]).json)
        """,
    "its own stack, its own log, a plugin from elsewhere": """
        import pulumi, pulumi_random as random
        pulumi.log.warn("careful")
        before = pulumi.StackReference("organization/demo/dev")
        pulumi.export("before", before.get_output("before"))
        pulumi.export("same", pulumi.StackReference("dev").get_output("before"))
        elsewhere = pulumi.ResourceOptions(plugin_download_url="github://api.github.com/acme/own-random")
        random.RandomPet("p", opts=elsewhere)
        """,
    "a stack of another organisation": """
        import pulumi, pulumi_aws as aws
        other = pulumi.StackReference("acme/network/prod")
        aws.sqs.Queue("q", name=other.require_output("name"))
        """,
    "what pulumi cannot do offline": """
        import pulumi, pulumi_aws as aws
        other = pulumi.StackReference("organization/other/dev")
        aws.sqs.Queue("q", name=other.require_output("name"))
        """,
}
SETTINGS = "config:\n  aws:region: us-east-1\n  demo:name: joe\n"


def comparable(preview: Preview) -> Preview:
    """A preview without what names the engine, and without the order in which a program's threads printed."""
    problems = tuple(
        replace(problem, source="") if problem.severity == "error" else problem for problem in preview.problems
    )
    lines = "\n".join(sorted(preview.output.splitlines()))
    return replace(
        preview, engine="", engine_version="", seconds=0, notes=(), output=lines, problems=problems, resources=()
    )


def assert_same(real: Preview, embedded: Preview) -> None:
    assert [one.urn for one in real.resources] == [one.urn for one in embedded.resources]
    for ours, theirs in zip(embedded.resources, real.resources, strict=True):
        # The options and outputs of a resource are told by the embedded engine alone, to compare two of its previews.
        alone = {"aliases": (), "ignore_changes": (), "replace_on_changes": (), "outputs": {}}
        assert replace(ours, **alone) == replace(theirs, **alone)
    assert comparable(real) == comparable(embedded)


@pytest.mark.parametrize("name", PROGRAMS)
def test_both_engines_tell_the_same(engine: PulumiCommand, tmp_path: Path, name: str) -> None:
    write_project(tmp_path, PROGRAMS[name], files={"Pulumi.dev.yaml": SETTINGS})
    workspace = Workspace.find(tmp_path)
    [real] = preview_real(workspace, ["dev"], command=engine)
    [embedded] = preview_embedded(workspace, ["dev"])
    assert_same(real, embedded)


def test_both_engines_refuse_a_missing_sdk_in_the_same_words(engine: PulumiCommand, tmp_path: Path) -> None:
    write_project(tmp_path, "import pulumi\nimport pulumi_snowflake\n", files={"Pulumi.dev.yaml": ""})
    workspace = Workspace.find(tmp_path)
    with pytest.raises(ScaffolderError) as real:
        preview_real(workspace, ["dev"], command=engine)
    with pytest.raises(ScaffolderError) as embedded:
        preview_embedded(workspace, ["dev"])
    assert (str(real.value), real.value.fix) == (str(embedded.value), embedded.value.fix)


REPOSITORY = Workspace.find(Path(__file__).parent)


@pytest.mark.parametrize("stack", REPOSITORY.stacks())
def test_both_engines_tell_the_same_of_every_reference_stack(engine: PulumiCommand, stack: str) -> None:
    before = {file: file.read_bytes() for file in REPOSITORY.stack_config_dir.glob("Pulumi.*")}
    [real] = preview_real(REPOSITORY, [stack], command=engine)
    [embedded] = preview_embedded(REPOSITORY, [stack])
    assert_same(real, embedded)
    assert before == {file: file.read_bytes() for file in REPOSITORY.stack_config_dir.glob("Pulumi.*")}
