"""The one kind of error that is shown to a user without a traceback."""


class ScaffolderError(Exception):
    """A problem the user can fix.

    The message says what was wrong, with the value, and what is allowed; `fix` says how to put it right.
    `scaffolder.cli` prints both and exits 1; every other exception keeps its traceback.
    """

    def __init__(self, message: str, *, fix: str) -> None:
        super().__init__(message)
        self.fix = fix
