from pathlib import Path

import pytest

from scaffolder.engine.preload import likely_imports
from scaffolder.engine.workspace import Workspace
from tests.projects import write_project


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import pulumi_aws as aws\naws.ec2.Vpc('x')\n", ["pulumi_aws.ec2:Vpc"]),
        ("import pulumi_aws\npulumi_aws.ec2.Vpc('x')\n", ["pulumi_aws.ec2:Vpc"]),
        ("from pulumi_aws import ec2\nec2.Vpc('x')\n", ["pulumi_aws.ec2:Vpc"]),
        ("from pulumi_aws import (\n    ec2 as net,\n)\nnet.Vpc('x')\n", ["pulumi_aws.ec2:Vpc"]),
        ("from pulumi_aws.ec2 import Vpc\n", ["pulumi_aws.ec2:Vpc"]),
        ("import pulumi_aws as aws\naws.get_region()\n", ["pulumi_aws:get_region"]),
        ("import pulumi_kubernetes as k\nk.core.v1.Namespace('x')\n", ["pulumi_kubernetes.core.v1:Namespace"]),
        ("import os\nos.path.Thing\n", []),
    ],
)
def test_what_a_source_touches_is_found(source: str, names: list[str], tmp_path: Path) -> None:
    workspace = Workspace.find(write_project(tmp_path, source))
    assert likely_imports(workspace) == ["pulumi", *names]


def test_other_clouds_and_other_peoples_code_are_left_out(tmp_path: Path) -> None:
    files = {
        "a.py": "import pulumi_aws as aws\naws.s3.Bucket\n",
        "g.py": "import pulumi_gcp as gcp\ngcp.storage.Bucket\n",
        ".venv/x.py": "import pulumi_aws as aws\naws.ec2.Vpc\n",
        "venv/lib/site-packages/x.py": "import pulumi_aws as aws\naws.ec2.Vpc\n",
    }
    workspace = Workspace.find(write_project(tmp_path, files=files))
    assert likely_imports(workspace) == ["pulumi", "pulumi_aws.s3:Bucket", "pulumi_gcp.storage:Bucket"]
    assert likely_imports(workspace, cloud="gcp") == ["pulumi", "pulumi_gcp.storage:Bucket"]
