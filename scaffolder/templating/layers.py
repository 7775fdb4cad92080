"""Which layers a project has, where that depends on its answers and these on the layers' questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.templating.sandbox import Sandbox
from scaffolder.templating.sandbox_errors import UndefinedNameError
from scaffolder.templating.template import Template

# Whether a template's base of that number is in use.
Wanted = Callable[[Template, int], bool]

# A layer may ask what decides on another; so often that is followed.
_ROUNDS = 20


def settle_layers(
    read: Callable[[Wanted], Sequence[Template]],
    *,
    known: Mapping[str, Any],
    given: Mapping[str, Any],
    sandbox: Sandbox,
) -> tuple[Template, ...]:
    """Read layers until their questions and answers ask for no others.

    `read` reads them, with those bases that are wanted. `known` are the names that a `when` can use, beside the answers
    to the layers' questions as `given`.

    Raises:
        ScaffolderError: a condition is wrong, or there is no end to it.
    """
    answered: Mapping[str, Any] = {"answers": {}}
    before: list[str] = []
    for _ in range(_ROUNDS):
        conditions = _Conditions({**known, **answered}, sandbox)
        templates = tuple(read(conditions.hold))
        if not any(template.manifest.questions for template in templates):
            conditions.check()
            return templates
        from scaffolder.templating.answering import answer  # few layers ask
        from scaffolder.templating.questions import merge_questions

        again = answer(merge_questions(templates), given, known, sandbox).known()
        names = [template.name for template in templates]
        if names == before and again == answered:
            conditions.check()
            return templates
        answered, before = again, names
    raise ScaffolderError(
        f"The layers {', '.join(before)} never settle: each time the answers change which there are.",
        fix="Let no `when` in extends depend on a question whose default its own layer changes.",
    )


class _Conditions:
    """The conditions of one round, and the first that needs a name which is not known yet."""

    def __init__(self, known: Mapping[str, Any], sandbox: Sandbox) -> None:
        self._known = known
        self._sandbox = sandbox
        self._unknown: UndefinedNameError | None = None

    def hold(self, template: Template, number: int) -> bool:
        """Say whether a template's base of that number is in use; not, while that cannot be told."""
        when = template.manifest.extends[number].when
        try:
            return not when or self._sandbox.holds(when, template.manifest, ("extends", number, "when"), self._known)
        except UndefinedNameError as error:
            self._unknown = self._unknown or error
            return False

    def check(self) -> None:
        """Refuse a condition that no answer will decide."""
        if self._unknown:
            raise self._unknown
