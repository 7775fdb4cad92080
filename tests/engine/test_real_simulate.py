"""Pulumi's own commands among the simulated clouds: what `scaffold simulate` runs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder.engine.interpreter import find_interpreter
from scaffolder.engine.plugin_dir import write_plugin_dir
from scaffolder.engine.pulumi_command import PulumiCommand
from scaffolder.engine.simulate import run_simulated
from scaffolder.engine.throwaway import Surroundings
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from tests.projects import write_project

PROGRAM = """
import pulumi, pulumi_random as random
pet = random.RandomPet("pet", length=pulumi.Config().get_int("length"))
pulumi.export("pet", pet.id)
print("hello from the program")
"""
REPOSITORY = Workspace.find(Path(__file__).parent)


def simulated(folder: Path, *arguments: str, state: Path | None = None) -> int:
    return run_simulated(arguments, folder=folder, state=state)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(
        tmp_path / "project", PROGRAM, files={"Pulumi.dev.yaml": "config:\n    demo:length:   3 # mine\n"}
    )


@pytest.mark.usefixtures("engine")
def test_a_preview_is_pulumis_own(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.read_bytes() for path in project.iterdir() if path.is_file()}
    assert simulated(project, "pulumi", "preview", "--stack", "dev", "--non-interactive") == 0
    shown = capfd.readouterr()
    assert "+ 2 to create" in shown.out
    assert "hello from the program" in shown.out
    assert "warning" not in shown.out + shown.err
    assert {path.name: path.read_bytes() for path in project.iterdir() if path.is_file()} == before


TWO_SUBNETS = """
    import pulumi_aws as aws
    vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
    for name, block in (("a", "10.0.0.0/24"), ("b", "10.0.0.128/25")):
        aws.ec2.Subnet(name, vpc_id=vpc.id, cidr_block=block, availability_zone=f"us-east-1{name}")
    """


@pytest.mark.usefixtures("engine")
def test_what_no_resource_shows_alone_is_told_when_the_command_has_ended(tmp_path: Path) -> None:
    project = write_project(tmp_path, TWO_SUBNETS, files={"Pulumi.dev.yaml": "config:\n  aws:region: us-east-1\n"})
    told: list[tuple[str, str, str]] = []

    def run(*command: str) -> int:
        told.clear()
        line = ("pulumi", *command, "--stack", "dev", "--non-interactive")
        return run_simulated(
            line,
            folder=project,
            state=tmp_path / "state",
            tell=lambda one, position: told.append((one.urn.rpartition("::")[2], one.property, position)),
        )

    # Values that are known after an update tell the same as the dependencies before it.
    for command in (("preview",), ("up", "--yes")):
        assert run(*command) == 1
        assert told == [("b", "cidrBlock", "__main__.py:4")]
    # No program has run, and nothing is told.
    assert (run("destroy", "--yes"), told) == (0, [])


@pytest.mark.usefixtures("engine")
def test_a_projects_own_constraints_hold_here_too(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "constraints").mkdir()
    own = project / "constraints" / "team.toml"
    own.write_text('[["random:index/randomPet:RandomPet"]]\npath = "length"\nmax = 2\nnote = "Ask us for more."\n')
    assert simulated(project, "pulumi", "preview", "--stack", "dev", "--non-interactive") != 0
    assert "`length` is `3`; allowed are 2 or less. Give 2 or less. Ask us for more." in capfd.readouterr().out
    own.write_text(own.read_text().replace("max", "most"))
    with pytest.raises(ScaffolderError, match=r"^constraints/team.toml, .* `most` is not known"):
        simulated(project, "pulumi", "preview", "--stack", "dev", "--non-interactive")


@pytest.mark.usefixtures("engine")
def test_a_stack_without_settings_is_made_and_leaves_none(project: Path) -> None:
    assert simulated(project, "pulumi", "preview", "--stack=other", "--non-interactive") == 0
    assert not (project / "Pulumi.other.yaml").exists()


@pytest.mark.usefixtures("engine")
def test_the_whole_life_of_a_stack(project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "state"
    quiet = ("--stack", "dev", "--non-interactive")
    for command, told in (
        (("up", "--yes", "--skip-preview"), "2 created"),
        (("refresh", "--yes", "--skip-preview"), "2 unchanged"),
        (("preview", "--expect-no-changes"), "2 unchanged"),
        (("destroy", "--yes", "--skip-preview"), "2 deleted"),
    ):
        assert simulated(project, "pulumi", *command, *quiet, state=state) == 0, command
        assert told in capfd.readouterr().out


@pytest.mark.usefixtures("engine")
def test_what_the_user_sets_meanwhile_stays(project: Path) -> None:
    assert simulated(project, "pulumi", "config", "set", "length", "5", "--stack", "dev", "--non-interactive") == 0
    text = (project / "Pulumi.dev.yaml").read_text()
    assert "demo:length: 5" in " ".join(text.replace('"', "").split())
    assert "encryptionsalt" not in text


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("code", [0, 7])
def test_the_exit_code_passes_through(project: Path, code: int) -> None:
    assert simulated(project, "sh", "-c", f"exit {code}") == code


@pytest.mark.usefixtures("engine")
def test_a_killed_command_has_its_shells_exit_code(project: Path) -> None:
    assert simulated(project, "sh", "-c", "kill -TERM $$") == 128 + 15


@pytest.mark.usefixtures("engine")
def test_a_command_that_is_not_there_is_named(project: Path) -> None:
    with pytest.raises(ScaffolderError, match="There is no command 'polumi' on PATH"):
        simulated(project, "polumi", "preview")


@pytest.mark.usefixtures("engine")
def test_a_wrong_input_fails_the_preview(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = 'import pulumi_random as random\nrandom.RandomPet("pet", length="three")\n'
    folder = write_project(tmp_path, program, files={"Pulumi.dev.yaml": ""})
    assert simulated(folder, "pulumi", "preview", "--stack", "dev", "--non-interactive") != 0
    assert "`length` must be a whole number" in capfd.readouterr().out


PACK = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

def check(args, report):
    if args.resource_type == "random:index/randomPet:RandomPet":
        report("no pets: " + args.name)

PolicyPack("pack", policies=[ResourceValidationPolicy(
    name="no-pets", description="pets are cattle", validate=check, enforcement_level=EnforcementLevel.MANDATORY)])
"""


@pytest.mark.usefixtures("engine")
def test_a_policy_pack_is_run(project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (pack / "__main__.py").write_text(PACK)
    command = ("pulumi", "preview", "--stack", "dev", "--non-interactive", "--policy-pack", str(pack))
    assert simulated(project, *command) != 0
    assert "no pets: pet" in capfd.readouterr().out


@pytest.mark.parametrize("stack", REPOSITORY.stacks())
def test_every_reference_stack_previews_at_the_root_with_the_providers_on_path(
    engine: PulumiCommand, tmp_path: Path, stack: str
) -> None:
    surroundings = Surroundings(tmp_path, command=engine, interpreter=find_interpreter(REPOSITORY))
    surroundings.add_stack(REPOSITORY.name, stack)
    # Pulumi adds its salt to the settings file, so it gets a copy.
    settings = tmp_path / "settings.yaml"
    settings.write_bytes((REPOSITORY.stack_config_dir / f"Pulumi.{stack}.yaml").read_bytes())
    shown = subprocess.run(
        ["pulumi", "preview", "--json", "--stack", stack, "--config-file", str(settings), "--non-interactive"],
        cwd=REPOSITORY.root,
        env=surroundings.environment(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 0, shown.stdout[-3000:] + shown.stderr
    digest = json.loads(shown.stdout)
    assert digest["changeSummary"]["create"] > 10
    assert {step["op"] for step in digest["steps"]} <= {"create", "read"}


def test_our_own_pythons_files_are_not_shadowed(tmp_path: Path) -> None:
    workspace = Workspace.find(write_project(tmp_path / "project"))
    folder = write_plugin_dir(
        tmp_path / "it's here", interpreter=find_interpreter(workspace), packages=["aws"], language_host=True
    )
    assert sorted(path.name for path in folder.iterdir()) == ["pulumi-language-python", "pulumi-resource-aws"]
    text = (folder / "pulumi-resource-aws").read_text()
    assert f"exec {sys.executable} -P -m scaffolder.simulator.plugin aws " in text


REPLACED = """
import pulumi, pulumi_aws as aws
config = pulumi.Config()
opts = pulumi.ResourceOptions(provider=aws.Provider("aws", region="eu-west-1"))
vpc = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=opts)
aws.lb.TargetGroup("made", port=config.get_int("port") or 80, protocol="HTTP", vpc_id=vpc.id, opts=opts)
aws.lb.TargetGroup("named", name="web", port=config.get_int("port") or 80, protocol="HTTP", vpc_id=vpc.id, opts=opts)
aws.ecs.Cluster("c", tags={"port": config.get("port") or ""}, opts=opts)
"""


@pytest.mark.usefixtures("engine")
def test_a_change_replaces_what_cannot_be_changed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    project = write_project(tmp_path / "project", REPLACED, files={"Pulumi.dev.yaml": "config: {}\n"})
    up = ("pulumi", "up", "--stack", "dev", "--yes", "--skip-preview", "--non-interactive")
    assert simulated(project, *up, state=tmp_path / "state") == 0
    assert "+ 6 created" in capfd.readouterr().out
    (project / "Pulumi.dev.yaml").write_text("config:\n    demo:port: 81\n")
    assert simulated(project, *up, "--diff", state=tmp_path / "state") == 0
    out = capfd.readouterr().out
    assert "~ port: 80 => 81" in out
    assert "~ 1 updated" in out
    assert "+-2 replaced" in out
    assert simulated(project, *up, state=tmp_path / "state") == 0
    assert "6 unchanged" in capfd.readouterr().out
