"""What the root's Pulumi.yaml and reference stacks must say: the template's own, for the three clouds, with the paths of
this repository. Run as a program, it writes them."""

from collections import defaultdict
from pathlib import Path

from scaffolder.project.answers import CLOUDS, Answers
from scaffolder.project.stacks import plan_stacks
from scaffolder.shipped import program_module, stacks_dir, templates_dir
from scaffolder.templating.presets import merge_presets
from scaffolder.templating.render import render
from scaffolder.templating.template import read_layers

ROOT = Path(__file__).parents[2]
NAME = "inference-service"
PLACES = {"main: infra\n": "main: stacks\nstackConfigDir: stacks\n"}


def reference_files() -> dict[Path, str]:
    """Each file of the root that the template decides, with its text."""
    layers = read_layers("service", templates_dir(), program=stacks_dir())
    answers = Answers(name=NAME, clouds=CLOUDS, settings={"appPath": "templates/service/files/app"})
    context = {
        "name": NAME,
        "clouds": CLOUDS,
        "all_clouds": CLOUDS,
        "multi_cloud": True,
        "environments": answers.environments,
        "stacks": plan_stacks(answers, merge_presets(layer.presets for layer in layers)),
        "settings": program_module("settings").SETTINGS,
        "pins": defaultdict(str),
        "scaffolder_version": "0.0.0",
    }
    tree = render(layers, context)
    files = {}
    for path, file in tree.items():
        text = file.content.decode() if path.startswith("Pulumi.") else ""
        for place, here in PLACES.items():
            text = text.replace(place, here)
        if text:
            files[ROOT / (path if path == "Pulumi.yaml" else f"stacks/{path}")] = text
    return files


if __name__ == "__main__":
    for path, text in reference_files().items():
        path.write_text(text, encoding="utf-8")
