"""Whether the revision an update made is the one that serves.

Azure reports an update as done while its new revision fails to start and the old one goes on serving:
https://github.com/pulumi/pulumi-azure-native/issues/2779. So the program asks until the new one is ready, or fails.
"""

from __future__ import annotations

import asyncio
import time
from typing import NamedTuple, TypeVar

import pulumi
import pulumi_azure_native as az

_POLL_SECONDS = 10
# For the node, the image and the roles; what the model needs comes on top, from the settings.
_LAUNCH_SECONDS = 300

T = TypeVar("T")


def serving(app: az.app.ContainerApp, *, scope: pulumi.Input[str], startup_seconds: int) -> pulumi.Output[str]:
    """The id of `app`, known once its latest revision is ready.

    Raises:
        RunError: (in an update) the revision is not ready in time.
    """
    if pulumi.runtime.is_dry_run():
        return app.id
    names = pulumi.Output.all(app.latest_revision_name, app.latest_ready_revision_name)
    ready = pulumi.Output.all(app.name, scope, names).apply(
        lambda known: _wait(app, _Roll(known[0], known[1], *known[2]), seconds=startup_seconds + _LAUNCH_SECONDS)
    )
    return pulumi.Output.all(app.id, ready).apply(lambda known: known[0])


def after(ready: pulumi.Input[str] | None, value: pulumi.Output[T]) -> pulumi.Output[T]:
    """`value`, but not before `ready` in an update; a preview shows it at once."""
    if ready is None or pulumi.runtime.is_dry_run():
        return value
    return pulumi.Output.all(ready, value).apply(lambda known: known[1])


class _Roll(NamedTuple):
    """An app, the revision its update made, and the one that was ready last."""

    app: str
    scope: str
    latest: str
    ready: str


async def _wait(parent: pulumi.Resource, roll: _Roll, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while roll.ready != roll.latest:
        if time.monotonic() > deadline:
            raise pulumi.RunError(not_ready(roll.app, roll.latest, roll.ready))
        await asyncio.sleep(_POLL_SECONDS)
        found = await az.app.get_container_app_output(
            container_app_name=roll.app,
            resource_group_name=roll.scope,
            opts=pulumi.InvokeOutputOptions(parent=parent),
        ).future()
        if found is not None:
            roll = roll._replace(latest=found.latest_revision_name, ready=found.latest_ready_revision_name)
    return True


def not_ready(name: str, latest: str, ready: str) -> str:
    """What a failed roll says: which revision failed, which one serves, and where to look."""
    serves = f"{ready} goes on serving" if ready else "no revision serves"
    return (
        f"the new revision {latest} of {name} did not become healthy; {serves}. The regions after this one were left "
        "as they were. Read its logs (ContainerAppSystemLogs, then ContainerAppConsoleLogs), and set image back to "
        "the digest that worked, or startupSeconds higher if it only needed longer."
    )
