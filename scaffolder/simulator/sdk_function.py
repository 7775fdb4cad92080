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
    return _inputs(source, text[start + 1 : calls[0].start()], module), outputs


def _inputs(source: SdkSource, definition: str, module: str) -> dict[str, Property]:
    header = re.match(r"def \w+\(.*?\)(?: -> [^\n]*)?:\n", definition, re.DOTALL)
    if not header:
        return {}
    try:
        parsed = ast.parse(header[0] + "    pass").body[0]
    except SyntaxError:
        return {}
    if not isinstance(parsed, ast.FunctionDef):
        return {}
    wire_names = {python: wire for wire, python in re.findall(r"__args__\['([^']+)'\] = (\w+)", definition)}
    parameters = [*parsed.args.args, *parsed.args.kwonlyargs]
    with_default = {argument.arg for argument in parsed.args.args[len(parsed.args.args) - len(parsed.args.defaults) :]}
    found: dict[str, Property] = {}
    for parameter in parameters:
        wire_name = wire_names.get(parameter.arg)
        if wire_name is None:
            continue
        type_: Type = ANY
        optional = parameter.arg in with_default
        if parameter.annotation is not None:
            type_, may_miss = read_annotation(
                ast.unparse(parameter.annotation), lambda name: source.resolve(name, module)
            )
            optional = optional or may_miss
        found[wire_name] = Property(name=wire_name, python_name=parameter.arg, type=type_, required=not optional)
    return found
