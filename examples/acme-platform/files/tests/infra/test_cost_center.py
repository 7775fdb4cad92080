"""Who pays for the service is known."""

from __future__ import annotations

import pulumi
import pytest

from cloud_mocks import STACKS, Deployed, deploy


def test_everything_that_can_carry_labels_says_who_pays(deployed: Deployed) -> None:
    without = [
        str(resource)
        for resource in deployed.resources
        if resource.labels is not None and not resource.labels.get("cost-center", "").startswith("cc-")
    ]
    assert without == []


@pytest.mark.parametrize("stack", STACKS)
def test_a_stack_that_nobody_pays_for_is_refused(stack: str) -> None:
    with pytest.raises(pulumi.RunError, match="labels has cost-center ''"):
        deploy(stack, labels={})
