"""What every room's tests share."""

import os
import signal

import hypothesis
import pytest

# Two slow cores must not turn a property test red: how long an example takes says nothing about the property.
hypothesis.settings.register_profile(
    "repository",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    print_blob=True,
)
hypothesis.settings.load_profile("repository")

# A shell that runs the tests in the background has Ctrl-C ignored, by them and by all they start; some of them press it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No test meets the configuration of whoever runs it.
os.environ["XDG_CONFIG_HOME"] = os.devnull
os.environ.pop("SCAFFOLDER_CONFIG", None)
# Nor their terminal's width, which pytest-xdist hands to its workers.
os.environ.pop("COLUMNS", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that agrees to what `scaffold new` renders now."""
    parser.addoption("--update-golden", action="store_true", help="Rewrite tests/golden with what is rendered now.")
