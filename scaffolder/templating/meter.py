"""Counts what templates do, and stops one that does too much: in steps, not seconds, so that no machine is too slow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MappingView, Sized
from typing import Any

from jinja2.utils import Namespace

# A large template of ours takes some thousands of steps.
STEPS_OF_ONE = 1_000_000  # of one file, path or condition: about a second
STEPS_OF_ALL = 10_000_000
LONGEST_TEXT = 2_000_000  # characters of a value
LARGEST_VALUE = 200_000  # what a list or table holds, however deep
LARGEST_FILE = 16_000_000
LARGEST_TREE = 256_000_000
_CHARACTERS_OF_A_STEP = 256
_BITS_OF_A_NUMBER = 100_000
_DIGITS_OF_A_WIDTH = 5


class TooMuchError(Exception):
    """A template did more than a template may, as a sentence."""


class Meter:
    """What is left to the templates of a project, and to the one that is rendered now."""

    def __init__(self) -> None:
        self._left = STEPS_OF_ONE
        self._left_of_all = STEPS_OF_ALL
        self._written = 0

    def start(self) -> None:
        """Begin with another file, path or condition."""
        self._left = min(STEPS_OF_ONE, self._left_of_all)
        self._left_of_all -= 1

    def spend(self, steps: int) -> None:
        """Count steps.

        Raises:
            TooMuchError: there were too many.
        """
        self._left -= steps
        self._left_of_all -= steps
        if self._left < 0:
            most = STEPS_OF_ALL if self._left_of_all < 0 else STEPS_OF_ONE
            raise TooMuchError(f"It takes more than {most:,} steps, as if it had no end.")

    def written(self, length: int, of_file: int) -> TooMuchError | None:
        """Count a piece of text of a file that has `of_file` by now; give what there is too much of."""
        self._written += length
        if of_file > LARGEST_FILE:
            return TooMuchError(f"It writes more than {LARGEST_FILE:,} characters.")
        if self._written > LARGEST_TREE:
            return TooMuchError(f"All files together are more than {LARGEST_TREE:,} characters.")
        return None

    def whole(self, value: Any) -> Any:
        """Count a value and all it holds, and give it back."""
        if isinstance(value, str):
            self.text(len(value))
        elif isinstance(value, (list, tuple, dict, range, set, frozenset, MappingView, Namespace)):
            self.spend(_weight(value))
        elif isinstance(value, int) and value.bit_length() > _BITS_OF_A_NUMBER:
            raise TooMuchError("A number is too large.")
        return value

    def text(self, length: int) -> None:
        """Count a text that is made or looked through, before it is."""
        if length > LONGEST_TEXT:
            raise TooMuchError(f"A text would be longer than {LONGEST_TEXT:,} characters.")
        self.spend(1 + length // _CHARACTERS_OF_A_STEP)

    def each(self, items: Any) -> Any:
        """Count the items that a loop goes through."""
        if isinstance(items, Sized):
            self.spend(len(items))
            return items
        return self.counted(items)

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """Count items as they come."""
        for item in items:
            self.spend(1)
            yield item

    def joined(self, pieces: Iterable[str]) -> str:
        """Join pieces of text, when that is not too long."""
        kept = list(pieces)
        self.text(sum(map(len, kept)))
        return "".join(kept)


def _weight(value: Any) -> int:
    """Count what a value holds; what is held twice counts twice, as it would be written twice."""
    weight = 0
    waiting = [value]
    while waiting:
        item = waiting.pop()
        weight += 1
        if isinstance(item, str):
            weight += len(item) // _CHARACTERS_OF_A_STEP
        elif isinstance(item, Mapping):
            waiting += item.keys()
            waiting += item.values()
        elif isinstance(item, (range, MappingView)):
            weight += len(item)
        elif isinstance(item, (list, tuple, set, frozenset)):
            waiting += item
        elif isinstance(item, Namespace):
            waiting += item._Namespace__attrs.values()
        if weight + len(waiting) > LARGEST_VALUE:
            raise TooMuchError(f"A value holds more than {LARGEST_VALUE:,} others.")
    return weight


def check_width(width: object) -> None:
    """Refuse to pad to a width that nobody can read."""
    if isinstance(width, int) and abs(width) > LONGEST_TEXT:
        raise TooMuchError(f"A text would be longer than {LONGEST_TEXT:,} characters.")


def check_format(text: str) -> None:
    """Refuse a format that pads to such a width: digits of a width, or a `*` that takes it from a value."""
    digits = 0
    for character in text:
        digits = digits + 1 if character.isdigit() else 0
        if digits > _DIGITS_OF_A_WIDTH:
            raise TooMuchError("A format's width is too large.")


def check_power(base: object, exponent: object) -> None:
    """Refuse a power with more digits than anybody needs."""
    if isinstance(base, int) and isinstance(exponent, int) and base.bit_length() * exponent > _BITS_OF_A_NUMBER:
        raise TooMuchError("A number is too large.")
