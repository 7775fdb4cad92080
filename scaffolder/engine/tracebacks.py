"""A program's failure from the words that Pulumi's own language host logs, in the form our runner reports it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

_HEADER: Final = "Program failed with an unhandled exception:"
_EXITED: Final = re.compile(r"an unhandled error occurred: Program exited with non-zero exit code: (?P<code>-?\d+)$")
_SETTING: Final = re.compile(r"(?:Missing required )?[Cc]onfiguration (?:variable )?'(?P<key>[^']+)'")
_FRAME: Final = re.compile(
    r'^ *File "(?P<file>[^"]+)", line (?P<line>\d+)(?:, in (?P<function>.+))?\n(?: +(?P<text>.+))?', re.M
)
_LAST: Final = re.compile(r"^(?P<type>[A-Za-z_][\w.]*)(?:: (?P<message>.*))?\Z", re.M | re.S)
_MODULE: Final = re.compile(r"No module named '([\w.]+)'")


def report_of(messages: Sequence[str], *, root: Path) -> dict[str, Any] | None:
    """Return the report of the failure that these errors tell of; None when none does."""
    for message in messages:
        if message.startswith(_HEADER):
            return _report(message.removeprefix(_HEADER).strip("\n"), root)
    exited = next(filter(None, map(_EXITED.match, messages)), None)
    if exited is None:
        return None
    # An error of the program's own choosing is logged as it is, without a traceback.
    own = next((message for message in messages if not _EXITED.match(message)), "")
    setting = _SETTING.match(own)
    return {
        "kind": "run_error" if own else "exit",
        "type": "ConfigMissingError" if setting else "RunError" if own else "SystemExit",
        "message": own or f"the program ended with exit code {exited['code']}",
        "fix": "",
        "key": setting["key"] if setting else "",
        "module": "",
        "frames": [],
    }


def tells_of_failure(message: str, failure: str) -> bool:
    """Whether an error is one of those that the report of a failure with this message was made from."""
    return bool(message.startswith(_HEADER) or _EXITED.match(message)) or message == failure


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
