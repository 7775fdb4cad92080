"""The `scaffold` command: a group whose commands are imported only when they run."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any, ClassVar, NoReturn

import click

from scaffolder import __version__
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# Command to its line in `scaffold --help`, so that help and completion import no command.
# The command NAME is the object `NAME` of `scaffolder/cli/NAME.py`.
COMMANDS = {
    "new": "Create a project: an inference service as Pulumi code that you own.",
    "preview": "Show what a project would deploy, without any cloud account.",
    "rehearse": "Rehearse a stack's whole life: create, change, roll, lose a region, destroy.",
    "status": "Show what was edited, and whether an update is there.",
    "diff": "Show what you changed since the project was generated.",
    "explain": "Show which template and answer made a file or a line.",
    "update": "Bring a project to the installed templates, and keep your edits.",
    "add": "Add a cloud, a region, an environment or a feature to a project.",
    "remove": "Remove a cloud, a region, an environment or a feature from a project.",
    "parity": "Compare what each setting does on each cloud.",
    "doctor": "Check what this machine has and lacks.",
    "simulate": "Start the simulated clouds for Pulumi's own commands.",
    "schema": "Print a JSON Schema of what is read or written.",
    "template": "Write, check and test templates of your own.",
    "completion": "Print the completion script of a shell.",
}

INTERRUPTED = 130

# What a machine refuses, wherever it is met, and what its user can do.
_MACHINE = {
    errno.ENAMETOOLONG: "Give a shorter path.",
    errno.ELOOP: "Take a link out of the path.",
    errno.EACCES: "Make it readable and writable for you, and try again.",
    errno.EPERM: "Make it readable and writable for you, and try again.",
    errno.EROFS: "Put it where you can write.",
    errno.ENOSPC: "Free some space, and try again.",
    errno.EDQUOT: "Free some space, and try again.",
}
_LONGEST_SHOWN = 200


class ShownError(click.ClickException):
    """A `ScaffolderError` as the terminal shows it: the message, then the way out."""

    def __init__(self, error: ScaffolderError) -> None:
        super().__init__(str(error))
        self.fix = error.fix

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message and the fix to stderr."""
        error, fix = click.style("Error:", fg="red", bold=True), click.style("Fix:", bold=True)
        click.echo(f"{error} {self.message}", file=file, err=file is None, color=self.show_color)
        click.echo(f"{fix} {self.fix}", file=file, err=file is None, color=self.show_color)


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports the one that is asked for.

    The command NAME of `table` is the object `NAME` of the module `NAME` in `package`.
    """

    table: ClassVar[Mapping[str, str]] = COMMANDS
    package: ClassVar[str] = "scaffolder.cli"

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Begin a run; with NO_COLOR set (https://no-color.org) nothing of it is coloured."""
        if os.environ.get("NO_COLOR"):
            extra.setdefault("color", False)
        return super().make_context(info_name, args, parent, **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order help shows them."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the command's file and return the command."""
        if cmd_name not in self.table:
            return None
        command: click.Command = getattr(importlib.import_module(f"{self.package}.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with; an unknown one fails with the nearest."""
        if args[0] not in self.table and not args[0].startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.table, n=1)
            ctx.fail(f"No such command {args[0]!r}." + (f" Did you mean {near[0]}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands from the table, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the commands from the table, importing none, and the group's own options."""
        from click.shell_completion import CompletionItem

        commands = [CompletionItem(name, help=line) for name, line in self.table.items() if name.startswith(incomplete)]
        return commands + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what the user can fix becomes a message, Ctrl-C exit code 130."""
        try:
            return super().invoke(ctx)
        except ScaffolderError as error:
            raise ShownError(error) from error
        except OSError as error:
            place = "What is printed" if error.filename is None else _short(os.fsdecode(error.filename))
            if error.errno not in _MACHINE or (error.filename is None and error.errno != errno.ENOSPC):
                raise
            what = f"{place}: {error.strerror}."
            raise ShownError(ScaffolderError(what, fix=_MACHINE[error.errno])) from error
        except (KeyboardInterrupt, click.Abort):
            click.echo("Stopped.", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=LazyGroup, name="scaffold", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="scaffolder", message="%(prog)s %(version)s")
def scaffold() -> None:
    """Write a production-grade inference service for AWS, GCP or Azure, and run it without an account."""


def _short(path: str) -> str:
    return path if len(path) <= _LONGEST_SHOWN else f"{path[:_LONGEST_SHOWN]}..."


def main() -> NoReturn:
    """Run the command with this process's arguments, and exit."""
    # Most runs are over before there is garbage worth looking for; looking costs them a sixth of their time.
    gc.set_threshold(100_000, 50, 100)
    try:
        sys.exit(scaffold(prog_name="scaffold"))
    finally:
        gc.freeze()
