"""Time zones are judged by the tz database of this machine, which may lack the old names."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from scaffolder.simulator.rules.cron import time_zone_is_none
from scaffolder.simulator.rules.given import Given


def _new_names_only(name: str) -> ZoneInfo:
    if name in {"Asia/Calcutta", "US/Pacific"}:
        raise ZoneInfoNotFoundError(name)
    return ZoneInfo(name)


@pytest.mark.parametrize(("zone", "none"), [("US/Pacific", False), ("utc", False), ("Europe/Zurch", True), (5, False)])
def test_a_zone_is_one_of_the_database(zone: object, none: bool) -> None:
    assert time_zone_is_none(Given(zone)) is none


@pytest.mark.parametrize("zone", ["US/Pacific", "Europe/Zurch"])
def test_a_machine_without_the_old_names_refuses_none(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scaffolder.simulator.rules.cron.ZoneInfo", _new_names_only)
    assert not time_zone_is_none(Given(zone))
