"""What to do about a program's failure, where its own words tell: an SDK of another version, a module not at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from scaffolder.engine.assets import FIX, NOT_THERE
from scaffolder.engine.preview import Failure
from scaffolder.simulator.functions import made_up_function
from scaffolder.simulator.problems import Problem

_MISSING_PARTS: Final = (
    re.compile(r"No module named '(?P<package>pulumi\w*_\w+)\.(?P<part>[\w.]+)'"),
    re.compile(r"module '(?P<package>pulumi\w*_\w+)[\w.]*' has no attribute '(?P<part>\w+)'"),
    re.compile(r"cannot import name '(?P<part>\w+)' from '(?P<package>pulumi_\w*)[\w.]*'"),
)
# What SDKs alone call so: the inside of a resource, and the classes of arguments.
_ARGUMENT: Final = re.compile(
    r"(\w+\._internal_init|\w+Args\.__init__)\(\) got an unexpected keyword argument '(?P<part>\w+)'"
)
_WORDS: Final = (
    # What a function's plain form does with the empty answer to a question about what is not made yet.
    (
        re.compile("^get can only be used with classes decorated with @input_type or @output_type$"),
        "A function is asked about what is not made yet: call its `_output` form.",
    ),
    # What awaits, and is no output: the answer of a function's plain form.
    (
        re.compile(r"^'Awaitable\w+' object has no attribute 'apply'"),
        "That is a plain answer and no output: use it as it is, or call the function's `_output` form.",
    ),
    # As if the provider were wrong of a method whose result cannot wait.
    (
        re.compile(r"^Plain resource method '[^']+' incorrectly returned an unknown value"),
        "Methods are not simulated, and this one's result cannot wait: preview with --live.",
    ),
    (NOT_THERE, FIX),
)
# A part of `pulumi` itself, or of a module that hides the one meant, is no matter of what is installed.
_MODULE: Final = re.compile(r"No module named '(?P<module>(?!pulumi\b)\w+)(?P<part>[\w.]*)'$")
# How far above a project its other packages may lie.
_ABOVE: Final = 3
# What a program raises that asks a cloud or a server itself, beside Pulumi.
_OF_THE_NETWORK: Final = frozenset({
    "ClientConnectorError", "ConnectError", "ConnectionError", "ConnectTimeout", "DefaultCredentialsError",
    "EndpointConnectionError", "MaxRetryError", "NoCredentialsError", "NoRegionError", "TokenRetrievalError",
    "URLError",
})  # fmt: skip
# What a program raises that relied on an answer: a missing key, an empty list, nothing where something was.
_OF_ANSWERS: Final = frozenset({
    "AttributeError", "IndexError", "JSONDecodeError", "KeyError", "StopIteration", "TypeError", "ValueError",
})  # fmt: skip


def advice(failure: Failure, root: Path, *, problems: Sequence[Problem], printed: str) -> str:
    """Give the fix of a failure of the project in `root`; empty where its message has to do."""
    if told := _of_sdk(failure.message):
        return told
    if failure.type == "ModuleNotFoundError" and (found := _MODULE.match(failure.message)):
        return _of_module(found["module"], root, part=bool(found["part"]))
    if failure.type in _OF_THE_NETWORK:
        return "The program asks a server itself, which has no answer offline: use a function of the SDK, or --live."
    answers = sorted({token for problem in problems if (token := made_up_function(problem))})
    if answers and failure.type in _OF_ANSWERS:
        named = " and ".join(f"`{token}`" for token in answers[:2])
        return f"If that is over the made-up answer of {named}, declare it in `constraints/answers.toml`."
    return "" if failure.frames or not printed else "Look at what the program printed."


def _of_sdk(message: str) -> str:
    """What an SDK's own words call for: another version of it, or another form of a function."""
    for form, fix in _WORDS:
        if form.search(message):
            return fix
    for form in _MISSING_PARTS:
        if found := form.search(message):
            package = found["package"].replace("_", "-")
            return f"The {package} installed has no {found['part']}: the program is written for another version of it."
    if found := _ARGUMENT.match(message):
        return f"The SDK installed has no `{found['part']}` there: misspelt, or written for another version of it."
    return ""


def _of_module(module: str, root: Path, *, part: bool) -> str:
    """Where a module that could not be imported is to be had; with `part` it is there, and lacks one."""
    for folder in (root, *root.parents[:_ABOVE]):
        # A program in a folder of its own does not see what lies beside that folder.
        if (folder != root or not part) and ((folder / module).is_dir() or (folder / f"{module}.py").is_file()):
            return f"It lies in {folder}: set PYTHONPATH={folder}."
    if any((folder / module / "__init__.py").is_file() for folder in (root, *root.iterdir())):
        return f"`{module}` is the project's own, and has no such part: a file is missing, or a name misspelt."
    if (root / "requirements.txt").is_file():
        return "pip install -r requirements.txt, into the Python that runs the program."
    return f"Install what brings `{module}` into the Python that runs the program."
