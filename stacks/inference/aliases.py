"""Earlier names of resources, so that one which is called differently now is not made anew.

`aliases.json` beside the program holds them, a list of tables: `type`, and what was different: `was_type`, or `was` and
`now`, names in which one `*` stands for what stays. A resource that Pulumi knows by its new name is not touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pulumi

FILE = Path(__file__).parents[1] / "aliases.json"


def begin() -> None:
    """Let every resource that is made from here on have its earlier names as aliases."""
    if not FILE.is_file():
        return
    renames = json.loads(FILE.read_text(encoding="utf-8"))

    def transform(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        found = [alias for rename in renames if args.type_ == rename["type"] for alias in _aliases(args.name, rename)]
        if not found:
            return None
        opts = pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(aliases=found))
        return pulumi.ResourceTransformationResult(props=args.props, opts=opts)

    pulumi.runtime.register_stack_transformation(transform)


def _aliases(name: str, rename: Mapping[str, str]) -> Iterator[pulumi.Alias]:
    type_ = {"type_": rename["was_type"]} if "was_type" in rename else {}
    if "now" not in rename:
        yield pulumi.Alias(**type_)
        return
    pattern = re.escape(rename["now"]).replace(re.escape("*"), "(.*)")
    if found := re.fullmatch(pattern, name):
        yield pulumi.Alias(name=rename["was"].replace("*", "".join(found.groups())), **type_)
