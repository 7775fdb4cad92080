"""Tags, on whatever has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scaffolder.simulator.rules.given import Finding, Given
from scaffolder.simulator.rules.registry import rule

_PAGE: Final = "https://docs.aws.amazon.com/batch/latest/userguide/tag-restrictions.html"


@rule("aws:*", page=_PAGE, read="2026-11-25")
def tags_leave_the_prefix_of_aws_to_aws(inputs: Given) -> Iterator[Finding]:
    """No key of a tag begins with aws: in any case."""
    for key, tag in inputs["tags"].entries():
        if key.lower().startswith("aws:"):
            yield tag.finding(f"`{tag.path}` begins with `aws:`, which AWS keeps for itself.", fix="Give another key.")
