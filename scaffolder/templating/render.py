"""Turns templates and what was answered into a tree. Reads and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scaffolder.errors import ScaffolderError
from scaffolder.templating.claims import Claims
from scaffolder.templating.manifest import FileRule, covers
from scaffolder.templating.sandbox import Sandbox
from scaffolder.templating.template import Template
from scaffolder.tree import File, Tree
from scaffolder.tree_paths import collision, path_problem

if TYPE_CHECKING:
    from scaffolder.templating.manifest_tables import Patch

RENDERED = ".j2"

Known = Mapping[str, object]


class Watcher:
    """Is told what makes a tree, step by step; this one lets it all pass."""

    def made(self, path: str, template: Template, source: str, file: File) -> None:
        """A layer made a file: from `source`, one of its own, or of the program."""

    def patched(self, path: str, template: Template, number: int, file: File) -> None:
        """A layer's patch of that number changed a file."""


def render(
    templates: Sequence[Template],
    context: Known,
    sandbox: Sandbox | None = None,
    claims: Claims | None = None,
    watcher: Watcher | None = None,
) -> Tree:
    """Lay the templates down in order, each rendered with `context`; a later one's file replaces an earlier one's.

    Raises:
        ScaffolderError: a template is wrong; names its file, line and the unknown name.
    """
    rendering = _Rendering(context, sandbox or Sandbox(), claims or Claims(templates), watcher or Watcher())
    return rendering.tree_of(templates)


class _Rendering:
    """A tree in the making."""

    def __init__(self, context: Known, sandbox: Sandbox, claims: Claims, watcher: Watcher) -> None:
        self._context = context
        self._sandbox = sandbox
        self._claims = claims
        self._watcher = watcher
        self._tree: dict[str, File] = {}
        self._rendered_from: dict[str, str] = {}  # path to TEMPLATE/PATH of the file that was rendered to it

    def tree_of(self, templates: Sequence[Template]) -> Tree:
        self._sandbox.lay(templates)
        for template in templates:
            self._remove(template)
            self._add(template)
            self._patch(template)
        if pair := collision(self._tree):
            raise ScaffolderError(
                f"The templates make both {pair[0]} and {pair[1]}, which cannot lie in one folder on every platform.",
                fix="Rename one of them.",
            )
        return dict(sorted(self._tree.items()))

    def _remove(self, template: Template) -> None:
        manifest = template.manifest
        for number, removal in enumerate(manifest.remove):
            if removal.when and not self._sandbox.holds(
                removal.when, manifest, ("remove", number, "when"), self._context
            ):
                continue
            found = [path for path in self._tree if covers(removal.path, path)]
            if not found:
                raise ScaffolderError(
                    f"{manifest.where('remove', number, 'path')}: no layer below makes {removal.path!r}.",
                    fix="Correct the path, or say `when` it is there.",
                )
            for path in found:
                del self._tree[path]
                self._rendered_from.pop(path, None)

    def _add(self, template: Template) -> None:
        layer: set[str] = set()
        for path, source, file in self._files(template):
            if path in layer:
                raise ScaffolderError(
                    f"Template {template.name} makes {path} twice.", fix="Give one of the files another path or `when`."
                )
            layer.add(path)
            adding = f"{template.name}/{source.removeprefix('files/')}" in self._sandbox.environment.stacked
            self._claims.claim(path, template.name, file, shown=False, adding=adding)
            self._watcher.made(path, template, source, file)
            self._tree[path] = file

    def _files(self, template: Template) -> Iterator[tuple[str, str, File]]:
        """Give what one template contributes: its path, where it comes from, and the file."""
        for path, file in template.program.items():
            yield path, path, file
        unused = set(range(len(template.manifest.rules)))
        for path, file in template.files.items():
            rules = [(number, rule) for number, rule in enumerate(template.manifest.rules) if rule.matches(path)]
            unused.difference_update(number for number, _ in rules)
            for place, known in self._places(template, path, rules):
                if problem := path_problem(place):
                    raise ScaffolderError(
                        f"Template {template.name}: {path} would be written to {place!r}, but {problem}.",
                        fix="Give it a path inside the project.",
                    )
                below = self._rendered_from.pop(place, "")
                content = file.content
                if path.endswith(RENDERED):
                    content = self._sandbox.file(template, path, known, below=below).encode()
                    self._rendered_from[place] = f"{template.name}/{path}"
                yield place, f"files/{path}", File(content, file.executable)
        for number in sorted(unused):
            where = template.manifest.where("files", number, "path")
            raise ScaffolderError(
                f"{where}: the rule for {template.manifest.rules[number].path!r} matches no file under files/.",
                fix="Correct its path, or take the rule out.",
            )

    def _places(
        self, template: Template, path: str, rules: Sequence[tuple[int, FileRule]]
    ) -> Iterator[tuple[str, Known]]:
        """Give each path that a file goes to, with what is known there."""
        manifest, sandbox = template.manifest, self._sandbox
        number, own = next(((number, rule) for number, rule in rules if rule.path == path), (-1, FileRule(path=path)))
        for known in self._each(template, own, ("files", number)):
            conditions = ((("files", index, "when"), rule.when) for index, rule in rules if rule.when)
            if all(sandbox.holds(when, manifest, place, known) for place, when in conditions):
                to = sandbox.text(own.to, manifest, ("files", number, "to"), known) if own.to else None
                yield path.removesuffix(RENDERED) if to is None else to, known

    def _each(self, template: Template, rule: FileRule | Patch, place: tuple[str, int]) -> Iterator[Known]:
        """Give what is known for each item of a rule's `for`, or once where it has none."""
        if not rule.item:
            yield self._context
            return
        for item in self._sandbox.items(rule.items, template.manifest, (*place, "for"), self._context):
            yield {**self._context, rule.item: item}

    def _patch(self, template: Template) -> None:
        manifest, sandbox = template.manifest, self._sandbox
        for number, patch in enumerate(manifest.patches):
            place = ("patches", number)
            for known in self._each(template, patch, place):
                if patch.when and not sandbox.holds(patch.when, manifest, (*place, "when"), known):
                    continue
                path = sandbox.text(patch.path, manifest, (*place, "path"), known)
                if path not in self._tree:
                    raise ScaffolderError(
                        f"{manifest.where(*place, 'path')}: no layer makes {path!r}, so it cannot be patched.",
                        fix="Correct the path, or say `when` it is there.",
                    )
                self._change(template, number, patch, path, known)

    def _change(self, template: Template, number: int, patch: Patch, path: str, known: Known) -> None:
        from scaffolder.templating.patches import PatchError, changes_of, patched  # few templates patch

        manifest, file = template.manifest, self._tree[path]
        for keys, change in changes_of(patch):
            place = ("patches", number, *keys)
            value = self._rendered(change.value, template, place, known)
            try:
                file = File(patched(path, file.content, change.with_value(value)), file.executable)
            except PatchError as error:
                raise ScaffolderError(f"{manifest.where(*place)}: {path}: {error}", fix="Correct the patch.") from error
            if change.kind != "append":
                said = value if change.kind == "set" else "nothing"
                self._claims.claim(f"{change.place} of {path}", template.name, said)
        self._claims.patch(path, template.name)
        self._watcher.patched(path, template, number, file)
        self._tree[path] = file

    def _rendered(self, value: Any, template: Template, place: tuple[str | int, ...], known: Known) -> Any:
        """Render the texts in a value."""
        if isinstance(value, str):
            return self._sandbox.text(value, template.manifest, place, known)
        if isinstance(value, dict):
            return {key: self._rendered(item, template, place, known) for key, item in value.items()}
        return [self._rendered(item, template, place, known) for item in value] if isinstance(value, list) else value
