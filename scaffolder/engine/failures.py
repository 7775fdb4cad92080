"""From a program's failure to words a user can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from scaffolder.engine.advice import advice
from scaffolder.engine.preview import Failure, Frame
from scaffolder.engine.program import Ended
from scaffolder.engine.workspace import Workspace
from scaffolder.errors import ScaffolderError
from scaffolder.simulator.problems import Problem

# SDKs that one of scaffolder's extras brings.
_EXTRAS = {"pulumi_aws": "aws", "pulumi_gcp": "gcp", "pulumi_azure_native": "azure", "pulumi_docker_build": "aws"}
# SDKs that many programs import: whoever misspells one is not told to install what somebody else may have put there.
_WELL_KNOWN = (
    *_EXTRAS, "pulumi_aws_native", "pulumi_awsx", "pulumi_azure", "pulumi_azuread", "pulumi_cloudflare",
    "pulumi_command", "pulumi_datadog", "pulumi_docker", "pulumi_eks", "pulumi_github", "pulumi_kubernetes",
    "pulumi_postgresql", "pulumi_random", "pulumi_std", "pulumi_time", "pulumi_tls",
)  # fmt: skip
_MISSPELT = 0.9


def failure_of(ended: Ended, workspace: Workspace) -> Failure | None:
    """What the program failed with, with the user's own lines; None when it ended well."""
    if ended.exit_code == 0:
        return None
    report = ended.report
    if report is None:
        return Failure(type="", message=f"it ended with exit code {ended.exit_code} and no error of its own.")
    frames = tuple(
        Frame(
            file=_shown(frame["file"], workspace.root),
            line=frame["line"] or 0,
            function=frame["function"],
            text=frame["text"],
        )
        for frame in report["frames"]
    )
    return Failure(type=report["type"], message=report["message"], frames=frames, key=report["key"], fix=report["fix"])


def raise_for_missing_package(ended: Ended, workspace: Workspace, *, own_interpreter: bool) -> None:
    """Raise when the program could not import an SDK, and say how to get it."""
    module, _, inner = (ended.report or {}).get("module", "").partition(".")
    # With a part named, the package itself was found: the program wants another version of it, and says so itself.
    if not module.startswith("pulumi") or inner:
        return
    python = "the project's Python" if own_interpreter else "the Python that runs scaffolder"
    package = module.replace("_", "-")
    fix = f"pip install {package}"
    near = [] if module in _WELL_KNOWN else get_close_matches(module, _WELL_KNOWN, n=1, cutoff=_MISSPELT)
    if local := _local(workspace, module):
        fix = local
    elif near:
        fix = f"Did you mean {near[0]}?"
    elif own_interpreter and (workspace.root / "requirements.txt").is_file():
        fix = "pip install -r requirements.txt"
    elif module in _EXTRAS and not own_interpreter:
        fix = f"pip install 'scaffolder[{_EXTRAS[module]}]'"
    raise ScaffolderError(f"The program imports {module}, which is not installed in {python}.", fix=fix)


def _local(workspace: Workspace, module: str) -> str:
    """How to get an SDK that is made for the project, and that no registry has; empty where it is not of these."""
    packages = workspace.document.get("packages")
    names = [str(name).replace("-", "_") for name in packages] if isinstance(packages, Mapping) else []
    if any(module.endswith(f"_{name}") for name in names):
        return "pulumi install, which makes it as `packages` in Pulumi.yaml says."
    made = next((workspace.root / "sdks").glob(f"*/{module}"), None)
    return f"pip install ./{made.parent.relative_to(workspace.root).as_posix()}" if made else ""


def problem_of(
    failure: Failure, workspace: Workspace, *, stack: str, others: Sequence[Problem], printed: str
) -> Problem:
    """A failure as a problem of the preview, beside the `others` and what the program `printed`."""
    last = failure.frames[-1] if failure.frames else None
    return Problem(
        severity="error",
        urn="",
        property=failure.key,
        message=f"The program failed: {failure.text}",
        fix=failure.fix
        or _setting(failure, stack=stack)
        or advice(failure, workspace.root, problems=others, printed=printed),
        source=f"{last.file}, line {last.line}" if last else "",
    )


def _setting(failure: Failure, *, stack: str) -> str:
    if not failure.key:
        return ""
    option = "--secret " if "--secret" in failure.message else ""
    return f"pulumi config set {option}{failure.key} <value> --stack {stack}"


def _shown(file: str, root: Path) -> str:
    path = Path(file)
    return str(path.relative_to(root)) if path.is_relative_to(root) else file


def setting(values: Mapping[str, str], project: str, name: str) -> str:
    """One of the project's own settings, empty when it has none of that name."""
    return values.get(f"{project}:{name}", "")
