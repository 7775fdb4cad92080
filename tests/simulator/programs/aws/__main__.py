"""Runs the program that the stack is called after, so that all of them share one import of the SDK."""

import runpy
from pathlib import Path

import pulumi

runpy.run_path(str(Path(__file__).parent / pulumi.get_stack() / "__main__.py"))
