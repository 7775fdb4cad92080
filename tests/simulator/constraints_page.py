"""Collect every constraint and rule into docs/constraints.md: `python tests/simulator/constraints_page.py` writes it."""

from collections.abc import Iterator
from pathlib import Path

from scaffolder.simulator.constraints.constraint import Constraint, Source
from scaffolder.simulator.constraints.store import shipped, shipped_packages
from scaffolder.simulator.constraints.words import allowed_text
from scaffolder.simulator.rules.registry import rules_of

PAGE = Path(__file__).parents[2] / "docs" / "constraints.md"
NAMES = {"aws": "AWS", "gcp": "GCP", "azure-native": "Azure", "kubernetes": "Kubernetes"}
_MARK = "<!-- What follows is written by `python tests/simulator/constraints_page.py`. -->"
_KINDS = ("step", "allowed", "pattern", "length", "bytes", "items", "unique")


def _what(constraint: Constraint) -> Iterator[str]:
    if constraint.min is not None or constraint.max is not None:
        yield allowed_text(constraint, "range").removeprefix("allowed are ")
    yield from (
        allowed_text(constraint, kind).removeprefix("allowed are ") for kind in _KINDS if getattr(constraint, kind)
    )
    if constraint.severity == "warning":
        yield "a warning"


def source_cells(source: Source) -> str:
    """The cells of a table that say where a limit is written, and when that was read."""
    page = source.page
    said = f"[{page.removeprefix('https://').partition('/')[0]}]({page})" if page.startswith("https://") else page
    return f"{said} | {source.read or 'not read'}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _tables(package: str) -> Iterator[str]:
    limits = [constraint for found in shipped(package).values() for constraint in found]
    rules = rules_of(package)
    yield f"### {NAMES.get(package, package)}: {len(limits)} constraints, {len(rules)} rules"
    if limits:
        yield from ("", "| type | property | allowed | source | read |", "| --- | --- | --- | --- | --- |")
        for one in sorted(limits, key=lambda one: (one.type, one.path)):
            yield f"| `{one.type}` | `{one.path}` | {_cell('; '.join(_what(one)))} | {source_cells(one.source)} |"
    if rules:
        yield from ("", "| rule | types | source | read |", "| --- | --- | --- | --- |")
        for rule in sorted(rules, key=lambda rule: (rule.types, rule.name)):
            types = ", ".join(f"`{type_}`" for type_ in rule.types)
            yield f"| {_cell(rule.what)} | {types} | {source_cells(rule.source)} |"


def page() -> str:
    """The page as it should be: what is written by hand, and the tables."""
    by_hand = PAGE.read_text(encoding="utf-8").partition(_MARK)[0]
    packages = sorted({*shipped_packages(), *NAMES}, key=lambda package: (package not in NAMES, package))
    lines = [_MARK, "", "## All of them", ""]
    for package in packages:
        count = sum(map(len, shipped(package).values())) + len(rules_of(package))
        lines.append(f"- {NAMES.get(package, package)}: {count}")
    for package in packages:
        lines += ["", *_tables(package)]
    return by_hand + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
