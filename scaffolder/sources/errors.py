"""What can go wrong on the way to a template, where it makes a difference to who called."""

from scaffolder.errors import ScaffolderError


class UnreachableError(ScaffolderError):
    """A repository could not be asked; what is cached of it may still do."""
