from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from scaffolder.simulator.cloud import SimulatedCloud
from scaffolder.simulator.schema import SchemaStore


@pytest.fixture(scope="session")
def site_packages() -> Path:
    return Path(sysconfig.get_path("purelib"))


@pytest.fixture(scope="session")
def schemas(site_packages: Path, tmp_path_factory: pytest.TempPathFactory) -> SchemaStore:
    return SchemaStore([site_packages], tmp_path_factory.mktemp("schemas"))


@pytest.fixture(scope="session")
def cloud(schemas: SchemaStore) -> SimulatedCloud:
    return SimulatedCloud(schemas)
