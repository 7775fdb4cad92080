"""Our stand-in for Pulumi's Python language host, asked as the engine asks it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

from scaffolder import __version__
from tests.projects import write_project

COMMAND = [sys.executable, "-P", "-m", "scaffolder.engine.language_host", "--logtostderr", "127.0.0.1:1"]


@pytest.fixture(scope="module")
def host() -> Iterator[language_pb2_grpc.LanguageRuntimeStub]:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        with grpc.insecure_channel(f"127.0.0.1:{process.stdout.readline().strip()}") as channel:
            yield language_pb2_grpc.LanguageRuntimeStub(channel)
        process.send_signal(signal.SIGINT)


def info(root: Path, program: Path | None = None, **options: str) -> language_pb2.ProgramInfo:
    return language_pb2.ProgramInfo(
        root_directory=str(root),
        program_directory=str(program or root),
        entry_point=".",
        options=json_format.ParseDict(options, struct_pb2.Struct()),
    )


def environment(folder: Path, packages: dict[str, str]) -> Path:
    """A virtual environment of files: the packages given, and the Python that runs the tests."""
    site = folder / "lib" / "python3.11" / "site-packages"
    for name, text in {"pulumi/__init__.py": "", **packages}.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(sys.executable)
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.13.4\n")
    return folder


def test_it_says_who_it_is(host: Any) -> None:
    assert host.Handshake(language_pb2.LanguageHandshakeRequest(engine_address="127.0.0.1:2")) is not None
    assert host.GetPluginInfo(empty_pb2.Empty()).version == __version__
    assert not host.RuntimeOptionsPrompts(language_pb2.RuntimeOptionsRequest()).prompts


def test_the_projects_own_python_is_used(host: Any, tmp_path: Path) -> None:
    write_project(tmp_path)
    environment(tmp_path / "env", {})
    answer = host.About(language_pb2.AboutRequest(info=info(tmp_path, virtualenv="env")))
    assert (answer.executable, answer.version) == (str(tmp_path / "env/bin/python"), "3.13.4")


def test_the_providers_of_the_installed_sdks_are_required(host: Any, tmp_path: Path) -> None:
    write_project(tmp_path)
    environment(
        tmp_path / ".venv",
        {
            "pulumi_one/pulumi-plugin.json": '{"resource": true, "name": "one", "version": "1.2.3"}',
            "pulumi_two_three/pulumi-plugin.json": '{"resource": true, "server": "https://example.invalid"}',
            "pulumi_two_three-4.5.6.dist-info/METADATA": "Name: pulumi_two_three\nVersion: 4.5.6\n",
            "pulumi_policy/pulumi-plugin.json": '{"resource": false}',
            "broken/pulumi-plugin.json": "{",
        },
    )
    asked = info(tmp_path)
    packages = host.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest(info=asked)).packages
    expected = [("one", "resource", "1.2.3", ""), ("two-three", "resource", "4.5.6", "https://example.invalid")]
    assert [(one.name, one.kind, one.version, one.server) for one in packages] == expected
    plugins = host.GetRequiredPlugins(language_pb2.GetRequiredPluginsRequest(info=asked)).plugins
    assert [(one.name, one.kind, one.version, one.server) for one in plugins] == expected


@pytest.mark.parametrize(
    ("transitive", "expected"),
    [(False, [("App", "1"), ("extra-only", "3")]), (True, [("App", "1"), ("extra-only", "3"), ("Lib_x", "2")])],
)
def test_dependencies_are_listed(host: Any, tmp_path: Path, transitive: bool, expected: list[tuple[str, str]]) -> None:
    write_project(tmp_path)
    environment(
        tmp_path / ".venv",
        {
            "app-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: App\nVersion: 1\n"
            "Requires-Dist: lib-x>=1\nRequires-Dist: extra-only; extra == 'more'\n",
            "lib_x-2.dist-info/METADATA": "Metadata-Version: 2.1\nName: Lib_x\nVersion: 2\n",
            "extra_only-3.dist-info/METADATA": "Metadata-Version: 2.1\nName: extra-only\nVersion: 3\n",
        },
    )
    request = language_pb2.GetProgramDependenciesRequest(info=info(tmp_path), transitiveDependencies=transitive)
    assert [(one.name, one.version) for one in host.GetProgramDependencies(request).dependencies] == expected


def test_a_plugin_written_in_python_is_run_and_heard(host: Any, tmp_path: Path) -> None:
    (tmp_path / "__main__.py").write_text(
        "import os, sys\nprint('port', *sys.argv[1:], os.environ['GREETING'], flush=True)\n"
        "print('oops', file=sys.stderr)\nsys.exit(4)\n"
    )
    request = language_pb2.RunPluginRequest(
        pwd=str(tmp_path), info=info(tmp_path), kind="resource", args=["a", "b"], env=["GREETING=hi=ho"]
    )
    answers = list(host.RunPlugin(request))
    assert sorted(one.stdout for one in answers if one.stdout) == [b"port a b hi=ho\n"]
    assert [one.stderr for one in answers if one.stderr] == [b"oops\n"]
    assert [one.exitcode for one in answers if one.HasField("exitcode")] == [4]
    assert answers[-1].HasField("exitcode")


def test_an_unknown_tool_is_named(host: Any, tmp_path: Path) -> None:
    write_project(tmp_path)
    with pytest.raises(grpc.RpcError) as caught:
        list(
            host.InstallDependencies(
                language_pb2.InstallDependenciesRequest(info=info(tmp_path, toolchain="conda"), directory=str(tmp_path))
            )
        )
    assert caught.value.details() == (
        f"The toolchain 'conda' in {tmp_path / 'Pulumi.yaml'} is none of pip, poetry and uv. "
        "Set `runtime: {name: python, options: {toolchain: pip}}`."
    )


def test_a_program_that_cannot_reach_the_engine_is_an_error(host: Any, tmp_path: Path) -> None:
    write_project(tmp_path, "import sys\nsys.exit(7)\n")
    # No monitor listens there, so the program cannot even say which features it needs.
    request = language_pb2.RunRequest(
        project="demo", stack="dev", pwd=str(tmp_path), monitor_address="127.0.0.1:1", info=info(tmp_path), dryRun=True
    )
    answer = host.Run(request)
    assert answer.bail or answer.error


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_it_leaves_quietly_when_the_engine_interrupts_it() -> None:
    process = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline().strip().isdigit()
    process.send_signal(signal.SIGINT)
    rest, complaint = process.communicate()
    assert (process.returncode, rest, complaint) == (0, "", "")


@pytest.mark.skipif(os.name == "nt", reason="parents are POSIX's")
def test_it_leaves_when_the_engine_was_killed() -> None:
    # A shell stands for the engine: it starts the host and dies; the end of the output tells that the host has, too.
    command = f"{' '.join(COMMAND)} & exec sleep 60"
    with subprocess.Popen(["sh", "-c", command], stdout=subprocess.PIPE, text=True) as engine:
        assert engine.stdout
        assert engine.stdout.readline().strip().isdigit()
        engine.kill()
        assert engine.stdout.read() == ""
