"""Resource hooks that a program wants to run in a preview too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pulumi.runtime.proto import resource_pb2

from scaffolder.engine.deployment import Deployment
from scaffolder.simulator.wire import to_struct


class DryRunHooks:
    """The hooks of one resource. Those without `on_dry_run` wait for a deployment, as with the real engine."""

    def __init__(self, deployment: Deployment, request: Any, options: Any, urn: str) -> None:
        self._deployment = deployment
        self._request = request
        self._bound = options.hooks
        self._urn = urn

    def run(
        self,
        moment: Literal["before_create", "after_create"],
        *,
        inputs: Mapping[str, Any],
        outputs: Mapping[str, Any] | None = None,
        id_: str = "",
    ) -> None:
        """Call the hooks bound to this moment; what one complains of is a problem unless it is to be ignored."""
        for name in getattr(self._bound, moment):
            hook = self._deployment.hooks.get(name)
            if hook is None or not hook.on_dry_run:
                continue
            request = resource_pb2.ResourceHookRequest(
                urn=self._urn,
                id=id_,
                name=self._request.name,
                type=self._request.type,
                new_inputs=to_struct(inputs),
                new_outputs=to_struct(outputs) if outputs is not None else None,
            )
            answer = resource_pb2.ResourceHookResponse.FromString(
                self._deployment.callbacks.invoke(hook.callback, request.SerializeToString())
            )
            if answer.error:
                self._deployment.report(
                    "warning" if hook.ignore_errors else "error",
                    urn=self._urn,
                    message=f"The hook {name} failed: {answer.error}",
                    fix="Correct the hook, or leave `on_dry_run` out so that it only runs in a deployment.",
                )
