"""How a rule refuses."""

from __future__ import annotations

from ..setting import SettingProblem


def refuse(key: str, value: object, message: str, fix: str) -> SettingProblem:
    """One refusal: the setting and its value, why it cannot be served, and the nearest thing that works."""
    return SettingProblem(key=key, value=value, message=message, fix=fix)
