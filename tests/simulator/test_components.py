"""What a component of a plugin gives once it counts as deployed."""

from __future__ import annotations

from pathlib import Path

from scaffolder.simulator.components import made_up_outputs
from scaffolder.simulator.schema import SchemaStore

_SDK = """
import pulumi_aws

class NetArgs:
    pass

class Net(pulumi.ComponentResource):
    def _internal_init(self):
        __props__ = NetArgs.__new__(NetArgs)

    @_builtins.property
    @pulumi.getter(name="netId")
    def net_id(self) -> pulumi.Output[_builtins.str]:
        return 1

    @_builtins.property
    @pulumi.getter(name="subnetIds")
    def subnet_ids(self) -> pulumi.Output[Sequence[_builtins.str]]:
        return 1

    @_builtins.property
    @pulumi.getter
    def net(self) -> pulumi.Output['pulumi_aws.ec2.Vpc']:
        return 1

    @_builtins.property
    @pulumi.getter
    def subnets(self) -> pulumi.Output[Sequence['pulumi_aws.ec2.Subnet']]:
        return 1
"""


def test_plain_outputs_are_made_up_and_resources_are_not(tmp_path: Path) -> None:
    home = tmp_path / "pulumi_netx"
    home.mkdir()
    (home / "pulumi-plugin.json").write_text('{"resource": true, "name": "netx", "version": "1.0.0"}')
    (home / "__init__.py").write_text(
        'x = """{"mod": "index", "fqn": "pulumi_netx", "classes": {"netx:index:Net": "Net"}}"""'
    )
    (home / "net.py").write_text(_SDK)
    schemas = SchemaStore([tmp_path])
    made = made_up_outputs(schemas, "netx:index:Net", "n")
    assert sorted(made) == ["netId", "subnetIds"]
    assert made["netId"].startswith("netId-")
    one, another = made["subnetIds"]
    assert one.startswith("subnetId-")
    assert another.startswith("subnetId-")
    assert one != another
    assert made == made_up_outputs(schemas, "netx:index:Net", "n")
    assert made != made_up_outputs(schemas, "netx:index:Net", "m")
    assert made_up_outputs(schemas, "netx:index:Other", "n") == {}
