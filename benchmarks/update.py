"""Times `scaffold update` against `copier update` and `cruft update` on the same change: `python benchmarks/update.py`.

A project of the same files is made by each from its own template, committed, and edited and committed; then five files
of the template change, one of them where its user changed it too. Every figure is of whole processes; the commands take
turns within a round, and what is compared are the ratios within rounds. `--extra` adds files that are only copied.

Then `scaffold update` alone, on projects with more and more rendered files: a project of a thousand takes less than two
seconds, and twice the files take twice the time or less.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import new
from new import BIN, CLOUD, NAME

from scaffolder.shipped import templates_dir

TARGETS = (("scaffold", "copier", 0.1), ("scaffold", "cruft", 0.5))
SIZES = (500, 1000, 2000, 4000)
MOST_SECONDS = {1000: 2.0}

CHANGED = ("README.md", "app/serving/api.py", "app/serving/model.py", "policy/guard/rules.py", "tests/app/conftest.py")
EDITED = "README.md"
LATER, MINE = b"\nSaid in a later release.\n", b"Mine.\n\n"

# As an installed release with other templates would run; there is no option for it.
_SCAFFOLD = """
import sys
from pathlib import Path
import scaffolder.generate
folder = Path(sys.argv.pop(1))
scaffolder.generate.templates_dir = lambda: folder
from scaffolder.cli import main
main()
"""


def main() -> None:
    """Make the projects, time the updates, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="how often each command runs")
    parser.add_argument("--extra", type=int, default=0, help="how many more files there are, all copied")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scaffold-bench-") as scratch:
        times = measure(Path(scratch), arguments.rounds, arguments.extra)
        sizes = {size: measure_size(Path(scratch) / str(size), size) for size in SIZES}
    new.print_report(times, arguments.rounds, TARGETS)
    print("scaffold update, by rendered files")
    for size, seconds in sizes.items():
        most = MOST_SECONDS.get(size)
        verdict = f"   at most {most} s: {'reached' if seconds <= most else 'missed'}" if most else ""
        print(f"  {size:<8}{seconds:>6.2f} s{seconds / size * 1000:>8.2f} ms a file{verdict}")


def measure(scratch: Path, rounds: int, extra: int) -> Mapping[str, Sequence[float]]:
    """Time each command `rounds` times, in seconds, after a warm-up; each result is checked."""
    home = scratch / "home"
    builders = {"scaffold": build_scaffold, "copier": build_copier, "cruft": build_cruft}
    commands = {name: build(scratch, home, extra) for name, build in builders.items()}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(-1, rounds):
        for name in sorted(commands, reverse=bool(number % 2)):
            folder = scratch / "out"
            shutil.copytree(scratch / name / NAME, folder, symlinks=True)
            seconds = new.run(commands[name], folder, home)
            check(name, folder)
            if number >= 0:
                times[name].append(seconds)
            shutil.rmtree(folder)
    return times


def measure_size(scratch: Path, size: int) -> float:
    """Time the update of a project with so many more files, each rendered, the quickest of three, in seconds."""
    scratch.mkdir()
    home = scratch / "home"
    command = build_scaffold(scratch, home, size, suffix=".j2")
    times = []
    for _ in range(3):
        folder = scratch / "out"
        shutil.copytree(scratch / "scaffold" / NAME, folder, symlinks=True)
        times.append(new.run(command, folder, home))
        check("scaffold", folder)
        shutil.rmtree(folder)
    return min(times)


def build_scaffold(scratch: Path, home: Path, extra: int, *, suffix: str = "") -> list[str | Path]:
    """Make the edited project and the newer templates; give the command that updates it."""
    templates = scratch / "templates"
    shutil.copytree(templates_dir(), templates)
    files = templates / "service/files"
    add_files(files, extra, suffix)
    start = [sys.executable, "-c", _SCAFFOLD, templates]
    (scratch / "scaffold").mkdir()
    new.run([*start, "new", NAME, "--cloud", CLOUD], scratch / "scaffold", home)
    edit(scratch / "scaffold" / NAME)
    for path in CHANGED:
        layers = [folder / "files" for folder in templates.iterdir()]
        append(next(place for layer in layers for place in (layer / path, layer / f"{path}.j2") if place.exists()))
    return [*start, "update"]


def build_copier(scratch: Path, home: Path, extra: int) -> list[str | Path]:
    """Make the edited project, and the newer template as a second tag; give the command that updates it."""
    template = scratch / "template"
    files, rendered = new.project_files()
    new.build_copier(template, files, rendered)
    new.write(template / "files/<{ _copier_conf.answers_file }>.j2", b"<{ _copier_answers|to_nice_yaml }>")
    add_files(template / "files", extra)
    commit(template, "v1")
    (scratch / "copier").mkdir()
    copy = [BIN / "copier", "copy", "--quiet", "--defaults", "--data", f"name={NAME}", template, NAME]
    new.run(copy, scratch / "copier", home)
    commit(scratch / "copier" / NAME)
    edit(scratch / "copier" / NAME)
    for path in CHANGED:
        append(template / "files" / (f"{path}.j2" if path in rendered else path))
    commit(template, "v2")
    return [BIN / "copier", "update", "--quiet", "--defaults"]


def build_cruft(scratch: Path, home: Path, extra: int) -> list[str | Path]:
    """Make the edited project, and the newer template as a second commit; give the command that updates it."""
    template = scratch / "cookiecutter"
    files, rendered = new.project_files()
    new.build_cookiecutter(template, files, rendered)
    # It looks for braces, whatever the delimiters are: a comment has them.
    inside = (template / "<{ cookiecutter.name }>").rename(template / "<{ cookiecutter.name }><# {{}} #>")
    add_files(inside, extra)
    commit(template)
    (scratch / "cruft").mkdir()
    create = [BIN / "cruft", "create", "--no-input", "--extra-context", f'{{"name": "{NAME}"}}', template]
    new.run(create, scratch / "cruft", home)
    commit(scratch / "cruft" / NAME)
    edit(scratch / "cruft" / NAME)
    for path in CHANGED:
        append(inside / path)
    commit(template)
    return [BIN / "cruft", "update", "--skip-apply-ask"]


def add_files(folder: Path, extra: int, suffix: str = "") -> None:
    """Write files of a common size that nobody changes."""
    for number in range(extra):
        text = "# <{ name }>\n" * bool(suffix) + f"line of file {number}\n" * 60
        new.write(folder / f"extra/{number % 20}/{number}.txt{suffix}", text.encode())


def append(path: Path) -> None:
    """Change a file of a template."""
    path.write_bytes(path.read_bytes() + LATER)


def edit(project: Path) -> None:
    """Change a file of a project, and commit."""
    place = project / EDITED
    place.write_bytes(MINE + place.read_bytes())
    commit(project)


def commit(folder: Path, tag: str = "") -> None:
    """Commit all there is in a repository, which is made where there is none."""
    identity = ("-c", "user.name=a", "-c", "user.email=a@b")
    steps = [("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--no-gpg-sign", "--message", "all")]
    for step in (*steps, ("tag", tag)) if tag else steps:
        subprocess.run(["git", *identity, *step], cwd=folder, check=True)


def check(name: str, project: Path) -> None:
    """See that a command brought the changes and kept the edit; else its time means nothing."""
    for path in CHANGED:
        content = (project / path).read_bytes()
        assert content.endswith(LATER), f"{name} left {path} as it was"
        assert content.startswith(MINE) == (path == EDITED), f"{name} lost the edit"


if __name__ == "__main__":
    main()
