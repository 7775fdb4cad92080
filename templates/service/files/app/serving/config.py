"""What the environment says of this replica."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Config:
    """The replica's settings; the program that deploys it gives them as SERVICE_* variables."""

    port: int = 8080
    health_path: str = "/health"
    concurrency: int = 16
    timeout_seconds: float = 60
    # Between being told to stop and closing the door: the time a load balancer needs to see it.
    drain_seconds: float = 3
    # Azure Front Door's own id: with it, only requests that came through that Front Door are served.
    front_door_id: str = ""
    max_body_bytes: int = 256 * 1024

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Config:
        """The settings of an environment, defaults where it is silent."""
        return cls(
            port=int(env.get("PORT", cls.port)),
            health_path=env.get("SERVICE_HEALTH_PATH", cls.health_path),
            concurrency=int(env.get("SERVICE_CONCURRENCY", cls.concurrency)),
            timeout_seconds=float(env.get("SERVICE_TIMEOUT_SECONDS", cls.timeout_seconds)),
            drain_seconds=float(env.get("SERVICE_DRAIN_SECONDS", cls.drain_seconds)),
            front_door_id=env.get("SERVICE_FRONT_DOOR_ID", cls.front_door_id),
            max_body_bytes=int(env.get("SERVICE_MAX_BODY_BYTES", cls.max_body_bytes)),
        )
