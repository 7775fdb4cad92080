from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffolder.simulator.schema import SchemaStore
from scaffolder.simulator.types import EnumOf, ListOf, ObjectRef, Scalar, UnionOf


def test_a_resource_holds_its_inputs_and_outputs(schemas: SchemaStore) -> None:
    listener = schemas.resource("aws:lb/listener:Listener")
    assert listener is not None
    required = {name for name, property_ in listener.inputs.items() if property_.required}
    assert required == {"defaultActions", "loadBalancerArn"}
    actions = listener.inputs["defaultActions"]
    assert actions.python_name == "default_actions"
    assert actions.type == ListOf(ObjectRef("pulumi_aws.lb._inputs:ListenerDefaultActionArgs"))
    assert set(listener.outputs) - set(listener.inputs) == {"arn", "tagsAll"}


def test_nested_types_of_other_modules_are_found(schemas: SchemaStore) -> None:
    spec = schemas.object_properties("pulumi_kubernetes.apps.v1._inputs:DeploymentSpecArgs")
    assert spec is not None
    assert spec["template"].type == ObjectRef("pulumi_kubernetes.core.v1._inputs:PodTemplateSpecArgs")
    template = schemas.object_properties("pulumi_kubernetes.core.v1._inputs:PodTemplateSpecArgs")
    assert template is not None
    assert set(template) == {"metadata", "spec"}


def test_an_open_enum_is_a_string_or_its_values(schemas: SchemaStore) -> None:
    ingress = schemas.object_properties("pulumi_azure_native.app._inputs:IngressArgs")
    assert ingress is not None
    assert ingress["transport"].type == UnionOf((Scalar("str"), EnumOf(("auto", "http", "http2", "tcp"))))


def test_a_deprecated_property_carries_the_sdks_text(schemas: SchemaStore) -> None:
    bucket = schemas.resource("aws:s3/bucket:Bucket")
    assert bucket is not None
    assert bucket.inputs["acl"].deprecated == "acl is deprecated. Use the s3.BucketAcl resource instead."


def test_a_providers_own_settings_travel_as_json(schemas: SchemaStore) -> None:
    provider = schemas.resource("pulumi:providers:aws")
    assert provider is not None
    assert "defaultTags" in provider.as_json
    assert "region" not in provider.as_json


def test_a_component_is_told_from_a_resource(schemas: SchemaStore) -> None:
    chart = schemas.resource("kubernetes:helm.sh/v4:Chart")
    deployment = schemas.resource("kubernetes:apps/v1:Deployment")
    assert chart is not None
    assert deployment is not None
    assert (chart.component, deployment.component) == (True, False)


def test_a_function_holds_what_it_needs_and_gives(schemas: SchemaStore) -> None:
    parameter = schemas.function("aws:ssm/getParameter:getParameter")
    assert parameter is not None
    assert {name: property_.required for name, property_ in parameter.inputs.items()} == {
        "name": True,
        "region": False,
        "withDecryption": False,
    }
    assert {"arn", "value", "insecureValue"} <= set(parameter.outputs)


@pytest.mark.parametrize(
    "token",
    ["nobody:index:Thing", "aws:ecs/nothing:Nothing", "", ":::", "pulumi:pulumi:Stack", "pulumi:providers:nobody"],
)
def test_what_no_sdk_has_is_none(schemas: SchemaStore, token: str) -> None:
    assert schemas.resource(token) is None
    assert schemas.function(token) is None


def test_a_package_is_known_by_the_providers_name(schemas: SchemaStore) -> None:
    package = schemas.package("azure-native")
    assert package is not None
    assert package.import_name == "pulumi_azure_native"
    assert package.title == f"pulumi-azure-native {package.version}"
    assert schemas.package("nobody") is None


def test_a_package_with_another_import_name_is_found(tmp_path: Path) -> None:
    home = tmp_path / "somebody_clock"
    home.mkdir()
    (home / "pulumi-plugin.json").write_text('{"resource": true, "name": "clock", "version": "1.2.3"}')
    (home / "__init__.py").write_text(
        'x = """{"mod": "index", "fqn": "somebody_clock", "classes": {"clock:index:Alarm": "Alarm"}}"""'
    )
    (home / "alarm.py").write_text(
        "\n@pulumi.input_type\nclass AlarmArgs:\n"
        '    @property\n    @pulumi.getter(name="atHour")\n    def at_hour(self) -> Optional[pulumi.Input[int]]:\n'
        "        return 1\n"
        "\nclass Alarm(pulumi.CustomResource):\n    def _internal_init(self):\n"
        "        __props__ = AlarmArgs.__new__(AlarmArgs)\n"
    )
    alarm = SchemaStore([tmp_path]).resource("clock:index:Alarm")
    assert alarm is not None
    assert alarm.source == "somebody-clock 1.2.3 clock:index:Alarm"
    assert (alarm.inputs["atHour"].type, alarm.inputs["atHour"].required) == (Scalar("int"), False)


def test_a_provider_takes_what_the_configuration_may_set_too(tmp_path: Path) -> None:
    home = tmp_path / "pulumi_clock"
    (home / "config").mkdir(parents=True)
    (home / "pulumi-plugin.json").write_text('{"resource": true, "name": "clock", "version": "1.2.3"}')
    (home / "__init__.py").write_text("")
    (home / "config" / "vars.py").write_text(
        "    def zone(self):\n        return __config__.get('zone') or get_env('ZONE')\n"
        "    def max_hours(self):\n        return __config__.get_int('maxHours')\n"
    )
    (home / "provider.py").write_text(
        "\n@pulumi.input_type\nclass ProviderArgs:\n"
        '    @property\n    @pulumi.getter(name="maxHours")\n    def max_hours(self) -> Optional[pulumi.Input[int]]:\n'
        "        return 1\n"
        "\nclass Provider(pulumi.ProviderResource):\n    def _internal_init(self):\n"
        "        __props__ = ProviderArgs.__new__(ProviderArgs)\n"
    )
    provider = SchemaStore([tmp_path]).resource("pulumi:providers:clock")
    assert provider is not None
    assert {name: property_.type for name, property_ in provider.inputs.items()} == {
        "zone": Scalar("any"),
        "maxHours": Scalar("int"),
    }


def test_the_first_folder_with_a_package_wins(tmp_path: Path) -> None:
    for folder, version in (("first", "1.0.0"), ("second", "2.0.0")):
        home = tmp_path / folder / "pulumi_clock"
        home.mkdir(parents=True)
        (home / "__init__.py").write_text("")
        (home / "pulumi-plugin.json").write_text(json.dumps({"resource": True, "name": "clock", "version": version}))
    package = SchemaStore([tmp_path / "first", tmp_path / "second"]).package("clock")
    assert package is not None
    assert package.version == "1.0.0"


_CLUSTER = "aws:ecs/cluster:Cluster"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_cache_gives_what_the_source_gave(site_packages: Path, tmp_path: Path) -> None:
    cold = SchemaStore([site_packages], tmp_path)
    first = cold.resource(_CLUSTER)
    nested = "pulumi_aws.ecs._inputs:ClusterConfigurationArgs"
    inside = cold.object_properties(nested)
    cold.save()
    (file,) = _files(tmp_path)
    assert file.name == "pulumi_aws.ecs.json"

    document = json.loads(file.read_text())
    document["entries"][_CLUSTER]["deprecated"] = "from the cache"
    file.write_text(json.dumps(document))
    warm = SchemaStore([site_packages], tmp_path)
    second = warm.resource(_CLUSTER)
    assert first is not None
    assert second is not None
    assert (second.inputs, second.outputs, second.deprecated) == (first.inputs, first.outputs, "from the cache")
    assert warm.object_properties(nested) == inside


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"format": -1, "entries": {}}',
        b'{"format": 3, "entries": []}',
        b'{"format": 3, "entries": {"aws:ecs/cluster:Cluster": {"inputs": 3}}}',
        b'{"format": 3, "entries": {"aws:ecs/cluster:Cluster": {"inputs": [["a"]], "outputs": [], "deprecated": "", "as_json": [], "component": false}}}',
        b'{"format": 3, "entries": {"aws:ecs/cluster:Cluster": 7}}',
    ],
)
def test_a_damaged_cache_is_made_anew(site_packages: Path, tmp_path: Path, damage: bytes) -> None:
    store = SchemaStore([site_packages], tmp_path)
    expected = store.resource(_CLUSTER)
    store.save()
    (file,) = _files(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(damage)
    again = SchemaStore([site_packages], tmp_path)
    assert again.resource(_CLUSTER) == expected
    again.save()
    assert json.loads(file.read_bytes()) == json.loads(whole)
    assert _files(tmp_path) == [file]


def test_a_cache_that_cannot_be_written_is_no_failure(site_packages: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = SchemaStore([site_packages], tmp_path / "file")
    assert store.resource(_CLUSTER) is not None
    store.save()
