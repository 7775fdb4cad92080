"""Reads what a function of an SDK takes and gives, from its source."""

from __future__ import annotations

import ast
import re

from scaffolder.simulator.sdk_source import SdkSource, class_block
from scaffolder.simulator.sdk_types import read_annotation
from scaffolder.simulator.types import ANY, Property, Type


def function_properties(
    source: SdkSource, text: str, module: str, token: str
) -> tuple[dict[str, Property], dict[str, Property]]:
    """Give a function's inputs and outputs by wire name; empty where the SDK declares none."""
    calls = list(re.finditer(rf"pulumi\.runtime\.invoke\('{re.escape(token)}'[^\n]*", text))
    if not calls:
        return {}, {}
    result = re.search(r"typ=(\w+)", calls[0][0])
    block = class_block(text, result[1]) if result else None
    outputs = source.properties(block, module) if block else {}
    start = text.rfind("\ndef ", 0, calls[0].start())
    definition = text[start + 1 : calls[0].start()]
    name = definition[len("def ") : definition.find("(")]
    twin = text.find(f"\ndef {name}_output(")
    needed = _needed(text[twin + 1 :]) if twin >= 0 else frozenset()
    return _inputs(source, definition, module, needed), outputs


def _signature(definition: str) -> ast.arguments | None:
    header = re.match(r"def \w+\(.*?\)(?: -> [^\n]*)?:\n", definition, re.DOTALL)
    try:
        parsed = ast.parse(header[0] + "    pass").body[0] if header else None
    except SyntaxError:
        return None
    return parsed.args if isinstance(parsed, ast.FunctionDef) else None


def _needed(definition: str) -> frozenset[str]:
    """Give the arguments a function cannot do without.

    Every argument may be left out in Python; the twin for outputs tells which are optional in truth: those are
    `Optional` twice, once for Python and once for themselves.
    """
    arguments = _signature(definition)
    needed = set()
    for argument in arguments.args if arguments else ():
        annotation = ast.unparse(argument.annotation) if argument.annotation is not None else ""
        wrappers = re.match(r"(?:pulumi\.Input\[|Optional\[)*", annotation)
        if wrappers and wrappers[0].count("Optional[") == 1 and "pulumi.Input[" in wrappers[0]:
            needed.add(argument.arg)
    return frozenset(needed)


def _inputs(source: SdkSource, definition: str, module: str, needed: frozenset[str]) -> dict[str, Property]:
    arguments = _signature(definition)
    if arguments is None:
        return {}
    wire_names = {python: wire for wire, python in re.findall(r"__args__\['([^']+)'\] = (\w+)", definition)}
    found: dict[str, Property] = {}
    for parameter in [*arguments.args, *arguments.kwonlyargs]:
        wire_name = wire_names.get(parameter.arg)
        if wire_name is None:
            continue
        type_: Type = ANY
        if parameter.annotation is not None:
            annotation = ast.unparse(parameter.annotation)
            type_, _ = read_annotation(annotation, lambda name: source.resolve(name, module))
        found[wire_name] = Property(
            name=wire_name, python_name=parameter.arg, type=type_, required=parameter.arg in needed
        )
    return found
