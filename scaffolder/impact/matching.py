"""Which resource of the program after a change is which one of the program before: by URN, then by aliases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scaffolder.engine.preview import Alias, PreviewResource

_STACK = "pulumi:pulumi:Stack"


def match(before: Sequence[PreviewResource], after: Sequence[PreviewResource]) -> Mapping[str, PreviewResource]:
    """Give the URN of each resource that was there before, with what it was; `after` has parents before children.

    Aliases are resolved as the engine does it (pulumi 3.259, pkg/resource/deploy/step_generator.go, generateAliases):
    a child takes over its parent's, and a name that begins with the parent's changes along with it.
    """
    olds = {resource.urn: resource for resource in before}
    taken = {resource.urn for resource in after} & olds.keys()
    matched: dict[str, PreviewResource] = {}
    for resource in after:
        if resource.urn in olds:
            matched[resource.urn] = olds[resource.urn]
            continue
        parent = matched.get(resource.parent)
        for urn in _alias_urns(resource, parent.urn if parent else ""):
            if urn in olds and urn not in taken and olds[urn].custom == resource.custom:
                matched[resource.urn] = olds[urn]
                taken.add(urn)
                break
    return matched


def _alias_urns(resource: PreviewResource, old_parent: str) -> Iterator[str]:
    for alias in resource.aliases:
        yield alias.urn or _urn(resource, alias)
    if old_parent and old_parent != resource.parent:
        yield _below(resource.type, resource.name, resource.parent, old_parent)
        for alias in resource.aliases:
            type_, name = _last(alias.urn) if alias.urn else (alias.type or resource.type, alias.name or resource.name)
            yield _below(type_, name, resource.parent, old_parent)


def _urn(resource: PreviewResource, alias: Alias) -> str:
    stack, project, _, _ = _parts(resource.urn)
    parent = resource.parent if alias.parent is None else alias.parent
    types = _parts(parent)[2] if parent else ""
    return _joined(
        alias.stack or stack, alias.project or project, types, alias.type or resource.type, alias.name or resource.name
    )


def _below(type_: str, name: str, parent: str, old_parent: str) -> str:
    """Give the URN that a child had below its parent's old one."""
    stack, project, types, old_name = _parts(old_parent)
    new_name = _parts(parent)[3]
    if name.startswith(new_name):
        name = old_name + name.removeprefix(new_name)
    return _joined(stack, project, types, type_, name)


def _joined(stack: str, project: str, parent_types: str, type_: str, name: str) -> str:
    below = "" if parent_types.rpartition("$")[2] in {"", _STACK} else f"{parent_types}$"
    return f"urn:pulumi:{stack}::{project}::{below}{type_}::{name}"


def _parts(urn: str) -> tuple[str, str, str, str]:
    """Give a URN's stack, project, types from the outermost, and name."""
    head, project, types, name = urn.split("::", 3)
    return head.removeprefix("urn:pulumi:"), project, types, name


def _last(urn: str) -> tuple[str, str]:
    _, _, types, name = _parts(urn)
    return types.rpartition("$")[2], name
