"""A program's failure from the words that Pulumi's own language host logs, in the form our runner reports it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

_HEADER: Final = "Program failed with an unhandled exception:"
_FRAME: Final = re.compile(
    r'^ *File "(?P<file>[^"]+)", line (?P<line>\d+)(?:, in (?P<function>.+))?\n(?: +(?P<text>.+))?', re.M
)
_LAST: Final = re.compile(r"^(?P<type>[A-Za-z_][\w.]*)(?:: (?P<message>.*))?\Z", re.M | re.S)
_MODULE: Final = re.compile(r"No module named '([\w.]+)'")


def report_of(messages: Iterable[str], *, root: Path) -> dict[str, Any] | None:
    """Return the report of the failure that one of these messages tells of; None when none does."""
    for message in messages:
        if message.startswith(_HEADER):
            return _report(message.removeprefix(_HEADER).strip("\n"), root)
    return None


def _report(text: str, root: Path) -> dict[str, Any]:
    frames = list(_FRAME.finditer(text))
    tail = text[frames[-1].end() :] if frames else text
    # Marks under the line at fault (`^^^^`) stand between the last frame and the exception.
    lines = [line for line in tail.strip("\n").splitlines() if line.strip(" ^~")]
    last = _LAST.search("\n".join(lines))
    kind, message = (last["type"].rpartition(".")[2], last["message"] or "") if last else ("", tail.strip())
    missing = _MODULE.search(message) if kind == "ModuleNotFoundError" else None
    return {
        "kind": "error",
        "type": kind,
        "message": message,
        "fix": "",
        "key": "",
        "module": missing[1] if missing else "",
        "frames": [
            {
                "file": frame["file"],
                "line": int(frame["line"]),
                "function": frame["function"] or "",
                "text": (frame["text"] or "").strip(),
            }
            for frame in frames
            if _is_users(Path(frame["file"]), root)
        ],
    }


def _is_users(file: Path, root: Path) -> bool:
    return file.is_relative_to(root) and not {"site-packages", "dist-packages"} & set(file.parts)
