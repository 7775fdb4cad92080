"""Turns templates and what was answered into a tree. Reads and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jinja2.bccache import BytecodeCache

from scaffolder.errors import ScaffolderError
from scaffolder.templating.manifest import FileRule
from scaffolder.templating.sandbox import Sandbox
from scaffolder.templating.template import Template
from scaffolder.tree import File, Tree
from scaffolder.tree_paths import collision, path_problem

RENDERED = ".j2"


def render(templates: Sequence[Template], context: Mapping[str, object], cache: BytecodeCache | None = None) -> Tree:
    """Lay the templates down in order, each rendered with `context`; a later one's file replaces an earlier one's.

    Raises:
        ScaffolderError: a template is wrong; names its file, line and the unknown name.
    """
    sandbox = Sandbox(templates, cache)
    tree: dict[str, File] = {}
    for template in templates:
        layer: dict[str, File] = {}
        for path, file in _layer(template, context, sandbox):
            if path in layer:
                raise ScaffolderError(
                    f"Template {template.name} makes {path} twice.", fix="Give one of the files another path or `when`."
                )
            layer[path] = file
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
    unused = set(template.manifest.rules)
    for path, file in template.files.items():
        rules = [rule for rule in template.manifest.rules if rule.matches(path)]
        unused.difference_update(rules)
        for place, known in _places(template, path, rules, context, sandbox):
            if problem := path_problem(place):
                raise ScaffolderError(
                    f"Template {template.name}: {path} would be written to {place!r}, but {problem}.",
                    fix="Give it a path inside the project.",
                )
            content = sandbox.text(template, path, known).encode() if path.endswith(RENDERED) else file.content
            yield place, File(content, file.executable)
    for rule in unused:
        raise ScaffolderError(
            f"Template {template.name}: the rule for {rule.path!r} matches no file under files/.",
            fix="Correct its path, or take the rule out.",
        )


def _places(
    template: Template, path: str, rules: Sequence[FileRule], context: Mapping[str, object], sandbox: Sandbox
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Give each path that a file goes to, with what is known there."""
    own = next((rule for rule in rules if rule.path == path), FileRule(path=path))
    for item in sandbox.items(template, own, context) if own.item else ({},):
        known = {**context, **item}
        if all(sandbox.holds(template, rule, known) for rule in rules if rule.when):
            yield sandbox.place(template, own, known) if own.to else path.removesuffix(RENDERED), known
