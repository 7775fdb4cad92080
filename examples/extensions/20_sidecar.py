"""An agent beside every replica, as monitoring vendors ship them: it takes the app's metrics on localhost."""

from __future__ import annotations

import json
from typing import Any

import pulumi

from inference.settings import Settings

# Put your agent here, by its digest: the policy pack takes no other.
IMAGE = f"registry.example/monitoring/agent@sha256:{'0' * 64}"
PORT = 8126


def transform(resource: pulumi.ResourceTransformArgs, settings: Settings) -> pulumi.ResourceTransformResult | None:
    """The agent joins the containers of a replica, in each cloud's own words for them."""
    added = _ADDED.get(resource.type_)
    if added is None:
        return None
    return pulumi.ResourceTransformResult(added(dict(resource.props), settings), resource.opts)


def _ecs(props: dict[str, Any], settings: Settings) -> dict[str, Any]:
    def with_agent(definitions: str) -> str:
        agent = {
            "name": "agent",
            "image": IMAGE,
            # Without its agent a replica still serves.
            "essential": False,
            "memory": 256,
            "environment": [{"name": name, "value": value} for name, value in _environment(settings).items()],
            "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
        }
        return json.dumps([*json.loads(definitions), agent])

    # The app's image may not be known before it is built, and then the whole text is not.
    definitions = pulumi.Output.from_input(props["containerDefinitions"]).apply(with_agent)
    return {**props, "containerDefinitions": definitions}


def _cloud_run(props: dict[str, Any], settings: Settings) -> dict[str, Any]:
    agent = {
        "name": "agent",
        "image": IMAGE,
        "envs": [{"name": name, "value": value} for name, value in _environment(settings).items()],
        "resources": {"limits": {"cpu": "0.5", "memory": "256Mi"}},
    }
    return _appended(props, agent)


def _container_apps(props: dict[str, Any], settings: Settings) -> dict[str, Any]:
    agent = {
        "name": "agent",
        "image": IMAGE,
        "env": [{"name": name, "value": value} for name, value in _environment(settings).items()],
        "resources": {"cpu": 0.25, "memory": "0.5Gi"},
    }
    return _appended(props, agent)


def _appended(props: dict[str, Any], container: dict[str, Any]) -> dict[str, Any]:
    template = props["template"]
    return {**props, "template": {**template, "containers": [*template["containers"], container]}}


def _environment(settings: Settings) -> dict[str, str]:
    return {"DD_SERVICE": settings.name, "DD_ENV": settings.environment, "DD_APM_RECEIVER_PORT": str(PORT)}


_ADDED = {
    "aws:ecs/taskDefinition:TaskDefinition": _ecs,
    "gcp:cloudrunv2/service:Service": _cloud_run,
    "azure-native:app:ContainerApp": _container_apps,
}
