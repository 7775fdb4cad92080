"""The real engine for the tests that need it, and a plain word where there is none."""

import os

import pytest

from scaffolder.engine.install import install_pulumi
from scaffolder.engine.pulumi_command import PulumiCommand, find_pulumi
from scaffolder.errors import ScaffolderError

INSTALL = "SCAFFOLDER_TEST_INSTALL_ENGINE"
NOT_RUN = "there is no pulumi command on this machine"
WAY_OUT = f"`scaffold doctor --install-pulumi` gets it, or set {INSTALL}=1 for the tests to get it"


@pytest.fixture(scope="session")
def engine() -> PulumiCommand:
    """The real `pulumi`. A test that uses it is marked `engine`, and skipped where there is none; in CI it fails."""
    command = find_pulumi()
    if command is None and os.environ.get(INSTALL) == "1":
        try:
            command = install_pulumi(print)
        except ScaffolderError as error:
            pytest.fail(f"{error}\n{error.fix}", pytrace=False)
    if command is None and os.environ.get("CI") == "true":
        pytest.fail(f"{NOT_RUN}, and in CI these tests must run: {WAY_OUT}", pytrace=False)
    if command is None:
        pytest.skip(f"{NOT_RUN}; {WAY_OUT}")
    return command


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "engine" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.engine)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NOT_RUN in str(report.longrepr)]
    if skipped:
        terminalreporter.write_sep("=", "the real engine was not tested", yellow=True)
        terminalreporter.write_line(f"{len(skipped)} tests were skipped, since {NOT_RUN}: {WAY_OUT}.")
