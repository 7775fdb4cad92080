"""The service's settings: every key, its default, and what a cloud can serve.

This module imports no SDK: the `scaffold` command loads it to check answers with the very rules of the program.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .regions import DEFAULT_REGIONS
from .rules import cloud_problems
from .setting import Setting, SettingProblem, SettingsError, setting, settings_of, unknown_key

# The environments that `scaffold new` starts from are templates/service/presets.toml of scaffolder.
CLOUDS = ("aws", "gcp", "azure")
RESERVED_NAMES = frozenset(
    {
        "aws",
        "gcp",
        "azure",
        "azure-native",
        "pulumi",
        "test",
        "tests",
        "infra",
        "app",
        "inference",
        "scaffold",
        "scaffolder",
    }
    | {"con", "prn", "aux", "nul"}
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The service's cloud-neutral description, checked for the cloud it goes to."""

    name: str
    stack: str = "dev"

    # Where it runs
    cloud: str = setting("string", "aws", "The cloud this stack deploys to.", choices=CLOUDS)
    environment: str = setting(
        "string",
        "dev",
        "The environment this stack is, such as dev or prod; an account holds each once, as names are made of it.",
        pattern=r"[a-z][a-z0-9]{0,11}",
        pattern_words="1 to 12 lower-case letters and digits, a letter first",
    )
    account: str = setting(
        "string",
        "",
        "The AWS account id, GCP project id or Azure subscription id to deploy to; empty takes the credentials' own.",
        pattern=r"[A-Za-z0-9][A-Za-z0-9:.-]{4,60}",
        pattern_words="an account, project or subscription id",
    )
    regions: tuple[str, ...] = setting(
        "array",
        (),
        "The regions that serve, the first is the primary; updates roll in this order. Empty takes a usual one.",
    )
    zones: int = setting(
        "integer",
        2,
        "The availability zones that replicas and network paths of a region are spread over.",
        minimum=1,
        maximum=3,
    )

    # The container
    image: str = setting(
        "string",
        "",
        "The container image by digest (registry/name@sha256:...); empty builds app/ in the same update.",
        pattern=r"[a-z0-9][a-z0-9._:/-]*@sha256:[0-9a-f]{64}",
        pattern_words="registry/name@sha256:<64 hex digits>, or empty to build app/",
    )
    app_path: str = setting(
        "string",
        "app",
        "The folder with the app's Dockerfile, relative to the project, for a service that builds its image.",
        pattern=r"(?!/)(?!.*(?:^|/)\.\.(?:/|$))[A-Za-z0-9._/-]+",
        pattern_words="a path inside the project",
    )
    port: int = setting("integer", 8080, "The port the container listens on.", minimum=1, maximum=65535)
    cpu: float = setting("string", 1.0, "CPU of one replica, in vCPU.", number=True, minimum=0.25, maximum=32)
    memory_mib: int = setting("integer", 2048, "Memory of one replica, in MiB.", minimum=512, maximum=249856)
    gpu: str = setting(
        "string",
        "",
        "The accelerator of one replica; empty for none.",
        choices=("", "t4", "l4", "a10g", "a100", "rtx-pro-6000"),
    )
    concurrency: int = setting(
        "integer", 16, "Requests that one replica works on at the same time.", minimum=1, maximum=1000
    )
    timeout_seconds: int = setting(
        "integer", 60, "The longest a request may take, in seconds.", minimum=1, maximum=3600
    )
    health_path: str = setting(
        "string",
        "/health",
        "The path that answers 200 when a replica can serve.",
        pattern=r"/[A-Za-z0-9._~/-]{0,199}",
        pattern_words="a path that starts with / and has no query",
    )
    startup_seconds: int = setting(
        "integer",
        60,
        "The longest a replica may take to load its model and become healthy, in seconds.",
        minimum=10,
        maximum=240,
    )
    env: dict[str, str] = setting("object", {}, "Environment variables of the container.")
    secrets: dict[str, str] = setting(
        "object",
        {},
        "Environment variables filled from the cloud's secret store, by reference: on aws the secret's name, "
        "on gcp NAME/VERSION, on azure RESOURCE_GROUP/VAULT/NAME.",
    )

    # Scaling, per region
    min_replicas: int = setting("integer", 1, "The fewest replicas in each region.", minimum=0, maximum=100)
    max_replicas: int = setting("integer", 4, "The most replicas in each region.", minimum=1, maximum=100)
    scale_metric: str = setting(
        "string", "requests", "What replicas are added and removed by.", choices=("requests", "cpu", "schedule")
    )
    scale_target: int = setting(
        "integer",
        70,
        "The load to keep each replica at, in percent of its concurrency (requests) or of its CPU (cpu).",
        minimum=10,
        maximum=95,
    )
    schedule: tuple[dict[str, Any], ...] = setting(
        "array",
        (),
        "Times with more replicas: a list of {start, end, minReplicas}; start and end are five-field cron expressions.",
        items="object",
    )
    schedule_timezone: str = setting(
        "string",
        "UTC",
        "The IANA time zone of the schedule.",
        pattern=r"[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*",
        pattern_words="an IANA time zone such as Europe/Berlin",
    )

    # The front
    front: str = setting(
        "string", "global", "One global address for all regions, or each region's own.", choices=("global", "regional")
    )
    access: str = setting(
        "string",
        "public",
        "Who can call: everybody, holders of a token, or the cloud's private network only.",
        choices=("public", "authenticated", "private"),
    )
    auth_issuer: str = setting(
        "string",
        "",
        "The OpenID Connect issuer whose tokens are accepted, with access=authenticated.",
        pattern=r"https://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~/-]*)?",
        pattern_words="an https:// URL",
    )
    auth_audience: str = setting("string", "", "The audience a token must carry, with access=authenticated.")
    invokers: tuple[str, ...] = setting(
        "array",
        (),
        "On gcp, the IAM members that may call with access=authenticated, such as serviceAccount:NAME@PROJECT.iam...",
    )
    domain: str = setting(
        "string",
        "",
        "The host name users call; empty takes the cloud's own name.",
        pattern=r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
        pattern_words="a lower-case host name such as api.example.com",
    )
    dns_zone: str = setting(
        "string",
        "",
        "The zone that holds the domain: a Route 53 zone id, a Cloud DNS zone name, or RESOURCE_GROUP/ZONE on azure.",
    )
    waf: str = setting(
        "string", "off", "Managed rules of the cloud's web application firewall.", choices=("managed", "off")
    )
    rate_limit_per_5_minutes: int = setting(
        "integer",
        0,
        "Requests that one client address may send in five minutes; 0 for no limit. Needs waf=managed.",
        minimum=0,
        maximum=2_000_000,
    )
    egress: str = setting(
        "string",
        "internet",
        "Where the container may connect to: the internet, or only the cloud's own services.",
        choices=("internet", "private"),
    )

    # Objectives and operations
    availability_target: float = setting(
        "string", 0.99, "The share of requests that must succeed.", number=True, minimum=0.9, maximum=0.999
    )
    latency_target_ms: int = setting(
        "integer",
        1000,
        "The time that 95 in 100 requests must stay within, in milliseconds.",
        minimum=10,
        maximum=240_000,
    )
    alert_emails: tuple[str, ...] = setting(
        "array",
        (),
        "E-mail addresses that alerts go to.",
        pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+",
        pattern_words="e-mail addresses",
    )
    alert_webhooks: tuple[str, ...] = setting(
        "array", (), "https URLs that alerts are posted to.", pattern=r"https://\S+", pattern_words="https:// URLs"
    )
    log_retention_days: int = setting("integer", 30, "How long logs are kept, in days.", minimum=1, maximum=3653)
    trace_sample_percent: int = setting(
        "integer", 5, "The share of requests that are traced, in percent.", minimum=0, maximum=100
    )
    labels: dict[str, str] = setting("object", {}, "Labels put on every resource.")
    budget_monthly_usd: int = setting(
        "integer",
        0,
        "The monthly cost, in US dollars, that alerts are sent at; 0 for no budget. It never stops the service.",
        minimum=0,
        maximum=10_000_000,
    )
    billing_account: str = setting(
        "string",
        "",
        "On gcp, the billing account a budget belongs to.",
        pattern=r"[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}",
        pattern_words="XXXXXX-XXXXXX-XXXXXX, hex digits",
    )
    rollout: str = setting(
        "string",
        "rolling",
        "How a new version takes over: all replicas in turn, or a share of the traffic first.",
        choices=("rolling", "canary"),
    )
    canary_percent: int = setting(
        "integer",
        10,
        "The share of traffic a new version gets first, with rollout=canary, in percent.",
        minimum=1,
        maximum=50,
    )
    bake_minutes: int = setting(
        "integer", 10, "On aws, how long a canary is watched before it takes over, in minutes.", minimum=1, maximum=1440
    )
    stable_revision: str = setting(
        "string",
        "",
        "On gcp and azure, the revision that keeps the rest of the traffic, with rollout=canary.",
        pattern=r"[a-z][a-z0-9-]{1,98}",
        pattern_words="a revision's name",
    )
    deletion_protection: bool = setting(
        "boolean",
        False,  # noqa: FBT003 - the default stands second in every setting
        "Whether what holds data or an address refuses to be deleted.",
    )

    @classmethod
    def parse(cls, values: Mapping[str, object], *, name: str, stack: str = "dev") -> Settings:
        """The settings of `values` (config key to value, typed or as text), defaults filled in.

        Raises:
            SettingsError: with every wrong key, value and combination; nothing is dropped in silence.
        """
        known = {item.key: item for item in SETTINGS}
        problems = [unknown_key(key, known) for key in values if key not in known]
        typed: dict[str, Any] = {}
        for key, value in values.items():
            if key in known:
                try:
                    typed[_snake_case(key)] = known[key].read(value)
                except SettingsError as error:
                    problems += error.problems
        if problem := service_name_problem(name):
            problems.append(problem)
        if problems:
            raise SettingsError(problems)
        if not typed.get("regions"):
            typed["regions"] = DEFAULT_REGIONS[typed.get("cloud", CLOUDS[0])][:1]
        settings = cls(name=name, stack=stack, **typed)
        if found := cloud_problems(settings):
            raise SettingsError(found)
        return settings

    @classmethod
    def from_config(cls, get: Callable[[str], str | None], *, name: str, stack: str) -> Settings:
        """The settings that Pulumi's config holds as text, `get` being `pulumi.Config().get`."""
        given = {item.key: get(item.key) for item in SETTINGS}
        return cls.parse({key: value for key, value in given.items() if value is not None}, name=name, stack=stack)

    @property
    def primary_region(self) -> str:
        """The region listed first."""
        return self.regions[0]

    def values(self) -> dict[str, Any]:
        """Every setting by its config key."""
        return {item.key: getattr(self, _snake_case(item.key)) for item in SETTINGS}


SETTINGS: tuple[Setting, ...] = settings_of(Settings)


def service_name_problem(name: str) -> SettingProblem | None:
    """What is wrong with a service's name, if anything.

    40 characters leave every cloud's own names room for the environment, the role and a hash (see names.py).
    """
    if name in RESERVED_NAMES:
        return SettingProblem(
            key="name",
            value=name,
            message=f"{name!r} is a reserved name.",
            fix=f"Choose another, for example {name}-service.",
        )
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name) or not 2 <= len(name) <= 40:  # noqa: PLR2004
        plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
        suggestion = re.sub(r"[^a-z0-9]+", "-", plain).strip("-0123456789")[:40].rstrip("-")
        fix = (
            f" For example {suggestion}."
            if len(suggestion) > 1 and suggestion != name and suggestion not in RESERVED_NAMES
            else ""
        )
        return SettingProblem(
            key="name",
            value=name,
            message=f"{name!r} cannot be a service's name.",
            fix=f"Allowed: 2 to 40 lower-case letters, digits and single hyphens, a letter first, no hyphen last.{fix}",
        )
    return None


def _snake_case(key: str) -> str:
    return _FIELD_NAMES[key]


_FIELD_NAMES = {
    item.key: name
    for item, name in zip(
        SETTINGS, (entry.name for entry in dataclasses.fields(Settings) if "setting" in entry.metadata), strict=True
    )
}
