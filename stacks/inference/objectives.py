"""What every cloud's dashboard and alerts answer, so that the three can be compared."""

from __future__ import annotations

from dataclasses import dataclass

# "Is it healthy, fast, saturated, and what does it cost", in this order on every cloud.
PANELS = (
    "Availability",
    "Requests",
    "Errors",
    "Latency p50, p95, p99",
    "Replicas",
    "CPU utilisation",
    "Memory utilisation",
    "Cost drivers",
)


@dataclass(frozen=True, kw_only=True)
class BurnRate:
    """An alert on how fast the error budget is spent: over a long window, and still so over a short one."""

    name: str
    factor: float
    long_minutes: int
    short_minutes: int
    page: bool


# https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts: two percent of a month's budget
# in an hour, and five percent in six hours.
BURN_RATES = (
    BurnRate(name="fast-burn", factor=14.4, long_minutes=60, short_minutes=5, page=True),
    BurnRate(name="slow-burn", factor=6.0, long_minutes=360, short_minutes=30, page=False),
)

# The alerts of every cloud: the two burn rates of availability and of latency, and these.
SATURATION_PERCENT = 90
LATENCY_QUANTILE_PERCENT = 95
BUDGET_THRESHOLDS_PERCENT = (50, 90, 100)
