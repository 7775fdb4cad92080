"""What a `scaffold new` was asked for: its options, an answers file and, in a terminal, an interview."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from scaffolder.errors import ScaffolderError
from scaffolder.project.answers import CLOUDS, Answers
from scaffolder.project.stacks import assign_regions


class Given(NamedTuple):
    """The options as they were typed; empty where not given."""

    name: str | None
    clouds: Sequence[str]
    regions: Sequence[str]
    environments: Sequence[str]
    image: str | None
    settings: Sequence[str]


def gather(given: Given, answers_file: Path | None, *, ask: bool) -> Answers:
    """Put the options over the file's answers and, when `ask`, ask for what is missing then.

    Raises:
        click.UsageError: the name or the cloud is missing.
        ScaffolderError: the file or a `--set` cannot be read.
    """
    document = _document(answers_file)
    if given.name is not None:
        document["name"] = given.name
    for key, values in (("clouds", given.clouds), ("environments", given.environments), ("regions", given.regions)):
        if values:
            document[key] = list(values)
    add_settings(document, given)
    # A command line that says both has said enough: all else has defaults.
    if ask and not ("name" in document and document.get("clouds")):
        from scaffolder.cli.interview import interview

        interview(document)
    if "name" not in document:
        raise click.UsageError("Missing argument 'NAME': how the service is called.")
    if not document.get("clouds"):
        raise click.UsageError(f"Missing option '--cloud'. Choose from: {', '.join(CLOUDS)}.")
    if isinstance(regions := document.get("regions", {}), list):
        known = [cloud for cloud in document["clouds"] if cloud in CLOUDS]
        document["regions"] = assign_regions(regions, known) if known else {}
    return Answers(**document)


def _document(answers_file: Path | None) -> dict[str, Any]:
    if answers_file is None:
        return {}
    from scaffolder.project.answers_file import read_answers_file

    return read_answers_file(answers_file)


def add_settings(document: dict[str, Any], given: Given) -> None:
    """Read each `[SCOPE:]KEY=VALUE`; what is typed wins over the file, but may be typed only once."""
    settings = dict(document.get("settings", {}))
    overrides = {scope: dict(values) for scope, values in document.get("overrides", {}).items()}
    typed = {("", "image"): "--image"} if given.image is not None else {}
    if given.regions:
        typed["", "regions"] = "--region"
        settings.pop("regions", None)
    if given.image is not None:
        settings["image"] = given.image
    for text in given.settings:
        target, sign, value = text.partition("=")
        scope, colon, key = target.strip().rpartition(":")
        if not sign or not key.strip() or (colon and not scope.strip()):
            raise ScaffolderError(
                f"--set {text} is not KEY=VALUE.", fix="Write --set maxReplicas=10, or --set prod:maxReplicas=40."
            )
        place = scope.strip(), key.strip()
        if place in typed:
            raise ScaffolderError(
                f"{target.strip()} is given twice: by {typed[place]} and --set {text}.", fix="Give it once."
            )
        typed[place] = f"--set {text}"
        (overrides.setdefault(place[0], {}) if place[0] else settings)[place[1]] = value.strip()
    if settings:
        document["settings"] = settings
    if overrides:
        document["overrides"] = overrides
