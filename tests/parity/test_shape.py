"""The three clouds held against each other, from their sources alone."""

import ast
from pathlib import Path

import pytest

INFERENCE = Path(__file__).parents[2] / "stacks" / "inference"
CLOUDS = ("aws", "gcp", "azure")
FILES = [
    "foundation", "network", "registry", "logs", "identity", "cluster", "service",
    "scaling", "front", "alerts", "dashboard", "budget", "program",
]  # fmt: skip
CLOUD_WORDS = ("aws", "gcp", "azure", "amazon", "google", "microsoft")


def sources(cloud: str) -> dict[str, ast.Module]:
    files = sorted((INFERENCE / cloud).glob("*.py"))
    return {path.stem: ast.parse(path.read_text()) for path in files if not path.stem.startswith("_")}


def public_classes(module: ast.Module) -> list[ast.ClassDef]:
    return [node for node in module.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]


def shape(module: ast.Module) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each public class with its annotated attributes, in the order written."""
    return [
        (node.name, [(entry.target.id, ast.unparse(entry.annotation)) for entry in node.body
                     if isinstance(entry, ast.AnnAssign) and isinstance(entry.target, ast.Name)])
        for node in public_classes(module)
    ]  # fmt: skip


def constructor(node: ast.ClassDef) -> list[str]:
    """The arguments of a component with their annotations."""
    init = next(entry for entry in node.body if isinstance(entry, ast.FunctionDef) and entry.name == "__init__")
    return [
        f"{argument.arg}: {ast.unparse(argument.annotation) if argument.annotation else ''}"
        for argument in init.args.args[1:]
    ]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_cloud_has_the_same_files(cloud: str) -> None:
    assert sorted(sources(cloud)) == sorted(FILES)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("cloud", ["gcp", "azure"])
def test_every_cloud_has_the_same_classes_with_the_same_attributes(cloud: str, file: str) -> None:
    assert shape(sources(cloud)[file]) == shape(sources("aws")[file])


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("cloud", ["gcp", "azure"])
def test_every_component_takes_the_same_arguments(cloud: str, file: str) -> None:
    ours, theirs = (public_classes(sources(name)[file]) for name in (cloud, "aws"))
    assert [constructor(node) for node in ours] == [constructor(node) for node in theirs]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_component_names_its_type_after_itself_and_registers_its_outputs(cloud: str, file: str) -> None:
    for node in public_classes(sources(cloud)[file]):
        calls = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
        tokens = [
            call.args[0].value for call in calls
            if ast.unparse(call.func) == "super().__init__" and isinstance(call.args[0], ast.Constant)
        ]  # fmt: skip
        assert tokens == [f"inference:{cloud}:{node.name}"]
        registered = [call for call in calls if ast.unparse(call.func) == "self.register_outputs"]
        assert len(registered) == 1
        attributes = dict(shape(sources(cloud)[file]))[node.name]
        outputs = registered[0].args[0]
        assert isinstance(outputs, ast.Dict)
        assert len(outputs.keys) >= min(1, len(attributes))


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_program_ends_in_the_same_function(cloud: str) -> None:
    functions = [node for node in sources(cloud)["program"].body if isinstance(node, ast.FunctionDef)]
    deploy = next(node for node in functions if node.name == "deploy")
    assert ast.unparse(deploy.args) == "settings: Settings"
    assert deploy.returns is not None
    assert ast.unparse(deploy.returns) == "ServiceOutputs"


def test_the_contract_has_no_cloud_word() -> None:
    text = (INFERENCE / "contract.py").read_text().lower()
    assert [word for word in CLOUD_WORDS if word in text] == []


@pytest.mark.parametrize("cloud", CLOUDS)
def test_no_cloud_imports_another(cloud: str) -> None:
    sdks = {"aws": "pulumi_aws", "gcp": "pulumi_gcp", "azure": "pulumi_azure_native"}
    foreign = {sdk for name, sdk in sdks.items() if name != cloud} | {
        f"inference.{name}" for name in CLOUDS if name != cloud
    }
    for path in (INFERENCE / cloud).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] in foreign or name in foreign], path


@pytest.mark.parametrize("path", sorted(INFERENCE.glob("*/*.py")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_importing_a_module_does_nothing(path: Path) -> None:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Expr):
            assert isinstance(node.value, ast.Constant), f"line {node.lineno} acts on import"
