"""Collect every `DIFFERS:` of the three programs into docs/differences.md: `python tests/parity/differences.py` writes it."""

from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PAGE = REPOSITORY / "docs" / "differences.md"
CLOUDS = {"aws": "AWS", "gcp": "GCP", "azure": "Azure"}
_MARK = "DIFFERS: "


def differences(cloud: str) -> list[tuple[str, str]]:
    """Each deliberate difference of a cloud: the file, and what it says."""
    found = []
    for path in sorted((REPOSITORY / "stacks" / "inference" / cloud).glob("*.py")):
        lines = path.read_text().splitlines()
        for number, line in enumerate(lines):
            if _MARK in line:
                words = " ".join(_paragraph(lines, number))
                found.append((path.name, words[0].upper() + words[1:]))
    return found


def _paragraph(lines: list[str], number: int) -> Iterator[str]:
    """From the mark to the end of its comment or of its paragraph in a docstring, or to the next mark."""
    comment = lines[number].lstrip().startswith("#")
    yield lines[number].partition(_MARK)[2].strip()
    for line in lines[number + 1 :]:
        text = line.strip()
        if not text or text.startswith('"""') or _MARK in text or text.startswith("#") != comment:
            return
        yield text.removeprefix("# ")


def page() -> str:
    """The page as it should be."""
    lines = [
        "# Where the clouds differ",
        "",
        "The same settings, components and outputs stand on the three clouds; what is deliberately not the same is marked",
        "`DIFFERS:` where it is written, and collected here by `python tests/parity/differences.py`. What each setting does",
        "on each cloud is in [parity.md](parity.md).",
    ]
    for cloud, name in CLOUDS.items():
        lines += ["", f"## {name}", "", *(f"- `{file}`: {text}" for file, text in differences(cloud))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
