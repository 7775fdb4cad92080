"""Asks, in a terminal, for what a `scaffold new` was not told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import questionary

from scaffolder.project.answers import CLOUDS, DEFAULT_ENVIRONMENTS
from scaffolder.shipped import program_module

_CLOUD_NAMES = {"aws": "AWS (ECS Fargate)", "gcp": "Google Cloud (Cloud Run)", "azure": "Azure (Container Apps)"}
_ENVIRONMENT_WORDS = {
    "dev": "dev (small, cheap, deletable)",
    "staging": "staging (like prod, in one region)",
    "prod": "prod (two regions, protected)",
}


def interview(document: dict[str, Any]) -> None:
    """Add to an answers document what it lacks; every question has a default but the name and the cloud.

    Raises:
        KeyboardInterrupt: the user stopped.
    """
    rules = program_module("settings")
    if "name" not in document:
        document["name"] = _text("What is the service called?", rules.service_name_problem)
    if not document.get("clouds"):
        document["clouds"] = _choose("Which clouds does it run on?", _CLOUD_NAMES, chosen=())
    if not document.get("environments"):
        document["environments"] = _choose("Which environments?", _ENVIRONMENT_WORDS, chosen=DEFAULT_ENVIRONMENTS)
    if not document.get("regions"):
        document["regions"] = _ask_regions([cloud for cloud in CLOUDS if cloud in document["clouds"]])
    settings = document.setdefault("settings", {})
    if "image" not in settings:
        image = next(item for item in rules.SETTINGS if item.key == "image")
        given = _text("Which image, by digest? Leave it empty to build app/.", _reading(image))
        if given:
            settings["image"] = given


def _ask_regions(clouds: Sequence[str]) -> dict[str, list[str]]:
    """Ask for each cloud's regions; those left at the usual ones are not answered."""
    known = program_module("regions")
    answered = {}
    for cloud in clouds:
        first, second = known.DEFAULT_REGIONS[cloud]
        usual = questionary.Choice(f"{first}, and in prod {second} too", value=True)
        others = questionary.Choice("Others", value=False)
        if not questionary.select(f"Where on {cloud}?", [usual, others]).unsafe_ask():
            chosen = _choose(
                f"Which regions of {cloud}? The one listed first is the primary.",
                {region: region for region in known.REGIONS[cloud]},
                chosen=(first,),
            )
            answered[cloud] = chosen
    return answered


def _choose(question: str, names: dict[str, str], *, chosen: Sequence[str]) -> list[str]:
    choices = [questionary.Choice(words, value=value, checked=value in chosen) for value, words in names.items()]
    asked = questionary.checkbox(
        question, choices, validate=lambda values: bool(values) or "Choose at least one, with the space bar."
    )
    answer: list[str] = asked.unsafe_ask()
    return answer


def _text(question: str, problem_of: Callable[[str], Any]) -> str:
    """Ask for a text, told as it is typed what is wrong with it."""

    def check(text: str) -> bool | str:
        problem = problem_of(text.strip())
        return f"{problem.message} {problem.fix}" if problem else True

    answer: str = questionary.text(question, validate=check).unsafe_ask()
    return answer.strip()


def _reading(item: Any) -> Callable[[str], Any]:
    """Give the problem that reading a text as the setting `item` has."""
    refusal = program_module("setting").SettingsError

    def problem_of(text: str) -> Any:
        try:
            item.read(text)
        except refusal as error:
            return error.problems[0]
        return None

    return problem_of
