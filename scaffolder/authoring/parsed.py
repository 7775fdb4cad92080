"""Whether the files of a project are what their names say: Python that compiles, YAML, TOML and JSON that parse."""

from __future__ import annotations

import json
import tomllib
import warnings
from collections.abc import Callable, Iterator, Mapping

from scaffolder.authoring.findings import Finding
from scaffolder.tree import Tree


def unparsed(tree: Tree, case: str) -> Iterator[Finding]:
    """Give the files of a project that cannot be read as what they are."""
    for path, file in tree.items():
        reader = _READERS.get(path.rpartition(".")[2])
        if reader is None:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a linter's business
                reader(file.content.decode())
        except (ValueError, SyntaxError, _yaml_error()) as error:
            told = " ".join(str(error).split())
            yield Finding(
                check="parse",
                where=f"{case}: {path}",
                message=f"{path} cannot be read: {told}.",
                fix="Correct the template that makes it; `scaffold explain` says which.",
            )


def _python(text: str) -> None:
    compile(text, "file", "exec", dont_inherit=True)


def _yaml(text: str) -> None:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    list(yaml.compose_all(text, loader))


def _yaml_error() -> type[Exception]:
    import yaml

    return yaml.YAMLError


_READERS: Mapping[str, Callable[[str], object]] = {
    "py": _python,
    "toml": tomllib.loads,
    "json": json.loads,
    "yaml": _yaml,
    "yml": _yaml,
}
