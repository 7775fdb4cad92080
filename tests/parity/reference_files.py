"""What the root's Pulumi.yaml and reference stacks must say: what `scaffold new` writes for the three clouds, with the
paths of this repository. Run as a program, it writes them."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
OPTIONS = ("--cloud=aws", "--cloud=gcp", "--cloud=azure", "--set=appPath=templates/service/files/app")
PLACES = {"main: infra\n": "main: stacks\nstackConfigDir: stacks\n"}


def reference_files() -> dict[Path, str]:
    """Each file of the root that the template decides, with its text."""
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        command = [sys.executable, "-m", "scaffolder", "new", "inference-service", *OPTIONS, f"--output={project}"]
        subprocess.run([*command, "--no-input", "--no-git"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        for path in project.glob("Pulumi.*"):
            text = path.read_text(encoding="utf-8")
            for place, here in PLACES.items():
                text = text.replace(place, here)
            files[ROOT / (path.name if path.name == "Pulumi.yaml" else f"stacks/{path.name}")] = text
    return files


if __name__ == "__main__":
    for path, text in reference_files().items():
        path.write_text(text, encoding="utf-8")
