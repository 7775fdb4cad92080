"""Each stack is run once, and every test looks at what it made."""

from __future__ import annotations

import pytest

from cloud_mocks import STACKS, Deployed, deploy

_DEPLOYED: dict[str, Deployed] = {}


@pytest.fixture(params=STACKS)
def deployed(request: pytest.FixtureRequest) -> Deployed:
    """What one stack's program makes."""
    stack = request.param
    if stack not in _DEPLOYED:
        _DEPLOYED[stack] = deploy(stack)
    return _DEPLOYED[stack]
