"""Where the service runs: regions, zones and the account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..limits import REGIONS_WITH_TWO_ZONES, REGIONS_WITHOUT_ZONES
from ..regions import REGIONS, cloud_of_region, nearest_region
from ..setting import SettingProblem
from .refusal import refuse

if TYPE_CHECKING:
    from ..settings import Settings

_ACCOUNT_FORMAT = {
    "aws": (r"\d{12}", "an AWS account id, 12 digits"),
    "gcp": (r"[a-z][a-z0-9-]{4,28}[a-z0-9]", "a GCP project id"),
    "azure": (r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "an Azure subscription id"),
}


def regions(s: Settings) -> Iterator[SettingProblem]:
    """Regions of this cloud, each once, with the zones asked for."""
    if not s.regions:
        yield refuse(
            "regions",
            [],
            "there is no region.",
            f"Name at least one of {s.cloud}: {', '.join(REGIONS[s.cloud][:4])}, ...",
        )
    for region in s.regions:
        if region not in REGIONS[s.cloud]:
            other, near = cloud_of_region(region), nearest_region(region, s.cloud)
            owner = f"is a region of {other}, not of {s.cloud}." if other else f"is not a region of {s.cloud}."
            hint = f"Did you mean {near}?" if near else f"Its regions: {', '.join(REGIONS[s.cloud])}."
            yield refuse("regions", region, f"{region!r} {owner}", hint)
    for region in sorted({region for region in s.regions if s.regions.count(region) > 1}):
        yield refuse("regions", region, f"{region!r} is listed twice.", "List each region once.")
    single = [region for region in s.regions if region in REGIONS_WITHOUT_ZONES.get(s.cloud, ())]
    if s.zones > 1 and single:
        yield refuse(
            "zones",
            s.zones,
            f"{single[0]} has no availability zones to spread over.",
            "Set zones to 1, or choose a region that has them.",
        )
    paired = [region for region in s.regions if region in REGIONS_WITH_TWO_ZONES.get(s.cloud, ())]
    if s.zones > 2 and paired:  # noqa: PLR2004 - what the set of regions is about
        yield refuse(
            "zones", s.zones, f"{paired[0]} has two availability zones.", "Set zones to 2, or choose another region."
        )


def account(s: Settings) -> Iterator[SettingProblem]:
    """An account of this cloud, and whose budget it is."""
    pattern, words = _ACCOUNT_FORMAT[s.cloud]
    if s.account and not re.fullmatch(pattern, s.account):
        yield refuse("account", s.account, f"{s.account!r} is no account of {s.cloud}.", f"Allowed: {words}, or empty.")
    if s.budget_monthly_usd and s.cloud == "gcp" and not s.billing_account:
        yield refuse(
            "budgetMonthlyUsd",
            s.budget_monthly_usd,
            "a budget on gcp belongs to a billing account.",
            "Set billingAccount too.",
        )
    if s.billing_account and not (s.cloud == "gcp" and s.budget_monthly_usd):
        yield refuse(
            "billingAccount",
            s.billing_account,
            "only a budget on gcp has a billing account.",
            "Set budgetMonthlyUsd, or leave it empty.",
        )
