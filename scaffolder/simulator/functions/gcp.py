from __future__ import annotations

from typing import Final

from scaffolder.simulator.functions.call import Answers

ANSWERS: Final[Answers] = {}
