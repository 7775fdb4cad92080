"""One question to a simulated cloud, and how it is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scaffolder.simulator.plausible import AWS_ACCOUNT, GCP_PROJECT, aws_partition, hex_digits
from scaffolder.simulator.subject import plain


@dataclass(frozen=True, kw_only=True)
class FunctionCall:
    """A function, its arguments, and the provider it was asked of."""

    token: str
    args: Mapping[str, Any]
    provider_inputs: Mapping[str, Any] = field(default_factory=dict)
    preview: bool = True
    seed: str = ""

    def text(self, name: str, default: str = "") -> str:
        """Give an argument that is a known string."""
        value = plain(self.args.get(name))
        return value if isinstance(value, str) and value else default

    def given(self, name: str) -> Any:
        """Give an argument without the secret around it."""
        return plain(self.args.get(name))

    def provider_text(self, name: str, default: str = "") -> str:
        """Give one of the provider's own inputs that is a known string."""
        value = plain(self.provider_inputs.get(name))
        return value if isinstance(value, str) and value else default

    def region(self, default: str) -> str:
        """Give the region asked about, else the provider's."""
        return self.text("region") or self.provider_text("region", default)

    @property
    def project(self) -> str:
        """The Google project asked about, else the provider's."""
        return self.text("project") or self.provider_text("project", GCP_PROJECT)

    def hex(self, length: int, role: str = "") -> str:
        """Give hexadecimal digits that belong to this question."""
        # The engines give the keys of a mapping in different orders.
        args = json.dumps(self.args, sort_keys=True, default=str)
        return hex_digits(f"{self.seed}|{self.token}|{args}|{role}", length)

    def facts(self) -> dict[str, Any]:
        """Give what is known for certain, by the names that results use."""
        region = self.region("us-east-1")
        return {
            "region": region, "accountId": AWS_ACCOUNT, "project": self.project, "partition": aws_partition(region),
        }  # fmt: skip


class Unanswerable(Exception):  # noqa: N818 - it names the question, not a bug
    """The cloud would refuse this question; becomes a problem."""

    def __init__(self, message: str, *, fix: str, prop: str = "", value: Any = None, source: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.property = prop
        self.value = value
        self.source = source


Answers = Mapping[str, Callable[[FunctionCall], dict[str, Any]]]
