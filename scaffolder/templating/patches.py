"""Changes files of a tree by path within them: YAML, TOML and JSON, their comments and order kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scaffolder.templating.manifest_tables import Patch
from scaffolder.templating.places import Change, PatchError, Step, changed

_ENDINGS = (".yaml", ".yml", ".toml", ".json")


def changes_of(patch: Patch) -> Iterator[tuple[tuple[str, ...], Change]]:
    """Give what a patch changes, one after the other, each with the keys that lead to it in the manifest."""
    for place, value in patch.set.items():
        yield ("set", place), Change(kind="set", place=place, value=value)
    for place, values in patch.append.items():
        yield ("append", place), Change(kind="append", place=place, value=values)
    for place in patch.delete:
        yield ("delete",), Change(kind="delete", place=place)


def patched(path: str, content: bytes, change: Change) -> bytes:
    """Give a file's content with one change; every line that it does not concern stays as it is.

    Raises:
        PatchError: the file is of another kind, the place is not there, or the change cannot be made there.
    """
    if not path.endswith(_ENDINGS):
        raise PatchError(f"Only {', '.join(_ENDINGS)} files can be patched.")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise PatchError("It is no UTF-8 text.") from error
    crlf = "\r\n" in text
    text = text.replace("\r\n", "\n") if crlf else text
    if path.endswith(".toml"):
        new = _toml(text, change)
    else:
        from scaffolder.templating.patch_text import patch_text  # PyYAML's start is only for those who patch

        new = patch_text(text, change, is_json=path.endswith(".json"))
    return (new.replace("\n", "\r\n") if crlf else new).encode()


def _toml(text: str, change: Change) -> str:
    import tomllib

    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        data, steps = changed(tomllib.loads(text), change)
        document: Any = tomlkit.parse(text)
        inside = document
        for step in steps[:-1]:
            inside = inside[step]
        if change.kind == "set":
            inside[steps[-1]] = change.value
        elif change.kind == "delete":
            del inside[steps[-1]]
        else:
            for value in change.value:
                inside[steps[-1]].append(value)
        new = tomlkit.dumps(document)
        right = _pruned(tomllib.loads(new), steps) == _pruned(data, steps)
    except tomllib.TOMLDecodeError as error:
        raise PatchError(f"It is no valid TOML: {error}.") from error
    except (TOMLKitError, TypeError, ValueError):
        right = False
    if not right:
        raise PatchError(f"{change.place} cannot be changed in place; replace the file instead.")
    return new


def _pruned(data: Any, steps: Sequence[Step]) -> Any:
    """Take out the tables on the way that hold nothing: TOML has them only for what is in them."""
    if steps and isinstance(data, dict) and steps[0] in data:
        data[steps[0]] = _pruned(data[steps[0]], steps[1:])
        if data[steps[0]] == {}:
            del data[steps[0]]
    return data
