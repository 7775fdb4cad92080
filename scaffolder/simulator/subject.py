"""The resource whose outputs are made up: who it is and where it lives, as far as its inputs tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scaffolder.simulator.naming import Naming
from scaffolder.simulator.plausible import hex_digits
from scaffolder.simulator.values import Secret


def plain(value: Any) -> Any:
    """Give a value without the secret around it."""
    while isinstance(value, Secret):
        value = value.value
    return value


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One resource in a simulated cloud. `urn` and `seed` decide everything that is made up about it.

    `provider` holds the inputs of the provider it belongs to: its region and project count where the resource's own
    inputs name none. `naming` is what the stack asks for where they have no name.
    """

    urn: str
    type: str
    inputs: Mapping[str, Any]
    provider: Mapping[str, Any] = field(default_factory=dict)
    seed: str = ""
    generation: int = 1
    naming: Naming | None = None

    def of_generation(self, generation: int) -> Subject:
        """Give the subject that comes after others of the same URN: what is made up about it is its own."""
        seed = self.seed if generation == 1 else f"{self.seed}#{generation}"
        return replace(self, seed=seed, generation=generation)

    @property
    def logical_name(self) -> str:
        """The name the program gave it."""
        return self.urn.rpartition("::")[2]

    @property
    def kind(self) -> str:
        """The class part of its type: `LoadBalancer`."""
        return self.type.rpartition(":")[2]

    @property
    def module(self) -> str:
        """The service part of its type: `ecs` of `aws:ecs/service:Service`."""
        parts = self.type.split(":")
        return parts[1].split("/")[0] if len(parts) > 1 else ""

    def text(self, *names: str, default: str = "") -> str:
        """Give the first of these inputs that is a known string."""
        for name in names:
            value = plain(self.inputs.get(name))
            if isinstance(value, str) and value:
                return value
        return default

    def provider_text(self, name: str, default: str = "") -> str:
        """Give one of the provider's inputs that is a known string."""
        value = plain(self.provider.get(name))
        return value if isinstance(value, str) and value else default

    def hex(self, length: int, role: str = "") -> str:
        """Give hexadecimal digits of its own, others for each role."""
        return hex_digits(f"{self.seed}|{self.urn}|{role}", length)
