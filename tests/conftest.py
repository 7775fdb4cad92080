"""What every room's tests share."""

import os
import signal
import sys
from typing import Any

import hypothesis
import pytest

# Slow cores must not turn a property test red: how long an example takes says nothing about the property. Nor may
# chance: the examples are the same every time. `--hypothesis-profile=search` looks for others, and for more.
_UNHURRIED: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [hypothesis.HealthCheck.too_slow],
    "print_blob": True,
}
hypothesis.settings.register_profile("repository", derandomize=True, **_UNHURRIED)
hypothesis.settings.register_profile("search", max_examples=2000, **_UNHURRIED)
hypothesis.settings.load_profile("repository")

# A shell that runs the tests in the background has Ctrl-C ignored, by them and by all they start; some of them press it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No test meets the configuration of whoever runs it.
os.environ["XDG_CONFIG_HOME"] = os.devnull
os.environ.pop("SCAFFOLDER_CONFIG", None)
# Nor their terminal's width, which pytest-xdist hands to its workers.
os.environ.pop("COLUMNS", None)
# What is run leaves nothing compiled beside a project's files, whose bytes are compared.
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that agrees to what `scaffold new` renders now."""
    parser.addoption("--update-golden", action="store_true", help="Rewrite tests/golden with what is rendered now.")


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Keep the examples from what happens to be imported already, of which Hypothesis would take the constants."""
    if hypothesis.settings.default.derandomize:
        # There is no setting for it, and a version without this has chance come in again, but no more than that.
        providers: Any = sys.modules.get("hypothesis.internal.conjecture.providers")
        if hasattr(providers, "Constants") and hasattr(providers, "_get_local_constants"):
            nothing = providers.Constants()
            providers._get_local_constants = lambda: nothing
