"""Changes YAML and JSON where a patch says, and leaves every other byte as it is.

Neither `json` nor `ruamel.yaml` does that: they write the whole document anew, in their own layout. PyYAML, which we
have for reading, says where each value begins and ends; what a patch says is put there. Afterwards the text is read
again: if it does not hold exactly what it should, the patch is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from scaffolder.templating.places import Change, PatchError, Step, changed

_WIDE = 10**9  # no line is broken
_MOST_NODES = 100_000
# Texts of several lines that can stand as they are.
_LINES = re.compile(r"\S[\x20-\x7e]*(?:\n\S[\x20-\x7e]*)+\n?")
_NO_YAML = re.compile(r"[^\n\x20-\x7e]")


def patch_text(text: str, change: Change, *, is_json: bool) -> str:
    """Give a YAML or JSON text with one change.

    Raises:
        PatchError: it is no such text, the place is not there, or the change cannot be made there.
    """
    data, steps = changed(_data(text, is_json=is_json), change)
    try:
        new = _Editor(text, is_json=is_json).apply(change, steps)
        right = _data(new, is_json=is_json) == _plain_keys(data)
    except (PatchError, yaml.YAMLError, StopIteration, ValueError):
        right = False
    if not right:
        raise PatchError(f"{change.place} cannot be changed in place; replace the file instead.")
    return new


class _Editor:
    """One text, and where its values are."""

    def __init__(self, text: str, *, is_json: bool) -> None:
        self._text = text
        self._json = is_json
        # JSON may hold what YAML does not know, tabs above all; what stands for it is as long.
        plain = _NO_YAML.sub(lambda found: " " if found[0] in "\t\r" else "x", text) if is_json else text
        self._root = yaml.compose(plain, yaml.SafeLoader)

    def apply(self, change: Change, steps: Sequence[Step]) -> str:
        """Give the text with a change whose place is there."""
        inside = self._node(steps[:-1])
        if change.kind == "append":
            return self._append(self._node(steps), change.value)
        if isinstance(inside, MappingNode):
            at = next((number for number, (key, _) in enumerate(inside.value) if self._key(key) == steps[-1]), None)
            if change.kind == "delete" and at is not None:
                return self._delete(inside, at)
            if at is None:
                return self._insert(inside, [(steps[-1], change.value)])
            return self._replace_entry(inside, at, change.value)
        if not isinstance(inside, SequenceNode) or not isinstance(steps[-1], int):
            raise PatchError(f"{change.place} cannot be changed in place; replace the file instead.")
        if change.kind == "delete":
            return self._delete(inside, steps[-1])
        item = inside.value[steps[-1]]
        return self._put(item.start_mark.index, self._end(item), self._dumped(change.value, inside, in_item=True))

    def _node(self, steps: Sequence[Step]) -> Node:
        node = self._root
        for step in steps:
            if isinstance(node, MappingNode):
                node = next(value for key, value in node.value if self._key(key) == step)
            else:
                node = node.value[step]
        return node

    def _key(self, node: Node) -> Any:
        return json.loads(self._text[node.start_mark.index : node.end_mark.index]) if self._json else node.value

    def _replace_entry(self, inside: MappingNode, at: int, value: Any) -> str:
        key, old = inside.value[at]
        colon, end = self._text.index(":", key.end_mark.index), self._end(old)
        # On one line where the old one was, or where a comment stands behind it.
        one_line = self._flow(old) if not isinstance(old, ScalarNode) else self._text[end : self._line_end(end)].strip()
        if one_line and not self._json and isinstance(value, (dict, list)):
            return self._put(colon + 1, end, f" {json.dumps(value, ensure_ascii=False)}")
        new = self._dumped(value, inside)
        return self._put(colon + 1, end, new if new.startswith("\n") else f" {new}")

    def _append(self, node: Node, values: Sequence[Any]) -> str:
        return self._insert(node, [(None, value) for value in values])

    def _insert(self, node: Node, entries: Sequence[tuple[Step | None, Any]]) -> str:
        """Put entries behind the last of a mapping or a list."""
        written = []
        for key, value in entries:
            dumped = self._dumped(value, node, in_item=key is None)
            name = json.dumps(key, ensure_ascii=False) if self._flow(node) else self._scalar(key)
            colon = f"{name}:" if dumped.startswith("\n") else f"{name}: "
            written.append(dumped if key is None else f"{colon}{dumped}")
        if not self._flow(node):
            dash = "- " if isinstance(node, SequenceNode) else ""
            end = self._line_end(self._end(node))
            margin = " " * node.start_mark.column
            return self._put(end, end, "".join(f"\n{margin}{dash}{entry}" for entry in written))
        if not node.value:
            return self._put(node.start_mark.index + 1, node.end_mark.index - 1, ", ".join(written))
        first, end = self._start(node, 0), self._end_of(node, len(node.value) - 1)
        line = self._text.rfind("\n", 0, first) + 1
        own_line = not self._text[line:first].strip()
        between = f",\n{self._text[line:first]}" if own_line else ", "
        return self._put(end, end, "".join(f"{between}{entry}" for entry in written))

    def _delete(self, node: Node, at: int) -> str:
        if len(node.value) == 1:
            return self._put(node.start_mark.index, self._end(node), "{}" if isinstance(node, MappingNode) else "[]")
        start, end = self._start(node, at), self._end_of(node, at)
        if self._flow(node):
            if at == 0:
                return self._put(start, self._start(node, 1), "")
            return self._put(self._end_of(node, at - 1), end, "")
        line = self._text.rfind("\n", 0, start) + 1
        if self._text[line:start].strip():  # behind the dash of an item, which stays
            return self._put(start, self._start(node, at + 1), "")
        return self._put(line, self._line_end(end) + 1, "")

    def _put(self, start: int, end: int, new: str) -> str:
        return self._text[:start] + new + self._text[end:]

    def _start(self, node: Node, at: int) -> int:
        """Where an entry of a collection begins, the dash of an item included."""
        entry = node.value[at]
        start: int = (entry[0] if isinstance(node, MappingNode) else entry).start_mark.index
        if isinstance(node, SequenceNode) and not self._flow(node):
            return self._text.rindex("-", 0, start)
        return start

    def _end_of(self, node: Node, at: int) -> int:
        entry = node.value[at]
        return self._end(entry[1] if isinstance(node, MappingNode) else entry)

    def _end(self, node: Node) -> int:
        """Where a value ends; of what goes over lines, without the break behind it."""
        if isinstance(node, ScalarNode):
            end = getattr(node.end_mark, "index", 0)
            while node.style in {"|", ">"} and self._text[end - 1 : end] == "\n":
                end -= 1
            return end
        return node.end_mark.index if self._flow(node) or not node.value else self._end_of(node, len(node.value) - 1)

    def _line_end(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _flow(self, node: Node) -> bool:
        return self._json or bool(getattr(node, "flow_style", False))

    def _dumped(self, value: Any, inside: Node, *, in_item: bool = False) -> str:
        """Write a value for a place in a collection; one of several lines starts with a break unless it is an item."""
        if self._json:
            return self._json_value(value, inside)
        if isinstance(value, str) and _LINES.fullmatch(value) and not self._flow(inside):
            margin = " " * (inside.start_mark.column + 2)
            mark = "|" if value.endswith("\n") else "|-"
            return f"\n{margin}".join([mark, *value.removesuffix("\n").split("\n")])
        if not isinstance(value, (dict, list)) or not value or self._flow(inside):
            return json.dumps(value, ensure_ascii=False) if self._flow(inside) else self._scalar(value)
        block = yaml.dump(
            value, Dumper=_Dumper, default_flow_style=False, sort_keys=False, width=_WIDE, allow_unicode=True
        )
        margin = " " * (inside.start_mark.column + 2)
        lines = [f"{margin}{line}" if line else "" for line in block.rstrip("\n").split("\n")]
        return "\n".join(lines).lstrip(" ") if in_item else "\n" + "\n".join(lines)

    def _json_value(self, value: Any, inside: Node) -> str:
        """Write JSON as the document does: over several lines where this one does."""
        first = self._start(inside, 0) if inside.value else 0
        line = self._text.rfind("\n", 0, first) + 1
        margin = self._text[line:first]
        if not inside.value or margin.strip() or not margin:
            return json.dumps(value, ensure_ascii=False)
        indented = re.search(r"\n([ \t]+)", self._text)
        unit = indented[1] if indented else "  "
        return json.dumps(value, ensure_ascii=False, indent=unit).replace("\n", f"\n{margin}")

    @staticmethod
    def _scalar(value: Any) -> str:
        if isinstance(value, str) and not value.isprintable():
            return json.dumps(value, ensure_ascii=False)
        dumped = yaml.dump(value, Dumper=_Dumper, default_flow_style=True, width=_WIDE, allow_unicode=True)
        return dumped.removesuffix("\n").removesuffix("\n...")


class _Dumper(yaml.SafeDumper):
    """Writes lists indented below their key, and texts of several lines as such."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's
        super().increase_indent(flow, indentless=False)


def _text_node(dumper: yaml.SafeDumper, text: str) -> ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text_node)


def _data(text: str, *, is_json: bool) -> Any:
    """Read a text; keys are what is written, so that `on:` of a workflow is no truth."""
    try:
        if is_json:
            return json.loads(text)
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        return None if node is None else _Plain(loader).of(node)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        told = " ".join(str(error).split())
        raise PatchError(f"It is no valid {'JSON' if is_json else 'YAML of one document'}: {told}.") from error


class _Plain:
    """Makes data of nodes; aliases of aliases can make a short text endless."""

    def __init__(self, loader: yaml.SafeLoader) -> None:
        self._loader = loader
        self._left = _MOST_NODES

    def of(self, node: Node) -> Any:
        self._left -= 1
        if self._left < 0:
            raise ValueError("it has too many values")
        if isinstance(node, MappingNode):
            return {key.value if isinstance(key, ScalarNode) else repr(key): self.of(of) for key, of in node.value}
        if isinstance(node, SequenceNode):
            return [self.of(item) for item in node.value]
        try:
            return self._loader.construct_object(node)
        except yaml.YAMLError:  # a tag of its own
            return node.tag, node.value


def _plain_keys(data: Any) -> Any:
    """Give data as it is read: every key as text."""
    if isinstance(data, dict):
        return {key if isinstance(key, str) else str(key): _plain_keys(value) for key, value in data.items()}
    return [_plain_keys(item) for item in data] if isinstance(data, list) else data
