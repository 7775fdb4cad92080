"""Turns templates and what was answered into a tree. Reads and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scaffolder.errors import ScaffolderError
from scaffolder.templating.conflicts import Claims
from scaffolder.templating.manifest import FileRule
from scaffolder.templating.sandbox import Sandbox
from scaffolder.templating.template import Template
from scaffolder.tree import File, Tree
from scaffolder.tree_paths import collision, path_problem

RENDERED = ".j2"


def render(
    templates: Sequence[Template],
    context: Mapping[str, object],
    sandbox: Sandbox | None = None,
    claims: Claims | None = None,
) -> Tree:
    """Lay the templates down in order, each rendered with `context`; a later one's file replaces an earlier one's.

    Raises:
        ScaffolderError: a template is wrong; names its file, line and the unknown name.
    """
    sandbox = sandbox or Sandbox()
    sandbox.lay(templates)
    tree: dict[str, File] = {}
    for template in templates:
        layer: dict[str, File] = {}
        for path, file in _layer(template, context, sandbox):
            if path in layer:
                raise ScaffolderError(
                    f"Template {template.name} makes {path} twice.", fix="Give one of the files another path or `when`."
                )
            layer[path] = file
            if claims:
                claims.claim(path, template.name, file, shown=False)
        tree |= layer
    if pair := collision(tree):
        raise ScaffolderError(
            f"The templates make both {pair[0]} and {pair[1]}, which cannot lie in one folder on every platform.",
            fix="Rename one of them.",
        )
    return dict(sorted(tree.items()))


def _layer(template: Template, context: Mapping[str, object], sandbox: Sandbox) -> Iterator[tuple[str, File]]:
    """Give what one template contributes."""
    yield from template.program.items()
    unused = set(range(len(template.manifest.rules)))
    for path, file in template.files.items():
        rules = [(number, rule) for number, rule in enumerate(template.manifest.rules) if rule.matches(path)]
        unused.difference_update(number for number, _ in rules)
        for place, known in _places(template, path, rules, context, sandbox):
            if problem := path_problem(place):
                raise ScaffolderError(
                    f"Template {template.name}: {path} would be written to {place!r}, but {problem}.",
                    fix="Give it a path inside the project.",
                )
            content = sandbox.file(template, path, known).encode() if path.endswith(RENDERED) else file.content
            yield place, File(content, file.executable)
    for number in sorted(unused):
        rule = template.manifest.rules[number]
        where = template.manifest.where("files", number, "path")
        raise ScaffolderError(
            f"{where}: the rule for {rule.path!r} matches no file under files/.",
            fix="Correct its path, or take the rule out.",
        )


def _places(
    template: Template,
    path: str,
    rules: Sequence[tuple[int, FileRule]],
    context: Mapping[str, object],
    sandbox: Sandbox,
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Give each path that a file goes to, with what is known there."""
    manifest = template.manifest
    number, own = next(((number, rule) for number, rule in rules if rule.path == path), (-1, FileRule(path=path)))
    items = sandbox.items(own.items, manifest, ("files", number, "for"), context) if own.item else (None,)
    for item in items:
        known = {**context, own.item: item} if own.item else context
        if all(
            sandbox.holds(rule.when, manifest, ("files", index, "when"), known) for index, rule in rules if rule.when
        ):
            to = sandbox.text(own.to, manifest, ("files", number, "to"), known) if own.to else None
            yield path.removesuffix(RENDERED) if to is None else to, known
