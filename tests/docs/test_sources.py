"""docs/sources.md shows what can be typed and written."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from scaffolder.sources.config import parse_config
from scaffolder.sources.packages import GROUP
from scaffolder.sources.source import Kind, parse_source

PAGE = (Path(__file__).parents[2] / "docs/sources.md").read_text()
CONFIG, PACKAGE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def test_each_source_of_the_table_can_be_read() -> None:
    typed = [
        row for row in re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE) if row not in {"--template", "acme=SOURCE"}
    ]
    assert [parse_source(text, beside=Path("/work")).kind for text in typed] == [
        Kind.BUILT_IN, Kind.FOLDER, Kind.GIT, Kind.GIT, Kind.PACKAGE,
    ]  # fmt: skip
    for text in re.findall(r"--template (\S+)", re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)[0]):
        parse_source(text, beside=Path("/work"))


def test_the_files_that_are_shown_can_be_read() -> None:
    assert parse_config(CONFIG, Path("config.toml")).templates == ("acme",)
    assert tomllib.loads(PACKAGE)["project"]["entry-points"] == {GROUP: {"acme": "acme_templates.service"}}
