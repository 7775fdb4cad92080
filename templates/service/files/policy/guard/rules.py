"""The rules, the same on every cloud. Each cloud's module has a check of the same name for every one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule's name, and what it asks in one sentence."""

    name: str
    description: str


RESOURCE_RULES = (
    Rule(name="labelled", description="What takes labels says its service, environment, stack and manager."),
    Rule(name="image-by-digest", description="Replicas run an image named by its digest."),
    Rule(name="least-privilege", description="No role may do everything, and none is an owner's or an editor's."),
    Rule(name="secrets-by-reference", description="A variable named like a secret refers to one and holds none."),
    Rule(name="closed-network", description="Nothing but HTTP and HTTPS is open to the internet."),
    Rule(name="modern-tls", description="TLS is 1.2 or newer."),
    Rule(name="health-gated", description="A new version takes over when it is healthy, and not before."),
    Rule(name="bounded-replicas", description="Replicas have an upper bound of 100 in a region."),
    Rule(name="bounded-logs", description="Logs are kept for a stated time."),
    Rule(name="guarded-registry", description="Images are scanned, and nobody moves a tag or shares a password."),
    Rule(name="encrypted", description="What is stored or queued is encrypted."),
)

STACK_RULES = (
    Rule(name="no-plain-http", description="Plain HTTP to users is redirected to HTTPS."),
    Rule(name="private-replicas", description="Replicas are reached through the front only."),
    Rule(name="firewall-in-prod", description="A public service in production has a firewall in front."),
    Rule(name="protected-in-prod", description="What holds data or an address in production refuses deletion."),
    Rule(name="watched", description="Availability and latency have alerts, and there is a dashboard."),
)

REQUIRED_LABELS = ("service", "environment", "stack", "managed-by")
PRODUCTION = ("prod", "production")
MAX_REPLICAS = 100
