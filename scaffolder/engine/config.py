"""A stack's configuration as the engine hands it to a program: settings file, project defaults, types checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from scaffolder.errors import ScaffolderError
from scaffolder.simulator.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

# What a program gets for an encrypted value, by the declared type: nothing here can decrypt it.
_PLACEHOLDERS = {"integer": "0", "boolean": "false", "array": "[]", "object": "{}"}
PLACEHOLDER = "[secret]"
# Programs check what is an address; a webhook's is often encrypted, for it holds a key.
_ADDRESSES: Final = (
    (re.compile(r"(url|uri|webhook|endpoint)s?$", re.IGNORECASE), "https://secret.example.com/secret"),
    (re.compile(r"e-?mails?$", re.IGNORECASE), "secret@example.com"),
)
# So much alike are a setting and its misspelling; one that the program reads without declaring it is less so.
_ALIKE: Final = 0.88


@dataclass(frozen=True, kw_only=True)
class DeclaredConfig:
    """One key of the `config:` section of `Pulumi.yaml`; `key` is full (`namespace:name`)."""

    key: str
    written: str
    type: str = ""
    items: str = ""
    default: Any = None
    description: str = ""
    secret: bool = False


@dataclass(frozen=True, kw_only=True)
class StackConfig:
    """All configuration of one stack, keys in full (`namespace:name`), values as the text a program reads.

    `structured` are the keys whose text is JSON of a list or a mapping; `notes` is what the user should know, and
    `problems` are keys that were probably meant to be others.
    """

    stack: str
    values: Mapping[str, str]
    secret_keys: frozenset[str] = frozenset()
    structured: frozenset[str] = frozenset()
    notes: Sequence[str] = ()
    problems: Sequence[Problem] = ()


def parse_declared(section: Mapping[str, Any], *, project: str, file: Path) -> Mapping[str, DeclaredConfig]:
    """The project's declared configuration, by full key."""
    declared = {}
    for written, body in section.items():
        key = full_key(written, project=project, file=file)
        own = key.startswith(f"{project}:")
        if not isinstance(body, Mapping):
            body = {"default" if own else "value": body}  # noqa: PLW2901 - the short form, spelled out
        declared[key] = _declare(key, written, body, own=own, file=file)
    return declared


def _declare(key: str, written: str, body: Mapping[str, Any], *, own: bool, file: Path) -> DeclaredConfig:
    def fail(message: str, fix: str) -> ScaffolderError:
        return ScaffolderError(f"{file}: {message}", fix=fix)

    kind, items = body.get("type") or "", body.get("items")
    default = body["default"] if body.get("default") is not None else body.get("value")
    if body.get("default") is not None and body.get("value") is not None:
        raise fail(
            f"project config '{written}' cannot have both a 'default' and 'value' attribute.", "Keep one of the two."
        )
    if own and kind == "array" and items is None:
        raise fail(
            f"The configuration key '{written}' declares an array "
            "but does not specify the underlying type via the 'items' attribute.",
            "Add `items: {type: string}`, or the type its items have.",
        )
    if not own and kind:
        raise fail(
            f"Configuration key '{written}' is not namespaced by the project and should not define a type.",
            "Remove its `type`; a provider's own keys only take a `value`.",
        )
    if not own and default is None:
        raise fail(
            f"Configuration key '{written}' is namespaced and must provide an attribute 'value'.", "Add `value: ...`."
        )
    if kind and default is not None and not _has_type(default, kind, items):
        raise fail(
            f"The default value specified for configuration key '{written}' is not of the expected type "
            f"'{_type_name(kind, items)}': it is {json.dumps(default)}.",
            "Change the default, or the type.",
        )
    return DeclaredConfig(
        key=key,
        written=written,
        type=kind,
        items=json.dumps(items) if items else "",
        default=default,
        description=body.get("description") or "",
        secret=bool(body.get("secret")),
    )


def full_key(written: str, *, project: str, file: Path) -> str:
    """A configuration key with its namespace; a bare one gets the project's."""
    parts = str(written).split(":")
    if len(parts) == 1:
        return f"{project}:{written}"
    if len(parts) == 2:  # noqa: PLR2004 - namespace and name
        return str(written)
    if len(parts) == 3 and parts[1] == "config":  # noqa: PLR2004 - the old form namespace:config:name
        return f"{parts[0]}:{parts[2]}"
    raise ScaffolderError(
        f"{file}: could not parse {written} as a configuration key "
        "(configuration keys should be of the form `<namespace>:<name>`).",
        fix="Write it as `<namespace>:<name>`.",
    )


def merge_config(
    document: Any, *, stack: str, project: str, file: Path, declared: Mapping[str, DeclaredConfig], notes: Sequence[str]
) -> StackConfig:
    """What the stack's file sets, over what the project declares, checked against the declared types."""
    notes = list(notes)
    if not isinstance(document, Mapping | None) or not isinstance(
        section := (document or {}).get("config"), Mapping | None
    ):
        raise ScaffolderError(
            f"{file}: `config` must be a mapping of keys to values.",
            fix="Write `config:` and then `  key: value` lines.",
        )
    if (document or {}).get("environment"):
        notes.append(f"{file.name} imports Pulumi ESC environments; what they would set is not known offline.")
    given = {full_key(key, project=project, file=file): value for key, value in (section or {}).items()}
    secret_keys = {key for key, value in given.items() if _holds_secret(value)}
    if secret_keys:
        hidden = ", ".join(sorted(secret_keys))
        notes.append(f"Encrypted settings are not decrypted offline; the program gets a stand-in for {hidden}.")
    plain = {key: _decrypted(value, key, declared[key].type if key in declared else "") for key, value in given.items()}
    missing = []
    for key, declaration in sorted(declared.items()):
        if key not in plain:
            if declaration.default is not None:
                plain[key] = declaration.default
            elif key.startswith(f"{project}:"):
                missing.append(declaration.written)
            continue
        _check(plain[key], given[key], declaration, stack=stack, file=file)
    if missing:
        raise ScaffolderError(
            f"Stack '{stack}' is missing configuration value{'s'[len(missing) == 1 :]} {_listed(missing)}.",
            fix="\n".join(f"pulumi config set {key} <value> --stack {stack}" for key in missing),
        )
    return StackConfig(
        stack=stack,
        values={key: _text(value) for key, value in plain.items()},
        secret_keys=frozenset(secret_keys),
        structured=frozenset(key for key, value in plain.items() if isinstance(value, list | Mapping)),
        notes=tuple(notes),
        problems=tuple(_misspelt(given, declared, project=project, file=file)),
    )


def _misspelt(given: Iterable[str], declared: Iterable[str], *, project: str, file: Path) -> Iterator[Problem]:
    """A warning for each key of the project's own that is nearly, and not, one that it declares."""
    own = f"{project}:"
    known = [key.removeprefix(own) for key in declared if key.startswith(own)]
    for name in (key.removeprefix(own) for key in given if key.startswith(own)):
        near = [] if name in known else get_close_matches(name, known, n=1, cutoff=_ALIKE)
        if near:
            yield Problem(
                severity="warning",
                urn="",
                message=f"{file.name} sets `{name}`, which Pulumi.yaml does not declare; did you mean `{near[0]}`?",
                fix=f"Write `{near[0]}` there.",
                source="pulumi",
            )


def _check(value: Any, written: Any, declaration: DeclaredConfig, *, stack: str, file: Path) -> None:
    if not declaration.type:
        return
    if declaration.secret and not _holds_secret(written):
        raise ScaffolderError(
            f"{file}: Stack '{stack}' with configuration key '{declaration.written}' must be encrypted as it's secret.",
            fix=f"pulumi config set --secret {declaration.written} <value> --stack {stack}",
        )
    items = json.loads(declaration.items) if declaration.items else None
    if not _has_type(value, declaration.type, items) and not _is_secret(written):
        kind = _type_name(declaration.type, items)
        raise ScaffolderError(
            f"{file}: Stack '{stack}' with configuration key '{declaration.written}' must be of type '{kind}', "
            f"but it is {json.dumps(value)}.",
            fix=f"Set `{declaration.written}` in {file.name} to a value of type {kind}.",
        )


def _has_type(value: Any, kind: str, items: Mapping[str, Any] | None) -> bool:
    """Whether the engine takes a value for a declared type: numbers and booleans may come as text."""
    if kind == "array":
        inner = items or {}
        return isinstance(value, list) and all(
            _has_type(item, inner.get("type", ""), inner.get("items")) for item in value
        )
    accepted = {
        "string": isinstance(value, str),
        "integer": _is_integer(value),
        "boolean": isinstance(value, bool) or value in ("true", "false"),
        "object": isinstance(value, Mapping),
    }
    return accepted.get(kind, False)


def _is_integer(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, str):
        return value.removeprefix("-").removeprefix("+").isdecimal()
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


def _type_name(kind: str, items: Mapping[str, Any] | None) -> str:
    return f"array<{_type_name(items.get('type', ''), items.get('items'))}>" if items else kind


def _is_secret(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"secure"} and isinstance(value["secure"], str)


def _holds_secret(value: Any) -> bool:
    if isinstance(value, Mapping):
        return _is_secret(value) or any(_holds_secret(item) for item in value.values())
    return isinstance(value, list) and any(_holds_secret(item) for item in value)


def stand_in(name: str) -> str:
    """Give a text in place of the encrypted one of a setting: an address where its name says that it is one."""
    return next((text for ending, text in _ADDRESSES if ending.search(name)), PLACEHOLDER)


def _decrypted(value: Any, name: str, kind: str = "") -> Any:
    if _is_secret(value):
        return _PLACEHOLDERS.get(kind) or stand_in(name)
    if isinstance(value, Mapping):
        return {str(key): _decrypted(item, str(key)) for key, item in value.items()}
    return [_decrypted(item, name) for item in value] if isinstance(value, list) else value


def _text(value: Any) -> str:
    """A value as the engine spells it: text as it is, everything else as Go's JSON."""
    if isinstance(value, str):
        return value
    text = json.dumps(_whole(value), separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _whole(value: Any) -> Any:
    """Floats that are whole numbers as integers, which is how Go writes them."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): _whole(item) for key, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, list) else value


def _listed(keys: Sequence[str]) -> str:
    quoted = [f"'{key}'" for key in keys]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
