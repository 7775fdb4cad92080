from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scaffolder.simulator.schema import SchemaStore
from tests.simulator.introspection import differences

# Modules with what the field has: nested and recursive types, enums, unions with a discriminator, assets, other modules'
# types, defaults from the environment. All types of all SDKs agreed when this was written.
_MODULES = [
    "pulumi_aws.ecs", "pulumi_aws.lb", "pulumi_aws.wafv2", "pulumi_aws.iam", "pulumi_aws.lambda_", "pulumi_gcp.cloudrunv2",
    "pulumi_gcp.monitoring", "pulumi_azure_native.app", "pulumi_azure_native.cdn", "pulumi_azure_native.containerregistry",
    "pulumi_kubernetes.apps.v1", "pulumi_kubernetes.batch.v1", "pulumi_docker_build", "pulumi_random",
]  # fmt: skip


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("module", _MODULES)
def test_the_source_says_what_the_imported_classes_say(schemas: SchemaStore, site_packages: Path, module: str) -> None:
    registry = (site_packages / module.split(".", maxsplit=1)[0] / "__init__.py").read_text()
    modules = json.loads(re.findall(r'resource_modules="""(.*?)"""', registry, re.DOTALL)[0])
    classes = [pair for entry in modules if entry["fqn"] == module for pair in entry["classes"].items()]
    assert classes
    assert [found for token, name in classes for found in differences(schemas, token, module, name)] == []
