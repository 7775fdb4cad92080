"""`scaffold completion`: the script that teaches a shell the command."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script of SHELL; evaluate it in the shell's start-up file.

    \b
    bash  eval "$(scaffold completion bash)"            in ~/.bashrc
    zsh   eval "$(scaffold completion zsh)"             in ~/.zshrc
    fish  scaffold completion fish > ~/.config/fish/completions/scaffold.fish
    """  # noqa: D301 - click reads the escape
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"click has no completion for {shell}.")
    root = ctx.find_root()
    # The template, not `source()`: that starts the shell to look at its version.
    made = script(root.command, {}, "scaffold", "_SCAFFOLD_COMPLETE")
    click.echo(made.source_template % made.source_vars())
